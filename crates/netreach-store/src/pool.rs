//! The two engines behind one type, and the macro that runs the same text on either.

use sqlx::{PgPool, SqlitePool};

/// Connections to one engine.
#[derive(Clone)]
pub(crate) enum Pool {
    /// The embedded engine.
    Sqlite(Sqlite),
    /// The engine for several nodes.
    Postgres(PgPool),
}

/// SQLite takes one writer at a time; readers see the last committed state meanwhile (write-ahead log).
#[derive(Clone)]
pub(crate) struct Sqlite {
    /// One connection: writers wait here, in order, and not in the engine's busy loop.
    pub(crate) writer: SqlitePool,
    /// A few connections that cannot write. For a database in memory it is the writer, which is the database.
    pub(crate) reader: SqlitePool,
}

/// Runs the same lines on either engine; a `return` or `?` inside leaves the function and undoes the transaction.
///
/// - `read`: one statement, on a pool (`.fetch_all(db)`).
/// - `snapshot`: several statements that see one state (`.fetch_all(&mut *db)`).
/// - `write`: a transaction, committed when the lines come to their end (`.execute(&mut *db)`).
macro_rules! on_pool {
    (read $pool:expr, |$db:ident| $lines:expr) => {
        match $pool {
            $crate::pool::Pool::Sqlite(sqlite) => {
                let $db = &sqlite.reader;
                $lines
            }
            $crate::pool::Pool::Postgres(postgres) => {
                let $db = postgres;
                $lines
            }
        }
    };
    (snapshot $pool:expr, |$db:ident| $lines:expr) => {
        match $pool {
            $crate::pool::Pool::Sqlite(sqlite) => {
                on_pool!(@transaction sqlite.reader, "BEGIN", |$db| $lines)
            }
            $crate::pool::Pool::Postgres(postgres) => {
                on_pool!(@transaction postgres, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", |$db| $lines)
            }
        }
    };
    (write $pool:expr, |$db:ident| $lines:expr) => {
        match $pool {
            $crate::pool::Pool::Sqlite(sqlite) => {
                // Takes the write lock at once: a reader that turns into a writer half-way can be refused.
                on_pool!(@transaction sqlite.writer, "BEGIN IMMEDIATE", |$db| $lines)
            }
            $crate::pool::Pool::Postgres(postgres) => {
                on_pool!(@transaction postgres, "BEGIN", |$db| $lines)
            }
        }
    };
    (@transaction $pool:expr, $begin:literal, |$db:ident| $lines:expr) => {{
        let mut transaction = $pool.begin_with($begin).await?;
        let $db = &mut *transaction;
        let value = $lines;
        transaction.commit().await?;
        value
    }};
}
