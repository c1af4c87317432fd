//! What somebody sees and changes of themselves.

use std::collections::BTreeMap;

use axum::Extension;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use netreach_core::{DeskId, ProjectId, Role};
use netreach_protocol::{ErrorCode, http};
use netreach_store::StaffedDesk;
use zeroize::Zeroizing;

use super::body::Body;
use super::problems::{ChangeProblems, PasswordProblems};
use super::{check, write};
use crate::AppState;
use crate::edge::{AddressKey, ApiError};
use crate::sign_in::{SignedIn, password};

/// Changes what others see of the signed-in person.
#[utoipa::path(
    patch, path = "/api/v1/me", tag = "session", operation_id = "change_me",
    request_body = http::MeChange, responses((status = 200, body = http::Me), ChangeProblems),
    security(("session" = []))
)]
pub(super) async fn change(
    State(state): State<AppState>,
    me: SignedIn,
    Body(change): Body<http::MeChange>,
) -> Result<Json<http::Me>, ApiError> {
    let name = change.screen_name.map(|name| check::name(&name, "screen_name")).transpose()?;
    let languages = change.languages.map(|tags| check::languages(&tags, "languages")).transpose()?;
    let (consortium, id) = (me.consortium(), me.id());
    let changed = {
        let state = state.clone();
        async move {
            let _turn = state.settings.turn().await;
            let mut person = state.store.person(consortium, id).await?.ok_or(ErrorCode::NotSignedIn)?;
            person.details.screen_name = name.unwrap_or(person.details.screen_name);
            person.details.languages = languages.unwrap_or(person.details.languages);
            state.store.update_person(consortium, id, &person.details).await?;
            write::settings_changed(&state).await?;
            state.live.person_changed(id);
            Ok(person)
        }
    };
    let person = write::detached(&state, changed).await?;
    Ok(Json(shown(&state, &me.with(person)).await?))
}

/// Gives the signed-in person another password, and signs them out everywhere else.
#[utoipa::path(
    put, path = "/api/v1/me/password", tag = "session", operation_id = "change_my_password",
    request_body = http::PasswordChange, responses((status = 204, description = "Changed."), PasswordProblems),
    security(("session" = []))
)]
pub(super) async fn change_password(
    State(state): State<AppState>,
    Extension(place): Extension<AddressKey>,
    me: SignedIn,
    Body(change): Body<http::PasswordChange>,
) -> Result<StatusCode, ApiError> {
    let (current, new) = (Zeroizing::new(change.current), Zeroizing::new(change.new));
    let sign_in = &me.person().sign_in;
    // Somebody at an unlocked screen must not guess faster than at the door.
    state.limits.sign_in(&place, sign_in.expose())?;
    let credentials = state.store.credentials(sign_in).await?;
    if !password::verify(current, credentials.map(|found| found.password_hash)).await? {
        return Err(ApiError::field(ErrorCode::WrongPassword, "current"));
    }
    password::check(&new, sign_in).map_err(|code| ApiError::field(code, "new"))?;
    let hash = password::hash(new).await?;
    let change = {
        let state = state.clone();
        async move {
            let sessions = state.store.person_sessions(me.consortium(), me.id(), state.clock.now()).await?;
            if !state.store.set_password_hash(me.consortium(), me.id(), &hash, Some(me.session())).await? {
                return Err(ErrorCode::NotFound.into());
            }
            for other in sessions.iter().filter(|session| session.id != me.session()) {
                state.live.session_ended(other.id.0);
            }
            Ok(StatusCode::NO_CONTENT)
        }
    };
    write::detached(&state, change).await
}

/// Who is signed in, and what they may do.
pub(super) async fn shown(state: &AppState, me: &SignedIn) -> Result<http::Me, ApiError> {
    let consortium = state.store.consortium(me.consortium()).await?.ok_or(ErrorCode::NotSignedIn)?;
    let projects = state.store.projects(me.consortium()).await?;
    let names: BTreeMap<ProjectId, &str> = projects.iter().map(|p| (p.id, p.name.expose())).collect();
    let person = me.person();
    let memberships = person.memberships.iter().map(|membership| http::MyMembership {
        project: membership.project.0,
        project_name: names.get(&membership.project).copied().unwrap_or_default().to_owned(),
        role: check::role_shown(membership.role),
    });
    Ok(http::Me {
        person: person.id.0,
        sign_in: person.sign_in.expose().to_owned(),
        screen_name: person.details.screen_name.expose().to_owned(),
        languages: check::tags(&person.details.languages),
        capacity: person.details.capacity,
        consortium: http::MyConsortium { id: consortium.id.0, name: consortium.name.expose().to_owned() },
        memberships: memberships.collect(),
        desks: my_desks(state.store.staffed_desks(me.consortium(), me.id()).await?),
        coordinator: me.is_coordinator(),
    })
}

/// Each desk once, with the part that counts on it: the one in which [`SignedIn::worker_on`] lets them answer.
fn my_desks(parts: Vec<StaffedDesk>) -> Vec<http::MyDesk> {
    let rank = |role: Role| match role {
        Role::Operator => 0,
        Role::Supervisor => 1,
        Role::Trainee => 2,
        Role::Coordinator => 3,
    };
    let mut roles: BTreeMap<DeskId, Role> = BTreeMap::new();
    for part in &parts {
        let role = roles.entry(part.desk).or_insert(part.role);
        if rank(part.role) < rank(*role) {
            *role = part.role;
        }
    }
    let mut desks: Vec<http::MyDesk> = Vec::with_capacity(roles.len());
    for part in parts {
        // The first row of each desk, so that desks stay in the order of their names.
        if let Some(role) = roles.remove(&part.desk) {
            let name = part.desk_name.expose().to_owned();
            desks.push(http::MyDesk { id: part.desk.0, name, role: check::role_shown(role) });
        }
    }
    desks
}
