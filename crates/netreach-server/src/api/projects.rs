//! Projects: their names, towns and variables.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use netreach_protocol::{ErrorCode, http, limits};
use netreach_store::Project;

use super::body::{Body, Id};
use super::problems::{ChangeProblems, ReadProblems};
use super::{access, check, write};
use crate::AppState;
use crate::edge::ApiError;
use crate::sign_in::SignedIn;

/// The projects that the reader belongs to, by name.
#[utoipa::path(
    get, path = "/api/v1/projects", tag = "projects", operation_id = "projects",
    responses((status = 200, body = Vec<http::Project>), ReadProblems),
    security(("session" = []))
)]
pub(super) async fn list(State(state): State<AppState>, me: SignedIn) -> Result<Json<Vec<http::Project>>, ApiError> {
    let mut shown = Vec::new();
    for project in state.store.projects(me.consortium()).await? {
        if me.belongs_to(project.id) {
            shown.push(show(&state, &me, project).await?);
        }
    }
    Ok(Json(shown))
}

/// Changes a project.
#[utoipa::path(
    patch, path = "/api/v1/projects/{id}", tag = "projects", operation_id = "change_project",
    params(("id" = Uuid, Path, description = "Which project.")),
    request_body = http::ProjectChange, responses((status = 200, body = http::Project), ChangeProblems),
    security(("session" = []))
)]
pub(super) async fn change(
    State(state): State<AppState>,
    me: SignedIn,
    Id(id): Id,
    Body(change): Body<http::ProjectChange>,
) -> Result<Json<http::Project>, ApiError> {
    access::project_to_change(&state, &me, id).await?;
    let name = change.name.map(|name| check::name(&name, "name")).transpose()?;
    let town = change.town.map(|town| check::name(&town, "town")).transpose()?;
    let variables = change.variables.map(variables).transpose()?;
    let change = {
        let state = state.clone();
        async move {
            let _turn = state.settings.turn().await;
            let mut project = access::project_to_change(&state, &me, id).await?;
            project.name = name.unwrap_or(project.name);
            project.town = town.unwrap_or(project.town);
            state.store.update_project(me.consortium(), project.id, &project.name, &project.town).await?;
            if let Some(variables) = variables {
                state.store.replace_project_variables(me.consortium(), project.id, &variables).await?;
            }
            write::settings_changed(&state).await?;
            // Its name stands beside theirs in every conversation.
            write::people_changed(&state, me.consortium(), project.id).await?;
            show(&state, &me, project).await
        }
    };
    Ok(Json(write::detached(&state, change).await?))
}

async fn show(state: &AppState, me: &SignedIn, project: Project) -> Result<http::Project, ApiError> {
    Ok(http::Project {
        id: project.id.0,
        name: project.name.expose().to_owned(),
        town: project.town.expose().to_owned(),
        variables: state.store.project_variables(me.consortium(), project.id).await?,
        coordinator: me.coordinates(project.id),
    })
}

/// Takes variables: names that fit between the braces of a blank, values of one line.
fn variables(given: BTreeMap<String, String>) -> Result<BTreeMap<String, String>, ApiError> {
    check::at_most(given.len(), limits::VARIABLES_MAX, "variables")?;
    let mut taken = BTreeMap::new();
    for (at, (name, value)) in given.into_iter().enumerate() {
        let field = format!("variables[{at}]");
        if name.is_empty() {
            return Err(ApiError::field(ErrorCode::Empty, field));
        }
        if name.len() > limits::VARIABLE_NAME_CHARS_MAX {
            return Err(ApiError::field(ErrorCode::TooLong, field));
        }
        if !name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_') {
            return Err(ApiError::field(ErrorCode::InvalidValue, field));
        }
        let value = check::line(&value, limits::VARIABLE_VALUE_CHARS_MAX, &format!("variables.{name}"))?;
        taken.insert(name, value);
    }
    Ok(taken)
}
