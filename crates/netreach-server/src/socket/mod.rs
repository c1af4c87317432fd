//! The sockets of visitors and workers: one task and one `select!` each.
//!
//! A session holds its place in each conversation and takes what came after it, so a slow client costs no queue; one
//! that takes nothing for [`wire::SEND_WITHIN`] is closed, and comes back by `seq`.

mod ending;
mod refusal;
mod routes;
mod staff;
mod staff_commands;
mod typing;
mod visitor;
mod visitor_commands;
mod wire;

pub use routes::router;
