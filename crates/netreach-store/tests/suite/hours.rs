//! Opening hours, read and replaced as a whole.

use jiff::civil::date;
use netreach_core::hours::{Exception, Hours, MinuteOfDay, Span, TimeZoneName, Weekday, WeeklySpan};

use crate::stage::london;

fn span(opens: u16, closes: u16) -> Span {
    let minute = |minutes| MinuteOfDay::new(minutes).expect("a minute of the day");
    Span { opens: minute(opens), closes: minute(closes) }
}

fn weekly(weekday: Weekday, opens: u16, closes: u16) -> WeeklySpan {
    WeeklySpan { weekday, span: span(opens, closes) }
}

fn hours() -> Hours {
    Hours::new(
        TimeZoneName::new("Europe/Bucharest").expect("a time zone"),
        vec![
            weekly(Weekday::Sunday, 1_320, 120),
            weekly(Weekday::Monday, 600, 720),
            weekly(Weekday::Monday, 780, 1_440),
        ],
        vec![
            Exception { date: date(2026, 12, 25), spans: Vec::new(), note: "Closed for the holiday".to_owned() },
            Exception { date: date(2026, 3, 29), spans: vec![span(60, 180), span(600, 720)], note: String::new() },
        ],
    )
    .expect("valid hours")
}

on_every_engine! {
    async fn a_new_desk_has_no_hours(stage) {
        let (store, here) = (&stage.store, &stage.here);
        let none = Hours::new(london(), Vec::new(), Vec::new()).expect("valid hours");
        assert_eq!(store.hours(here.consortium, here.desk).await.expect("an answer"), Some(none));
    }

    async fn hours_are_replaced_as_a_whole_with_their_zone(stage) {
        let (store, here) = (&stage.store, &stage.here);
        let before = stage.revision().await;
        assert!(store.replace_hours(here.consortium, here.desk, &hours()).await.expect("replaced"));
        assert_eq!(stage.revision().await, before + 1);
        assert_eq!(store.hours(here.consortium, here.desk).await.expect("an answer"), Some(hours()));
        let desk = store.desk(here.consortium, here.desk).await.expect("an answer").expect("the desk");
        assert_eq!(desk.time_zone.as_str(), "Europe/Bucharest");

        let fewer = Hours::new(london(), vec![weekly(Weekday::Friday, 540, 1_020)], Vec::new()).expect("valid hours");
        assert!(store.replace_hours(here.consortium, here.desk, &fewer).await.expect("replaced"));
        assert_eq!(store.hours(here.consortium, here.desk).await.expect("an answer"), Some(fewer));
    }

    /// I9.
    async fn another_consortium_neither_sees_nor_changes_hours(stage) {
        let (store, here, there) = (&stage.store, &stage.here, &stage.there);
        assert!(store.replace_hours(here.consortium, here.desk, &hours()).await.expect("replaced"));
        let theirs = Hours::new(london(), Vec::new(), Vec::new()).expect("valid hours");
        assert_eq!(store.hours(there.consortium, here.desk).await.expect("an answer"), None);
        assert!(!store.replace_hours(there.consortium, here.desk, &theirs).await.expect("an answer"));
        assert_eq!(store.hours(here.consortium, here.desk).await.expect("an answer"), Some(hours()));
    }

    /// Readers find the hours of before or of after, never some of each.
    async fn hours_are_never_read_half_replaced(stage) {
        let (consortium, desk) = (stage.here.consortium, stage.here.desk);
        let none = Hours::new(london(), Vec::new(), Vec::new()).expect("valid hours");
        let store = stage.store.clone();
        let last = none.clone();
        let changing = async move {
            for _ in 0..10 {
                assert!(store.replace_hours(consortium, desk, &hours()).await.expect("replaced"));
                assert!(store.replace_hours(consortium, desk, &last).await.expect("replaced"));
            }
        };
        let store = stage.store.clone();
        let reading = async move {
            for _ in 0..40 {
                let read = store.hours(consortium, desk).await.expect("an answer").expect("hours");
                assert!(read == none || read == hours(), "{read:?}");
            }
        };
        tokio::join!(changing, reading);
    }
}
