//! Mistakes in a configuration, in words for the host.

use std::fmt;

/// Where a value was set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// In a file, on a line counted from 1.
    File { name: String, line: usize },
    /// In a variable of the environment.
    Variable(String),
    /// By a flag of the command.
    Flag(String),
}

impl fmt::Display for Source {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { name, line } => write!(out, "{name}:{line}"),
            Self::Variable(name) => write!(out, "environment {name}"),
            Self::Flag(name) => write!(out, "flag {name}"),
        }
    }
}

/// One mistake: where, and what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    pub(super) place: String,
    pub(super) what: String,
}

impl Mistake {
    pub(super) fn new(source: &Source, what: impl Into<String>) -> Self {
        Self { place: source.to_string(), what: what.into() }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.place, self.what)
    }
}

/// Every mistake of a configuration, one a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistakes(pub Vec<Mistake>);

impl fmt::Display for Mistakes {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, mistake) in self.0.iter().enumerate() {
            if n > 0 {
                out.write_str("\n")?;
            }
            write!(out, "{mistake}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Mistakes {}
