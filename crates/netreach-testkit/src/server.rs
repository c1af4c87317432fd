//! The real executable, serving from a folder of its own.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use tempfile::TempDir;

use crate::api::Api;
use crate::process::Process;
use crate::seed::{self, PASSWORD, Seed};

/// What the executable says once it takes connections.
const READY: &str = "Netreach listens on";

/// How long a start may take: a debug build on a busy machine needs some seconds.
const START_WITHIN: Duration = Duration::from_mins(1);

/// Ports are chosen before they are bound, so another process may be faster: then another one is tried.
const STARTS_MAX: usize = 5;

/// How a test server differs from one that was set up a moment ago.
#[derive(Clone, Debug, Default)]
pub struct ServerOptions {
    /// Environment variables such as `NETREACH__LIMITS__SOCKETS_BURST`, which count more than those of the testkit.
    pub environment: Vec<(&'static str, String)>,
}

/// The real executable in a folder of its own. Dropping it stops it and removes the folder.
pub struct TestServer {
    running: Option<Running>,
    folder: TempDir,
    seed: Seed,
    base: String,
    options: ServerOptions,
    /// What the processes before the running one have said.
    said: Vec<u8>,
}

impl TestServer {
    /// A server with the people of the [`Seed`] on SQLite.
    ///
    /// # Panics
    ///
    /// If it does not start: the reason is said.
    pub async fn start() -> Self {
        Self::start_with(ServerOptions::default()).await
    }

    /// The same with other settings.
    ///
    /// # Panics
    ///
    /// If it does not start: the reason is said.
    pub async fn start_with(options: ServerOptions) -> Self {
        Self::try_start(options, true).await.unwrap_or_else(|error| panic!("{error:#}"))
    }

    /// The same, set up from nothing: for another database than the SQLite file that is copied otherwise.
    ///
    /// # Panics
    ///
    /// If it does not start: the reason is said.
    pub async fn start_fresh(options: ServerOptions) -> Self {
        Self::try_start(options, false).await.unwrap_or_else(|error| panic!("{error:#}"))
    }

    async fn try_start(options: ServerOptions, copy: bool) -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("netreach-test-").tempdir()?;
        let seed =
            if copy { seed::copy_into(folder.path()).await? } else { seed::make_in(folder.path(), &options).await? };
        let running = Running::start(folder.path(), &options).await?;
        let base = running.base().to_owned();
        Ok(Self { running: Some(running), folder, seed, base, options, said: Vec::new() })
    }

    /// What is in it.
    pub fn seed(&self) -> &Seed {
        &self.seed
    }

    /// The address, such as `http://127.0.0.1:40001`.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Host and port.
    pub fn authority(&self) -> &str {
        self.base.trim_start_matches("http://")
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The process id.
    ///
    /// # Panics
    ///
    /// If it is stopped.
    pub fn process_id(&self) -> u32 {
        self.running.as_ref().expect("the server runs").process.id()
    }

    /// The coordinator of [`Seed::rivers`], signed in.
    pub async fn coordinator(&self) -> Api {
        self.sign_in(&self.seed.rivers.coordinator).await
    }

    /// Somebody's browser, signed in.
    ///
    /// # Panics
    ///
    /// If they cannot sign in.
    pub async fn sign_in(&self, sign_in: &str) -> Api {
        Api::sign_in(&self.base, sign_in, PASSWORD).await.unwrap_or_else(|error| panic!("{error:#}"))
    }

    /// Everything that the server's processes have said on standard output and error.
    pub fn output(&self) -> Vec<u8> {
        let mut said = self.said.clone();
        said.extend(self.running.iter().flat_map(|running| running.process.output()));
        said
    }

    /// Asks it to stop and waits until it has.
    ///
    /// # Panics
    ///
    /// If it does not end.
    pub async fn stop(&mut self) -> ExitStatus {
        let mut running = self.running.take().expect("the server runs");
        running.process.signal("TERM");
        let status = running.process.ended().await.unwrap_or_else(|error| panic!("{error:#}"));
        self.said.extend(running.process.output());
        status
    }

    /// Asks it to stop, and returns at once.
    ///
    /// # Panics
    ///
    /// If it is stopped already.
    pub fn ask_to_stop(&self) {
        self.running.as_ref().expect("the server runs").process.signal("TERM");
    }

    /// Ends it without a word, as a power cut would.
    ///
    /// # Panics
    ///
    /// If it does not end.
    pub async fn kill_9(&mut self) {
        let mut running = self.running.take().expect("the server runs");
        running.process.signal("KILL");
        running.process.ended().await.unwrap_or_else(|error| panic!("{error:#}"));
        self.said.extend(running.process.output());
    }

    /// Starts it again in the same folder and on the same port, after [`stop`](Self::stop) or
    /// [`kill_9`](Self::kill_9).
    ///
    /// # Panics
    ///
    /// If it does not start.
    pub async fn start_again(&mut self) {
        let port = self.base.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
        let started = Running::start_on(port, self.folder.path(), &self.options).await;
        self.running = Some(started.unwrap_or_else(|error| panic!("{error:#}")));
    }

    /// Stops it in good order and starts it again.
    pub async fn restart(&mut self) {
        self.stop().await;
        self.start_again().await;
    }
}

/// A running process and its address.
pub(crate) struct Running {
    process: Process,
    base: String,
}

impl Running {
    /// Starts the server on a free port.
    pub(crate) async fn start(folder: &Path, options: &ServerOptions) -> anyhow::Result<Self> {
        let mut last = None;
        for _ in 0..STARTS_MAX {
            let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
            match Self::start_on(port, folder, options).await {
                Ok(running) => return Ok(running),
                Err(error) if format!("{error:#}").contains("cannot listen") => last = Some(error),
                Err(error) => return Err(error),
            }
        }
        Err(last.context("no port was tried")?)
    }

    async fn start_on(port: u16, folder: &Path, options: &ServerOptions) -> anyhow::Result<Self> {
        let base = format!("http://127.0.0.1:{port}");
        let mut command = Command::new(executable()?);
        quiet(&mut command);
        command.env("NETREACH__LIMITS__SIGN_INS_BURST", "1000").env("NETREACH__LIMITS__SIGN_IN_NAMES_BURST", "1000");
        command.env("NETREACH__LIMITS__SOCKETS_BURST", "10000").env("NETREACH__LIMITS__REQUESTS_BURST", "100000");
        command.envs(options.environment.iter().map(|(name, value)| (name, value)));
        command.args(["--listen", &format!("127.0.0.1:{port}"), "--public-url", &base]);
        command.arg("--data-folder").arg(folder).arg("serve").current_dir(folder);
        let mut process = Process::start(&mut command)?;
        let ready = tokio::time::timeout(START_WITHIN, process.says(READY)).await;
        ready.context("the server did not start in time")??;
        Ok(Self { process, base })
    }

    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// Stops it in good order.
    pub(crate) async fn terminate(&mut self) -> anyhow::Result<()> {
        self.process.signal("TERM");
        let status = self.process.ended().await?;
        ensure!(
            status.success(),
            "the server ended with {status}: {}",
            String::from_utf8_lossy(&self.process.output())
        );
        Ok(())
    }
}

/// Takes away what the developer's own environment would set.
pub(crate) fn quiet(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if name.starts_with("NETREACH__") || name == "RUST_LOG" {
            command.env_remove(name);
        }
    }
}

/// The executable: `NETREACH_BIN`, or the one beside the tests.
pub(crate) fn executable() -> anyhow::Result<PathBuf> {
    let path = match std::env::var_os("NETREACH_BIN") {
        Some(path) => PathBuf::from(path),
        None => beside_the_tests()?,
    };
    if !path.is_file() {
        bail!("{} is not there: run `cargo build -p netreach` first", path.display());
    }
    Ok(path)
}

/// Tests run in `target/<profile>/deps`; the executable is one folder up.
fn beside_the_tests() -> anyhow::Result<PathBuf> {
    let tests = std::env::current_exe().context("where the tests run from is not known")?;
    let folder = tests.parent().and_then(Path::parent).context("the tests run from an unknown place")?;
    Ok(folder.join("netreach"))
}
