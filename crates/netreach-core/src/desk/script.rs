//! Scripts: what a whole desk with its conversations does, a line a step.
//!
//! ```text
//! 0   online ana leeds
//! 0   online ben norwich
//! 5   wait v1                 -> Waiting(v1), Paired(v1 ana+ben)
//! 60  offline ben             -> Offline(ben), Presence(v1 ana+ben? until 150)
//! 150 tick                    -> GraceOver(v1 ana+ben? held)
//! ```
//!
//! A line is a time in seconds, a command, and what it leads to: every event in order, or `refused Why`, or `nothing`.
//! Without an arrow the command must be taken, whatever follows. Seats are listed lead first; `?` marks one whose
//! connection is gone, `^` a supervisor. Rosters given to conversations are not listed: [`World`] checks each.

mod call;
mod choice;
mod parse;
mod presence;
mod queue;
mod restart;
mod show;
mod solo;
mod step_out;

use crate::time::UnixMillis;
use parse::Cast;

/// Runs a script and compares each line.
pub(crate) fn check(script: &str) {
    let mut cast = Cast::default();
    let mut before = 0;
    for line in script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (step, expected) = match line.split_once("->") {
            Some((step, expected)) => (step.trim(), Some(expected.trim())),
            None => (line, None),
        };
        let (seconds, command) = step.split_once(' ').expect("a time and a command");
        let seconds: i64 = seconds.parse().expect("a time in seconds");
        assert!(seconds >= before, "time runs forward: {line}");
        before = seconds;
        let happened = cast.run(UnixMillis(seconds * 1_000), command.trim());
        match (happened, expected) {
            (Ok(shown), Some(expected)) => assert_eq!(shown, expected, "\nat: {line}"),
            (Ok(_), None) => {}
            (Err(refused), Some(expected)) => assert_eq!(format!("refused {refused}"), expected, "\nat: {line}"),
            (Err(refused), None) => panic!("refused {refused}, at: {line}"),
        }
    }
}
