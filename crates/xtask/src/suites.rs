//! `cargo xtask test`: what the tests need, then the tests, then one line that sums them up.

mod counts;
mod needs;

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use crate::front::{self, npm};
use crate::process::{self, Task};
use crate::progress::Steps;
use crate::{demo, workspace};
use counts::Counts;

/// A kind of tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// Units, contracts, and the real binary over real sockets
    Rust,
    /// The pure parts of the front ends, under Node
    Ts,
    /// The whole in the system's Chromium
    Browser,
}

const ALL: &[Kind] = &[Kind::Ts, Kind::Rust, Kind::Browser];

/// Installs what is needed, runs the tests of one kind or of all, and prints `N passed, N failed` as its last line.
///
/// A failed test shows in the exit code alone, so that the plain line stays the last one.
///
/// # Errors
///
/// When something needed is missing or a build fails.
pub fn run(only: Option<Kind>) -> Result<ExitCode> {
    let kinds: Vec<Kind> = ALL.iter().copied().filter(|kind| only.is_none_or(|only| only == *kind)).collect();
    let builds_server = kinds.contains(&Kind::Browser);
    let mut steps = Steps::new(2 + usize::from(builds_server) + kinds.len());
    steps.begin("looking for what the tests need");
    needs::install(&kinds)?;
    if only == Some(Kind::Ts) {
        steps.begin("installing the npm packages");
        front::packages()?;
    } else {
        steps.begin("building the front ends");
        front::build()?;
    }
    if builds_server {
        steps.begin("building the server for the browser tests (some minutes the first time)");
        demo::build_executable()?;
    }
    let mut total = Counts::default();
    for kind in &kinds {
        steps.begin(kind.title());
        let counts = kind.run()?;
        process::ensure_not_stopping()?;
        println!("      {counts}");
        total = total.and(counts);
    }
    drop(steps);
    println!("\n{total}");
    Ok(if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

impl Kind {
    const fn title(self) -> &'static str {
        match self {
            Self::Rust => "running the Rust tests",
            Self::Ts => "running the TypeScript tests",
            Self::Browser => "running the browser tests",
        }
    }

    fn run(self) -> Result<Counts> {
        match self {
            Self::Rust => rust(),
            Self::Ts => vitest("test", "ts"),
            Self::Browser => vitest("test:browser", "browser"),
        }
    }
}

fn rust() -> Result<Counts> {
    // Built first and by itself: tests of the whole run the executables, and Cargo builds none for another package.
    Task::new("cargo").args(["build", "--locked", "--package", "netreach", "--package", "netreach-loadgen"]).run()?;
    let executable = workspace::target().join("debug/netreach");
    // `cargo test` and not a runner with a process for each test: the tests of one suite share one PostgreSQL.
    let (status, lines) = Task::new("cargo")
        .args(["test", "--locked", "--workspace", "--no-fail-fast"])
        .env("NETREACH_BIN", executable)
        .lines()?;
    Ok(counts::of_cargo_test(&lines).ended(status.success()))
}

fn vitest(script: &str, report: &str) -> Result<Counts> {
    let report = workspace::scratch()?.join(format!("{report}.json"));
    if report.exists() {
        std::fs::remove_file(&report).with_context(|| format!("cannot remove {}", report.display()))?;
    }
    let outfile = format!("--outputFile.json={}", report.display());
    let status = npm(&["run", "--silent", script, "--", "--reporter=default", "--reporter=json", &outfile])
        .env("NETREACH_BIN", demo::executable())
        .status()?;
    let Ok(text) = std::fs::read_to_string(&report) else {
        bail!("the tests wrote no report ({status})");
    };
    Ok(counts::of_vitest(&text)?.ended(status.success()))
}
