//! The desk's time zone, and where its local clock stands on the line of instants.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone, TimeZoneDatabase};

use super::rules::HoursError;
use crate::time::UnixMillis;

/// Longest time zone name taken, in bytes. The longest in the database of 2026 has 32.
pub const TIME_ZONE_CHARS_MAX: usize = 64;

/// The name of a zone in the IANA time zone database that this program carries, such as `Europe/London`.
#[derive(Clone, PartialEq, Eq)]
pub struct TimeZoneName {
    name: Arc<str>,
    zone: TimeZone,
}

impl TimeZoneName {
    /// Takes a name in any case of letters; it is kept as the database spells it.
    ///
    /// The bundled database is read, never the system's, so that every node of a service knows the same rules.
    ///
    /// # Errors
    ///
    /// [`HoursError::UnknownTimeZone`] if the database has no such zone.
    pub fn new(name: &str) -> Result<Self, HoursError> {
        let unknown = || HoursError::UnknownTimeZone { name: name.chars().take(TIME_ZONE_CHARS_MAX).collect() };
        if name.len() > TIME_ZONE_CHARS_MAX {
            return Err(unknown());
        }
        let zone = TimeZoneDatabase::bundled().get(name).map_err(|_| unknown())?;
        // `Etc/Unknown` is a name by which the library says that it knows none.
        if zone.is_unknown() {
            return Err(unknown());
        }
        let name = zone.iana_name().ok_or_else(unknown)?.into();
        Ok(Self { name, zone })
    }

    /// The name, as the database spells it.
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// The date on the local calendar at an instant; the ends of the calendar stand for what lies beyond them.
    ///
    /// Where clocks go back over midnight, the new date stays once it has begun.
    pub(super) fn date_at(&self, now: UnixMillis) -> Date {
        let bound = if now.0 < 0 { Timestamp::MIN } else { Timestamp::MAX };
        let shown = self.zone.to_datetime(Timestamp::from_millisecond(now.0).unwrap_or(bound)).date();
        match shown.tomorrow() {
            Ok(next) if self.date_begins(next).is_some_and(|begins| begins <= now) => next,
            _ => shown,
        }
    }

    /// The first instant of a date, or of the next where the local calendar skips it; `None` at the ends of the
    /// calendar.
    pub(super) fn date_begins(&self, date: Date) -> Option<UnixMillis> {
        self.first_reaches(date.to_datetime(Time::midnight()))
    }

    /// The first instant at which the local clock shows `clock` or later; `None` at the ends of the calendar.
    pub(super) fn first_reaches(&self, clock: DateTime) -> Option<UnixMillis> {
        match self.zone.to_ambiguous_timestamp(clock).offset() {
            AmbiguousOffset::Unambiguous { offset } | AmbiguousOffset::Fold { before: offset, .. } => {
                instant(clock, offset)
            }
            AmbiguousOffset::Gap { before, after } => self.end_of_gap(clock, before, after),
        }
    }

    /// The last instant at which the local clock comes to `clock`, or jumps over it; `None` at the ends of the calendar.
    pub(super) fn last_reaches(&self, clock: DateTime) -> Option<UnixMillis> {
        match self.zone.to_ambiguous_timestamp(clock).offset() {
            AmbiguousOffset::Unambiguous { offset } | AmbiguousOffset::Fold { after: offset, .. } => {
                instant(clock, offset)
            }
            AmbiguousOffset::Gap { before, after } => self.end_of_gap(clock, before, after),
        }
    }

    /// The instant at which clocks jump over `clock`, which is thus never shown.
    fn end_of_gap(&self, clock: DateTime, before: Offset, after: Offset) -> Option<UnixMillis> {
        // Read with the offset after the gap, the clock time lies before the jump; with the one before it, behind.
        let earliest = after.to_timestamp(clock).ok()?;
        let latest = before.to_timestamp(clock).ok()?;
        self.zone
            .following(earliest)
            .take_while(|jump| jump.timestamp() <= latest)
            .find(|jump| jump.offset() == after)
            .map(|jump| UnixMillis(jump.timestamp().as_millisecond()))
    }
}

fn instant(clock: DateTime, offset: Offset) -> Option<UnixMillis> {
    offset.to_timestamp(clock).ok().map(|at| UnixMillis(at.as_millisecond()))
}

impl fmt::Debug for TimeZoneName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "TimeZoneName({})", self.name)
    }
}

impl fmt::Display for TimeZoneName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.name)
    }
}
