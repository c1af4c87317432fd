//! Frames between a visitor's panel and the server.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::common::{DeskState, Position};
use crate::error::ErrorCode;
use crate::event::Event;

/// The first frame, within [`crate::limits::HELLO_WITHIN_MS`].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VisitorHello {
    /// The site's public key.
    pub site: String,
    /// The token of a conversation that goes on; none for a new visitor.
    #[serde(default)]
    pub token: Option<String>,
    /// What the client holds of it.
    #[serde(default)]
    pub have: Option<Position>,
    /// The language of the panel.
    pub language: String,
}

/// What a visitor's client sends.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum VisitorFrame {
    /// The first frame.
    Hello(VisitorHello),
    /// A command; the answer names its `ref`.
    Do {
        /// The client's own count, for the answer.
        r#ref: u32,
        /// What is wanted.
        command: VisitorCommand,
    },
    /// The visitor is typing. Never the text.
    Typing {
        /// Whether they are.
        on: bool,
    },
    /// How far messages have come: `delivered` to memory, `seen` on screen. In the visitor's `seq`.
    Read {
        /// Highest `seq` received.
        delivered: u64,
        /// Highest `seq` that has been on screen.
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

/// What a visitor may ask for.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum VisitorCommand {
    /// Accept the ground rules and ask for a pair.
    Start {
        /// Random, made by the client and kept to itself: asking again with it finds the same conversation.
        key: Uuid,
        /// The name to be called by; none for the one that the server offers.
        nickname: Option<String>,
        /// That the ground rules and the confidentiality statement were accepted. Must be `true`.
        rules_accepted: bool,
    },
    /// Write a message.
    Message {
        /// Random, made by the client: sending it again is harmless.
        id: Uuid,
        /// The text.
        text: String,
    },
    /// End the conversation, or leave the line.
    End {},
}

/// What the server sends to a visitor's client.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum VisitorServerFrame {
    /// The answer to `hello`.
    Welcome {
        /// The protocol version.
        protocol: u32,
        /// The server's clock, in milliseconds since 1970 UTC.
        now: i64,
        /// How often to send `ping`.
        heartbeat_ms: u64,
        /// A name offered to the visitor: two friendly words.
        nickname: String,
        /// Open or closed.
        desk: DeskState,
    },
    /// Open or closed has changed.
    Desk {
        /// The new value.
        desk: DeskState,
    },
    /// The answer to `start`, and to a `hello` with a token: what the events that follow belong to.
    Conversation {
        /// Which conversation.
        conversation: Uuid,
        /// Which life of it.
        incarnation: Uuid,
        /// The token to come back with.
        token: String,
        /// Whether the client must forget the events it holds: those that follow are all there are.
        start_over: bool,
    },
    /// Events in order.
    Events {
        /// Which conversation.
        conversation: Uuid,
        /// At most [`crate::limits::EVENTS_PER_FRAME_MAX`].
        events: Vec<Event>,
    },
    /// Everything up to `seq` has been sent; what follows is live.
    CaughtUp {
        /// Which conversation.
        conversation: Uuid,
        /// The highest `seq` there is.
        seq: u64,
    },
    /// The place in line, while waiting.
    Place {
        /// 1 is next.
        place: u32,
    },
    /// A worker is typing a message.
    Typing {
        /// The worker's number in the roster.
        worker: u16,
        /// Whether they are.
        on: bool,
    },
    /// The server restarted and asks for what the client holds, in `history` frames.
    NeedHistory {
        /// Which conversation.
        conversation: Uuid,
    },
    /// The conversation is not there any more: it ended, or the token is too old. Wipe it.
    Gone {
        /// Which conversation, if the token named one.
        conversation: Option<Uuid>,
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
    /// Answer to `ping`.
    Pong,
    /// The server stops; come back after so many milliseconds.
    GoingAway {
        /// When to try again.
        retry_after_ms: u64,
    },
}
