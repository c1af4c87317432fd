//! The `netreach` executable: from the command line to the server library.

mod command;
mod config;
mod demo;
mod logs;
mod password;
mod people;
mod serve;
mod setup;
mod starter;

use std::process::ExitCode;

use clap::Parser;

use command::{Command, CommandLine, ConfigCommand};

/// The command could not do what it was asked to.
const FAILED: u8 = 1;

/// The configuration has mistakes, or the command line does (clap uses the same).
const MISTAKES: u8 = 2;

fn main() -> ExitCode {
    // First of all, and the only one: libraries would otherwise choose for themselves.
    if rustls::crypto::aws_lc_rs::default_provider().install_default().is_err() {
        eprintln!("netreach: a cryptography provider was installed already");
        return ExitCode::from(FAILED);
    }
    let line = CommandLine::parse();
    let done = match &line.command {
        Command::Config { command: ConfigCommand::Print } => config::print(),
        Command::Config { command: ConfigCommand::Check } => config::check(&line.settings),
        Command::Serve => serve::serve(&line.settings),
        Command::Migrate => serve::migrate(&line.settings),
        Command::Setup(founding) => setup::run(&line.settings, founding),
        Command::User { command } => people::run(&line.settings, command),
        Command::Demo(demo) => demo::run(demo),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            if let Some(mistakes) = error.downcast_ref::<netreach_server::config::Mistakes>() {
                eprintln!("{mistakes}");
                return ExitCode::from(MISTAKES);
            }
            eprintln!("netreach: {error:#}");
            ExitCode::from(FAILED)
        }
    }
}
