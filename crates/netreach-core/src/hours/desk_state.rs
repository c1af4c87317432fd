//! The one value that says whether a desk is open: hours joined with who is there.

use std::time::Duration;

use super::rules::Hours;
use super::state::HoursReason;
use crate::time::UnixMillis;

/// How long before an opening a closed desk says that it opens soon: short enough for a visitor to wait for it.
pub const OPENS_SOON: Duration = Duration::from_mins(30);

/// What the desk knows of its people and its queue at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Staffing {
    /// A pair could be formed from the operators who are available, whatever they hold now. Follows from `pair_free`.
    pub pair_possible: bool,
    /// A pair could be formed this moment.
    pub pair_free: bool,
    /// The queue takes nobody more.
    pub queue_full: bool,
}

/// Open or closed, for widget, timetable, automatic reply and console alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskState {
    /// What is so now.
    pub state: OpenState,
    /// The next instant at which the hours open: after the present stretch of open time if there is one. Hours are
    /// published, a pair is not: so this is also what is said when hours are open and no pair is here.
    pub next_opening: Option<UnixMillis>,
    /// The next instant at which the clock alone changes this value: the end of the present stretch of open time, or,
    /// while the hours are closed, the next opening or another reason for being closed, whichever is first. People who
    /// come and go change it at any time.
    pub changes_at: Option<UnixMillis>,
}

/// What a visitor finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenState {
    /// A pair is free.
    Open,
    /// Open, but the visitor will wait.
    Busy,
    /// Nobody can be reached now.
    Closed(ClosedReason),
}

/// Why nobody can be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClosedReason {
    /// Between the usual hours.
    OutsideHours,
    /// The date has an exception.
    Exception {
        /// Its note; may be empty.
        note: String,
    },
    /// The desk has no hours ahead.
    NoHours,
    /// The hours say open, and no pair is here.
    NoPair,
    /// The hours say open and a pair is here, but the queue takes nobody more.
    QueueFull,
    /// The hours open within [`OPENS_SOON`], whatever the reason for being closed until then.
    OpensSoon,
}

/// Says whether a desk is open at an instant. Everything that shows it shows this value (invariant I10).
///
/// A full queue closes the desk even while a pair is free: visitors who wait already come first, and a state that
/// invites somebody whom the queue then refuses would be a broken promise.
pub fn desk_state(hours: &Hours, staffing: Staffing, now: UnixMillis) -> DeskState {
    let by_hours = hours.at(now);
    if by_hours.open {
        let state = if !staffing.pair_possible {
            OpenState::Closed(ClosedReason::NoPair)
        } else if staffing.queue_full {
            OpenState::Closed(ClosedReason::QueueFull)
        } else if staffing.pair_free {
            OpenState::Open
        } else {
            OpenState::Busy
        };
        return DeskState { state, next_opening: by_hours.next_opening, changes_at: by_hours.changes_at };
    }
    let next_opening = by_hours.next_opening;
    let soon_from = next_opening.map(|opening| opening - OPENS_SOON);
    if soon_from.is_some_and(|soon_from| now >= soon_from) {
        return DeskState { state: OpenState::Closed(ClosedReason::OpensSoon), next_opening, changes_at: next_opening };
    }
    let reason = match by_hours.because {
        HoursReason::Exception(note) => ClosedReason::Exception { note },
        HoursReason::NoHours => ClosedReason::NoHours,
        // `Weekly` is a reason for being open only.
        HoursReason::OutsideHours | HoursReason::Weekly => ClosedReason::OutsideHours,
    };
    let changes_at = [soon_from, hours.closed_reason_changes_at(now)].into_iter().flatten().min();
    DeskState { state: OpenState::Closed(reason), next_opening, changes_at }
}
