//! Running other programs so that none of them outlives this one.
//!
//! Each child leads a process group of its own, which is ended with it. What leaves its group (a database that makes
//! itself a daemon) is adopted by this process when its parent dies, because this process is a "child subreaper", and
//! is ended too. So the promise holds on success, on failure and on Ctrl-C alike.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, IsTerminal, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use rustix::process::{Pid, Signal, WaitOptions, getpid, kill_process, kill_process_group, set_child_subreaper, wait};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

/// How long a program may take to end after it was asked to.
const STOP_MAX: Duration = Duration::from_secs(10);

/// How often the ending of a program is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// The group of the child that runs now.
static RUNNING: Mutex<Option<Pid>> = Mutex::new(None);

/// Whether a signal asked this process to stop.
static STOPPING: AtomicBool = AtomicBool::new(false);

/// Makes this process pass signals on to its child and adopt what its children leave behind.
///
/// # Errors
///
/// When the system refuses either.
pub fn stop_children_on_signals() -> Result<()> {
    set_child_subreaper(Some(getpid())).context("cannot adopt the processes that children leave behind")?;
    let mut signals =
        signal_hook::iterator::Signals::new([SIGINT, SIGTERM, SIGHUP]).context("cannot listen for signals")?;
    thread::spawn(move || {
        for signal in &mut signals {
            let again = STOPPING.swap(true, Ordering::SeqCst);
            let Some(group) = *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) else { std::process::exit(130) };
            let passed_on = match signal {
                _ if again => Signal::KILL,
                SIGINT => Signal::INT,
                _ => Signal::TERM,
            };
            signal_group(group, passed_on);
            if !again {
                thread::spawn(move || {
                    thread::sleep(STOP_MAX);
                    signal_group(group, Signal::KILL);
                });
            }
        }
    });
    Ok(())
}

/// Fails once a signal asked this process to stop.
///
/// # Errors
///
/// When it did.
pub fn ensure_not_stopping() -> Result<()> {
    ensure!(!is_stopping(), "stopped by a signal");
    Ok(())
}

/// Whether a signal asked this process to stop.
pub fn is_stopping() -> bool {
    STOPPING.load(Ordering::SeqCst)
}

/// A program that is about to run, with its output going where ours goes.
pub struct Task {
    command: Command,
    shown: String,
}

impl Task {
    /// `program` in the root of the checkout.
    pub fn new(program: &str) -> Self {
        let mut command = Command::new(program);
        command.current_dir(crate::workspace::root()).stdin(Stdio::null()).process_group(0);
        if !std::io::stdout().is_terminal() {
            command.env("NO_COLOR", "1"); // a log file is read without colours
        }
        Self { command, shown: program.to_owned() }
    }

    /// Adds arguments.
    #[must_use]
    pub fn args<S: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        for arg in args {
            self.shown.push(' ');
            self.shown.push_str(&arg.as_ref().to_string_lossy());
            self.command.arg(arg);
        }
        self
    }

    /// Runs in another folder.
    #[must_use]
    pub fn inside(mut self, dir: &Path) -> Self {
        self.command.current_dir(dir);
        self
    }

    /// Sets a variable of the environment.
    #[must_use]
    pub fn env(mut self, key: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(key, value);
        self
    }

    /// Runs to the end.
    ///
    /// # Errors
    ///
    /// When it cannot start, fails, or a signal asked us to stop.
    pub fn run(self) -> Result<()> {
        let shown = self.shown.clone();
        let status = self.status()?;
        ensure!(status.success(), "`{shown}` failed ({status})");
        Ok(())
    }

    /// Runs to the end and says how it ended.
    ///
    /// # Errors
    ///
    /// When it cannot start or a signal asked us to stop.
    pub fn status(mut self) -> Result<ExitStatus> {
        let child = self.start()?;
        finish(child, &self.shown)
    }

    /// Runs to the end, passing its output through and giving back its lines without colours.
    ///
    /// # Errors
    ///
    /// When it cannot start or a signal asked us to stop.
    pub fn lines(mut self) -> Result<(ExitStatus, Vec<String>)> {
        let (reader, writer) = std::io::pipe().context("cannot make a pipe")?;
        let second = writer.try_clone().context("cannot make a pipe")?;
        self.command.stdout(writer).stderr(second);
        let child = self.start()?;
        let shown = std::mem::take(&mut self.shown);
        drop(self); // and with it our ends of the pipe
        let reading = thread::spawn(move || {
            let mut lines = Vec::new();
            let mut reader = BufReader::new(reader);
            let mut line = Vec::new();
            while reader.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
                // A closed terminal must not stop the counting.
                let _ = std::io::stdout().write_all(&line);
                lines.push(without_colours(String::from_utf8_lossy(&line).trim_end()));
                line.clear();
            }
            lines
        });
        let status = finish(child, &shown)?;
        let lines = reading.join().map_err(|_| anyhow::anyhow!("reading the output of `{shown}` panicked"))?;
        Ok((status, lines))
    }

    /// Whether it runs to a good end, in silence.
    pub fn succeeds(mut self) -> bool {
        self.command.stdout(Stdio::null()).stderr(Stdio::null());
        self.status().is_ok_and(|status| status.success())
    }

    fn start(&mut self) -> Result<Child> {
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        ensure_not_stopping()?;
        let child = self.command.spawn().with_context(|| format!("cannot start `{}`", self.shown))?;
        *running = Some(Pid::from_child(&child));
        Ok(child)
    }
}

fn finish(mut child: Child, shown: &str) -> Result<ExitStatus> {
    let group = Pid::from_child(&child);
    let status = child.wait().with_context(|| format!("cannot wait for `{shown}`"));
    signal_group(group, Signal::TERM);
    let left = stop_adopted();
    *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) = None;
    if left > 0 {
        println!("note: `{shown}` left {left} processes behind; they are stopped");
    }
    ensure_not_stopping()?;
    status
}

/// Ends every process that became ours, and says how many there were.
fn stop_adopted() -> usize {
    let mut asked: Vec<Pid> = Vec::new();
    let mut waited = Duration::ZERO;
    loop {
        // Those that ended are collected first, so that only living ones are asked to stop.
        while wait(WaitOptions::NOHANG).is_ok_and(|ended| ended.is_some()) {}
        let living = adopted();
        // Twice the time means that even KILL did not end it: a device hangs, and waiting would hang with it.
        if living.is_empty() || waited >= STOP_MAX * 2 {
            return asked.len();
        }
        for pid in living {
            if waited >= STOP_MAX {
                let _ = kill_process(pid, Signal::KILL); // it may have ended this moment
            } else if !asked.contains(&pid) {
                asked.push(pid);
                let _ = kill_process(pid, Signal::TERM);
            }
        }
        thread::sleep(LOOK_EVERY);
        waited += LOOK_EVERY;
    }
}

/// The processes whose parent is this one.
fn adopted() -> Vec<Pid> {
    let me = getpid().as_raw_nonzero().get();
    let Ok(entries) = std::fs::read_dir("/proc") else { return Vec::new() };
    entries
        .filter_map(|entry| {
            let pid: i32 = entry.ok()?.file_name().to_str()?.parse().ok()?;
            let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
            (parent(&stat)? == me).then(|| Pid::from_raw(pid)).flatten()
        })
        .collect()
}

/// The parent in a line of `/proc/PID/stat`: the second field after the name, which may itself hold parentheses.
fn parent(stat: &str) -> Option<i32> {
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

fn signal_group(group: Pid, signal: Signal) {
    // No such group means that all of it has ended, which is what is wanted.
    let _ = kill_process_group(group, signal);
}

/// `line` without the escape sequences that colour it.
fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut rest = line.chars();
    while let Some(c) = rest.next() {
        if c == '\u{1b}' {
            rest.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(c);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outlives_a_task_that_failed() {
        stop_children_on_signals().expect("signals and adoption");
        let marker = format!("31415.{}", getpid().as_raw_nonzero());
        // One stays in the group; the other makes itself a daemon, as databases do. Both hold the output open.
        let script = format!("sleep {marker} & setsid sleep {marker} & echo started; exit 3");
        let (status, lines) = Task::new("sh").args(["-c", &script]).lines().expect("a shell");
        assert_eq!((status.code(), lines), (Some(3), vec!["started".to_owned()]));
        let cmdline = format!("sleep\0{marker}\0");
        let alive = std::fs::read_dir("/proc")
            .expect("the process table")
            .flatten()
            .any(|entry| std::fs::read_to_string(entry.path().join("cmdline")).is_ok_and(|found| found == cmdline));
        assert!(!alive, "a sleeper is left");
    }

    #[test]
    fn the_parent_is_found_behind_any_name() {
        assert_eq!(parent("12 (a) b) S 7 12 12 0"), Some(7));
        assert_eq!(parent("nothing"), None);
    }

    #[test]
    fn colours_are_taken_off() {
        assert_eq!(without_colours("\u{1b}[32;1m3 passed\u{1b}[0m, ok"), "3 passed, ok");
    }
}
