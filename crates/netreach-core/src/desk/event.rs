//! What a desk can be told, and what happens on it.

use std::time::Duration;

use crate::ids::{ConversationId, PersonId, ProjectId};
use crate::people::{Language, Worker};
use crate::time::UnixMillis;

use super::rules::PairingRules;

/// One connection of one person: two of them are still one operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConnectionId(pub u128);

/// What an operator says of their time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Availability {
    /// Takes new conversations.
    Available,
    /// Keeps conversations, gets no new ones.
    Busy,
    /// Keeps conversations until the last has ended, then is away.
    Finishing,
    /// Not here for visitors.
    Away,
}

/// The part that a worker takes in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Seat {
    /// Answers.
    Lead,
    /// Reads along, confers, steps in.
    Second,
    /// Was called in.
    Supervisor,
}

/// A worker and their part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatHolder {
    /// Who it is, as they were when they sat down.
    pub worker: Worker,
    /// Their part.
    pub seat: Seat,
}

/// How a conversation stands under its pairing rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The minimum is there.
    Full,
    /// One dropped; it goes on until then.
    Grace {
        /// When the desk's rule applies.
        until: UnixMillis,
    },
    /// No staff message passes until the minimum is there again.
    Held,
    /// The one who is left finishes this conversation and takes no new one.
    Finishing,
    /// No staff message passes until a supervisor is here.
    Supervised,
}

/// Why the staffing of a conversation changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// A pair was found for a waiting visitor.
    Paired,
    /// A worker's connection is gone, or back.
    Presence,
    /// The grace ran out.
    GraceOver,
    /// A replacement was found.
    Replaced,
    /// A worker stepped out.
    SteppedOut,
    /// The lead was handed over.
    Swapped,
    /// A supervisor was called.
    SupervisorCalled,
    /// A supervisor joined.
    SupervisorJoined,
    /// The rules were changed.
    RulesChanged,
    /// The conversation was rebuilt after a restart.
    Resumed,
}

/// One who asks for a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Which conversation it will be.
    pub conversation: ConversationId,
    /// The visitor's language.
    pub language: Language,
    /// The project whose site they came from.
    pub project: ProjectId,
}

/// What a desk can be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// The rules in force, and how many may wait.
    Configure {
        /// The rules.
        rules: PairingRules,
        /// How many visitors may wait at once.
        queue_max: u32,
    },
    /// A connection of a worker came. `availability` is what they chose before, if they did.
    Connect {
        /// Who they are on this desk.
        worker: Worker,
        /// Which connection.
        connection: ConnectionId,
        /// What they last chose; none leaves what the desk holds, or away.
        availability: Option<Availability>,
    },
    /// A connection of a worker is gone.
    Disconnect {
        /// Who.
        person: PersonId,
        /// Which connection.
        connection: ConnectionId,
    },
    /// A worker no longer staffs this desk: they leave every seat.
    Remove {
        /// Who.
        person: PersonId,
    },
    /// A worker says what their time is like.
    SetAvailability {
        /// Who.
        person: PersonId,
        /// The choice.
        availability: Availability,
    },
    /// A visitor asks for a pair.
    Wait {
        /// What they ask for.
        request: Request,
        /// Whether the hours say open at this instant.
        hours_open: bool,
    },
    /// The connection of a waiting visitor came or went.
    VisitorHere {
        /// Which conversation.
        conversation: ConversationId,
        /// Whether it is there now.
        here: bool,
    },
    /// A conversation is over, or its visitor left the line.
    Release {
        /// Which conversation.
        conversation: ConversationId,
    },
    /// Make another worker of the conversation the lead.
    SwapLead {
        /// Which conversation.
        conversation: ConversationId,
        /// The lead, who gives it, or a second, who takes it.
        by: PersonId,
    },
    /// Leave a conversation.
    StepOut {
        /// Which conversation.
        conversation: ConversationId,
        /// Who.
        by: PersonId,
    },
    /// Call a supervisor in.
    CallSupervisor {
        /// Which conversation.
        conversation: ConversationId,
        /// Who calls.
        by: PersonId,
    },
    /// Join a conversation that called for a supervisor.
    Join {
        /// Which conversation.
        conversation: ConversationId,
        /// The supervisor.
        by: PersonId,
    },
    /// A conversation was rebuilt after a restart, with those who served it.
    Resume {
        /// What the visitor asked for.
        request: Request,
        /// Those who served it and still staff the desk.
        seats: Vec<SeatHolder>,
        /// Whether it had not been paired yet.
        waiting: bool,
    },
    /// A deadline may have passed.
    Tick,
}

/// What happens on a desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeskEvent {
    /// The rules in force changed.
    Configured {
        /// The rules.
        rules: PairingRules,
        /// How many visitors may wait at once.
        queue_max: u32,
    },
    /// A connection of a worker is there.
    Connected {
        /// Who they are on this desk.
        worker: Worker,
        /// Which connection.
        connection: ConnectionId,
    },
    /// A connection of a worker is gone.
    Disconnected {
        /// Who.
        person: PersonId,
        /// Which connection.
        connection: ConnectionId,
    },
    /// A worker no longer staffs this desk.
    Removed {
        /// Who.
        person: PersonId,
    },
    /// What a worker's time is like.
    AvailabilitySet {
        /// Who.
        person: PersonId,
        /// What.
        availability: Availability,
    },
    /// A visitor waits.
    Waited {
        /// What they ask for.
        request: Request,
    },
    /// The connection of a waiting visitor came or went.
    VisitorHere {
        /// Which conversation.
        conversation: ConversationId,
        /// Whether it is there now.
        here: bool,
    },
    /// A waiting visitor left the line.
    LeftQueue {
        /// Which conversation.
        conversation: ConversationId,
    },
    /// Who serves a conversation and how it stands, whole.
    Staffed {
        /// Which conversation, for which request.
        request: Request,
        /// Who, lead first.
        seats: Vec<SeatHolder>,
        /// How it stands.
        standing: Standing,
        /// Since when a supervisor is called and has not come.
        supervisor_called: Option<UnixMillis>,
        /// A worker who stepped out and is not to be chosen again for it.
        stepped_out: Option<PersonId>,
        /// Why.
        why: Why,
    },
    /// A conversation that ran below its minimum does so no longer.
    BelowMinimum {
        /// Which conversation.
        conversation: ConversationId,
        /// For how long it did.
        lasted: Duration,
    },
    /// A conversation is over.
    Released {
        /// Which conversation.
        conversation: ConversationId,
    },
}
