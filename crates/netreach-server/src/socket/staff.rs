//! The session of a worker: one window of the console.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use netreach_core::desk::{Availability, Command};
use netreach_core::{ConversationId, DeskId, PersonId, UnixMillis, Worker};
use netreach_protocol::limits::{HEARTBEAT_MS, STAFF_COMMANDS_BURST, STAFF_COMMANDS_PER_SECOND};
use netreach_protocol::{
    self as protocol, ErrorCode, Event, PROTOCOL_VERSION, StaffFrame, StaffHello, StaffServerFrame, TypingIn,
};
use tokio::sync::{Notify, watch};

use super::ending::{Ending, first_frame, taken_in};
use super::refusal::Refusal;
use super::typing::Told;
use super::visitor::RETRY_AFTER_MS;
use super::wire::{Allowance, Closed, Wire, events_frame};
use crate::AppState;
use crate::live::{Found, SessionKey};
use crate::sign_in::SignedIn;

/// How often a session looks whether conversations that it asked back have been rebuilt.
const REBUILD_STEP: Duration = Duration::from_millis(200);

/// How long the worker's availability waits for conversations to be rebuilt, so that a restart does not hand them new
/// visitors before their old ones are back.
const REBUILD_PATIENCE: Duration = Duration::from_secs(12);

/// How often the sign-in session is kept from ending by disuse while the socket is open. It is also how soon a session
/// that was revoked from the command line ends here.
const KEEP_EVERY: Duration = Duration::from_mins(2);

/// Conversations that a client may name in `hello`: more than anybody can hold.
const HAVE_MAX: usize = 64;

/// A session of a worker whose `hello` was taken.
pub(super) struct StaffSession {
    pub(super) state: AppState,
    pub(super) wire: Wire,
    pub(super) key: SessionKey,
    waker: Arc<Notify>,
    signed_in: SignedIn,
    pub(super) person: PersonId,
    /// The part that they take on each desk.
    pub(super) workers: HashMap<DeskId, Worker>,
    open: BTreeMap<ConversationId, Open>,
    /// What the client said that it holds.
    have: HashMap<ConversationId, protocol::Position>,
    /// Conversations asked back, until `patience_until`.
    pub(super) rebuilding: HashSet<ConversationId>,
    patience_until: UnixMillis,
    /// What the worker chose before a restart, held back while conversations are rebuilt.
    availability: Option<Availability>,
    /// Parts of a `history` that have come so far.
    pub(super) held: Vec<Event>,
    desk_versions: HashMap<DeskId, u64>,
    settings: watch::Receiver<u64>,
    allowance: Allowance,
    kept_at: UnixMillis,
    /// Whether the first sync is over: what is served before it does not ring.
    greeted: bool,
}

/// A conversation and how much of it the client has.
struct Open {
    incarnation: uuid::Uuid,
    place: usize,
    caught_up: bool,
    typing: Told<(Option<u16>, u8)>,
}

/// Serves a worker until the socket closes.
pub(super) async fn run(state: AppState, mut wire: Wire, signed_in: SignedIn) {
    let hello = tokio::select! {
        () = state.stop.cancelled() => return wire.close_going_away().await,
        hello = first_frame::<StaffFrame>(&mut wire) => hello,
    };
    let hello = match hello {
        Ok(StaffFrame::Hello(hello)) if hello.have.len() > HAVE_MAX => return wire.close(ErrorCode::TooLong).await,
        Ok(StaffFrame::Hello(hello)) => hello,
        Ok(_) => return wire.close(ErrorCode::HelloExpected).await,
        Err(code) => return wire.close(code).await,
    };
    let now = state.clock.now();
    let person = signed_in.id();
    let key = SessionKey::new();
    let waker = Arc::new(Notify::new());
    if !state.live.staff_came(person, signed_in.session().0, key, &waker) {
        return wire.close(ErrorCode::TooManyWindows).await;
    }
    let mut session = StaffSession {
        settings: state.settings.changed(),
        key,
        waker,
        person,
        signed_in,
        workers: HashMap::new(),
        open: BTreeMap::new(),
        have: hello.have.iter().map(|have| (ConversationId(have.conversation), have.clone())).collect(),
        rebuilding: HashSet::new(),
        patience_until: now + REBUILD_PATIENCE,
        availability: hello.availability.map(core_availability),
        held: Vec::new(),
        desk_versions: HashMap::new(),
        allowance: Allowance::new(STAFF_COMMANDS_PER_SECOND, STAFF_COMMANDS_BURST),
        kept_at: now,
        greeted: false,
        state,
        wire,
    };
    let ending = session.serve(&hello).await;
    session.leave().await;
    ending.close(session.wire).await;
}

impl StaffSession {
    async fn serve(&mut self, hello: &StaffHello) -> Ending {
        if let Err(ending) = self.greet(hello).await {
            return ending;
        }
        loop {
            match self.attend().await {
                Ok(()) => {}
                Err(ending) => return ending,
            }
            if let Err(closed) = self.sync().await {
                return closed.into();
            }
            let woken = Arc::clone(&self.waker);
            let stop = self.state.stop.clone();
            let rebuilding = !self.rebuilding.is_empty();
            let incoming = tokio::select! {
                biased;
                () = stop.cancelled() => return self.say_going_away().await,
                () = woken.notified() => continue,
                Ok(()) = self.settings.changed() => {
                    if self.wire.feed(&StaffServerFrame::SettingsChanged).await.is_err() {
                        return Ending::Gone;
                    }
                    continue;
                }
                () = tokio::time::sleep(REBUILD_STEP), if rebuilding => continue,
                incoming = self.wire.next() => incoming,
            };
            let refused = match taken_in::<StaffFrame>(incoming, &self.allowance) {
                Err(ending) => return ending,
                Ok(Err(refusal)) => Err(refusal),
                Ok(Ok(frame)) => match self.take(frame).await {
                    Ok(taken) => taken,
                    Err(closed) => return closed.into(),
                },
            };
            if let Err(refusal) = refused {
                let Refusal { r#ref, code, field } = refusal;
                if self.wire.feed(&StaffServerFrame::Refused { r#ref, code, field }).await.is_err() {
                    return Ending::Gone;
                }
                if code == ErrorCode::HelloExpected {
                    return Ending::Refused(code);
                }
            }
        }
    }

    async fn greet(&mut self, hello: &StaffHello) -> Result<(), Ending> {
        self.read_workers().await?;
        let live = Arc::clone(&self.state.live);
        // A part that was taken away while nobody of theirs was connected.
        for slot in live.served_by(self.person).into_iter().filter_map(|id| live.conversation(id)) {
            if !self.workers.contains_key(&slot.desk()) {
                live.take_off(slot.desk(), self.person).await;
            }
        }
        for have in &hello.have {
            let id = ConversationId(have.conversation);
            if live.find(id) == Found::Wanted {
                self.rebuilding.insert(id);
            }
        }
        let connect_as = if self.rebuilding.is_empty() { self.availability.take() } else { None };
        self.connect(connect_as).await;
        let first = self.workers.keys().min().copied();
        let availability = first.map_or(protocol::Availability::Away, |desk| live.availability(desk, self.person));
        self.wire
            .feed(&StaffServerFrame::Welcome {
                protocol: PROTOCOL_VERSION,
                now: self.state.clock.now().0,
                heartbeat_ms: HEARTBEAT_MS,
                person: self.person.0,
                availability: hello.availability.unwrap_or(availability),
            })
            .await?;
        for have in &hello.have {
            let id = ConversationId(have.conversation);
            let late = live.conversation(id).is_some_and(|slot| live.wants_late_history(&slot, have.incarnation));
            if late || self.rebuilding.contains(&id) {
                self.rebuilding.insert(id);
                self.wire.feed(&StaffServerFrame::NeedHistory { conversation: id.0 }).await?;
            } else if !live.served_by(self.person).contains(&id) {
                self.wire.feed(&StaffServerFrame::Closed { conversation: id.0 }).await?;
            }
        }
        Ok(())
    }

    /// Reads the desks that the person staffs, and their part on each.
    async fn read_workers(&mut self) -> Result<(), Ending> {
        let unavailable = |error: netreach_store::StoreError| {
            tracing::warn!(%error, "a worker's desks could not be read");
            Ending::Refused(ErrorCode::Unavailable)
        };
        let staffed =
            self.state.store.staffed_desks(self.signed_in.consortium(), self.person).await.map_err(unavailable)?;
        let desks: HashSet<DeskId> = staffed.into_iter().map(|part| part.desk).collect();
        let mut workers = HashMap::new();
        for desk in desks {
            if let Some(worker) = self.signed_in.worker_on(&self.state, desk).await.map_err(unavailable)? {
                workers.insert(desk, worker);
            }
        }
        self.workers = workers;
        Ok(())
    }

    /// Is here on every desk.
    async fn connect(&mut self, availability: Option<Availability>) {
        let live = Arc::clone(&self.state.live);
        for (desk, worker) in &self.workers {
            live.watch_desk_as_staff(*desk, self.key, &self.waker);
            let connection = self.key.connection();
            let command = Command::Connect { worker: worker.clone(), connection, availability };
            if let Err(error) = live.desk_command(*desk, &command).await {
                tracing::warn!(%error, "a worker could not come to a desk");
            }
        }
    }

    /// Does what others asked of this session: ends with the sign-in session, reads the person again after a change.
    async fn attend(&mut self) -> Result<(), Ending> {
        let now = self.state.clock.now();
        let attention = self.state.live.take_attention(self.person, self.key);
        if attention.revoked || now >= self.signed_in.ends_at() {
            return Err(Ending::Refused(ErrorCode::SessionRevoked));
        }
        if attention.person_changed {
            let before: Vec<DeskId> = self.workers.keys().copied().collect();
            self.read_workers().await?;
            for desk in before.into_iter().filter(|desk| !self.workers.contains_key(desk)) {
                self.state.live.unwatch_desk(desk, self.key);
                self.state.live.take_off(desk, self.person).await;
            }
            self.connect(None).await;
            self.wire.feed(&StaffServerFrame::SettingsChanged).await?;
        }
        if now.since(self.kept_at) >= KEEP_EVERY {
            self.kept_at = now;
            match self.signed_in.keep(&self.state).await {
                Ok(true) => {}
                Ok(false) => return Err(Ending::Refused(ErrorCode::SessionRevoked)),
                Err(error) => tracing::warn!(%error, "a sign-in session could not be kept"),
            }
        }
        Ok(())
    }

    async fn leave(&mut self) {
        let live = Arc::clone(&self.state.live);
        for id in self.open.keys() {
            live.unlisten(*id, self.key);
        }
        for desk in self.workers.keys() {
            live.unwatch_desk(*desk, self.key);
            let command = Command::Disconnect { person: self.person, connection: self.key.connection() };
            if let Err(error) = live.desk_command(*desk, &command).await {
                tracing::warn!(%error, "a worker could not leave a desk");
            }
        }
        live.staff_went(self.person, self.key);
    }

    /// Sends whatever the client does not have yet, in one write.
    async fn sync(&mut self) -> Result<(), Closed> {
        self.sync_rebuilding().await?;
        self.sync_desks().await?;
        let live = Arc::clone(&self.state.live);
        let mine =
            |id: &ConversationId| live.conversation(*id).is_some_and(|slot| self.workers.contains_key(&slot.desk()));
        let served: Vec<ConversationId> = live.served_by(self.person).into_iter().filter(mine).collect();
        for id in &served {
            if !self.open.contains_key(id) {
                self.open_conversation(*id).await?;
            }
        }
        let served: HashSet<ConversationId> = served.into_iter().collect();
        let open: Vec<ConversationId> = self.open.keys().copied().collect();
        for id in open {
            self.sync_conversation(id).await?;
            if !served.contains(&id) {
                self.close_conversation(id).await?;
            }
        }
        self.greeted = true;
        self.wire.flush().await
    }

    async fn sync_rebuilding(&mut self) -> Result<(), Closed> {
        if self.rebuilding.is_empty() && self.availability.is_none() {
            return Ok(());
        }
        let live = Arc::clone(&self.state.live);
        let patience_over = self.state.clock.now() >= self.patience_until;
        let served = live.served_by(self.person);
        let waiting: Vec<ConversationId> = self.rebuilding.iter().copied().collect();
        for id in waiting {
            let over = live.find(id) == Found::Gone || (patience_over && !live.is_rebuilding(id));
            if served.contains(&id) {
                self.rebuilding.remove(&id);
            } else if over || (patience_over && live.find(id) == Found::Here) {
                self.rebuilding.remove(&id);
                self.have.remove(&id);
                self.wire.feed(&StaffServerFrame::Closed { conversation: id.0 }).await?;
            }
        }
        if self.rebuilding.is_empty()
            && let Some(availability) = self.availability.take()
        {
            self.connect(Some(availability)).await;
        }
        Ok(())
    }

    async fn sync_desks(&mut self) -> Result<(), Closed> {
        let desks: Vec<DeskId> = self.workers.keys().copied().collect();
        for desk in desks {
            let version = self.state.live.desk_versions(desk).1;
            if self.desk_versions.insert(desk, version) == Some(version) {
                continue;
            }
            if let Some(view) = self.state.live.desk_view(desk) {
                self.wire.feed(&StaffServerFrame::Desk { desk: view }).await?;
            }
        }
        Ok(())
    }

    async fn open_conversation(&mut self, id: ConversationId) -> Result<(), Closed> {
        let live = Arc::clone(&self.state.live);
        let Some(slot) = live.conversation(id) else { return Ok(()) };
        let had = self.have.remove(&id);
        let place = had
            .as_ref()
            .filter(|have| have.incarnation == slot.incarnation())
            .and_then(|have| usize::try_from(have.seq).ok())
            .filter(|place| *place <= slot.lengths().1);
        self.wire
            .feed(&StaffServerFrame::Conversation {
                conversation: id.0,
                desk: slot.desk().0,
                incarnation: slot.incarnation(),
                start_over: place.is_none(),
                new: self.greeted && had.is_none(),
            })
            .await?;
        live.listen(id, self.key, &self.waker);
        let open = Open {
            incarnation: slot.incarnation(),
            place: place.unwrap_or(0),
            caught_up: false,
            typing: Told::default(),
        };
        self.open.insert(id, open);
        Ok(())
    }

    async fn sync_conversation(&mut self, id: ConversationId) -> Result<(), Closed> {
        let live = Arc::clone(&self.state.live);
        let Some(open) = self.open.get_mut(&id) else { return Ok(()) };
        let Some(slot) = live.conversation(id).filter(|slot| slot.incarnation() == open.incarnation) else {
            return Ok(());
        };
        loop {
            // Not on the roster any more: nothing further is theirs to read (I2).
            let Some(batch) = slot.staff_from(self.person, open.place) else { return Ok(()) };
            if !batch.events.is_empty() {
                self.wire.feed_text(events_frame(id.0, &batch.events)).await?;
            }
            open.place = batch.next;
            if batch.caught_up {
                break;
            }
        }
        if !open.caught_up {
            open.caught_up = true;
            self.wire.feed(&StaffServerFrame::CaughtUp { conversation: id.0, seq: open.place as u64 }).await?;
        }
        let typing = live.typing_for_staff(&slot, self.person);
        for ((worker, place), on) in open.typing.changes(typing.into_iter().map(|(w, place)| (w, place_number(place))))
        {
            let r#in = place_of(place);
            self.wire.feed(&StaffServerFrame::Typing { conversation: id.0, worker, r#in, on }).await?;
        }
        Ok(())
    }

    async fn close_conversation(&mut self, id: ConversationId) -> Result<(), Closed> {
        self.open.remove(&id);
        self.state.live.unlisten(id, self.key);
        self.wire.feed(&StaffServerFrame::Closed { conversation: id.0 }).await
    }

    async fn take(&mut self, frame: StaffFrame) -> Result<Result<(), Refusal>, Closed> {
        match frame {
            StaffFrame::Hello(_) => Ok(Err(ErrorCode::HelloExpected.into())),
            StaffFrame::Ping {} => {
                self.wire.feed(&StaffServerFrame::Pong).await?;
                Ok(Ok(()))
            }
            StaffFrame::Do { r#ref, .. } if !self.allowance.take() => {
                Ok(Err(Refusal { r#ref: Some(r#ref), ..ErrorCode::TooManyRequests.into() }))
            }
            StaffFrame::Do { r#ref, command } => match self.carry_out(command).await {
                Ok(()) => {
                    self.sync().await?;
                    self.wire.feed(&StaffServerFrame::Done { r#ref }).await?;
                    Ok(Ok(()))
                }
                Err(refusal) => Ok(Err(Refusal { r#ref: Some(r#ref), ..refusal })),
            },
            StaffFrame::Typing { .. } | StaffFrame::Read { .. } | StaffFrame::History { .. }
                if !self.allowance.take() =>
            {
                Ok(Err(ErrorCode::TooManyRequests.into()))
            }
            StaffFrame::Typing { conversation, r#in, on } => {
                self.state.live.worker_types(ConversationId(conversation), self.person, r#in, on);
                Ok(Ok(()))
            }
            StaffFrame::Read { conversation, delivered, seen } => Ok(self.read(conversation, delivered, seen).await),
            // Not counted: what is ours is bounded by what was said, and nothing else is held.
            StaffFrame::History { conversation, incarnation, events, last } => {
                Ok(self.history(conversation, incarnation, events, last).await)
            }
        }
    }

    async fn say_going_away(&mut self) -> Ending {
        let told = self.wire.feed(&StaffServerFrame::GoingAway { retry_after_ms: RETRY_AFTER_MS }).await;
        match told {
            Ok(()) => Ending::Stopping,
            Err(Closed) => Ending::Gone,
        }
    }
}

fn place_number(place: TypingIn) -> u8 {
    match place {
        TypingIn::Message => 0,
        TypingIn::Aside => 1,
        TypingIn::Suggestion => 2,
    }
}

fn place_of(number: u8) -> TypingIn {
    match number {
        0 => TypingIn::Message,
        1 => TypingIn::Aside,
        _ => TypingIn::Suggestion,
    }
}

/// Availability, as core says it.
pub(super) fn core_availability(availability: protocol::Availability) -> Availability {
    match availability {
        protocol::Availability::Available => Availability::Available,
        protocol::Availability::Busy => Availability::Busy,
        protocol::Availability::Finishing => Availability::Finishing,
        protocol::Availability::Away => Availability::Away,
    }
}
