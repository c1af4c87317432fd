//! `cargo xtask demo`: everything built, then `netreach demo`.

use anyhow::Result;

use crate::process::{self, Task};
use crate::progress::Steps;
use crate::{front, workspace};

/// Builds the front ends and the server, then serves the demo consortium until Ctrl-C.
///
/// # Errors
///
/// When a build fails or the demo ends badly.
pub fn run(args: &[String]) -> Result<()> {
    let mut steps = Steps::new(3);
    steps.begin("building the front ends");
    front::build()?;
    steps.begin("building the server (some minutes the first time)");
    build_executable()?;
    steps.begin("starting the demo; Ctrl-C ends it and deletes its data");
    let ended = Task::new(&executable()).args(["demo"]).args(args).run();
    if process::is_stopping() {
        println!("the demo has ended");
        return Ok(()); // Ctrl-C is how a demo ends well
    }
    ended
}

/// Builds the executable in the quick profile.
///
/// # Errors
///
/// When it does not compile.
pub fn build_executable() -> Result<()> {
    Task::new("cargo").args(["build", "--locked", "--profile", "quick", "--package", "netreach"]).run()
}

/// Where [`build_executable`] puts it.
pub fn executable() -> String {
    workspace::target().join("quick/netreach").to_string_lossy().into_owned()
}
