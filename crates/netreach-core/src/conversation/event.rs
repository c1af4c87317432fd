//! What a conversation can be told, and what happens in it.

use std::time::Duration;

use crate::desk::{Roster, Seat, Standing};
use crate::ids::{MessageId, PersonId, SuggestionId};
use crate::people::Language;
use crate::text::{DisplayName, MessageText};

/// The number of a worker in one conversation: says who wrote without saying who they are elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WorkerNumber(pub u16);

/// Who wrote a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Author {
    /// The visitor.
    Visitor,
    /// A worker.
    Worker(WorkerNumber),
}

/// Who an event is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Audience {
    /// The visitor and the workers.
    Everybody,
    /// Workers only (I3).
    Staff,
}

/// What a conversation begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The visitor's name in it.
    pub nickname: DisplayName,
    /// The visitor's language.
    pub language: Language,
    /// The desk's name.
    pub desk: DisplayName,
    /// The name of the project whose site the visitor came from.
    pub project: DisplayName,
    /// How long nobody may write before it ends by itself.
    pub idle_end: Duration,
}

/// A worker of a conversation, as the conversation remembers them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    /// Their number here.
    pub number: WorkerNumber,
    /// Who they are. Unknown only where a conversation was rebuilt from what the visitor held.
    pub person: Option<PersonId>,
    /// The screen name.
    pub screen_name: DisplayName,
    /// The organisation.
    pub organisation: DisplayName,
    /// Their part.
    pub seat: Seat,
    /// Whether their connection is there.
    pub here: bool,
    /// Whether they are learning.
    pub trainee: bool,
}

/// Why a conversation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndedBy {
    /// The visitor ended it.
    Visitor,
    /// A worker ended it.
    Workers,
    /// Nobody wrote for long.
    Idle,
    /// The visitor's connection stayed away too long.
    VisitorGone,
}

/// What a conversation can be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// It begins.
    Open(Opening),
    /// The desk says who serves it.
    Mirror(Roster),
    /// The visitor writes.
    VisitorMessage {
        /// Made by the visitor's client.
        id: MessageId,
        /// The text.
        text: MessageText,
    },
    /// A worker writes to the visitor.
    StaffMessage {
        /// Who.
        by: PersonId,
        /// Made by the worker's client.
        id: MessageId,
        /// The text.
        text: MessageText,
        /// The suggestion that it came from.
        suggestion: Option<SuggestionId>,
    },
    /// A worker writes to the others.
    Aside {
        /// Who.
        by: PersonId,
        /// Made by the worker's client.
        id: MessageId,
        /// The text.
        text: MessageText,
    },
    /// A worker proposes a message.
    Suggest {
        /// Who.
        by: PersonId,
        /// Made by the worker's client.
        id: SuggestionId,
        /// The text.
        text: MessageText,
    },
    /// A worker sets a suggestion aside.
    DropSuggestion {
        /// Who.
        by: PersonId,
        /// Which.
        id: SuggestionId,
    },
    /// A worker asks the others quietly to slow down.
    SlowDown {
        /// Who.
        by: PersonId,
    },
    /// A supervisor was called, as the desk decided.
    NoteSupervisorCalled {
        /// Who called.
        by: PersonId,
    },
    /// The visitor has received and seen messages.
    VisitorRead {
        /// Public number up to which they arrived.
        delivered: u64,
        /// Public number up to which they were on screen.
        seen: u64,
    },
    /// A worker has received and seen messages.
    StaffRead {
        /// Who.
        by: PersonId,
        /// Public number up to which they arrived.
        delivered: u64,
        /// Public number up to which they were on screen.
        seen: u64,
    },
    /// The visitor's connection came or went.
    VisitorHere(bool),
    /// The visitor ends it.
    VisitorEnd,
    /// A worker ends it.
    StaffEnd {
        /// Who.
        by: PersonId,
    },
    /// A participant who came back after the conversation was rebuilt held messages that nobody else did.
    Recover(Vec<ConversationEvent>),
    /// A deadline may have passed.
    Tick,
}

/// What happens in a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConversationEvent {
    /// It began.
    Opened(Opening),
    /// Who serves it and how it stands.
    RosterSet {
        /// The desk's revision that this mirrors.
        revision: u64,
        /// Who, lead first.
        workers: Vec<Participant>,
        /// How it stands; none before a pair was found.
        standing: Option<Standing>,
    },
    /// A message that everybody sees.
    Message {
        /// Made by the author's client.
        id: MessageId,
        /// Who wrote it.
        author: Author,
        /// The text.
        text: MessageText,
    },
    /// How far one side has read.
    Marks {
        /// Whose reading.
        of: Author,
        /// Public number up to which messages arrived.
        delivered: u64,
        /// Public number up to which they were on screen.
        seen: u64,
    },
    /// It is over.
    Ended(EndedBy),
    /// A note among workers.
    Aside {
        /// Made by the author's client.
        id: MessageId,
        /// Who wrote it.
        by: WorkerNumber,
        /// The text.
        text: MessageText,
    },
    /// A proposed message.
    Suggestion {
        /// Made by the author's client.
        id: SuggestionId,
        /// Who proposes it.
        by: WorkerNumber,
        /// The text.
        text: MessageText,
    },
    /// A suggestion was sent or set aside.
    SuggestionClosed {
        /// Which.
        id: SuggestionId,
        /// The message it became.
        sent_as: Option<MessageId>,
    },
    /// A quiet flag: slow down.
    SlowDown {
        /// Who asks.
        by: WorkerNumber,
    },
    /// A supervisor was called.
    SupervisorCalled {
        /// Who called.
        by: WorkerNumber,
    },
    /// The visitor's connection came or went.
    VisitorHere(bool),
}

impl ConversationEvent {
    /// Who may see it.
    pub fn audience(&self) -> Audience {
        match self {
            Self::Opened(_) | Self::RosterSet { .. } | Self::Message { .. } | Self::Marks { .. } | Self::Ended(_) => {
                Audience::Everybody
            }
            Self::Aside { .. }
            | Self::Suggestion { .. }
            | Self::SuggestionClosed { .. }
            | Self::SlowDown { .. }
            | Self::SupervisorCalled { .. }
            | Self::VisitorHere(_) => Audience::Staff,
        }
    }
}
