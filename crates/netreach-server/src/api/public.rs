//! What anybody may read of a site.

use axum::Json;
use axum::extract::{Path, State};
use netreach_core::Language;
use netreach_protocol::http::{DeskTextKind, SitePublic, SiteTexts};
use netreach_protocol::{ErrorCode, LogPolicy};
use std::sync::Arc;

use super::body::Asked;
use super::problems::PublicProblems;
use super::{check, sites, texts};
use crate::AppState;
use crate::edge::ApiError;
use crate::live::protocol_desk_state;
use crate::settings::{DeskSettings, SiteSettings};

/// What the widget needs before anybody writes.
#[utoipa::path(
    get, path = "/api/v1/sites/{key}", tag = "visitors", operation_id = "site",
    params(("key" = String, Path, description = "The site's public key.")),
    responses((status = 200, body = SitePublic), PublicProblems)
)]
pub(super) async fn site(
    State(state): State<AppState>,
    Path(key): Path<String>,
) -> Result<Json<SitePublic>, ApiError> {
    let (site, desk) = find(&state, &key)?;
    Ok(Json(shown(&state, &site, &desk)))
}

/// What the panel says.
#[utoipa::path(
    get, path = "/api/v1/sites/{key}/texts", tag = "visitors", operation_id = "site_texts",
    params(
        ("key" = String, Path, description = "The site's public key."),
        ("language" = Option<String>, Query, description = "A language tag; the desk's own if left out.")
    ),
    responses((status = 200, body = SiteTexts), PublicProblems)
)]
pub(super) async fn site_texts(
    State(state): State<AppState>,
    Path(key): Path<String>,
    mut asked: Asked,
) -> Result<Json<SiteTexts>, ApiError> {
    let tag = asked.take::<String>("language")?;
    asked.end()?;
    let asked = tag.map(|tag| check::language(&tag, "language")).transpose()?;
    let (_, desk) = find(&state, &key)?;
    let language = asked.or_else(|| desk.languages.first().cloned()).ok_or(ErrorCode::NotFound)?;
    Ok(Json(texts_shown(&desk, &language)))
}

fn find(state: &AppState, key: &str) -> Result<(Arc<SiteSettings>, Arc<DeskSettings>), ApiError> {
    let settings = state.settings.current();
    let site = settings.sites.get(key).cloned().ok_or(ErrorCode::NotFound)?;
    let desk = settings.desks.get(&site.desk).cloned().ok_or(ErrorCode::NotFound)?;
    Ok((site, desk))
}

/// A site by its public key, for the pages that hold it; `None` if there is no such site.
pub fn site_public(state: &AppState, key: &str) -> Option<SitePublic> {
    let (site, desk) = find(state, key).ok()?;
    Some(shown(state, &site, &desk))
}

fn shown(state: &AppState, site: &SiteSettings, desk: &DeskSettings) -> SitePublic {
    SitePublic {
        site: site.key.clone(),
        project: site.project_name.expose().to_owned(),
        town: site.town.expose().to_owned(),
        desk: desk.name.expose().to_owned(),
        languages: check::tags(&desk.languages),
        state: protocol_desk_state(&state.live.desk_state(desk.id)),
        position: sites::side_shown(site.position),
        accent: site.accent.to_string(),
        theme: sites::theme_shown(site.theme),
        exit_url: site.exit_url.clone(),
        token_stored: desk.token_stored,
        policy: LogPolicy::Off,
    }
}

fn texts_shown(desk: &DeskSettings, language: &Language) -> SiteTexts {
    let text = |kind| texts::text(desk, kind, language);
    SiteTexts {
        language: language.as_str().to_owned(),
        ground_rules: text(DeskTextKind::GroundRules),
        confidentiality: text(DeskTextKind::Confidentiality),
        waiting: text(DeskTextKind::Waiting),
        closed_outside_hours: text(DeskTextKind::ClosedOutsideHours),
        closed_opens_soon: text(DeskTextKind::ClosedOpensSoon),
        closed_no_pair: text(DeskTextKind::ClosedNoPair),
        closed_queue_full: text(DeskTextKind::ClosedQueueFull),
        closed_exception: text(DeskTextKind::ClosedException),
        pair_broke_up: text(DeskTextKind::PairBrokeUp),
        other_channels: text(DeskTextKind::OtherChannels),
        organisations: desk.organisations.iter().map(|name| name.expose().to_owned()).collect(),
    }
}
