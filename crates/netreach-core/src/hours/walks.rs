//! Seeded walks: what must hold for any hours at any instant. `proptest` prints and keeps the seed of a failure.

use std::sync::LazyLock;

use jiff::civil::Date;
use proptest::prelude::*;
use proptest::sample::Index;

use super::oracle::{Clock, clocks};
use super::{
    Exception, Hours, HoursError, HoursReason, MINUTES_A_DAY, MinuteOfDay, OpenState, Span, Staffing, TimeZoneName,
    Weekday, WeeklySpan, desk_state,
};
use crate::time::UnixMillis;

static CLOCKS: LazyLock<Vec<Clock>> = LazyLock::new(clocks);

/// The walks look at the weeks of a clock but for some days at both ends: the oracle knows nothing beyond them.
const MARGIN_MINUTES: usize = 3 * 24 * 60;

#[derive(Clone, Debug)]
struct Case {
    clock: usize,
    hours: Hours,
    /// Minutes of the clock, within the margins.
    instants: Vec<usize>,
}

impl Case {
    fn clock(&self) -> &'static Clock {
        &CLOCKS[self.clock]
    }

    fn instants(&self) -> impl Iterator<Item = UnixMillis> {
        self.instants.iter().map(|&minute| self.clock().instant(minute))
    }
}

fn spans() -> impl Strategy<Value = Span> {
    // Often on the quarter hour, so that ends meet each other and the changes of clocks; often around midnight.
    let opens = prop_oneof![
        (0..96_u16).prop_map(|quarter| quarter * 15),
        0..MINUTES_A_DAY,
        (0..16_u16).prop_map(|quarter| quarter * 15),
        (80..96_u16).prop_map(|quarter| quarter * 15),
    ];
    let length = prop_oneof![(1..=32_u16).prop_map(|quarter| quarter * 15), 1..=MINUTES_A_DAY];
    (opens, length, any::<bool>()).prop_map(|(opens, length, as_24)| {
        let end = opens + length;
        let closes = match end.checked_sub(MINUTES_A_DAY) {
            Some(0) if as_24 => MINUTES_A_DAY,
            Some(past) => past,
            None => end,
        };
        Span { opens: minute(opens), closes: minute(closes) }
    })
}

fn minute(minutes: u16) -> MinuteOfDay {
    MinuteOfDay::new(minutes).expect("within a day")
}

fn weekly_spans() -> impl Strategy<Value = WeeklySpan> {
    (1..=7_u8, spans())
        .prop_map(|(day, span)| WeeklySpan { weekday: Weekday::from_number(day).expect("a weekday"), span })
}

/// Takes what can be taken, one after the other, and leaves out what overlaps.
fn hours_of(zone: &str, weekly: Vec<WeeklySpan>, exceptions: Vec<Exception>) -> Hours {
    let mut hours = Hours::new(TimeZoneName::new(zone).expect("a zone"), vec![], vec![]).expect("no mistakes");
    for at in weekly {
        let more = hours.weekly().iter().copied().chain([at]).collect();
        hours = Hours::new(hours.time_zone().clone(), more, vec![]).unwrap_or(hours);
    }
    for exception in exceptions {
        hours = with_exception(&hours, exception).unwrap_or(hours);
    }
    hours
}

fn with_exception(hours: &Hours, exception: Exception) -> Result<Hours, HoursError> {
    let exceptions = hours.exceptions().iter().cloned().chain([exception]).collect();
    Hours::new(hours.time_zone().clone(), hours.weekly().to_vec(), exceptions)
}

fn cases() -> impl Strategy<Value = Case> {
    let exceptions = (0..21_i64, prop::collection::vec(spans(), 0..3), "[ab]?");
    (
        0..CLOCKS.len(),
        prop::collection::vec(weekly_spans(), 0..16),
        prop::collection::vec(exceptions, 0..6),
        prop::collection::vec(any::<Index>(), 24),
    )
        .prop_map(|(clock, weekly, exceptions, instants)| {
            let read = &CLOCKS[clock];
            let exceptions = exceptions
                .into_iter()
                .map(|(day, spans, note)| Exception { date: read.date(day), spans, note })
                .collect();
            let minutes = read.shown.len() - 2 * MARGIN_MINUTES;
            let instants = instants.into_iter().map(|at| MARGIN_MINUTES + at.index(minutes)).collect();
            Case { clock, hours: hours_of(read.zone, weekly, exceptions), instants }
        })
}

/// Some instants from `from` to just before `to`.
fn samples(from: UnixMillis, to: UnixMillis) -> impl Iterator<Item = UnixMillis> {
    let length = to.0 - from.0;
    (0..8).map(move |part| UnixMillis(from.0 + length * part / 8)).chain([UnixMillis(to.0 - 1)])
}

fn before(at: UnixMillis) -> UnixMillis {
    UnixMillis(at.0 - 1)
}

proptest! {
    #[test]
    fn open_stays_as_it_is_until_it_changes(case in cases()) {
        for now in case.instants() {
            let state = case.hours.at(now);
            let Some(changes_at) = state.changes_at else { continue };
            prop_assert!(changes_at > now);
            for at in samples(now, changes_at) {
                let then = case.hours.at(at);
                prop_assert_eq!(then.open, state.open, "at {:?} from {:?}", at, now);
                prop_assert_eq!(then.changes_at, state.changes_at);
                prop_assert_eq!(then.next_opening, state.next_opening);
            }
            prop_assert_ne!(case.hours.at(changes_at).open, state.open, "at {:?} from {:?}", changes_at, now);
        }
    }

    #[test]
    fn the_next_opening_is_one(case in cases()) {
        for now in case.instants() {
            let state = case.hours.at(now);
            match &state.because {
                HoursReason::Weekly => prop_assert!(state.open),
                HoursReason::OutsideHours | HoursReason::NoHours => prop_assert!(!state.open),
                HoursReason::Exception(note) => prop_assert!(case.hours.exceptions().iter().any(|e| e.note == *note)),
            }
            let Some(opening) = state.next_opening else { continue };
            prop_assert!(opening > now);
            prop_assert!(case.hours.at(opening).open);
            prop_assert!(!case.hours.at(before(opening)).open);
            // No opening is passed over: from the end of this stretch until then it is closed.
            let closed_from = if state.open { state.changes_at.expect("what opens again closes first") } else { now };
            for at in samples(closed_from, opening) {
                prop_assert!(!case.hours.at(at).open, "at {:?} from {:?}", at, now);
            }
        }
    }

    #[test]
    fn every_change_is_where_the_oracle_sees_it(case in cases()) {
        let clock = case.clock();
        let open = clock.open_minutes(&case.hours);
        let seen = MARGIN_MINUTES..clock.shown.len() - MARGIN_MINUTES;
        let expected: Vec<UnixMillis> = seen
            .clone()
            .skip(1)
            .filter(|&minute| open[minute] != open[minute - 1])
            .map(|minute| clock.instant(minute))
            .collect();
        let first = case.hours.at(clock.instant(seen.start));
        prop_assert_eq!(first.open, open[seen.start]);
        let found: Vec<UnixMillis> = std::iter::successors(first.changes_at, |&at| case.hours.at(at).changes_at)
            .take_while(|&at| at < clock.instant(seen.end))
            .collect();
        prop_assert_eq!(found, expected);
        for &minute in &case.instants {
            prop_assert_eq!(case.hours.at(clock.instant(minute)).open, open[minute], "at minute {}", minute);
        }
    }

    #[test]
    fn an_exception_changes_its_date_and_what_runs_over_from_it(
        case in cases(),
        day in 4..17_i64,
        spans in prop::collection::vec(spans(), 0..3),
    ) {
        let clock = case.clock();
        // In Goose Bay in 2010 a date came to an end twice, so "other dates" means nothing there.
        if clock.zone == "America/Goose_Bay" { return Ok(()) }
        let date = clock.date(day);
        // Not taken: the date has one already, or the spans overlap those of another.
        let exception = Exception { date, spans, note: String::new() };
        let Ok(changed) = with_exception(&case.hours, exception.clone()) else { return Ok(()) };
        let minutes_of = |date: Date| i64::from(date.since(clock.first_date).expect("near dates").get_days()) * 24 * 60;
        let (begins, ends) = (minutes_of(date), minutes_of(date) + 24 * 60);
        // The last clock time at which something that began on the date, before or after, may still be open.
        let weekday = Weekday::from(date.weekday());
        let usual = case.hours.weekly().iter().filter(|at| at.weekday == weekday).map(|at| at.span);
        let last = usual.chain(exception.spans.iter().copied()).filter(|span| span.is_past_midnight())
            .map(|span| ends + i64::from(span.closes.get())).max().unwrap_or(ends);
        for minute in (MARGIN_MINUTES..clock.shown.len() - MARGIN_MINUTES).step_by(37) {
            let at = clock.instant(minute);
            let shown = clock.shown[minute];
            let (was, is) = (case.hours.at(at).open, changed.at(at).open);
            if exception.is_closed_all_day() && (begins..ends).contains(&shown) {
                prop_assert!(!is, "open on a closed date, at minute {}", minute);
            }
            // An end at 24:00 may last into a repeated hour of its own date, or, where clocks go back at one in the
            // morning, into the first minutes of the next.
            if shown < begins || clock.still_to_be_shown[minute] > last {
                prop_assert_eq!(was, is, "at minute {}", minute);
            }
        }
    }

    #[test]
    fn a_desk_state_stays_as_it_is_until_it_changes(case in cases(), possible: bool, free: bool, full: bool) {
        let staffing = Staffing { pair_possible: possible || free, pair_free: free, queue_full: full };
        for now in case.instants() {
            let state = desk_state(&case.hours, staffing, now);
            let by_hours = case.hours.at(now);
            prop_assert_eq!(state.next_opening, by_hours.next_opening);
            let reachable = matches!(state.state, OpenState::Open | OpenState::Busy);
            prop_assert_eq!(reachable, by_hours.open && staffing.pair_possible && !full);
            let Some(changes_at) = state.changes_at else { continue };
            prop_assert!(changes_at > now);
            for at in samples(now, changes_at) {
                prop_assert_eq!(&desk_state(&case.hours, staffing, at), &state, "at {:?} from {:?}", at, now);
            }
            prop_assert_ne!(&desk_state(&case.hours, staffing, changes_at).state, &state.state);
        }
    }

    #[test]
    fn weekly_spans_are_refused_exactly_if_a_minute_of_the_week_is_taken_twice(
        weekly in prop::collection::vec(weekly_spans(), 0..5),
    ) {
        let mut taken = vec![0_u8; 7 * usize::from(MINUTES_A_DAY)];
        for at in &weekly {
            let from = (usize::from(at.weekday.number()) - 1) * 1440 + usize::from(at.span.opens.get());
            let (opens, closes) = (at.span.opens.get(), at.span.closes.get());
            let length = if closes > opens { closes - opens } else { closes + 1440 - opens };
            for minute in from..from + usize::from(length) {
                taken[minute % (7 * 1440)] += 1;
            }
        }
        let hours = Hours::new(TimeZoneName::new("UTC").expect("a zone"), weekly, vec![]);
        let overlap = matches!(hours, Err(HoursError::WeeklyOverlap { .. }));
        prop_assert_eq!(overlap, taken.iter().any(|&times| times > 1));
        prop_assert_eq!(hours.is_ok(), !overlap);
    }
}

#[test]
fn every_minute_around_a_change_of_clocks_is_as_the_oracle_sees_it() {
    for clock in CLOCKS.iter() {
        let each_night = Weekday::ALL.into_iter().flat_map(|weekday| {
            [(65, 130), (210, 225), (1350, 30)].map(|(opens, closes)| WeeklySpan {
                weekday,
                span: Span { opens: minute(opens), closes: minute(closes) },
            })
        });
        let hours = hours_of(clock.zone, each_night.collect(), vec![]);
        assert_eq!(hours.weekly().len(), 21);
        let open = clock.open_minutes(&hours);
        let (middle, day) = (clock.shown.len() / 2, 24 * 60);
        for (minute, &open) in open.iter().enumerate().take(middle + 3 * day).skip(middle - 3 * day) {
            assert_eq!(hours.at(clock.instant(minute)).open, open, "{} minute {minute}", clock.zone);
        }
    }
}

#[test]
fn the_clocks_of_the_walks_do_change_within_their_weeks() {
    for clock in CLOCKS.iter().filter(|clock| clock.zone != "Asia/Kathmandu") {
        let (middle, day) = (clock.shown.len() / 2, 24 * 60);
        let jumps = clock.shown.windows(2).enumerate().filter(|(_, pair)| pair[1] != pair[0] + 1);
        let jumps: Vec<usize> = jumps.map(|(minute, _)| minute).collect();
        assert_eq!(jumps.len(), 1, "{}", clock.zone);
        assert!((middle - 3 * day..middle + 3 * day).contains(&jumps[0]), "{} at minute {}", clock.zone, jumps[0]);
    }
}
