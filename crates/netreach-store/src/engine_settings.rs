//! Tests of what each engine is told when it is opened, which no method shows.

use std::time::Duration;

use netreach_testkit::postgres::PrivatePostgres;

use crate::pool::Pool;
use crate::{Conflict, DatabaseUrl, Store, StoreError, StoreOptions};

async fn in_a_file(folder: &tempfile::TempDir) -> Store {
    let url = DatabaseUrl::file(folder.path().join("netreach.db"));
    Store::open(&url, &StoreOptions::default()).await.expect("a new file opens")
}

#[tokio::test]
async fn a_sqlite_file_is_durable_checked_and_wiped() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = in_a_file(&folder).await;
    let Pool::Sqlite(sqlite) = &store.pool else { panic!("a file is SQLite") };
    let mode: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&sqlite.writer).await.expect("an answer");
    assert_eq!(mode, "wal");
    for (pragma, expected) in [
        ("PRAGMA synchronous", 2_i64), // FULL
        ("PRAGMA foreign_keys", 1),
        ("PRAGMA secure_delete", 1),
        ("PRAGMA busy_timeout", 5_000),
    ] {
        let value: i64 = sqlx::query_scalar(pragma).fetch_one(&sqlite.writer).await.expect("an answer");
        assert_eq!(value, expected, "{pragma}");
    }
}

#[tokio::test]
async fn readers_of_a_sqlite_file_cannot_write() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = in_a_file(&folder).await;
    let Pool::Sqlite(sqlite) = &store.pool else { panic!("a file is SQLite") };
    let written = sqlx::query("DELETE FROM consortia").execute(&sqlite.reader).await;
    assert!(written.is_err());
    assert_eq!(sqlite.writer.options().get_max_connections(), 1);
}

#[tokio::test]
async fn a_statement_that_takes_too_long_on_postgresql_is_stopped() {
    let postgres = PrivatePostgres::start().expect("a private PostgreSQL");
    let url = postgres.database().await.expect("a database").parse().expect("an address");
    let options = StoreOptions { statement_timeout: Duration::from_millis(200), ..StoreOptions::default() };
    let store = Store::open(&url, &options).await.expect("a new database opens");
    let Pool::Postgres(pool) = &store.pool else { panic!("the address is PostgreSQL's") };
    let stopped = sqlx::query("SELECT pg_sleep(3600)").execute(pool).await.map_err(StoreError::from);
    assert!(matches!(stopped, Err(StoreError::Unavailable(_))), "{stopped:?}");
}

#[tokio::test]
async fn a_busy_pool_is_unavailable_after_a_while() {
    let postgres = PrivatePostgres::start().expect("a private PostgreSQL");
    let url = postgres.database().await.expect("a database").parse().expect("an address");
    let patience =
        StoreOptions { connections_max: 1, acquire_timeout: Duration::from_millis(500), ..StoreOptions::default() };
    let store = Store::open(&url, &patience).await.expect("a new database opens");
    let Pool::Postgres(pool) = &store.pool else { panic!("the address is PostgreSQL's") };
    let _held = pool.acquire().await.expect("the only connection");
    assert!(matches!(store.health().await, Err(StoreError::Unavailable(_))));
}

/// A broken constraint is told without the row: PostgreSQL's own text would show it.
#[tokio::test]
async fn errors_do_not_show_rows() {
    let postgres = PrivatePostgres::start().expect("a private PostgreSQL");
    let url = postgres.database().await.expect("a database").parse().expect("an address");
    let store = Store::open(&url, &StoreOptions::default()).await.expect("a new database opens");
    let Pool::Postgres(pool) = &store.pool else { panic!("the address is PostgreSQL's") };
    for statement in [
        "INSERT INTO consortia (id, name, settings_revision) VALUES ('marker', 'marker', NULL)",
        "INSERT INTO consortia (id, name, settings_revision) VALUES ('marker', 'x', 0), ('marker', 'y', 0)",
        "INSERT INTO projects (id, consortium_id, name, town) VALUES ('marker', 'marker', 'marker', 'marker')",
    ] {
        let error = StoreError::from(sqlx::query(statement).execute(pool).await.expect_err("a broken constraint"));
        assert!(matches!(error, StoreError::Corrupt { .. } | StoreError::Conflict(Conflict::Id | Conflict::Reference)));
        assert!(!format!("{error:?} {error}").contains("marker"), "{error:?}");
    }
}
