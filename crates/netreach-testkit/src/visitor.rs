//! A visitor's client, as `docs/protocol.md` describes it.

use std::collections::{BTreeSet, HashMap};

use netreach_protocol::{
    DeskState, ErrorCode, EventBody, Position, StandingKind, VisitorCommand, VisitorFrame, VisitorHello,
    VisitorServerFrame,
};
use uuid::Uuid;

use crate::held::Held;
use crate::socket::{Closing, NotUpgraded, Socket};

/// Where visitors connect.
pub(crate) const PATH: &str = "/api/v1/visitor/socket";

/// Why a command was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The code.
    pub code: ErrorCode,
    /// The field at fault.
    pub field: Option<String>,
}

/// A visitor with a panel open.
pub struct TestVisitor {
    base: String,
    site: String,
    language: String,
    socket: Option<Socket>,
    next_ref: u32,
    answers: HashMap<u32, Result<(), Refused>>,
    raw_before: Vec<String>,
    /// Kept to the client until the conversation is over.
    pub key: Uuid,
    /// What brings the visitor back.
    pub token: Option<String>,
    /// The conversation.
    pub held: Option<Held>,
    /// Open or closed.
    pub desk: Option<DeskState>,
    /// The server's clock at the last welcome, in milliseconds since 1970.
    pub now: i64,
    /// The name that the server offered.
    pub offered: String,
    /// The place in line.
    pub place: Option<u32>,
    /// Numbers of the workers who type.
    pub typing: BTreeSet<u16>,
    /// Messages that have not come back as events.
    pub outbox: Vec<(Uuid, String)>,
    /// Refusals without a `ref`.
    pub refused: Vec<Refused>,
    /// Whether the server said `gone`.
    pub gone: bool,
    /// Whether the server asked for history.
    pub history_wanted: bool,
    /// Whether the client brings history when it is asked.
    pub brings_history: bool,
    /// What `going_away` said.
    pub going_away: Option<u64>,
    /// How the socket was closed.
    pub closing: Option<Closing>,
}

impl TestVisitor {
    /// A panel that has not connected yet.
    pub fn new(base: &str, site: &str) -> Self {
        Self {
            base: base.to_owned(),
            site: site.to_owned(),
            language: "en".to_owned(),
            socket: None,
            next_ref: 0,
            answers: HashMap::new(),
            raw_before: Vec::new(),
            key: Uuid::new_v4(),
            token: None,
            held: None,
            desk: None,
            now: 0,
            offered: String::new(),
            place: None,
            typing: BTreeSet::new(),
            outbox: Vec::new(),
            refused: Vec::new(),
            gone: false,
            history_wanted: false,
            brings_history: true,
            going_away: None,
            closing: None,
        }
    }

    /// A panel that has said hello.
    ///
    /// # Panics
    ///
    /// If the server does not let it in.
    pub async fn connect(base: &str, site: &str) -> Self {
        let mut visitor = Self::new(base, site);
        visitor.reconnect().await;
        visitor
    }

    /// A visitor in a conversation whose pair is there.
    ///
    /// # Panics
    ///
    /// If the conversation does not begin.
    pub async fn in_conversation(base: &str, site: &str) -> Self {
        let mut visitor = Self::connect(base, site).await;
        visitor.start().await.expect("the desk is open");
        visitor.until("the pair", |visitor| visitor.standing() == Some(StandingKind::Full)).await;
        visitor
    }

    /// Sets the language of the panel.
    #[must_use]
    pub fn with_language(mut self, language: &str) -> Self {
        language.clone_into(&mut self.language);
        self
    }

    /// Connects, says hello with what is held, and waits for the welcome and what comes with it.
    ///
    /// # Panics
    ///
    /// If the server does not let it in.
    pub async fn reconnect(&mut self) {
        self.try_reconnect().await.unwrap_or_else(|refused| panic!("not let in: {refused:?}"));
        self.until("the welcome", |visitor| visitor.desk.is_some()).await;
        self.settle().await;
    }

    /// Connects and says hello.
    ///
    /// # Errors
    ///
    /// The answer to the upgrade, if it is no.
    pub async fn try_reconnect(&mut self) -> Result<(), NotUpgraded> {
        let have = self.held.as_ref().map(Held::position);
        self.reconnect_with(have).await
    }

    /// Connects and says hello with a position of one's own choice.
    ///
    /// # Errors
    ///
    /// The answer to the upgrade, if it is no.
    pub async fn reconnect_with(&mut self, have: Option<Position>) -> Result<(), NotUpgraded> {
        self.cut();
        let mut socket = Socket::open(&self.base, PATH, None).await?;
        let hello =
            VisitorHello { site: self.site.clone(), token: self.token.clone(), have, language: self.language.clone() };
        socket.send(&VisitorFrame::Hello(hello)).await;
        self.desk = None;
        self.closing = None;
        self.going_away = None;
        self.history_wanted = false;
        self.typing.clear();
        self.answers.clear();
        if let Some(held) = &mut self.held {
            held.caught_up = false;
        }
        self.socket = Some(socket);
        Ok(())
    }

    /// Lets the connection break, as a network does.
    pub fn cut(&mut self) {
        if let Some(socket) = self.socket.take() {
            self.raw_before.extend(socket.raw);
        }
    }

    /// Every frame that ever came.
    pub fn raw(&self) -> Vec<&str> {
        let now = self.socket.iter().flat_map(|socket| &socket.raw);
        self.raw_before.iter().chain(now).map(String::as_str).collect()
    }

    /// Accepts the rules and asks for a pair.
    ///
    /// # Errors
    ///
    /// The refusal.
    pub async fn start(&mut self) -> Result<(), Refused> {
        self.start_as(None).await
    }

    /// The same with a nickname.
    ///
    /// # Errors
    ///
    /// The refusal.
    pub async fn start_as(&mut self, nickname: Option<&str>) -> Result<(), Refused> {
        let nickname = nickname.map(str::to_owned);
        self.command(VisitorCommand::Start { key: self.key, nickname, rules_accepted: true }).await
    }

    /// Writes a message and waits until it is sent.
    ///
    /// # Panics
    ///
    /// If it is refused.
    pub async fn say(&mut self, text: &str) -> Uuid {
        let id = self.post(text).await;
        self.until("the message sent", |visitor| visitor.outbox.iter().all(|(waiting, _)| *waiting != id)).await;
        id
    }

    /// Puts a message into the outbox, sends it if the client has caught up, and waits for nothing.
    pub async fn post(&mut self, text: &str) -> Uuid {
        let id = Uuid::new_v4();
        self.outbox.push((id, text.to_owned()));
        if self.held.as_ref().is_some_and(|held| held.caught_up) {
            self.give(VisitorCommand::Message { id, text: text.to_owned() }).await;
        }
        id
    }

    /// Connects, and waits until everything of the conversation has come.
    ///
    /// # Panics
    ///
    /// If the conversation is not there any more.
    pub async fn resume(&mut self) {
        self.reconnect().await;
        self.until("everything", |visitor| visitor.held.as_ref().is_some_and(|held| held.caught_up)).await;
    }

    /// Sends a command and waits for its answer.
    ///
    /// # Errors
    ///
    /// The refusal.
    ///
    /// # Panics
    ///
    /// If the socket is closed first.
    pub async fn command(&mut self, command: VisitorCommand) -> Result<(), Refused> {
        let r#ref = self.give(command).await;
        self.until("an answer", |visitor| visitor.answers.contains_key(&r#ref)).await;
        self.answers.remove(&r#ref).expect("it has come")
    }

    /// Sends a command, and waits for nothing.
    pub async fn give(&mut self, command: VisitorCommand) -> u32 {
        self.next_ref += 1;
        self.send(&VisitorFrame::Do { r#ref: self.next_ref, command }).await;
        self.next_ref
    }

    /// Sends a frame.
    pub async fn send(&mut self, frame: &VisitorFrame) {
        if let Some(socket) = &mut self.socket {
            socket.send(frame).await;
        }
    }

    /// Says how far messages have come.
    pub async fn read(&mut self, delivered: u64, seen: u64) {
        self.send(&VisitorFrame::Read { delivered, seen }).await;
    }

    /// Waits until everything that was sent before now has been worked on by the server: it answers a ping after it.
    ///
    /// # Panics
    ///
    /// If the socket is closed first.
    pub async fn settle(&mut self) {
        self.send(&VisitorFrame::Ping {}).await;
        loop {
            if matches!(self.next().await, Some(VisitorServerFrame::Pong)) {
                return;
            }
            assert!(self.socket.is_some(), "the socket was closed: {:?}", self.closing);
        }
    }

    /// Takes frames until something holds.
    ///
    /// # Panics
    ///
    /// If the socket is closed first, or nothing comes for a long time.
    pub async fn until(&mut self, what: &str, mut holds: impl FnMut(&Self) -> bool) {
        while !holds(self) {
            assert!(
                self.socket.is_some(),
                "closed ({:?}) before {what}; came:\n{}",
                self.closing,
                self.raw().join("\n")
            );
            self.next().await;
        }
    }

    /// Takes frames until the socket is closed, and says how.
    ///
    /// # Panics
    ///
    /// If it is not.
    pub async fn until_closed(&mut self) -> Closing {
        while self.socket.is_some() {
            self.next().await;
        }
        self.closing.clone().expect("it was closed")
    }

    /// Takes one frame; none if the socket is closed.
    ///
    /// # Panics
    ///
    /// If it is no frame of the protocol.
    pub async fn next(&mut self) -> Option<VisitorServerFrame> {
        let socket = self.socket.as_mut()?;
        match socket.next().await {
            Ok(text) => {
                let frame: VisitorServerFrame =
                    serde_json::from_str(&text).unwrap_or_else(|error| panic!("not a frame of ours ({error}): {text}"));
                self.take(frame.clone()).await;
                Some(frame)
            }
            Err(closing) => {
                self.closing = Some(closing);
                self.cut();
                None
            }
        }
    }

    async fn take(&mut self, frame: VisitorServerFrame) {
        match frame {
            VisitorServerFrame::Welcome { nickname, desk, now, .. } => {
                self.now = now;
                self.offered = nickname;
                self.desk = Some(desk);
            }
            VisitorServerFrame::Desk { desk } => self.desk = Some(desk),
            VisitorServerFrame::Conversation { conversation, incarnation, token, start_over } => {
                self.token = Some(token);
                self.gone = false;
                match &mut self.held {
                    Some(held) if !start_over => held.started_over = false,
                    _ => {
                        let held = Held::new(conversation, incarnation);
                        self.held = Some(Held { started_over: start_over, ..held });
                    }
                }
            }
            VisitorServerFrame::Events { conversation, events } => {
                let held = self.held.as_mut().filter(|held| held.conversation == conversation);
                held.expect("events of a conversation that was named").take(events);
                self.empty_outbox();
            }
            VisitorServerFrame::CaughtUp { seq, .. } => {
                let held = self.held.as_mut().expect("caught up with a conversation");
                assert_eq!(held.events.len() as u64, seq, "caught up means that all has come");
                held.caught_up = true;
                for (id, text) in self.outbox.clone() {
                    self.give(VisitorCommand::Message { id, text }).await;
                }
            }
            VisitorServerFrame::Place { place } => self.place = Some(place),
            VisitorServerFrame::Typing { worker, on } => {
                if on {
                    self.typing.insert(worker);
                } else {
                    self.typing.remove(&worker);
                }
            }
            VisitorServerFrame::NeedHistory { conversation } => {
                self.history_wanted = true;
                if self.brings_history && self.held.is_some() {
                    self.bring_history().await;
                } else if self.brings_history {
                    let (incarnation, events) = (Uuid::nil(), Vec::new());
                    self.send(&VisitorFrame::History { conversation, incarnation, events, last: true }).await;
                }
            }
            VisitorServerFrame::Gone { .. } => {
                self.gone = true;
                self.held = None;
                self.token = None;
            }
            VisitorServerFrame::Done { r#ref } => {
                self.answers.insert(r#ref, Ok(()));
            }
            VisitorServerFrame::Refused { r#ref, code, field } => {
                let refused = Refused { code, field };
                match r#ref {
                    Some(r#ref) => {
                        self.answers.insert(r#ref, Err(refused));
                    }
                    None => self.refused.push(refused),
                }
            }
            VisitorServerFrame::Pong => {}
            VisitorServerFrame::GoingAway { retry_after_ms } => self.going_away = Some(retry_after_ms),
        }
    }

    /// Sends what is held.
    pub async fn bring_history(&mut self) {
        let Some(held) = self.held.clone() else {
            return;
        };
        let parts = held.parts();
        let count = parts.len();
        for (index, events) in parts.into_iter().enumerate() {
            let (conversation, incarnation) = (held.conversation, held.incarnation);
            let last = index + 1 == count;
            self.send(&VisitorFrame::History { conversation, incarnation, events, last }).await;
        }
    }

    fn empty_outbox(&mut self) {
        let Some(held) = &self.held else { return };
        self.outbox.retain(|(id, _)| held.message(*id).is_none());
    }

    /// The conversation.
    ///
    /// # Panics
    ///
    /// If there is none.
    pub fn conversation(&self) -> &Held {
        self.held.as_ref().expect("a conversation")
    }

    /// How the conversation stands; none without one.
    pub fn standing(&self) -> Option<StandingKind> {
        Some(self.held.as_ref()?.roster()?.1.kind)
    }

    /// Whether a message with this text has come.
    pub fn has(&self, wanted: &str) -> bool {
        self.held.as_ref().is_some_and(|held| held.texts().contains(&wanted))
    }

    /// The visitor's name in the conversation.
    pub fn nickname(&self) -> Option<&str> {
        self.held.as_ref()?.events.iter().find_map(|event| match &event.body {
            EventBody::Opened { nickname, .. } => Some(nickname.as_str()),
            _ => None,
        })
    }
}
