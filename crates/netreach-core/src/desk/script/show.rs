//! Events as scripts write them.

use super::parse::Cast;
use crate::conversation::{Author, ConversationEvent, EndedBy, WorkerNumber};
use crate::desk::world::{Happened, Refused};
use crate::desk::{Availability, DeskEvent, Seat, SeatHolder, Standing, Why};
use crate::ids::{ConversationId, PersonId};

/// What happened, in order; `nothing` if nothing did.
pub(super) fn shown(cast: &Cast, happened: &[Happened]) -> String {
    let events: Vec<String> = happened.iter().filter_map(|event| one(cast, event)).collect();
    if events.is_empty() { "nothing".to_owned() } else { events.join(", ") }
}

/// The name of a refusal.
pub(super) fn refusal(refused: Refused) -> String {
    match refused {
        Refused::Desk(refusal) => format!("{refusal:?}"),
        Refused::Talk(refusal) => format!("{refusal:?}"),
        Refused::Unknown => "Unknown".to_owned(),
    }
}

fn one(cast: &Cast, happened: &Happened) -> Option<String> {
    match happened {
        Happened::Desk(event) => Some(on_desk(cast, event)),
        Happened::Talk(id, event) => in_talk(cast, *id, event),
    }
}

fn on_desk(cast: &Cast, event: &DeskEvent) -> String {
    let person = |person: &PersonId| cast.name_of(person.0);
    let visitor = |id: &ConversationId| cast.name_of(id.0);
    match event {
        DeskEvent::Configured { .. } => "Configured".to_owned(),
        DeskEvent::Connected { worker, .. } => format!("Online({})", person(&worker.person)),
        DeskEvent::Disconnected { person: who, .. } => format!("Offline({})", person(who)),
        DeskEvent::Removed { person: who } => format!("Removed({})", person(who)),
        DeskEvent::AvailabilitySet { person: who, availability } => {
            let word = match availability {
                Availability::Available => "Available",
                Availability::Busy => "Busy",
                Availability::Finishing => "Finishing",
                Availability::Away => "Away",
            };
            format!("{word}({})", person(who))
        }
        DeskEvent::Waited { request } => format!("Waiting({})", visitor(&request.conversation)),
        DeskEvent::VisitorHere { conversation, here: true } => format!("InLine({})", visitor(conversation)),
        DeskEvent::VisitorHere { conversation, here: false } => format!("PlaceKept({})", visitor(conversation)),
        DeskEvent::LeftQueue { conversation } => format!("LeftQueue({})", visitor(conversation)),
        DeskEvent::Staffed { request, seats, standing, why, .. } => {
            let why = why_word(*why);
            format!("{why}({} {}{})", visitor(&request.conversation), seated(cast, seats), standing_word(*standing))
        }
        DeskEvent::BelowMinimum { conversation, lasted } => {
            format!("BelowMinimum({} {})", visitor(conversation), lasted.as_secs_f64())
        }
        DeskEvent::Released { conversation } => format!("Released({})", visitor(conversation)),
    }
}

fn why_word(why: Why) -> &'static str {
    match why {
        Why::Paired => "Paired",
        Why::Presence => "Presence",
        Why::GraceOver => "GraceOver",
        Why::Replaced => "Replaced",
        Why::SteppedOut => "SteppedOut",
        Why::Swapped => "Swapped",
        Why::SupervisorCalled => "Called",
        Why::SupervisorJoined => "Joined",
        Why::RulesChanged => "Rules",
        Why::Resumed => "Resumed",
    }
}

fn seated(cast: &Cast, seats: &[SeatHolder]) -> String {
    let names: Vec<String> = seats
        .iter()
        .map(|holder| {
            let name = cast.name_of(holder.worker.person.0);
            let gone = if cast.is_here(holder.worker.person) { "" } else { "?" };
            match holder.seat {
                Seat::Lead | Seat::Second => format!("{name}{gone}"),
                Seat::Supervisor => format!("^{name}{gone}"),
            }
        })
        .collect();
    if names.is_empty() { "nobody".to_owned() } else { names.join("+") }
}

fn standing_word(standing: Standing) -> String {
    match standing {
        Standing::Full => String::new(),
        Standing::Grace { until } => format!(" until {}", until.0 / 1_000),
        Standing::Held => " held".to_owned(),
        Standing::Finishing => " finishing".to_owned(),
        Standing::Supervised => " supervised".to_owned(),
    }
}

fn in_talk(cast: &Cast, id: ConversationId, event: &ConversationEvent) -> Option<String> {
    let worker = |number: &WorkerNumber| cast.worker_name(id, *number);
    let who = |author: &Author| match author {
        Author::Visitor => "visitor".to_owned(),
        Author::Worker(number) => worker(number),
    };
    let visitor = cast.name_of(id.0);
    Some(match event {
        ConversationEvent::Opened(_) | ConversationEvent::RosterSet { .. } => return None,
        ConversationEvent::Message { author, text, .. } => {
            format!("Message({visitor} {} {})", who(author), text.expose())
        }
        ConversationEvent::Marks { of, delivered, seen } => format!("Marks({visitor} {} {delivered} {seen})", who(of)),
        ConversationEvent::Ended(by) => {
            let by = match by {
                EndedBy::Visitor => "visitor",
                EndedBy::Workers => "workers",
                EndedBy::Idle => "idle",
                EndedBy::VisitorGone => "gone",
            };
            format!("Ended({visitor} {by})")
        }
        ConversationEvent::Aside { by, text, .. } => format!("Aside({visitor} {} {})", worker(by), text.expose()),
        ConversationEvent::Suggestion { by, text, .. } => {
            format!("Suggestion({visitor} {} {})", worker(by), text.expose())
        }
        ConversationEvent::SuggestionClosed { id, sent_as } => {
            let how = if sent_as.is_some() { "sent" } else { "dropped" };
            format!("Closed({visitor} {} {how})", cast.name_of(id.0))
        }
        ConversationEvent::SlowDown { by } => format!("SlowDown({visitor} {})", worker(by)),
        ConversationEvent::SupervisorCalled { by } => format!("SupervisorCalled({visitor} {})", worker(by)),
        ConversationEvent::VisitorHere(true) => format!("Back({visitor})"),
        ConversationEvent::VisitorHere(false) => format!("Gone({visitor})"),
    })
}
