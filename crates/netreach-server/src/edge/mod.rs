//! The edge: where bytes from strangers come in, and where answers get their headers.
//!
//! - [`serve`](serve::serve): the accept loop, with a deadline for every phase of a connection.
//! - [`address`]: the visitor's address, which nothing but the limiter can open.
//! - [`limits`]: how much one place may do.
//! - [`router`](router::router): every route, and what stands around it.
//! - [`headers`], [`pages`], [`assets`]: what browsers are sent.
//! - [`problem`]: the one shape of an error.

pub mod address;
pub mod assets;
mod deadlines;
pub mod headers;
pub mod limits;
mod manifest;
pub mod pages;
pub mod problem;
mod request;
mod router;
mod serve;
mod start;
mod unprintable;

pub use address::AddressKey;
pub use problem::ApiError;
pub use request::RequestId;
pub use router::router;
pub use serve::{Stopped, listen, serve};
pub use start::{StartError, start};
