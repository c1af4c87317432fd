//! Changes, detached from the connection that asked for them.

use std::future::Future;

use netreach_core::{ConsortiumId, ProjectId};
use netreach_protocol::limits;

use crate::AppState;
use crate::edge::ApiError;

/// Runs a change to its end even if the client goes away, and waits for it.
pub(super) async fn detached<T: Send + 'static>(
    state: &AppState,
    change: impl Future<Output = Result<T, ApiError>> + Send + 'static,
) -> Result<T, ApiError> {
    state.tracker.spawn(change).await.map_err(ApiError::internal)?
}

/// Reads settings again after a change.
pub(super) async fn settings_changed(state: &AppState) -> Result<(), ApiError> {
    Ok(state.settings.reload(&state.store).await?)
}

/// Lets the sockets of a project's people read again what they are on each desk.
pub(super) async fn people_changed(
    state: &AppState,
    consortium: ConsortiumId,
    project: ProjectId,
) -> Result<(), ApiError> {
    let mut after = None;
    loop {
        let page = state.store.project_people(consortium, project, after.as_ref(), limits::PEOPLE_PAGE_MAX).await?;
        for person in &page.items {
            state.live.person_changed(person.id);
        }
        after = page.items.into_iter().next_back().map(|person| person.sign_in);
        if !page.more {
            return Ok(());
        }
    }
}
