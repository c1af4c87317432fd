//! What each test begins with: a store with two consortia that have nothing to do with each other.

use std::time::Duration;

use netreach_core::desk::rules::{Mix, PairingRules, Solo};
use netreach_core::hours::TimeZoneName;
use netreach_core::ids::{ConsortiumId, DeskId, PersonId, ProjectId};
use netreach_core::people::{Language, Role};
use netreach_core::text::DisplayName;
use netreach_core::time::UnixMillis;
use netreach_store::{
    Consortium, DatabaseUrl, DeskSettings, LogPolicy, Membership, NewDesk, NewPerson, NewProject, PasswordHash,
    PersonDetails, SignIn, Store, StoreOptions,
};
use netreach_testkit::postgres::PrivatePostgres;
use tempfile::TempDir;
use uuid::Uuid;

/// 2026-03-02T12:00:00Z, a Monday.
pub const NOW: UnixMillis = UnixMillis(1_772_452_800_000);

/// One consortium with two projects, which both staff one desk, and one operator in the first project.
pub struct Cast {
    pub consortium: ConsortiumId,
    pub leeds: ProjectId,
    pub norwich: ProjectId,
    pub desk: DeskId,
    pub ana: PersonId,
    pub ana_signs_in: SignIn,
}

/// A store of its own, with two casts.
pub struct Stage {
    pub store: Store,
    pub here: Cast,
    pub there: Cast,
    /// Where a SQLite file lives, until the test is over.
    _folder: Option<TempDir>,
}

impl Stage {
    pub async fn in_memory() -> Self {
        Self::set(open("sqlite::memory:").await, None).await
    }

    pub async fn in_a_file() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let store = Store::open(&DatabaseUrl::file(folder.path().join("netreach.db")), &options()).await;
        Self::set(store.expect("a new file opens"), Some(folder)).await
    }

    pub async fn on_postgresql() -> Self {
        Self::set(open(&migrated_database().await).await, None).await
    }

    async fn set(store: Store, folder: Option<TempDir>) -> Self {
        let here = cast(&store, "here").await;
        let there = cast(&store, "there").await;
        Self { store, here, there, _folder: folder }
    }

    /// The settings revision of the first consortium.
    pub async fn revision(&self) -> i64 {
        let revision = self.store.settings_revision(self.here.consortium).await;
        revision.expect("the store answers").expect("the consortium is there")
    }
}

pub fn options() -> StoreOptions {
    StoreOptions { connections_max: 4, ..StoreOptions::default() }
}

pub async fn open(url: &str) -> Store {
    let url: DatabaseUrl = url.parse().expect("a database address");
    Store::open(&url, &options()).await.expect("the database opens")
}

/// An empty PostgreSQL database.
pub async fn empty_database() -> String {
    let postgres = PrivatePostgres::start().expect("a private PostgreSQL");
    postgres.database().await.expect("a new database")
}

/// A PostgreSQL database with the tables in it, copied from one that was migrated once.
async fn migrated_database() -> String {
    static TEMPLATE: tokio::sync::OnceCell<String> = tokio::sync::OnceCell::const_new();
    let template = TEMPLATE.get_or_init(|| async {
        let url = empty_database().await;
        open(&url).await.close().await;
        url
    });
    let postgres = PrivatePostgres::start().expect("a private PostgreSQL");
    postgres.database_from(template.await).await.expect("a copied database")
}

async fn cast(store: &Store, place: &str) -> Cast {
    let consortium = ConsortiumId(Uuid::now_v7());
    let consortium_name = name(&format!("Consortium {place}"));
    store.create_consortium(&Consortium { id: consortium, name: consortium_name }).await.expect("a new consortium");
    let leeds = project(store, consortium, "Basin Street Project", "Leeds").await;
    let norwich = project(store, consortium, "Mill Lane Project", "Norwich").await;
    let desk = DeskId(Uuid::now_v7());
    let new =
        NewDesk { id: desk, settings: settings("Main desk"), time_zone: london(), projects: vec![leeds, norwich] };
    store.create_desk(consortium, &new).await.expect("a new desk");
    let ana_signs_in = SignIn::new(&format!("ana.{place}@example.org")).expect("a sign-in");
    let membership = Membership { project: leeds, role: Role::Operator };
    let ana = person(store, consortium, &ana_signs_in, vec![membership]).await;
    Cast { consortium, leeds, norwich, desk, ana, ana_signs_in }
}

pub async fn project(store: &Store, consortium: ConsortiumId, called: &str, town: &str) -> ProjectId {
    let id = ProjectId(Uuid::now_v7());
    let new = NewProject { id, name: name(called), town: name(town) };
    store.create_project(consortium, &new).await.expect("a new project");
    id
}

pub async fn person(
    store: &Store,
    consortium: ConsortiumId,
    sign_in: &SignIn,
    memberships: Vec<Membership>,
) -> PersonId {
    let new = new_person(sign_in, memberships);
    store.create_person(consortium, &new, NOW).await.expect("a new person");
    new.id
}

pub fn new_person(sign_in: &SignIn, memberships: Vec<Membership>) -> NewPerson {
    NewPerson {
        id: PersonId(Uuid::now_v7()),
        sign_in: sign_in.clone(),
        details: PersonDetails { screen_name: name("Ana"), languages: vec![language("en")], capacity: 2 },
        password_hash: PasswordHash::new("$argon2id$first".to_owned()),
        memberships,
    }
}

pub fn settings(called: &str) -> DeskSettings {
    DeskSettings {
        name: name(called),
        rules: PairingRules {
            minimum: 2,
            open_requires: 3,
            mix: Mix::Require,
            trainees_count: true,
            grace: Duration::from_secs(75),
            solo: Solo::Supervised,
        },
        languages: vec![language("en"), language("ro")],
        queue_max: 12,
        idle_end: Duration::from_mins(20),
        token_stored: true,
        log_policy: LogPolicy::Off,
    }
}

pub fn name(text: &str) -> DisplayName {
    DisplayName::new(text).expect("a name")
}

pub fn language(tag: &str) -> Language {
    Language::new(tag).expect("a language tag")
}

pub fn london() -> TimeZoneName {
    TimeZoneName::new("Europe/London").expect("a time zone")
}

/// A consortium without anything in it.
pub async fn bare_consortium(store: &Store) -> Consortium {
    let consortium = Consortium { id: ConsortiumId(Uuid::now_v7()), name: name("Alone") };
    store.create_consortium(&consortium).await.expect("a new consortium");
    consortium
}
