//! A child process whose output is heard and which never outlives the test.

use std::io::Read;
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, bail};
use tokio::sync::watch;

/// How long a process that was asked to stop may take before it is killed.
const STOP_WITHIN: Duration = Duration::from_secs(10);

/// Kills the process `$1` once standard input ends: the system closes the other end whatever way the test ends.
const WATCHDOG: &str = r#"cat >/dev/null; kill -9 "$1" 2>/dev/null"#;

/// A child process.
pub(crate) struct Process {
    id: u32,
    output: Arc<Mutex<Vec<u8>>>,
    heard: watch::Receiver<usize>,
    exit: watch::Receiver<Option<ExitStatus>>,
    exited: Arc<(Mutex<bool>, Condvar)>,
    watchdog: Child,
    _held_open: Option<ChildStdin>,
}

impl Process {
    /// Starts `command`, whose standard output and error are heard together.
    pub(crate) fn start(command: &mut Command) -> anyhow::Result<Self> {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", command.get_program().to_string_lossy()))?;
        let id = child.id();
        let mut watchdog = Command::new("sh");
        watchdog.arg("-c").arg(WATCHDOG).arg("watchdog").arg(id.to_string()).process_group(0);
        let mut watchdog = watchdog
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start sh")?;
        let held_open = watchdog.stdin.take();
        let output = Arc::new(Mutex::new(Vec::new()));
        let (heard_in, heard) = watch::channel(0);
        let heard_in = Arc::new(heard_in);
        let streams: [Option<Box<dyn Read + Send>>; 2] = [
            child.stdout.take().map(|stream| Box::new(stream) as Box<dyn Read + Send>),
            child.stderr.take().map(|stream| Box::new(stream) as Box<dyn Read + Send>),
        ];
        for stream in streams.into_iter().flatten() {
            let (output, heard_in) = (Arc::clone(&output), Arc::clone(&heard_in));
            std::thread::spawn(move || hear(stream, &output, &heard_in));
        }
        let (exit_in, exit) = watch::channel(None);
        let exited = Arc::new((Mutex::new(false), Condvar::new()));
        let told = Arc::clone(&exited);
        std::thread::spawn(move || {
            let status = child.wait().ok();
            exit_in.send_replace(status);
            *told.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
            told.1.notify_all();
        });
        Ok(Self { id, output, heard, exit, exited, watchdog, _held_open: held_open })
    }

    pub(crate) fn id(&self) -> u32 {
        self.id
    }

    /// Everything that it has said.
    pub(crate) fn output(&self) -> Vec<u8> {
        self.output.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits until it has said `words`; an error if it ends before.
    pub(crate) async fn says(&mut self, words: &str) -> anyhow::Result<()> {
        let says = |output: &[u8]| String::from_utf8_lossy(output).contains(words);
        while !says(&self.output()) {
            // Both pipes end with the process.
            if self.heard.changed().await.is_err() && !says(&self.output()) {
                bail!("it ended without saying `{words}`:\n{}", String::from_utf8_lossy(&self.output()));
            }
        }
        Ok(())
    }

    /// Sends a signal by its name, such as `TERM`. Nothing for a process that has ended.
    pub(crate) fn signal(&self, name: &str) {
        if self.exit.borrow().is_none() {
            let _sent = Command::new("sh")
                .args(["-c", r#"kill -"$1" "$2""#, "kill", name, &self.id.to_string()])
                .stderr(Stdio::null())
                .status();
        }
    }

    /// Waits for its end.
    pub(crate) async fn ended(&mut self) -> anyhow::Result<ExitStatus> {
        let status = tokio::time::timeout(STOP_WITHIN, self.exit.wait_for(Option::is_some)).await;
        let status = status.context("the process did not end in time")??;
        status.context("the process could not be waited for")
    }

    fn ended_within(&self, span: Duration) -> bool {
        let (ended, told) = &*self.exited;
        let guard = ended.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = told.wait_timeout_while(guard, span, |ended| !*ended);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.signal("TERM");
        if !self.ended_within(STOP_WITHIN) {
            self.signal("KILL");
            self.ended_within(STOP_WITHIN);
        }
        // It has nothing left to watch.
        let _gone = self.watchdog.kill();
        let _gone = self.watchdog.wait();
    }
}

fn hear(mut stream: Box<dyn Read + Send>, output: &Mutex<Vec<u8>>, heard: &watch::Sender<usize>) {
    let mut buffer = [0; 8 * 1024];
    while let Ok(count @ 1..) = stream.read(&mut buffer) {
        output.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(&buffer[..count]);
        heard.send_modify(|bytes| *bytes += count);
    }
}
