//! The API in one process, behind the edge, on tables in memory.

mod bad_input;
mod coordinators;
mod detached;
mod isolation;
mod roles;
mod settings;
mod sign_in;
mod visitors;
mod world;
