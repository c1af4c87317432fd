//! `cargo xtask front`: npm packages and front-end builds, skipped when their inputs are what they were.
//!
//! The server embeds what is built here, so everything that compiles it comes after this. It is not done in a
//! `build.rs`: a compile must not reach for the network.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::process::Task;
use crate::workspace::{self, widget};

/// What a build leaves behind and the server reads.
const OUTPUTS: &[&str] = &["embed/dist/loader.js", "embed/dist/manifest.json", "console/dist/manifest.json"];

/// What decides which packages are installed.
const PACKAGE_FILES: &[&str] = &[
    ".npmrc",
    "package.json",
    "package-lock.json",
    "protocol/package.json",
    "client/package.json",
    "embed/package.json",
    "console/package.json",
];

/// The oldest Node that the front-end tools run on.
const NODE_MIN: (u32, u32) = (20, 19);

/// Builds the front ends unless nothing changed since they were built.
///
/// # Errors
///
/// When Node is missing or too old, or an installation or build fails.
pub fn build() -> Result<()> {
    packages()?;
    let inputs = hash_of_folder(&widget())?;
    let built = OUTPUTS.iter().all(|path| widget().join(path).is_file());
    if built && stamp("front")?.is_some_and(|stamped| stamped == inputs) {
        println!("front ends: unchanged");
        return Ok(());
    }
    npm(&["run", "build", "--silent"]).run()?;
    for path in OUTPUTS {
        if !widget().join(path).is_file() {
            bail!("the front-end build did not write widget/{path}");
        }
    }
    set_stamp("front", &inputs)
}

/// Installs the npm packages of the lock file unless they are there.
///
/// # Errors
///
/// When Node is missing or too old, or the installation fails.
pub fn packages() -> Result<()> {
    require_node()?;
    let mut hasher = Sha256::new();
    for path in PACKAGE_FILES {
        add_file(&mut hasher, &widget(), Path::new(path))?;
    }
    let wanted = hex(hasher);
    let installed = widget().join("node_modules/.package-lock.json").is_file();
    if installed && stamp("packages")?.is_some_and(|stamped| stamped == wanted) {
        return Ok(());
    }
    npm(&["ci", "--no-audit", "--no-fund"]).run()?;
    set_stamp("packages", &wanted)
}

/// `npm` with `args` in the npm workspace.
pub fn npm(args: &[&str]) -> Task {
    Task::new("npm").args(args).inside(&widget())
}

fn require_node() -> Result<()> {
    let (major, minor) = NODE_MIN;
    let output = std::process::Command::new("node").arg("--version").output();
    let Ok(output) = output else {
        bail!("Node is not installed: install Node {major}.{minor} or later, with npm");
    };
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if node_version(&version).is_none_or(|found| found < NODE_MIN) {
        bail!("Node {version} is too old: install Node {major}.{minor} or later, with npm");
    }
    if workspace::program("npm").is_none() {
        bail!("npm is not installed: install Node {major}.{minor} or later, with npm");
    }
    Ok(())
}

fn node_version(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.trim_start_matches('v').split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

fn stamp(name: &str) -> Result<Option<String>> {
    Ok(fs::read_to_string(workspace::scratch()?.join(format!("{name}.stamp"))).ok())
}

fn set_stamp(name: &str, value: &str) -> Result<()> {
    let path = workspace::scratch()?.join(format!("{name}.stamp"));
    fs::write(&path, value).with_context(|| format!("cannot write {}", path.display()))
}

/// One hash over the paths and contents of all sources below `dir`.
fn hash_of_folder(dir: &Path) -> Result<String> {
    let mut files = Vec::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))? {
            let entry = entry.with_context(|| format!("cannot list {}", folder.display()))?;
            let made_here = entry.file_name() == "node_modules" || entry.file_name() == "dist";
            let kind = entry.file_type().with_context(|| format!("cannot look at {}", entry.path().display()))?;
            if kind.is_dir() && !made_here {
                folders.push(entry.path());
            } else if kind.is_file() {
                files.push(entry.path().strip_prefix(dir).expect("the walk began at this folder").to_owned());
            }
        }
    }
    files.sort();
    let mut hasher = Sha256::new();
    for file in &files {
        add_file(&mut hasher, dir, file)?;
    }
    Ok(hex(hasher))
}

/// Adds path and content, each with its length in front so that no two trees give the same bytes.
fn add_file(hasher: &mut Sha256, dir: &Path, file: &Path) -> Result<()> {
    let path = file.to_string_lossy();
    let content = fs::read(dir.join(file)).with_context(|| format!("cannot read {}", dir.join(file).display()))?;
    for part in [path.as_bytes(), &content] {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    Ok(())
}

fn hex(hasher: Sha256) -> String {
    hasher.finalize().iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_versions_compare() {
        assert_eq!(node_version("v20.19.4"), Some((20, 19)));
        assert!(node_version("v18.20.1").is_some_and(|found| found < NODE_MIN));
        assert_eq!(node_version("banana"), None);
    }

    #[test]
    fn moving_a_byte_from_one_file_to_the_next_changes_the_hash() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let write = |name: &str, text: &str| fs::write(dir.path().join(name), text).expect("written");
        write("a", "12");
        write("b", "3");
        let before = hash_of_folder(dir.path()).expect("hashed");
        write("a", "1");
        write("b", "23");
        assert_ne!(before, hash_of_folder(dir.path()).expect("hashed"));
        fs::create_dir(dir.path().join("dist")).expect("made");
        write("a", "12");
        write("b", "3");
        write("dist/x", "not an input");
        assert_eq!(before, hash_of_folder(dir.path()).expect("hashed"));
    }
}
