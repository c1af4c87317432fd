//! Opening a database: migrations, statements, file modes, and what is wrong with an address.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::task::Poll;
use std::time::Duration;

use netreach_core::people::Role;
use netreach_store::{DatabaseUrl, DatabaseUrlError, Membership, SignIn, Store, StoreError, StoreOptions};

use crate::stage::{NOW, bare_consortium, empty_database, new_person, open, options, person};

on_every_engine! {
    async fn every_statement_is_understood(stage) {
        let prepared = stage.store.check_statements().await.expect("all statements can be prepared");
        assert!(prepared > 60, "only {prepared} statements were listed");
    }

    async fn health_is_an_answer_until_the_store_is_closed(stage) {
        stage.store.health().await.expect("an open store is healthy");
        stage.store.clone().close().await;
        assert!(matches!(stage.store.health().await, Err(StoreError::Unavailable(_))));
    }

    /// A handler dies when its client goes: at whatever step that happens, all of a change is kept or nothing, and the
    /// next caller gets the connection.
    async fn a_change_that_is_given_up_half_way_is_whole_or_nothing(stage) {
        let (store, here) = (&stage.store, &stage.here);
        let membership = Membership { project: here.leeds, role: Role::Operator };
        let new = new_person(&SignIn::new("ben").expect("a sign-in"), vec![membership]);
        let before = stage.revision().await;
        for steps in 0..200 {
            let ended = give_up_after(steps, store.create_person(here.consortium, &new, NOW)).await;
            let person = store.person(here.consortium, new.id).await.expect("the store still answers");
            let kept = person.is_some();
            assert_eq!(person.map_or(0, |person| person.memberships.len()), usize::from(kept), "after {steps} steps");
            assert_eq!(stage.revision().await, before + i64::from(kept), "after {steps} steps");
            if kept {
                return;
            }
            assert!(ended.is_none(), "after {steps} steps it said that it was done");
        }
        panic!("the change was never kept");
    }
}

/// Polls a future some times, then drops it; what it came to, if it came to an end.
async fn give_up_after<T>(mut steps: u32, future: impl Future<Output = T>) -> Option<T> {
    let mut future = Box::pin(future);
    std::future::poll_fn(|context| {
        if steps == 0 {
            return Poll::Ready(None);
        }
        steps -= 1;
        future.as_mut().poll(context).map(Some)
    })
    .await
}

/// Opens one database several times at once; all must come to the same tables.
async fn open_at_once(url: &DatabaseUrl) {
    let mut opening = tokio::task::JoinSet::new();
    for _ in 0..6 {
        let url = url.clone();
        opening.spawn(async move { Store::open(&url, &options()).await });
    }
    while let Some(opened) = opening.join_next().await {
        let store = opened.expect("no panic").expect("every node opens the database");
        store.check_statements().await.expect("every node finds the tables");
        store.close().await;
    }
}

#[tokio::test]
async fn nodes_that_start_at_once_migrate_postgresql_once() {
    let url = empty_database().await.parse().expect("an address");
    open_at_once(&url).await;
}

#[tokio::test]
async fn processes_that_start_at_once_migrate_a_file_once() {
    let folder = tempfile::tempdir().expect("a folder");
    open_at_once(&DatabaseUrl::file(folder.path().join("netreach.db"))).await;
}

#[tokio::test]
async fn a_database_is_the_same_after_it_is_opened_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = format!("sqlite:{}", folder.path().join("netreach.db").display());
    for url in [file, empty_database().await] {
        let consortium = bare_consortium(&open(&url).await).await;
        let again = open(&url).await;
        assert_eq!(again.consortium(consortium.id).await.expect("an answer"), Some(consortium));
    }
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).expect("it is there").permissions().mode() & 0o777
}

#[tokio::test]
async fn a_new_file_and_its_folder_are_their_owners_only() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("data/netreach/netreach.db");
    let store = Store::open(&DatabaseUrl::file(&file), &options()).await.expect("a new file opens");
    bare_consortium(&store).await;
    assert_eq!(mode(&file), 0o600);
    assert_eq!(mode(&folder.path().join("data/netreach")), 0o700);
    assert_eq!(mode(&folder.path().join("data")), 0o700);
    for side in ["-wal", "-shm"] {
        assert_eq!(mode(&folder.path().join(format!("data/netreach/netreach.db{side}"))), 0o600, "{side}");
    }
}

#[tokio::test]
async fn a_file_that_others_could_read_is_narrowed() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("netreach.db");
    std::fs::write(&file, "").expect("an empty file");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).expect("a wide mode");
    Store::open(&DatabaseUrl::file(&file), &options()).await.expect("an empty file is an empty database");
    assert_eq!(mode(&file), 0o600);
}

#[tokio::test]
async fn what_is_deleted_is_not_left_in_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("netreach.db");
    let store = Store::open(&DatabaseUrl::file(&file), &options()).await.expect("a new file opens");
    let consortium = bare_consortium(&store).await.id;
    let sign_in = SignIn::new("marker.8f3a@example.org").expect("a sign-in");
    let person = person(&store, consortium, &sign_in, Vec::new()).await;
    let holds_marker = || {
        let bytes = std::fs::read(&file).expect("the file is there");
        bytes.windows(11).any(|window| window == b"marker.8f3a")
    };
    store.close().await;
    assert!(holds_marker(), "the test looks in the wrong place");
    let store = Store::open(&DatabaseUrl::file(&file), &options()).await.expect("it opens again");
    assert!(store.delete_person(consortium, person).await.expect("deleted"));
    store.close().await;
    assert!(!holds_marker());
    assert!(!folder.path().join("netreach.db-wal").exists(), "the log is folded into the file at the end");
}

#[tokio::test]
async fn a_file_that_is_no_database_is_corrupt() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("netreach.db");
    std::fs::write(&file, "these are plainly not the pages of a database\n".repeat(200)).expect("a file");
    let opened = Store::open(&DatabaseUrl::file(&file), &options()).await;
    assert!(matches!(opened, Err(StoreError::Corrupt { .. })), "{:?}", opened.err());
}

#[tokio::test]
async fn a_database_that_is_not_there_is_unavailable() {
    let nowhere = "postgres://netreach@localhost/netreach?host=/nonexistent".parse().expect("an address");
    let options = StoreOptions { acquire_timeout: Duration::from_secs(1), ..options() };
    let opened = Store::open(&nowhere, &options).await;
    assert!(matches!(opened, Err(StoreError::Unavailable(_))), "{:?}", opened.err());
}

#[test]
fn an_address_names_its_engine() {
    let parse = |text: &str| text.parse::<DatabaseUrl>();
    assert!(!parse("sqlite:data/netreach.db").expect("a file").is_shared());
    assert!(!parse("sqlite:///var/lib/netreach/netreach.db").expect("a file").is_shared());
    assert!(!parse("sqlite::memory:").expect("memory").is_shared());
    assert!(parse("postgres://netreach@db.example.org/netreach").expect("a server").is_shared());
    assert!(parse("postgresql://netreach@db.example.org/netreach").expect("a server").is_shared());
    assert_eq!(parse("sqlite:").err(), Some(DatabaseUrlError::Path));
    assert_eq!(parse("mysql://db.example.org/netreach").err(), Some(DatabaseUrlError::Scheme));
    assert_eq!(parse("postgres://db.example.org:port/netreach").err(), Some(DatabaseUrlError::Postgres));
}

#[test]
fn an_address_is_not_printed() {
    let url: DatabaseUrl = "postgres://netreach:secret@db.example.org/netreach".parse().expect("an address");
    assert_eq!(format!("{url:?}"), "DatabaseUrl(postgres://…)");
}
