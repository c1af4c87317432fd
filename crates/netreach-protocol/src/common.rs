//! Shapes that visitors and workers share.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;
use uuid::Uuid;

/// How far a client has read a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// Which conversation.
    pub conversation: Uuid,
    /// Which life of it: a conversation rebuilt after a restart has another one.
    pub incarnation: Uuid,
    /// The highest `seq` that the client holds; 0 for none.
    pub seq: u64,
}

/// Open or closed: the one value that every screen shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct DeskState {
    /// What a visitor who comes now may expect.
    pub state: OpenState,
    /// The words of a dated exception, such as "Bank holiday".
    pub note: Option<String>,
    /// When it opens next, in milliseconds since 1970 UTC; none if no opening is planned.
    pub next_opening: Option<i64>,
    /// When this value may next change by the clock alone, in milliseconds since 1970 UTC.
    pub changes_at: Option<i64>,
}

/// What a visitor who comes now may expect, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OpenState {
    /// A pair is free.
    Open,
    /// A pair is here, and you will wait in line.
    Busy,
    /// Closed: outside the opening hours.
    OutsideHours,
    /// Closed, and open again within half an hour.
    OpensSoon,
    /// Closed by a dated exception; `note` says which.
    Exception,
    /// Closed: the hours say open, and no pair is here.
    NoPair,
    /// Closed for now: the line is full.
    QueueFull,
    /// Closed: no hours are set.
    NoHours,
}

impl OpenState {
    /// Whether a visitor can begin a conversation.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Busy)
    }
}

/// What an operator says of their time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Availability {
    /// Takes new conversations.
    Available,
    /// Keeps conversations, gets no new ones.
    Busy,
    /// Keeps conversations until they end, then is away.
    Finishing,
    /// Not here for visitors.
    Away,
}

/// The part that a worker takes in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Seat {
    /// Answers.
    Lead,
    /// Reads along, confers, steps in.
    Second,
    /// Was called in.
    Supervisor,
}

/// One worker of a conversation, as the roster shows them to everybody in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Seated {
    /// The worker's number in this conversation; messages name their author by it.
    pub worker: u16,
    /// The screen name.
    pub name: String,
    /// The organisation.
    pub organisation: String,
    /// The part they take.
    pub seat: Seat,
    /// Whether their connection is there now.
    pub here: bool,
    /// Who it is. Only in what workers see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub person: Option<Uuid>,
    /// Whether they are learning. Only in what workers see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub trainee: Option<bool>,
}

/// How a conversation stands under its pairing rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Standing {
    /// Which of them.
    pub kind: StandingKind,
    /// With `grace`: when the desk's rule applies, in milliseconds since 1970 UTC.
    pub until: Option<i64>,
}

/// How a conversation stands under its pairing rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StandingKind {
    /// No pair has been found yet.
    Waiting,
    /// The minimum is there.
    Full,
    /// One dropped; the conversation goes on for the grace.
    Grace,
    /// No staff message passes until a second is there.
    Held,
    /// The one who is left finishes this conversation.
    Finishing,
    /// No staff message passes until a supervisor joins.
    Supervised,
}
