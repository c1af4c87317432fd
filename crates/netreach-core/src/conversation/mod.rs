//! The conversation: what one visitor and the workers who serve them say to each other.
//!
//! Who serves it comes from the desk as a [`Roster`](crate::desk::Roster); the conversation enforces what that roster
//! lets through (I1), and its readers are exactly the people on it (I2).

mod decide;
mod event;
mod state;

#[cfg(test)]
mod script;
#[cfg(test)]
mod walks;

pub use decide::Refusal;
pub use event::{Audience, Author, Command, ConversationEvent, EndedBy, Opening, Participant, WorkerNumber};
pub use state::{Conversation, MESSAGES_MAX, VISITOR_AWAY_MAX};
