//! What crosses the socket and HTTP: frames, events, bodies, error codes and limits.
//!
//! **Contract.** Everything here is plain data with a stable JSON form, described for people in `docs/protocol.md` and
//! for browsers by [`typescript`]. A frame with an unknown type or field is refused, never guessed at.
//!
//! **What it does not know.** The domain: conversions to and from `netreach-core` stand in the server. No socket, no
//! clock, no secret.

mod common;
mod error;
mod event;
pub mod http;
pub mod limits;
mod staff;
mod typescript;
mod visitor;

pub use common::{Availability, DeskState, OpenState, Position, Seat, Seated, Standing, StandingKind};
pub use error::{ErrorCode, Problem};
pub use event::{Author, EndedBy, Event, EventBody, LogPolicy};
pub use staff::{
    ConversationSummary, DeskView, PairingView, PersonView, QueueEntry, StaffCommand, StaffFrame, StaffHello,
    StaffServerFrame, TypingIn,
};
pub use typescript::typescript;
pub use visitor::{VisitorCommand, VisitorFrame, VisitorHello, VisitorServerFrame};

/// The WebSocket subprotocol that both sides must name.
pub const SUBPROTOCOL: &str = "netreach.v1";

/// The version that `welcome` states.
pub const PROTOCOL_VERSION: u32 = 1;
