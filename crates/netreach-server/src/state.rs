//! The handles that every handler has: cheap to clone, made once in the executable.

use std::sync::Arc;

use netreach_store::Store;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::clock::Clock;
use crate::config::Config;
use crate::edge::limits::Limits;
use crate::keys::Keys;
use crate::live::Live;
use crate::settings::Settings;

/// What handlers and sessions work with.
#[derive(Clone)]
pub struct AppState {
    /// What the host set.
    pub config: Arc<Config>,
    /// What lasts.
    pub store: Store,
    /// Hours, rules, sites and texts as they are in force now.
    pub settings: Arc<Settings>,
    /// Keys derived from the one server key.
    pub keys: Arc<Keys>,
    /// The one reader of the clock.
    pub clock: Clock,
    /// Desks and conversations.
    pub live: Arc<Live>,
    /// Rate and connection limits.
    pub limits: Arc<Limits>,
    /// Every task that a stop must wait for.
    pub tracker: TaskTracker,
    /// Says that the server stops.
    pub stop: CancellationToken,
}
