//! People, for the coordinators of their projects.
//!
//! A coordinator sees a person's roles in the projects that they coordinate, and gives and takes only those. Another
//! password and keeping somebody out reach into every project that the person belongs to, so they need all of them.

use std::collections::{BTreeMap, BTreeSet};

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use netreach_core::{PersonId, ProjectId, Role};
use netreach_protocol::{ErrorCode, http, limits};
use netreach_store::{Membership, NewPerson, Person, PersonDetails, SignIn};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::body::{Asked, Body, Id};
use super::problems::{ChangeProblems, PasswordProblems, ReadProblems, RemovalProblems};
use super::{access, check, write};
use crate::AppState;
use crate::edge::ApiError;
use crate::sign_in::{SignedIn, password};

/// The people of the projects that the reader coordinates, by sign-in name.
#[utoipa::path(
    get, path = "/api/v1/people", tag = "people", operation_id = "people",
    params(("after" = Option<Uuid>, Query, description = "The last person of the page before.")),
    responses((status = 200, body = http::PeoplePage), ReadProblems),
    security(("session" = []))
)]
pub(super) async fn list(
    State(state): State<AppState>,
    me: SignedIn,
    mut asked: Asked,
) -> Result<Json<http::PeoplePage>, ApiError> {
    let after = asked.take::<Uuid>("after")?;
    asked.end()?;
    access::any_coordinator(&me)?;
    let after = match after {
        Some(id) => Some(find(&state, &me, id).await?.sign_in),
        None => None,
    };
    let mut found: BTreeMap<SignIn, PersonId> = BTreeMap::new();
    let mut more = false;
    for project in me.coordinated() {
        let page =
            state.store.project_people(me.consortium(), project, after.as_ref(), limits::PEOPLE_PAGE_MAX).await?;
        more |= page.more;
        found.extend(page.items.into_iter().map(|person| (person.sign_in, person.id)));
    }
    more |= found.len() > limits::PEOPLE_PAGE_MAX;
    let mut people = Vec::with_capacity(found.len().min(limits::PEOPLE_PAGE_MAX));
    for id in found.into_values().take(limits::PEOPLE_PAGE_MAX) {
        // Somebody who left between the two readings is left out.
        if let Some(person) = state.store.person(me.consortium(), id).await? {
            people.push(show(&me, &person));
        }
    }
    Ok(Json(http::PeoplePage { people, more }))
}

/// Adds a person.
#[utoipa::path(
    post, path = "/api/v1/people", tag = "people", operation_id = "add_person",
    request_body = http::NewPerson, responses((status = 201, body = http::Person), PasswordProblems),
    security(("session" = []))
)]
pub(super) async fn add(
    State(state): State<AppState>,
    me: SignedIn,
    Body(given): Body<http::NewPerson>,
) -> Result<(StatusCode, Json<http::Person>), ApiError> {
    access::any_coordinator(&me)?;
    let first_password = Zeroizing::new(given.password);
    let sign_in = check::sign_in(&given.sign_in)?;
    let details = PersonDetails {
        screen_name: check::name(&given.screen_name, "screen_name")?,
        languages: check::languages(&given.languages, "languages")?,
        capacity: check::capacity(given.capacity)?,
    };
    let memberships = memberships(&me, &given.memberships)?;
    if memberships.is_empty() {
        return Err(ApiError::field(ErrorCode::Empty, "memberships"));
    }
    password::check(&first_password, &sign_in).map_err(|code| ApiError::field(code, "password"))?;
    let password_hash = password::hash(first_password).await?;
    let work = {
        let state = state.clone();
        async move {
            let id = PersonId(Uuid::now_v7());
            let person = NewPerson { id, sign_in, details, password_hash, memberships };
            state.store.create_person(me.consortium(), &person, state.clock.now()).await?;
            write::settings_changed(&state).await?;
            Ok(show(&me, &find(&state, &me, id.0).await?))
        }
    };
    Ok((StatusCode::CREATED, Json(write::detached(&state, work).await?)))
}

/// Changes a person.
#[utoipa::path(
    patch, path = "/api/v1/people/{id}", tag = "people", operation_id = "change_person",
    params(("id" = Uuid, Path, description = "Who it is.")),
    request_body = http::PersonChange, responses((status = 200, body = http::Person), ChangeProblems),
    security(("session" = []))
)]
pub(super) async fn change(
    State(state): State<AppState>,
    me: SignedIn,
    Id(id): Id,
    Body(change): Body<http::PersonChange>,
) -> Result<Json<http::Person>, ApiError> {
    find(&state, &me, id).await?;
    let work = {
        let state = state.clone();
        async move {
            let _turn = state.settings.turn().await;
            apply(&state, &me, id, change).await?;
            write::settings_changed(&state).await?;
            state.live.person_changed(PersonId(id));
            // Not by way of the reader's rights: the change may have taken the person out of their projects.
            let person = state.store.person(me.consortium(), PersonId(id)).await?.ok_or(ErrorCode::NotFound)?;
            Ok(show(&me, &person))
        }
    };
    Ok(Json(write::detached(&state, work).await?))
}

/// Checks all parts of a change, then writes them: their name and languages, their roles, whether they are kept out.
async fn apply(state: &AppState, me: &SignedIn, id: Uuid, change: http::PersonChange) -> Result<(), ApiError> {
    let mut person = find(state, me, id).await?;
    if let Some(name) = &change.screen_name {
        person.details.screen_name = check::name(name, "screen_name")?;
    }
    if let Some(languages) = &change.languages {
        person.details.languages = check::languages(languages, "languages")?;
    }
    if let Some(capacity) = change.capacity {
        person.details.capacity = check::capacity(capacity)?;
    }
    let after = match &change.memberships {
        Some(given) => {
            let elsewhere = person.memberships.iter().filter(|membership| !me.coordinates(membership.project));
            let mut after: BTreeSet<Membership> = elsewhere.copied().collect();
            after.extend(memberships(me, given)?);
            if after.is_empty() {
                return Err(ApiError::field(ErrorCode::Empty, "memberships"));
            }
            check::at_most(after.len(), limits::MEMBERSHIPS_MAX, "memberships")?;
            Some(after.into_iter().collect::<Vec<_>>())
        }
        None => None,
    };
    let disabled = change.disabled.unwrap_or(person.disabled);
    if disabled != person.disabled && !in_hands_of(me, &person) {
        return Err(ApiError::field(ErrorCode::NotAllowed, "disabled"));
    }
    let roles = after.as_deref().unwrap_or(&person.memberships);
    let stays: BTreeSet<ProjectId> = if disabled { BTreeSet::new() } else { coordinated(roles) };
    for project in coordinated(&person.memberships).difference(&stays) {
        leaves_a_coordinator(state, me, *project, person.id, "memberships").await?;
    }
    state.store.update_person(me.consortium(), person.id, &person.details).await?;
    if let Some(after) = after {
        state.store.set_memberships(me.consortium(), person.id, &after).await?;
    }
    if disabled != person.disabled {
        set_disabled(state, &person, disabled).await?;
    }
    Ok(())
}

/// Keeps a person out: their sessions end, and what they did stays as it is. A change can let them in again.
#[utoipa::path(
    delete, path = "/api/v1/people/{id}", tag = "people", operation_id = "keep_person_out",
    params(("id" = Uuid, Path, description = "Who it is.")),
    responses((status = 204, description = "Kept out."), RemovalProblems),
    security(("session" = []))
)]
pub(super) async fn remove(State(state): State<AppState>, me: SignedIn, Id(id): Id) -> Result<StatusCode, ApiError> {
    find_in_hands(&state, &me, id).await?;
    let work = {
        let state = state.clone();
        async move {
            let _turn = state.settings.turn().await;
            let person = find_in_hands(&state, &me, id).await?;
            for project in coordinated(&person.memberships) {
                leaves_a_coordinator(&state, &me, project, person.id, "disabled").await?;
            }
            set_disabled(&state, &person, true).await?;
            write::settings_changed(&state).await?;
            state.live.person_kept_out(person.id).await;
            Ok(StatusCode::NO_CONTENT)
        }
    };
    write::detached(&state, work).await
}

/// Gives a person another password, and signs them out everywhere.
#[utoipa::path(
    post, path = "/api/v1/people/{id}/password", tag = "people", operation_id = "set_password",
    params(("id" = Uuid, Path, description = "Who it is.")),
    request_body = http::NewPassword, responses((status = 204, description = "Changed."), PasswordProblems),
    security(("session" = []))
)]
pub(super) async fn set_password(
    State(state): State<AppState>,
    me: SignedIn,
    Id(id): Id,
    Body(given): Body<http::NewPassword>,
) -> Result<StatusCode, ApiError> {
    let new = Zeroizing::new(given.new);
    let person = find_in_hands(&state, &me, id).await?;
    password::check(&new, &person.sign_in).map_err(|code| ApiError::field(code, "new"))?;
    let hash = password::hash(new).await?;
    let work = {
        let state = state.clone();
        async move {
            let sessions = state.store.person_sessions(me.consortium(), person.id, state.clock.now()).await?;
            if !state.store.set_password_hash(me.consortium(), person.id, &hash, None).await? {
                return Err(ErrorCode::NotFound.into());
            }
            for session in sessions {
                state.live.session_ended(session.id.0);
            }
            Ok(StatusCode::NO_CONTENT)
        }
    };
    write::detached(&state, work).await
}

async fn set_disabled(state: &AppState, person: &Person, disabled: bool) -> Result<(), ApiError> {
    let sessions = state.store.person_sessions(person.consortium, person.id, state.clock.now()).await?;
    state.store.set_person_disabled(person.consortium, person.id, disabled).await?;
    if disabled {
        for session in sessions {
            state.live.session_ended(session.id.0);
        }
    }
    Ok(())
}

/// A person of a project that the reader coordinates.
async fn find(state: &AppState, me: &SignedIn, id: Uuid) -> Result<Person, ApiError> {
    access::any_coordinator(me)?;
    let person = state.store.person(me.consortium(), PersonId(id)).await?;
    let is_theirs = |person: &Person| person.memberships.iter().any(|membership| me.coordinates(membership.project));
    person.filter(is_theirs).ok_or_else(|| ErrorCode::NotFound.into())
}

/// A person whose every project the reader coordinates.
async fn find_in_hands(state: &AppState, me: &SignedIn, id: Uuid) -> Result<Person, ApiError> {
    let person = find(state, me, id).await?;
    if in_hands_of(me, &person) { Ok(person) } else { Err(ErrorCode::NotAllowed.into()) }
}

fn in_hands_of(me: &SignedIn, person: &Person) -> bool {
    person.memberships.iter().all(|membership| me.coordinates(membership.project))
}

/// Takes roles, in projects that the writer coordinates only.
fn memberships(me: &SignedIn, given: &[http::Membership]) -> Result<Vec<Membership>, ApiError> {
    check::at_most(given.len(), limits::MEMBERSHIPS_MAX, "memberships")?;
    let mut taken = BTreeSet::new();
    for (at, membership) in given.iter().enumerate() {
        let project = ProjectId(membership.project);
        if !me.coordinates(project) {
            return Err(ApiError::field(ErrorCode::NotAllowed, format!("memberships[{at}].project")));
        }
        taken.insert(Membership { project, role: check::role(membership.role) });
    }
    Ok(taken.into_iter().collect())
}

fn coordinated(memberships: &[Membership]) -> BTreeSet<ProjectId> {
    memberships.iter().filter(|m| m.role == Role::Coordinator).map(|m| m.project).collect()
}

/// Refuses to take the last coordinator from a project by a change of `field`: nobody could give it another.
async fn leaves_a_coordinator(
    state: &AppState,
    me: &SignedIn,
    project: ProjectId,
    without: PersonId,
    field: &str,
) -> Result<(), ApiError> {
    let mut after = None;
    loop {
        let page =
            state.store.project_people(me.consortium(), project, after.as_ref(), limits::PEOPLE_PAGE_MAX).await?;
        let can = |person: &Person| {
            person.id != without && !person.disabled && person.memberships.iter().any(|m| m.role == Role::Coordinator)
        };
        if page.items.iter().any(can) {
            return Ok(());
        }
        after = page.items.into_iter().next_back().map(|person| person.sign_in);
        if !page.more {
            return Err(ApiError::field(ErrorCode::LastOne, field));
        }
    }
}

fn show(me: &SignedIn, person: &Person) -> http::Person {
    let seen = person.memberships.iter().filter(|membership| me.coordinates(membership.project));
    let memberships = seen.map(|m| http::Membership { project: m.project.0, role: check::role_shown(m.role) });
    http::Person {
        id: person.id.0,
        sign_in: person.sign_in.expose().to_owned(),
        screen_name: person.details.screen_name.expose().to_owned(),
        languages: check::tags(&person.details.languages),
        capacity: person.details.capacity,
        disabled: person.disabled,
        memberships: memberships.collect(),
        in_your_hands: in_hands_of(me, person),
    }
}
