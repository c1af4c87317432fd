//! A private PostgreSQL: one cluster for each test process, gone when the process is.
//!
//! The cluster lives in a temporary folder and listens on a socket in that folder only, so no port can be taken and
//! nobody on the network can reach it. It writes without waiting for the disk: what it holds is worth nothing.
//!
//! A test process may be killed, or panic, or be told to stop. So the cluster is stopped by a **watchdog**: a shell that
//! waits for the end of its standard input. The other end is held by the test process alone, and the system closes it
//! whatever way that process ends.

use std::fmt::Write as _;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, bail, ensure};

/// The programs that are needed, all in one folder.
const PROGRAMS: [&str; 4] = ["initdb", "pg_ctl", "postgres", "createdb"];

/// Longest path of a Unix socket (`sun_path`, 108 bytes with its end).
const SOCKET_PATH_MAX: usize = 107;

/// The number in the socket's name. The folder is private, so it need not be free on the machine.
const PORT: u16 = 5432;

/// The database owner in the cluster.
const OWNER: &str = "netreach";

/// Settings of a cluster whose data may be lost. Connections: some tests at once, a small pool each.
const SETTINGS: &str = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=400 \
    -c shared_buffers=32MB -c listen_addresses=''";

/// Stops the cluster and removes its folder once standard input ends. `$1` is the folder, the rest runs `pg_ctl`.
const WATCHDOG: &str = r#"cat >/dev/null; folder=$1; shift; cd /; "$@" -m immediate -w stop; rm -rf "$folder""#;

/// A running cluster.
pub struct PrivatePostgres {
    folder: PathBuf,
    programs: PathBuf,
    databases: AtomicU32,
    /// Its standard input is held open for as long as this process lives.
    _watchdog: Child,
}

impl PrivatePostgres {
    /// The cluster of this process, started by the first call; later calls wait for it.
    ///
    /// # Errors
    ///
    /// What is missing or went wrong. Every later call says the same.
    pub fn start() -> anyhow::Result<&'static Self> {
        static CLUSTER: OnceLock<Result<PrivatePostgres, String>> = OnceLock::new();
        CLUSTER
            .get_or_init(|| Self::start_new().map_err(|error| format!("{error:#}")))
            .as_ref()
            .map_err(|error| anyhow::anyhow!("{error}"))
    }

    /// The address of a new, empty database.
    ///
    /// # Errors
    ///
    /// If PostgreSQL does not make it.
    pub async fn database(&'static self) -> anyhow::Result<String> {
        self.database_from("template0").await
    }

    /// The address of a new database that begins as a copy of another one, to which nobody may be connected: `template`
    /// is its name or its address.
    ///
    /// # Errors
    ///
    /// If PostgreSQL does not make it.
    pub async fn database_from(&'static self, template: &str) -> anyhow::Result<String> {
        let template = template.split('?').next().and_then(|path| path.rsplit('/').next()).unwrap_or(template);
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let mut command = Command::new(self.programs.join("createdb"));
        command.arg("--host").arg(&self.folder).args(["--port", &PORT.to_string(), "--username", OWNER]);
        command.args(["--template", template, &name]);
        tokio::task::spawn_blocking(move || run(&mut command)).await??;
        self.address(&name)
    }

    fn address(&self, database: &str) -> anyhow::Result<String> {
        let folder = self.folder.to_str().context("the temporary folder's name is not UTF-8")?;
        let mut host = String::with_capacity(folder.len());
        for byte in folder.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' => host.push(char::from(byte)),
                _ => write!(host, "%{byte:02X}")?,
            }
        }
        Ok(format!("postgres://{OWNER}@localhost:{PORT}/{database}?host={host}&sslmode=disable"))
    }

    fn start_new() -> anyhow::Result<Self> {
        let programs = find_programs()?;
        let folder = new_folder()?;
        let started = start_in(&folder, &programs);
        if started.is_err() {
            // Whatever is left of it; the reason why it did not start is what the caller needs to hear.
            let _ = std::fs::remove_dir_all(&folder);
        }
        started.map(|watchdog| Self { folder, programs, databases: AtomicU32::new(0), _watchdog: watchdog })
    }
}

/// A temporary folder that is kept: the watchdog removes it, where `TempDir` would only if this process ended in good
/// order.
fn new_folder() -> anyhow::Result<PathBuf> {
    Ok(tempfile::Builder::new().prefix("netreach-pg-").tempdir().context("no temporary folder")?.keep())
}

/// Makes and starts a cluster in `folder`, and returns its watchdog.
fn start_in(folder: &Path, programs: &Path) -> anyhow::Result<Child> {
    let socket = folder.join(format!(".s.PGSQL.{PORT}"));
    ensure!(
        socket.as_os_str().len() <= SOCKET_PATH_MAX,
        "the temporary folder {} has too long a name for a socket: set TMPDIR to a shorter one",
        folder.display()
    );
    // PostgreSQL refuses to run as root. The tests reach the socket as whoever they are.
    let server_account = is_root()?.then_some("postgres");
    if let Some(account) = server_account {
        run(Command::new("chown").arg(account).arg(folder)).context(
            "PostgreSQL does not run as root, and there is no account `postgres`: apt-get install postgresql",
        )?;
    }
    std::fs::set_permissions(folder, Permissions::from_mode(0o711))?;
    let data = folder.join("data");
    run(as_account(server_account, &programs.join("initdb"), folder).arg("--pgdata").arg(&data).args([
        "--username",
        OWNER,
        "--auth",
        "trust",
        "--encoding",
        "UTF8",
        "--locale",
        "C",
        "--no-sync",
    ]))?;
    // The watchdog comes first: were this process killed while the cluster starts, it would be stopped all the same.
    let watchdog =
        watch(folder, as_account(server_account, &programs.join("pg_ctl"), folder).arg("--pgdata").arg(&data))?;
    run(as_account(server_account, &programs.join("pg_ctl"), folder)
        .arg("--pgdata")
        .arg(&data)
        .arg("--log")
        .arg(folder.join("log"))
        .arg("--options")
        .arg(format!("{SETTINGS} -c port={PORT} -c unix_socket_directories='{}'", folder.display()))
        .args(["-w", "start"]))?;
    Ok(watchdog)
}

/// Starts the watchdog, in a process group of its own: an interrupt at the keyboard must not end it before its work.
fn watch(folder: &Path, pg_ctl: &Command) -> anyhow::Result<Child> {
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(WATCHDOG).arg("watchdog").arg(folder).arg(pg_ctl.get_program()).args(pg_ctl.get_args());
    shell
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .context("cannot start sh")
}

/// A command to run as another account, or as this one.
fn as_account(account: Option<&str>, program: &Path, folder: &Path) -> Command {
    let mut command = match account {
        Some(account) => {
            let mut command = Command::new("runuser");
            command.args(["-u", account, "--"]).arg(program);
            command
        }
        None => Command::new(program),
    };
    command.current_dir(folder);
    command
}

/// Runs a command to its end; if it fails, the error is what it printed.
///
/// Its output goes to a file, not to a pipe: a server that it leaves running would hold a pipe open for ever.
fn run(command: &mut Command) -> anyhow::Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let printed = tempfile::NamedTempFile::new()?;
    let output = printed.reopen()?;
    let status = command
        .stdin(Stdio::null())
        .stdout(output.try_clone()?)
        .stderr(output)
        .status()
        .with_context(|| format!("cannot run {program}"))?;
    if !status.success() {
        let printed = std::fs::read_to_string(printed.path()).unwrap_or_default();
        bail!("{program} ended with {status}: {}", printed.trim());
    }
    Ok(())
}

fn is_root() -> anyhow::Result<bool> {
    let printed = Command::new("id").arg("-u").output().context("cannot run id")?;
    Ok(printed.stdout.trim_ascii() == b"0")
}

/// The folder of the newest PostgreSQL on this machine that is complete.
fn find_programs() -> anyhow::Result<PathBuf> {
    let folders = candidate_folders();
    if let Some(complete) = folders.iter().find(|folder| missing_in(folder).is_empty()) {
        return Ok(complete.clone());
    }
    bail!(none_found(&folders))
}

fn none_found(folders: &[PathBuf]) -> String {
    let mut message = String::from("no PostgreSQL server was found (apt-get install postgresql). Looked in:");
    for folder in folders {
        let missing = missing_in(folder).join(", ");
        write!(message, "\n  {}: no {missing}", folder.display()).expect("writing to a string cannot fail");
    }
    if folders.is_empty() {
        message.push_str(" `pg_config --bindir`, /usr/lib/postgresql/*/bin");
    }
    message
}

fn missing_in(folder: &Path) -> Vec<&'static str> {
    PROGRAMS.into_iter().filter(|program| !folder.join(program).is_file()).collect()
}

/// What `pg_config` names, then Debian's folders, the highest version first.
fn candidate_folders() -> Vec<PathBuf> {
    let mut folders = Vec::new();
    if let Ok(printed) = Command::new("pg_config").arg("--bindir").output() {
        let path = String::from_utf8_lossy(&printed.stdout).trim().to_owned();
        if printed.status.success() && !path.is_empty() {
            folders.push(PathBuf::from(path));
        }
    }
    let mut versions: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    versions.sort_unstable_by(|one, other| other.cmp(one));
    folders.extend(versions.into_iter().map(|(_, folder)| folder));
    folders.dedup();
    folders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_is_gone_when_its_watchdog_hears_the_end() {
        let programs = find_programs().expect("a PostgreSQL on this machine");
        let folder = new_folder().expect("a temporary folder");
        let mut watchdog = start_in(&folder, &programs).expect("a running cluster");
        let server = std::fs::read_to_string(folder.join("data/postmaster.pid")).expect("its process id");
        let server = PathBuf::from("/proc").join(server.lines().next().expect("a first line")).join("exe");
        assert!(server.read_link().is_ok(), "the cluster does not run");
        drop(watchdog.stdin.take());
        watchdog.wait().expect("the watchdog ends");
        assert!(server.read_link().is_err(), "the cluster still runs");
        assert!(!folder.exists());
    }

    #[tokio::test]
    async fn databases_are_made_empty_or_as_copies() {
        let postgres = PrivatePostgres::start().expect("a private PostgreSQL");
        let first = postgres.database().await.expect("a database");
        let copy = postgres.database_from(&first).await.expect("a copy");
        assert_ne!(first, copy);
        let missing = postgres.database_from("never_made").await.expect_err("no such template");
        assert!(format!("{missing:#}").contains("never_made"), "{missing:#}");
    }

    #[test]
    fn what_is_missing_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("initdb"), "").expect("a file");
        assert_eq!(missing_in(folder.path()), ["pg_ctl", "postgres", "createdb"]);
        let message = none_found(&[folder.path().to_owned()]);
        assert!(message.contains("apt-get install postgresql") && message.contains("no pg_ctl, postgres"), "{message}");
    }
}
