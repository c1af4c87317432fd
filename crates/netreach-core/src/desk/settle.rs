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
    pub(super) fn settle(&mut self, why: Why) {
        let ids: Vec<ConversationId> = self.desk.conversations.keys().copied().collect();
        for id in ids {
            self.settle_conversation(id, why);
        }
        self.send_home();
        self.pair_those_who_wait();
    }

    fn settle_conversation(&mut self, id: ConversationId, why: Why) {
        let Some(before) = self.desk.conversations.get(&id).cloned() else { return };
        let mut staffing = before.clone();
        let minimum = usize::from(self.desk.rules.minimum);
        let mut replaced = false;
        while self.desk.counted_here(&staffing) < minimum && self.fill_one(&mut staffing) {
            replaced = true;
        }
        let counted = self.desk.counted_here(&staffing);
        let mut because = if replaced { Why::Replaced } else { why };
        if counted >= minimum {
            staffing.standing = Standing::Full;
        } else {
            staffing.standing = match before.standing {
                Standing::Full if self.desk.rules.grace.is_zero() => self.solo(&mut staffing, counted),
                Standing::Full => Standing::Grace { until: self.now + self.desk.rules.grace },
                Standing::Grace { until } if self.now < until => Standing::Grace { until },
                Standing::Grace { .. } => {
                    because = if replaced { Why::Replaced } else { Why::GraceOver };
                    self.solo(&mut staffing, counted)
                }
                Standing::Held | Standing::Finishing | Standing::Supervised => self.solo(&mut staffing, counted),
            };
        }
        if staffing.standing == Standing::Full
            && let Some(since) = before.below_since
            && self.now > since
        {
            self.push(DeskEvent::BelowMinimum { conversation: id, lasted: self.now.since(since) });
        }
        self.staff(staffing, because);
    }

    /// What the desk's rule makes of a conversation that is below its minimum with the grace over.
    fn solo(&self, staffing: &mut Staffing, counted: usize) -> Standing {
        hand_over_from_the_absent(&self.desk, &mut staffing.seats);
        match self.desk.rules.solo {
            Solo::Hold => Standing::Held,
            Solo::Finish if counted > 0 => Standing::Finishing,
            Solo::Finish => Standing::Held,
            Solo::Supervised => {
                let supervisor_here =
                    staffing.seats.iter().any(|h| h.seat == Seat::Supervisor && self.desk.is_here(h.worker.person));
                if !supervisor_here && staffing.supervisor_called.is_none() {
                    staffing.supervisor_called = Some(self.now);
                }
                Standing::Supervised
            }
        }
    }

    /// Fills one seat that is free: at once where a worker stepped out, after the grace where one is only gone.
    fn fill_one(&self, staffing: &mut Staffing) -> bool {
        let grace_over = match staffing.standing {
            Standing::Full => self.desk.rules.grace.is_zero(),
            Standing::Grace { until } => self.now >= until,
            Standing::Held | Standing::Finishing | Standing::Supervised => true,
        };
        let counted_seats = staffing.seats.iter().filter(|h| self.desk.counts(h.worker.role)).count();
        let has_free_seat = counted_seats < usize::from(self.desk.rules.minimum);
        if !has_free_seat && !grace_over {
            return false;
        }
        let present: Vec<&SeatHolder> = staffing
            .seats
            .iter()
            .filter(|h| self.desk.counts(h.worker.role) && (!grace_over || self.desk.is_here(h.worker.person)))
            .collect();
        let Some(worker) = choose::replacement(&self.desk, staffing, &present) else { return false };
        if !has_free_seat {
            let absent = staffing
                .seats
                .iter()
                .rposition(|h| h.seat != Seat::Supervisor && !self.desk.is_here(h.worker.person))
                .or_else(|| staffing.seats.iter().rposition(|h| !self.desk.is_here(h.worker.person)));
            let Some(absent) = absent else { return false };
            staffing.seats.remove(absent);
        }
        hand_over_from_the_absent(&self.desk, &mut staffing.seats);
        staffing.seats.push(SeatHolder { worker, seat: Seat::Second });
        seat_a_lead(&self.desk, &mut staffing.seats);
        true
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

/// Hands the lead to one who is here, if the lead is not and another is.
fn hand_over_from_the_absent(desk: &Desk, seats: &mut [SeatHolder]) {
    let absent = seats.iter().position(|h| h.seat == Seat::Lead && !desk.is_here(h.worker.person));
    let present = seats.iter().any(|h| {
        h.seat == Seat::Second && desk.is_here(h.worker.person) && (h.worker.role != Role::Trainee || desk.counts(h.worker.role))
    });
    if let Some(absent) = absent
        && present
    {
        seats[absent].seat = Seat::Second;
        seat_a_lead(desk, seats);
    }
}
