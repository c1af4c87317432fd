//! One list of error codes, for HTTP, the socket and TypeScript.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $status:literal;)*) => {
        /// Why something was refused. `docs/protocol.md` explains each.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, ToSchema)]
        pub enum ErrorCode {
            $($(#[$doc])* #[serde(rename = $code)] $name,)*
        }

        impl ErrorCode {
            /// Every code there is.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The code on the wire.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The HTTP status that goes with it.
            pub fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* }
            }
        }
    };
}

codes! {
    /// Not JSON, or not the shape of any frame or body here.
    Malformed = "malformed", 400;
    /// A frame type or command that this version does not have.
    UnknownFrame = "unknown_frame", 400;
    /// A field that the frame or body does not have.
    UnknownField = "unknown_field", 400;
    /// A field is missing.
    MissingField = "missing_field", 400;
    /// A field has a value that it cannot have.
    InvalidValue = "invalid_value", 422;
    /// A text or name is empty.
    Empty = "empty", 422;
    /// A text, name or list is over its limit.
    TooLong = "too_long", 422;
    /// A control or invisible character stands where none belongs.
    ForbiddenCharacter = "forbidden_character", 422;
    /// The frame or body is over its limit in bytes.
    TooLarge = "too_large", 413;
    /// A body of another type than JSON.
    UnsupportedMediaType = "unsupported_media_type", 415;
    /// The address has no such method.
    MethodNotAllowed = "method_not_allowed", 405;
    /// The page that asks is not one of the site's allowed origins.
    WrongOrigin = "wrong_origin", 403;
    /// The socket did not name the subprotocol `netreach.v1`.
    UnsupportedProtocol = "unsupported_protocol", 400;
    /// The first frame was not `hello`, or `hello` came twice.
    HelloExpected = "hello_expected", 400;
    /// `hello` did not come in time.
    HelloLate = "hello_late", 408;
    /// The request did not come in time.
    Timeout = "timeout", 408;
    /// The visitor's token is not one of ours, or has run out.
    TokenStale = "token_stale", 401;
    /// No valid session: sign in.
    NotSignedIn = "not_signed_in", 401;
    /// The sign-in name or the password is wrong.
    WrongPassword = "wrong_password", 401;
    /// Your role does not allow it.
    NotAllowed = "not_allowed", 403;
    /// There is no such thing, or it is not yours to see.
    NotFound = "not_found", 404;
    /// It clashes with what is there; `field` says what.
    Conflict = "conflict", 409;
    /// Too many at once or in a short time: wait a little.
    TooManyRequests = "too_many_requests", 429;
    /// Too many connections from one place.
    TooManyConnections = "too_many_connections", 429;
    /// The desk is closed.
    DeskClosed = "desk_closed", 409;
    /// The line is full.
    QueueFull = "queue_full", 409;
    /// The ground rules were not accepted.
    RulesNotAccepted = "rules_not_accepted", 422;
    /// The nickname is not allowed: it looks like a worker's, or like a way to reach you.
    NicknameNotAllowed = "nickname_not_allowed", 422;
    /// This connection already has a conversation.
    AlreadyStarted = "already_started", 409;
    /// There is no conversation yet.
    NotStarted = "not_started", 409;
    /// You do not serve this conversation.
    NotInConversation = "not_in_conversation", 403;
    /// The conversation waits for its pair.
    StillWaiting = "still_waiting", 409;
    /// The conversation is over.
    Ended = "ended", 409;
    /// The pair is not complete: the desk's rule holds staff messages.
    Held = "held", 409;
    /// A supervisor must join before staff messages pass.
    SupervisorNeeded = "supervisor_needed", 409;
    /// Only the lead may do this.
    NotLead = "not_lead", 403;
    /// There is no second to hand over to.
    NoSecond = "no_second", 409;
    /// No supervisor is on call.
    NoSupervisor = "no_supervisor", 409;
    /// A supervisor is called or there already.
    AlreadyCalled = "already_called", 409;
    /// No supervisor was called into this conversation.
    NotCalled = "not_called", 409;
    /// A blank such as `{{phone}}` is not filled in.
    UnfilledBlank = "unfilled_blank", 422;
    /// The id was used for something else.
    IdTaken = "id_taken", 409;
    /// There is no such suggestion, or it is closed.
    NoSuggestion = "no_suggestion", 409;
    /// The conversation holds as much as it can.
    ConversationFull = "conversation_full", 409;
    /// The events offered after a restart are not ours, or not whole.
    HistoryRefused = "history_refused", 409;
    /// A number is ahead of what the server has sent.
    AheadOfServer = "ahead_of_server", 409;
    /// The session was ended elsewhere.
    SessionRevoked = "session_revoked", 401;
    /// The same person signed in with too many windows.
    TooManyWindows = "too_many_windows", 429;
    /// The last coordinator of a project, or the last project of a desk, cannot be taken away.
    LastOne = "last_one", 409;
    /// The password is too weak.
    WeakPassword = "weak_password", 422;
    /// A part of the service is not there now.
    Unavailable = "unavailable", 503;
    /// Our mistake.
    Internal = "internal", 500;
}

/// An error body: RFC 9457, `application/problem+json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: `code` tells what it is.
    pub r#type: String,
    /// The HTTP status in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// Which error.
    pub code: ErrorCode,
    /// What to do about it, in a sentence.
    pub detail: String,
    /// The field at fault, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub field: Option<String>,
    /// To find this request in the server's log.
    pub request_id: String,
}
