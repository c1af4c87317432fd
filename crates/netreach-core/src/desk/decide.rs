//! What a command leads to.

use crate::ids::{ConversationId, PersonId};
use crate::people::{Role, Worker};
use crate::time::UnixMillis;

use super::event::{Availability, Command, ConnectionId, DeskEvent, Request, Seat, SeatHolder, Standing, Why};
use super::settle::Draft;
use super::state::{Desk, Staffing};

/// Why a desk refused a command. Nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The hours say closed, or no pair could be formed.
    #[error("the desk is closed")]
    Closed,
    /// As many wait as may.
    #[error("the line is full")]
    QueueFull,
    /// The desk does not know this person.
    #[error("this person is not online on the desk")]
    NotOnline,
    /// The desk does not serve this conversation, or this person does not serve it.
    #[error("this person does not serve the conversation")]
    NotInConversation,
    /// A supervisor or a trainee cannot take the lead.
    #[error("this part cannot lead")]
    CannotLead,
    /// There is nobody here to take the lead.
    #[error("there is no second to hand over to")]
    NoSecond,
    /// No supervisor is online.
    #[error("no supervisor is on call")]
    NoSupervisor,
    /// A supervisor is called or seated already.
    #[error("a supervisor is called already")]
    AlreadyCalled,
    /// No supervisor was called, or the person is none.
    #[error("no supervisor was called")]
    NotCalled,
}

impl Desk {
    /// Decides what `command` leads to at `now`.
    ///
    /// # Errors
    ///
    /// Returns the [`Refusal`] and changes nothing.
    pub fn decide(&self, now: UnixMillis, command: &Command) -> Result<Vec<DeskEvent>, Refusal> {
        let mut draft = Draft::new(self, now);
        match command {
            Command::Configure { rules, queue_max } => {
                if self.rules != *rules || self.queue_max != *queue_max {
                    draft.push(DeskEvent::Configured { rules: rules.clone(), queue_max: *queue_max });
                }
                draft.settle(Why::RulesChanged);
            }
            Command::Connect { worker, connection, availability } => {
                connect(&mut draft, worker, *connection, *availability);
            }
            Command::Disconnect { person, connection } => {
                if self.people.get(person).is_some_and(|presence| presence.connections.contains(connection)) {
                    draft.push(DeskEvent::Disconnected { person: *person, connection: *connection });
                }
                draft.settle(Why::Presence);
            }
            Command::Remove { person } => self.remove(&mut draft, *person),
            Command::SetAvailability { person, availability } => {
                let presence = self.people.get(person).ok_or(Refusal::NotOnline)?;
                if presence.availability != *availability {
                    draft.push(DeskEvent::AvailabilitySet { person: *person, availability: *availability });
                }
                draft.settle(Why::Presence);
            }
            Command::Wait { request, hours_open } => self.wait(&mut draft, request, *hours_open)?,
            Command::VisitorHere { conversation, here } => {
                if self.queue.iter().any(|w| w.request.conversation == *conversation && w.here != *here) {
                    draft.push(DeskEvent::VisitorHere { conversation: *conversation, here: *here });
                }
                draft.settle(Why::Presence);
            }
            Command::Release { conversation } => self.release(&mut draft, *conversation),
            Command::SwapLead { conversation, by } => self.swap_lead(&mut draft, *conversation, *by)?,
            Command::StepOut { conversation, by } => self.step_out(&mut draft, *conversation, *by)?,
            Command::CallSupervisor { conversation, by } => self.call_supervisor(&mut draft, *conversation, *by)?,
            Command::Join { conversation, by } => self.join(&mut draft, *conversation, *by)?,
            Command::Resume { request, seats, waiting } => self.resume(&mut draft, request, seats, *waiting),
            Command::Tick => draft.settle(Why::GraceOver),
        }
        Ok(draft.events)
    }

    fn served_by(&self, conversation: ConversationId, person: PersonId) -> Result<&Staffing, Refusal> {
        let staffing = self.conversations.get(&conversation).ok_or(Refusal::NotInConversation)?;
        if staffing.seats_person(person) { Ok(staffing) } else { Err(Refusal::NotInConversation) }
    }

    fn wait(&self, draft: &mut Draft, request: &Request, hours_open: bool) -> Result<(), Refusal> {
        let known =
            self.conversations.contains_key(&request.conversation) || self.place(request.conversation).is_some();
        if known {
            return Ok(());
        }
        let facts = self.staffing_facts();
        if !hours_open || !facts.pair_possible {
            return Err(Refusal::Closed);
        }
        if facts.queue_full {
            return Err(Refusal::QueueFull);
        }
        draft.push(DeskEvent::Waited { request: request.clone() });
        draft.settle(Why::Paired);
        Ok(())
    }

    fn release(&self, draft: &mut Draft, conversation: ConversationId) {
        if self.place(conversation).is_some() {
            draft.push(DeskEvent::LeftQueue { conversation });
        } else if let Some(staffing) = self.conversations.get(&conversation) {
            if let Some(since) = staffing.below_since
                && draft.now > since
            {
                draft.push(DeskEvent::BelowMinimum { conversation, lasted: draft.now.since(since) });
            }
            draft.push(DeskEvent::Released { conversation });
        }
        draft.settle(Why::Presence);
    }

    fn remove(&self, draft: &mut Draft, person: PersonId) {
        if self.people.contains_key(&person) {
            draft.push(DeskEvent::Removed { person });
        }
        let serving: Vec<Staffing> =
            self.conversations.values().filter(|staffing| staffing.seats_person(person)).cloned().collect();
        for mut staffing in serving {
            staffing.seats.retain(|holder| holder.worker.person != person);
            below_if_short(draft, &mut staffing);
            draft.staff(staffing, Why::SteppedOut);
        }
        draft.settle(Why::Presence);
    }

    fn swap_lead(&self, draft: &mut Draft, conversation: ConversationId, by: PersonId) -> Result<(), Refusal> {
        let mut staffing = self.served_by(conversation, by)?.clone();
        let leads = |holder: &SeatHolder| holder.seat == Seat::Lead;
        let may_lead = |holder: &SeatHolder| holder.seat == Seat::Second && self.counts(holder.worker.role);
        let by_lead = staffing.seats.iter().any(|holder| leads(holder) && holder.worker.person == by);
        let taker = staffing
            .seats
            .iter()
            .find(|h| may_lead(h) && self.is_here(h.worker.person) && (by_lead || h.worker.person == by))
            .map(|h| h.worker.person)
            .ok_or(if by_lead { Refusal::NoSecond } else { Refusal::CannotLead })?;
        for holder in &mut staffing.seats {
            if leads(holder) {
                holder.seat = Seat::Second;
            } else if holder.worker.person == taker {
                holder.seat = Seat::Lead;
            }
        }
        draft.staff(staffing, Why::Swapped);
        Ok(())
    }

    fn step_out(&self, draft: &mut Draft, conversation: ConversationId, by: PersonId) -> Result<(), Refusal> {
        let mut staffing = self.served_by(conversation, by)?.clone();
        staffing.seats.retain(|holder| holder.worker.person != by);
        below_if_short(draft, &mut staffing);
        let mut seats = staffing.seats;
        if !seats.iter().any(|holder| holder.seat == Seat::Lead)
            && let Some(next) = super::choose::next_lead(&draft.desk, &seats)
        {
            for holder in seats.iter_mut().filter(|holder| holder.worker.person == next) {
                holder.seat = Seat::Lead;
            }
        }
        draft.push(DeskEvent::Staffed {
            request: staffing.request,
            seats,
            standing: staffing.standing,
            supervisor_called: staffing.supervisor_called,
            stepped_out: Some(by),
            why: Why::SteppedOut,
        });
        draft.settle(Why::SteppedOut);
        Ok(())
    }

    fn call_supervisor(&self, draft: &mut Draft, conversation: ConversationId, by: PersonId) -> Result<(), Refusal> {
        let mut staffing = self.served_by(conversation, by)?.clone();
        let seated = staffing.seats.iter().any(|h| h.seat == Seat::Supervisor && self.is_here(h.worker.person));
        if staffing.supervisor_called.is_some() || seated {
            return Err(Refusal::AlreadyCalled);
        }
        let on_call = self.people.values().any(|p| {
            p.is_here()
                && p.worker.role == Role::Supervisor
                && p.availability != Availability::Away
                && !staffing.seats_person(p.worker.person)
        });
        if !on_call {
            return Err(Refusal::NoSupervisor);
        }
        staffing.supervisor_called = Some(draft.now);
        draft.staff(staffing, Why::SupervisorCalled);
        Ok(())
    }

    fn join(&self, draft: &mut Draft, conversation: ConversationId, by: PersonId) -> Result<(), Refusal> {
        let presence = self.people.get(&by).filter(|p| p.is_here()).ok_or(Refusal::NotOnline)?;
        let mut staffing = self.conversations.get(&conversation).cloned().ok_or(Refusal::NotCalled)?;
        if presence.worker.role != Role::Supervisor || staffing.supervisor_called.is_none() {
            return Err(Refusal::NotCalled);
        }
        staffing.supervisor_called = None;
        if !staffing.seats_person(by) {
            staffing.seats.push(SeatHolder { worker: presence.worker.clone(), seat: Seat::Supervisor });
        }
        draft.staff(staffing, Why::SupervisorJoined);
        draft.settle(Why::SupervisorJoined);
        Ok(())
    }

    fn resume(&self, draft: &mut Draft, request: &Request, seats: &[SeatHolder], waiting: bool) {
        let conversation = request.conversation;
        if self.conversations.contains_key(&conversation) || self.place(conversation).is_some() {
            return;
        }
        if waiting {
            draft.push(DeskEvent::Waited { request: request.clone() });
        } else {
            let seats = self.seats_to_resume(seats);
            let until = draft.now + self.rules.grace;
            draft.push(DeskEvent::Staffed {
                request: request.clone(),
                seats,
                standing: Standing::Grace { until },
                supervisor_called: None,
                stepped_out: None,
                why: Why::Resumed,
            });
        }
        draft.settle(Why::Resumed);
    }

    /// Those who may sit down again: within their capacity, each once, one of them as lead, as the desk knows them now.
    fn seats_to_resume(&self, offered: &[SeatHolder]) -> Vec<SeatHolder> {
        let mut seats: Vec<SeatHolder> = Vec::new();
        for holder in offered {
            let person = holder.worker.person;
            let worker = self.people.get(&person).map_or(&holder.worker, |presence| &presence.worker);
            let has_room = holder.seat == Seat::Supervisor || self.holding(person) < usize::from(worker.capacity);
            if !has_room || seats.iter().any(|seated| seated.worker.person == person) {
                continue;
            }
            let led = seats.iter().any(|seated| seated.seat == Seat::Lead);
            let seat = if led && holder.seat == Seat::Lead { Seat::Second } else { holder.seat };
            seats.push(SeatHolder { worker: worker.clone(), seat });
        }
        seats
    }
}

fn connect(draft: &mut Draft, worker: &Worker, connection: ConnectionId, availability: Option<Availability>) {
    let known = draft.desk.people.get(&worker.person);
    let same = known.is_some_and(|p| p.worker == *worker && p.connections.contains(&connection));
    if !same {
        draft.push(DeskEvent::Connected { worker: worker.clone(), connection });
    }
    if let Some(availability) = availability
        && draft.desk.availability(worker.person) != availability
    {
        draft.push(DeskEvent::AvailabilitySet { person: worker.person, availability });
    }
    draft.settle(Why::Presence);
}

/// A conversation that a worker left begins its grace at once if it was full.
fn below_if_short(draft: &Draft, staffing: &mut Staffing) {
    if !draft.desk.meets_minimum(staffing) && staffing.standing == Standing::Full {
        staffing.standing = Standing::Grace { until: draft.now + draft.desk.rules.grace };
    }
}
