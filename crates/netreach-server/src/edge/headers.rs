//! The security headers of every answer, by the class of its route.
//!
//! A handler marks its answer with a [`RouteClass`]; [`finish`], which stands around every route, writes the headers.
//! An answer without a mark belongs to the API and gets the strictest set. `headers.golden` holds what each class
//! looks like, and a test compares.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::AppState;
use crate::config::PublicUrl;

/// What kind of answer it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RouteClass {
    /// The document of the frame on a project's website, which only that website's origins may hold.
    Frame {
        /// The site's exact origins.
        origins: Vec<String>,
    },
    /// The one script that websites load.
    Loader,
    /// The chat on a page of its own, and plain pages.
    Page,
    /// The console of the workers.
    Console,
    /// A hashed file that never changes.
    Asset,
    /// JSON, and every error.
    Api,
    /// The end of a conversation, as a visitor's tab closes or leaves.
    End,
    /// The end of a worker's session.
    SignOut,
    /// Health and readiness.
    Health,
}

/// Features that no page of ours uses. What a browser does not know it ignores.
const NO_FEATURES: &[&str] = &[
    "accelerometer",
    "ambient-light-sensor",
    "attribution-reporting",
    "bluetooth",
    "browsing-topics",
    "camera",
    "clipboard-read",
    "compute-pressure",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "interest-cohort",
    "join-ad-interest-group",
    "keyboard-map",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "otp-credentials",
    "payment",
    "picture-in-picture",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "push",
    "run-ad-auction",
    "screen-wake-lock",
    "serial",
    "speaker-selection",
    "storage-access",
    "usb",
    "web-share",
    "window-management",
    "xr-spatial-tracking",
];

/// Features that the console uses: to copy a snippet, to ring, to notify of a request.
const CONSOLE_FEATURES: &[&str] = &["autoplay", "clipboard-write", "notifications"];

const NO_STORE: &str = "no-store";

/// A year: the name of a hashed file changes with its content.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// Websites load the script by a name that never changes: a new version reaches them within minutes.
const LOADER_CACHE: &str = "public, max-age=300, must-revalidate";

/// Two years: what preload lists ask for.
const HSTS: &str = "max-age=63072000; includeSubDomains; preload";

/// Writes the headers of every answer.
pub(super) async fn finish(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let by_route = class_of(request.method(), request.uri().path());
    let mut response = next.run(request).await;
    let class = response.extensions_mut().remove::<RouteClass>().unwrap_or(by_route);
    // A change of protocol is not a document: it keeps what the WebSocket handshake says.
    if response.status() != StatusCode::SWITCHING_PROTOCOLS {
        let status = response.status();
        write(response.headers_mut(), &class, status, &state.config.server.public_url);
    }
    response
}

/// The class of an answer that no handler marked.
fn class_of(method: &Method, path: &str) -> RouteClass {
    match path {
        "/api/v1/visitor/end" => RouteClass::End,
        "/api/v1/session" if *method == Method::DELETE => RouteClass::SignOut,
        "/healthz" | "/readyz" => RouteClass::Health,
        _ => RouteClass::Api,
    }
}

/// Writes the headers of `class` for the server at `public_url`.
pub(super) fn write(headers: &mut HeaderMap, class: &RouteClass, status: StatusCode, public_url: &PublicUrl) {
    set(headers, "x-content-type-options", "nosniff");
    set(headers, "referrer-policy", "no-referrer");
    set(headers, "x-robots-tag", "noindex, nofollow, noarchive, nosnippet");
    set(headers, "x-dns-prefetch-control", "off");
    set(headers, "origin-agent-cluster", "?1");
    set(headers, "x-permitted-cross-domain-policies", "none");
    set(headers, "permissions-policy", &permissions(class));
    set(headers, "content-security-policy", &content_security(class, public_url));
    set(headers, "cache-control", cache(class, status));
    if public_url.is_https() {
        set(headers, "strict-transport-security", HSTS);
    }
    match class {
        RouteClass::Frame { .. } => {
            // A website that isolates itself (COEP) can still hold the frame.
            set(headers, "cross-origin-resource-policy", "cross-origin");
            set(headers, "cross-origin-embedder-policy", "require-corp");
        }
        RouteClass::Loader => {
            set(headers, "cross-origin-resource-policy", "cross-origin");
            // So that a website may pin the script by its hash (SRI).
            set(headers, "access-control-allow-origin", "*");
        }
        RouteClass::Page | RouteClass::Console => {
            set(headers, "x-frame-options", "DENY");
            set(headers, "cross-origin-opener-policy", "same-origin");
            set(headers, "cross-origin-resource-policy", "same-origin");
            set(headers, "cross-origin-embedder-policy", "require-corp");
        }
        RouteClass::Asset | RouteClass::Api | RouteClass::Health => {
            set(headers, "cross-origin-resource-policy", "same-origin");
        }
        RouteClass::End => {
            set(headers, "cross-origin-resource-policy", "same-origin");
            set(headers, "clear-site-data", r#""cache", "storage""#);
        }
        RouteClass::SignOut => {
            set(headers, "cross-origin-resource-policy", "same-origin");
            if status.is_success() {
                set(headers, "clear-site-data", r#""cache", "storage""#);
            }
        }
    }
}

fn set(headers: &mut HeaderMap, name: &'static str, value: &str) {
    let value = HeaderValue::from_str(value).expect("directives and checked origins are visible ASCII");
    headers.insert(HeaderName::from_static(name), value);
}

fn content_security(class: &RouteClass, public_url: &PublicUrl) -> String {
    let ancestors = match class {
        RouteClass::Frame { origins } => ancestors(origins),
        RouteClass::Page | RouteClass::Console => "'none'".to_owned(),
        _ => return "default-src 'none'; frame-ancestors 'none'".to_owned(),
    };
    // `'self'` covers WebSockets in current browsers; the explicit host is for older Safari.
    let sockets = public_url.socket_origin();
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; \
         connect-src 'self' {sockets}; form-action 'self'; base-uri 'none'; frame-src 'none'; object-src 'none'; \
         frame-ancestors {ancestors}; require-trusted-types-for 'script'; trusted-types 'none'"
    )
}

/// The origins that may hold the frame. One that could be read as anything else than an origin is left out.
fn ancestors(origins: &[String]) -> String {
    let is_plain = |origin: &&String| {
        (origin.starts_with("https://") || origin.starts_with("http://"))
            && origin.bytes().all(|b| b.is_ascii_alphanumeric() || b":/.-[]".contains(&b))
    };
    let plain: Vec<&str> = origins.iter().filter(is_plain).map(String::as_str).collect();
    if plain.is_empty() { "'none'".to_owned() } else { plain.join(" ") }
}

fn permissions(class: &RouteClass) -> String {
    let own = if *class == RouteClass::Console { "(self)" } else { "()" };
    let unused = NO_FEATURES.iter().map(|feature| format!("{feature}=()"));
    let used = CONSOLE_FEATURES.iter().map(|feature| format!("{feature}={own}"));
    unused.chain(used).collect::<Vec<_>>().join(", ")
}

fn cache(class: &RouteClass, status: StatusCode) -> &'static str {
    let is_there = status.is_success() || status == StatusCode::NOT_MODIFIED;
    match class {
        RouteClass::Asset if is_there => IMMUTABLE,
        RouteClass::Loader if is_there => LOADER_CACHE,
        _ => NO_STORE,
    }
}

/// Takes away what tells which software answers. Ours adds none; a layer of somebody else's might.
pub(super) fn forget_software(headers: &mut HeaderMap) {
    headers.remove(header::SERVER);
    headers.remove(header::VIA);
    headers.remove("x-powered-by");
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    fn show(title: &str, class: &RouteClass, status: StatusCode, public_url: &str) -> String {
        let mut headers = HeaderMap::new();
        write(&mut headers, class, status, &PublicUrl::parse(public_url).expect("an origin"));
        let mut lines: Vec<String> =
            headers.iter().map(|(name, value)| format!("{name}: {}", value.to_str().expect("visible ASCII"))).collect();
        lines.sort();
        lines.iter().fold(format!("== {title}\n"), |mut text, line| {
            writeln!(text, "{line}").expect("writing to a string cannot fail");
            text
        })
    }

    #[test]
    fn every_class_of_route_has_its_headers() {
        const HERE: &str = "https://chat.example.org";
        let ok = StatusCode::OK;
        let origins = vec!["https://harbour.example".to_owned(), "https://www.harbour.example:8443".to_owned()];
        let shown = [
            show("frame", &RouteClass::Frame { origins }, ok, HERE),
            show("frame of a site without origins", &RouteClass::Frame { origins: vec![] }, ok, HERE),
            show("loader", &RouteClass::Loader, ok, HERE),
            show("page", &RouteClass::Page, ok, HERE),
            show("page on this machine", &RouteClass::Page, ok, "http://localhost:8080"),
            show("console", &RouteClass::Console, ok, HERE),
            show("asset", &RouteClass::Asset, ok, HERE),
            show("asset that is not there", &RouteClass::Asset, StatusCode::NOT_FOUND, HERE),
            show("api", &RouteClass::Api, ok, HERE),
            show("end of a conversation", &RouteClass::End, StatusCode::NO_CONTENT, HERE),
            show("end of a session", &RouteClass::SignOut, StatusCode::NO_CONTENT, HERE),
            show("health", &RouteClass::Health, ok, HERE),
        ]
        .join("\n");
        let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/src/edge/headers.golden");
        if std::env::var_os("NETREACH_BLESS").is_some() {
            std::fs::write(golden, &shown).expect("the golden file");
        }
        let expected = std::fs::read_to_string(golden).expect("the golden file");
        assert!(
            shown == expected,
            "headers differ from {golden}; look at the change, then run with NETREACH_BLESS=1:\n{shown}"
        );
    }

    #[test]
    fn an_origin_cannot_bring_a_directive_of_its_own() {
        let origins = ["https://a.example; script-src *", "https://a.example *", "*", "https://b.example"];
        assert_eq!(ancestors(&origins.map(str::to_owned)), "https://b.example");
    }

    #[test]
    fn routes_that_nobody_marked_are_known_by_their_path() {
        assert_eq!(class_of(&Method::POST, "/api/v1/visitor/end"), RouteClass::End);
        assert_eq!(class_of(&Method::DELETE, "/api/v1/session"), RouteClass::SignOut);
        assert_eq!(class_of(&Method::GET, "/api/v1/session"), RouteClass::Api);
        assert_eq!(class_of(&Method::GET, "/anything/else"), RouteClass::Api);
    }
}
