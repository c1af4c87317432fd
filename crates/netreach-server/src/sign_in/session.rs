//! Sign-in sessions: the cookie, its token, and how long it lasts.

use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue, header};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use netreach_core::UnixMillis;
use netreach_store::TokenHash;
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The cookie. The prefix makes browsers refuse it from another host, without TLS, or for a part of the paths only.
pub const COOKIE: &str = "__Host-netreach";

/// How long a session lasts at most: two weeks of shifts without signing in again on one's own device.
pub const SESSION_MAX: Duration = Duration::from_hours(14 * 24);

/// How long a session lasts without use: over a night, not over a weekend.
pub const SESSION_IDLE_MAX: Duration = Duration::from_hours(24);

/// Random bytes in a token.
const TOKEN_BYTES: usize = 32;

/// What the browser holds. Only its SHA-256 is stored. No `Debug`, `Display` or `Serialize`.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct SessionToken([u8; TOKEN_BYTES]);

impl SessionToken {
    /// A new token from the system's randomness.
    ///
    /// # Panics
    ///
    /// If the system has no randomness: nothing here would be safe then.
    pub fn random() -> Self {
        let mut token = Self([0; TOKEN_BYTES]);
        getrandom::fill(&mut token.0).expect("the system gives randomness");
        token
    }

    /// The token in the cookie of a request; `None` without one, or with something else in it.
    pub fn from_headers(headers: &HeaderMap) -> Option<Self> {
        let jar = CookieJar::from_headers(headers);
        let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(jar.get(COOKIE)?.value()).ok()?);
        Some(Self(bytes.as_slice().try_into().ok()?))
    }

    /// What the table knows it by.
    pub fn hash(&self) -> TokenHash {
        TokenHash(Sha256::digest(self.0).into())
    }

    /// The header that gives it to the browser.
    pub fn set_cookie(&self) -> HeaderValue {
        cookie_header(URL_SAFE_NO_PAD.encode(self.0), SESSION_MAX)
    }
}

/// The header that takes the cookie from the browser.
pub fn remove_cookie() -> HeaderValue {
    cookie_header(String::new(), Duration::ZERO)
}

fn cookie_header(value: String, lasts: Duration) -> HeaderValue {
    let cookie = Cookie::build((COOKIE, value))
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Strict)
        .build()
        .to_string();
    let cookie = format!("{cookie}; Max-Age={}", lasts.as_secs());
    HeaderValue::from_str(&cookie).expect("the cookie is ASCII without control characters")
}

/// When a session ends that began at `created_at` and is in use `now`.
pub(crate) fn expires_at(created_at: UnixMillis, now: UnixMillis) -> UnixMillis {
    (now + SESSION_IDLE_MAX).min(created_at + SESSION_MAX)
}

/// The user agent of a request, for the label of its session.
pub(crate) fn device(headers: &HeaderMap) -> String {
    let user_agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    super::device::label(user_agent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_comes_back_in_its_cookie() {
        let token = SessionToken::random();
        let header = token.set_cookie();
        let text = header.to_str().expect("ASCII");
        for attribute in ["Path=/", "Secure", "HttpOnly", "SameSite=Strict", "Max-Age=1209600"] {
            assert!(text.split("; ").any(|part| part == attribute), "{attribute} in {text}");
        }
        assert!(!text.contains("Domain"), "{text}");
        let mut headers = HeaderMap::new();
        let sent = text.split(';').next().expect("a pair");
        headers.insert(header::COOKIE, HeaderValue::from_str(&format!("other=1; {sent}")).expect("ASCII"));
        let back = SessionToken::from_headers(&headers).expect("the token");
        assert!(back.hash() == token.hash());
    }

    #[test]
    fn what_is_no_token_is_none() {
        for wrong in
            ["", "__Host-netreach=", "__Host-netreach=abc", "netreach=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"]
        {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_str(wrong).expect("ASCII"));
            assert!(SessionToken::from_headers(&headers).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_session_ends_by_disuse_and_by_age() {
        let began = UnixMillis(0);
        assert_eq!(expires_at(began, began), began + SESSION_IDLE_MAX);
        let late = began + Duration::from_hours(14 * 24 - 1);
        assert_eq!(expires_at(began, late), began + SESSION_MAX);
    }
}
