//! Signing in: who somebody is, and that it is really their browser that asks.
//!
//! - [`password`]: Argon2id, bounded in time and memory, and what a password must be.
//! - [`session`]: the cookie, its token, how long it lasts.
//! - [`SignedIn`]: the person who asks, as handlers and sockets get them.
//! - [`origin`]: that a change comes from our own page.

mod device;
pub mod origin;
pub mod password;
pub mod session;
mod signed_in;

pub use origin::check_origin;
pub use session::{COOKIE, SESSION_IDLE_MAX, SESSION_MAX};
pub use signed_in::SignedIn;
