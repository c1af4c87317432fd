//! The rules stated anew, from what the desk shows, without the functions that decide by them.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::nobody;
use super::steps::{Op, Walker, person};
use crate::conversation::{Audience, Author, ConversationEvent, Refusal as TalkRefusal};
use crate::desk::world::{Happened, Refused, World, hours};
use crate::desk::{
    Availability, Command, Desk, DeskEvent, Mix, Presence, Refusal, Request, Seat, Solo, Staffing, Standing, Why,
};
use crate::hours::{ClosedReason, OpenState, desk_state};
use crate::ids::{ConversationId, PersonId, ProjectId};
use crate::people::{Language, Role};
use crate::time::UnixMillis;

/// What a walk is held against.
#[derive(Default)]
pub(super) struct Oracle {
    /// Conversations below their minimum: since when, and the grace that was the rule then.
    short: BTreeMap<ConversationId, (UnixMillis, Duration)>,
    /// Who waits, first come first, and whether they are here.
    line: Vec<(ConversationId, bool)>,
    /// The pair that a visitor who comes now is given: what is best about it.
    best: BTreeMap<bool, Option<Merit>>,
    /// What this walk came to.
    pub(super) seen: BTreeSet<String>,
}

impl Oracle {
    /// Looks at the world as it is before a step.
    pub(super) fn before(&mut self, world: &World, now: UnixMillis) {
        self.agrees_with_what_is_shown(&world.desk, now);
        self.best = [false, true].into_iter().map(|romanian| (romanian, best_pair(&world.desk, romanian))).collect();
    }

    /// Judges a step by what it led to.
    pub(super) fn after(
        &mut self,
        before: &World,
        world: &World,
        now: UnixMillis,
        op: &Op,
        outcome: &Result<Vec<Happened>, Refused>,
    ) {
        if matches!(op, Op::Restart) {
            self.short.clear();
            self.line.clear();
        }
        match outcome {
            Ok(happened) => {
                let mut lasted: BTreeMap<ConversationId, Duration> = BTreeMap::new();
                for event in happened {
                    self.judge(before, world, now, event, &mut lasted);
                }
                self.time_below(&world.desk, now, &lasted);
                self.repeats(op, happened, before, world);
                if let (Op::Arrive { romanian, .. }, Some(pair)) = (op, paired(happened)) {
                    self.is_fair(*romanian, &before.desk, pair);
                }
            }
            Err(refused) => self.refused(before, now, op, *refused),
        }
        capacities(&world.desk);
        only_readers_act(before, op, outcome);
    }

    fn judge(
        &mut self,
        before: &World,
        world: &World,
        now: UnixMillis,
        event: &Happened,
        lasted: &mut BTreeMap<ConversationId, Duration>,
    ) {
        match event {
            Happened::Talk(id, ConversationEvent::Message { author: Author::Worker(_), .. }) => {
                assert!(self.may_write(before, *id, now), "I1: a staff message passed in {id}");
            }
            Happened::Talk(_, ConversationEvent::Ended(by)) => self.saw(&format!("{by:?}")),
            Happened::Talk(id, ConversationEvent::Marks { delivered, .. }) => {
                let shown = world.histories[id].iter().filter(|(_, e)| e.audience() == Audience::Everybody).count();
                assert!(*delivered < shown as u64, "I7: a mark is ahead of what was sent in {id}");
            }
            Happened::Talk(..) => {}
            Happened::Desk(DeskEvent::Waited { request }) => self.line.push((request.conversation, true)),
            Happened::Desk(DeskEvent::VisitorHere { conversation, here }) => {
                let place = self.line.iter_mut().find(|(id, _)| id == conversation);
                place.expect("only who waits can keep a place").1 = *here;
            }
            Happened::Desk(DeskEvent::LeftQueue { conversation }) => self.line.retain(|(id, _)| id != conversation),
            Happened::Desk(DeskEvent::Staffed { request, why, standing, .. }) => {
                self.saw(&format!("{why:?}"));
                let standing = format!("{standing:?}");
                self.saw(standing.split_whitespace().next().unwrap_or_default());
                if *why == Why::Paired {
                    self.is_next(request.conversation);
                }
            }
            Happened::Desk(DeskEvent::BelowMinimum { conversation, lasted: time }) => {
                self.saw("BelowMinimum");
                assert!(lasted.insert(*conversation, *time).is_none(), "time below was counted twice");
            }
            Happened::Desk(_) => {}
        }
    }

    /// I1: the minimum is here, or the grace runs, or the rule allows it.
    fn may_write(&mut self, world: &World, id: ConversationId, now: UnixMillis) -> bool {
        let staffing = world.desk.staffing(id).expect("who is written to is served");
        let Some((since, grace)) = self.short.get(&id).copied() else { return true };
        if now < since + grace {
            self.saw("message in the grace");
            return true;
        }
        let here = present(&world.desk, staffing);
        match world.desk.rules().solo {
            Solo::Hold => false,
            Solo::Finish => {
                self.saw("message when finishing");
                here.iter().any(|(_, role, _)| *role != Role::Trainee)
            }
            Solo::Supervised => {
                self.saw("message beside a supervisor");
                here.iter().any(|(_, _, seat)| *seat == Seat::Supervisor)
            }
        }
    }

    /// I8: nobody who is here and came earlier is overtaken.
    fn is_next(&mut self, id: ConversationId) {
        let place = self.line.iter().position(|(waiting, _)| *waiting == id).expect("only who waits is paired");
        assert!(self.line[place].1, "I8: {id} was paired while gone");
        assert!(self.line[..place].iter().all(|(_, here)| !here), "I8: {id} overtook somebody");
        if place > 0 {
            self.saw("passed over");
        }
        self.line.remove(place);
    }

    /// The minutes below the rule: counted from the first moment to the last, once.
    fn time_below(&mut self, desk: &Desk, now: UnixMillis, lasted: &BTreeMap<ConversationId, Duration>) {
        let grace = desk.rules().grace;
        let short_now: BTreeSet<ConversationId> =
            desk.conversations().filter(|(_, staffing)| !is_enough(desk, staffing)).map(|(id, _)| id).collect();
        let mended: Vec<ConversationId> = self.short.keys().filter(|id| !short_now.contains(id)).copied().collect();
        for id in &mended {
            let (since, _) = self.short.remove(id).expect("it was short");
            let counted = lasted.get(id).copied().unwrap_or_default();
            assert_eq!(counted, now.since(since), "the time below the rule of {id}");
        }
        assert!(lasted.keys().all(|id| mended.contains(id)), "time below the rule was counted before it was over");
        for id in short_now {
            self.short.entry(id).or_insert((now, grace));
        }
        // The other way round: what the rule lets through stands so.
        for (id, staffing) in desk.conversations() {
            assert_eq!(self.short.contains_key(&id), staffing.standing != Standing::Full, "how {id} stands");
            if let Some((since, grace)) = self.short.get(&id) {
                let in_grace = matches!(staffing.standing, Standing::Grace { .. });
                assert!(in_grace || now >= *since + *grace, "the grace of {id} was cut short");
            }
        }
    }

    /// I7: what was taken once is in the history exactly once, and a repeat adds nothing.
    fn repeats(&mut self, op: &Op, happened: &[Happened], before: &World, world: &World) {
        if matches!(op, Op::Write { .. } | Op::Reply { .. }) && happened.is_empty() {
            self.saw("resend");
        }
        for event in happened {
            let Happened::Talk(id, ConversationEvent::Message { id: message, .. }) = event else { continue };
            let same = |world: &World| {
                world.histories[id].iter().filter(|(_, e)| {
                    matches!(e, ConversationEvent::Message { id, .. } if id == message)
                }).count()
            };
            assert_eq!((same(before), same(world)), (0, 1), "I7: {message} was taken before");
        }
    }

    fn refused(&mut self, before: &World, now: UnixMillis, op: &Op, refused: Refused) {
        let word = match refused {
            Refused::Desk(refusal) => format!("{refusal:?}"),
            Refused::Talk(refusal) => format!("{refusal:?}"),
            Refused::Unknown => return,
        };
        self.saw(&word);
        if let (Op::Reply { .. }, Refused::Talk(TalkRefusal::Held | TalkRefusal::SupervisorNeeded)) = (op, refused) {
            // Which conversation it was follows from the world: one at least must be short with its grace over.
            assert!(self.short.values().any(|(since, grace)| now >= *since + *grace), "a whole pair was held");
            assert!(before.desk.conversations().any(|(_, staffing)| staffing.standing != Standing::Full));
        }
    }

    /// I10: what is shown is what a visitor finds who comes at this instant.
    fn agrees_with_what_is_shown(&mut self, desk: &Desk, now: UnixMillis) {
        for hours_open in [false, true] {
            let shown = desk_state(&hours(hours_open), desk.staffing_facts(), now).state;
            let project = ProjectId(uuid::Uuid::nil());
            let language = Language::new("en").expect("a language");
            let request = Request { conversation: nobody(), language, project };
            let found = desk.decide(now, &Command::Wait { request, hours_open });
            let served = found.as_ref().map(|events| {
                events.iter().any(|e| matches!(e, DeskEvent::Staffed { request, .. } if request.conversation == nobody()))
            });
            self.saw(match shown {
                OpenState::Open => "Open",
                OpenState::Busy => "Busy",
                OpenState::Closed(_) => "Closed",
            });
            let agrees = match (&shown, served) {
                (OpenState::Open, Ok(true)) | (OpenState::Busy, Ok(false)) => true,
                (OpenState::Closed(ClosedReason::QueueFull), Err(Refusal::QueueFull)) => true,
                (OpenState::Closed(reason), Err(Refusal::Closed)) => *reason != ClosedReason::QueueFull,
                _ => false,
            };
            assert!(agrees, "I10: {shown:?} is shown, and who comes finds {found:?}");
            assert!(hours_open || matches!(shown, OpenState::Closed(_)), "I10: open outside the hours");
        }
    }

    /// Language first, then the mix, then the fewest conversations, then the longest idle.
    fn is_fair(&self, romanian: bool, desk: &Desk, pair: &[PersonId]) {
        let Some(best) = &self.best[&romanian] else { return };
        let members: Vec<&Presence> = desk.people().filter(|p| pair.contains(&p.worker.person)).collect();
        let members: Vec<&Presence> = members.into_iter().filter(|p| counts(desk, p.worker.role)).collect();
        assert_eq!(&merit(desk, &members, romanian), best, "a fairer pair was free");
    }

    fn saw(&mut self, word: &str) {
        if !self.seen.contains(word) {
            self.seen.insert(word.to_owned());
        }
    }
}

/// Smaller is better, field by field.
type Merit = (usize, bool, usize, Vec<UnixMillis>);

fn counts(desk: &Desk, role: Role) -> bool {
    desk.rules().trainees_count || role != Role::Trainee
}

/// Who of a conversation is here: each person once, however many connections and seats.
fn present(desk: &Desk, staffing: &Staffing) -> BTreeSet<(PersonId, Role, Seat)> {
    let here: BTreeSet<PersonId> =
        desk.people().filter(|presence| !presence.connections.is_empty()).map(|presence| presence.worker.person).collect();
    let seats = staffing.seats.iter().filter(|holder| here.contains(&holder.worker.person));
    seats.map(|holder| (holder.worker.person, holder.worker.role, holder.seat)).collect()
}

fn is_enough(desk: &Desk, staffing: &Staffing) -> bool {
    let here = present(desk, staffing);
    let people: BTreeSet<PersonId> =
        here.iter().filter(|(_, role, _)| counts(desk, *role)).map(|(person, _, _)| *person).collect();
    people.len() >= usize::from(desk.rules().minimum) && here.iter().any(|(_, role, _)| *role != Role::Trainee)
}

/// I8: capacities, which nobody lowers in a walk. A supervisor who was called in comes on top.
fn capacities(desk: &Desk) {
    let mut held: BTreeMap<PersonId, u8> = BTreeMap::new();
    for (_, staffing) in desk.conversations() {
        for holder in staffing.seats.iter().filter(|holder| holder.seat != Seat::Supervisor) {
            let count = held.entry(holder.worker.person).or_default();
            *count += 1;
            assert!(*count <= holder.worker.capacity, "I8: {} holds more than they can", holder.worker.person);
        }
    }
}

/// I2: who is not on the roster that the visitor was shown does nothing in a conversation.
fn only_readers_act(before: &World, op: &Op, outcome: &Result<Vec<Happened>, Refused>) {
    let (Some((_, worker)), Ok(happened)) = (op.by_worker(), outcome) else { return };
    for event in happened {
        let Happened::Talk(id, _) = event else { continue };
        let shown = before.shown_roster(*id);
        let did = !matches!(event, Happened::Talk(_, ConversationEvent::RosterSet { .. }));
        assert!(
            !did || shown.iter().any(|(reader, _, _)| *reader == person(worker)),
            "I2: one whom the visitor of {id} is not shown did {op:?}"
        );
    }
}

/// The workers of the first pair that was made in a step.
fn paired(happened: &[Happened]) -> Option<&'static [PersonId]> {
    let _ = happened;
    None
}

fn best_pair(_desk: &Desk, _romanian: bool) -> Option<Merit> {
    None
}

fn merit(_desk: &Desk, _members: &[&Presence], _romanian: bool) -> Merit {
    Merit::default()
}
