//! The session of a visitor.

use std::sync::Arc;
use std::time::Duration;

use netreach_core::people::Language;
use netreach_core::{ConversationId, UnixMillis};
use netreach_protocol::limits::{HEARTBEAT_MS, VISITOR_COMMANDS_BURST, VISITOR_COMMANDS_PER_SECOND};
use netreach_protocol::{ErrorCode, Event, PROTOCOL_VERSION, Position, VisitorFrame, VisitorHello, VisitorServerFrame};
use tokio::sync::Notify;

use super::ending::{Ending, first_frame, taken_in};
use super::refusal::Refusal;
use super::typing::Told;
use super::wire::{Allowance, Closed, Wire, events_frame};
use crate::AppState;
use crate::edge::AddressKey;
use crate::live::{Found, SessionKey, offer_nickname, protocol_desk_state};
use crate::settings::SiteSettings;

/// How often a session looks whether its conversation has been rebuilt.
const REBUILD_STEP: Duration = Duration::from_millis(200);

/// How long a visitor waits for the others to bring a conversation back, before it is called gone.
const REBUILD_PATIENCE: Duration = Duration::from_secs(20);

/// When clients are asked to come back after a stop: spread, so that they do not all come at once.
pub(super) const RETRY_AFTER_MS: u64 = 1_000;

/// A session of a visitor whose `hello` was taken.
pub(super) struct VisitorSession {
    pub(super) state: AppState,
    pub(super) wire: Wire,
    pub(super) key: SessionKey,
    waker: Arc<Notify>,
    /// The mark that limits need of where it comes from; the address itself is gone.
    pub(super) from: AddressKey,
    pub(super) site: Arc<SiteSettings>,
    pub(super) language: Language,
    pub(super) nickname: String,
    pub(super) stage: Stage,
    /// Parts of a `history` that have come so far.
    pub(super) held: Vec<Event>,
    desk_version: u64,
    allowance: Allowance,
}

/// Where the visitor stands.
pub(super) enum Stage {
    /// In no conversation.
    Looking,
    /// The conversation is being rebuilt.
    Rebuilding {
        id: ConversationId,
        /// What the client said that it holds.
        have: Option<Position>,
        since: UnixMillis,
    },
    /// In a conversation.
    In(Box<Attached>),
}

/// A conversation and how much of it the client has.
pub(super) struct Attached {
    pub(super) id: ConversationId,
    incarnation: uuid::Uuid,
    place: usize,
    caught_up: bool,
    line: Option<usize>,
    typing: Told<u16>,
}

/// Serves a visitor until the socket closes.
pub(super) async fn run(state: AppState, mut wire: Wire, from: AddressKey) {
    let hello = tokio::select! {
        () = state.stop.cancelled() => return wire.close_going_away().await,
        hello = first_frame::<VisitorFrame>(&mut wire) => hello,
    };
    let hello = match hello {
        Ok(VisitorFrame::Hello(hello)) => hello,
        Ok(_) => return wire.close(ErrorCode::HelloExpected).await,
        Err(code) => return wire.close(code).await,
    };
    let Some(site) = state.settings.current().sites.get(&hello.site).cloned() else {
        return wire.close(ErrorCode::NotFound).await;
    };
    let Some(language) = Language::new(&hello.language) else {
        return wire.close(ErrorCode::InvalidValue).await;
    };
    let mut session = VisitorSession {
        key: SessionKey::new(),
        waker: Arc::new(Notify::new()),
        nickname: offer_nickname(&language),
        allowance: Allowance::new(VISITOR_COMMANDS_PER_SECOND, VISITOR_COMMANDS_BURST),
        stage: Stage::Looking,
        held: Vec::new(),
        desk_version: 0,
        state,
        wire,
        from,
        site,
        language,
    };
    session.state.live.watch_desk_as_visitor(session.site.desk, session.key, &session.waker);
    let ending = session.serve(&hello).await;
    session.leave().await;
    ending.close(session.wire).await;
}

impl VisitorSession {
    async fn serve(&mut self, hello: &VisitorHello) -> Ending {
        if let Err(closed) = self.greet(hello).await {
            return closed.into();
        }
        loop {
            if let Err(closed) = self.sync().await {
                return closed.into();
            }
            let rebuilding = matches!(self.stage, Stage::Rebuilding { .. });
            let woken = Arc::clone(&self.waker);
            let stop = self.state.stop.clone();
            let incoming = tokio::select! {
                biased;
                () = stop.cancelled() => return self.say_going_away().await,
                () = woken.notified() => continue,
                () = tokio::time::sleep(REBUILD_STEP), if rebuilding => continue,
                incoming = self.wire.next() => incoming,
            };
            let refused = match taken_in::<VisitorFrame>(incoming, &self.allowance) {
                Err(ending) => return ending,
                Ok(Err(refusal)) => Err(refusal),
                Ok(Ok(frame)) => match self.take(frame).await {
                    Ok(taken) => taken,
                    Err(closed) => return closed.into(),
                },
            };
            if let Err(refusal) = refused {
                let Refusal { r#ref, code, field } = refusal;
                if self.wire.feed(&VisitorServerFrame::Refused { r#ref, code, field }).await.is_err() {
                    return Ending::Gone;
                }
                if code == ErrorCode::HelloExpected {
                    return Ending::Refused(code);
                }
            }
        }
    }

    async fn greet(&mut self, hello: &VisitorHello) -> Result<(), Closed> {
        let live = Arc::clone(&self.state.live);
        let desk = live.desk_state(self.site.desk);
        self.desk_version = live.desk_versions(self.site.desk).0;
        self.wire
            .feed(&VisitorServerFrame::Welcome {
                protocol: PROTOCOL_VERSION,
                now: self.state.clock.now().0,
                heartbeat_ms: HEARTBEAT_MS,
                nickname: self.nickname.clone(),
                desk: protocol_desk_state(&desk),
            })
            .await?;
        let Some(token) = &hello.token else { return Ok(()) };
        let Some(id) = live.read_token(&self.site.key, token) else {
            return self.refuse_token(None).await;
        };
        match live.find(id) {
            Found::Here => self.attach(id, hello.have.as_ref()).await,
            Found::Wanted => {
                self.stage = Stage::Rebuilding { id, have: hello.have.clone(), since: self.state.clock.now() };
                self.wire.feed(&VisitorServerFrame::NeedHistory { conversation: id.0 }).await
            }
            Found::Gone => self.refuse_token(Some(id)).await,
        }
    }

    /// Says that a token is not ours or has run out, and what the client should do with what it holds: wipe it.
    async fn refuse_token(&mut self, id: Option<ConversationId>) -> Result<(), Closed> {
        let (code, field) = (ErrorCode::TokenStale, Some("token".to_owned()));
        self.wire.feed(&VisitorServerFrame::Refused { r#ref: None, code, field }).await?;
        self.wire.feed(&VisitorServerFrame::Gone { conversation: id.map(|id| id.0) }).await
    }

    /// Enters a conversation that is here, from the place up to which the client has it.
    pub(super) async fn attach(&mut self, id: ConversationId, have: Option<&Position>) -> Result<(), Closed> {
        let live = Arc::clone(&self.state.live);
        let Some(slot) = live.conversation(id) else {
            return self.wire.feed(&VisitorServerFrame::Gone { conversation: Some(id.0) }).await;
        };
        if let Some(have) = have
            && have.conversation == id.0
            && live.wants_late_history(&slot, have.incarnation)
        {
            self.wire.feed(&VisitorServerFrame::NeedHistory { conversation: id.0 }).await?;
        }
        let place = have
            .filter(|have| have.conversation == id.0 && have.incarnation == slot.incarnation())
            .and_then(|have| usize::try_from(have.seq).ok())
            .filter(|place| *place <= slot.lengths().0);
        self.wire
            .feed(&VisitorServerFrame::Conversation {
                conversation: id.0,
                incarnation: slot.incarnation(),
                token: live.token(&self.site.key, id),
                start_over: place.is_none(),
            })
            .await?;
        live.listen(id, self.key, &self.waker);
        live.visitor_came(id).await;
        self.stage = Stage::In(Box::new(Attached {
            id,
            incarnation: slot.incarnation(),
            place: place.unwrap_or(0),
            caught_up: false,
            line: None,
            typing: Told::default(),
        }));
        Ok(())
    }

    /// Leaves the conversation; the visitor's place is kept for a while.
    pub(super) async fn detach(&mut self) {
        if let Stage::In(attached) = std::mem::replace(&mut self.stage, Stage::Looking) {
            self.state.live.unlisten(attached.id, self.key);
            self.state.live.visitor_went(attached.id).await;
        }
    }

    async fn leave(&mut self) {
        self.detach().await;
        self.state.live.unwatch_desk(self.site.desk, self.key);
    }

    /// Sends whatever the client does not have yet, in one write.
    async fn sync(&mut self) -> Result<(), Closed> {
        let version = self.state.live.desk_versions(self.site.desk).0;
        if version != self.desk_version {
            self.desk_version = version;
            let desk = protocol_desk_state(&self.state.live.desk_state(self.site.desk));
            self.wire.feed(&VisitorServerFrame::Desk { desk }).await?;
        }
        self.sync_rebuilding().await?;
        self.sync_conversation().await?;
        self.wire.flush().await
    }

    async fn sync_rebuilding(&mut self) -> Result<(), Closed> {
        let Stage::Rebuilding { id, have, since } = &self.stage else { return Ok(()) };
        let (id, have, since) = (*id, have.clone(), *since);
        let live = &self.state.live;
        let patience_over = self.state.clock.now().since(since) > REBUILD_PATIENCE && !live.is_rebuilding(id);
        match live.find(id) {
            Found::Here => self.attach(id, have.as_ref()).await,
            Found::Wanted if !patience_over => Ok(()),
            Found::Wanted | Found::Gone => {
                self.stage = Stage::Looking;
                self.wire.feed(&VisitorServerFrame::Gone { conversation: Some(id.0) }).await
            }
        }
    }

    async fn sync_conversation(&mut self) -> Result<(), Closed> {
        let Stage::In(attached) = &mut self.stage else { return Ok(()) };
        let live = Arc::clone(&self.state.live);
        let id = attached.id;
        let Some(slot) = live.conversation(id).filter(|slot| slot.incarnation() == attached.incarnation) else {
            self.stage = Stage::Looking;
            return self.wire.feed(&VisitorServerFrame::Gone { conversation: Some(id.0) }).await;
        };
        loop {
            let batch = slot.public_from(attached.place);
            if !batch.events.is_empty() {
                self.wire.feed_text(events_frame(id.0, &batch.events)).await?;
            }
            attached.place = batch.next;
            if batch.caught_up {
                break;
            }
        }
        if !attached.caught_up {
            attached.caught_up = true;
            self.wire.feed(&VisitorServerFrame::CaughtUp { conversation: id.0, seq: attached.place as u64 }).await?;
        }
        let line = live.place(self.site.desk, id);
        if line != attached.line {
            attached.line = line;
            if let Some(place) = line.and_then(|place| u32::try_from(place).ok()) {
                self.wire.feed(&VisitorServerFrame::Place { place }).await?;
            }
        }
        for (worker, on) in attached.typing.changes(live.typing_for_visitor(&slot)) {
            self.wire.feed(&VisitorServerFrame::Typing { worker, on }).await?;
        }
        if slot.ended().is_some() {
            self.detach().await;
        }
        Ok(())
    }

    async fn take(&mut self, frame: VisitorFrame) -> Result<Result<(), Refusal>, Closed> {
        match frame {
            VisitorFrame::Hello(_) => Ok(Err(ErrorCode::HelloExpected.into())),
            VisitorFrame::Ping {} => {
                self.wire.feed(&VisitorServerFrame::Pong).await?;
                Ok(Ok(()))
            }
            VisitorFrame::Do { r#ref, .. } if !self.allowance.take() => {
                Ok(Err(Refusal { r#ref: Some(r#ref), ..ErrorCode::TooManyRequests.into() }))
            }
            VisitorFrame::Do { r#ref, command } => match self.carry_out(command).await? {
                Ok(()) => {
                    self.sync_conversation().await?;
                    self.wire.feed(&VisitorServerFrame::Done { r#ref }).await?;
                    Ok(Ok(()))
                }
                Err(refusal) => Ok(Err(Refusal { r#ref: Some(r#ref), ..refusal })),
            },
            VisitorFrame::Typing { .. } | VisitorFrame::Read { .. } if !self.allowance.take() => {
                Ok(Err(ErrorCode::TooManyRequests.into()))
            }
            VisitorFrame::Typing { on } => Ok(self.types(on)),
            VisitorFrame::Read { delivered, seen } => Ok(self.read(delivered, seen).await),
            // Not counted: what is ours is bounded by what was said, and nothing else is held.
            VisitorFrame::History { conversation, incarnation, events, last } => {
                Ok(self.history(conversation, incarnation, events, last).await)
            }
        }
    }

    async fn say_going_away(&mut self) -> Ending {
        let told = self.wire.feed(&VisitorServerFrame::GoingAway { retry_after_ms: RETRY_AFTER_MS }).await;
        match told {
            Ok(()) => Ending::Stopping,
            Err(Closed) => Ending::Gone,
        }
    }
}
