//! What anybody may read of a site.

use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use netreach_core::conversation::Command;
use netreach_core::{ConversationId, Language};
use netreach_protocol::http::{DeskTextKind, SitePublic, SiteTexts};
use netreach_protocol::{ErrorCode, LogPolicy};

use super::body::Asked;
use super::problems::PublicProblems;
use super::{check, sites, texts};
use crate::AppState;
use crate::edge::ApiError;
use crate::live::protocol_desk_state;
use crate::settings::{DeskSettings, SiteSettings};

/// Longest body taken for a token, in bytes: twice what one has.
const TOKEN_BYTES_MAX: usize = 96;

/// What the widget needs before anybody writes.
#[utoipa::path(
    get, path = "/api/v1/sites/{site}", tag = "visitors", operation_id = "site",
    params(("site" = String, Path, description = "The site's public key.")),
    responses((status = 200, body = SitePublic), PublicProblems)
)]
pub(super) async fn site(State(state): State<AppState>, Path(key): Path<String>) -> Result<Json<SitePublic>, ApiError> {
    let (site, _) = find(&state, &key)?;
    site_public(&state, &site).map(Json).ok_or_else(|| ErrorCode::NotFound.into())
}

/// What the panel says.
#[utoipa::path(
    get, path = "/api/v1/sites/{site}/texts", tag = "visitors", operation_id = "site_texts",
    params(
        ("site" = String, Path, description = "The site's public key."),
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

/// What a page that holds a site says of it; `None` in the moment in which its desk goes away.
pub fn site_public(state: &AppState, site: &SiteSettings) -> Option<SitePublic> {
    let desk = state.settings.current().desks.get(&site.desk).cloned()?;
    Some(SitePublic {
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
    })
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

/// Ends a conversation, as a visitor's tab closes or leaves: `navigator.sendBeacon` with the token as plain text.
///
/// The answer is the same whatever the token was, and needs no origin: whoever holds the token may end it.
#[utoipa::path(
    post, path = "/api/v1/visitor/end", tag = "visitors", operation_id = "end_as_visitor",
    request_body(content = String, content_type = "text/plain", description = "The visitor's token."),
    responses((status = 204, description = "Ended, or there was nothing to end."))
)]
pub(super) async fn end(State(state): State<AppState>, body: Body) -> StatusCode {
    if let Some(conversation) = to_end(&state, body).await {
        let live = Arc::clone(&state.live);
        let ended = state.tracker.spawn(async move {
            // Over already, or held by nobody any more: what was wanted.
            let _ = live.conversation_command(conversation, &Command::VisitorEnd).await;
        });
        let _ = ended.await;
    }
    StatusCode::NO_CONTENT
}

async fn to_end(state: &AppState, body: Body) -> Option<ConversationId> {
    let bytes = axum::body::to_bytes(body, TOKEN_BYTES_MAX).await.ok()?;
    let token = std::str::from_utf8(&bytes).ok()?.trim();
    // A token is bound to its site, and the beacon has no room to say which.
    state.settings.current().sites.keys().find_map(|site| state.live.read_token(site, token))
}
