//! Conversations that the log no longer has, rebuilt from what their participants hold.
//!
//! After a restart nothing of a conversation is left in the process, and nothing was on a disk. Each participant's
//! client still holds what it saw, each event with a MAC under the server key. The first who comes back opens a window;
//! when everybody expected is back, or the window closes, what was offered is joined to one history and the
//! conversation goes on in a new life of it, its *incarnation*. Forged, foreign and old histories are refused.

use std::collections::BTreeMap;
use std::time::Duration;

use netreach_core::conversation::{self, ConversationEvent, Participant};
use netreach_core::desk::{self, Request, Seat, SeatHolder};
use netreach_core::people::{Role, Worker};
use netreach_core::{ConversationId, DeskId, PersonId, ProjectId, UnixMillis};
use netreach_protocol as wire;
use netreach_protocol::limits::HISTORY_EVENTS_MAX;
use uuid::Uuid;

use super::conversations::ConversationSlot;
use super::render::{Reader, Renderer};
use super::{Birth, Live, LiveEvent, Recorded, history, lock};
use crate::settings::{DeskSettings, SiteSettings};

/// How long after a start conversations can be rebuilt: whoever comes later than a visitor's place is kept finds it over.
const REBUILD_WITHIN: Duration = Duration::from_secs(150);

/// How long the first to come back waits for the others: browsers come back within a second or two.
const WINDOW: Duration = Duration::from_secs(5);

/// Oldest last event of a history that is taken: an old copy cannot bring back what is long over.
const HISTORY_AGE_MAX: Duration = Duration::from_hours(1);

/// Conversations that may be in rebuilding at once.
const REBUILDS_MAX: usize = 2_000;

/// What a client that names a conversation finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// It is here.
    Here,
    /// Its history is wanted: ask for it.
    Wanted,
    /// It is over.
    Gone,
}

/// A conversation in rebuilding.
pub(super) struct Rebuild {
    closes_at: UnixMillis,
    place: Option<(DeskId, ProjectId)>,
    visitor: Option<Vec<wire::Event>>,
    staff: BTreeMap<PersonId, Vec<wire::Event>>,
    incarnation: Uuid,
}

impl Live {
    /// Whether a conversation is here, can be rebuilt, or is over.
    pub fn find(&self, id: ConversationId) -> Found {
        if self.conversation(id).is_some() {
            return Found::Here;
        }
        if self.clock.now() < self.started + REBUILD_WITHIN { Found::Wanted } else { Found::Gone }
    }

    /// Whether somebody who holds events of another life of a conversation that is here should be asked for them: it
    /// was rebuilt without them, and they may hold a message that nobody else did.
    pub fn wants_late_history(&self, slot: &ConversationSlot, incarnation: Uuid) -> bool {
        slot.incarnation() != incarnation && self.clock.now() < self.started + REBUILD_WITHIN
    }

    /// Adds the messages that only a late participant held. False if the history is refused.
    async fn recover(&self, id: ConversationId, incarnation: Uuid, reader: Reader, events: &[wire::Event]) -> bool {
        if !self.is_ours(id, incarnation, reader, events) {
            return false;
        }
        let read = events.iter().map(|event| history::event(&event.body, Duration::ZERO)).collect::<Option<Vec<_>>>();
        let Some(held) = read else { return false };
        // A conversation that is over by now takes nothing more.
        self.conversation_command(id, &conversation::Command::Recover(held)).await.is_ok()
    }

    /// Takes what the visitor of a conversation holds of it. False if it is refused.
    pub async fn offer_from_visitor(
        &self,
        site: &SiteSettings,
        id: ConversationId,
        incarnation: Uuid,
        events: Vec<wire::Event>,
    ) -> bool {
        if events.is_empty() {
            return true;
        }
        if self.conversation(id).is_some() {
            return self.recover(id, incarnation, Reader::Visitor, &events).await;
        }
        if !self.is_ours(id, incarnation, Reader::Visitor, &events) {
            return false;
        }
        self.offer(id, incarnation, |rebuild| {
            rebuild.place = Some((site.desk, site.project));
            rebuild.visitor = Some(events);
        })
    }

    /// Takes what a worker holds of a conversation on `desk`. False if it is refused.
    pub async fn offer_from_staff(
        &self,
        desk: DeskId,
        worker: Worker,
        id: ConversationId,
        incarnation: Uuid,
        events: Vec<wire::Event>,
    ) -> bool {
        if events.is_empty() {
            return true;
        }
        let served = last_roster(&events)
            .is_some_and(|workers| workers.iter().any(|seated| seated.person == Some(worker.person.0)));
        if !served {
            return false;
        }
        if self.conversation(id).is_some() {
            return self.recover(id, incarnation, Reader::Staff, &events).await;
        }
        if !self.is_ours(id, incarnation, Reader::Staff, &events) {
            return false;
        }
        self.offer(id, incarnation, |rebuild| {
            rebuild.place = rebuild.place.or(Some((desk, worker.project)));
            rebuild.staff.insert(worker.person, events);
        })
    }

    fn offer(&self, id: ConversationId, incarnation: Uuid, take: impl FnOnce(&mut Rebuild)) -> bool {
        if self.find(id) != Found::Wanted {
            return self.find(id) == Found::Here;
        }
        let mut rebuilds = lock(&self.rebuilds);
        if rebuilds.len() >= REBUILDS_MAX && !rebuilds.contains_key(&id) {
            return false;
        }
        let rebuild = rebuilds.entry(id).or_insert_with(|| Rebuild {
            closes_at: self.clock.now() + WINDOW,
            place: None,
            visitor: None,
            staff: BTreeMap::new(),
            incarnation,
        });
        if rebuild.incarnation != incarnation {
            return false;
        }
        take(rebuild);
        true
    }

    /// Whether this server said each of `events` to the visitor: checked as parts come, so that a stranger cannot fill
    /// the memory with what is not ours.
    pub fn said_to_visitor(&self, id: ConversationId, incarnation: Uuid, events: &[wire::Event]) -> bool {
        let renderer = Renderer::new(&self.keys, id, incarnation);
        events.iter().all(|event| renderer.verifies(Reader::Visitor, event))
    }

    /// Whether this server said each of `events` to workers.
    pub fn said_to_staff(&self, id: ConversationId, incarnation: Uuid, events: &[wire::Event]) -> bool {
        let renderer = Renderer::new(&self.keys, id, incarnation);
        events.iter().all(|event| renderer.verifies(Reader::Staff, event))
    }

    /// Whether this server said all of `events`, in this order and without a gap, not long ago.
    fn is_ours(&self, id: ConversationId, incarnation: Uuid, reader: Reader, events: &[wire::Event]) -> bool {
        let renderer = Renderer::new(&self.keys, id, incarnation);
        let whole = events.len() <= HISTORY_EVENTS_MAX
            && (1..).zip(events).all(|(seq, event)| event.seq == seq)
            && matches!(events.first().map(|event| &event.body), Some(wire::EventBody::Opened { .. }));
        let recent = events.last().is_some_and(|last| self.clock.now() <= UnixMillis(last.at) + HISTORY_AGE_MAX);
        let over = matches!(events.last().map(|event| &event.body), Some(wire::EventBody::Ended { .. }));
        whole && recent && !over && events.iter().all(|event| renderer.verifies(reader, event))
    }

    /// Rebuilds what has waited long enough, or has everybody back.
    pub(super) async fn close_rebuilds(&self, now: UnixMillis) {
        let due: Vec<(ConversationId, Rebuild)> = {
            let mut rebuilds = lock(&self.rebuilds);
            let ids: Vec<ConversationId> = rebuilds
                .iter()
                .filter(|(_, rebuild)| now >= rebuild.closes_at || rebuild.is_complete())
                .map(|(id, _)| *id)
                .collect();
            ids.into_iter().filter_map(|id| rebuilds.remove(&id).map(|rebuild| (id, rebuild))).collect()
        };
        for (id, rebuild) in due {
            self.rebuild(id, rebuild).await;
        }
    }

    async fn rebuild(&self, id: ConversationId, rebuild: Rebuild) {
        let Some((desk, project)) = rebuild.place else { return };
        let Some(settings) = self.settings.current().desks.get(&desk).cloned() else { return };
        let Some(history) = rebuild.join(&settings) else {
            tracing::warn!("a conversation could not be rebuilt: its histories do not fit together");
            return;
        };
        let Some(ConversationEvent::Opened(opening)) = history.first().map(|(_, event)| event.clone()) else { return };
        let now = self.clock.now();
        let birth = Birth { desk, project, incarnation: Uuid::new_v4() };
        let mut events = vec![Recorded { at: now, event: LiveEvent::Born(birth) }];
        events.extend(
            history.iter().map(|(at, event)| Recorded { at: *at, event: LiveEvent::Conversation(event.clone()) }),
        );
        // The visitor is away until a connection of theirs says otherwise.
        events.push(Recorded { at: now, event: LiveEvent::Conversation(ConversationEvent::VisitorHere(false)) });
        let mut last = None;
        for (_, event) in &history {
            if let ConversationEvent::RosterSet { workers, standing, .. } = event {
                last = Some((workers.clone(), *standing));
            }
        }
        if self.append_birth(id, events).await.is_err() {
            return;
        }
        let (workers, standing) = last.unwrap_or_default();
        let waiting = standing.is_none();
        let seats = self.seats(&settings, &workers).await;
        let request = Request { conversation: id, language: opening.language, project };
        if let Err(error) = self.desk_command(desk, &desk::Command::Resume { request, seats, waiting }).await {
            tracing::warn!(%error, "a rebuilt conversation was not taken up by its desk");
        }
        self.mark_dirty(id);
        self.wake_rebuilt(id, &rebuild);
    }

    /// The seats of the last roster, for everybody who still staffs the desk: whoever is not back yet has the grace.
    async fn seats(&self, desk: &DeskSettings, workers: &[Participant]) -> Vec<SeatHolder> {
        let mut seats = Vec::new();
        let Some(store) = self.store.get() else { return seats };
        for participant in workers {
            let Some(person) = participant.person else { continue };
            match store.workers(desk.consortium, person, desk.id).await {
                Ok(parts) => seats.extend(parts.into_iter().next().map(|worker| {
                    let seat = if worker.role == Role::Supervisor { Seat::Supervisor } else { participant.seat };
                    SeatHolder { worker, seat }
                })),
                Err(error) => tracing::warn!(%error, "a worker's part could not be read for a rebuilt conversation"),
            }
        }
        seats
    }

    /// Tells those who offered it that it is here.
    fn wake_rebuilt(&self, id: ConversationId, rebuild: &Rebuild) {
        for person in rebuild.staff.keys() {
            self.wake_person(*person);
        }
        if let Some(slot) = self.conversation(id) {
            slot.wake();
        }
    }

    /// Whether a conversation is waiting for more to come back.
    pub fn is_rebuilding(&self, id: ConversationId) -> bool {
        lock(&self.rebuilds).contains_key(&id)
    }
}

impl Rebuild {
    /// Whether the visitor and every worker of the last roster have offered what they hold.
    fn is_complete(&self) -> bool {
        let longest = self.staff.values().max_by_key(|events| events.len());
        self.visitor.is_some()
            && longest.and_then(|events| last_roster(events)).is_some_and(|workers| {
                workers
                    .iter()
                    .filter_map(|seated| seated.person)
                    .all(|person| self.staff.contains_key(&PersonId(person)))
            })
    }

    /// Joins what was offered: the longest that workers hold, then what only the visitor has seen since.
    fn join(&self, settings: &DeskSettings) -> Option<Vec<(UnixMillis, ConversationEvent)>> {
        let longest = self.staff.values().map(Vec::as_slice).max_by_key(|events| events.len());
        let base = longest.unwrap_or(&[]);
        let known = base.iter().filter_map(|event| event.public).max().unwrap_or(0);
        let visitors = self.visitor.as_deref().unwrap_or(&[]);
        let all = base.iter().chain(visitors.iter().filter(|event| event.seq > known));
        all.map(|event| Some((UnixMillis(event.at), history::event(&event.body, settings.idle_end)?))).collect()
    }
}

fn last_roster(events: &[wire::Event]) -> Option<&[wire::Seated]> {
    events.iter().rev().find_map(|event| match &event.body {
        wire::EventBody::Roster { workers, .. } => Some(workers.as_slice()),
        _ => None,
    })
}
