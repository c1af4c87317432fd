//! Counts by desk and day.

use std::time::Duration;

use jiff::civil::date;
use netreach_store::{Bound, Conflict, Count, DayCount, StoreError};

use crate::stage::NOW;

const DAY: Duration = Duration::from_hours(24);

on_every_engine! {
    async fn counts_add_up_by_day(stage) {
        let (store, here) = (&stage.store, &stage.here);
        let add = |count, by, now| store.add_to_count(here.consortium, here.desk, count, by, now);
        assert_eq!(add(Count::Requests, 1, NOW).await.expect("added"), 1);
        assert_eq!(add(Count::Requests, 2, NOW).await.expect("added"), 3);
        // Above 32 bits, and on the last millisecond of the day.
        let last = netreach_core::time::UnixMillis(NOW.0 + 12 * 3_600_000 - 1);
        assert_eq!(add(Count::BelowRuleMs, 5_000_000_000, last).await.expect("added"), 5_000_000_000);
        assert_eq!(add(Count::Requests, 7, NOW + DAY).await.expect("added"), 7);
        let (monday, tuesday) = (date(2026, 3, 2), date(2026, 3, 3));
        let first = [
            DayCount { day: monday, count: Count::BelowRuleMs, value: 5_000_000_000 },
            DayCount { day: monday, count: Count::Requests, value: 3 },
        ];
        let second = [DayCount { day: tuesday, count: Count::Requests, value: 7 }];
        let read = |from, to| store.counts(here.consortium, here.desk, from, to);
        assert_eq!(read(monday, monday).await.expect("counts"), first);
        assert_eq!(read(tuesday, tuesday).await.expect("counts"), second);
        assert_eq!(read(monday, tuesday).await.expect("counts"), [&first[..], &second[..]].concat());
        assert!(read(tuesday, monday).await.expect("counts").is_empty());
        let refused = read(date(2024, 1, 1), tuesday).await;
        assert!(matches!(refused, Err(StoreError::Refused { bound: Bound::TooMany { .. }, .. })), "{refused:?}");
    }

    async fn counts_at_once_are_all_counted(stage) {
        let (consortium, desk) = (stage.here.consortium, stage.here.desk);
        let mut adding = tokio::task::JoinSet::new();
        for _ in 0..10 {
            let store = stage.store.clone();
            adding.spawn(async move { store.add_to_count(consortium, desk, Count::Conversations, 1, NOW).await });
        }
        let mut values = Vec::new();
        while let Some(added) = adding.join_next().await {
            values.push(added.expect("no panic").expect("added"));
        }
        values.sort_unstable();
        assert_eq!(values, (1..=10).collect::<Vec<_>>());
    }

    /// I9.
    async fn another_consortium_neither_sees_nor_adds_to_a_count(stage) {
        let (store, here, there) = (&stage.store, &stage.here, &stage.there);
        let day = date(2026, 3, 2);
        let refused = store.add_to_count(there.consortium, here.desk, Count::Missed, 1, NOW).await;
        assert!(matches!(refused, Err(StoreError::Conflict(Conflict::Reference))), "{refused:?}");
        store.add_to_count(here.consortium, here.desk, Count::Missed, 1, NOW).await.expect("added");
        let refused = store.add_to_count(there.consortium, here.desk, Count::Missed, 1, NOW).await;
        assert!(matches!(refused, Err(StoreError::Conflict(Conflict::Reference))), "{refused:?}");
        assert!(store.counts(there.consortium, here.desk, day, day).await.expect("counts").is_empty());
        let counts = store.counts(here.consortium, here.desk, day, day).await.expect("counts");
        assert_eq!(counts, [DayCount { day, count: Count::Missed, value: 1 }]);
    }
}
