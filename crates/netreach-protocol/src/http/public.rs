//! What anybody may read of a site, without signing in.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::sites::{Side, Theme};
use crate::common::DeskState;
use crate::event::LogPolicy;

/// What the widget needs before anybody writes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct SitePublic {
    /// The site's key.
    pub site: String,
    /// The project's name.
    pub project: String,
    /// The town or region it works in.
    pub town: String,
    /// The desk's name.
    pub desk: String,
    /// The languages that the desk answers in, the first being its own.
    pub languages: Vec<String>,
    /// Open or closed.
    pub state: DeskState,
    /// The side of the launcher.
    pub position: Side,
    /// The colour of the launcher, `#rrggbb`.
    pub accent: String,
    /// The colours of the widget.
    pub theme: Theme,
    /// Where "leave now" goes; none for the place that comes with the widget.
    pub exit_url: Option<String>,
    /// Whether the tab may keep the token of the conversation.
    pub token_stored: bool,
    /// What is kept of conversations.
    #[schema(value_type = String, example = "off")]
    pub policy: LogPolicy,
}

/// What the panel says, in the language that is nearest to the one asked for.
///
/// Texts may hold `{{next_opening}}` and `{{other_channels}}`, which the panel fills.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct SiteTexts {
    /// The language that was asked for.
    pub language: String,
    /// What holds for both sides in the chat.
    pub ground_rules: String,
    /// What stays between us, and its limits.
    pub confidentiality: String,
    /// Something to read while waiting.
    pub waiting: String,
    /// The desk is between its hours.
    pub closed_outside_hours: String,
    /// The desk opens within half an hour.
    pub closed_opens_soon: String,
    /// The hours say open, and no pair is here.
    pub closed_no_pair: String,
    /// The line is full.
    pub closed_queue_full: String,
    /// A dated exception closes the desk.
    pub closed_exception: String,
    /// The pair broke up.
    pub pair_broke_up: String,
    /// Other ways to get help; may be empty.
    pub other_channels: String,
    /// The names of the organisations that answer.
    pub organisations: Vec<String>,
}
