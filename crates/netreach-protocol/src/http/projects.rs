//! Projects as their people see them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;
use uuid::Uuid;

/// One member organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct Project {
    /// Which one.
    pub id: Uuid,
    /// The organisation's name, as visitors see it.
    pub name: String,
    /// The town or region it works in.
    pub town: String,
    /// What fills the blanks of canned answers, such as `phone`, by name.
    pub variables: BTreeMap<String, String>,
    /// Whether the reader coordinates it.
    pub coordinator: bool,
}

/// Changes a project.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProjectChange {
    /// Another name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub name: Option<String>,
    /// Another town.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub town: Option<String>,
    /// All variables there shall be: names of lower-case letters, digits and `_`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub variables: Option<BTreeMap<String, String>>,
}
