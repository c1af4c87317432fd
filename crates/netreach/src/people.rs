//! `netreach user`: the people who sign in.

use anyhow::{Context, Result, bail, ensure};
use netreach_core::{ConsortiumId, ProjectId, Role};
use netreach_server::clock::Clock;
use netreach_store::limits::PEOPLE_PAGE_MAX;
use netreach_store::{Credentials, Membership, Person, PersonDetails, Project, Store};

use crate::command::{NewUser, RoleName, Settings, UserCommand};
use crate::serve::{open, runtime};
use crate::setup::{name, person, sign_in};
use crate::{config, password, starter};

/// Carries out one command.
pub fn run(settings: &Settings, command: &UserCommand) -> Result<()> {
    let config = config::load(settings)?;
    runtime()?.block_on(async {
        let store = open(&config).await?;
        match command {
            UserCommand::Add(user) => add(&store, user).await?,
            UserCommand::List => list(&store).await?,
            UserCommand::SetPassword { sign_in } => set_password(&store, sign_in).await?,
            UserCommand::Disable { sign_in } => disable(&store, sign_in).await?,
        }
        store.close().await;
        Ok(())
    })
}

async fn add(store: &Store, user: &NewUser) -> Result<()> {
    let sign_in = sign_in(&user.sign_in)?;
    let (consortium, project) = project_called(store, &user.project).await?;
    ensure!(store.credentials(&sign_in).await?.is_none(), "somebody signs in as {} already", user.sign_in);
    let languages = user.languages.iter().map(|tag| starter::language(tag)).collect::<Result<Vec<_>>>()?;
    let details = PersonDetails { screen_name: name(&user.screen_name)?, languages, capacity: user.capacity };
    let memberships = user.roles.iter().map(|role| Membership { project, role: role.role() }).collect();
    let password_hash = password::ask(&sign_in)?;
    let person = person(sign_in, details, password_hash, memberships);
    store.create_person(consortium, &person, Clock::machine().now()).await?;
    println!("{} can sign in.", user.sign_in);
    Ok(())
}

async fn list(store: &Store) -> Result<()> {
    for consortium in store.consortia().await? {
        println!("{}", consortium.name.expose());
        let projects = store.projects(consortium.id).await?;
        let mut after = None;
        loop {
            let page = store.people(consortium.id, after.as_ref(), PEOPLE_PAGE_MAX).await?;
            for person in &page.items {
                println!("  {}", line(person, &projects));
            }
            after = page.items.last().map(|person| person.sign_in.clone());
            if !page.more {
                break;
            }
        }
    }
    Ok(())
}

async fn set_password(store: &Store, typed: &str) -> Result<()> {
    let who = find(store, typed).await?;
    let hash = password::ask(&sign_in(typed)?)?;
    ensure!(store.set_password_hash(who.consortium, who.person, &hash, None).await?, "{typed} is not there any more");
    println!("{typed} has a new password, and every session of theirs has ended.");
    Ok(())
}

async fn disable(store: &Store, typed: &str) -> Result<()> {
    let who = find(store, typed).await?;
    ensure!(store.set_person_disabled(who.consortium, who.person, true).await?, "{typed} is not there any more");
    println!("{typed} is kept out, and every session of theirs has ended.");
    Ok(())
}

async fn find(store: &Store, typed: &str) -> Result<Credentials> {
    store.credentials(&sign_in(typed)?).await?.with_context(|| format!("nobody signs in as {typed}"))
}

async fn project_called(store: &Store, title: &str) -> Result<(ConsortiumId, ProjectId)> {
    let mut found = Vec::new();
    for consortium in store.consortia().await? {
        let projects = store.projects(consortium.id).await?;
        found.extend(projects.into_iter().filter(|project| project.name.expose() == title.trim()));
    }
    match &found[..] {
        [project] => Ok((project.consortium, project.id)),
        [] => bail!("there is no project called {title}: `netreach setup` makes the first ones"),
        _ => bail!("several consortia have a project called {title}: add the person in the console"),
    }
}

fn line(person: &Person, projects: &[Project]) -> String {
    let roles: Vec<String> = person
        .memberships
        .iter()
        .map(|membership| {
            let project = projects.iter().find(|project| project.id == membership.project);
            format!("{} in {}", word(membership.role), project.map_or("?", |project| project.name.expose()))
        })
        .collect();
    let out = if person.disabled { " (kept out)" } else { "" };
    format!("{}: {}, {}{out}", person.sign_in.expose(), person.details.screen_name.expose(), roles.join(", "))
}

fn word(role: Role) -> &'static str {
    match role {
        Role::Coordinator => "coordinator",
        Role::Operator => "operator",
        Role::Trainee => "trainee",
        Role::Supervisor => "supervisor",
    }
}

impl RoleName {
    fn role(self) -> Role {
        match self {
            Self::Coordinator => Role::Coordinator,
            Self::Operator => Role::Operator,
            Self::Trainee => Role::Trainee,
            Self::Supervisor => Role::Supervisor,
        }
    }
}
