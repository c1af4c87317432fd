//! Sites: the websites that carry the widget.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;
use uuid::Uuid;

/// The side of the page on which the launcher stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The right-hand side.
    Right,
    /// The left-hand side.
    Left,
}

/// The colours of the widget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// What the visitor's device prefers.
    Auto,
    /// Dark text on a light ground.
    Light,
    /// Light text on a dark ground.
    Dark,
}

/// One website that carries the widget.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct Site {
    /// Which one.
    pub id: Uuid,
    /// Its public key.
    pub key: String,
    /// What its coordinators call it.
    pub name: String,
    /// The project it belongs to.
    pub project: Uuid,
    /// The desk it opens on.
    pub desk: Uuid,
    /// The exact origins that may show the widget, such as `https://www.example.org`.
    pub origins: Vec<String>,
    /// The side of the launcher.
    pub position: Side,
    /// The colour of the launcher, `#rrggbb`.
    pub accent: String,
    /// The colours of the widget.
    pub theme: Theme,
    /// Where "leave now" goes; none for the place that comes with the service.
    pub exit_url: Option<String>,
    /// What to paste into the website.
    pub snippet: String,
    /// The address of the plain chat page.
    pub page_address: String,
}

/// Adds a site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSite {
    /// What its coordinators call it.
    pub name: String,
    /// A project that the writer coordinates.
    pub project: Uuid,
    /// A desk that one of the writer's projects staffs.
    pub desk: Uuid,
    /// Scheme, host and port each; at most [`crate::limits::ORIGINS_MAX`]. None for a plain page only.
    pub origins: Vec<String>,
    /// The side of the launcher; right if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub position: Option<Side>,
    /// The colour of the launcher, `#rrggbb`; the service's own if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub accent: Option<String>,
    /// The colours of the widget; the device's if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub theme: Option<Theme>,
    /// Where "leave now" goes: an `https` address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub exit_url: Option<String>,
}

/// Changes a site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteChange {
    /// Another name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub name: Option<String>,
    /// Another desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub desk: Option<Uuid>,
    /// All origins there shall be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub origins: Option<Vec<String>>,
    /// Another side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub position: Option<Side>,
    /// Another colour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub accent: Option<String>,
    /// Other colours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub theme: Option<Theme>,
    /// Another place to go to; `null` for the one that comes with the service.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "super::present")]
    #[ts(optional)]
    #[schema(value_type = Option<String>)]
    pub exit_url: Option<Option<String>>,
}
