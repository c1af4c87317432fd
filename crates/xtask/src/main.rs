//! The commands of the project, run as `cargo xtask …`.
//!
//! **Contract.** Every command says what it does while it does it, ends with a non-zero status when anything is wrong,
//! and leaves no process behind: see [`process`].
//!
//! **What it does not know.** How the server, the widget or the tests work: it builds, runs and checks them from
//! outside.

mod bench;
mod ci;
mod codegen;
mod demo;
mod front;
mod process;
mod progress;
mod sizes;
mod suites;
mod tidy;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The commands of the Netreach project", disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Builds everything and serves a demo consortium from a throw-away data folder until Ctrl-C
    Demo {
        /// Passed on to `netreach demo`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Installs what the tests need where it can, then runs every test
    Test {
        /// Runs one kind of tests only
        #[arg(long, value_enum)]
        only: Option<suites::Kind>,
    },
    /// Every check and every test, as the build server runs them
    Ci,
    /// Writes the TypeScript of the protocol
    Codegen {
        /// Writes nothing; fails when the file is not what it would write
        #[arg(long)]
        check: bool,
    },
    /// Checks the habits of the tree: crate arrows, crate map, error codes, lock files, licences, leftovers
    Tidy,
    /// Installs the npm packages and builds the front ends, unless nothing changed
    Front,
    /// Checks what a visitor downloads against its limits
    Sizes,
    /// Measures, and prints machine, build and spread
    #[command(subcommand)]
    Bench(bench::Bench),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = |()| ExitCode::SUCCESS;
    let outcome = process::stop_children_on_signals().and_then(|()| match cli.command {
        Command::Demo { args } => demo::run(&args).map(done),
        Command::Test { only } => suites::run(only),
        Command::Ci => ci::run(),
        Command::Codegen { check } => codegen::run(check).map(done),
        Command::Tidy => tidy::run().map(done),
        Command::Front => front::build().map(done),
        Command::Sizes => sizes::run().map(done),
        Command::Bench(bench) => bench::run(&bench).map(done),
    });
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
