//! Synthetic visitors, for benchmarks.
//!
//! **Contract.** `netreach-loadgen idle` opens so many visitors' sockets as real panels do, waits until each has been
//! welcomed, keeps them alive by heartbeats, and says what the server's process needs for each. It measures; it judges
//! nothing: `cargo xtask bench` holds the goals.
//!
//! **What it does not know.** The server's insides: it sees sockets, and `/proc` for a process on the same machine.

mod idle;
mod machine;
mod visitor;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Synthetic visitors for benchmarks.
#[derive(Parser)]
#[command(name = "netreach-loadgen", version)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Visitors who have opened the panel and say nothing.
    Idle(idle::Idle),
}

fn main() -> Result<()> {
    let Command::Idle(idle) = CommandLine::parse().command;
    // One thread is plenty for sockets that say nothing, and leaves the processors to the server.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(idle::run(&idle))
}
