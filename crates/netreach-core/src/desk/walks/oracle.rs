//! The rules stated anew, from what the desk shows, without the functions that decide by them.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::nobody;
use super::steps::{Op, Walker};
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
    /// The conversation that the step is about, and the worker who takes it.
    about: Option<(ConversationId, PersonId)>,
    /// What this walk came to.
    pub(super) seen: BTreeSet<String>,
}

impl Oracle {
    /// Looks at the world as it is before a step.
    pub(super) fn before(&mut self, walker: &Walker, op: &Op) {
        let (desk, now) = (&walker.world.desk, walker.now);
        self.about = op.by_worker().map(|(visitor, by)| (walker.conversation(visitor), walker.actor(visitor, by)));
        if !matches!(op, Op::Arrive { .. } | Op::Tick | Op::Rules(..) | Op::Choose { .. }) {
            return;
        }
        // What only a visitor who asks can find out is asked before steps of some kinds: they come at any time.
        self.agrees_with_what_is_shown(desk, now);
        // A replacement that is due comes before any pair for who arrives.
        let due = desk.next_deadline().is_some_and(|deadline| deadline <= now);
        let best = |romanian| if due { None } else { best_pair(desk, romanian) };
        self.best = [false, true].into_iter().map(|romanian| (romanian, best(romanian))).collect();
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
                    self.is_fair(*romanian, &before.desk, &pair);
                }
            }
            Err(refused) => self.refused(now, op, *refused),
        }
        capacities(&world.desk);
        if let (Some((_, by)), Ok(happened)) = (self.about, outcome) {
            only_readers_act(before, by, happened);
        }
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
            Happened::Desk(_) | Happened::Talk(..) => {}
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
                world.histories[id]
                    .iter()
                    .filter(|(_, e)| matches!(e, ConversationEvent::Message { id, .. } if id == message))
                    .count()
            };
            assert_eq!((same(before), same(world)), (0, 1), "I7: {message} was taken before");
        }
    }

    /// I1 the other way round: nothing is held that may pass.
    fn refused(&mut self, now: UnixMillis, op: &Op, refused: Refused) {
        match refused {
            Refused::Desk(refusal) => self.saw(&format!("{refusal:?}")),
            Refused::Talk(refusal) => self.saw(&format!("{refusal:?}")),
            Refused::Unknown => {}
        }
        if let (Op::Reply { .. }, Refused::Talk(TalkRefusal::Held | TalkRefusal::SupervisorNeeded)) = (op, refused) {
            let short = self.about.and_then(|(id, _)| self.short.get(&id));
            let (since, grace) = short.expect("I1: a whole pair was held");
            assert!(now >= *since + *grace, "I1: a message was held within the grace");
        }
    }

    /// I10: what is shown is what a visitor finds who comes at this instant.
    fn agrees_with_what_is_shown(&mut self, desk: &Desk, now: UnixMillis) {
        for hours_open in [false, true] {
            let shown = desk_state(hours(hours_open), desk.staffing_facts(), now).state;
            let project = ProjectId(uuid::Uuid::nil());
            let language = Language::new("en").expect("a language");
            let request = Request { conversation: nobody(), language, project };
            let found = desk.decide(now, &Command::Wait { request, hours_open });
            let served = found.as_ref().map(|events| {
                events
                    .iter()
                    .any(|e| matches!(e, DeskEvent::Staffed { request, .. } if request.conversation == nobody()))
            });
            self.saw(match shown {
                OpenState::Open => "Open",
                OpenState::Busy => "Busy",
                OpenState::Closed(_) => "Closed",
            });
            let due = desk.next_deadline().is_some_and(|deadline| deadline <= now);
            let agrees = match (&shown, served) {
                // A replacement that is due comes before who arrives.
                (OpenState::Open, Ok(false)) => due,
                (OpenState::Open, Ok(true))
                | (OpenState::Busy, Ok(false))
                | (OpenState::Closed(ClosedReason::QueueFull), Err(Refusal::QueueFull)) => true,
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
    let here: BTreeSet<PersonId> = desk
        .people()
        .filter(|presence| !presence.connections.is_empty())
        .map(|presence| presence.worker.person)
        .collect();
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
fn only_readers_act(before: &World, by: PersonId, happened: &[Happened]) {
    for event in happened {
        let Happened::Talk(id, _) = event else { continue };
        let shown = before.shown_roster(*id);
        let did = !matches!(event, Happened::Talk(_, ConversationEvent::RosterSet { .. }));
        assert!(
            !did || shown.iter().any(|(reader, _, _)| *reader == by),
            "I2: one whom the visitor of {id} is not shown did {event:?}"
        );
    }
}

/// The workers of the pair that a step made.
fn paired(happened: &[Happened]) -> Option<Vec<PersonId>> {
    happened.iter().find_map(|event| match event {
        Happened::Desk(DeskEvent::Staffed { seats, why: Why::Paired, .. }) => {
            Some(seats.iter().map(|holder| holder.worker.person).collect())
        }
        _ => None,
    })
}

/// What is best about any pair that could be made now, by trying all.
fn best_pair(desk: &Desk, romanian: bool) -> Option<Merit> {
    let takes_more = |presence: &&Presence| {
        let serves = |staffing: &Staffing| staffing.seats.iter().any(|h| h.worker.person == presence.worker.person);
        let finishes = desk.conversations().any(|(_, s)| s.standing == Standing::Finishing && serves(s));
        let held = desk.conversations().filter(|(_, staffing)| serves(staffing)).count();
        !presence.connections.is_empty()
            && presence.availability == Availability::Available
            && presence.worker.role != Role::Supervisor
            && counts(desk, presence.worker.role)
            && !finishes
            && held < usize::from(presence.worker.capacity)
    };
    let free: Vec<&Presence> = desk.people().filter(takes_more).collect();
    let groups = (0..1_u32 << free.len()).filter(|mask| mask.count_ones() == u32::from(desk.rules().minimum));
    groups
        .map(|mask| free.iter().enumerate().filter(|(at, _)| mask >> at & 1 == 1).map(|(_, p)| *p).collect::<Vec<_>>())
        .filter(|group| group.iter().any(|p| p.worker.role == Role::Operator))
        .filter(|group| desk.rules().mix != Mix::Require || projects(group) > 1)
        .map(|group| merit(desk, &group, romanian))
        .min()
}

fn merit(desk: &Desk, members: &[&Presence], romanian: bool) -> Merit {
    let wanted = Language::new(if romanian { "ro" } else { "en" }).expect("a language");
    let mute = members.iter().filter(|p| !p.worker.languages.contains(&wanted)).count();
    let unmixed = desk.rules().mix == Mix::Prefer && members.len() > 1 && projects(members) == 1;
    let people: BTreeSet<PersonId> = members.iter().map(|p| p.worker.person).collect();
    let seats = desk.conversations().flat_map(|(_, staffing)| &staffing.seats);
    let held = seats.filter(|holder| people.contains(&holder.worker.person)).count();
    let mut idle: Vec<UnixMillis> = members.iter().map(|p| p.idle_since).collect();
    idle.sort_unstable();
    (mute, unmixed, held, idle)
}

fn projects(members: &[&Presence]) -> usize {
    members.iter().map(|p| p.worker.project).collect::<BTreeSet<_>>().len()
}
