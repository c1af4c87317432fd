//! The id of a request: in its log line, in its answer and in an error body, and nowhere else.

use std::fmt;

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use uuid::Uuid;

/// The response header that carries the id.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Names one request. Made here and never taken from a client: an id that a client chooses could follow a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestId(Uuid);

impl RequestId {
    /// A new, random one.
    pub(super) fn random() -> Self {
        Self(Uuid::new_v4())
    }

    /// The id that [`give`] put on the request.
    pub(super) fn of(request: &Request) -> Self {
        request.extensions().get::<Self>().copied().unwrap_or_else(Self::random)
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.simple().fmt(out)
    }
}

/// Gives each request an id and says it in the answer.
pub(super) async fn give(mut request: Request, next: Next) -> Response {
    let id = RequestId::random();
    request.extensions_mut().insert(id);
    let mut response = next.run(request).await;
    let value = HeaderValue::from_str(&id.to_string()).expect("hexadecimal digits are a valid header value");
    response.headers_mut().insert(REQUEST_ID, value);
    response
}
