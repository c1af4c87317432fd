//! The words in which hours are written: weekdays, minutes of a day, spans.

use std::fmt;

/// Minutes from one midnight to the next on a day without a clock change.
pub const MINUTES_A_DAY: u16 = 24 * 60;

/// A day of the week, Monday first (ISO 8601).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Weekday {
    /// The first day of the week.
    Monday,
    /// The second.
    Tuesday,
    /// The third.
    Wednesday,
    /// The fourth.
    Thursday,
    /// The fifth.
    Friday,
    /// The sixth.
    Saturday,
    /// The seventh.
    Sunday,
}

impl Weekday {
    /// All seven, in order.
    pub const ALL: [Self; 7] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];

    /// The ISO number: 1 for Monday to 7 for Sunday.
    pub const fn number(self) -> u8 {
        self as u8 + 1
    }

    /// The day with this ISO number; `None` outside 1 to 7.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|day| day.number() == number)
    }
}

impl From<jiff::civil::Weekday> for Weekday {
    fn from(day: jiff::civil::Weekday) -> Self {
        match day {
            jiff::civil::Weekday::Monday => Self::Monday,
            jiff::civil::Weekday::Tuesday => Self::Tuesday,
            jiff::civil::Weekday::Wednesday => Self::Wednesday,
            jiff::civil::Weekday::Thursday => Self::Thursday,
            jiff::civil::Weekday::Friday => Self::Friday,
            jiff::civil::Weekday::Saturday => Self::Saturday,
            jiff::civil::Weekday::Sunday => Self::Sunday,
        }
    }
}

impl fmt::Display for Weekday {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, out)
    }
}

/// A local clock time as whole minutes after midnight, 00:00 to 24:00 with both ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MinuteOfDay(u16);

impl MinuteOfDay {
    /// 24:00, the end of a day. As an opening time it is refused: it is 00:00 of the next day.
    pub const END: Self = Self(MINUTES_A_DAY);

    /// Takes minutes after midnight; `None` above 1440.
    pub const fn new(minutes: u16) -> Option<Self> {
        if minutes <= MINUTES_A_DAY { Some(Self(minutes)) } else { None }
    }

    /// Minutes after midnight, 0 to 1440.
    pub const fn get(self) -> u16 {
        self.0
    }
}

/// `HH:MM`, with 24:00 for the end of the day.
impl fmt::Display for MinuteOfDay {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// One stretch of open time, in local clock times.
///
/// `closes` earlier than `opens` means past midnight into the next day. `closes` equal to `opens` means 24 hours: a
/// span of no length would open nothing, so nobody means that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// When it begins. Never 24:00.
    pub opens: MinuteOfDay,
    /// When it ends: the first minute that is closed again.
    pub closes: MinuteOfDay,
}

impl Span {
    /// Whether it ends on the day after the one on which it begins (an end at 24:00 is still the same day).
    pub fn is_past_midnight(self) -> bool {
        self.closes <= self.opens
    }

    /// The end as minutes after the midnight with which the day of `opens` begins: up to 2879.
    pub(super) fn end_from_midnight(self) -> u16 {
        if self.is_past_midnight() { self.closes.0 + MINUTES_A_DAY } else { self.closes.0 }
    }
}

/// `HH:MM–HH:MM`.
impl fmt::Display for Span {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}–{}", self.opens, self.closes)
    }
}
