//! Opening hours, and the one truth about open and closed.
//!
//! [`Hours`] are what a coordinator writes down: weekly spans, dated exceptions and the desk's time zone.
//! [`Hours::at`] says what they mean at an instant, and [`desk_state`] joins that with who is there to the one value
//! that widget, timetable, automatic reply and console read. All of it is pure: the same hours and the same instant
//! give the same answer on every node.
//!
//! **How a span is read.** Spans are in the desk's local time. A span lasts from the first instant at which the local
//! clock shows `opens` or later to the last instant at which it comes to `closes`. So on the nights when clocks change,
//! a time that does not exist stands for the instant after the gap, a span that lies in the gap does not happen, and
//! where an hour is repeated, a span opens at the first of the two and closes at the second: hours published as "until
//! 02:00" never end before the second 02:00.
//!
//! **What an exception governs.** The spans that *begin* on its date, which may run into the next one. A span that
//! began the evening before runs to its end, unless the exception closes its date all day: then nothing is open from
//! the first instant of that date to its end. Spans of neighbouring dates may meet or overlap where an exception is
//! involved; they join into one stretch of open time.

mod desk_state;
mod rules;
mod state;
mod times;
mod zone;

#[cfg(test)]
mod cases;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod walks;
#[cfg(test)]
mod written;

pub use desk_state::{ClosedReason, DeskState, OPENS_SOON, OpenState, Staffing, desk_state};
pub use rules::{EXCEPTIONS_MAX, Exception, Hours, HoursError, NOTE_CHARS_MAX, SPANS_A_DAY_MAX, WeeklySpan};
pub use state::{HoursReason, HoursState, SEARCH_DAYS_MAX};
pub use times::{MINUTES_A_DAY, MinuteOfDay, Span, Weekday};
pub use zone::{TIME_ZONE_CHARS_MAX, TimeZoneName};
