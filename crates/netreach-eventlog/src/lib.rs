//! The ordered event log that lives in memory.
//!
//! **Contract.** Events belong to a *subject* (one desk, one conversation) and are numbered from 1 within it.
//! - [`append`](InProcessLog::append) is conditional on the last number of the subject, and takes all events or none;
//! - [`replay`](InProcessLog::replay) gives what came after a number, in order;
//! - [`feed`](InProcessLog::feed) gives every append of every subject from then on, in one order, without gap or
//!   repeat: whoever takes a feed first and replays then misses nothing;
//! - everything is bounded: events a subject, events an append, and appends that a feed has not read yet.
//!
//! **What it does not know.** What the events are, and any disk: what it holds is gone with the process.

mod in_process;

pub use in_process::{Appended, Feed, InProcessLog};

/// Events that one subject holds at the most.
pub const SUBJECT_EVENTS_MAX: usize = 20_000;

/// Events that one append takes at the most.
pub const APPEND_EVENTS_MAX: usize = 20_000;

/// Appends that the slowest feed may be behind before further appends wait for it.
pub const FEED_BEHIND_MAX: usize = 4_096;

/// The place of an event in its subject, from 1; 0 is before the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Seq(pub u64);

/// What a run of events belongs to, such as `desk.<id>`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Subject(std::sync::Arc<str>);

impl Subject {
    /// A subject by its name.
    pub fn new(name: &str) -> Self {
        Self(name.into())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why an append was not taken. Nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// Somebody else appended first: catch up to `last` and decide again.
    #[error("the subject is at {last:?} already")]
    Conflict {
        /// The last number of the subject.
        last: Seq,
    },
    /// The subject or the append holds as many events as it may.
    #[error("the subject is full")]
    Full,
}
