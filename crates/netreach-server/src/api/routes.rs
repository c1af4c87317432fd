//! Every route of the API, and the OpenAPI description made from them.

use std::sync::LazyLock;

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderValue, header};
use axum::middleware;
use axum::response::IntoResponse;
use netreach_protocol::{ErrorCode, Problem};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{canned, counts, desk_texts, desks, hours, me, pairing, people, projects, public, session, sites};
use crate::AppState;
use crate::sign_in::{COOKIE, origin};

/// What the description says besides the operations.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Netreach",
        description = "Live chat for support projects. Workers sign in with `POST /api/v1/session` and are known by the \
                       cookie `__Host-netreach`. Every request that is not a `GET` needs the header `Origin` with this \
                       server's own origin. Errors are problems (RFC 9457) with a `code`; conversations run over \
                       WebSockets at `/api/v1/visitor/socket` and `/api/v1/staff/socket`, described in `docs/protocol.md`.",
        license(name = "AGPL-3.0-or-later", identifier = "AGPL-3.0-or-later")
    ),
    components(schemas(Problem, ErrorCode)),
    modifiers(&Cookie)
)]
struct Description;

/// How workers are known.
struct Cookie;

impl Modify for Cookie {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let cookie = ApiKey::Cookie(ApiKeyValue::with_description(COOKIE, "Set by `POST /api/v1/session`."));
        let components = api.components.get_or_insert_default();
        components.add_security_scheme("session", SecurityScheme::ApiKey(cookie));
    }
}

/// The routes that only our own pages may use.
fn own() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(session::who, session::sign_in, session::sign_out))
        .routes(routes!(session::list))
        .routes(routes!(session::revoke))
        .routes(routes!(me::change))
        .routes(routes!(me::change_password))
        .routes(routes!(projects::list))
        .routes(routes!(projects::change))
        .routes(routes!(desks::list))
        .routes(routes!(desks::get, desks::change))
        .routes(routes!(hours::get, hours::set))
        .routes(routes!(hours::preview))
        .routes(routes!(pairing::get, pairing::set))
        .routes(routes!(desk_texts::get, desk_texts::set))
        .routes(routes!(counts::get))
        .routes(routes!(canned::of_desk))
        .routes(routes!(people::list, people::add))
        .routes(routes!(people::change, people::remove))
        .routes(routes!(people::set_password))
        .routes(routes!(sites::list, sites::add))
        // Visitors name a site by its key, coordinators by its id, at the same place of the address.
        .routes(routes!(public::site, sites::change, sites::remove))
        .routes(routes!(canned::list, canned::add))
        .routes(routes!(canned::change, canned::remove))
}

/// The routes that need no origin: what anybody may read, and the beacon of a visitor's tab.
fn public() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(public::site_texts)).routes(routes!(public::end)).routes(routes!(description))
}

fn described(own: OpenApiRouter<AppState>) -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(Description::openapi()).merge(own).merge(public())
}

static DESCRIPTION: LazyLock<Bytes> = LazyLock::new(|| Bytes::from(openapi()));

/// The OpenAPI description, as JSON.
///
/// # Panics
///
/// Never: a description is plain data.
pub fn openapi() -> String {
    described(own()).into_openapi().to_json().expect("a description is plain data")
}

/// This description.
#[utoipa::path(
    get, path = "/api/v1/openapi.json", tag = "description", operation_id = "openapi",
    responses((status = 200, body = Object, content_type = "application/json"))
)]
async fn description() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], DESCRIPTION.clone())
}

/// The API, to be merged at the root. What no route answers, and a method that a route does not have, become problems
/// at the edge.
pub fn router(state: AppState) -> Router {
    let own = own().layer(middleware::from_fn_with_state(state.clone(), origin::on_changes));
    Router::from(described(own)).with_state(state)
}
