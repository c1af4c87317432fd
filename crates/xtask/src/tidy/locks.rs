//! Lock files and settings name versions and checksums, never the address of a registry or a mirror.

use anyhow::{Context, Result};
use serde_json::Value;

use super::Findings;
use crate::workspace;

const NPM_LOCK: &str = "widget/package-lock.json";
const CARGO_LOCK: &str = "Cargo.lock";

/// The public index, which Cargo writes into every lock file and which says nothing about a machine.
const PUBLIC_INDEX: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Settings that would tie the checkout to one machine's way of fetching packages.
const SETTINGS: &[(&str, &[&str])] = &[
    ("widget/.npmrc", &["registry=", "_auth", "proxy=", "//"]),
    (".cargo/config.toml", &["[source", "[registries", "[registry", "replace-with", "[http]"]),
];

/// Checks the lock files and the settings of the package tools.
///
/// # Errors
///
/// When one cannot be read.
pub fn check(found: &mut Findings) -> Result<()> {
    let npm: Value =
        serde_json::from_str(&workspace::read(NPM_LOCK)?).with_context(|| format!("cannot read {NPM_LOCK}"))?;
    for address in addresses(&npm) {
        found.problem(format!(
            "{NPM_LOCK} holds a download address ({address}): keep `omit-lockfile-registry-resolved`"
        ));
    }
    for line in workspace::read(CARGO_LOCK)?.lines() {
        if let Some(source) = line.strip_prefix("source = ")
            && source.trim_matches('"') != PUBLIC_INDEX
        {
            found.problem(format!("{CARGO_LOCK} takes a package from elsewhere: {source}"));
        }
    }
    for (path, forbidden) in SETTINGS {
        let text = workspace::read(path)?;
        for setting in forbidden.iter().filter(|setting| text.lines().any(|line| line.trim().starts_with(**setting))) {
            found.problem(format!("{path} sets `{setting}`, which belongs to a machine and not to the project"));
        }
    }
    Ok(())
}

/// Every text in the lock file that is the address of something to download. Links between workspaces are none.
fn addresses(value: &Value) -> Vec<&str> {
    match value {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(key, value)| match value.as_str() {
                Some(text) if key == "resolved" && text.contains("://") => vec![text],
                _ => addresses(value),
            })
            .collect(),
        Value::Array(items) => items.iter().flat_map(addresses).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_between_workspaces_are_no_addresses() {
        let lock = serde_json::json!({ "packages": {
            "embed": { "resolved": "embed", "link": true },
            "a": { "resolved": "https://packages.example/a.tgz", "funding": { "url": "https://a.example" } },
        }});
        assert_eq!(addresses(&lock), ["https://packages.example/a.tgz"]);
    }
}
