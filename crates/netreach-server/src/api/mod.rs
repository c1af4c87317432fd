//! The HTTP API under `/api/v1`: bodies in, rights checked, tables changed, settings read again.
//!
//! - [`router`]: every route, and the OpenAPI description made from them.
//! - `body`: how bodies, ids and queries are read, and how a mistake in one is named.
//! - `access`: who may see and change what. Everything else is denied.
//! - [`texts`]: what a desk says to visitors where its coordinators wrote nothing.
//!
//! Every change runs detached from the client's connection, on the server's task tracker: a client that goes away
//! leaves it whole. Each call of the store is one transaction; a change that needs several checks all of its parts before
//! the first.

mod access;
mod body;
mod canned;
mod check;
mod counts;
mod desk_texts;
mod desks;
mod hours;
mod me;
mod pairing;
mod people;
mod problems;
mod projects;
pub mod public;
mod routes;
mod session;
mod sites;
pub mod texts;
mod write;

#[cfg(test)]
mod tests;

pub use routes::{openapi, router};
