//! Workers: what the rules need to know of the people who answer.

use crate::ids::{PersonId, ProjectId};
use crate::text::DisplayName;

/// What somebody may do, in one project. A person may hold several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Runs the project's part: people, hours, sites, canned answers.
    Coordinator,
    /// Answers in a pair.
    Operator,
    /// Answers in a pair while learning; counts towards the minimum only where the desk says so.
    Trainee,
    /// On call; can be called into a conversation.
    Supervisor,
}

/// Longest language tag taken.
pub const LANGUAGE_CHARS_MAX: usize = 16;

/// A language tag such as `en` or `ro` or `pt-br` (BCP 47, lower case).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Language(String);

impl Language {
    /// Takes a tag of two or three letters, with optional subtags; anything else is `None`.
    pub fn new(tag: &str) -> Option<Self> {
        let tag = tag.to_ascii_lowercase();
        let mut parts = tag.split('-');
        let primary = parts.next()?;
        let primary_ok = (2..=3).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_lowercase());
        let rest_ok = parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()));
        (primary_ok && rest_ok && tag.len() <= LANGUAGE_CHARS_MAX).then_some(Self(tag))
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether both are the same language, whatever the region: `pt-br` and `pt`.
    pub fn same_language(&self, other: &Self) -> bool {
        self.0.split('-').next() == other.0.split('-').next()
    }
}

/// A person as a desk sees them while they are online.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worker {
    /// Who it is.
    pub person: PersonId,
    /// The project they answer for.
    pub project: ProjectId,
    /// The organisation's name, as visitors see it.
    pub organisation: DisplayName,
    /// The screen name, as visitors see it. Never a real name.
    pub screen_name: DisplayName,
    /// [`Role::Operator`], [`Role::Trainee`] or [`Role::Supervisor`]: the part they take on this desk.
    pub role: Role,
    /// The languages they speak.
    pub languages: Vec<Language>,
    /// Conversations they may hold at once.
    pub capacity: u8,
}
