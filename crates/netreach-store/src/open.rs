//! Opening the database, its migrations and its health.

use std::fs::{DirBuilder, OpenOptions, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::{Migrate, MigrateError, Migrator};
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, Executor, SqlSafeStr};

use crate::Store;
use crate::error::StoreError;
use crate::pool::{Pool, Sqlite};

/// One numbered folder for both engines. Released files never change.
static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// Connections that one node keeps to PostgreSQL: enough for short statements of some hundred operators, and several
/// nodes stay well below a server's usual 100.
pub const CONNECTIONS_MAX: u32 = 16;

/// Connections that read from a SQLite file.
pub const READERS_MAX: u32 = 4;

/// How long a request waits for a connection before the database counts as unavailable.
pub const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// How long one statement may run: none here should need a tenth of it.
pub const STATEMENT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long SQLite waits for another process (a backup, a command) to let go of the file.
pub const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// How the database is used. The defaults suit one small node.
#[derive(Clone, Debug)]
pub struct StoreOptions {
    /// Connections to PostgreSQL.
    pub connections_max: u32,
    /// How long a request waits for a connection.
    pub acquire_timeout: Duration,
    /// How long one statement may run on PostgreSQL.
    pub statement_timeout: Duration,
}

impl Default for StoreOptions {
    fn default() -> Self {
        Self {
            connections_max: CONNECTIONS_MAX,
            acquire_timeout: ACQUIRE_TIMEOUT,
            statement_timeout: STATEMENT_TIMEOUT,
        }
    }
}

/// Where the database is. It may hold a password, so it cannot be printed.
#[derive(Clone)]
pub struct DatabaseUrl(Place);

#[derive(Clone)]
enum Place {
    Memory,
    File(PathBuf),
    Postgres(Box<PgConnectOptions>),
}

/// Why a database address was not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DatabaseUrlError {
    /// Neither of the two engines.
    #[error("a database address begins with `sqlite:` or `postgres://`")]
    Scheme,
    /// `sqlite:` with nothing after it.
    #[error("`sqlite:` is followed by the path of a file")]
    Path,
    /// Not an address that PostgreSQL's own tools would take.
    #[error("the PostgreSQL address is not valid")]
    Postgres,
}

impl FromStr for DatabaseUrl {
    type Err = DatabaseUrlError;

    /// Reads `sqlite:PATH`, `sqlite::memory:` (for tests: gone when the store is) or `postgres://…`.
    fn from_str(text: &str) -> Result<Self, DatabaseUrlError> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            return match path.strip_prefix("//").unwrap_or(path) {
                "" => Err(DatabaseUrlError::Path),
                ":memory:" => Ok(Self(Place::Memory)),
                path => Ok(Self::file(path)),
            };
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            let options = PgConnectOptions::from_str(text).map_err(|_| DatabaseUrlError::Postgres)?;
            return Ok(Self(Place::Postgres(Box::new(options))));
        }
        Err(DatabaseUrlError::Scheme)
    }
}

impl DatabaseUrl {
    /// A SQLite file.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self(Place::File(path.into()))
    }

    /// Whether several nodes can share it.
    pub fn is_shared(&self) -> bool {
        matches!(self.0, Place::Postgres(_))
    }
}

/// Says only which engine it is.
impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self.0 {
            Place::Memory => "DatabaseUrl(sqlite::memory:)",
            Place::File(_) => "DatabaseUrl(sqlite:…)",
            Place::Postgres(_) => "DatabaseUrl(postgres://…)",
        })
    }
}

impl Store {
    /// Opens the database and brings its tables up to date.
    ///
    /// A SQLite file that is not there is made, readable by its owner only, as are the folders on the way to it.
    /// Several nodes may open one PostgreSQL database at once: one migrates, the others wait.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`] if it cannot be reached or made; [`StoreError::Corrupt`] if its tables are not those
    /// of this version or an earlier one.
    pub async fn open(url: &DatabaseUrl, options: &StoreOptions) -> Result<Self, StoreError> {
        match &url.0 {
            Place::Memory => open_memory(options).await,
            Place::File(path) => open_file(path, options).await,
            Place::Postgres(address) => open_postgres(address, options).await,
        }
    }

    /// Asks the database one small question of its tables.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`] if no answer came in time.
    pub async fn health(&self) -> Result<(), StoreError> {
        self.settings_revisions().await.map(drop)
    }

    /// Prepares every statement of this crate, and says how many there are.
    ///
    /// # Errors
    ///
    /// [`StoreError::Corrupt`] with the name of the first statement that the engine does not take, and its reason.
    pub async fn check_statements(&self) -> Result<usize, StoreError> {
        let mut prepared = 0;
        for (name, sql) in crate::all_statements() {
            on_pool!(read & self.pool, |db| {
                db.prepare(sql.into_sql_str())
                    .await
                    .map_err(|error| StoreError::Corrupt { what: format!("statement {name}: {error}") })?;
            });
            prepared += 1;
        }
        Ok(prepared)
    }

    /// Waits for running statements, then closes every connection. Clones of this store are closed with it.
    pub async fn close(&self) {
        match &self.pool {
            Pool::Sqlite(sqlite) => {
                sqlite.reader.close().await;
                sqlite.writer.close().await;
            }
            Pool::Postgres(postgres) => postgres.close().await,
        }
    }
}

async fn open_memory(options: &StoreOptions) -> Result<Store, StoreError> {
    let connect = SqliteConnectOptions::new().in_memory(true).foreign_keys(true);
    let only = sqlite_pool(options, 1).connect_with(connect).await?;
    let store = Store { pool: Pool::Sqlite(Sqlite { writer: only.clone(), reader: only }) };
    store.migrate_sqlite().await?;
    Ok(store)
}

async fn open_file(path: &Path, options: &StoreOptions) -> Result<Store, StoreError> {
    make_file(path).map_err(|error| StoreError::Unavailable(Box::new(error)))?;
    let connect = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .journal_mode(SqliteJournalMode::Wal)
        // What was acknowledged is on the disk, even if the machine loses power right after.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        // What is deleted is overwritten with zeros.
        .pragma("secure_delete", "ON");
    let writer = sqlite_pool(options, 1).connect_with(connect.clone()).await?;
    let reader = sqlite_pool(options, READERS_MAX).connect_lazy_with(connect.pragma("query_only", "ON"));
    let store = Store { pool: Pool::Sqlite(Sqlite { writer, reader }) };
    store.migrate_sqlite().await?;
    Ok(store)
}

/// Connections stay: opening one costs more than keeping it, and a database in memory lives in its only one. There is
/// no server that could have gone away, so none is asked before use; a question that its caller gives up half-way would
/// close the connection.
fn sqlite_pool(options: &StoreOptions, connections_max: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections_max)
        .acquire_timeout(options.acquire_timeout)
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
}

/// Makes the file and the folders on the way to it where they are missing, for their owner only.
///
/// A file that is there already is narrowed to its owner by name: opening and closing it here would make this process
/// lose the locks that SQLite holds on it (POSIX file locks).
fn make_file(path: &Path) -> std::io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            std::fs::set_permissions(path, Permissions::from_mode(0o600))
        }
        Err(error) => Err(error),
    }
}

async fn open_postgres(address: &PgConnectOptions, options: &StoreOptions) -> Result<Store, StoreError> {
    migrate_postgres(address, options.acquire_timeout).await?;
    let statement_timeout = options.statement_timeout.as_millis().to_string();
    let connect = address.clone().options([
        ("statement_timeout", statement_timeout.as_str()),
        // A transaction that a lost node left open must not block the others.
        ("idle_in_transaction_session_timeout", statement_timeout.as_str()),
    ]);
    let pool = PgPoolOptions::new()
        .max_connections(options.connections_max)
        .acquire_timeout(options.acquire_timeout)
        .connect_with(connect)
        .await?;
    Ok(Store { pool: Pool::Postgres(pool) })
}

/// Runs what is missing of [`MIGRATIONS`].
///
/// `run_direct` and not `run`: within another future the compiler cannot see that `run`'s borrow of a connection may be
/// sent to another thread ("`Acquire` is not general enough"), and sqlx keeps this door open for that reason.
async fn migrate(connection: &mut impl Migrate) -> Result<(), MigrateError> {
    MIGRATIONS.run_direct(None, connection, false).await
}

/// Migrates over a connection of its own, which may wait longer than a statement: for the lock that another node holds.
async fn migrate_postgres(address: &PgConnectOptions, connect_timeout: Duration) -> Result<(), StoreError> {
    let connecting = tokio::time::timeout(connect_timeout, PgConnection::connect_with(address));
    let mut connection = connecting.await.map_err(|late| StoreError::Unavailable(Box::new(late)))??;
    migrate(&mut connection).await?;
    connection.close().await?;
    Ok(())
}

impl Store {
    /// Migrates in one transaction that holds the write lock: another process that starts now waits, then finds all done.
    async fn migrate_sqlite(&self) -> Result<(), StoreError> {
        if let Pool::Sqlite(sqlite) = &self.pool {
            let mut transaction = sqlite.writer.begin_with("BEGIN IMMEDIATE").await?;
            migrate(&mut *transaction).await?;
            transaction.commit().await?;
        }
        Ok(())
    }
}
