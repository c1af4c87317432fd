//! A worker's client, as `docs/protocol.md` describes it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use netreach_protocol::{
    Availability, DeskView, Event, Position, Seat, StaffCommand, StaffFrame, StaffHello, StaffServerFrame,
    StandingKind, TypingIn,
};
use uuid::Uuid;

use crate::api::Api;
use crate::held::Held;
use crate::server::TestServer;
use crate::socket::{Closing, NotUpgraded, Socket};
use crate::visitor::Refused;

/// Where workers connect.
const PATH: &str = "/api/v1/staff/socket";

/// A worker with one window of the console open.
pub struct TestOperator {
    /// The browser, signed in.
    pub api: Api,
    socket: Option<Socket>,
    next_ref: u32,
    answers: HashMap<u32, Result<(), Refused>>,
    raw_before: Vec<String>,
    welcomed: bool,
    /// Who it is.
    pub person: Uuid,
    /// What the server holds their time to be, from `welcome` and commands.
    pub availability: Option<Availability>,
    /// The desks.
    pub desks: BTreeMap<Uuid, DeskView>,
    /// The conversations that this worker serves.
    pub conversations: BTreeMap<Uuid, Held>,
    /// Conversations that were wiped, as they were.
    pub closed: BTreeMap<Uuid, Held>,
    /// Who types: the worker's number or none for the visitor, and where.
    pub typing: BTreeMap<Uuid, BTreeSet<(Option<u16>, &'static str)>>,
    /// Messages that have not come back as events.
    pub outbox: Vec<(Uuid, Uuid, String)>,
    /// Refusals without a `ref`.
    pub refused: Vec<Refused>,
    /// How often settings have changed.
    pub settings_changed: usize,
    /// Conversations whose history the server asked for.
    pub history_wanted: BTreeSet<Uuid>,
    /// Whether the client brings history when it is asked.
    pub brings_history: bool,
    /// What `going_away` said.
    pub going_away: Option<u64>,
    /// How the socket was closed.
    pub closing: Option<Closing>,
}

impl TestOperator {
    /// Signs in and connects; away until said otherwise.
    ///
    /// # Panics
    ///
    /// If the server does not let them in.
    pub async fn connect(server: &TestServer, sign_in: &str) -> Self {
        Self::window(server.sign_in(sign_in).await).await
    }

    /// Signs in, connects and is available.
    ///
    /// # Panics
    ///
    /// If the server does not let them in.
    pub async fn available(server: &TestServer, sign_in: &str) -> Self {
        let mut operator = Self::connect(server, sign_in).await;
        operator.be(Availability::Available).await;
        operator
    }

    /// Opens one more window in a browser that is signed in.
    ///
    /// # Panics
    ///
    /// If the server does not let them in.
    pub async fn window(api: Api) -> Self {
        let mut operator = Self {
            api,
            socket: None,
            next_ref: 0,
            answers: HashMap::new(),
            raw_before: Vec::new(),
            welcomed: false,
            person: Uuid::nil(),
            availability: None,
            desks: BTreeMap::new(),
            conversations: BTreeMap::new(),
            closed: BTreeMap::new(),
            typing: BTreeMap::new(),
            outbox: Vec::new(),
            refused: Vec::new(),
            settings_changed: 0,
            history_wanted: BTreeSet::new(),
            brings_history: true,
            going_away: None,
            closing: None,
        };
        operator.reconnect().await;
        operator
    }

    /// Connects, says hello with what is held, and waits for the welcome and what comes with it.
    ///
    /// # Panics
    ///
    /// If the server does not let them in.
    pub async fn reconnect(&mut self) {
        self.try_reconnect().await.unwrap_or_else(|refused| panic!("not let in: {refused:?}"));
        self.until("the welcome", |operator| operator.welcomed).await;
        self.settle().await;
    }

    /// Connects and says hello.
    ///
    /// # Errors
    ///
    /// The answer to the upgrade, if it is no.
    pub async fn try_reconnect(&mut self) -> Result<(), NotUpgraded> {
        self.cut();
        let mut socket = Socket::open(self.api.base(), PATH, self.api.cookie()).await?;
        let have: Vec<Position> = self.conversations.values().map(Held::position).collect();
        socket.send(&StaffFrame::Hello(StaffHello { availability: self.availability, have })).await;
        self.welcomed = false;
        self.closing = None;
        self.going_away = None;
        self.typing.clear();
        self.answers.clear();
        self.desks.clear();
        self.history_wanted.clear();
        for held in self.conversations.values_mut() {
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

    /// Says what their time is like.
    ///
    /// # Panics
    ///
    /// If that is refused.
    pub async fn be(&mut self, availability: Availability) {
        self.command(StaffCommand::Availability { availability }).await.expect("one's own time");
        self.availability = Some(availability);
    }

    /// Waits for a conversation that they did not have before.
    ///
    /// # Panics
    ///
    /// If none comes.
    pub async fn given(&mut self) -> Uuid {
        self.until("a conversation", |operator| operator.conversations.values().any(|held| held.caught_up)).await;
        *self.conversations.iter().find(|(_, held)| held.caught_up).expect("it is there").0
    }

    /// Waits for this conversation, with everything that belongs to it.
    ///
    /// # Panics
    ///
    /// If it does not come.
    pub async fn given_this(&mut self, conversation: Uuid) {
        self.until("the conversation", |operator| {
            operator.conversations.get(&conversation).is_some_and(|held| held.caught_up)
        })
        .await;
    }

    /// Writes a message and waits until it is sent.
    ///
    /// # Panics
    ///
    /// If it is refused.
    pub async fn say(&mut self, conversation: Uuid, text: &str) -> Uuid {
        let id = Uuid::new_v4();
        self.message(conversation, id, text, None).await.unwrap_or_else(|refused| panic!("{text}: {refused:?}"));
        self.until("the message sent", |operator| {
            operator.conversations.get(&conversation).is_some_and(|held| held.message(id).is_some())
        })
        .await;
        id
    }

    /// Puts a message into the outbox, sends it if the client has caught up, and waits for nothing.
    pub async fn post(&mut self, conversation: Uuid, text: &str) -> Uuid {
        let id = Uuid::new_v4();
        self.outbox.push((conversation, id, text.to_owned()));
        if self.conversations.get(&conversation).is_some_and(|held| held.caught_up) {
            self.next_ref += 1;
            let command = StaffCommand::Message { conversation, id, text: text.to_owned(), suggestion: None };
            self.send(&StaffFrame::Do { r#ref: self.next_ref, command }).await;
        }
        id
    }

    /// Connects, and waits until everything of a conversation has come.
    ///
    /// # Panics
    ///
    /// If they no longer serve it.
    pub async fn resume(&mut self, conversation: Uuid) {
        self.reconnect().await;
        self.given_this(conversation).await;
    }

    /// Writes a message.
    ///
    /// # Errors
    ///
    /// The refusal.
    pub async fn message(
        &mut self,
        conversation: Uuid,
        id: Uuid,
        text: &str,
        suggestion: Option<Uuid>,
    ) -> Result<(), Refused> {
        self.command(StaffCommand::Message { conversation, id, text: text.to_owned(), suggestion }).await
    }

    /// Writes an aside and waits until it is sent.
    ///
    /// # Panics
    ///
    /// If it is refused.
    pub async fn aside(&mut self, conversation: Uuid, text: &str) -> Uuid {
        let id = Uuid::new_v4();
        let command = StaffCommand::Aside { conversation, id, text: text.to_owned() };
        self.command(command).await.unwrap_or_else(|refused| panic!("{text}: {refused:?}"));
        id
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
    pub async fn command(&mut self, command: StaffCommand) -> Result<(), Refused> {
        self.next_ref += 1;
        let r#ref = self.next_ref;
        self.send(&StaffFrame::Do { r#ref, command }).await;
        self.until("an answer", |operator| operator.answers.contains_key(&r#ref)).await;
        self.answers.remove(&r#ref).expect("it has come")
    }

    /// Sends a frame.
    pub async fn send(&mut self, frame: &StaffFrame) {
        if let Some(socket) = &mut self.socket {
            socket.send(frame).await;
        }
    }

    /// Waits until everything that was sent before now has been worked on by the server: it answers a ping after it.
    ///
    /// # Panics
    ///
    /// If the socket is closed first.
    pub async fn settle(&mut self) {
        self.send(&StaffFrame::Ping {}).await;
        loop {
            if matches!(self.next().await, Some(StaffServerFrame::Pong)) {
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
    pub async fn next(&mut self) -> Option<StaffServerFrame> {
        let socket = self.socket.as_mut()?;
        match socket.next().await {
            Ok(text) => {
                let frame: StaffServerFrame =
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

    async fn take(&mut self, frame: StaffServerFrame) {
        match frame {
            StaffServerFrame::Welcome { person, availability, .. } => {
                self.person = person;
                self.availability = Some(availability);
                self.welcomed = true;
            }
            StaffServerFrame::Desk { desk } => {
                self.desks.insert(desk.desk, desk);
            }
            StaffServerFrame::Conversation { conversation, incarnation, start_over, new, .. } => {
                let fresh = || Held::new(conversation, incarnation);
                let held = self.conversations.entry(conversation).or_insert_with(fresh);
                if start_over {
                    *held = fresh();
                }
                held.started_over = start_over;
                held.is_new = new;
            }
            StaffServerFrame::Events { conversation, events } => self.hold(conversation, events),
            StaffServerFrame::CaughtUp { conversation, seq } => {
                let held = self.conversations.get_mut(&conversation).expect("caught up with a conversation");
                assert_eq!(held.events.len() as u64, seq, "caught up means that all has come");
                held.caught_up = true;
                for (into, id, text) in self.outbox.clone() {
                    if into == conversation {
                        self.next_ref += 1;
                        let command = StaffCommand::Message { conversation, id, text, suggestion: None };
                        self.send(&StaffFrame::Do { r#ref: self.next_ref, command }).await;
                    }
                }
            }
            StaffServerFrame::Typing { conversation, worker, r#in, on } => {
                let place = match r#in {
                    TypingIn::Message => "message",
                    TypingIn::Aside => "aside",
                    TypingIn::Suggestion => "suggestion",
                };
                let typing = self.typing.entry(conversation).or_default();
                if on {
                    typing.insert((worker, place));
                } else {
                    typing.remove(&(worker, place));
                }
            }
            StaffServerFrame::NeedHistory { conversation } => {
                self.history_wanted.insert(conversation);
                if self.brings_history {
                    self.bring_history(conversation).await;
                }
            }
            StaffServerFrame::Closed { conversation } => {
                if let Some(held) = self.conversations.remove(&conversation) {
                    self.closed.insert(conversation, held);
                }
            }
            StaffServerFrame::Done { r#ref } => {
                self.answers.insert(r#ref, Ok(()));
            }
            StaffServerFrame::Refused { r#ref, code, field } => {
                let refused = Refused { code, field };
                match r#ref {
                    Some(r#ref) => {
                        self.answers.insert(r#ref, Err(refused));
                    }
                    None => self.refused.push(refused),
                }
            }
            StaffServerFrame::SettingsChanged => self.settings_changed += 1,
            StaffServerFrame::Pong => {}
            StaffServerFrame::GoingAway { retry_after_ms } => self.going_away = Some(retry_after_ms),
        }
    }

    fn hold(&mut self, conversation: Uuid, events: Vec<Event>) {
        let held = self.conversations.get_mut(&conversation).expect("events of a conversation that was named");
        held.take(events);
        let mut public = 0;
        for number in held.events.iter().filter_map(|event| event.public) {
            assert_eq!(number, public + 1, "the visitor's numbers leave a gap");
            public = number;
        }
        self.outbox.retain(|(into, id, _)| *into != conversation || held.message(*id).is_none());
    }

    /// Sends what is held.
    pub async fn bring_history(&mut self, conversation: Uuid) {
        let Some(held) = self.conversations.get(&conversation).cloned() else {
            return;
        };
        let parts = held.parts();
        let count = parts.len();
        for (index, events) in parts.into_iter().enumerate() {
            let last = index + 1 == count;
            let incarnation = held.incarnation;
            self.send(&StaffFrame::History { conversation, incarnation, events, last }).await;
        }
    }

    /// A conversation that they serve.
    ///
    /// # Panics
    ///
    /// If they do not.
    pub fn conversation(&self, conversation: Uuid) -> &Held {
        self.conversations.get(&conversation).expect("a conversation that they serve")
    }

    /// The seat that they have in a conversation.
    pub fn seat(&self, conversation: Uuid) -> Option<Seat> {
        let (workers, _) = self.conversations.get(&conversation)?.roster()?;
        workers.iter().find(|seated| seated.person == Some(self.person)).map(|seated| seated.seat)
    }

    /// How a conversation stands.
    pub fn standing(&self, conversation: Uuid) -> Option<StandingKind> {
        Some(self.conversations.get(&conversation)?.roster()?.1.kind)
    }

    /// Whether a message with this text has come.
    pub fn has(&self, conversation: Uuid, wanted: &str) -> bool {
        self.conversations.get(&conversation).is_some_and(|held| held.texts().contains(&wanted))
    }

    /// A desk as it was last shown.
    ///
    /// # Panics
    ///
    /// If it was not.
    pub fn desk(&self, desk: Uuid) -> &DeskView {
        self.desks.get(&desk).expect("a desk that they staff")
    }
}
