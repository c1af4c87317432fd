//! Sites: the websites that carry the widget. For coordinators.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use netreach_core::{DeskId, ProjectId, SiteId};
use netreach_protocol::{ErrorCode, http, limits};
use netreach_store::{AccentColour, NewSite, Side, Site, SiteKey, SiteSettings, Theme};
use uuid::Uuid;

use super::body::{Body, Id};
use super::problems::{ChangeProblems, ReadProblems, RemovalProblems};
use super::{access, check, write};
use crate::AppState;
use crate::config::PublicUrl;
use crate::edge::ApiError;
use crate::sign_in::SignedIn;

/// The colour of a site that has chosen none: a calm blue-green that is readable on light and dark.
const ACCENT: AccentColour = AccentColour([0x0f, 0x6e, 0x78]);

/// Letters and digits of a site key: none that looks like another, so that it can be read out.
const KEY_ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// Length of a site key: 60 bits, so that nobody finds a site by trying.
const KEY_CHARS: usize = 12;

/// The sites of the projects that the reader coordinates, by project and name.
#[utoipa::path(
    get, path = "/api/v1/sites", tag = "sites", operation_id = "sites",
    responses((status = 200, body = Vec<http::Site>), ReadProblems),
    security(("session" = []))
)]
pub(super) async fn list(State(state): State<AppState>, me: SignedIn) -> Result<Json<Vec<http::Site>>, ApiError> {
    access::any_coordinator(&me)?;
    let mut shown = Vec::new();
    for project in me.coordinated() {
        let sites = state.store.project_sites(me.consortium(), project).await?;
        shown.extend(sites.into_iter().map(|found| show(&state, found.site)));
    }
    Ok(Json(shown))
}

/// Adds a site.
#[utoipa::path(
    post, path = "/api/v1/sites", tag = "sites", operation_id = "add_site",
    request_body = http::NewSite, responses((status = 201, body = http::Site), ChangeProblems),
    security(("session" = []))
)]
pub(super) async fn add(
    State(state): State<AppState>,
    me: SignedIn,
    Body(given): Body<http::NewSite>,
) -> Result<(StatusCode, Json<http::Site>), ApiError> {
    access::any_coordinator(&me)?;
    let project = ProjectId(given.project);
    if !me.coordinates(project) {
        return Err(ApiError::field(ErrorCode::NotAllowed, "project"));
    }
    let settings = SiteSettings {
        desk: desk(&state, &me, given.desk).await?,
        name: check::name(&given.name, "name")?,
        side: given.position.map_or(Side::Right, side),
        accent: given.accent.as_deref().map_or(Ok(ACCENT), accent)?,
        theme: given.theme.map_or(Theme::Auto, theme),
        exit_url: given.exit_url.as_deref().map(exit_url).transpose()?,
        origins: origins(&given.origins)?,
    };
    let work = {
        let state = state.clone();
        async move {
            let site = NewSite { id: SiteId(Uuid::now_v7()), key: random_key(), settings };
            state.store.create_site(me.consortium(), project, &site).await?;
            write::settings_changed(&state).await?;
            let consortium = me.consortium();
            Ok(show(&state, Site { id: site.id, consortium, project, key: site.key, settings: site.settings }))
        }
    };
    Ok((StatusCode::CREATED, Json(write::detached(&state, work).await?)))
}

/// Changes a site.
#[utoipa::path(
    patch, path = "/api/v1/sites/{site}", tag = "sites", operation_id = "change_site",
    params(("site" = Uuid, Path, description = "Which site, by its id.")),
    request_body = http::SiteChange, responses((status = 200, body = http::Site), ChangeProblems),
    security(("session" = []))
)]
pub(super) async fn change(
    State(state): State<AppState>,
    me: SignedIn,
    Id(id): Id,
    Body(change): Body<http::SiteChange>,
) -> Result<Json<http::Site>, ApiError> {
    access::site_to_change(&state, &me, id).await?;
    let work = {
        let state = state.clone();
        async move {
            let _turn = state.settings.turn().await;
            let mut site = access::site_to_change(&state, &me, id).await?.site;
            apply(&state, &me, &mut site.settings, change).await?;
            state.store.update_site(me.consortium(), site.project, site.id, &site.settings).await?;
            write::settings_changed(&state).await?;
            Ok(show(&state, site))
        }
    };
    Ok(Json(write::detached(&state, work).await?))
}

async fn apply(
    state: &AppState,
    me: &SignedIn,
    settings: &mut SiteSettings,
    change: http::SiteChange,
) -> Result<(), ApiError> {
    if let Some(name) = &change.name {
        settings.name = check::name(name, "name")?;
    }
    if let Some(id) = change.desk {
        settings.desk = desk(state, me, id).await?;
    }
    if let Some(given) = &change.origins {
        settings.origins = origins(given)?;
    }
    if let Some(given) = &change.accent {
        settings.accent = accent(given)?;
    }
    if let Some(given) = change.exit_url {
        settings.exit_url = given.as_deref().map(exit_url).transpose()?;
    }
    settings.side = change.position.map_or(settings.side, side);
    settings.theme = change.theme.map_or(settings.theme, theme);
    Ok(())
}

/// Removes a site: its widget shows nothing any more.
#[utoipa::path(
    delete, path = "/api/v1/sites/{site}", tag = "sites", operation_id = "remove_site",
    params(("site" = Uuid, Path, description = "Which site, by its id.")),
    responses((status = 204, description = "Removed."), RemovalProblems),
    security(("session" = []))
)]
pub(super) async fn remove(State(state): State<AppState>, me: SignedIn, Id(id): Id) -> Result<StatusCode, ApiError> {
    let site = access::site_to_change(&state, &me, id).await?.site;
    let work = {
        let state = state.clone();
        async move {
            state.store.delete_site(me.consortium(), site.project, site.id).await?;
            write::settings_changed(&state).await?;
            Ok(StatusCode::NO_CONTENT)
        }
    };
    write::detached(&state, work).await
}

/// A desk that a site may open on: one that its coordinator sees.
async fn desk(state: &AppState, me: &SignedIn, id: Uuid) -> Result<DeskId, ApiError> {
    let found = state.store.desk(me.consortium(), DeskId(id)).await?;
    let seen = found.filter(|desk| access::sees_desk(me, desk));
    seen.map(|desk| desk.id).ok_or_else(|| ApiError::field(ErrorCode::InvalidValue, "desk"))
}

fn show(state: &AppState, site: Site) -> http::Site {
    let host = state.config.server.public_url.origin();
    let key = site.key.as_str().to_owned();
    http::Site {
        id: site.id.0,
        name: site.settings.name.expose().to_owned(),
        project: site.project.0,
        desk: site.settings.desk.0,
        origins: site.settings.origins,
        position: side_shown(site.settings.side),
        accent: site.settings.accent.to_string(),
        theme: theme_shown(site.settings.theme),
        exit_url: site.settings.exit_url,
        snippet: format!("<script src=\"{host}/netreach.js\" data-site=\"{key}\" async></script>"),
        page_address: format!("{host}/chat/{key}"),
        key,
    }
}

/// Takes origins as browsers send them, each once: scheme, host and port, the default port left out. No wildcard, no
/// path; `http` for this machine and for onion services only, as for our own address.
fn origins(given: &[String]) -> Result<Vec<String>, ApiError> {
    check::at_most(given.len(), limits::ORIGINS_MAX, "origins")?;
    let mut taken: Vec<String> = Vec::with_capacity(given.len());
    for (at, text) in given.iter().enumerate() {
        let text = check::line(text, limits::ADDRESS_CHARS_MAX, &format!("origins[{at}]"))?.to_ascii_lowercase();
        let wrong = |_| ApiError::field(ErrorCode::InvalidValue, format!("origins[{at}]"));
        let origin = PublicUrl::parse(&text).map_err(wrong)?.origin();
        if !taken.contains(&origin) {
            taken.push(origin);
        }
    }
    Ok(taken)
}

/// Takes an address of the web that leaves nobody's mark: `https`, and no sign-in or white space in it.
fn exit_url(given: &str) -> Result<String, ApiError> {
    let text = check::line(given, limits::ADDRESS_CHARS_MAX, "exit_url")?;
    let rest = text.strip_prefix("https://").unwrap_or_default();
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_address = PublicUrl::parse(&format!("https://{authority}")).is_ok()
        && rest.bytes().all(|b| b.is_ascii_graphic() && !b"\"'<>\\`{}|^".contains(&b));
    if is_address { Ok(text) } else { Err(ApiError::field(ErrorCode::InvalidValue, "exit_url")) }
}

fn accent(given: &str) -> Result<AccentColour, ApiError> {
    AccentColour::new(given).ok_or_else(|| ApiError::field(ErrorCode::InvalidValue, "accent"))
}

fn random_key() -> SiteKey {
    let mut bytes = [0; KEY_CHARS];
    getrandom::fill(&mut bytes).expect("the system gives randomness");
    // 32 letters divide 256 evenly, so that none comes more often.
    let key: String = bytes.iter().map(|byte| char::from(KEY_ALPHABET[usize::from(byte % 32)])).collect();
    SiteKey::new(&key).expect("the alphabet and the length are those of site keys")
}

fn side(side: http::Side) -> Side {
    match side {
        http::Side::Right => Side::Right,
        http::Side::Left => Side::Left,
    }
}

/// The side as the API says it.
pub(super) fn side_shown(side: Side) -> http::Side {
    match side {
        Side::Right => http::Side::Right,
        Side::Left => http::Side::Left,
    }
}

fn theme(theme: http::Theme) -> Theme {
    match theme {
        http::Theme::Auto => Theme::Auto,
        http::Theme::Light => Theme::Light,
        http::Theme::Dark => Theme::Dark,
    }
}

/// The colours as the API says them.
pub(super) fn theme_shown(theme: Theme) -> http::Theme {
    match theme {
        Theme::Auto => http::Theme::Auto,
        Theme::Light => http::Theme::Light,
        Theme::Dark => http::Theme::Dark,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_written_as_browsers_send_it() {
        let taken = |text: &str| origins(&[text.to_owned()]).ok().and_then(|mut taken| taken.pop());
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(taken(" HTTPS://WWW.Example.org:443/ "), some("https://www.example.org"));
        assert_eq!(taken("https://example.org:8443"), some("https://example.org:8443"));
        assert_eq!(taken("http://localhost:5000"), some("http://localhost:5000"));
        assert_eq!(taken("http://127.0.0.1:80"), some("http://127.0.0.1"));
        assert_eq!(taken("http://abcdefgh.onion"), some("http://abcdefgh.onion"));
        for wrong in [
            "",
            "example.org",
            "https://*.example.org",
            "https://example.org/path",
            "https://example.org?x",
            "http://example.org",
            "https://user@example.org",
            "https://exa mple.org",
            "https://example.org https://other.example",
            "null",
            "data:text/html,x",
        ] {
            assert_eq!(taken(wrong), None, "{wrong}");
        }
        let twice = ["https://a.example".to_owned(), "https://A.example:443".to_owned()];
        assert_eq!(origins(&twice).map(|taken| taken.len()).ok(), Some(1));
    }

    #[test]
    fn leaving_goes_to_a_plain_web_address() {
        assert!(exit_url("https://www.example.org/weather?town=leeds#now").is_ok());
        for wrong in
            ["http://example.org", "javascript:alert(1)", "https://", "https://a@b.example/", "https://a.example/\"x"]
        {
            assert!(exit_url(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn keys_are_random_and_fit() {
        assert!(random_key() != random_key());
    }
}
