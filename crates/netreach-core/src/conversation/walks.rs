//! Seeded walks of what is said: on the whole desk of [`crate::desk::walks`], looked at from inside the conversations.

use std::collections::BTreeMap;
use std::time::Duration;

use proptest::prelude::*;

use super::{Audience, Author, Command, Conversation, ConversationEvent, MESSAGES_MAX, Opening, Refusal};
use crate::desk::walks::CASES;
use crate::desk::walks::steps::{Op, Walk, Walker, walks};
use crate::desk::world::fold;
use crate::desk::{Roster, RosterEntry, Seat, Standing};
use crate::ids::{ConversationId, MessageId, PersonId};
use crate::people::Language;
use crate::text::{DisplayName, MessageText};
use crate::time::UnixMillis;

fn run(walk: &Walk, ops: impl Iterator<Item = (UnixMillis, Op)>) -> Walker {
    let mut walker = Walker::new(walk);
    for (at, op) in ops {
        walker.now = at;
        // What is refused is no part of the history.
        let _ = walker.take(&op);
    }
    walker
}

/// The steps of a walk with their instants, as far as `keep` says.
fn steps(walk: &Walk, keep: impl Fn(&Op) -> bool) -> impl Iterator<Item = (UnixMillis, Op)> {
    let mut now = crate::desk::walks::START;
    walk.ops.iter().filter_map(move |(after, op)| {
        now = now + *after;
        keep(op).then(|| (now, op.clone()))
    })
}

/// What a visitor is given, numbered from 1. The desk's revision is for the link of desk and conversation only.
fn for_visitors(walker: &Walker) -> BTreeMap<ConversationId, Vec<(UnixMillis, ConversationEvent)>> {
    let for_one = |history: &Vec<(UnixMillis, ConversationEvent)>| {
        let shown = history.iter().filter(|(_, event)| event.audience() == Audience::Everybody).cloned();
        shown
            .map(|(at, event)| match event {
                ConversationEvent::RosterSet { revision: _, workers, standing } => {
                    (at, ConversationEvent::RosterSet { revision: 0, workers, standing })
                }
                other => (at, other),
            })
            .collect()
    };
    walker.world.histories.iter().map(|(id, history)| (*id, for_one(history))).collect()
}

/// Messages that were taken, in order.
fn messages(walker: &Walker) -> Vec<(ConversationId, MessageId)> {
    let all = walker.world.histories.iter().flat_map(|(id, history)| history.iter().map(move |(_, event)| (id, event)));
    all.filter_map(|(id, event)| match event {
        ConversationEvent::Message { id: message, .. } => Some((*id, *message)),
        _ => None,
    })
    .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, ..ProptestConfig::default() })]

    /// I3: what only staff do changes neither what visitors are given, nor when, nor its numbers.
    #[test]
    fn what_only_staff_do_is_nothing_to_visitors(mut walk in walks(1..120)) {
        // An aside counts as writing, so that two who confer are not cut off: silence is not part of this walk.
        walk.idle_end = Duration::from_hours(1_000);
        for (_, op) in &mut walk.ops {
            // A call that is answered and a suggestion that is sent do reach the visitor, and should.
            match op {
                Op::Join { .. } => *op = Op::Tick,
                Op::Reply { suggestion, .. } => *suggestion = None,
                _ => {}
            }
        }
        let with = run(&walk, steps(&walk, |_| true));
        let without = run(&walk, steps(&walk, |op| !op.is_for_staff()));
        prop_assert_eq!(for_visitors(&with), for_visitors(&without));
        for (id, talk) in &with.world.conversations {
            prop_assert_eq!(talk.public(), without.world.conversations[id].public());
            // A state that never saw what is for staff counts alike.
            let shown: Vec<_> = for_visitors(&with).remove(id).unwrap_or_default();
            prop_assert_eq!(fold(&shown).public(), talk.public());
            prop_assert_eq!(shown.len() as u64, talk.public());
        }
    }

    /// I7: every message that was taken is there once, in the order in which it was taken, and sending everything again
    /// from both sides changes nothing.
    #[test]
    fn a_resend_of_everything_is_harmless(walk in walks(1..120)) {
        let mut walker = Walker::new(&walk);
        let mut taken: Vec<(ConversationId, MessageId)> = Vec::new();
        for (at, op) in steps(&walk, |_| true) {
            walker.now = at;
            let before = messages(&walker).len();
            let _ = walker.take(&op);
            let now = messages(&walker);
            prop_assert!(now.len() <= before + 1);
            taken.extend(now.into_iter().filter(|one| !taken.contains(one)).collect::<Vec<_>>());
        }
        let kept = messages(&walker);
        prop_assert_eq!(kept.len(), taken.len());
        for id in walker.world.histories.keys() {
            let of = |all: &[(ConversationId, MessageId)]| -> Vec<_> {
                all.iter().filter(|(at, _)| at == id).copied().collect()
            };
            prop_assert_eq!(of(&kept), of(&taken));
        }
        for (id, talk) in &walker.world.conversations {
            for (_, event) in &walker.world.histories[id] {
                let ConversationEvent::Message { id: message, author, text } = event else { continue };
                let found = talk.decide(walker.now, &again(talk, *message, *author, text));
                let gone = matches!(found, Err(Refusal::Ended | Refusal::NotInConversation));
                prop_assert!(gone || found == Ok(Vec::new()), "sent again: {found:?}");
            }
        }
    }
}

fn again(talk: &Conversation, id: MessageId, author: Author, text: &MessageText) -> Command {
    let text = text.clone();
    match author {
        Author::Visitor => Command::VisitorMessage { id, text },
        Author::Worker(number) => {
            let seated = talk.workers().iter().find(|worker| worker.number == number).and_then(|worker| worker.person);
            let by = seated.unwrap_or(PersonId(uuid::Uuid::nil()));
            Command::StaffMessage { by, id, text, suggestion: None }
        }
    }
}

/// A conversation with one worker.
fn served() -> (Conversation, PersonId) {
    let name = |name| DisplayName::new(name).expect("a name");
    let worker = crate::desk::walks::steps::worker(1, 0, crate::people::Role::Operator, 1, true);
    let by = worker.person;
    let opening = Opening {
        nickname: name("Calm River"),
        language: Language::new("en").expect("a language"),
        desk: name("Chat"),
        project: name("Leeds"),
        idle_end: Duration::from_hours(1),
    };
    let entry = RosterEntry { worker, seat: Seat::Lead, here: true };
    let roster = Roster { revision: 5, workers: vec![entry], standing: Standing::Full };
    let mut talk = Conversation::default();
    for command in [Command::Open(opening), Command::Mirror(roster)] {
        let events = talk.decide(UnixMillis(0), &command).expect("it begins");
        for event in &events {
            talk.apply(UnixMillis(0), event);
        }
    }
    (talk, by)
}

#[test]
fn an_older_roster_never_replaces_a_newer_one() {
    let (talk, _) = served();
    for revision in 0..=5 {
        let older = Roster { revision, workers: Vec::new(), standing: Standing::Held };
        assert_eq!(talk.decide(UnixMillis(1), &Command::Mirror(older)), Ok(Vec::new()));
    }
    let newer = Roster { revision: 6, workers: Vec::new(), standing: Standing::Held };
    assert_eq!(talk.decide(UnixMillis(1), &Command::Mirror(newer)).map(|events| events.len()), Ok(1));
}

#[test]
fn a_conversation_holds_as_much_as_it_may_and_no_more() {
    let (mut talk, by) = served();
    let text = MessageText::new("text").expect("a text");
    let id = |number: usize| MessageId(uuid::Uuid::from_u128(number as u128));
    for number in 0..MESSAGES_MAX {
        let write = Command::VisitorMessage { id: id(number), text: text.clone() };
        let events = talk.decide(UnixMillis(1), &write).expect("there is room");
        for event in &events {
            talk.apply(UnixMillis(1), event);
        }
    }
    let (more, text_of) = (id(MESSAGES_MAX), || text.clone());
    let visitor = Command::VisitorMessage { id: more, text: text_of() };
    let worker = Command::StaffMessage { by, id: more, text: text_of(), suggestion: None };
    let aside = Command::Aside { by, id: more, text: text_of() };
    for command in [visitor, worker, aside] {
        assert_eq!(talk.decide(UnixMillis(2), &command), Err(Refusal::Full));
    }
    // What was taken can still be sent again, and the conversation can be ended.
    let again = Command::VisitorMessage { id: id(0), text: text_of() };
    assert_eq!(talk.decide(UnixMillis(2), &again), Ok(Vec::new()));
    assert!(talk.decide(UnixMillis(2), &Command::VisitorEnd).is_ok());
}
