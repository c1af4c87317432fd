//! From a configuration to a running state: what `serve`, the demo and tests have in common.

use std::sync::Arc;

use netreach_store::{Store, StoreError, StoreOptions};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::limits::Limits;
use crate::AppState;
use crate::clock::Clock;
use crate::config::Config;
use crate::keys::{KeyError, Keys};
use crate::live::Live;
use crate::settings::Settings;

/// Why the server could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The server key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The database.
    #[error("the database could not be opened")]
    Store(#[from] StoreError),
}

/// Reads or makes the server key, opens the database, reads the settings, and starts what runs beside requests.
///
/// Everything that it starts ends when `stop` of the returned state is cancelled; [`serve`](super::serve()) waits for
/// it.
///
/// # Errors
///
/// [`StartError`]: nothing runs then.
pub async fn start(config: Config, clock: Clock) -> Result<AppState, StartError> {
    let keys = Arc::new(Keys::load_or_make(&config.data.folder)?);
    let options = StoreOptions { connections_max: config.data.database_connections_max, ..StoreOptions::default() };
    let store = Store::open(&config.data.database, &options).await?;
    let settings = Arc::new(Settings::load(&store).await?);
    let live = Live::new(clock.clone(), Arc::clone(&keys), Arc::clone(&settings));
    let limits = Arc::new(Limits::new(&config.limits, config.server.connections_max, clock.clone()));
    let state = AppState {
        config: Arc::new(config),
        store,
        settings,
        keys,
        clock,
        live,
        limits,
        tracker: TaskTracker::new(),
        stop: CancellationToken::new(),
    };
    state.live.run(&state.store, &state.tracker, &state.stop).await;
    Ok(state)
}
