//! The replica of one conversation, with what each audience sees of it.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use netreach_core::conversation::{Conversation, EndedBy, WorkerNumber};
use netreach_core::{ConversationId, DeskId, PersonId, ProjectId, UnixMillis};
use netreach_eventlog::{Seq, Subject};
use netreach_protocol::TypingIn;
use netreach_protocol::limits::{EVENTS_PER_FRAME_MAX, TYPING_MS};
use tokio::sync::{Notify, watch};
use uuid::Uuid;

use super::sessions::SessionKey;
use super::{Birth, lock};

/// One conversation as it is now.
pub struct ConversationSlot {
    pub(super) id: ConversationId,
    pub(super) birth: Birth,
    pub(super) subject: Subject,
    pub(super) replica: Mutex<ConversationReplica>,
    pub(super) applied: watch::Sender<Seq>,
    listeners: Mutex<HashMap<SessionKey, Arc<Notify>>>,
    /// Connections of the visitor: two tabs are still one visitor.
    visitor_connections: AtomicUsize,
    typing: Mutex<BTreeMap<Typist, Typing>>,
}

#[derive(Default)]
pub(super) struct ConversationReplica {
    pub(super) conversation: Conversation,
    pub(super) seq: Seq,
    /// Each event as workers see it, serialised once.
    pub(super) staff: Vec<Arc<str>>,
    /// Each event that the visitor sees, serialised once.
    pub(super) public: Vec<Arc<str>>,
    pub(super) ended_at: Option<UnixMillis>,
}

/// Who types: the visitor, or a worker by number and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Typist {
    pub(super) worker: Option<WorkerNumber>,
    pub(super) place: TypingPlace,
}

/// [`TypingIn`] with an order, for the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TypingPlace {
    Message,
    Aside,
    Suggestion,
}

impl From<TypingIn> for TypingPlace {
    fn from(place: TypingIn) -> Self {
        match place {
            TypingIn::Message => Self::Message,
            TypingIn::Aside => Self::Aside,
            TypingIn::Suggestion => Self::Suggestion,
        }
    }
}

impl From<TypingPlace> for TypingIn {
    fn from(place: TypingPlace) -> Self {
        match place {
            TypingPlace::Message => Self::Message,
            TypingPlace::Aside => Self::Aside,
            TypingPlace::Suggestion => Self::Suggestion,
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Typing {
    until: UnixMillis,
}

/// A run of events for one session, ready to send.
pub struct Batch {
    /// The events as JSON, in order.
    pub events: Vec<Arc<str>>,
    /// The place after them.
    pub next: usize,
    /// Whether these are all there are.
    pub caught_up: bool,
}

impl ConversationSlot {
    pub(super) fn new(id: ConversationId, birth: Birth) -> Self {
        Self {
            id,
            birth,
            subject: subject(id),
            replica: Mutex::default(),
            applied: watch::Sender::new(Seq::default()),
            listeners: Mutex::default(),
            visitor_connections: AtomicUsize::new(0),
            typing: Mutex::default(),
        }
    }

    /// The desk that serves it.
    pub fn desk(&self) -> DeskId {
        self.birth.desk
    }

    /// The project whose site the visitor came from.
    pub fn project(&self) -> ProjectId {
        self.birth.project
    }

    /// Which life of the conversation this is.
    pub fn incarnation(&self) -> Uuid {
        self.birth.incarnation
    }

    /// What the visitor sees from `place` on (0 is the first event).
    pub fn public_from(&self, place: usize) -> Batch {
        batch(&lock(&self.replica).public, place)
    }

    /// What `person` sees from `place` on; `None` if they are not on the roster that the visitor is shown (I2).
    pub fn staff_from(&self, person: PersonId, place: usize) -> Option<Batch> {
        let replica = lock(&self.replica);
        replica.conversation.may_read(person).then(|| batch(&replica.staff, place))
    }

    /// How many events the visitor, and workers, have been shown.
    pub fn lengths(&self) -> (usize, usize) {
        let replica = lock(&self.replica);
        (replica.public.len(), replica.staff.len())
    }

    /// Whether it is over, and why.
    pub fn ended(&self) -> Option<EndedBy> {
        lock(&self.replica).conversation.ended()
    }

    /// The number of a worker on the roster.
    pub fn number(&self, person: PersonId) -> Option<WorkerNumber> {
        lock(&self.replica).conversation.number(person)
    }

    /// Wakes every session that looks at it.
    pub(super) fn wake(&self) {
        lock(&self.listeners).values().for_each(|waker| waker.notify_one());
    }

    pub(super) fn listen(&self, session: SessionKey, waker: &Arc<Notify>) {
        lock(&self.listeners).insert(session, Arc::clone(waker));
    }

    pub(super) fn unlisten(&self, session: SessionKey) {
        lock(&self.listeners).remove(&session);
    }

    /// One more connection of the visitor; says whether it is the first.
    pub(super) fn visitor_came(&self) -> bool {
        self.visitor_connections.fetch_add(1, Ordering::AcqRel) == 0
    }

    /// One connection of the visitor less; says whether it was the last.
    pub(super) fn visitor_went(&self) -> bool {
        self.visitor_connections.fetch_sub(1, Ordering::AcqRel) == 1
    }

    /// Takes note of a typing signal, which holds for [`TYPING_MS`].
    pub(super) fn set_typing(&self, typist: Typist, on: bool, now: UnixMillis) {
        let mut typing = lock(&self.typing);
        if on {
            typing.insert(typist, Typing { until: now + std::time::Duration::from_millis(TYPING_MS) });
        } else {
            typing.remove(&typist);
        }
        drop(typing);
        self.wake();
    }

    /// Who types now.
    pub(super) fn typists(&self, now: UnixMillis) -> Vec<Typist> {
        let mut typing = lock(&self.typing);
        typing.retain(|_, signal| signal.until > now);
        typing.keys().copied().collect()
    }

    /// Whether a typing signal has just run out, so that its readers must be told.
    pub(super) fn typing_runs_out(&self, now: UnixMillis) -> bool {
        lock(&self.typing).values().any(|signal| signal.until <= now)
    }
}

pub(super) fn subject(id: ConversationId) -> Subject {
    Subject::new(&format!("conversation.{id}"))
}

fn batch(events: &[Arc<str>], place: usize) -> Batch {
    let from = place.min(events.len());
    let next = events.len().min(from + EVENTS_PER_FRAME_MAX);
    Batch { events: events[from..next].to_vec(), next, caught_up: next == events.len() }
}
