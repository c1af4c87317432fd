//! Applies what the log's feed gives: the one place where replicas change.

use std::collections::BTreeSet;
use std::sync::{Arc, Weak};
use std::time::Duration;

use netreach_core::conversation::{Audience, ConversationEvent};
use netreach_core::desk::{DeskEvent, Why};
use netreach_core::hours::{ClosedReason, DeskState, OpenState, Staffing, desk_state};
use netreach_core::{ConversationId, DeskId, PersonId};
use netreach_eventlog::{Appended, Feed, Seq};
use netreach_store::Count as CountName;

use super::conversations::{ConversationReplica, ConversationSlot};
use super::desks::DeskSlot;
use super::render::{Place, Renderer};
use super::{Count, Live, LiveEvent, Recorded, lock, read, write};

/// How often deadlines and clock-bound states are looked at. Grace and idle times are tens of seconds and more.
const TIME_STEP: Duration = Duration::from_millis(250);

/// How long a conversation that is over stays, so that those who come back are told how it ended.
const ENDED_LINGER: Duration = Duration::from_mins(1);

impl Live {
    pub(super) async fn apply_feed(live: Weak<Self>, mut feed: Feed<Recorded>) {
        loop {
            let appended = feed.next().await;
            let Some(live) = live.upgrade() else { return };
            match appended.events.first().map(|recorded| &recorded.event) {
                Some(LiveEvent::Desk(_)) => live.apply_to_desk(&appended),
                Some(LiveEvent::Born(_) | LiveEvent::Conversation(_)) => live.apply_to_conversation(&appended),
                None => {}
            }
        }
    }

    fn apply_to_desk(&self, appended: &Appended<Recorded>) {
        let Some(slot) = self.desk_by_subject(appended) else { return };
        let mut replica = lock(&slot.replica);
        for (seq, recorded) in (appended.first.0..).zip(appended.events.iter()) {
            if seq <= replica.seq.0 {
                continue;
            }
            if let LiveEvent::Desk(event) = &recorded.event {
                replica.desk.apply(recorded.at, event);
                self.count(slot.id, recorded, event);
            }
            replica.seq = Seq(seq);
        }
        if cfg!(debug_assertions)
            && let Err(broken) = replica.desk.check()
        {
            panic!("{broken}");
        }
        let last = replica.seq;
        let rosters: Vec<(ConversationId, u64)> =
            replica.desk.conversations().map(|(id, staffing)| (id, staffing.revision)).collect();
        let waiting: Vec<ConversationId> = replica.desk.queue().map(|waiting| waiting.request.conversation).collect();
        drop(replica);
        self.log.trim(&slot.subject, last);
        slot.applied.send_replace(last);
        for (id, revision) in rosters {
            let behind = self.conversation(id).is_some_and(|c| lock(&c.replica).conversation.revision() < revision);
            if behind {
                self.mark_dirty(id);
            }
        }
        // Places in line may have changed.
        waiting.into_iter().filter_map(|id| self.conversation(id)).for_each(|conversation| conversation.wake());
        self.show_desk(&slot, true);
    }

    fn desk_by_subject(&self, appended: &Appended<Recorded>) -> Option<Arc<DeskSlot>> {
        let id: DeskId = appended.subject.as_str().strip_prefix("desk.")?.parse().ok()?;
        self.desk(id)
    }

    fn count(&self, desk: DeskId, recorded: &Recorded, event: &DeskEvent) {
        let (name, add) = match event {
            DeskEvent::Waited { .. } => (CountName::Requests, 1),
            DeskEvent::LeftQueue { .. } => (CountName::Missed, 1),
            DeskEvent::Staffed { why: Why::Paired, .. } => (CountName::Conversations, 1),
            DeskEvent::BelowMinimum { lasted, .. } => {
                (CountName::BelowRuleMs, u64::try_from(lasted.as_millis()).unwrap_or(u64::MAX))
            }
            _ => return,
        };
        if self.counts.try_send(Count { desk, at: recorded.at, name, add }).is_err() {
            tracing::warn!(count = name.as_str(), "a count was lost: the database is too slow or gone");
        }
    }

    fn apply_to_conversation(&self, appended: &Appended<Recorded>) {
        let Some(slot) = self.conversation_by_subject(appended) else { return };
        let renderer = Renderer::new(&self.keys, slot.id, slot.birth.incarnation);
        let mut replica = lock(&slot.replica);
        let readers_before = readers(&replica);
        let mut changed = false;
        for (seq, recorded) in (appended.first.0..).zip(appended.events.iter()) {
            if seq <= replica.seq.0 {
                continue;
            }
            replica.seq = Seq(seq);
            let LiveEvent::Conversation(event) = &recorded.event else { continue };
            replica.conversation.apply(recorded.at, event);
            let public = (event.audience() == Audience::Everybody).then_some(replica.public.len() as u64 + 1);
            let place = Place { seq: replica.staff.len() as u64 + 1, public };
            replica.staff.push(renderer.for_staff(place, recorded.at, event));
            if let Some(seq) = public {
                replica.public.push(renderer.for_visitor(seq, recorded.at, event));
            }
            if let ConversationEvent::Ended(_) = event {
                replica.ended_at = Some(recorded.at);
            }
            changed |= matches!(
                event,
                ConversationEvent::RosterSet { .. } | ConversationEvent::Ended(_) | ConversationEvent::Opened(_)
            );
        }
        if cfg!(debug_assertions)
            && let Err(broken) = replica.conversation.check()
        {
            panic!("{broken}");
        }
        let last = replica.seq;
        let readers_after = readers(&replica);
        drop(replica);
        self.log.trim(&slot.subject, last);
        slot.applied.send_replace(last);
        self.index_readers(slot.id, &readers_before, &readers_after);
        slot.wake();
        if changed {
            self.mark_dirty(slot.id);
        }
    }

    fn conversation_by_subject(&self, appended: &Appended<Recorded>) -> Option<Arc<ConversationSlot>> {
        let id: ConversationId = appended.subject.as_str().strip_prefix("conversation.")?.parse().ok()?;
        if let Some(slot) = self.conversation(id) {
            return Some(slot);
        }
        let LiveEvent::Born(birth) = appended.events.first()?.event else { return None };
        let slot = Arc::new(ConversationSlot::new(id, birth));
        write(&self.conversations).insert(id, Arc::clone(&slot));
        Some(slot)
    }

    fn index_readers(&self, id: ConversationId, before: &BTreeSet<PersonId>, after: &BTreeSet<PersonId>) {
        if before == after {
            return;
        }
        let mut served = lock(&self.served);
        for person in before.difference(after) {
            if let Some(theirs) = served.get_mut(person) {
                theirs.remove(&id);
                if theirs.is_empty() {
                    served.remove(person);
                }
            }
        }
        for person in after.difference(before) {
            served.entry(*person).or_default().insert(id);
        }
        drop(served);
        before.symmetric_difference(after).for_each(|person| self.wake_person(*person));
    }

    /// Open or closed at this instant: the one value that everything shows (I10). A desk that is not there has no
    /// hours.
    pub fn desk_state(&self, desk: DeskId) -> DeskState {
        let Some(settings) = self.settings.current().desks.get(&desk).cloned() else {
            return DeskState { state: OpenState::Closed(ClosedReason::NoHours), next_opening: None, changes_at: None };
        };
        let nobody = Staffing { pair_possible: false, pair_free: false, queue_full: false };
        let facts = self.desk(desk).map_or(nobody, |slot| lock(&slot.replica).desk.staffing_facts());
        desk_state(&settings.hours, facts, self.clock.now())
    }

    pub(super) fn show_desk(&self, slot: &DeskSlot, changed_for_staff: bool) {
        slot.show(|| self.desk_state(slot.id), changed_for_staff);
    }

    /// Lets deadlines act, and states that change by the clock be seen.
    pub(super) async fn keep_time(self: Arc<Self>) {
        let mut steps = tokio::time::interval(TIME_STEP);
        steps.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            steps.tick().await;
            let now = self.clock.now();
            let desks: Vec<Arc<DeskSlot>> = read(&self.desks).values().cloned().collect();
            for slot in desks {
                let due = lock(&slot.replica).desk.next_deadline().is_some_and(|deadline| deadline <= now);
                if due {
                    self.tick_desk(slot.id).await;
                }
                self.show_desk(&slot, false);
            }
            let conversations: Vec<Arc<ConversationSlot>> = read(&self.conversations).values().cloned().collect();
            for slot in conversations {
                let (deadline, ended_at) = {
                    let replica = lock(&slot.replica);
                    (replica.conversation.next_deadline(), replica.ended_at)
                };
                if deadline.is_some_and(|deadline| deadline <= now) {
                    self.tick_conversation(slot.id).await;
                }
                if ended_at.is_some_and(|ended| now >= ended + ENDED_LINGER) {
                    self.forget_conversation(slot.id);
                } else if slot.typing_runs_out(now) {
                    slot.wake();
                }
            }
            self.close_rebuilds(now).await;
        }
    }

    /// Lets go of a conversation that is over: nothing of it is left in this process.
    fn forget_conversation(&self, id: ConversationId) {
        if let Some(slot) = write(&self.conversations).remove(&id) {
            self.log.forget(&slot.subject);
            slot.wake();
        }
    }
}

/// Who may read a conversation: nobody once it is over.
fn readers(replica: &ConversationReplica) -> BTreeSet<PersonId> {
    if replica.conversation.ended().is_some() {
        return BTreeSet::new();
    }
    replica.conversation.workers().iter().filter_map(|participant| participant.person).collect()
}
