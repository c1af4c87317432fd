//! The replica of one desk.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use netreach_core::DeskId;
use netreach_core::desk::Desk;
use netreach_core::hours::DeskState;
use netreach_eventlog::{Seq, Subject};
use tokio::sync::{Notify, watch};

use super::lock;
use super::sessions::SessionKey;

/// One desk as it is now.
pub struct DeskSlot {
    pub(super) id: DeskId,
    pub(super) subject: Subject,
    pub(super) replica: Mutex<DeskReplica>,
    pub(super) applied: watch::Sender<Seq>,
    shown: Mutex<Shown>,
    /// Sessions of visitors who look at this desk and are in no conversation.
    visitors: Mutex<HashMap<SessionKey, Arc<Notify>>>,
    /// Sessions of the workers who staff it.
    staff: Mutex<HashMap<SessionKey, Arc<Notify>>>,
}

#[derive(Default)]
pub(super) struct DeskReplica {
    pub(super) desk: Desk,
    pub(super) seq: Seq,
}

#[derive(Default)]
struct Shown {
    state: Option<DeskState>,
    version: u64,
    /// Grows with every change of anything that workers see of the desk.
    staff_version: u64,
}

impl DeskSlot {
    pub(super) fn new(id: DeskId) -> Self {
        Self {
            id,
            subject: Subject::new(&format!("desk.{id}")),
            replica: Mutex::default(),
            applied: watch::Sender::new(Seq::default()),
            shown: Mutex::default(),
            visitors: Mutex::default(),
            staff: Mutex::default(),
        }
    }

    /// How often open or closed has changed, and how often anything has.
    pub fn versions(&self) -> (u64, u64) {
        let shown = lock(&self.shown);
        (shown.version, shown.staff_version)
    }

    /// Takes note of the state, and wakes those who look if it is another one. It is worked out under the lock: of two
    /// tasks that do so at once, the later one shows what holds.
    pub(super) fn show(&self, state_now: impl FnOnce() -> DeskState, changed_for_staff: bool) {
        let mut shown = lock(&self.shown);
        let state = Some(state_now());
        let changed = shown.state != state;
        if changed {
            shown.state = state;
            shown.version += 1;
        }
        if changed || changed_for_staff {
            shown.staff_version += 1;
        }
        drop(shown);
        if changed {
            lock(&self.visitors).values().for_each(|waker| waker.notify_one());
        }
        if changed || changed_for_staff {
            lock(&self.staff).values().for_each(|waker| waker.notify_one());
        }
    }

    pub(super) fn watch_as_visitor(&self, session: SessionKey, waker: &Arc<Notify>) {
        lock(&self.visitors).insert(session, Arc::clone(waker));
    }

    pub(super) fn watch_as_staff(&self, session: SessionKey, waker: &Arc<Notify>) {
        lock(&self.staff).insert(session, Arc::clone(waker));
    }

    pub(super) fn unwatch(&self, session: SessionKey) {
        lock(&self.visitors).remove(&session);
        lock(&self.staff).remove(&session);
    }
}
