//! A second reading of hours, slow and plain, against which the real one is checked.
//!
//! It asks the time zone one thing only: what the local clock shows at each minute. Nothing here knows of gaps, folds
//! or offsets, and nothing here is shared with the search.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZoneDatabase;

use super::{Hours, Weekday};
use crate::time::UnixMillis;

const MINUTE_MS: i64 = 60_000;
const DAY: i64 = 24 * 60;

/// A local clock, read at every minute of some weeks.
pub struct Clock {
    pub zone: &'static str,
    pub begins: UnixMillis,
    /// The date that the clock showed at first.
    pub first_date: Date,
    /// What it showed at each minute, in minutes from the beginning of `first_date`.
    pub shown: Vec<i64>,
    /// The latest that it has shown by each minute.
    shown_so_far: Vec<i64>,
    /// The earliest that it shows from each minute on.
    pub still_to_be_shown: Vec<i64>,
}

impl Clock {
    /// Reads the clock of a zone for so many days from an instant.
    pub fn read(zone: &'static str, begins: &str, days: i64) -> Self {
        let begins = begins.parse::<Timestamp>().expect("an instant");
        let time_zone = TimeZoneDatabase::bundled().get(zone).expect("a zone");
        let first_date = time_zone.to_datetime(begins).date();
        let shown: Vec<i64> = (0..days * DAY)
            .map(|minute| {
                let at = begins.as_millisecond() + minute * MINUTE_MS;
                let local = time_zone.to_datetime(Timestamp::from_millisecond(at).expect("an instant"));
                let day = i64::from(local.date().since(first_date).expect("near dates").get_days());
                day * DAY + i64::from(local.hour()) * 60 + i64::from(local.minute())
            })
            .collect();
        let mut shown_so_far = shown.clone();
        for at in 1..shown.len() {
            shown_so_far[at] = shown[at].max(shown_so_far[at - 1]);
        }
        let mut still_to_be_shown = shown.clone();
        for at in (0..shown.len() - 1).rev() {
            still_to_be_shown[at] = shown[at].min(still_to_be_shown[at + 1]);
        }
        let begins = UnixMillis(begins.as_millisecond());
        Self { zone, begins, first_date, shown, shown_so_far, still_to_be_shown }
    }

    /// The instant of a minute.
    pub fn instant(&self, minute: usize) -> UnixMillis {
        UnixMillis(self.begins.0 + i64::try_from(minute).expect("some weeks") * MINUTE_MS)
    }

    /// The date so many days after the first.
    pub fn date(&self, day: i64) -> Date {
        self.first_date.checked_add(jiff::Span::new().days(day)).expect("near dates")
    }

    /// The minutes in which hours are open.
    pub fn open_minutes(&self, hours: &Hours) -> Vec<bool> {
        let mut open = vec![false; self.shown.len()];
        let last_day = self.shown_so_far.last().expect("some weeks") / DAY;
        for day in -2..=last_day {
            let date = self.date(day);
            let closed_from = hours
                .exceptions()
                .iter()
                .find(|exception| exception.date == self.date(day + 1) && exception.spans.is_empty())
                .map(|_| self.shown_so_far.partition_point(|&shown| shown < (day + 1) * DAY));
            let spans: Vec<_> = match hours.exceptions().iter().find(|exception| exception.date == date) {
                Some(exception) => exception.spans.clone(),
                None => hours
                    .weekly()
                    .iter()
                    .filter(|at| at.weekday == Weekday::from(date.weekday()))
                    .map(|at| at.span)
                    .collect(),
            };
            for span in spans {
                let (opens, closes) = (i64::from(span.opens.get()), i64::from(span.closes.get()));
                let closes = if closes > opens { closes } else { closes + DAY };
                // From the first minute by which the clock has shown the opening to the last at which it shows the
                // closing; where it never does, to the minute after the last that is earlier.
                let from = self.shown_so_far.partition_point(|&shown| shown < day * DAY + opens);
                let to = self.still_to_be_shown.partition_point(|&shown| shown <= day * DAY + closes);
                let shows_closing = to.checked_sub(1).is_some_and(|last| self.shown[last] == day * DAY + closes);
                let to = if shows_closing { to - 1 } else { to };
                let to = closed_from.map_or(to, |closed_from| to.min(closed_from));
                if from < to {
                    open[from..to].fill(true);
                }
            }
        }
        open
    }
}

/// Weeks in which clocks change, in zones that change them in different ways.
pub fn clocks() -> Vec<Clock> {
    [
        // An hour, at night.
        ("Europe/London", "2026-03-20T00:00Z"),
        ("Europe/London", "2026-10-16T00:00Z"),
        ("Europe/Bucharest", "2026-03-20T00:00Z"),
        ("Europe/Bucharest", "2026-10-16T00:00Z"),
        // Half an hour.
        ("Australia/Lord_Howe", "2026-03-27T00:00Z"),
        ("Australia/Lord_Howe", "2026-09-25T00:00Z"),
        // Midnight does not exist; the hour before midnight, or the one after it, happens twice.
        ("America/Asuncion", "2023-09-22T00:00Z"),
        ("America/Asuncion", "2024-03-15T00:00Z"),
        ("Asia/Beirut", "2026-03-20T00:00Z"),
        ("Asia/Beirut", "2026-10-16T00:00Z"),
        ("America/Havana", "2024-02-29T00:00Z"),
        ("America/Havana", "2024-10-25T00:00Z"),
        // At one minute past midnight, back into the day before.
        ("America/Goose_Bay", "2010-10-29T00:00Z"),
        // A date does not exist.
        ("Pacific/Apia", "2011-12-21T00:00Z"),
        // Nothing ever changes, and an offset that is not whole hours.
        ("Asia/Kathmandu", "2026-10-16T00:00Z"),
    ]
    .into_iter()
    .map(|(zone, begins)| Clock::read(zone, begins, 21))
    .collect()
}
