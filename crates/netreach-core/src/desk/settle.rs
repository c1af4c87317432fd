//! What the rules make of a desk after each change: standings, replacements, and pairs for those who wait.

use crate::ids::ConversationId;
use crate::people::Role;
use crate::time::UnixMillis;

use super::choose;
use super::event::{Availability, DeskEvent, Seat, SeatHolder, Standing, Why};
use super::rules::Solo;
use super::state::{Desk, Staffing};

/// A desk in the middle of a decision: each event is applied as it is decided.
pub(super) struct Draft {
    pub(super) desk: Desk,
    pub(super) now: UnixMillis,
    pub(super) events: Vec<DeskEvent>,
}

impl Draft {
    pub(super) fn new(desk: &Desk, now: UnixMillis) -> Self {
        Self { desk: desk.clone(), now, events: Vec::new() }
    }

    pub(super) fn push(&mut self, event: DeskEvent) {
        self.desk.apply(self.now, &event);
        self.events.push(event);
    }

    /// Emits `staffing` if it differs from what the desk holds.
    pub(super) fn staff(&mut self, mut staffing: Staffing, why: Why) {
        seat_a_lead(&self.desk, &mut staffing.seats);
        staffing.seats.sort_by_key(|holder| holder.seat);
        let conversation = staffing.request.conversation;
        if let Some(current) = self.desk.conversations.get(&conversation)
            && current.seats == staffing.seats
            && current.standing == staffing.standing
            && current.supervisor_called == staffing.supervisor_called
        {
            return;
        }
        self.push(DeskEvent::Staffed {
            request: staffing.request,
            seats: staffing.seats,
            standing: staffing.standing,
            supervisor_called: staffing.supervisor_called,
            stepped_out: None,
            why,
        });
    }

    /// Lets the rules act until nothing more follows.
    ///
    /// A second round follows where the first freed somebody: one who no longer finishes alone may replace another.
    /// Each round but the last completes a conversation, so there are no more rounds than conversations.
    pub(super) fn settle(&mut self, why: Why) {
        for _ in 0..=self.desk.conversations.len() {
            let before = self.events.len();
            for id in self.by_need() {
                self.settle_conversation(id, why);
            }
            self.send_home();
            self.pair_those_who_wait();
            if self.events.len() == before {
                return;
            }
        }
    }

    /// The conversations, those first that have been below their minimum for longest: they come first to a replacement.
    fn by_need(&self) -> Vec<ConversationId> {
        let mut needs: Vec<_> = self
            .desk
            .conversations
            .iter()
            .map(|(id, staffing)| (staffing.below_since.unwrap_or(self.now), staffing.since, *id))
            .collect();
        needs.sort_unstable();
        needs.into_iter().map(|(_, _, id)| id).collect()
    }

    fn settle_conversation(&mut self, id: ConversationId, why: Why) {
        let Some(before) = self.desk.conversations.get(&id).cloned() else { return };
        let mut staffing = before.clone();
        let replaced = self.refill(&mut staffing);
        let mut because = if replaced { Why::Replaced } else { why };
        staffing.standing = if self.desk.meets_minimum(&staffing) {
            Standing::Full
        } else {
            match before.standing {
                Standing::Full if self.desk.rules.grace.is_zero() => self.solo(&staffing),
                Standing::Full => Standing::Grace { until: self.now + self.desk.rules.grace },
                Standing::Grace { until } if self.now < until => Standing::Grace { until },
                Standing::Grace { .. } => {
                    because = if replaced { Why::Replaced } else { Why::GraceOver };
                    self.solo(&staffing)
                }
                Standing::Held | Standing::Finishing | Standing::Supervised => self.solo(&staffing),
            }
        };
        self.settle_call(&mut staffing);
        hand_over(&self.desk, &mut staffing);
        if staffing.standing == Standing::Full
            && let Some(since) = before.below_since
            && self.now > since
        {
            self.push(DeskEvent::BelowMinimum { conversation: id, lasted: self.now.since(since) });
        }
        self.staff(staffing, because);
    }

    /// What the desk's rule makes of a conversation that is below its minimum with the grace over.
    fn solo(&self, staffing: &Staffing) -> Standing {
        match self.desk.rules.solo {
            Solo::Finish if self.desk.experienced_here(staffing) => Standing::Finishing,
            Solo::Hold | Solo::Finish => Standing::Held,
            Solo::Supervised => Standing::Supervised,
        }
    }

    /// Calls a supervisor where the rule asks for one; the call is answered once one is here.
    fn settle_call(&self, staffing: &mut Staffing) {
        let answered = staffing.seats.iter().any(|h| h.seat == Seat::Supervisor && self.desk.is_here(h.worker.person));
        if answered {
            staffing.supervisor_called = None;
        } else if staffing.standing == Standing::Supervised && staffing.supervisor_called.is_none() {
            staffing.supervisor_called = Some(self.now);
        }
    }

    /// Fills the seats that are free, or none where there are not workers enough: nobody new sits down to be alone.
    fn refill(&self, staffing: &mut Staffing) -> bool {
        let grace_over = match staffing.standing {
            Standing::Full => self.desk.rules.grace.is_zero(),
            Standing::Grace { until } => self.now >= until,
            Standing::Held | Standing::Finishing | Standing::Supervised => true,
        };
        let mut filled = staffing.clone();
        let mut replaced = false;
        while !self.desk.meets_minimum(&filled) && self.fill_one(&mut filled, grace_over) {
            replaced = true;
        }
        // Within the grace, one who is only gone is expected back.
        let enough = self.desk.meets_minimum(&filled) || (!grace_over && self.seats_are_taken(&filled));
        if replaced && enough {
            *staffing = filled;
        }
        replaced && enough
    }

    /// Fills one seat that is free: at once where a worker stepped out, after the grace where one is only gone.
    fn fill_one(&self, staffing: &mut Staffing, grace_over: bool) -> bool {
        let has_free_seat = !self.seats_are_taken(staffing);
        if !has_free_seat && !grace_over {
            return false;
        }
        let present: Vec<&SeatHolder> = staffing
            .seats
            .iter()
            .filter(|h| self.in_pair(h) && (!grace_over || self.desk.is_here(h.worker.person)))
            .collect();
        let Some(worker) = choose::replacement(&self.desk, staffing, &present) else { return false };
        if !has_free_seat {
            let absent = staffing.seats.iter().rposition(|h| self.in_pair(h) && !self.desk.is_here(h.worker.person));
            let Some(absent) = absent else { return false };
            staffing.seats.remove(absent);
        }
        // One who knows the conversation leads it, not the one who comes new.
        if staffing.seats.iter().any(|h| self.in_pair(h) && self.desk.is_here(h.worker.person)) {
            seat_a_lead(&self.desk, &mut staffing.seats);
        }
        staffing.seats.push(SeatHolder { worker, seat: Seat::Second });
        true
    }

    /// Whether a seat is one of those that the minimum is about: a supervisor comes on top of them.
    fn in_pair(&self, holder: &SeatHolder) -> bool {
        holder.seat != Seat::Supervisor && self.desk.counts(holder.worker.role)
    }

    /// Whether each seat of the pair is taken, be the worker here or gone for now.
    fn seats_are_taken(&self, staffing: &Staffing) -> bool {
        let pair = || staffing.seats.iter().filter(|holder| self.in_pair(holder));
        pair().count() >= usize::from(self.desk.rules.minimum) && pair().any(|h| h.worker.role != Role::Trainee)
    }

    /// One who is finishing and holds nothing more is away.
    fn send_home(&mut self) {
        let done: Vec<_> = self
            .desk
            .people
            .values()
            .filter(|p| p.availability == Availability::Finishing && self.desk.holding(p.worker.person) == 0)
            .map(|p| p.worker.person)
            .collect();
        for person in done {
            self.push(DeskEvent::AvailabilitySet { person, availability: Availability::Away });
        }
    }

    /// Pairs waiting visitors in order. One whose connection is gone keeps the place and is passed over.
    fn pair_those_who_wait(&mut self) {
        while let Some(waiting) = self.desk.queue.iter().find(|waiting| waiting.here) {
            let request = waiting.request.clone();
            let Some(seats) = choose::pair(&self.desk, &request.language) else { return };
            self.push(DeskEvent::Staffed {
                request,
                seats,
                standing: Standing::Full,
                supervisor_called: None,
                stepped_out: None,
                why: Why::Paired,
            });
        }
    }
}

/// Makes one of the seated the lead where nobody is.
fn seat_a_lead(desk: &Desk, seats: &mut [SeatHolder]) {
    if seats.iter().any(|holder| holder.seat == Seat::Lead) {
        return;
    }
    if let Some(person) = choose::next_lead(desk, seats) {
        for holder in seats.iter_mut().filter(|holder| holder.worker.person == person) {
            holder.seat = Seat::Lead;
        }
    }
}

/// Hands the lead to a second who is here and counts, where the lead does not count or is gone for longer than the grace.
fn hand_over(desk: &Desk, staffing: &mut Staffing) {
    seat_a_lead(desk, &mut staffing.seats);
    let expected_back = matches!(staffing.standing, Standing::Grace { .. });
    let leads = |h: &SeatHolder| desk.counts(h.worker.role) && (expected_back || desk.is_here(h.worker.person));
    let Some(unfit) = staffing.seats.iter().position(|h| h.seat == Seat::Lead && !leads(h)) else { return };
    let takers = staffing
        .seats
        .iter()
        .filter(|h| h.seat == Seat::Second && desk.counts(h.worker.role) && desk.is_here(h.worker.person));
    let Some(taker) = choose::next_lead(desk, &takers.cloned().collect::<Vec<_>>()) else { return };
    staffing.seats[unfit].seat = Seat::Second;
    for holder in staffing.seats.iter_mut().filter(|holder| holder.worker.person == taker) {
        holder.seat = Seat::Lead;
    }
}
