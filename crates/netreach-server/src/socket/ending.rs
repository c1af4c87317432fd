//! What both kinds of session have in common: how a frame is taken in, and how a session ends.

use netreach_protocol::ErrorCode;
use serde::de::DeserializeOwned;

use super::refusal::{self, Refusal};
use super::wire::{Allowance, Closed, Incoming, Wire};

/// How a session ended.
pub(super) enum Ending {
    /// The client is gone.
    Gone,
    /// The client broke a rule, or may not be here any more.
    Refused(ErrorCode),
    /// The server stops.
    Stopping,
}

impl From<Closed> for Ending {
    fn from(_: Closed) -> Self {
        Self::Gone
    }
}

impl Ending {
    /// Closes the socket as the ending asks for it.
    pub(super) async fn close(self, wire: Wire) {
        match self {
            Self::Gone => {}
            Self::Refused(code) => wire.close(code).await,
            Self::Stopping => wire.close_going_away().await,
        }
    }
}

/// The first frame of a client, whatever its type.
pub(super) async fn first_frame<F: DeserializeOwned>(wire: &mut Wire) -> Result<F, ErrorCode> {
    match wire.next().await {
        Incoming::Text(text) => refusal::read(&text).map_err(|refusal| refusal.code),
        Incoming::Unreadable(code) => Err(code),
        Incoming::Gone => Err(ErrorCode::HelloLate),
    }
}

/// A frame, or why there is none. What cannot be read counts against the client's allowance: a flood of it ends the
/// session.
pub(super) fn taken_in<F: DeserializeOwned>(
    incoming: Incoming,
    allowance: &Allowance,
) -> Result<Result<F, Refusal>, Ending> {
    let unreadable = match incoming {
        Incoming::Gone => return Err(Ending::Gone),
        Incoming::Unreadable(ErrorCode::TooLarge) => return Err(Ending::Refused(ErrorCode::TooLarge)),
        Incoming::Unreadable(code) => code.into(),
        Incoming::Text(text) => match refusal::read(&text) {
            Ok(frame) => return Ok(Ok(frame)),
            Err(refusal) => refusal,
        },
    };
    if allowance.take() { Ok(Err(unreadable)) } else { Err(Ending::Refused(ErrorCode::TooManyRequests)) }
}
