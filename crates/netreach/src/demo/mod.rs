//! `netreach demo`: a whole invented consortium on this machine, gone when it ends.
//!
//! - [`run`]: folder, ports, servers, and what is printed.
//! - `consortium`: who and what there is.
//! - `websites`: the two projects' websites, on another origin and another site than the chat server.

mod consortium;
mod run;
mod websites;

pub use run::run;
