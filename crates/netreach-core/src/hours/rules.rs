//! What a coordinator writes down, checked once.

use jiff::civil::Date;

use super::times::{MINUTES_A_DAY, MinuteOfDay, Span, Weekday};
use super::zone::TimeZoneName;

/// Most spans that may begin on one weekday or on one excepted date: every second hour of a working day.
pub const SPANS_A_DAY_MAX: usize = 6;

/// Most dated exceptions of a desk: more than a year of single days.
pub const EXCEPTIONS_MAX: usize = 400;

/// Longest note of an exception, in Unicode scalar values: it must fit on a launcher.
pub const NOTE_CHARS_MAX: usize = 200;

/// A span that begins on this weekday, every week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WeeklySpan {
    /// The day on which it begins.
    pub weekday: Weekday,
    /// From when to when.
    pub span: Span,
}

/// Other hours on one date: they replace the weekly spans that would begin on it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Exception {
    /// The date, on the desk's calendar.
    pub date: Date,
    /// The spans that begin on it. None at all means closed all day.
    pub spans: Vec<Span>,
    /// Why, for everybody to read; may be empty.
    pub note: String,
}

impl Exception {
    /// Whether nothing opens on its date.
    pub fn is_closed_all_day(&self) -> bool {
        self.spans.is_empty()
    }
}

/// Why hours were not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HoursError {
    /// Not a zone of the IANA database.
    #[error("there is no time zone called {name}")]
    UnknownTimeZone {
        /// What was asked for, cut to [`super::TIME_ZONE_CHARS_MAX`].
        name: String,
    },
    /// A weekly span that begins at the end of its day.
    #[error("{} {} begins at 24:00: write it as 00:00 of the next day", .at.weekday, .at.span)]
    WeeklyOpensAtEnd {
        /// The span.
        at: WeeklySpan,
    },
    /// More than [`SPANS_A_DAY_MAX`] on one weekday.
    #[error("{weekday} has {count} spans, more than {SPANS_A_DAY_MAX}")]
    TooManyWeekly {
        /// The day.
        weekday: Weekday,
        /// How many begin on it.
        count: usize,
    },
    /// Two weekly spans that share time, over midnight and from Sunday to Monday too.
    #[error("{} {} and {} {} overlap", .first.weekday, .first.span, .second.weekday, .second.span)]
    WeeklyOverlap {
        /// The one that begins first.
        first: WeeklySpan,
        /// The one that begins before the first has ended.
        second: WeeklySpan,
    },
    /// More than [`EXCEPTIONS_MAX`].
    #[error("there are {count} exceptions, more than {EXCEPTIONS_MAX}")]
    TooManyExceptions {
        /// How many.
        count: usize,
    },
    /// Two exceptions for one date.
    #[error("there are two exceptions for {date}")]
    DuplicateException {
        /// The date.
        date: Date,
    },
    /// More than [`SPANS_A_DAY_MAX`] on one excepted date.
    #[error("{date} has {count} spans, more than {SPANS_A_DAY_MAX}")]
    TooManyOnDate {
        /// The date.
        date: Date,
        /// How many begin on it.
        count: usize,
    },
    /// An exception's span that begins at the end of its day.
    #[error("{date} {span} begins at 24:00: write it as 00:00 of the next day")]
    ExceptionOpensAtEnd {
        /// The date.
        date: Date,
        /// The span.
        span: Span,
    },
    /// Two spans of exceptions that share time, on one date or over the midnight between two excepted dates.
    #[error("{first_date} {first} and {second_date} {second} overlap")]
    ExceptionOverlap {
        /// The date on which the first begins.
        first_date: Date,
        /// The one that begins first.
        first: Span,
        /// The date on which the second begins.
        second_date: Date,
        /// The one that begins before the first has ended.
        second: Span,
    },
    /// A note over [`NOTE_CHARS_MAX`].
    #[error("the note for {date} is longer than {NOTE_CHARS_MAX} characters")]
    NoteTooLong {
        /// The date of the exception.
        date: Date,
    },
    /// A note that holds a control character.
    #[error("the note for {date} holds a character that is not allowed")]
    NoteForbidden {
        /// The date of the exception.
        date: Date,
    },
}

/// A desk's opening hours. What they mean at an instant says [`Hours::at`].
///
/// Without weekly spans and exceptions they are valid: a desk that has not published hours yet, always closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours {
    time_zone: TimeZoneName,
    /// In order of weekday and opening.
    weekly: Vec<WeeklySpan>,
    /// In order of date, the spans of each in order of opening.
    exceptions: Vec<Exception>,
}

impl Hours {
    /// Checks and takes hours, in any order. Spans that touch, such as 09:00–12:00 and 12:00–17:00, are welcome.
    ///
    /// # Errors
    ///
    /// The first mistake found, with the weekday or date and the spans; see [`HoursError`].
    pub fn new(
        time_zone: TimeZoneName,
        mut weekly: Vec<WeeklySpan>,
        mut exceptions: Vec<Exception>,
    ) -> Result<Self, HoursError> {
        if exceptions.len() > EXCEPTIONS_MAX {
            return Err(HoursError::TooManyExceptions { count: exceptions.len() });
        }
        weekly.sort_unstable();
        check_weekly(&weekly)?;
        exceptions.sort_unstable_by_key(|exception| exception.date);
        for exception in &mut exceptions {
            exception.spans.sort_unstable();
        }
        check_exceptions(&exceptions)?;
        Ok(Self { time_zone, weekly, exceptions })
    }

    /// The zone whose clock the spans are written in.
    pub fn time_zone(&self) -> &TimeZoneName {
        &self.time_zone
    }

    /// The weekly spans, in order of weekday and opening.
    pub fn weekly(&self) -> &[WeeklySpan] {
        &self.weekly
    }

    /// The exceptions, in order of date, the spans of each in order of opening.
    pub fn exceptions(&self) -> &[Exception] {
        &self.exceptions
    }

    /// The exception for a date, if there is one.
    pub fn exception_on(&self, date: Date) -> Option<&Exception> {
        self.exceptions.binary_search_by_key(&date, |exception| exception.date).ok().map(|at| &self.exceptions[at])
    }
}

fn check_weekly(weekly: &[WeeklySpan]) -> Result<(), HoursError> {
    if let Some(at) = weekly.iter().find(|at| at.span.opens == MinuteOfDay::END) {
        return Err(HoursError::WeeklyOpensAtEnd { at: *at });
    }
    for weekday in Weekday::ALL {
        let count = weekly.iter().filter(|at| at.weekday == weekday).count();
        if count > SPANS_A_DAY_MAX {
            return Err(HoursError::TooManyWeekly { weekday, count });
        }
    }
    let minute = |at: &WeeklySpan| (u32::from(at.weekday.number()) - 1) * u32::from(MINUTES_A_DAY);
    for pair in weekly.windows(2) {
        let (first, second) = (pair[0], pair[1]);
        if minute(&first) + u32::from(first.span.end_from_midnight())
            > minute(&second) + u32::from(second.span.opens.get())
        {
            return Err(HoursError::WeeklyOverlap { first, second });
        }
    }
    // The last span of the week against the first one of the next.
    if let (Some(&second), Some(&first)) = (weekly.first(), weekly.last()) {
        let week = 7 * u32::from(MINUTES_A_DAY);
        if minute(&first) + u32::from(first.span.end_from_midnight())
            > week + minute(&second) + u32::from(second.span.opens.get())
        {
            return Err(HoursError::WeeklyOverlap { first, second });
        }
    }
    Ok(())
}

fn check_exceptions(exceptions: &[Exception]) -> Result<(), HoursError> {
    if let Some(pair) = exceptions.windows(2).find(|pair| pair[0].date == pair[1].date) {
        return Err(HoursError::DuplicateException { date: pair[0].date });
    }
    let mut before: Option<(Date, Span)> = None;
    for exception in exceptions {
        let date = exception.date;
        if exception.note.chars().count() > NOTE_CHARS_MAX {
            return Err(HoursError::NoteTooLong { date });
        }
        if exception.note.chars().any(char::is_control) {
            return Err(HoursError::NoteForbidden { date });
        }
        if exception.spans.len() > SPANS_A_DAY_MAX {
            return Err(HoursError::TooManyOnDate { date, count: exception.spans.len() });
        }
        for &span in &exception.spans {
            if span.opens == MinuteOfDay::END {
                return Err(HoursError::ExceptionOpensAtEnd { date, span });
            }
            if let Some((first_date, first)) = before.filter(|&before| overlap(before, (date, span))) {
                return Err(HoursError::ExceptionOverlap { first_date, first, second_date: date, second: span });
            }
            before = Some((date, span));
        }
    }
    Ok(())
}

/// Whether the first of two dated spans, in order of their beginning, runs into the second.
fn overlap((first_date, first): (Date, Span), (second_date, second): (Date, Span)) -> bool {
    // A span ends on the next date at the latest, so it cannot meet one that begins later than that.
    let end = first.end_from_midnight();
    if first_date == second_date {
        return end > second.opens.get();
    }
    first_date.tomorrow().is_ok_and(|next| next == second_date)
        && end.saturating_sub(MINUTES_A_DAY) > second.opens.get()
}
