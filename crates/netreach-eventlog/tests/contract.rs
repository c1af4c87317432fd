//! The contract of the log, as any implementation must keep it.

use std::sync::Arc;

use netreach_eventlog::{APPEND_EVENTS_MAX, AppendError, InProcessLog, SUBJECT_EVENTS_MAX, Seq, Subject};
use proptest::prelude::*;

fn subject(name: &str) -> Subject {
    Subject::new(name)
}

#[tokio::test]
async fn an_append_is_conditional_and_takes_all_or_nothing() {
    let log = InProcessLog::<u32>::new();
    let desk = subject("desk.1");
    assert_eq!(log.append(&desk, Seq(0), vec![1, 2]).await, Ok(Seq(2)));
    assert_eq!(log.append(&desk, Seq(0), vec![9, 9]).await, Err(AppendError::Conflict { last: Seq(2) }));
    assert_eq!(log.append(&desk, Seq(5), vec![9]).await, Err(AppendError::Conflict { last: Seq(2) }));
    assert_eq!(log.append(&desk, Seq(2), vec![3]).await, Ok(Seq(3)));
    assert_eq!(log.replay(&desk, Seq(0)), vec![(Seq(1), 1), (Seq(2), 2), (Seq(3), 3)]);
    assert_eq!(log.replay(&desk, Seq(2)), vec![(Seq(3), 3)]);
    assert_eq!(log.replay(&subject("desk.2"), Seq(0)), vec![]);
}

#[tokio::test]
async fn a_subject_is_bounded() {
    let log = InProcessLog::<u8>::new();
    let room = subject("conversation.1");
    assert_eq!(log.append(&room, Seq(0), vec![0; APPEND_EVENTS_MAX + 1]).await, Err(AppendError::Full));
    let full = Seq(SUBJECT_EVENTS_MAX as u64);
    assert_eq!(log.append(&room, Seq(0), vec![0; SUBJECT_EVENTS_MAX]).await, Ok(full));
    assert_eq!(log.append(&room, full, vec![0]).await, Err(AppendError::Full));
    log.forget(&room);
    assert_eq!(log.append(&room, Seq(0), vec![0]).await, Ok(Seq(1)));
}

#[tokio::test]
async fn what_is_trimmed_is_let_go_and_numbers_stay() {
    let log = InProcessLog::<u8>::new();
    let desk = subject("desk.1");
    log.append(&desk, Seq(0), vec![1, 2]).await.expect("room for two");
    log.append(&desk, Seq(2), vec![3]).await.expect("room for one");
    log.trim(&desk, Seq(2));
    assert_eq!(log.replay(&desk, Seq(0)), vec![(Seq(3), 3)]);
    assert_eq!(log.append(&desk, Seq(3), vec![4]).await, Ok(Seq(4)));
}

#[tokio::test]
async fn an_append_waits_for_a_feed_that_is_behind() {
    let log = InProcessLog::<u8>::with_feed_bound(2);
    let desk = subject("desk.1");
    let mut feed = log.feed();
    log.append(&desk, Seq(0), vec![1]).await.expect("the first fits");
    log.append(&desk, Seq(1), vec![2]).await.expect("the second fits");
    let third = log.append(&desk, Seq(2), vec![3]);
    tokio::pin!(third);
    tokio::select! {
        biased;
        _ = &mut third => panic!("the third append did not wait"),
        () = tokio::task::yield_now() => {}
    }
    assert_eq!(feed.next().await.events.as_ref(), &[1]);
    assert_eq!(third.await, Ok(Seq(3)));
    drop(feed);
    for seq in 3..20 {
        log.append(&desk, Seq(seq), vec![0]).await.expect("no feed, no wait");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn writers_who_race_never_lose_or_double_and_a_feed_sees_one_order() {
    const WRITERS: u32 = 8;
    const EACH: u32 = 200;
    let log = InProcessLog::<(u32, u32)>::new();
    let desk = subject("desk.1");
    let mut feed = log.feed();
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..WRITERS {
        let (log, desk) = (log.clone(), desk.clone());
        writers.spawn(async move {
            let mut last = Seq(0);
            for nth in 0..EACH {
                loop {
                    match log.append(&desk, last, vec![(writer, nth)]).await {
                        Ok(seq) => {
                            last = seq;
                            break;
                        }
                        Err(AppendError::Conflict { last: newer }) => last = newer,
                        Err(AppendError::Full) => panic!("the subject holds them all"),
                    }
                }
            }
        });
    }
    let total = u64::from(WRITERS * EACH);
    let mut seen = Vec::new();
    while (seen.len() as u64) < total {
        let appended = feed.next().await;
        assert_eq!(appended.first.0, seen.len() as u64 + 1);
        seen.extend(appended.events.iter().copied());
    }
    while writers.join_next().await.is_some() {}
    let replayed: Vec<_> = log.replay(&desk, Seq(0)).into_iter().map(|(_, event)| event).collect();
    assert_eq!(seen, replayed);
    for writer in 0..WRITERS {
        let own: Vec<u32> = seen.iter().filter(|(by, _)| *by == writer).map(|(_, nth)| *nth).collect();
        assert_eq!(own, (0..EACH).collect::<Vec<_>>());
    }
}

proptest! {
    /// Whoever takes a feed first and replays then has everything once, whatever was appended when.
    #[test]
    fn feed_then_replay_has_no_gap_and_no_repeat(before in 0_usize..20, between in 0_usize..20, after in 0_usize..20) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(async {
            let log = Arc::new(InProcessLog::<usize>::new());
            let desk = subject("desk.1");
            let mut last = Seq(0);
            for event in 0..before {
                last = log.append(&desk, last, vec![event]).await.expect("appends");
            }
            let mut feed = log.feed();
            for event in before..before + between {
                last = log.append(&desk, last, vec![event]).await.expect("appends");
            }
            let mut held: Vec<(Seq, usize)> = log.replay(&desk, Seq(0));
            for event in before + between..before + between + after {
                last = log.append(&desk, last, vec![event]).await.expect("appends");
            }
            let known = held.last().map_or(Seq(0), |(seq, _)| *seq);
            for _ in 0..between + after {
                let appended = feed.next().await;
                if appended.first > known {
                    held.push((appended.first, appended.events[0]));
                }
            }
            let expected: Vec<(Seq, usize)> =
                (0..before + between + after).map(|event| (Seq(event as u64 + 1), event)).collect();
            assert_eq!(held, expected);
            assert_eq!(last.0, expected.len() as u64);
        });
    }
}
