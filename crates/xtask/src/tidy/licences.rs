//! Licences and bans of everything that ships, by the list in `deny.toml`.
//!
//! The same list drives `cargo deny`, which knows advisories too; this check runs where that tool is not installed.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::Value;

use super::Findings;
use crate::workspace::{self, Metadata};

const NPM_LOCK: &str = "widget/package-lock.json";

/// The part of `deny.toml` that is read here.
#[derive(Deserialize)]
struct Deny {
    licenses: Licenses,
    bans: Bans,
}

#[derive(Deserialize)]
struct Licenses {
    allow: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Ban>,
}

#[derive(Deserialize)]
struct Ban {
    #[serde(rename = "crate")]
    name: String,
}

/// Checks the packages that Cargo resolved, and those of the npm lock file that reach a browser.
///
/// # Errors
///
/// When `deny.toml` or the npm lock file cannot be read.
pub fn check(found: &mut Findings, metadata: &Metadata) -> Result<()> {
    let deny: Deny = toml::from_str(&workspace::read("deny.toml")?).context("cannot read deny.toml")?;
    for package in &metadata.packages {
        let name = format!("{} {}", package.name, package.version);
        match package.license.as_deref() {
            Some(licence) if allowed(licence, &deny.licenses.allow) => {}
            Some(licence) => found.problem(format!("{name} has the licence {licence}, which deny.toml does not allow")),
            None => found.problem(format!("{name} states no licence")),
        }
        if deny.bans.deny.iter().any(|ban| ban.name == package.name) {
            found.problem(format!("{name} is in the tree, and deny.toml bans it"));
        }
    }
    let lock: Value =
        serde_json::from_str(&workspace::read(NPM_LOCK)?).with_context(|| format!("cannot read {NPM_LOCK}"))?;
    for (path, package) in lock["packages"].as_object().into_iter().flatten() {
        let ours = !path.contains("node_modules/") || package["link"] == true;
        if ours || package["dev"] == true || package["devOptional"] == true {
            continue;
        }
        let licence = package["license"].as_str().unwrap_or("none");
        if !allowed(licence, &deny.licenses.allow) {
            found.problem(format!("{path} has the licence {licence}, which deny.toml does not allow"));
        }
    }
    Ok(())
}

/// Whether an SPDX expression can be met with the licences of `list`.
///
/// `OR` binds weaker than `AND`; old packages write `/` for `OR`; `X WITH Y` is one licence of its own.
fn allowed(expression: &str, list: &BTreeSet<String>) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    either(&words, &mut at, list) && at == words.len()
}

fn either(words: &[&str], at: &mut usize, list: &BTreeSet<String>) -> bool {
    let mut met = both(words, at, list);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        met |= both(words, at, list);
    }
    met
}

fn both(words: &[&str], at: &mut usize, list: &BTreeSet<String>) -> bool {
    let mut met = one(words, at, list);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        met &= one(words, at, list);
    }
    met
}

fn one(words: &[&str], at: &mut usize, list: &BTreeSet<String>) -> bool {
    let Some(&word) = words.get(*at) else { return false };
    *at += 1;
    if word == "(" {
        let met = either(words, at, list);
        let closed = words.get(*at) == Some(&")");
        *at += 1;
        return met && closed;
    }
    if words.get(*at) == Some(&"WITH") {
        let exception = words.get(*at + 1).copied().unwrap_or_default();
        *at += 2;
        return list.contains(&format!("{word} WITH {exception}")) || list.contains(word);
    }
    list.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_met_or_not() {
        let list: BTreeSet<String> = ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"].map(str::to_owned).into();
        for met in [
            "MIT",
            "MIT/Apache-2.0",
            "Apache-2.0 OR MIT",
            "GPL-2.0 AND BSD-4-Clause OR MIT",
            "Apache-2.0 WITH LLVM-exception",
            "(GPL-2.0 OR MIT) AND ISC",
            "MIT AND ISC",
        ] {
            assert!(allowed(met, &list), "{met}");
        }
        for unmet in ["Apache-2.0", "MIT AND OpenSSL", "(MIT OR ISC) AND GPL-2.0", "", "MIT MIT", "(MIT"] {
            assert!(!allowed(unmet, &list), "{unmet}");
        }
    }
}
