//! The log inside one process.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};

use tokio::sync::Notify;

use crate::{APPEND_EVENTS_MAX, AppendError, FEED_BEHIND_MAX, SUBJECT_EVENTS_MAX, Seq, Subject};

/// One append, as a feed gives it.
#[derive(Debug)]
pub struct Appended<E> {
    /// What the events belong to.
    pub subject: Subject,
    /// The number of the first event.
    pub first: Seq,
    /// The events, in order; never empty.
    pub events: Arc<[E]>,
}

impl<E> Clone for Appended<E> {
    fn clone(&self) -> Self {
        Self { subject: self.subject.clone(), first: self.first, events: Arc::clone(&self.events) }
    }
}

/// The log inside one process. Clones share it.
#[derive(Debug)]
pub struct InProcessLog<E> {
    shared: Arc<Shared<E>>,
}

impl<E> Clone for InProcessLog<E> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared) }
    }
}

#[derive(Debug)]
struct Shared<E> {
    state: Mutex<State<E>>,
    /// Something was appended.
    appended: Notify,
    /// A feed moved on.
    drained: Notify,
    behind_max: usize,
}

#[derive(Debug)]
struct State<E> {
    subjects: HashMap<Subject, Vec<Appended<E>>>,
    /// The last number of each subject that holds events.
    last: HashMap<Subject, Seq>,
    /// Appends that some feed has not read yet. The first one is number `ring_first`.
    ring: VecDeque<Appended<E>>,
    ring_first: u64,
    feeds: BTreeMap<u64, u64>,
    next_feed: u64,
}

impl<E> State<E> {
    fn head(&self) -> u64 {
        self.ring_first + self.ring.len() as u64
    }

    /// Lets go of appends that every feed has read.
    fn trim(&mut self) {
        let slowest = self.feeds.values().copied().min().unwrap_or_else(|| self.head());
        while self.ring_first < slowest && self.ring.pop_front().is_some() {
            self.ring_first += 1;
        }
    }
}

impl<E: Clone + Send + Sync + 'static> Default for InProcessLog<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E: Clone + Send + Sync + 'static> InProcessLog<E> {
    /// An empty log.
    pub fn new() -> Self {
        Self::with_feed_bound(FEED_BEHIND_MAX)
    }

    /// An empty log whose appends wait for a feed that is `behind_max` appends behind.
    pub fn with_feed_bound(behind_max: usize) -> Self {
        let state = State {
            subjects: HashMap::new(),
            last: HashMap::new(),
            ring: VecDeque::new(),
            ring_first: 0,
            feeds: BTreeMap::new(),
            next_feed: 0,
        };
        Self {
            shared: Arc::new(Shared {
                state: Mutex::new(state),
                appended: Notify::new(),
                drained: Notify::new(),
                behind_max,
            }),
        }
    }

    /// Appends `events` if the subject's last number is `expected`, and gives the new last number.
    ///
    /// Waits while a feed is too far behind.
    ///
    /// # Errors
    ///
    /// [`AppendError`]; nothing was changed.
    ///
    /// # Panics
    ///
    /// Never: the lock is not held across anything that can panic.
    pub async fn append(&self, subject: &Subject, expected: Seq, events: Vec<E>) -> Result<Seq, AppendError> {
        if events.len() > APPEND_EVENTS_MAX {
            return Err(AppendError::Full);
        }
        let events: Arc<[E]> = events.into();
        loop {
            let drained = self.shared.drained.notified();
            tokio::pin!(drained);
            drained.as_mut().enable();
            if let Some(outcome) = self.try_append(subject, expected, &events) {
                return outcome;
            }
            drained.await;
        }
    }

    /// One try; `None` if a feed is too far behind.
    fn try_append(&self, subject: &Subject, expected: Seq, events: &Arc<[E]>) -> Option<Result<Seq, AppendError>> {
        let mut state = self.lock();
        let last = state.last.get(subject).copied().unwrap_or_default();
        if last != expected {
            return Some(Err(AppendError::Conflict { last }));
        }
        if events.is_empty() {
            return Some(Ok(last));
        }
        let held: usize = state.subjects.get(subject).into_iter().flatten().map(|appended| appended.events.len()).sum();
        if held + events.len() > SUBJECT_EVENTS_MAX {
            return Some(Err(AppendError::Full));
        }
        if !state.feeds.is_empty() && state.ring.len() >= self.shared.behind_max {
            return None;
        }
        let appended = Appended { subject: subject.clone(), first: Seq(last.0 + 1), events: Arc::clone(events) };
        let new_last = Seq(last.0 + events.len() as u64);
        state.last.insert(subject.clone(), new_last);
        state.subjects.entry(subject.clone()).or_default().push(appended.clone());
        state.ring.push_back(appended);
        state.trim();
        drop(state);
        self.shared.appended.notify_waiters();
        Some(Ok(new_last))
    }

    /// Everything of `subject` after `after`, in order, with the number of each event.
    pub fn replay(&self, subject: &Subject, after: Seq) -> Vec<(Seq, E)> {
        let state = self.lock();
        let appends = state.subjects.get(subject).map(Vec::as_slice).unwrap_or_default();
        appends
            .iter()
            .flat_map(|appended| (appended.first.0..).zip(appended.events.iter()))
            .filter(|(seq, _)| *seq > after.0)
            .map(|(seq, event)| (Seq(seq), event.clone()))
            .collect()
    }

    /// Forgets a subject: what it held is let go, and it begins at 0 again.
    pub fn forget(&self, subject: &Subject) {
        let mut state = self.lock();
        state.subjects.remove(subject);
        state.last.remove(subject);
    }

    /// Drops what a subject holds up to and including `until`, for those who keep the state that it led to. Numbers
    /// stay.
    pub fn trim(&self, subject: &Subject, until: Seq) {
        let mut state = self.lock();
        if let Some(appends) = state.subjects.get_mut(subject) {
            appends.retain(|appended| appended.first.0 + appended.events.len() as u64 - 1 > until.0);
        }
    }

    /// Every append of every subject from now on.
    pub fn feed(&self) -> Feed<E> {
        let mut state = self.lock();
        let id = state.next_feed;
        state.next_feed += 1;
        let head = state.head();
        state.feeds.insert(id, head);
        drop(state);
        Feed { log: self.clone(), id }
    }

    fn lock(&self) -> MutexGuard<'_, State<E>> {
        self.shared.state.lock().expect("nothing that can panic runs under this lock")
    }
}

/// Every append of every subject, in one order.
#[derive(Debug)]
pub struct Feed<E: Clone + Send + Sync + 'static> {
    log: InProcessLog<E>,
    id: u64,
}

impl<E: Clone + Send + Sync + 'static> Feed<E> {
    /// The next append; waits for it.
    ///
    /// Cancel-safe: an append is given once, to the call that returns it.
    ///
    /// # Panics
    ///
    /// Never: a feed stays registered for as long as it lives.
    pub async fn next(&mut self) -> Appended<E> {
        let shared = Arc::clone(&self.log.shared);
        loop {
            let appended = shared.appended.notified();
            tokio::pin!(appended);
            appended.as_mut().enable();
            if let Some(next) = self.take() {
                return next;
            }
            appended.await;
        }
    }

    fn take(&self) -> Option<Appended<E>> {
        let mut state = self.log.lock();
        let cursor = *state.feeds.get(&self.id).expect("a feed is registered while it lives");
        let index = usize::try_from(cursor - state.ring_first).expect("the ring fits in memory");
        let next = state.ring.get(index).cloned()?;
        state.feeds.insert(self.id, cursor + 1);
        state.trim();
        drop(state);
        self.log.shared.drained.notify_waiters();
        Some(next)
    }
}

impl<E: Clone + Send + Sync + 'static> Drop for Feed<E> {
    fn drop(&mut self) {
        let mut state = self.log.lock();
        state.feeds.remove(&self.id);
        state.trim();
        drop(state);
        self.log.shared.drained.notify_waiters();
    }
}
