//! Choice of workers: fair, and the same for the same state.
//!
//! The order is the product's: language match first, then `mix`, then fewest conversations, then longest idle; the
//! person's id decides what is left, so that every node chooses alike.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::ids::{PersonId, ProjectId};
use crate::people::{Language, Role, Worker};
use crate::time::UnixMillis;

use super::event::{Availability, Seat, SeatHolder, Standing};
use super::rules::Mix;
use super::state::{Desk, Presence, Staffing};

/// Whether the desk can be open to new visitors: enough workers are available, and a pair could be made of them,
/// whatever they hold now.
pub(super) fn opens(desk: &Desk) -> bool {
    let available: Vec<&Presence> = candidates(desk, Load::Any).filter(|p| desk.counts(p.worker.role)).collect();
    available.len() >= usize::from(desk.rules.open_requires) && has_group(desk, &available)
}

/// Whether a pair could be made this moment.
pub(super) fn pair_is_free(desk: &Desk) -> bool {
    let free: Vec<&Presence> = candidates(desk, Load::Free).filter(|p| desk.counts(p.worker.role)).collect();
    has_group(desk, &free)
}

/// The seats for a visitor who waits: as many workers as the minimum says, and one trainee to learn where a trainee does
/// not count and one is free.
pub(super) fn pair(desk: &Desk, language: &Language) -> Option<Vec<SeatHolder>> {
    let free: Vec<&Presence> = candidates(desk, Load::Free).collect();
    let counted: Vec<&Presence> = free.iter().copied().filter(|p| desk.counts(p.worker.role)).collect();
    let mut seats = seats(group(desk, &counted, language)?, language);
    let learner =
        free.iter().copied().filter(|p| !desk.counts(p.worker.role)).min_by_key(|p| Merit::of(desk, p, language));
    seats.extend(learner.map(|p| SeatHolder { worker: p.worker.clone(), seat: Seat::Second }));
    Some(seats)
}

/// A replacement for a conversation whose pair `present` still are.
///
/// Somebody who is not learning comes before anybody who is, and the last place goes to another project where the mix
/// asks for one: so the places can be filled one by one.
pub(super) fn replacement(desk: &Desk, staffing: &Staffing, present: &[&SeatHolder]) -> Option<Worker> {
    let projects: BTreeSet<ProjectId> = present.iter().map(|holder| holder.worker.project).collect();
    let only_trainees = present.iter().all(|holder| holder.worker.role == Role::Trainee);
    let last = desk.counted_here(staffing).max(present.len()) + 1 >= usize::from(desk.rules.minimum);
    let unmixed_with = |p: &Presence| projects.len() == 1 && projects.contains(&p.worker.project);
    let seated: BTreeSet<PersonId> = staffing.seats.iter().map(|holder| holder.worker.person).collect();
    candidates(desk, Load::Free)
        .filter(|p| desk.counts(p.worker.role))
        .filter(|p| !seated.contains(&p.worker.person) && !staffing.stepped_out.contains(&p.worker.person))
        .filter(|p| !(only_trainees && p.worker.role == Role::Trainee))
        .filter(|p| !(last && desk.rules.mix == Mix::Require && unmixed_with(p)))
        .min_by_key(|p| {
            let merit = Merit::of(desk, p, &staffing.request.language);
            let unmixed = desk.rules.mix != Mix::Any && unmixed_with(p);
            (merit.without_language, unmixed, merit.holding, merit.idle_since, merit.person)
        })
        .map(|p| p.worker.clone())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Load {
    /// Whatever they hold.
    Any,
    /// With room for one more.
    Free,
}

/// Workers who take new conversations, in the order of their ids.
fn candidates(desk: &Desk, load: Load) -> impl Iterator<Item = &Presence> {
    desk.people.values().filter(move |presence| {
        let person = presence.worker.person;
        presence.is_here()
            && presence.availability == Availability::Available
            && matches!(presence.worker.role, Role::Operator | Role::Trainee)
            && !finishes_alone(desk, person)
            && (load == Load::Any || desk.holding(person) < usize::from(presence.worker.capacity))
            && presence.worker.capacity > 0
    })
}

/// One who finishes a conversation alone takes no new one.
fn finishes_alone(desk: &Desk, person: PersonId) -> bool {
    desk.conversations.values().any(|s| s.standing == Standing::Finishing && s.seats_person(person))
}

/// What speaks for one worker: smaller is better.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Merit {
    without_language: bool,
    holding: usize,
    idle_since: UnixMillis,
    person: PersonId,
}

impl Merit {
    fn of(desk: &Desk, presence: &Presence, language: &Language) -> Self {
        Self {
            without_language: !speaks(&presence.worker, language),
            holding: desk.holding(presence.worker.person),
            idle_since: presence.idle_since,
            person: presence.worker.person,
        }
    }
}

fn speaks(worker: &Worker, language: &Language) -> bool {
    worker.languages.iter().any(|spoken| spoken.same_language(language))
}

/// The best group of `minimum` workers from `from`, which are in the order of their ids.
fn group<'a>(desk: &Desk, from: &[&'a Presence], language: &Language) -> Option<Vec<&'a Presence>> {
    let size = usize::from(desk.rules.minimum);
    let mut best: Option<(GroupMerit, Vec<usize>)> = None;
    for_each_choice(from.len(), size, &mut |indices| {
        let members: Vec<&Presence> = indices.iter().map(|&index| from[index]).collect();
        if !allowed(desk, &members) {
            return;
        }
        let merit = GroupMerit::of(desk, &members, language);
        if best.as_ref().is_none_or(|(least, _)| merit < *least) {
            best = Some((merit, indices.to_vec()));
        }
    });
    best.map(|(_, indices)| indices.into_iter().map(|index| from[index]).collect())
}

/// Whether [`group`] would find one, without comparing them: this is asked far more often.
fn has_group(desk: &Desk, from: &[&Presence]) -> bool {
    let size = usize::from(desk.rules.minimum);
    // One who is not learning and one of another project can be in the same two, and the rest is free.
    let mixed = desk.rules.mix != Mix::Require || (size > 1 && projects(from) > 1);
    (1..=from.len()).contains(&size) && mixed && from.iter().any(|p| p.worker.role == Role::Operator)
}

/// Whether the rules let these workers serve together. Somebody who is not learning must be among them.
fn allowed(desk: &Desk, members: &[&Presence]) -> bool {
    let mixed = desk.rules.mix != Mix::Require || projects(members) > 1;
    mixed && members.iter().any(|p| p.worker.role == Role::Operator)
}

fn projects(members: &[&Presence]) -> usize {
    members.iter().map(|p| p.worker.project).collect::<BTreeSet<_>>().len()
}

/// What speaks for a group: smaller is better, field by field.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct GroupMerit {
    without_language: usize,
    unmixed: bool,
    holding: usize,
    idle_since: Vec<UnixMillis>,
    people: Vec<PersonId>,
}

impl GroupMerit {
    fn of(desk: &Desk, members: &[&Presence], language: &Language) -> Self {
        let mut idle_since: Vec<UnixMillis> = members.iter().map(|p| p.idle_since).collect();
        idle_since.sort_unstable();
        Self {
            without_language: members.iter().filter(|p| !speaks(&p.worker, language)).count(),
            unmixed: desk.rules.mix == Mix::Prefer && members.len() > 1 && projects(members) < 2,
            holding: members.iter().map(|p| desk.holding(p.worker.person)).sum(),
            idle_since,
            people: members.iter().map(|p| p.worker.person).collect(),
        }
    }
}

/// Calls `visit` with every choice of `size` indices below `count`, in order.
fn for_each_choice(count: usize, size: usize, visit: &mut impl FnMut(&[usize])) {
    if size == 0 || size > count {
        return;
    }
    let mut indices: Vec<usize> = (0..size).collect();
    loop {
        visit(&indices);
        let Some(moving) = (0..size).rev().find(|&i| indices[i] < count - size + i) else { return };
        indices[moving] += 1;
        for i in moving + 1..size {
            indices[i] = indices[i - 1] + 1;
        }
    }
}

/// The lead is one who is not learning and speaks the visitor's language, then whoever has waited longest.
fn seats(mut members: Vec<&Presence>, language: &Language) -> Vec<SeatHolder> {
    members
        .sort_by_key(|p| (p.worker.role == Role::Trainee, !speaks(&p.worker, language), p.idle_since, p.worker.person));
    members
        .into_iter()
        .enumerate()
        .map(|(index, p)| SeatHolder {
            worker: p.worker.clone(),
            seat: if index == 0 { Seat::Lead } else { Seat::Second },
        })
        .collect()
}

/// Who of `seats` should lead where the lead is gone: one who is here, counts, and does not learn if there is a choice.
pub(super) fn next_lead(desk: &Desk, seats: &[SeatHolder]) -> Option<PersonId> {
    seats
        .iter()
        .filter(|holder| holder.seat != Seat::Supervisor)
        .min_by_key(|holder| {
            (
                Reverse(desk.is_here(holder.worker.person)),
                Reverse(desk.counts(holder.worker.role)),
                holder.worker.role == Role::Trainee,
                holder.worker.person,
            )
        })
        .map(|holder| holder.worker.person)
}
