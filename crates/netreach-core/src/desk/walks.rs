//! Seeded walks over a whole desk with its conversations. `proptest` prints and keeps the seed of a failure.
//!
//! Each step is checked by the aggregates themselves, by [`World`], and by an [`Oracle`] that states the rules anew from
//! what the desk shows, without the functions that decide by them.

mod oracle;
pub(crate) mod steps;

use std::time::Duration;

use proptest::prelude::*;

use super::rules::GRACE_MAX;
use super::world::{Step, World, fold};
use super::{Command, ConnectionId, Desk, Standing, Waiting};
use crate::desk::Availability;
use crate::ids::ConversationId;
use crate::time::UnixMillis;
use oracle::Oracle;
use steps::{Walk, Walker, walks};

/// Walks of each property: some seconds of an unoptimised build.
pub(crate) const CASES: u32 = 96;

fn run(walk: &Walk) -> (Walker, Oracle) {
    let mut walker = Walker::new(walk);
    let mut oracle = Oracle::default();
    for (after, op) in &walk.ops {
        walker.now = walker.now + *after;
        oracle.before(&walker, op);
        let before = walker.world.clone();
        let outcome = walker.take(op);
        oracle.after(&before, &walker.world, walker.now, op, &outcome);
        if let Err(refused) = outcome {
            assert!(walker.world == before, "{refused:?} changed something: {op:?}");
        }
    }
    (walker, oracle)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, ..ProptestConfig::default() })]

    /// I1, I2, I7, I8, I10 and the minutes below the rule, after every step; and that a refusal changes nothing.
    #[test]
    fn the_rules_hold_at_every_step(walk in walks(1..120)) {
        run(&walk);
    }

    /// The same commands at the same times lead to the same events on every node.
    #[test]
    fn the_same_commands_lead_to_the_same_events(walk in walks(1..80)) {
        let (one, _) = run(&walk);
        let (other, _) = run(&walk);
        prop_assert!(one.world == other.world);
    }

    /// A node that folds the log from its beginning holds what a node holds that was there all the time.
    #[test]
    fn a_history_replays_to_the_same_state(walk in walks(1..100)) {
        let (walker, _) = run(&walk);
        let mut desk = Desk::default();
        for (at, event) in &walker.world.desk_history {
            desk.apply(*at, event);
        }
        prop_assert!(desk == walker.world.desk);
        for (id, talk) in &walker.world.conversations {
            prop_assert!(fold(&walker.world.histories[id]) == *talk);
        }
    }

    /// With workers enough and the grace over, everybody who waits is served, and every conversation is whole.
    #[test]
    fn with_workers_enough_everybody_is_served(walk in walks(1..120)) {
        let (mut walker, _) = run(&walk);
        bring_four(&mut walker);
        walker.now = walker.now + GRACE_MAX + Duration::from_secs(1);
        walker.world.tick(walker.now);
        let waiting: Vec<&Waiting> = walker.world.desk.queue().filter(|waiting| waiting.here).collect();
        prop_assert!(waiting.is_empty(), "they still wait: {waiting:?}");
        for (id, staffing) in walker.world.desk.conversations() {
            prop_assert_eq!(staffing.standing, Standing::Full, "{} is not whole: {:?}", id, staffing);
        }
        prop_assert_eq!(walker.world.desk.next_deadline(), None);
    }
}

/// Four operators of two projects whom nobody has seen before, with room for all.
fn bring_four(walker: &mut Walker) {
    for fresh in 0..4_u8 {
        let worker = steps::worker(100 + fresh, fresh % 2, crate::people::Role::Operator, u8::MAX, true);
        let connection = ConnectionId(1);
        let availability = Some(Availability::Available);
        let connect = Step::Desk(Command::Connect { worker, connection, availability });
        walker.world.step(walker.now, &connect).expect("who is new may come");
    }
}

/// A walk that reaches nothing proves nothing: what the walks come to see, over some fixed seeds.
#[test]
fn the_walks_see_every_standing_and_every_reason() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
    use std::collections::BTreeSet;

    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for _ in 0..120 {
        let walk = walks(100..120).new_tree(&mut runner).expect("a walk").current();
        let (_, oracle) = run(&walk);
        seen.extend(oracle.seen);
    }
    let wanted = [
        "Full",
        "Grace",
        "Held",
        "Finishing",
        "Supervised",
        "Paired",
        "Presence",
        "GraceOver",
        "Replaced",
        "SteppedOut",
        "Swapped",
        "SupervisorCalled",
        "SupervisorJoined",
        "RulesChanged",
        "Resumed",
        "Closed",
        "QueueFull",
        "NotOnline",
        "NotInConversation",
        "CannotLead",
        "NoSecond",
        "NoSupervisor",
        "AlreadyCalled",
        "NotCalled",
        "StillWaiting",
        "Ended",
        "SupervisorNeeded",
        "IdTaken",
        "NoSuggestion",
        "Ahead",
        "BelowMinimum",
        "passed over",
        "Idle",
        "VisitorGone",
        "Workers",
        "Visitor",
        "message in the grace",
        "message when finishing",
        "Open",
        "Busy",
        "resend",
    ];
    let missing: Vec<&str> = wanted.into_iter().filter(|word| !seen.contains(*word)).collect();
    assert!(missing.is_empty(), "no walk comes to {missing:?}; they see {seen:?}");
}

impl PartialEq for World {
    fn eq(&self, other: &Self) -> bool {
        self.desk == other.desk
            && self.conversations == other.conversations
            && self.desk_history == other.desk_history
            && self.histories == other.histories
    }
}

/// The id that no walk uses: for a visitor who only asks.
fn nobody() -> ConversationId {
    ConversationId(uuid::Uuid::max())
}

/// Where walks begin.
pub(crate) const START: UnixMillis = UnixMillis(1_000_000_000_000);
