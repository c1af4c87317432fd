//! `netreach config`, and reading the configuration for every other command.

use anyhow::Result;
use netreach_server::config::{self, Config, Flag, Mistakes};

use crate::command::Settings;

/// Prints the embedded file.
#[expect(clippy::unnecessary_wraps, reason = "every command has this shape")]
pub fn print() -> Result<()> {
    print!("{}", config::REFERENCE);
    Ok(())
}

/// Says whether the configuration is right.
pub fn check(settings: &Settings) -> Result<()> {
    load(settings)?;
    println!("The configuration has no mistakes.");
    Ok(())
}

/// Reads the configuration from all layers.
pub fn load(settings: &Settings) -> Result<Config, Mistakes> {
    let given = [
        ("--listen", "server.listen", &settings.listen),
        ("--public-url", "server.public_url", &settings.public_url),
        ("--data-folder", "data.folder", &settings.data_folder),
    ];
    let flags: Vec<Flag> = given
        .into_iter()
        .filter_map(|(name, key, value)| value.clone().map(|value| Flag { name, key, value }))
        .collect();
    // A variable that is not text cannot be one of ours.
    let variables =
        std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    config::load(settings.config.as_deref(), variables, &flags)
}
