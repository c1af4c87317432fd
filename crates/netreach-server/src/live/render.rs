//! One function renders an event for an audience, and each event is serialised once for each.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use netreach_core::conversation::{Author, ConversationEvent, EndedBy, Participant};
use netreach_core::desk::{Seat, Standing};
use netreach_core::hours::{ClosedReason, DeskState, OpenState};
use netreach_core::{ConversationId, UnixMillis};
use netreach_protocol as wire;
use uuid::Uuid;

use crate::keys::{Keys, Purpose};

/// Bytes of an event's MAC: 128 bits.
const EVENT_MAC_BYTES: usize = 16;

/// Who an event is rendered for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    Visitor,
    Staff,
}

/// The place of an event in what workers see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) seq: u64,
    /// The visitor's number of it.
    pub(super) public: Option<u64>,
}

/// Renders the events of one conversation.
pub(super) struct Renderer<'a> {
    keys: &'a Keys,
    conversation: ConversationId,
    incarnation: Uuid,
}

impl<'a> Renderer<'a> {
    pub(super) fn new(keys: &'a Keys, conversation: ConversationId, incarnation: Uuid) -> Self {
        Self { keys, conversation, incarnation }
    }

    /// An event as workers see it.
    pub(super) fn for_staff(&self, place: Place, at: UnixMillis, event: &ConversationEvent) -> Arc<str> {
        self.render(Reader::Staff, place, at, event)
    }

    /// An event as the visitor sees it.
    pub(super) fn for_visitor(&self, seq: u64, at: UnixMillis, event: &ConversationEvent) -> Arc<str> {
        self.render(Reader::Visitor, Place { seq, public: None }, at, event)
    }

    fn render(&self, reader: Reader, place: Place, at: UnixMillis, event: &ConversationEvent) -> Arc<str> {
        let body = body(event, reader);
        debug_assert!(reader == Reader::Staff || !body.is_staff_only(), "I3");
        let mut rendered = wire::Event { seq: place.seq, public: place.public, at: at.0, body, mac: String::new() };
        rendered.mac = self.mac(reader, &rendered);
        serde_json::to_string(&rendered).expect("an event has no map with keys that are not strings").into()
    }

    /// The MAC of an event, over its values and not over its spelling: a client may send it back formatted anyhow.
    fn mac(&self, reader: Reader, event: &wire::Event) -> String {
        self.with_parts(reader, event, |parts| {
            URL_SAFE_NO_PAD.encode(&self.keys.mac(Purpose::EventMac, parts)[..EVENT_MAC_BYTES])
        })
    }

    /// Whether this server said `event` to such a reader of this conversation in this life of it.
    pub(super) fn verifies(&self, reader: Reader, event: &wire::Event) -> bool {
        let Ok(given) = URL_SAFE_NO_PAD.decode(&event.mac) else { return false };
        given.len() == EVENT_MAC_BYTES
            && self.with_parts(reader, event, |parts| self.keys.verify(Purpose::EventMac, parts, &given))
    }

    fn with_parts<T>(&self, reader: Reader, event: &wire::Event, use_parts: impl FnOnce(&[&[u8]]) -> T) -> T {
        let reader: &[u8] = match reader {
            Reader::Visitor => b"visitor",
            Reader::Staff => b"staff",
        };
        let body = serde_json::to_vec(&event.body).expect("a body has no map with keys that are not strings");
        use_parts(&[
            self.conversation.0.as_bytes(),
            self.incarnation.as_bytes(),
            reader,
            &event.seq.to_be_bytes(),
            &event.public.unwrap_or(0).to_be_bytes(),
            &event.at.to_be_bytes(),
            &body,
        ])
    }
}

fn body(event: &ConversationEvent, reader: Reader) -> wire::EventBody {
    match event {
        ConversationEvent::Opened(opening) => wire::EventBody::Opened {
            nickname: opening.nickname.expose().to_owned(),
            language: opening.language.as_str().to_owned(),
            policy: wire::LogPolicy::Off,
            desk: opening.desk.expose().to_owned(),
            project: opening.project.expose().to_owned(),
        },
        ConversationEvent::RosterSet { revision: _, workers, standing } => wire::EventBody::Roster {
            workers: workers.iter().map(|participant| seated(participant, reader)).collect(),
            standing: protocol_standing(*standing),
        },
        ConversationEvent::Message { id, author: by, text } => {
            wire::EventBody::Message { id: id.0, author: author(*by), text: text.expose().to_owned() }
        }
        ConversationEvent::Marks { of, delivered, seen } => {
            wire::EventBody::Marks { of: author(*of), delivered: *delivered, seen: *seen }
        }
        ConversationEvent::Ended(by) => wire::EventBody::Ended {
            by: match by {
                EndedBy::Visitor => wire::EndedBy::Visitor,
                EndedBy::Workers => wire::EndedBy::Workers,
                EndedBy::Idle => wire::EndedBy::Idle,
                EndedBy::VisitorGone => wire::EndedBy::VisitorGone,
            },
        },
        ConversationEvent::Aside { id, by, text } => {
            wire::EventBody::Aside { id: id.0, worker: by.0, text: text.expose().to_owned() }
        }
        ConversationEvent::Suggestion { id, by, text } => {
            wire::EventBody::Suggestion { id: id.0, worker: by.0, text: text.expose().to_owned() }
        }
        ConversationEvent::SuggestionClosed { id, sent_as } => {
            wire::EventBody::SuggestionClosed { id: id.0, sent_as: sent_as.map(|message| message.0) }
        }
        ConversationEvent::SlowDown { by } => wire::EventBody::SlowDown { worker: by.0 },
        ConversationEvent::SupervisorCalled { by } => wire::EventBody::SupervisorCalled { worker: by.0 },
        ConversationEvent::VisitorHere(here) => wire::EventBody::VisitorHere { here: *here },
    }
}

fn author(author: Author) -> wire::Author {
    match author {
        Author::Visitor => wire::Author::Visitor,
        Author::Worker(number) => wire::Author::Worker(number.0),
    }
}

fn seated(participant: &Participant, reader: Reader) -> wire::Seated {
    let for_staff = reader == Reader::Staff;
    wire::Seated {
        worker: participant.number.0,
        name: participant.screen_name.expose().to_owned(),
        organisation: participant.organisation.expose().to_owned(),
        seat: match participant.seat {
            Seat::Lead => wire::Seat::Lead,
            Seat::Second => wire::Seat::Second,
            Seat::Supervisor => wire::Seat::Supervisor,
        },
        here: participant.here,
        person: participant.person.filter(|_| for_staff).map(|person| person.0),
        trainee: for_staff.then_some(participant.trainee),
    }
}

/// How a conversation stands, as the wire says it.
pub(super) fn protocol_standing(standing: Option<Standing>) -> wire::Standing {
    use wire::StandingKind as Kind;
    let (kind, until) = match standing {
        None => (Kind::Waiting, None),
        Some(Standing::Full) => (Kind::Full, None),
        Some(Standing::Grace { until }) => (Kind::Grace, Some(until.0)),
        Some(Standing::Held) => (Kind::Held, None),
        Some(Standing::Finishing) => (Kind::Finishing, None),
        Some(Standing::Supervised) => (Kind::Supervised, None),
    };
    wire::Standing { kind, until }
}

/// Open or closed, as the wire says it.
pub fn protocol_desk_state(state: &DeskState) -> wire::DeskState {
    use wire::OpenState as Open;
    let (open, note) = match &state.state {
        OpenState::Open => (Open::Open, None),
        OpenState::Busy => (Open::Busy, None),
        OpenState::Closed(ClosedReason::OutsideHours) => (Open::OutsideHours, None),
        OpenState::Closed(ClosedReason::OpensSoon) => (Open::OpensSoon, None),
        OpenState::Closed(ClosedReason::NoPair) => (Open::NoPair, None),
        OpenState::Closed(ClosedReason::QueueFull) => (Open::QueueFull, None),
        OpenState::Closed(ClosedReason::NoHours) => (Open::NoHours, None),
        OpenState::Closed(ClosedReason::Exception { note }) => {
            (Open::Exception, Some(note.clone()).filter(|note| !note.is_empty()))
        }
    };
    wire::DeskState {
        state: open,
        note,
        next_opening: state.next_opening.map(|at| at.0),
        changes_at: state.changes_at.map(|at| at.0),
    }
}
