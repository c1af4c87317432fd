//! Events that clients held through a restart, read back into the domain.

use std::time::Duration;

use netreach_core::conversation::{Author, ConversationEvent, EndedBy, Opening, Participant, WorkerNumber};
use netreach_core::desk::{Seat, Standing};
use netreach_core::people::Language;
use netreach_core::{DisplayName, MessageId, MessageText, PersonId, SuggestionId, UnixMillis};
use netreach_protocol as wire;

/// Reads one event. `None` for what this server never writes: such a history is refused whole.
pub(super) fn event(body: &wire::EventBody, idle_end: Duration) -> Option<ConversationEvent> {
    Some(match body {
        wire::EventBody::Opened { nickname, language, policy: wire::LogPolicy::Off, desk, project } => {
            ConversationEvent::Opened(Opening {
                nickname: name(nickname)?,
                language: Language::new(language)?,
                desk: name(desk)?,
                project: name(project)?,
                idle_end,
            })
        }
        wire::EventBody::Roster { workers, standing } => ConversationEvent::RosterSet {
            revision: 0,
            workers: workers.iter().map(participant).collect::<Option<_>>()?,
            standing: read_standing(standing),
        },
        wire::EventBody::Message { id, author: by, text } => {
            ConversationEvent::Message { id: MessageId(*id), author: author(*by), text: message(text)? }
        }
        wire::EventBody::Marks { of, delivered, seen } => {
            ConversationEvent::Marks { of: author(*of), delivered: *delivered, seen: *seen }
        }
        wire::EventBody::Ended { by } => ConversationEvent::Ended(match by {
            wire::EndedBy::Visitor => EndedBy::Visitor,
            wire::EndedBy::Workers => EndedBy::Workers,
            wire::EndedBy::Idle => EndedBy::Idle,
            wire::EndedBy::VisitorGone => EndedBy::VisitorGone,
        }),
        wire::EventBody::Aside { id, worker, text } => {
            ConversationEvent::Aside { id: MessageId(*id), by: WorkerNumber(*worker), text: message(text)? }
        }
        wire::EventBody::Suggestion { id, worker, text } => {
            ConversationEvent::Suggestion { id: SuggestionId(*id), by: WorkerNumber(*worker), text: message(text)? }
        }
        wire::EventBody::SuggestionClosed { id, sent_as } => {
            ConversationEvent::SuggestionClosed { id: SuggestionId(*id), sent_as: sent_as.map(MessageId) }
        }
        wire::EventBody::SlowDown { worker } => ConversationEvent::SlowDown { by: WorkerNumber(*worker) },
        wire::EventBody::SupervisorCalled { worker } => {
            ConversationEvent::SupervisorCalled { by: WorkerNumber(*worker) }
        }
        wire::EventBody::VisitorHere { here } => ConversationEvent::VisitorHere(*here),
    })
}

fn name(text: &str) -> Option<DisplayName> {
    DisplayName::new(text).ok()
}

fn message(text: &str) -> Option<MessageText> {
    MessageText::new(text).ok()
}

fn author(author: wire::Author) -> Author {
    match author {
        wire::Author::Visitor => Author::Visitor,
        wire::Author::Worker(number) => Author::Worker(WorkerNumber(number)),
    }
}

fn participant(seated: &wire::Seated) -> Option<Participant> {
    Some(Participant {
        number: WorkerNumber(seated.worker),
        person: seated.person.map(PersonId),
        screen_name: name(&seated.name)?,
        organisation: name(&seated.organisation)?,
        seat: match seated.seat {
            wire::Seat::Lead => Seat::Lead,
            wire::Seat::Second => Seat::Second,
            wire::Seat::Supervisor => Seat::Supervisor,
        },
        here: seated.here,
        trainee: seated.trainee.unwrap_or(false),
    })
}

fn read_standing(standing: &wire::Standing) -> Option<Standing> {
    Some(match (standing.kind, standing.until) {
        (wire::StandingKind::Waiting, _) => return None,
        (wire::StandingKind::Full, _) => Standing::Full,
        (wire::StandingKind::Grace, until) => Standing::Grace { until: UnixMillis(until.unwrap_or(0)) },
        (wire::StandingKind::Held, _) => Standing::Held,
        (wire::StandingKind::Finishing, _) => Standing::Finishing,
        (wire::StandingKind::Supervised, _) => Standing::Supervised,
    })
}
