//! `netreach setup`: from an empty database to a service that a coordinator can sign in to.

use anyhow::{Context, Result, bail, ensure};
use netreach_core::desk::rules::PairingRules;
use netreach_core::hours::TimeZoneName;
use netreach_core::{ConsortiumId, DeskId, DisplayName, Language, PersonId, ProjectId, Role};
use netreach_server::clock::Clock;
use netreach_store::{
    Consortium, DeskSettings, LogPolicy, Membership, NewDesk, NewPerson, NewProject, PasswordHash, PersonDetails,
    SignIn, Store,
};
use std::time::Duration;
use uuid::Uuid;

use crate::command::{Founding, Settings};
use crate::serve::{open, runtime};
use crate::{config, password, starter};

/// Visitors who may wait at a new desk.
const QUEUE_MAX: u16 = 20;

/// Silence from the visitor after which a conversation of a new desk ends.
const IDLE_END: Duration = Duration::from_mins(30);

/// Conversations that a new coordinator may hold.
const CAPACITY: u8 = 2;

/// What a consortium begins with.
pub struct Beginning {
    pub consortium: Consortium,
    pub projects: Vec<NewProject>,
    pub desk: NewDesk,
    pub people: Vec<NewPerson>,
}

/// Reads what was typed, asks for the password, and writes it all.
pub fn run(settings: &Settings, founding: &Founding) -> Result<()> {
    let config = config::load(settings)?;
    let sign_in = sign_in(&founding.coordinator)?;
    let languages = founding.languages.iter().map(|tag| starter::language(tag)).collect::<Result<Vec<_>>>()?;
    let projects = founding.projects.iter().map(|typed| project(typed)).collect::<Result<Vec<_>>>()?;
    let desk = desk(&founding.desk, &founding.time_zone, &languages, &projects)?;
    let consortium = Consortium { id: ConsortiumId(Uuid::now_v7()), name: name(&founding.consortium)? };
    let details =
        PersonDetails { screen_name: name(&founding.screen_name)?, languages: languages.clone(), capacity: CAPACITY };
    runtime()?.block_on(async {
        let store = open(&config).await?;
        ensure!(store.credentials(&sign_in).await?.is_none(), "somebody signs in as {} already", founding.coordinator);
        let is_same = |other: &Consortium| other.name == consortium.name;
        ensure!(!store.consortia().await?.iter().any(is_same), "there is a consortium of that name already");
        let password_hash = password::ask(&sign_in)?;
        let memberships =
            projects.iter().map(|project| Membership { project: project.id, role: Role::Coordinator }).collect();
        let people = vec![person(sign_in, details, password_hash, memberships)];
        begin(&store, &Beginning { consortium, projects, desk, people }).await?;
        store.close().await;
        println!("Done. Start the server, open {}/console/ and sign in.", config.server.public_url.origin());
        println!("Set the hours of the desk and add a site there. A server that runs already must be started again.");
        Ok(())
    })
}

/// Writes a beginning, with the starter library.
pub async fn begin(store: &Store, beginning: &Beginning) -> Result<()> {
    let now = Clock::machine().now();
    let consortium = beginning.consortium.id;
    store.create_consortium(&beginning.consortium).await?;
    for project in &beginning.projects {
        store.create_project(consortium, project).await?;
    }
    store.create_desk(consortium, &beginning.desk).await?;
    for person in &beginning.people {
        store.create_person(consortium, person, now).await?;
    }
    for answer in starter::answers()? {
        store.create_canned_answer(consortium, &answer, now).await?;
    }
    Ok(())
}

/// A desk with the default rules, staffed by `projects`; its hours are set later.
pub fn desk(title: &str, zone: &str, languages: &[Language], projects: &[NewProject]) -> Result<NewDesk> {
    Ok(NewDesk {
        id: DeskId(Uuid::now_v7()),
        settings: DeskSettings {
            name: name(title)?,
            rules: PairingRules::default(),
            languages: languages.to_vec(),
            queue_max: QUEUE_MAX,
            idle_end: IDLE_END,
            token_stored: true,
            log_policy: LogPolicy::Off,
        },
        time_zone: TimeZoneName::new(zone)?,
        projects: projects.iter().map(|project| project.id).collect(),
    })
}

/// A person with a new id.
pub fn person(
    sign_in: SignIn,
    details: PersonDetails,
    password_hash: PasswordHash,
    memberships: Vec<Membership>,
) -> NewPerson {
    NewPerson { id: PersonId(Uuid::now_v7()), sign_in, details, password_hash, memberships }
}

/// Reads a name.
pub fn name(text: &str) -> Result<DisplayName> {
    DisplayName::new(text).with_context(|| format!("the name `{text}`"))
}

/// Reads a sign-in.
pub fn sign_in(text: &str) -> Result<SignIn> {
    SignIn::new(text).context("a sign-in has letters, digits and . _ - + @ only")
}

/// Reads `NAME, TOWN`.
fn project(typed: &str) -> Result<NewProject> {
    let Some((title, town)) = typed.rsplit_once(',') else {
        bail!("write `{typed}` as NAME, TOWN");
    };
    Ok(NewProject { id: ProjectId(Uuid::now_v7()), name: name(title)?, town: name(town)? })
}
