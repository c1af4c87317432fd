//! Changes, detached from the connection that asked for them.

use std::future::Future;

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
