//! `cargo xtask ci`: every check, then every test.

use std::process::ExitCode;

use anyhow::Result;

use crate::front::{self, npm};
use crate::process::{self, Task};
use crate::progress::Steps;
use crate::{sizes, suites, tidy, workspace};

type Check = (&'static str, fn() -> Result<()>);

/// In this order because the server embeds the front ends: what compiles it comes after they are built.
const CHECKS: &[Check] = &[
    ("format of the Rust code", || Task::new("cargo").args(["fmt", "--all", "--check"]).run()),
    ("habits of the tree, generated files", tidy::run),
    ("licences and bans of dependencies", cargo_deny),
    ("building the front ends", front::build),
    ("types of the front ends", || npm(&["run", "check", "--silent"]).run()),
    ("format and lints of the front ends", || npm(&["run", "lint", "--silent"]).run()),
    ("sizes of the widget", sizes::run),
    ("lints of the Rust code", || {
        Task::new("cargo")
            .args(["clippy", "--locked", "--workspace", "--all-targets", "--", "--deny", "warnings"])
            .run()
    }),
];

/// Runs every check and then every test, so that one run shows all that is wrong.
///
/// A failed check or test shows in the exit code; the last line is that of the tests.
///
/// # Errors
///
/// When a signal asked to stop, or the tests could not be run at all.
pub fn run() -> Result<ExitCode> {
    let mut failed = Vec::new();
    let mut steps = Steps::new(CHECKS.len());
    for (name, check) in CHECKS {
        steps.begin(name);
        if let Err(error) = check() {
            process::ensure_not_stopping()?;
            println!("failed: {error:#}");
            failed.push(*name);
        }
    }
    drop(steps);
    if !failed.is_empty() {
        println!("\nchecks that failed: {}\n", failed.join("; "));
    }
    let tested = suites::run(None)?;
    Ok(if failed.is_empty() { tested } else { ExitCode::FAILURE })
}

fn cargo_deny() -> Result<()> {
    if workspace::program("cargo-deny").is_none() {
        println!("skipped: cargo-deny is not installed; `cargo xtask tidy` checked licences and bans, not advisories");
        return Ok(());
    }
    Task::new("cargo").args(["deny", "--locked", "check"]).run()
}
