//! For tests only: the real binary on a free port, test visitors and operators, a private PostgreSQL.
//!
//! **Contract.** [`TestServer`] is the built executable in a folder of its own, with the people of a [`Seed`] in it, and
//! gone when it is dropped. [`TestVisitor`] and [`TestOperator`] speak the protocol as `docs/protocol.md` says: they hold
//! what they saw, come back, send their outbox again and bring a conversation back after a restart. Whoever waits, waits
//! for a frame, never for a time.
//!
//! **What it does not know.** The server's insides: everything goes over sockets.

mod api;
mod held;
mod operator;
pub mod postgres;
mod process;
mod seed;
mod server;
mod socket;
mod visitor;

pub use api::Api;
pub use held::Held;
pub use operator::TestOperator;
pub use seed::{PASSWORD, Seed, Service};
pub use server::{ServerOptions, TestServer};
pub use socket::{Closing, NotUpgraded, PATIENCE, Socket};
pub use visitor::{Refused, TestVisitor};
