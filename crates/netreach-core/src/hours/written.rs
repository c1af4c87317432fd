//! Hours and instants as readable text, for tests only.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZoneDatabase;

use super::{Exception, Hours, HoursError, HoursState, MinuteOfDay, Span, TimeZoneName, Weekday, WeeklySpan};
use crate::time::UnixMillis;

/// Hours from lines such as `Mon 09:00-12:00 13:00-17:00`, `2026-12-24 10:00-13:00: Christmas Eve` and
/// `2026-12-25 closed: Christmas`.
pub fn try_hours(time_zone: &str, text: &str) -> Result<Hours, HoursError> {
    let (mut weekly, mut exceptions) = (Vec::new(), Vec::new());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (day, rest) = line.split_once(' ').expect("a day and its spans");
        let (spans, note) = rest.split_once(": ").unwrap_or((rest, ""));
        let spans: Vec<Span> = spans.split_whitespace().filter(|word| *word != "closed").map(span).collect();
        if let Ok(date) = day.parse::<Date>() {
            exceptions.push(Exception { date, spans, note: note.to_owned() });
        } else {
            let weekday = Weekday::ALL.into_iter().find(|weekday| weekday.to_string().starts_with(day));
            let weekday = weekday.expect("a weekday");
            weekly.extend(spans.into_iter().map(|span| WeeklySpan { weekday, span }));
        }
    }
    Hours::new(TimeZoneName::new(time_zone)?, weekly, exceptions)
}

/// As [`try_hours`], for hours without mistakes.
pub fn hours(time_zone: &str, text: &str) -> Hours {
    try_hours(time_zone, text).expect("hours without mistakes")
}

/// A span from `HH:MM-HH:MM`.
pub fn span(text: &str) -> Span {
    let (opens, closes) = text.split_once('-').expect("two times");
    Span { opens: minute(opens), closes: minute(closes) }
}

fn minute(text: &str) -> MinuteOfDay {
    let (hour, minute) = text.split_once(':').expect("HH:MM");
    let number = |text: &str| text.parse::<u16>().expect("a number");
    MinuteOfDay::new(number(hour) * 60 + number(minute)).expect("a minute of a day")
}

/// An instant from `2026-10-25 01:30+01:00`.
pub fn instant(text: &str) -> UnixMillis {
    UnixMillis(text.parse::<Timestamp>().expect("an instant with its offset").as_millisecond())
}

/// An instant as the local clock shows it, with its offset.
pub fn local(hours: &Hours, at: UnixMillis) -> String {
    let zone = TimeZoneDatabase::bundled().get(hours.time_zone().as_str()).expect("the zone of valid hours");
    let at = Timestamp::from_millisecond(at.0).expect("an instant of the calendar").to_zoned_datetime(zone);
    at.strftime("%Y-%m-%d %H:%M%:z").to_string()
}

/// What hours say, in one line: `open Weekly until …, opens …` or `closed OutsideHours, opens …`.
pub fn said(hours: &Hours, state: &HoursState) -> String {
    let at = |at: Option<UnixMillis>| at.map_or_else(|| "never".to_owned(), |at| local(hours, at));
    let opens = at(state.next_opening);
    if state.open {
        format!("open {:?} until {}, opens {opens}", state.because, at(state.changes_at))
    } else {
        assert_eq!(state.changes_at, state.next_opening, "what is closed changes by opening");
        format!("closed {:?}, opens {opens}", state.because)
    }
}

/// Checks lines of `instant -> what hours say then`.
pub fn check(hours: &Hours, table: &str) {
    for line in table.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (at, expected) = line.split_once(" -> ").expect("an instant and what is said");
        let state = hours.at(instant(at.trim()));
        assert_eq!(said(hours, &state), expected.trim(), "at {at}");
    }
}
