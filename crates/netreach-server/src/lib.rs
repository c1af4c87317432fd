//! The server as a library: router, socket sessions, live replicas, sign-in, limits, embedded front ends.
//!
//! **Contract.** [`serve`](edge::serve) takes a listener and a state and returns once a stop was asked for and every
//! socket has been told. The caller owns the listener, the signal and the logs.
//!
//! **What it does not know.** How to read the content of a kept record; the address of a visitor, beyond the one place
//! that limits connections.

pub mod api;
pub mod clock;
pub mod config;
pub mod edge;
pub mod keys;
pub mod live;
pub mod settings;
pub mod sign_in;
pub mod socket;
pub mod state;

pub use state::AppState;
