//! `netreach serve` and `netreach migrate`.

use std::io;
use std::time::Duration;

use anyhow::{Context, Result};
use netreach_server::clock::Clock;
use netreach_server::config::Config;
use netreach_server::edge::{self, Stopped};
use netreach_store::{Store, StoreOptions};
use tokio::runtime::{Builder, Runtime};
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::command::Settings;
use crate::{config, logs};

/// Descriptors that the server needs beside its connections: the database, the logs, the runtime.
const SPARE_DESCRIPTORS: u64 = 100;

/// A terminal and the program that started this one may each pass on the same Ctrl-C: only a signal after this time is
/// somebody who does not want to wait.
const IMPATIENT_AFTER: Duration = Duration::from_secs(1);

/// What shells report of a process that Ctrl-C ended.
const INTERRUPTED: i32 = 130;

/// Serves until asked to stop.
pub fn serve(settings: &Settings) -> Result<()> {
    let config = config::load(settings)?;
    logs::begin(config.log);
    warn_of_few_descriptors(&config);
    runtime()?.block_on(async {
        let address = config.server.listen;
        let listener = edge::listen(address).with_context(|| format!("cannot listen on {address}"))?;
        let local = listener.local_addr()?;
        let state = edge::start(config, Clock::machine()).await?;
        stop_on_signal(&state.stop)?;
        println!("Netreach listens on {local}; people use {}.", state.config.server.public_url.origin());
        let stopped = edge::serve(state.clone(), listener, edge::router(state.clone())).await;
        state.store.close().await;
        match stopped {
            Stopped::InOrder => tracing::info!("stopped"),
            Stopped::Cut => tracing::warn!("stopped before everything was done: `server.stop_within` was over"),
        }
        Ok(())
    })
}

/// Opens the database, which brings it up to date.
pub fn migrate(settings: &Settings) -> Result<()> {
    let config = config::load(settings)?;
    runtime()?.block_on(async {
        let store = open(&config).await?;
        store.close().await;
        println!("The database is up to date.");
        Ok(())
    })
}

/// The database of the configuration, for commands that change it beside the server.
pub async fn open(config: &Config) -> Result<Store> {
    let options = StoreOptions { connections_max: config.data.database_connections_max, ..StoreOptions::default() };
    Store::open(&config.data.database, &options).await.context("the database could not be opened")
}

/// The runtime of every command.
pub fn runtime() -> io::Result<Runtime> {
    Builder::new_multi_thread().enable_all().build()
}

/// Cancels `stop` at the first SIGTERM or SIGINT; one that comes [`IMPATIENT_AFTER`] or later ends the process at once.
pub fn stop_on_signal(stop: &CancellationToken) -> io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let stop = stop.clone();
    // Not on the tracker: a stop waits for every task there, and this one waits for a second signal.
    #[expect(clippy::disallowed_methods, reason = "it must outlive the stop that it asks for")]
    tokio::spawn(async move {
        let mut asked: Option<Instant> = None;
        loop {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            match asked {
                None => {
                    tracing::info!("stopping: everybody is told, running requests are finished");
                    asked = Some(Instant::now());
                    stop.cancel();
                }
                Some(at) if at.elapsed() >= IMPATIENT_AFTER => std::process::exit(INTERRUPTED),
                Some(_) => {}
            }
        }
    });
    Ok(())
}

/// The soft limit of open files, as Linux reports it.
fn descriptors_max() -> Option<u64> {
    let limits = std::fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}

fn warn_of_few_descriptors(config: &Config) {
    let needed = config.server.connections_max as u64 + SPARE_DESCRIPTORS;
    if let Some(descriptors_max) = descriptors_max()
        && descriptors_max < needed
    {
        tracing::warn!(
            descriptors_max,
            connections_max = config.server.connections_max,
            "the system allows fewer open files than `server.connections_max` needs: raise it with `ulimit -n`"
        );
    }
}
