//! What hours mean at an instant.

use std::time::Duration;

use jiff::civil::{Date, DateTime, Time};

use super::rules::{Exception, Hours};
use super::times::{MINUTES_A_DAY, Span, Weekday};
use crate::time::UnixMillis;

/// How far ahead the next change is looked for, in days; beyond it there is none.
///
/// A year and a month: a desk that is closed for a year can still say when it opens, and the search stays bounded.
pub const SEARCH_DAYS_MAX: u16 = 400;

/// How many dates before today are looked at. A span lasts into the next date at most, but where a date line moves,
/// the local calendar may skip or repeat one.
const DATES_BACK: u8 = 2;

/// Open or not by the hours alone, why, and when next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoursState {
    /// Whether this instant lies in a span.
    pub open: bool,
    /// Why it is so.
    pub because: HoursReason,
    /// The next instant at which `open` flips; `None` if not within [`SEARCH_DAYS_MAX`].
    pub changes_at: Option<UnixMillis>,
    /// The next instant at which it opens: after the present stretch of open time if there is one. Equal to
    /// `changes_at` while closed. `None` if not within [`SEARCH_DAYS_MAX`].
    pub next_opening: Option<UnixMillis>,
}

/// Why the hours say open or closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HoursReason {
    /// Open: in a weekly span.
    Weekly,
    /// Open in an exception's span, or closed on a date that has an exception; with its note.
    Exception(String),
    /// Closed: between the usual spans.
    OutsideHours,
    /// Closed: there are no weekly spans, and no exception after today that opens.
    NoHours,
}

/// The instants of one span: from the first that is open to the first that is closed again.
struct Stretch<'hours> {
    from: UnixMillis,
    to: UnixMillis,
    /// The exception that it comes from; `None` for a weekly span.
    exception: Option<&'hours Exception>,
}

impl Hours {
    /// Says whether the hours are open at an instant, why, and when that changes.
    ///
    /// Spans that touch or overlap count as one stretch of open time: `changes_at` is where the whole of it ends.
    pub fn at(&self, now: UnixMillis) -> HoursState {
        let horizon = now + Duration::from_hours(24 * u64::from(SEARCH_DAYS_MAX));
        let today = self.time_zone().date_at(now);
        let mut present: Option<Stretch<'_>> = None;
        let mut next_opening = None;
        for stretch in self.stretches_from(days_before(today, DATES_BACK)) {
            let open_until = present.as_ref().map_or(now, |present| present.to);
            if stretch.from > horizon || open_until > horizon {
                break;
            }
            if stretch.to <= now {
                continue;
            }
            if stretch.from > open_until {
                next_opening = Some(stretch.from);
                break;
            }
            present = Some(match present {
                // Begun after `now`: it only makes the present stretch longer.
                Some(present) if stretch.from > now => Stretch { to: present.to.max(stretch.to), ..present },
                Some(present) => Stretch { to: present.to.max(stretch.to), ..stretch },
                None => stretch,
            });
        }
        match present {
            Some(present) => HoursState {
                open: true,
                because: match present.exception {
                    Some(exception) => HoursReason::Exception(exception.note.clone()),
                    None => HoursReason::Weekly,
                },
                changes_at: Some(present.to).filter(|&to| to <= horizon),
                next_opening,
            },
            None => {
                HoursState { open: false, because: self.closed_because(today), changes_at: next_opening, next_opening }
            }
        }
    }

    /// The next instant at which a closed desk would give another reason for it, if it stayed closed until then.
    pub(super) fn closed_reason_changes_at(&self, now: UnixMillis) -> Option<UnixMillis> {
        let today = self.time_zone().date_at(now);
        let reason = self.closed_because(today);
        let mut date = today;
        loop {
            date = match self.exception_on(date) {
                // Within a run of excepted dates the reason may change with every date.
                Some(_) => date.tomorrow().ok()?,
                None => self.exceptions().iter().map(|exception| exception.date).find(|&other| other > date)?,
            };
            // A date that the local calendar skips changes nothing: what counts is the date that has begun then.
            let begins = self.time_zone().date_begins(date)?;
            if self.closed_because(self.time_zone().date_at(begins)) != reason {
                return Some(begins);
            }
        }
    }

    /// Why nothing is open at an instant of this date.
    fn closed_because(&self, date: Date) -> HoursReason {
        match self.exception_on(date) {
            Some(exception) => HoursReason::Exception(exception.note.clone()),
            None if self.weekly().is_empty()
                && !self.exceptions().iter().any(|e| e.date > date && !e.spans.is_empty()) =>
            {
                HoursReason::NoHours
            }
            None => HoursReason::OutsideHours,
        }
    }

    /// The stretches of the spans that begin on `first` or later, in order of their beginning, far enough for
    /// [`SEARCH_DAYS_MAX`].
    fn stretches_from(&self, first: Date) -> impl Iterator<Item = Stretch<'_>> {
        // One date beyond the horizon on either side, because dates and stretches of 24 hours do not fall together.
        let dates = usize::from(SEARCH_DAYS_MAX) + usize::from(DATES_BACK) + 2;
        std::iter::successors(Some(first), |date| date.tomorrow().ok())
            .take(dates)
            .flat_map(|date| self.spans_on(date).map(move |(span, exception)| (date, span, exception)))
            .filter_map(|(date, span, exception)| self.stretch(date, span, exception))
    }

    /// The spans that begin on a date, in order of opening, each with the exception that it comes from.
    fn spans_on(&self, date: Date) -> impl Iterator<Item = (Span, Option<&Exception>)> {
        let weekday = Weekday::from(date.weekday());
        let exception = self.exception_on(date);
        let weekly = self.weekly().iter().filter(move |at| exception.is_none() && at.weekday == weekday);
        let excepted = exception.into_iter().flat_map(|exception| &exception.spans);
        weekly.map(|at| (at.span, None)).chain(excepted.map(move |&span| (span, exception)))
    }

    /// Where a span that begins on a date lies; `None` if clocks jump over the whole of it, or if nothing of it is
    /// left before a date that is closed all day.
    fn stretch<'hours>(&self, date: Date, span: Span, exception: Option<&'hours Exception>) -> Option<Stretch<'hours>> {
        let tomorrow = date.tomorrow().ok()?;
        let from = self.time_zone().first_reaches(clock(date, span.opens.get())?)?;
        let mut to = self.time_zone().last_reaches(clock(date, span.end_from_midnight())?)?;
        if self.exception_on(tomorrow).is_some_and(Exception::is_closed_all_day) {
            to = to.min(self.time_zone().date_begins(tomorrow)?);
        }
        (from < to).then_some(Stretch { from, to, exception })
    }
}

/// The local clock time so many minutes after the midnight with which a date begins, up to the end of the next date.
fn clock(date: Date, minutes: u16) -> Option<DateTime> {
    let mut date = date;
    for _ in 0..minutes / MINUTES_A_DAY {
        date = date.tomorrow().ok()?;
    }
    let minute = i16::try_from(minutes % MINUTES_A_DAY).ok()?;
    let time = Time::new(i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60).ok()?, 0, 0).ok()?;
    Some(date.to_datetime(time))
}

/// The date so many days earlier, or the first of the calendar.
fn days_before(date: Date, days: u8) -> Date {
    (0..days).try_fold(date, |date, _| date.yesterday()).unwrap_or(Date::MIN)
}
