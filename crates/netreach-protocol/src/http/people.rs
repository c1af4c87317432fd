//! People as their coordinators see them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;
use uuid::Uuid;

/// What somebody may do in one project. A person may hold several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Runs the project's part: people, hours, sites, canned answers.
    Coordinator,
    /// Answers in a pair.
    Operator,
    /// Answers in a pair while learning.
    Trainee,
    /// On call; can be called into a conversation.
    Supervisor,
}

/// A role in a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Membership {
    /// Which project.
    pub project: Uuid,
    /// The part they take in it.
    pub role: Role,
}

/// A person of a project that the reader coordinates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct Person {
    /// Who it is.
    pub id: Uuid,
    /// The sign-in name.
    pub sign_in: String,
    /// The name that visitors and colleagues see.
    pub screen_name: String,
    /// The languages they speak, best first.
    pub languages: Vec<String>,
    /// Conversations they may hold at once.
    pub capacity: u8,
    /// Whether they are kept out.
    pub disabled: bool,
    /// Their roles in the projects that the reader coordinates; those in other projects are not shown.
    pub memberships: Vec<Membership>,
    /// Whether the reader may give them another password and keep them out: only where every project they belong to is
    /// one that the reader coordinates.
    pub in_your_hands: bool,
}

/// A page of people, by sign-in name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct PeoplePage {
    /// At most [`crate::limits::PEOPLE_PAGE_MAX`].
    pub people: Vec<Person>,
    /// Whether there are more: ask again with `after` set to the `id` of the last.
    pub more: bool,
}

/// Adds a person. Cannot be printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPerson {
    /// The sign-in name: ASCII letters, digits and `. _ - + @`, at most [`crate::limits::SIGN_IN_CHARS_MAX`].
    pub sign_in: String,
    /// The name that visitors and colleagues see. Never a real name.
    pub screen_name: String,
    /// The first password, to be told to them and changed by them.
    pub password: String,
    /// The languages they speak, at least one, best first.
    pub languages: Vec<String>,
    /// Conversations they may hold at once, at most [`crate::limits::CAPACITY_MAX`].
    pub capacity: u8,
    /// At least one role, in projects that the writer coordinates.
    pub memberships: Vec<Membership>,
}

/// Changes a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonChange {
    /// Another name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub screen_name: Option<String>,
    /// Other languages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub languages: Option<Vec<String>>,
    /// Another capacity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub capacity: Option<u8>,
    /// Keeps them out, or lets them in again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub disabled: Option<bool>,
    /// All roles they shall have in the projects that the writer coordinates; those in other projects stay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub memberships: Option<Vec<Membership>>,
}

/// Gives a person another password, and signs them out everywhere. Cannot be printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    /// The new password.
    pub new: String,
}
