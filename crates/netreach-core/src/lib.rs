//! The domain of Netreach as pure state machines and functions.
//!
//! **Contract.** An aggregate ([`desk::Desk`], [`conversation::Conversation`]) decides what a command leads to, and
//! applies the events of its log. Deciding never changes anything; applying never fails. Time, ids and randomness come
//! in as arguments, so a history replays to the same state anywhere.
//!
//! **What it does not know.** No clock, no randomness, no runtime, no socket, no SQL, no wire format. It reads no
//! other crate of this project.

pub mod conversation;
pub mod desk;
pub mod hours;
pub mod ids;
pub mod people;
pub mod text;
pub mod time;

pub use ids::{ConsortiumId, ConversationId, DeskId, MessageId, PersonId, ProjectId, SiteId, SuggestionId};
pub use people::{Language, Role, Worker};
pub use text::{DisplayName, MessageText};
pub use time::UnixMillis;
