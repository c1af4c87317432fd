//! Desks: their names, languages, limits, and the projects that staff them.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use netreach_core::ProjectId;
use netreach_protocol::{ErrorCode, http, limits};
use netreach_store::limits::PROJECTS_MAX;
use netreach_store::{Desk, Project};
use uuid::Uuid;

use super::body::{Body, Id};
use super::problems::{ChangeProblems, ReadProblems};
use super::{access, check, write};
use crate::AppState;
use crate::edge::ApiError;
use crate::sign_in::SignedIn;

/// The desks that the reader's projects staff, by name.
#[utoipa::path(
    get, path = "/api/v1/desks", tag = "desks", operation_id = "desks",
    responses((status = 200, body = Vec<http::Desk>), ReadProblems),
    security(("session" = []))
)]
pub(super) async fn list(State(state): State<AppState>, me: SignedIn) -> Result<Json<Vec<http::Desk>>, ApiError> {
    let desks = access::desks(&state, &me).await?;
    let projects = state.store.projects(me.consortium()).await?;
    Ok(Json(desks.iter().map(|desk| show(&me, desk, &projects)).collect()))
}

/// One desk.
#[utoipa::path(
    get, path = "/api/v1/desks/{id}", tag = "desks", operation_id = "desk",
    params(("id" = Uuid, Path, description = "Which desk.")),
    responses((status = 200, body = http::Desk), ReadProblems),
    security(("session" = []))
)]
pub(super) async fn get(State(state): State<AppState>, me: SignedIn, Id(id): Id) -> Result<Json<http::Desk>, ApiError> {
    let desk = access::desk(&state, &me, id).await?;
    Ok(Json(show(&me, &desk, &state.store.projects(me.consortium()).await?)))
}

/// Changes a desk.
#[utoipa::path(
    patch, path = "/api/v1/desks/{id}", tag = "desks", operation_id = "change_desk",
    params(("id" = Uuid, Path, description = "Which desk.")),
    request_body = http::DeskChange, responses((status = 200, body = http::Desk), ChangeProblems),
    security(("session" = []))
)]
pub(super) async fn change(
    State(state): State<AppState>,
    me: SignedIn,
    Id(id): Id,
    Body(change): Body<http::DeskChange>,
) -> Result<Json<http::Desk>, ApiError> {
    access::desk_to_change(&state, &me, id).await?;
    let work = {
        let state = state.clone();
        async move {
            let _turn = state.settings.turn().await;
            let mut desk = access::desk_to_change(&state, &me, id).await?;
            let projects = state.store.projects(me.consortium()).await?;
            apply(&mut desk, &change)?;
            let staffing =
                change.projects.as_deref().map(|given| staffing(&me, &desk, &projects, given)).transpose()?;
            state.store.update_desk(me.consortium(), desk.id, &desk.settings).await?;
            let before = desk.projects.clone();
            if let Some(staffing) = staffing {
                state.store.set_desk_projects(me.consortium(), desk.id, &staffing).await?;
                desk.projects = staffing;
            }
            write::settings_changed(&state).await?;
            let (before, after) = (BTreeSet::from_iter(before), BTreeSet::from_iter(desk.projects.clone()));
            for project in before.symmetric_difference(&after) {
                write::people_changed(&state, me.consortium(), *project).await?;
            }
            Ok(show(&me, &desk, &projects))
        }
    };
    Ok(Json(write::detached(&state, work).await?))
}

fn apply(desk: &mut Desk, change: &http::DeskChange) -> Result<(), ApiError> {
    let invalid = |field: &str| ApiError::field(ErrorCode::InvalidValue, field);
    let settings = &mut desk.settings;
    if let Some(name) = &change.name {
        settings.name = check::name(name, "name")?;
    }
    if let Some(languages) = &change.languages {
        settings.languages = check::languages(languages, "languages")?;
    }
    if let Some(queue_max) = change.queue_max {
        let within = (1..=limits::QUEUE_MAX).contains(&queue_max);
        settings.queue_max = u16::try_from(queue_max).ok().filter(|_| within).ok_or_else(|| invalid("queue_max"))?;
    }
    if let Some(idle_end_ms) = change.idle_end_ms {
        if !(limits::IDLE_END_MIN_MS..=limits::IDLE_END_MAX_MS).contains(&idle_end_ms) {
            return Err(invalid("idle_end_ms"));
        }
        settings.idle_end = Duration::from_millis(idle_end_ms);
    }
    settings.token_stored = change.token_stored.unwrap_or(settings.token_stored);
    Ok(())
}

/// The projects that shall staff a desk. A coordinator speaks for their own projects only: they can neither take
/// another project off the desk nor put it on.
fn staffing(me: &SignedIn, desk: &Desk, projects: &[Project], given: &[Uuid]) -> Result<Vec<ProjectId>, ApiError> {
    check::at_most(given.len(), PROJECTS_MAX, "projects")?;
    let before: BTreeSet<ProjectId> = desk.projects.iter().copied().collect();
    let after: BTreeSet<ProjectId> = given.iter().copied().map(ProjectId).collect();
    for project in after.symmetric_difference(&before) {
        if projects.iter().all(|known| known.id != *project) {
            return Err(ApiError::field(ErrorCode::InvalidValue, "projects"));
        }
        if !me.coordinates(*project) {
            return Err(ApiError::field(ErrorCode::NotAllowed, "projects"));
        }
    }
    if after.is_empty() {
        return Err(ApiError::field(ErrorCode::LastOne, "projects"));
    }
    Ok(after.into_iter().collect())
}

fn show(me: &SignedIn, desk: &Desk, projects: &[Project]) -> http::Desk {
    let names: BTreeMap<ProjectId, &str> = projects.iter().map(|p| (p.id, p.name.expose())).collect();
    let staffing = desk.projects.iter().map(|project| http::StaffingProject {
        id: project.0,
        name: names.get(project).copied().unwrap_or_default().to_owned(),
    });
    http::Desk {
        id: desk.id.0,
        name: desk.settings.name.expose().to_owned(),
        languages: check::tags(&desk.settings.languages),
        queue_max: u32::from(desk.settings.queue_max),
        idle_end_ms: u64::try_from(desk.settings.idle_end.as_millis()).unwrap_or(u64::MAX),
        token_stored: desk.settings.token_stored,
        projects: staffing.collect(),
        coordinator: access::changes_desk(me, desk),
    }
}
