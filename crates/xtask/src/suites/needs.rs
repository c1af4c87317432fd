//! The programs of the system that tests run, and how they come onto a Debian machine.

use anyhow::{Result, bail};

use super::Kind;
use crate::process::Task;
use crate::workspace::program;

/// A program that tests need.
struct Need {
    /// Debian's package.
    package: &'static str,
    /// Which tests need it.
    kind: Kind,
    /// Whether it is there.
    present: fn() -> bool,
}

const NEEDS: &[Need] = &[
    Need { package: "postgresql", kind: Kind::Rust, present: has_postgresql },
    Need { package: "nats-server", kind: Kind::Rust, present: || program("nats-server").is_some() },
    Need { package: "python3", kind: Kind::Rust, present: || program("python3").is_some() },
    Need { package: "chromium", kind: Kind::Browser, present: || program("chromium").is_some() },
];

/// Installs the packages that `kinds` need and that are not there.
///
/// # Errors
///
/// When one cannot be installed: the message holds the exact command to run.
pub fn install(kinds: &[Kind]) -> Result<()> {
    let missing = missing(kinds);
    if missing.is_empty() {
        return Ok(());
    }
    let by_hand = format!("as root: apt-get update && apt-get install --yes {}", missing.join(" "));
    println!("missing: {}", missing.join(", "));
    let Some(as_root) = as_root() else {
        bail!("cannot install {} without root or password-free sudo; run {by_hand}", missing.join(", "));
    };
    if program("apt-get").is_none() {
        bail!("cannot install {}: this system has no apt-get; on Debian, {by_hand}", missing.join(", "));
    }
    let apt = |args: &[&str]| {
        let (program, first) = as_root;
        Task::new(program).args(first).args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]).args(args).run()
    };
    let installed = apt(&["update", "--quiet"]).and_then(|()| {
        let args = ["install", "--yes", "--quiet", "--no-install-recommends"];
        apt(&[&args, missing.as_slice()].concat())
    });
    if let Err(error) = installed {
        bail!("{error:#}; run {by_hand}");
    }
    let still = self::missing(kinds);
    if !still.is_empty() {
        bail!("installed, and yet not found: {}", still.join(", "));
    }
    Ok(())
}

fn missing(kinds: &[Kind]) -> Vec<&'static str> {
    NEEDS.iter().filter(|need| kinds.contains(&need.kind) && !(need.present)()).map(|need| need.package).collect()
}

/// How to run `env` with the rights of root, if there is a way that asks nobody.
fn as_root() -> Option<(&'static str, &'static [&'static str])> {
    if rustix::process::geteuid().is_root() {
        return Some(("env", &[]));
    }
    Task::new("sudo").args(["-n", "true"]).succeeds().then_some(("sudo", &["-n", "env"]))
}

/// Debian keeps the server's programs off the search path, in a folder for each major version.
fn has_postgresql() -> bool {
    let Ok(versions) = std::fs::read_dir("/usr/lib/postgresql") else { return program("initdb").is_some() };
    versions.flatten().any(|version| version.path().join("bin/initdb").is_file())
}
