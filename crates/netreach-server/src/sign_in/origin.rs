//! That a change comes from our own page and not from another that the same browser shows.
//!
//! `SameSite=Strict` already keeps the cookie from other sites. `Origin` covers what it does not: other hosts of the
//! same site, such as a project's website beside the chat server.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use netreach_protocol::ErrorCode;

use crate::AppState;
use crate::edge::ApiError;

/// The header by which browsers say where a request comes from.
const SEC_FETCH_SITE: &str = "sec-fetch-site";

/// Checks that a request comes from a page of this server: for sockets, and for every request that changes something.
///
/// # Errors
///
/// [`ErrorCode::WrongOrigin`] without `Origin`, with another one, or where the browser says that it is another site's.
pub fn check_origin(headers: &HeaderMap, own_origin: &str) -> Result<(), ApiError> {
    let wrong = || ApiError::new(ErrorCode::WrongOrigin);
    let mut origins = headers.get_all(header::ORIGIN).iter();
    let is_ours = origins.next().is_some_and(|origin| origin.as_bytes() == own_origin.as_bytes());
    if !is_ours || origins.next().is_some() {
        return Err(wrong());
    }
    match headers.get(SEC_FETCH_SITE) {
        Some(site) if site != "same-origin" => Err(wrong()),
        Some(_) | None => Ok(()),
    }
}

/// Stands before every route of the API.
pub(crate) async fn on_changes(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let is_reading = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if !is_reading && let Err(error) = check_origin(request.headers(), &state.config.server.public_url.origin()) {
        return error.into_response();
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    const OURS: &str = "https://chat.example.org";

    fn checked(headers: &[(&'static str, &'static str)]) -> Option<ErrorCode> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, HeaderValue::from_static(value));
        }
        check_origin(&map, OURS).err().map(|error| error.code())
    }

    #[test]
    fn only_our_own_page_may_ask_for_a_change() {
        let wrong = Some(ErrorCode::WrongOrigin);
        assert_eq!(checked(&[("origin", OURS)]), None);
        assert_eq!(checked(&[("origin", OURS), ("sec-fetch-site", "same-origin")]), None);
        assert_eq!(checked(&[]), wrong);
        assert_eq!(checked(&[("origin", "null")]), wrong);
        assert_eq!(checked(&[("origin", "https://www.example.org")]), wrong);
        assert_eq!(checked(&[("origin", "https://chat.example.org:8443")]), wrong);
        assert_eq!(checked(&[("origin", "http://chat.example.org")]), wrong);
        assert_eq!(checked(&[("origin", OURS), ("sec-fetch-site", "same-site")]), wrong);
        assert_eq!(checked(&[("origin", OURS), ("origin", "https://www.example.org")]), wrong);
    }
}
