//! Opening hours by example.

use super::written::{check, hours, instant, local, said, span, try_hours};
use super::{
    ClosedReason, DeskState, EXCEPTIONS_MAX, Exception, Hours, HoursError, MinuteOfDay, NOTE_CHARS_MAX, OpenState,
    Staffing, TimeZoneName, Weekday, desk_state,
};
use crate::time::UnixMillis;

#[test]
fn weekly_hours_with_several_spans_a_day() {
    // 23 November 2026 is a Monday.
    check(
        &hours("Europe/London", "Mon 09:00-12:00 13:00-17:00\nThu 18:00-20:00"),
        "
        2026-11-22 23:00+00:00 -> closed OutsideHours, opens 2026-11-23 09:00+00:00
        2026-11-23 08:59+00:00 -> closed OutsideHours, opens 2026-11-23 09:00+00:00
        2026-11-23 09:00+00:00 -> open Weekly until 2026-11-23 12:00+00:00, opens 2026-11-23 13:00+00:00
        2026-11-23 11:59+00:00 -> open Weekly until 2026-11-23 12:00+00:00, opens 2026-11-23 13:00+00:00
        2026-11-23 12:00+00:00 -> closed OutsideHours, opens 2026-11-23 13:00+00:00
        2026-11-23 16:00+00:00 -> open Weekly until 2026-11-23 17:00+00:00, opens 2026-11-26 18:00+00:00
        2026-11-26 20:00+00:00 -> closed OutsideHours, opens 2026-11-30 09:00+00:00
        ",
    );
}

#[test]
fn the_instant_is_exact_to_the_millisecond() {
    let hours = hours("Europe/London", "Mon 09:00-12:00");
    let (opens, closes) = (instant("2026-11-23 09:00+00:00"), instant("2026-11-23 12:00+00:00"));
    for (at, open) in [(opens.0 - 1, false), (opens.0, true), (closes.0 - 1, true), (closes.0, false)] {
        assert_eq!(hours.at(UnixMillis(at)).open, open, "at {at}");
    }
}

#[test]
fn a_span_may_run_past_midnight_and_from_sunday_to_monday() {
    check(
        &hours("Europe/Bucharest", "Fri 22:00-03:00\nSun 20:00-02:00"),
        "
        2026-11-28 01:00+02:00 -> open Weekly until 2026-11-28 03:00+02:00, opens 2026-11-29 20:00+02:00
        2026-11-28 03:00+02:00 -> closed OutsideHours, opens 2026-11-29 20:00+02:00
        2026-11-30 01:59+02:00 -> open Weekly until 2026-11-30 02:00+02:00, opens 2026-12-04 22:00+02:00
        ",
    );
}

#[test]
fn spans_that_touch_are_one_stretch() {
    check(
        &hours("Europe/London", "Mon 09:00-12:00 12:00-24:00\nTue 00:00-02:00"),
        "
        2026-11-23 08:00+00:00 -> closed OutsideHours, opens 2026-11-23 09:00+00:00
        2026-11-23 10:00+00:00 -> open Weekly until 2026-11-24 02:00+00:00, opens 2026-11-30 09:00+00:00
        2026-11-23 12:00+00:00 -> open Weekly until 2026-11-24 02:00+00:00, opens 2026-11-30 09:00+00:00
        ",
    );
}

#[test]
fn equal_times_are_24_hours() {
    check(
        &hours("Europe/London", "Wed 08:00-08:00"),
        "
        2026-11-25 07:59+00:00 -> closed OutsideHours, opens 2026-11-25 08:00+00:00
        2026-11-26 07:59+00:00 -> open Weekly until 2026-11-26 08:00+00:00, opens 2026-12-02 08:00+00:00
        ",
    );
}

#[test]
fn always_open_never_changes_and_no_hours_never_open() {
    let every_day = "Mon 00:00-24:00\nTue 00:00-24:00\nWed 00:00-00:00\nThu 00:00-24:00\nFri 00:00-24:00
        Sat 00:00-24:00\nSun 00:00-24:00";
    check(&hours("Europe/London", every_day), "2026-10-25 01:30+00:00 -> open Weekly until never, opens never");
    check(&hours("Europe/London", ""), "2026-11-23 12:00+00:00 -> closed NoHours, opens never");
    check(
        &hours("Europe/London", &format!("{every_day}\n2026-12-25 closed: Christmas")),
        "
        2026-11-23 12:00+00:00 -> open Weekly until 2026-12-25 00:00+00:00, opens 2026-12-26 00:00+00:00
        2026-12-25 12:00+00:00 -> closed Exception(\"Christmas\"), opens 2026-12-26 00:00+00:00
        ",
    );
}

#[test]
fn the_search_ends_400_days_ahead() {
    // From 1 January 2027, 400 days end at the beginning of 5 February 2028.
    let on = |date: &str| hours("UTC", &format!("{date} 00:00-24:00"));
    let table = "2027-01-01 00:00+00:00 -> closed OutsideHours, opens ";
    check(&on("2028-02-05"), &format!("{table}2028-02-05 00:00+00:00"));
    check(&on("2028-02-06"), &format!("{table}never"));
}

#[test]
fn an_exception_replaces_the_spans_that_begin_on_its_date() {
    check(
        &hours(
            "Europe/London",
            "Wed 22:00-02:00\nThu 09:00-17:00\nFri 09:00-17:00
             2026-12-24 10:00-13:00 23:00-01:00: Christmas Eve
             2026-12-25 closed: Christmas",
        ),
        "
        2026-12-23 23:00+00:00 -> open Weekly until 2026-12-24 02:00+00:00, opens 2026-12-24 10:00+00:00
        2026-12-24 01:00+00:00 -> open Weekly until 2026-12-24 02:00+00:00, opens 2026-12-24 10:00+00:00
        2026-12-24 09:30+00:00 -> closed Exception(\"Christmas Eve\"), opens 2026-12-24 10:00+00:00
        2026-12-24 10:00+00:00 -> open Exception(\"Christmas Eve\") until 2026-12-24 13:00+00:00, opens 2026-12-24 23:00+00:00
        2026-12-24 23:30+00:00 -> open Exception(\"Christmas Eve\") until 2026-12-25 00:00+00:00, opens 2026-12-30 22:00+00:00
        2026-12-25 00:00+00:00 -> closed Exception(\"Christmas\"), opens 2026-12-30 22:00+00:00
        2026-12-26 00:00+00:00 -> closed OutsideHours, opens 2026-12-30 22:00+00:00
        ",
    );
}

#[test]
fn a_weekly_span_of_the_evening_before_ends_at_midnight_only_where_the_date_is_closed_all_day() {
    check(
        &hours("Europe/London", "Thu 22:00-04:00\n2026-12-25 closed: Christmas"),
        "2026-12-24 23:00+00:00 -> open Weekly until 2026-12-25 00:00+00:00, opens 2026-12-31 22:00+00:00",
    );
    check(
        &hours("Europe/London", "Thu 22:00-04:00\n2026-12-25 03:00-06:00: Early"),
        "
        2026-12-24 23:00+00:00 -> open Weekly until 2026-12-25 06:00+00:00, opens 2026-12-31 22:00+00:00
        2026-12-25 03:30+00:00 -> open Exception(\"Early\") until 2026-12-25 06:00+00:00, opens 2026-12-31 22:00+00:00
        ",
    );
}

#[test]
fn an_exception_past_midnight_runs_into_the_next_day() {
    check(
        &hours("Europe/London", "Fri 09:00-12:00\n2026-11-26 22:00-03:00: Long night"),
        "
        2026-11-27 02:00+00:00 -> open Exception(\"Long night\") until 2026-11-27 03:00+00:00, opens 2026-11-27 09:00+00:00
        2026-11-27 03:00+00:00 -> closed OutsideHours, opens 2026-11-27 09:00+00:00
        ",
    );
}

#[test]
fn a_desk_with_dated_openings_only_has_hours_until_the_last_has_come() {
    check(
        &hours("Europe/London", "2026-11-26 10:00-12:00: Open day"),
        "
        2026-11-23 10:00+00:00 -> closed OutsideHours, opens 2026-11-26 10:00+00:00
        2026-11-26 11:00+00:00 -> open Exception(\"Open day\") until 2026-11-26 12:00+00:00, opens never
        2026-11-26 12:00+00:00 -> closed Exception(\"Open day\"), opens never
        2026-11-27 00:00+00:00 -> closed NoHours, opens never
        ",
    );
}

#[test]
fn london_loses_an_hour_in_march_and_gains_one_in_october() {
    // 29 March 2026: 01:00 GMT becomes 02:00 BST. 25 October 2026: 02:00 BST becomes 01:00 GMT.
    let saturday_night = hours("Europe/London", "Sat 22:00-06:00");
    assert_eq!(length_hours(&saturday_night, "2026-03-28 22:00+00:00"), 7);
    assert_eq!(length_hours(&saturday_night, "2026-10-24 22:00+01:00"), 9);
    let whole_sunday = hours("Europe/London", "Sun 00:00-24:00");
    assert_eq!(length_hours(&whole_sunday, "2026-03-29 00:00+00:00"), 23);
    assert_eq!(length_hours(&whole_sunday, "2026-10-25 00:00+01:00"), 25);
    check(
        &hours("Europe/London", "Sun 01:30-05:00"),
        "
        2026-03-29 00:59+00:00 -> closed OutsideHours, opens 2026-03-29 02:00+01:00
        2026-03-29 02:00+01:00 -> open Weekly until 2026-03-29 05:00+01:00, opens 2026-04-05 01:30+01:00
        2026-10-25 01:30+01:00 -> open Weekly until 2026-10-25 05:00+00:00, opens 2026-11-01 01:30+00:00
        2026-10-25 01:00+00:00 -> open Weekly until 2026-10-25 05:00+00:00, opens 2026-11-01 01:30+00:00
        ",
    );
    check(
        &hours("Europe/London", "Sat 22:00-01:30"),
        "
        2026-03-29 00:30+00:00 -> open Weekly until 2026-03-29 02:00+01:00, opens 2026-04-04 22:00+01:00
        2026-10-25 01:45+01:00 -> open Weekly until 2026-10-25 01:30+00:00, opens 2026-10-31 22:00+00:00
        2026-10-25 01:30+00:00 -> closed OutsideHours, opens 2026-10-31 22:00+00:00
        ",
    );
    // The very beginning of the repeated hour comes twice as well, its end does not.
    check(
        &hours("Europe/London", "Sat 22:00-01:00"),
        "2026-10-25 01:30+01:00 -> open Weekly until 2026-10-25 01:00+00:00, opens 2026-10-31 22:00+00:00",
    );
    check(
        &hours("Europe/London", "Sun 02:00-03:00"),
        "2026-10-25 01:30+01:00 -> closed OutsideHours, opens 2026-10-25 02:00+00:00",
    );
}

#[test]
fn a_span_that_the_clocks_jump_over_does_not_happen_and_one_that_they_repeat_happens_once_in_full() {
    check(
        &hours("Europe/London", "Sun 01:15-01:45"),
        "
        2026-03-29 00:30+00:00 -> closed OutsideHours, opens 2026-04-05 01:15+01:00
        2026-10-25 01:00+01:00 -> closed OutsideHours, opens 2026-10-25 01:15+01:00
        2026-10-25 01:50+01:00 -> open Weekly until 2026-10-25 01:45+00:00, opens 2026-11-01 01:15+00:00
        ",
    );
}

#[test]
fn bucharest_changes_at_three_and_four() {
    // 29 March 2026: 03:00 EET becomes 04:00 EEST. 25 October 2026: 04:00 EEST becomes 03:00 EET.
    let saturday_night = hours("Europe/Bucharest", "Sat 22:00-06:00");
    assert_eq!(length_hours(&saturday_night, "2026-03-28 22:00+02:00"), 7);
    assert_eq!(length_hours(&saturday_night, "2026-10-24 22:00+03:00"), 9);
    check(
        &hours("Europe/Bucharest", "Sat 20:00-03:30"),
        "
        2026-03-29 02:59+02:00 -> open Weekly until 2026-03-29 04:00+03:00, opens 2026-04-04 20:00+03:00
        2026-10-25 03:45+03:00 -> open Weekly until 2026-10-25 03:30+02:00, opens 2026-10-31 20:00+02:00
        ",
    );
}

#[test]
fn lord_howe_changes_by_half_an_hour() {
    // 5 April 2026: 02:00 +11 becomes 01:30 +10:30. 4 October 2026: 02:00 +10:30 becomes 02:30 +11.
    check(
        &hours("Australia/Lord_Howe", "Sun 01:45-02:15"),
        "
        2026-04-05 01:50+11:00 -> open Weekly until 2026-04-05 02:15+10:30, opens 2026-04-12 01:45+10:30
        2026-04-05 01:30+10:30 -> open Weekly until 2026-04-05 02:15+10:30, opens 2026-04-12 01:45+10:30
        2026-10-04 01:50+10:30 -> open Weekly until 2026-10-04 02:30+11:00, opens 2026-10-11 01:45+11:00
        ",
    );
}

#[test]
fn apia_had_no_30_december_2011() {
    // A Friday. Clocks went from the end of Thursday the 29th, -10, to the beginning of Saturday the 31st, +14.
    check(
        &hours("Pacific/Apia", "Thu 22:00-02:00\nFri 09:00-17:00\nSat 08:00-10:00"),
        "
        2011-12-29 23:00-10:00 -> open Weekly until 2011-12-31 00:00+14:00, opens 2011-12-31 08:00+14:00
        2011-12-31 00:00+14:00 -> closed OutsideHours, opens 2011-12-31 08:00+14:00
        ",
    );
    // What began on the missing Friday and runs into Saturday begins with Saturday, unless that is closed all day.
    check(
        &hours("Pacific/Apia", "Fri 22:00-02:00"),
        "2011-12-29 23:00-10:00 -> closed OutsideHours, opens 2011-12-31 00:00+14:00",
    );
    check(
        &hours("Pacific/Apia", "Fri 22:00-02:00\n2011-12-31 closed"),
        "2011-12-29 23:00-10:00 -> closed OutsideHours, opens 2012-01-06 22:00+14:00",
    );
}

#[test]
fn in_asuncion_a_spring_day_begins_at_one() {
    // 1 October 2023 began at 01:00. On 24 March 2024, at its beginning, clocks went back to 23:00 of the 23rd.
    check(
        &hours("America/Asuncion", "Sun 00:00-12:00"),
        "2023-09-30 23:59-04:00 -> closed OutsideHours, opens 2023-10-01 01:00-03:00",
    );
    check(
        &hours("America/Asuncion", "Sat 20:00-24:00"),
        "
        2023-09-30 23:00-04:00 -> open Weekly until 2023-10-01 01:00-03:00, opens 2023-10-07 20:00-03:00
        2024-03-23 23:30-03:00 -> open Weekly until 2024-03-24 00:00-04:00, opens 2024-03-30 20:00-04:00
        ",
    );
    check(
        &hours("America/Asuncion", "Sat 20:00-04:00\n2023-10-01 closed\n2024-03-24 closed"),
        "
        2023-09-30 23:00-04:00 -> open Weekly until 2023-10-01 01:00-03:00, opens 2023-10-07 20:00-03:00
        2024-03-23 23:30-03:00 -> open Weekly until 2024-03-24 00:00-04:00, opens 2024-03-30 20:00-04:00
        ",
    );
}

#[test]
fn in_beirut_and_havana_midnight_does_not_exist_once_a_year() {
    check(
        &hours("Asia/Beirut", "Sat 23:00-00:15\nSun 00:15-02:00"),
        "2026-03-28 23:30+02:00 -> open Weekly until 2026-03-29 02:00+03:00, opens 2026-04-04 23:00+03:00",
    );
    // In Havana the repeated hour is the first of Sunday: a date closed all day is closed in both.
    check(
        &hours("America/Havana", "Sat 20:00-24:00\nSun 00:00-00:30"),
        "2024-11-03 00:45-04:00 -> open Weekly until 2024-11-03 00:30-05:00, opens 2024-11-09 20:00-05:00",
    );
    check(
        &hours("America/Havana", "Sat 20:00-24:00\n2024-11-03 closed"),
        "2024-11-02 23:00-04:00 -> open Weekly until 2024-11-03 00:00-04:00, opens 2024-11-09 20:00-05:00",
    );
}

#[test]
fn any_instant_has_an_answer() {
    let hours = hours("Pacific/Apia", "Mon 09:00-09:00\n9999-12-31 10:00-12:00\n-009999-01-01 closed");
    for at in [i64::MIN, i64::MIN + 1, -1, 0, 253_402_207_200_000, i64::MAX - 1, i64::MAX] {
        let state = hours.at(UnixMillis(at));
        assert!(state.next_opening.is_none_or(|opening| opening.0 > at), "at {at}: {state:?}");
        desk_state(&hours, Staffing { pair_possible: true, pair_free: true, queue_full: false }, UnixMillis(at));
    }
}

#[test]
fn overlaps_are_refused_with_both_spans() {
    for (text, said) in [
        ("Mon 09:00-12:00 11:59-14:00", "Monday 09:00–12:00 and Monday 11:59–14:00 overlap"),
        ("Mon 09:00-12:00 09:00-12:00", "Monday 09:00–12:00 and Monday 09:00–12:00 overlap"),
        ("Fri 22:00-03:00\nSat 02:00-05:00", "Friday 22:00–03:00 and Saturday 02:00–05:00 overlap"),
        ("Mon 01:00-05:00\nSun 22:00-01:01", "Sunday 22:00–01:01 and Monday 01:00–05:00 overlap"),
        ("Tue 09:00-09:00 20:00-21:00", "Tuesday 09:00–09:00 and Tuesday 20:00–21:00 overlap"),
        ("Tue 09:00-09:00\nWed 08:00-10:00", "Tuesday 09:00–09:00 and Wednesday 08:00–10:00 overlap"),
        ("2026-12-24 09:00-12:00 11:00-13:00", "2026-12-24 09:00–12:00 and 2026-12-24 11:00–13:00 overlap"),
        ("2026-12-31 22:00-03:00\n2027-01-01 02:00-03:00", "2026-12-31 22:00–03:00 and 2027-01-01 02:00–03:00 overlap"),
    ] {
        assert_eq!(try_hours("Europe/London", text).expect_err(text).to_string(), said);
    }
    for text in [
        "Mon 09:00-12:00 12:00-14:00",
        "Fri 22:00-03:00\nSat 03:00-05:00",
        "Mon 01:00-05:00\nSun 22:00-01:00",
        "Tue 09:00-09:00\nWed 09:00-10:00",
        "2026-12-31 22:00-03:00\n2027-01-01 03:00-03:00",
        "2026-12-31 22:00-03:00\n2027-01-02 02:00-03:00",
        // An exception may meet the weekly hours of its neighbours: they join.
        "Fri 22:00-03:00\n2026-11-28 02:00-05:00\n2026-12-03 20:00-23:00",
    ] {
        assert!(try_hours("Europe/London", text).is_ok(), "{text}");
    }
}

#[test]
fn every_other_mistake_names_its_place() {
    let seven = "00:00-01:00 02:00-03:00 04:00-05:00 06:00-07:00 08:00-09:00 10:00-11:00 12:00-13:00";
    let long = "é".repeat(NOTE_CHARS_MAX + 1);
    for (text, said) in [
        (format!("Wed {seven}"), "Wednesday has 7 spans, more than 6"),
        (format!("2026-12-24 {seven}"), "2026-12-24 has 7 spans, more than 6"),
        ("Wed 24:00-02:00".to_owned(), "Wednesday 24:00–02:00 begins at 24:00: write it as 00:00 of the next day"),
        (
            "2026-12-24 24:00-24:00".to_owned(),
            "2026-12-24 24:00–24:00 begins at 24:00: write it as 00:00 of the next day",
        ),
        ("2026-12-24 closed\n2026-12-24 09:00-10:00".to_owned(), "there are two exceptions for 2026-12-24"),
        ("2026-12-24 09:00-10:00\n2026-12-24 09:00-10:00".to_owned(), "there are two exceptions for 2026-12-24"),
        (format!("2026-12-24 closed: {long}"), "the note for 2026-12-24 is longer than 200 characters"),
        ("2026-12-24 closed: bell\u{7}".to_owned(), "the note for 2026-12-24 holds a character that is not allowed"),
    ] {
        assert_eq!(try_hours("Europe/London", &text).expect_err(&text).to_string(), said);
    }
    assert!(try_hours("Europe/London", &format!("2026-12-24 closed: {}", "é".repeat(NOTE_CHARS_MAX))).is_ok());
    let mut exceptions = vec![];
    let mut date = jiff::civil::date(2026, 1, 1);
    for _ in 0..=EXCEPTIONS_MAX {
        exceptions.push(Exception { date, spans: vec![span("09:00-12:00")], note: String::new() });
        date = date.tomorrow().expect("within the calendar");
    }
    let zone = TimeZoneName::new("UTC").expect("a zone");
    assert_eq!(
        Hours::new(zone.clone(), vec![], exceptions.clone()),
        Err(HoursError::TooManyExceptions { count: EXCEPTIONS_MAX + 1 })
    );
    exceptions.pop();
    assert!(Hours::new(zone, vec![], exceptions).is_ok());
}

#[test]
fn a_time_zone_is_known_by_its_name() {
    for (given, kept) in [("europe/london", "Europe/London"), ("UTC", "UTC"), ("Asia/Kolkata", "Asia/Kolkata")] {
        assert_eq!(TimeZoneName::new(given).map(|zone| zone.to_string()), Ok(kept.to_owned()));
    }
    for given in
        ["", "Mars/Olympus", "Etc/Unknown", "GMT0BST,M3.5.0/1,M10.5.0", "../etc/passwd", "+01:00", "Europe/London "]
    {
        assert_eq!(TimeZoneName::new(given), Err(HoursError::UnknownTimeZone { name: given.to_owned() }));
    }
    assert!(TimeZoneName::new(&"é".repeat(2_000)).is_err());
}

#[test]
fn weekdays_and_minutes_are_numbered() {
    for (number, day) in (1..=7).zip(Weekday::ALL) {
        assert_eq!((day.number(), Weekday::from_number(number)), (number, Some(day)));
    }
    assert_eq!((Weekday::from_number(0), Weekday::from_number(8)), (None, None));
    let said = |minute: u16| MinuteOfDay::new(minute).map(|minute| minute.to_string());
    assert_eq!(said(0).as_deref(), Some("00:00"));
    assert_eq!(said(545).as_deref(), Some("09:05"));
    assert_eq!(said(1440).as_deref(), Some("24:00"));
    assert_eq!(said(1441), None);
}

#[test]
fn hours_are_kept_in_order() {
    let hours = hours(
        "Europe/London",
        "Sun 09:00-10:00\nMon 13:00-14:00 09:00-10:00\n2027-01-01 12:00-13:00 09:00-10:00\n2026-12-25 closed",
    );
    let weekly: Vec<String> = hours.weekly().iter().map(|at| format!("{} {}", at.weekday, at.span)).collect();
    assert_eq!(weekly, ["Monday 09:00–10:00", "Monday 13:00–14:00", "Sunday 09:00–10:00"]);
    let dates: Vec<String> = hours.exceptions().iter().map(|at| at.date.to_string()).collect();
    assert_eq!(dates, ["2026-12-25", "2027-01-01"]);
    assert_eq!(hours.exceptions()[1].spans, [span("09:00-10:00"), span("12:00-13:00")]);
}

#[test]
fn the_desk_state_joins_hours_and_people() {
    // Columns: possible, free, full.
    let hours = hours("Europe/London", "Mon 09:00-12:00\nThu 18:00-20:00");
    for (staffing, expected) in [
        ("pfn", OpenState::Open),
        ("p-n", OpenState::Busy),
        ("--n", OpenState::Closed(ClosedReason::NoPair)),
        ("--f", OpenState::Closed(ClosedReason::NoPair)),
        ("p-f", OpenState::Closed(ClosedReason::QueueFull)),
        ("pff", OpenState::Closed(ClosedReason::QueueFull)),
    ] {
        let state = desk_state(&hours, people(staffing), instant("2026-11-23 10:00+00:00"));
        assert_eq!(
            state,
            DeskState {
                state: expected,
                next_opening: Some(instant("2026-11-26 18:00+00:00")),
                changes_at: Some(instant("2026-11-23 12:00+00:00")),
            },
            "{staffing}"
        );
        // Who is there opens nothing outside the hours.
        let state = desk_state(&hours, people(staffing), instant("2026-11-23 12:00+00:00"));
        assert_eq!(state.state, OpenState::Closed(ClosedReason::OutsideHours), "{staffing}");
    }
}

#[test]
fn a_closed_desk_says_why_and_when_that_changes() {
    let hours = hours(
        "Europe/London",
        "Mon 09:00-12:00
         2026-11-25 closed: Training day
         2026-11-26 closed: Training day
         2026-11-27 13:00-14:00: Late",
    );
    for line in [
        "2026-11-23 12:00+00:00 OutsideHours -> 2026-11-25 00:00+00:00, opens 2026-11-27 13:00+00:00",
        "2026-11-25 10:00+00:00 Training day -> 2026-11-27 00:00+00:00, opens 2026-11-27 13:00+00:00",
        "2026-11-27 00:00+00:00 Late -> 2026-11-27 12:30+00:00, opens 2026-11-27 13:00+00:00",
        "2026-11-27 12:29+00:00 Late -> 2026-11-27 12:30+00:00, opens 2026-11-27 13:00+00:00",
        "2026-11-27 12:30+00:00 OpensSoon -> 2026-11-27 13:00+00:00, opens 2026-11-27 13:00+00:00",
        "2026-11-27 14:00+00:00 Late -> 2026-11-28 00:00+00:00, opens 2026-11-30 09:00+00:00",
        "2026-11-28 00:00+00:00 OutsideHours -> 2026-11-30 08:30+00:00, opens 2026-11-30 09:00+00:00",
    ] {
        let (at, _) = line.split_at("2026-11-23 12:00+00:00".len());
        let state = desk_state(&hours, people("pfn"), instant(at));
        let reason = match state.state {
            OpenState::Closed(ClosedReason::Exception { note }) => note,
            OpenState::Closed(reason) => format!("{reason:?}"),
            open => format!("{open:?}"),
        };
        let when = |at: Option<UnixMillis>| at.map_or_else(|| "never".to_owned(), |at| local(&hours, at));
        let found = format!("{at} {reason} -> {}, opens {}", when(state.changes_at), when(state.next_opening));
        assert_eq!(found, line);
    }
}

#[test]
fn a_desk_without_hours_stays_closed_whoever_is_there() {
    let state = desk_state(&hours("Europe/London", ""), people("pfn"), instant("2026-11-23 12:00+00:00"));
    let closed = OpenState::Closed(ClosedReason::NoHours);
    assert_eq!(state, DeskState { state: closed, next_opening: None, changes_at: None });
}

#[test]
fn the_reason_changes_with_the_date_that_has_begun() {
    let reason = |hours: &Hours, at: &str| {
        let state = desk_state(hours, people("pfn"), instant(at));
        (state.state, state.changes_at.map(|at| local(hours, at)))
    };
    let outside = OpenState::Closed(ClosedReason::OutsideHours);
    let excepted = OpenState::Closed(ClosedReason::Exception { note: "Holiday".to_owned() });
    // An exception on the date that Apia skipped changes nothing; the next change is that it opens soon.
    let apia = hours("Pacific/Apia", "Sun 09:00-12:00\n2011-12-30 closed: Holiday");
    let soon = Some("2012-01-01 08:30+14:00".to_owned());
    assert_eq!(reason(&apia, "2011-12-29 12:00-10:00"), (outside.clone(), soon.clone()));
    assert_eq!(reason(&apia, "2011-12-31 00:00+14:00"), (outside.clone(), soon));
    // In Goose Bay, 7 November 2010 was one minute old when clocks went back to 23:01 of the 6th.
    let goose_bay = hours("America/Goose_Bay", "Wed 09:00-12:00\n2010-11-07 closed: Holiday");
    let begins = Some("2010-11-07 00:00-03:00".to_owned());
    let ends = Some("2010-11-08 00:00-04:00".to_owned());
    assert_eq!(reason(&goose_bay, "2010-11-06 23:30-03:00"), (outside, begins));
    assert_eq!(reason(&goose_bay, "2010-11-07 00:00-03:00"), (excepted.clone(), ends.clone()));
    assert_eq!(reason(&goose_bay, "2010-11-06 23:30-04:00"), (excepted, ends));
}

/// Staffing from three letters: a pair is **p**ossible, **f**ree, the queue is **f**ull (or **n**ot).
fn people(text: &str) -> Staffing {
    let letter = |at: usize| text.as_bytes()[at];
    Staffing { pair_possible: letter(0) == b'p', pair_free: letter(1) == b'f', queue_full: letter(2) == b'f' }
}

/// How long it stays open from an opening.
fn length_hours(hours: &Hours, opening: &str) -> u64 {
    let opening = instant(opening);
    assert!(!hours.at(UnixMillis(opening.0 - 1)).open, "still closed just before");
    let state = hours.at(opening);
    assert!(state.open, "{}", said(hours, &state));
    state.changes_at.expect("it closes again").since(opening).as_secs() / 3600
}
