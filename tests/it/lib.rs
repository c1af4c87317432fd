//! Tests of the whole: the real binary over real sockets, one file for each theme.
//!
//! Run `cargo build -p netreach` first, or set `NETREACH_BIN`; `cargo xtask test` does.
#![cfg(test)]

mod access;
mod asides;
mod conversation;
mod desk_rules;
mod edge;
mod frames;
mod grace;
mod hours;
mod pairing;
mod policy_off;
mod postgres;
mod python;
mod restart;
mod resume;
