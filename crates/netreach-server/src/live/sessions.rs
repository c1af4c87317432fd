//! The sockets that are open now, and what each must look at.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use netreach_core::desk::ConnectionId;
use netreach_core::{ConversationId, DeskId, PersonId};
use tokio::sync::Notify;
use uuid::Uuid;

use super::{Live, lock};

/// One open socket. Never used again while the process lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SessionKey(u64);

static NEXT: AtomicU64 = AtomicU64::new(1);

impl SessionKey {
    /// A key that no other session has.
    pub fn new() -> Self {
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }

    /// The same as a desk's connection.
    pub fn connection(self) -> ConnectionId {
        ConnectionId(u128::from(self.0))
    }
}

impl Default for SessionKey {
    fn default() -> Self {
        Self::new()
    }
}

/// What a worker's socket must do besides looking at its desks and conversations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attention {
    /// The sign-in session was ended: close.
    pub revoked: bool,
    /// The person's name, roles or languages changed: read them again.
    pub person_changed: bool,
}

#[derive(Default)]
pub(super) struct StaffSessions {
    by_person: HashMap<PersonId, HashMap<SessionKey, StaffSession>>,
}

struct StaffSession {
    sign_in: Uuid,
    waker: Arc<Notify>,
    attention: Attention,
}

/// Windows of one person that may be connected at once.
pub const WINDOWS_MAX: usize = 8;

impl Live {
    /// Registers a worker's socket; false if the person has [`WINDOWS_MAX`] already.
    pub fn staff_came(&self, person: PersonId, sign_in: Uuid, session: SessionKey, waker: &Arc<Notify>) -> bool {
        let mut staff = lock(&self.staff);
        let windows = staff.by_person.entry(person).or_default();
        if windows.len() >= WINDOWS_MAX {
            return false;
        }
        windows.insert(session, StaffSession { sign_in, waker: Arc::clone(waker), attention: Attention::default() });
        true
    }

    /// Forgets a worker's socket.
    pub fn staff_went(&self, person: PersonId, session: SessionKey) {
        let mut staff = lock(&self.staff);
        if let Some(windows) = staff.by_person.get_mut(&person) {
            windows.remove(&session);
            if windows.is_empty() {
                staff.by_person.remove(&person);
            }
        }
    }

    /// What the socket must do, given once.
    pub fn take_attention(&self, person: PersonId, session: SessionKey) -> Attention {
        let mut staff = lock(&self.staff);
        let window = staff.by_person.get_mut(&person).and_then(|windows| windows.get_mut(&session));
        window.map(|window| std::mem::take(&mut window.attention)).unwrap_or_default()
    }

    /// A sign-in session was ended: its sockets close.
    pub fn session_ended(&self, sign_in: Uuid) {
        self.each_staff_session(|_, session| {
            if session.sign_in == sign_in {
                session.attention.revoked = true;
                session.waker.notify_one();
            }
        });
    }

    /// A person's name, roles or languages changed: their sockets read them again.
    pub fn person_changed(&self, person: PersonId) {
        self.each_staff_session(|whose, session| {
            if whose == person {
                session.attention.person_changed = true;
                session.waker.notify_one();
            }
        });
    }

    pub(super) fn wake_person(&self, person: PersonId) {
        self.each_staff_session(|whose, session| {
            if whose == person {
                session.waker.notify_one();
            }
        });
    }

    fn each_staff_session(&self, mut visit: impl FnMut(PersonId, &mut StaffSession)) {
        let mut staff = lock(&self.staff);
        for (person, windows) in &mut staff.by_person {
            for session in windows.values_mut() {
                visit(*person, session);
            }
        }
    }

    /// Lets a socket that shows a desk to a visitor be woken when open or closed changes.
    pub fn watch_desk_as_visitor(&self, desk: DeskId, session: SessionKey, waker: &Arc<Notify>) {
        if let Some(slot) = self.desk(desk) {
            slot.watch_as_visitor(session, waker);
        }
    }

    /// Lets a worker's socket be woken when anything on a desk changes.
    pub fn watch_desk_as_staff(&self, desk: DeskId, session: SessionKey, waker: &Arc<Notify>) {
        if let Some(slot) = self.desk(desk) {
            slot.watch_as_staff(session, waker);
        }
    }

    /// Ends either watch.
    pub fn unwatch_desk(&self, desk: DeskId, session: SessionKey) {
        if let Some(slot) = self.desk(desk) {
            slot.unwatch(session);
        }
    }

    /// Lets a socket be woken by a conversation.
    pub fn listen(&self, conversation: ConversationId, session: SessionKey, waker: &Arc<Notify>) {
        if let Some(slot) = self.conversation(conversation) {
            slot.listen(session, waker);
        }
    }

    /// Ends it.
    pub fn unlisten(&self, conversation: ConversationId, session: SessionKey) {
        if let Some(slot) = self.conversation(conversation) {
            slot.unlisten(session);
        }
    }

    /// The conversations on whose rosters a worker is now.
    pub fn served_by(&self, person: PersonId) -> Vec<ConversationId> {
        lock(&self.served).get(&person).into_iter().flatten().copied().collect()
    }
}
