//! Frames between the console and the server.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::common::{Availability, DeskState, Position, Seat, Standing};
use crate::error::ErrorCode;
use crate::event::Event;

/// The first frame, within [`crate::limits::HELLO_WITHIN_MS`]. Who it is comes from the session cookie.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct StaffHello {
    /// What the worker last chose; none at sign-in. Restated so that a restart does not change it.
    #[serde(default)]
    pub availability: Option<Availability>,
    /// What the client holds of each conversation it has open.
    #[serde(default)]
    pub have: Vec<Position>,
}

/// What a worker's client sends.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum StaffFrame {
    /// The first frame.
    Hello(StaffHello),
    /// A command; the answer names its `ref`.
    Do {
        /// The client's own count, for the answer.
        r#ref: u32,
        /// What is wanted.
        command: StaffCommand,
    },
    /// The worker is typing. Only a message's typing is told to the visitor.
    Typing {
        /// Which conversation.
        conversation: Uuid,
        /// What they write.
        r#in: TypingIn,
        /// Whether they are.
        on: bool,
    },
    /// How far this worker has received and seen the visitor's messages, in `public` numbers.
    Read {
        /// Which conversation.
        conversation: Uuid,
        /// Highest received.
        delivered: u64,
        /// Highest that has been on screen.
        seen: u64,
    },
    /// Events that the client holds of a conversation that the server lost in a restart.
    History {
        /// Which conversation.
        conversation: Uuid,
        /// The life of it that the events are from.
        incarnation: Uuid,
        /// The events as they were received, in order.
        events: Vec<Event>,
        /// Whether this is the last part.
        last: bool,
    },
    /// Heartbeat; answered by `pong`.
    Ping {},
}

/// What a worker writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TypingIn {
    /// A message that the visitor will see.
    Message,
    /// An aside.
    Aside,
    /// A suggestion to the lead.
    Suggestion,
}

/// What a worker may ask for.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum StaffCommand {
    /// Say what my time is like.
    Availability {
        /// The choice.
        availability: Availability,
    },
    /// Write a message that the visitor sees. The lead's part; another worker may step in.
    Message {
        /// Which conversation.
        conversation: Uuid,
        /// Random, made by the client.
        id: Uuid,
        /// The text.
        text: String,
        /// The suggestion that it came from.
        #[serde(default)]
        suggestion: Option<Uuid>,
    },
    /// Write a note that only workers see.
    Aside {
        /// Which conversation.
        conversation: Uuid,
        /// Random, made by the client.
        id: Uuid,
        /// The text.
        text: String,
    },
    /// Propose a message to the lead.
    Suggest {
        /// Which conversation.
        conversation: Uuid,
        /// Random, made by the client.
        id: Uuid,
        /// The text.
        text: String,
    },
    /// Set a suggestion aside.
    DropSuggestion {
        /// Which conversation.
        conversation: Uuid,
        /// Which suggestion.
        id: Uuid,
    },
    /// Ask the others quietly to slow down.
    SlowDown {
        /// Which conversation.
        conversation: Uuid,
    },
    /// Make another worker of the conversation the lead. The lead gives it, or the second takes it.
    SwapLead {
        /// Which conversation.
        conversation: Uuid,
    },
    /// Leave the conversation; the rules find a replacement.
    StepOut {
        /// Which conversation.
        conversation: Uuid,
    },
    /// Call a supervisor on call into the conversation.
    CallSupervisor {
        /// Which conversation.
        conversation: Uuid,
    },
    /// As a supervisor, join a conversation that called for one.
    Join {
        /// Which conversation.
        conversation: Uuid,
    },
    /// End the conversation.
    End {
        /// Which conversation.
        conversation: Uuid,
    },
}

/// What the server sends to a worker's client.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum StaffServerFrame {
    /// The answer to `hello`.
    Welcome {
        /// The protocol version.
        protocol: u32,
        /// The server's clock, in milliseconds since 1970 UTC.
        now: i64,
        /// How often to send `ping`.
        heartbeat_ms: u64,
        /// Who is signed in.
        person: Uuid,
        /// What the worker's time is like, as the server holds it.
        availability: Availability,
    },
    /// A desk that this worker staffs, whole: sent first after `welcome` and again whenever it changes.
    Desk {
        /// The desk.
        desk: DeskView,
    },
    /// A conversation that this worker serves: what the events that follow belong to.
    Conversation {
        /// Which conversation.
        conversation: Uuid,
        /// Which desk it is on.
        desk: Uuid,
        /// Which life of it.
        incarnation: Uuid,
        /// Whether the client must forget the events it holds: those that follow are all there are.
        start_over: bool,
        /// Whether it was just given to this worker: ring.
        new: bool,
    },
    /// Events in order.
    Events {
        /// Which conversation.
        conversation: Uuid,
        /// At most [`crate::limits::EVENTS_PER_FRAME_MAX`].
        events: Vec<Event>,
    },
    /// Everything up to `seq` has been sent; what follows is live, and the composer may open.
    CaughtUp {
        /// Which conversation.
        conversation: Uuid,
        /// The highest `seq` there is.
        seq: u64,
    },
    /// Somebody in a conversation is typing.
    Typing {
        /// Which conversation.
        conversation: Uuid,
        /// The worker's number in the roster; none for the visitor.
        worker: Option<u16>,
        /// What they write.
        r#in: TypingIn,
        /// Whether they are.
        on: bool,
    },
    /// The server restarted and asks for what the client holds, in `history` frames.
    NeedHistory {
        /// Which conversation.
        conversation: Uuid,
    },
    /// This worker no longer serves the conversation: wipe it.
    Closed {
        /// Which conversation.
        conversation: Uuid,
    },
    /// The command with this `ref` was carried out.
    Done {
        /// The client's own count.
        r#ref: u32,
    },
    /// The command with this `ref`, or the frame if none, was refused and changed nothing.
    Refused {
        /// The client's own count.
        r#ref: Option<u32>,
        /// Why.
        code: ErrorCode,
        /// The field at fault, where there is one.
        field: Option<String>,
    },
    /// Hours, rules, people, sites or canned answers were changed: read again what is shown.
    SettingsChanged,
    /// Answer to `ping`.
    Pong,
    /// The server stops; come back after so many milliseconds.
    GoingAway {
        /// When to try again.
        retry_after_ms: u64,
    },
}

/// A desk as its workers see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DeskView {
    /// Which desk.
    pub desk: Uuid,
    /// Its name.
    pub name: String,
    /// Open or closed.
    pub state: DeskState,
    /// Who waits, first in line first.
    pub queue: Vec<QueueEntry>,
    /// Who is online, longest online first.
    pub people: Vec<PersonView>,
    /// Conversations that run, oldest first. No content, no visitor names.
    pub conversations: Vec<ConversationSummary>,
    /// The rules in words' reach.
    pub pairing: PairingView,
}

/// One who waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct QueueEntry {
    /// Which conversation it will be.
    pub conversation: Uuid,
    /// Since when, in milliseconds since 1970 UTC.
    pub since: i64,
    /// The visitor's language.
    pub language: String,
    /// The project whose site they came from.
    pub project: String,
    /// Whether their connection is there now.
    pub here: bool,
}

/// One worker who is online.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PersonView {
    /// Who it is.
    pub person: Uuid,
    /// The screen name.
    pub name: String,
    /// The organisation.
    pub organisation: String,
    /// What their time is like.
    pub availability: Availability,
    /// Whether they are a supervisor on this desk.
    pub supervisor: bool,
    /// Whether they are learning.
    pub trainee: bool,
    /// Conversations they hold on this desk.
    pub holding: u8,
    /// Conversations they may hold.
    pub capacity: u8,
    /// The languages they speak.
    pub languages: Vec<String>,
}

/// A conversation that runs, without content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ConversationSummary {
    /// Which conversation.
    pub conversation: Uuid,
    /// Who serves it.
    pub workers: Vec<(Uuid, Seat)>,
    /// How it stands under the rules.
    pub standing: Standing,
    /// Since when a supervisor is called and has not come, in milliseconds since 1970 UTC.
    pub supervisor_called: Option<i64>,
}

/// The pairing rules, for the console's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PairingView {
    /// Workers that a conversation needs.
    pub minimum: u8,
    /// Available workers that must be here before the desk opens.
    pub open_requires: u8,
    /// `any`, `prefer` or `require`.
    pub mix: String,
    /// `hold`, `finish` or `supervised`.
    pub solo: String,
    /// The grace in milliseconds.
    pub grace_ms: u64,
}
