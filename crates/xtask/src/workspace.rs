//! Where things are, and what Cargo and git say about them.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

/// The root of the checkout.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("xtask lives two folders below the root")
}

/// The npm workspace.
pub fn widget() -> PathBuf {
    root().join("widget")
}

/// Where Cargo builds, and where xtask keeps its stamps and reports.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// A folder below [`target`] for what xtask itself writes; made when missing.
///
/// # Errors
///
/// When it cannot be made.
pub fn scratch() -> Result<PathBuf> {
    let dir = target().join("xtask");
    std::fs::create_dir_all(&dir).with_context(|| format!("cannot make {}", dir.display()))?;
    Ok(dir)
}

/// Reads a text file of the checkout, by its path below the root.
///
/// # Errors
///
/// When it cannot be read, naming it.
pub fn read(path: &str) -> Result<String> {
    std::fs::read_to_string(root().join(path)).with_context(|| format!("cannot read {path}"))
}

/// Every file that is or would be in a commit, below the root, sorted.
///
/// # Errors
///
/// When git is missing or this is not a checkout.
pub fn files() -> Result<Vec<String>> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .context("cannot run git")?;
    ensure!(output.status.success(), "git ls-files: {}", String::from_utf8_lossy(&output.stderr).trim());
    let listed = String::from_utf8(output.stdout).context("a file name is not UTF-8")?;
    let mut files: Vec<String> = listed
        .split_terminator('\0')
        .filter(|path| root().join(path).is_file()) // deleted but not yet committed
        .map(str::to_owned)
        .collect();
    files.sort();
    files.dedup();
    Ok(files)
}

/// The part of `cargo metadata` that is read here.
#[derive(Deserialize)]
pub struct Metadata {
    /// Every package of the dependency graph.
    pub packages: Vec<Package>,
    workspace_members: Vec<String>,
}

/// One package of the dependency graph.
#[derive(Deserialize)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its licence expression.
    pub license: Option<String>,
    /// What it asks for, before features and platforms are considered.
    pub dependencies: Vec<Dependency>,
    id: String,
}

/// One request of a package.
#[derive(Deserialize)]
pub struct Dependency {
    /// The package that is asked for.
    pub name: String,
    /// `dev`, `build` or nothing.
    pub kind: Option<String>,
}

impl Metadata {
    /// The packages of this workspace.
    pub fn members(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|package| self.workspace_members.contains(&package.id))
    }
}

/// What Cargo knows about the workspace and all that it depends on.
///
/// # Errors
///
/// When `cargo metadata` fails.
pub fn metadata() -> Result<Metadata> {
    let output = Command::new("cargo")
        .args(["metadata", "--format-version=1", "--locked"])
        .current_dir(root())
        .output()
        .context("cannot run cargo metadata")?;
    ensure!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr).trim());
    serde_json::from_slice(&output.stdout).context("cargo metadata wrote something else than expected")
}

/// Where a program lies on the search path, or in the folders for administrators' programs.
pub fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain(["/usr/sbin", "/usr/local/sbin"].map(PathBuf::from))
        .map(|dir| dir.join(name))
        .find(|candidate| candidate.is_file())
}
