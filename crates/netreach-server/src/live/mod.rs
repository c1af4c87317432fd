//! Desks and conversations as they are now: replicas of the event log, and the commands that change them.
//!
//! A command takes the replica, decides, and appends with the replica's last number; on a conflict it catches up and
//! decides again. One task applies what the log's feed gives, renders each event once for each audience, and wakes the
//! sessions concerned. Sessions *pull*: they hold a place in each conversation and take what came after it, so a slow
//! client costs no memory.
//!
//! Nothing here is written to a disk.

mod applier;
mod commands;
mod conversations;
mod desks;
mod history;
mod nicknames;
mod rebuild;
mod reconcile;
mod render;
mod sessions;
mod token;
mod view;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};

use netreach_core::conversation::ConversationEvent;
use netreach_core::desk::DeskEvent;
use netreach_core::{ConversationId, DeskId, PersonId, ProjectId, UnixMillis};
use netreach_eventlog::InProcessLog;
use netreach_store::Store;
use tokio::sync::{Notify, mpsc};
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use crate::clock::Clock;
use crate::keys::Keys;
use crate::settings::Settings;

pub use commands::{CommandError, Start};
pub use conversations::{Batch, ConversationSlot};
pub use desks::DeskSlot;
pub use nicknames::{nickname_allowed, offer_nickname};
pub use rebuild::Found;
pub use render::protocol_desk_state;
pub use sessions::{Attention, SessionKey};

/// Counts that may wait to be written while the database is slow; beyond it a count is lost, never a message.
const COUNTS_WAITING_MAX: usize = 1_024;

/// What the log holds: an event, and when it happened.
#[derive(Clone, Debug)]
pub(crate) struct Recorded {
    pub(crate) at: UnixMillis,
    pub(crate) event: LiveEvent,
}

/// An event of a desk or of a conversation.
#[derive(Clone, Debug)]
pub(crate) enum LiveEvent {
    Desk(DeskEvent),
    Born(Birth),
    Conversation(ConversationEvent),
}

/// What a conversation's log begins with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Birth {
    pub(crate) desk: DeskId,
    pub(crate) project: ProjectId,
    pub(crate) incarnation: Uuid,
}

/// Something to be added to a desk's counts of the day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Count {
    pub(crate) desk: DeskId,
    pub(crate) at: UnixMillis,
    pub(crate) name: netreach_store::Count,
    pub(crate) add: u64,
}

/// Desks and conversations as they are now.
pub struct Live {
    log: InProcessLog<Recorded>,
    clock: Clock,
    keys: Arc<Keys>,
    settings: Arc<Settings>,
    started: UnixMillis,
    desks: RwLock<HashMap<DeskId, Arc<DeskSlot>>>,
    conversations: RwLock<HashMap<ConversationId, Arc<ConversationSlot>>>,
    /// Which conversations each worker reads: kept by the applier from the rosters that visitors are shown.
    served: Mutex<HashMap<PersonId, BTreeSet<ConversationId>>>,
    staff: Mutex<sessions::StaffSessions>,
    dirty: Mutex<BTreeSet<ConversationId>>,
    dirtied: Notify,
    rebuilds: Mutex<BTreeMap<ConversationId, rebuild::Rebuild>>,
    counts: mpsc::Sender<Count>,
    counts_out: Mutex<Option<mpsc::Receiver<Count>>>,
    /// For the parts that workers take on a desk, when a conversation is rebuilt.
    store: OnceLock<Store>,
    /// Ends the applier when this value goes: it must outlive every session, so the stop does not end it.
    applying: CancellationToken,
    _applying_until_dropped: DropGuard,
}

impl Live {
    /// An empty service: no desk is known before [`run`](Self::run).
    pub fn new(clock: Clock, keys: Arc<Keys>, settings: Arc<Settings>) -> Arc<Self> {
        let (counts, counts_out) = mpsc::channel(COUNTS_WAITING_MAX);
        let applying = CancellationToken::new();
        Arc::new(Self {
            store: OnceLock::new(),
            _applying_until_dropped: applying.clone().drop_guard(),
            applying,
            log: InProcessLog::new(),
            started: clock.now(),
            clock,
            keys,
            settings,
            desks: RwLock::default(),
            conversations: RwLock::default(),
            served: Mutex::default(),
            staff: Mutex::default(),
            dirty: Mutex::default(),
            dirtied: Notify::new(),
            rebuilds: Mutex::default(),
            counts,
            counts_out: Mutex::new(Some(counts_out)),
        })
    }

    /// Starts the tasks that keep the replicas: they end at `stop`, but for the applier, which ends when nobody holds
    /// this value any more, since sessions that say good-bye still need it.
    pub async fn run(self: &Arc<Self>, store: &Store, tracker: &TaskTracker, stop: &CancellationToken) {
        // A second run would find the first store here: it is the same one.
        let _ = self.store.set(store.clone());
        let applier = Self::apply_feed(Arc::downgrade(self), self.log.feed());
        let applying = self.applying.clone();
        #[expect(clippy::disallowed_methods, reason = "it must outlive the tasks that the tracker waits for")]
        tokio::spawn(async move { applying.run_until_cancelled(applier).await });
        let live = Arc::clone(self);
        let stopped = stop.clone();
        tracker.spawn(async move { stopped.run_until_cancelled(live.keep_reconciled()).await });
        let live = Arc::clone(self);
        let stopped = stop.clone();
        tracker.spawn(async move { stopped.run_until_cancelled(live.keep_time()).await });
        let live = Arc::clone(self);
        let stopped = stop.clone();
        tracker.spawn(async move { stopped.run_until_cancelled(live.follow_settings()).await });
        if let Some(counts) = lock(&self.counts_out).take() {
            let store = store.clone();
            let settings = Arc::clone(&self.settings);
            tracker.spawn(reconcile::write_counts(store, settings, counts, stop.clone()));
        }
        self.configure_desks().await;
    }

    fn desk(&self, desk: DeskId) -> Option<Arc<DeskSlot>> {
        read(&self.desks).get(&desk).cloned()
    }

    /// A conversation that the log holds.
    pub fn conversation(&self, conversation: ConversationId) -> Option<Arc<ConversationSlot>> {
        read(&self.conversations).get(&conversation).cloned()
    }

    fn mark_dirty(&self, conversation: ConversationId) {
        lock(&self.dirty).insert(conversation);
        self.dirtied.notify_one();
    }
}

/// A poisoned lock means that a task panicked between two steps that cannot; the state is as it was.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn read<T>(lock: &RwLock<T>) -> std::sync::RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

fn write<T>(lock: &RwLock<T>) -> std::sync::RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}
