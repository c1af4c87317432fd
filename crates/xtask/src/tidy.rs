//! `cargo xtask tidy`: the habits of the tree that no compiler checks.

mod codes;
mod leftovers;
mod licences;
mod locks;
mod map;

use anyhow::{Result, bail};

use crate::{codegen, workspace};

/// What was found.
#[derive(Debug, Default)]
pub struct Findings {
    problems: Vec<String>,
    notes: Vec<String>,
}

impl Findings {
    /// Something that must be mended.
    pub fn problem(&mut self, text: impl Into<String>) {
        self.problems.push(text.into());
    }

    /// Something worth a look.
    pub fn note(&mut self, text: impl Into<String>) {
        self.notes.push(text.into());
    }
}

/// Checks everything and prints what was found.
///
/// # Errors
///
/// When there are problems, or something could not be read.
pub fn run() -> Result<()> {
    let mut found = Findings::default();
    let files = workspace::files()?;
    let metadata = workspace::metadata()?;
    map::check(&mut found, &metadata)?;
    codes::check(&mut found);
    locks::check(&mut found)?;
    licences::check(&mut found, &metadata)?;
    leftovers::check(&mut found, &files);
    if !codegen::is_fresh() {
        found.problem(format!("{} is stale: run `cargo xtask codegen`", codegen::GENERATED));
    }
    for note in &found.notes {
        println!("note: {note}");
    }
    for problem in &found.problems {
        println!("problem: {problem}");
    }
    if !found.problems.is_empty() {
        bail!("{} problems in {} files", found.problems.len(), files.len());
    }
    println!("{} files are tidy", files.len());
    Ok(())
}
