//! The desk: who is here, who waits, and who answers whom.
//!
//! A desk decides the *staffing* of its conversations; what is said in them belongs to
//! [`Conversation`](crate::conversation::Conversation), which mirrors the roster that the desk gives it. The link is one
//! way and repeatable: a roster carries a revision, and an older one is ignored.

mod choose;
mod decide;
mod event;
mod roster;
pub mod rules;
mod settle;
mod state;

pub use decide::Refusal;
pub use event::{Availability, Command, ConnectionId, DeskEvent, Request, Seat, SeatHolder, Standing, Why};
pub use roster::{Roster, RosterEntry};
pub use rules::{Mix, PairingRules, Solo};
pub use state::{Desk, Presence, Staffing, Waiting};

#[cfg(test)]
pub(crate) mod script;
#[cfg(test)]
pub(crate) mod walks;
#[cfg(test)]
pub(crate) mod world;
