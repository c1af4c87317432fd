//! The state of a desk: a fold over its events.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::hours::Staffing as StaffingFacts;
use crate::ids::{ConversationId, PersonId};
use crate::people::{Role, Worker};
use crate::time::UnixMillis;

use super::choose;
use super::event::{Availability, ConnectionId, DeskEvent, Request, Seat, SeatHolder, Standing};
use super::rules::PairingRules;

/// Visitors that may wait at once where the desk has not chosen.
pub const QUEUE_MAX_DEFAULT: u32 = 20;

/// A worker whom the desk knows: online, or expected back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presence {
    /// Who they are on this desk.
    pub worker: Worker,
    /// Their connections. Empty: gone for now.
    pub connections: BTreeSet<ConnectionId>,
    /// What their time is like.
    pub availability: Availability,
    /// Since when they have had no new conversation.
    pub idle_since: UnixMillis,
}

impl Presence {
    /// Whether a connection is there.
    pub fn is_here(&self) -> bool {
        !self.connections.is_empty()
    }
}

/// One who waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// What they ask for.
    pub request: Request,
    /// Since when.
    pub since: UnixMillis,
    /// Whether their connection is there. One who is not keeps the place and is not paired meanwhile.
    pub here: bool,
}

/// Who serves a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staffing {
    /// For which request.
    pub request: Request,
    /// Who, lead first.
    pub seats: Vec<SeatHolder>,
    /// How it stands under the rules.
    pub standing: Standing,
    /// Since when a supervisor is called and has not come.
    pub supervisor_called: Option<UnixMillis>,
    /// Workers who stepped out: not chosen again for it.
    pub stepped_out: BTreeSet<PersonId>,
    /// Since when it runs below its minimum.
    pub below_since: Option<UnixMillis>,
    /// When it was first staffed.
    pub since: UnixMillis,
    /// The desk's revision at which its roster last changed.
    pub revision: u64,
}

impl Staffing {
    /// Whether `person` has a seat.
    pub fn seats_person(&self, person: PersonId) -> bool {
        self.seats.iter().any(|holder| holder.worker.person == person)
    }
}

/// One desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Desk {
    pub(super) rules: PairingRules,
    pub(super) queue_max: u32,
    pub(super) people: BTreeMap<PersonId, Presence>,
    pub(super) queue: VecDeque<Waiting>,
    pub(super) conversations: BTreeMap<ConversationId, Staffing>,
    pub(super) revision: u64,
}

impl Default for Desk {
    fn default() -> Self {
        Self {
            rules: PairingRules::default(),
            queue_max: QUEUE_MAX_DEFAULT,
            people: BTreeMap::new(),
            queue: VecDeque::new(),
            conversations: BTreeMap::new(),
            revision: 0,
        }
    }
}

impl Desk {
    /// The rules in force.
    pub fn rules(&self) -> &PairingRules {
        &self.rules
    }

    /// How many visitors may wait at once.
    pub fn queue_max(&self) -> u32 {
        self.queue_max
    }

    /// Everybody whom the desk knows.
    pub fn people(&self) -> impl Iterator<Item = &Presence> {
        self.people.values()
    }

    /// Who waits, first in line first.
    pub fn queue(&self) -> impl Iterator<Item = &Waiting> {
        self.queue.iter()
    }

    /// The place in line, from 1.
    pub fn place(&self, conversation: ConversationId) -> Option<usize> {
        self.queue.iter().position(|waiting| waiting.request.conversation == conversation).map(|index| index + 1)
    }

    /// The conversations that run.
    pub fn conversations(&self) -> impl Iterator<Item = (ConversationId, &Staffing)> {
        self.conversations.iter().map(|(id, staffing)| (*id, staffing))
    }

    /// The staffing of one conversation.
    pub fn staffing(&self, conversation: ConversationId) -> Option<&Staffing> {
        self.conversations.get(&conversation)
    }

    /// What `person`'s time is like; away if the desk does not know them.
    pub fn availability(&self, person: PersonId) -> Availability {
        self.people.get(&person).map_or(Availability::Away, |presence| presence.availability)
    }

    /// How many conversations `person` holds.
    pub fn holding(&self, person: PersonId) -> usize {
        self.conversations.values().filter(|staffing| staffing.seats_person(person)).count()
    }

    /// The facts about people that decide, with the hours, whether the desk is open.
    pub fn staffing_facts(&self) -> StaffingFacts {
        StaffingFacts {
            pair_possible: choose::opens(self),
            pair_free: choose::opens(self) && choose::pair_is_free(self),
            queue_full: self.queue.len() >= self.queue_max as usize,
        }
    }

    /// The next instant at which [`Command::Tick`](super::Command::Tick) has something to do.
    pub fn next_deadline(&self) -> Option<UnixMillis> {
        self.conversations
            .values()
            .filter_map(|staffing| match staffing.standing {
                Standing::Grace { until } => Some(until),
                Standing::Full | Standing::Held | Standing::Finishing | Standing::Supervised => None,
            })
            .min()
    }

    /// Whether `person`'s connection is there.
    pub(super) fn is_here(&self, person: PersonId) -> bool {
        self.people.get(&person).is_some_and(Presence::is_here)
    }

    /// Whether a worker of this role counts towards the minimum.
    pub(super) fn counts(&self, role: Role) -> bool {
        role != Role::Trainee || self.rules.trainees_count
    }

    /// Workers of a conversation who count and are here.
    pub(super) fn counted_here(&self, staffing: &Staffing) -> usize {
        staffing
            .seats
            .iter()
            .filter(|holder| self.counts(holder.worker.role) && self.is_here(holder.worker.person))
            .count()
    }

    /// Whether those of `seats` who are here are enough: as many who count as the minimum says, and not only people who
    /// are learning, however many of them count.
    pub(super) fn meets_minimum(&self, staffing: &Staffing) -> bool {
        self.counted_here(staffing) >= usize::from(self.rules.minimum) && self.experienced_here(staffing)
    }

    /// Whether somebody who is not learning is here.
    pub(super) fn experienced_here(&self, staffing: &Staffing) -> bool {
        staffing.seats.iter().any(|holder| holder.worker.role != Role::Trainee && self.is_here(holder.worker.person))
    }

    /// Changes the state by what happened. Never fails.
    pub fn apply(&mut self, now: UnixMillis, event: &DeskEvent) {
        self.revision += 1;
        match event {
            DeskEvent::Configured { rules, queue_max } => {
                self.rules = rules.clone();
                self.queue_max = *queue_max;
            }
            DeskEvent::Connected { worker, connection } => self.connected(now, worker, *connection),
            DeskEvent::Disconnected { person, connection } => {
                if let Some(presence) = self.people.get_mut(person) {
                    presence.connections.remove(connection);
                }
                // Another connection of the same person changes no roster.
                if !self.is_here(*person) {
                    self.touch_conversations_of(*person);
                }
                self.forget_if_gone(*person);
            }
            DeskEvent::Removed { person } => {
                self.people.remove(person);
                self.touch_conversations_of(*person);
            }
            DeskEvent::AvailabilitySet { person, availability } => {
                if let Some(presence) = self.people.get_mut(person) {
                    if presence.availability != Availability::Available && *availability == Availability::Available {
                        presence.idle_since = now;
                    }
                    presence.availability = *availability;
                }
            }
            DeskEvent::Waited { request } => {
                self.queue.push_back(Waiting { request: request.clone(), since: now, here: true });
            }
            DeskEvent::VisitorHere { conversation, here } => {
                if let Some(waiting) = self.queue.iter_mut().find(|w| w.request.conversation == *conversation) {
                    waiting.here = *here;
                }
            }
            DeskEvent::LeftQueue { conversation } => {
                self.queue.retain(|waiting| waiting.request.conversation != *conversation);
            }
            DeskEvent::Staffed { request, seats, standing, supervisor_called, stepped_out, why: _ } => {
                self.staffed(now, request, seats, *standing, *supervisor_called, *stepped_out);
            }
            // Told for the counts; the state follows from `Staffed` and `Released`.
            DeskEvent::BelowMinimum { conversation: _, lasted: _ } => {}
            DeskEvent::Released { conversation } => {
                let staffing = self.conversations.remove(conversation);
                for holder in staffing.into_iter().flat_map(|staffing| staffing.seats) {
                    if let Some(presence) = self.people.get_mut(&holder.worker.person) {
                        presence.idle_since = now;
                    }
                    self.forget_if_gone(holder.worker.person);
                }
            }
        }
    }

    fn connected(&mut self, now: UnixMillis, worker: &Worker, connection: ConnectionId) {
        let presence = self.people.entry(worker.person).or_insert_with(|| Presence {
            worker: worker.clone(),
            connections: BTreeSet::new(),
            availability: Availability::Away,
            idle_since: now,
        });
        let was_shown = presence.is_here() && presence.worker == *worker;
        presence.worker = worker.clone();
        presence.connections.insert(connection);
        for staffing in self.conversations.values_mut() {
            for holder in staffing.seats.iter_mut().filter(|holder| holder.worker.person == worker.person) {
                // A lowered capacity takes effect as conversations end: what was given was within it.
                let capacity = holder.worker.capacity.max(worker.capacity);
                holder.worker = Worker { capacity, ..worker.clone() };
            }
        }
        if !was_shown {
            self.touch_conversations_of(worker.person);
        }
    }

    fn staffed(
        &mut self,
        now: UnixMillis,
        request: &Request,
        seats: &[SeatHolder],
        standing: Standing,
        supervisor_called: Option<UnixMillis>,
        stepped_out: Option<PersonId>,
    ) {
        let revision = self.revision;
        let conversation = request.conversation;
        self.queue.retain(|waiting| waiting.request.conversation != conversation);
        let before: BTreeSet<PersonId> = self
            .conversations
            .get(&conversation)
            .map(|staffing| staffing.seats.iter().map(|holder| holder.worker.person).collect())
            .unwrap_or_default();
        let staffing = self.conversations.entry(conversation).or_insert_with(|| Staffing {
            request: request.clone(),
            seats: Vec::new(),
            standing,
            supervisor_called: None,
            stepped_out: BTreeSet::new(),
            below_since: None,
            since: now,
            revision,
        });
        let mut seats = seats.to_vec();
        seats.sort_by_key(|holder| holder.seat);
        // A call for a supervisor is for staff: the roster that the visitor is shown stays as it is (I3).
        if staffing.seats != seats || staffing.standing != standing {
            staffing.revision = revision;
        }
        let after: BTreeSet<PersonId> = seats.iter().map(|holder| holder.worker.person).collect();
        staffing.seats = seats;
        staffing.standing = standing;
        staffing.supervisor_called = supervisor_called;
        staffing.stepped_out.extend(stepped_out);
        staffing.below_since = match standing {
            Standing::Full => None,
            Standing::Grace { .. } | Standing::Held | Standing::Finishing | Standing::Supervised => {
                staffing.below_since.or(Some(now))
            }
        };
        for person in before.symmetric_difference(&after) {
            if let Some(presence) = self.people.get_mut(person) {
                presence.idle_since = now;
            }
            self.forget_if_gone(*person);
        }
    }

    /// A worker who is gone and holds nothing is not remembered.
    fn forget_if_gone(&mut self, person: PersonId) {
        if !self.is_here(person) && self.holding(person) == 0 {
            self.people.remove(&person);
        }
    }

    fn touch_conversations_of(&mut self, person: PersonId) {
        let revision = self.revision;
        for staffing in self.conversations.values_mut().filter(|staffing| staffing.seats_person(person)) {
            staffing.revision = revision;
        }
    }

    /// Every rule that holds at every step, in one place.
    ///
    /// # Errors
    ///
    /// Says which invariant is broken, by its id in the design.
    pub fn check(&self) -> Result<(), String> {
        for (id, staffing) in &self.conversations {
            let people: BTreeSet<PersonId> = staffing.seats.iter().map(|holder| holder.worker.person).collect();
            if people.len() != staffing.seats.len() {
                return Err(format!("I1: one person has two seats in {id}"));
            }
            if staffing.standing == Standing::Full && !self.meets_minimum(staffing) {
                return Err(format!("I1: {id} stands as full below its minimum"));
            }
            if staffing.standing == Standing::Finishing && !self.experienced_here(staffing) {
                return Err(format!("I1: nobody is left who could finish {id}"));
            }
            if (staffing.standing == Standing::Full) != staffing.below_since.is_none() {
                return Err(format!("the time below the rule is not counted in {id}"));
            }
            let leads = staffing.seats.iter().filter(|holder| holder.seat == Seat::Lead).count();
            if leads > 1 || (leads == 0 && staffing.seats.iter().any(|holder| holder.seat == Seat::Second)) {
                return Err(format!("{id} has {leads} leads"));
            }
            if self.queue.iter().any(|waiting| waiting.request.conversation == *id) {
                return Err(format!("{id} both waits and is served"));
            }
        }
        let mut held: BTreeMap<PersonId, (usize, u8)> = BTreeMap::new();
        let holders = self.conversations.values().flat_map(|staffing| &staffing.seats);
        for holder in holders.filter(|holder| holder.seat != Seat::Supervisor) {
            let (count, capacity) = held.entry(holder.worker.person).or_default();
            *count += 1;
            *capacity = (*capacity).max(holder.worker.capacity);
        }
        if let Some((person, (count, _))) = held.iter().find(|(_, (count, capacity))| *count > usize::from(*capacity)) {
            return Err(format!("I8: {person} holds {count}, more than their capacity"));
        }
        Ok(())
    }
}
