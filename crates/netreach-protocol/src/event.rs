//! The events of a conversation, as each audience receives them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::common::{Seated, Standing};

/// One event of a conversation.
///
/// `seq` counts the events that this audience sees, from 1 and without gaps, so that it tells a visitor nothing of what
/// only workers see. `public` stands in what workers see of an event that the visitor sees too: the visitor's `seq` of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// The place in what this audience sees.
    pub seq: u64,
    /// The visitor's `seq` of the same event. Only in what workers see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub public: Option<u64>,
    /// When it happened, in milliseconds since 1970 UTC.
    pub at: i64,
    /// What happened.
    pub body: EventBody,
    /// Proves that the server said this; sent back unchanged in a `history` frame after a restart.
    pub mac: String,
}

/// Who wrote a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Author {
    /// The visitor.
    Visitor,
    /// The worker with this number in the roster. Set by the server from the connection, never by the client.
    Worker(u16),
}

/// What a desk keeps of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LogPolicy {
    /// Nothing.
    Off,
}

/// Why a conversation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum EndedBy {
    /// The visitor ended it, or left the page.
    Visitor,
    /// A worker ended it.
    Workers,
    /// Nobody wrote for the desk's idle time.
    Idle,
    /// The visitor's connection stayed away too long.
    VisitorGone,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum EventBody {
    /// The conversation began.
    Opened {
        /// The visitor's name in it.
        nickname: String,
        /// The visitor's language.
        language: String,
        /// What is kept of it.
        policy: LogPolicy,
        /// The desk's name.
        desk: String,
        /// The project whose site the visitor came from.
        project: String,
    },
    /// Who serves it and how it stands under the pairing rules.
    Roster {
        /// Everybody who can read this conversation, besides the visitor.
        workers: Vec<Seated>,
        /// How it stands.
        standing: Standing,
    },
    /// A message that everybody in the conversation sees.
    Message {
        /// Made by the client that wrote it.
        id: Uuid,
        /// Who wrote it.
        author: Author,
        /// The text.
        text: String,
    },
    /// How far one side has received and seen the messages of the other. Only grows.
    Marks {
        /// Whose reading this is.
        of: Author,
        /// Visitor's `seq` up to which messages have reached that side's screen memory.
        delivered: u64,
        /// Visitor's `seq` up to which they have been on that side's screen.
        seen: u64,
    },
    /// It is over. What both sides hold is wiped.
    Ended {
        /// Why.
        by: EndedBy,
    },
    /// A note that only workers see.
    Aside {
        /// Made by the client that wrote it.
        id: Uuid,
        /// The worker's number in the roster.
        worker: u16,
        /// The text.
        text: String,
    },
    /// A message that one worker proposes and the lead may send. Only workers see it.
    Suggestion {
        /// Made by the client that wrote it.
        id: Uuid,
        /// The worker's number in the roster.
        worker: u16,
        /// The text.
        text: String,
    },
    /// A suggestion was sent or set aside. Only workers see it.
    SuggestionClosed {
        /// Which suggestion.
        id: Uuid,
        /// The message it became; none if it was set aside.
        sent_as: Option<Uuid>,
    },
    /// A quiet flag from one worker to the others: slow down. Only workers see it.
    SlowDown {
        /// The worker's number in the roster.
        worker: u16,
    },
    /// A supervisor was called. Only workers see it.
    SupervisorCalled {
        /// The worker's number in the roster.
        worker: u16,
    },
    /// The visitor's connection came or went: silent is told apart from gone. Only workers see it.
    VisitorHere {
        /// Whether it is there now.
        here: bool,
    },
}

impl EventBody {
    /// Whether only workers may see it.
    pub fn is_staff_only(&self) -> bool {
        match self {
            Self::Aside { .. }
            | Self::Suggestion { .. }
            | Self::SuggestionClosed { .. }
            | Self::SlowDown { .. }
            | Self::SupervisorCalled { .. }
            | Self::VisitorHere { .. } => true,
            Self::Opened { .. }
            | Self::Roster { .. }
            | Self::Message { .. }
            | Self::Marks { .. }
            | Self::Ended { .. } => false,
        }
    }
}
