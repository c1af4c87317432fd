//! Canned answers: prepared replies in the shared library.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;
use uuid::Uuid;

/// Who shares a canned answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CannedLevel {
    /// Everybody.
    Consortium,
    /// Those who staff a desk.
    Desk,
    /// The people of a project.
    Project,
    /// The one who wrote it.
    Own,
}

/// A canned answer in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CannedText {
    /// The language.
    pub language: String,
    /// The text, with blanks such as `{{phone}}`.
    pub text: String,
}

/// A prepared reply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct CannedAnswer {
    /// Which one.
    pub id: Uuid,
    /// Who shares it.
    pub level: CannedLevel,
    /// With level `desk`: which.
    pub desk: Option<Uuid>,
    /// With level `project`: which.
    pub project: Option<Uuid>,
    /// What is typed after `/`.
    pub shortcut: String,
    /// What it is about.
    pub title: String,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// The text in each language.
    pub texts: Vec<CannedText>,
    /// When it was last changed.
    pub updated_at: i64,
    /// Whether the reader may change it.
    pub yours_to_change: bool,
}

/// A page of canned answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct CannedPage {
    /// At most [`crate::limits::CANNED_PAGE_MAX`].
    pub answers: Vec<CannedAnswer>,
    /// Whether there are more: ask again with `after` set to the `id` of the last.
    pub more: bool,
}

/// Adds a canned answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCannedAnswer {
    /// Who shares it. Everybody may add their own; the others are for coordinators.
    pub level: CannedLevel,
    /// With level `desk`: which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub desk: Option<Uuid>,
    /// With level `project`: which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub project: Option<Uuid>,
    /// Lower-case letters, digits and hyphens, with or without the `/`.
    pub shortcut: String,
    /// What it is about.
    pub title: String,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// At least one, each language once.
    pub texts: Vec<CannedText>,
}

/// Changes a canned answer. Who shares it stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CannedAnswerChange {
    /// Another shortcut.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub shortcut: Option<String>,
    /// Another title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub title: Option<String>,
    /// Other tags.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub tags: Option<Vec<String>>,
    /// All texts there shall be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub texts: Option<Vec<CannedText>>,
}

/// What fills the blanks for the visitors of one project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct ProjectVariables {
    /// Which project.
    pub project: Uuid,
    /// Its name, as the conversation's `opened` event and the queue say it.
    pub name: String,
    /// Values by name; `town` is always among them.
    pub variables: BTreeMap<String, String>,
}

/// The canned answers that the reader can use on a desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct DeskCanned {
    /// The answers, own ones first, then project, desk and consortium. Where two have one shortcut, the first counts.
    pub answers: Vec<CannedAnswer>,
    /// What fills the blanks for the reader's own project on this desk.
    pub variables: BTreeMap<String, String>,
    /// What fills them for visitors of each project that staffs the desk or whose site opens on it.
    pub projects: Vec<ProjectVariables>,
}
