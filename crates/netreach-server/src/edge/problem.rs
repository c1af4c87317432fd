//! The one shape of an error at the edge: RFC 9457, with a code from the protocol's list.
//!
//! A handler returns an [`ApiError`]. It becomes a response without a body; [`finish`], which stands around every
//! route, then writes the body, because it knows the request id. So an error that no handler of ours made (a body over
//! the limit, a method that the route does not have) gets the same shape there.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use netreach_protocol::{ErrorCode, Problem};
use netreach_store::{Bound, Conflict, StoreError};

use super::headers::RouteClass;
use super::request::RequestId;

/// Media type of an error body.
const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");

/// Why a request was refused, or failed.
#[derive(Clone, Debug)]
pub struct ApiError {
    code: ErrorCode,
    field: Option<String>,
    retry_after: Option<Duration>,
    source: Option<Arc<dyn Error + Send + Sync>>,
}

impl ApiError {
    /// An error with this code.
    pub fn new(code: ErrorCode) -> Self {
        Self { code, field: None, retry_after: None, source: None }
    }

    /// An error in one field of the request.
    pub fn field(code: ErrorCode, field: impl Into<String>) -> Self {
        Self { field: Some(field.into()), ..Self::new(code) }
    }

    /// Our mistake; `source` goes to the log and never to the client.
    pub fn internal(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { source: Some(Arc::from(source.into())), ..Self::new(ErrorCode::Internal) }
    }

    /// A part of the service is not there now; `source` goes to the log and never to the client.
    pub fn unavailable(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { source: Some(Arc::from(source.into())), ..Self::new(ErrorCode::Unavailable) }
    }

    /// Says when to try again.
    #[must_use]
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }

    /// Which error it is.
    pub fn code(&self) -> ErrorCode {
        self.code
    }

    fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.code.status()).expect("the protocol's list holds valid statuses")
    }

    fn problem(&self, request_id: RequestId) -> Problem {
        let status = self.status();
        Problem {
            r#type: "about:blank".to_owned(),
            title: status.canonical_reason().unwrap_or("Error").to_owned(),
            status: status.as_u16(),
            code: self.code,
            detail: detail(self.code).to_owned(),
            field: self.field.clone(),
            request_id: request_id.to_string(),
        }
    }
}

impl From<ErrorCode> for ApiError {
    fn from(code: ErrorCode) -> Self {
        Self::new(code)
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => Self::unavailable(error),
            StoreError::Corrupt { .. } => Self::internal(error),
            StoreError::Conflict(conflict) => match conflict {
                Conflict::SignIn => Self::field(ErrorCode::Conflict, "sign_in"),
                Conflict::SiteKey => Self::field(ErrorCode::Conflict, "key"),
                Conflict::SiteOrigin => Self::field(ErrorCode::Conflict, "origins"),
                Conflict::Shortcut => Self::field(ErrorCode::Conflict, "shortcut"),
                Conflict::Id => Self::field(ErrorCode::Conflict, "id"),
                // It names what this consortium does not have, or must not know of.
                Conflict::Reference => Self::new(ErrorCode::NotFound),
            },
            StoreError::Refused { what, bound } => match bound {
                Bound::TooLong { .. } | Bound::TooMany { .. } => Self::field(ErrorCode::TooLong, what),
                Bound::Invalid => Self::field(ErrorCode::InvalidValue, what),
            },
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Writes the bodies of errors, and logs each 5xx once with its chain.
pub(super) async fn finish(request: Request, next: Next) -> Response {
    let request_id = RequestId::of(&request);
    let path_is_api = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    let Some(error) = response.extensions_mut().remove::<ApiError>().or_else(|| foreign(&response, path_is_api)) else {
        return response;
    };
    if error.status().is_server_error() {
        tracing::error!(request_id = %request_id, code = error.code.as_str(), error = %chain(&error), "request failed");
    }
    // Whatever document it might have been, it is an answer of the API now.
    response.extensions_mut().remove::<RouteClass>();
    let body = serde_json::to_vec(&error.problem(request_id)).expect("a problem is plain data");
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, PROBLEM_JSON);
    headers.remove(header::CONTENT_LENGTH);
    if let Some(wait) = error.retry_after {
        // Rounded up: a client that obeys to the second must not be early.
        headers.insert(header::RETRY_AFTER, HeaderValue::from(whole_seconds(wait)));
    }
    *response.body_mut() = Body::from(body);
    response
}

fn whole_seconds(wait: Duration) -> u64 {
    let whole = wait.as_secs();
    if wait.subsec_nanos() == 0 && whole > 0 { whole } else { whole + 1 }
}

/// The error that a layer or axum itself answered with, under the API.
fn foreign(response: &Response, path_is_api: bool) -> Option<ApiError> {
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    let is_problem = response.headers().get(header::CONTENT_TYPE) == Some(&PROBLEM_JSON);
    if !path_is_api || !is_error || is_problem {
        return None;
    }
    Some(ApiError::new(match status {
        StatusCode::NOT_FOUND => ErrorCode::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => ErrorCode::MethodNotAllowed,
        StatusCode::REQUEST_TIMEOUT => ErrorCode::Timeout,
        StatusCode::PAYLOAD_TOO_LARGE => ErrorCode::TooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ErrorCode::UnsupportedMediaType,
        StatusCode::TOO_MANY_REQUESTS => ErrorCode::TooManyRequests,
        StatusCode::SERVICE_UNAVAILABLE => ErrorCode::Unavailable,
        other if other.is_client_error() => ErrorCode::Malformed,
        _ => ErrorCode::Internal,
    }))
}

/// The causes of an error in one line.
fn chain(error: &ApiError) -> String {
    let Some(source) = &error.source else {
        return "no cause was given".to_owned();
    };
    let mut line = source.to_string();
    let mut cause = source.source();
    while let Some(error) = cause {
        line.push_str(": ");
        line.push_str(&error.to_string());
        cause = error.source();
    }
    line
}

/// What to do about it, in a sentence.
fn detail(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::Malformed => "The request is not JSON, or not the shape that this address takes.",
        ErrorCode::UnknownFrame => "This version of the service does not know that frame or command.",
        ErrorCode::UnknownField => "Leave out the field that this address does not have.",
        ErrorCode::MissingField => "Add the field that is missing.",
        ErrorCode::InvalidValue => "Give the field a value that it can have.",
        ErrorCode::Empty => "Write something first.",
        ErrorCode::TooLong => "Make it shorter.",
        ErrorCode::ForbiddenCharacter => "Leave out the control or invisible character.",
        ErrorCode::TooLarge => "Send less at once.",
        ErrorCode::UnsupportedMediaType => "Send the body as application/json.",
        ErrorCode::MethodNotAllowed => "Use a method that this address has.",
        ErrorCode::WrongOrigin => "Open this from the page that it belongs to.",
        ErrorCode::UnsupportedProtocol => "Name the subprotocol netreach.v1.",
        ErrorCode::HelloExpected => "Begin with one hello frame.",
        ErrorCode::HelloLate => "Send the hello frame as soon as the socket is open.",
        ErrorCode::Timeout => "The request took too long; send it again.",
        ErrorCode::TokenStale | ErrorCode::HistoryRefused => "Begin a new conversation.",
        ErrorCode::NotSignedIn => "Sign in first.",
        ErrorCode::WrongPassword => "Check the sign-in and the password.",
        ErrorCode::NotAllowed => "Ask somebody whose role allows it.",
        ErrorCode::NotFound => "There is no such thing, or it is not yours to see.",
        ErrorCode::Conflict => "Choose something that is not taken yet.",
        ErrorCode::TooManyRequests => "Wait a little, then try again.",
        ErrorCode::TooManyConnections => "Close another window, or wait a little.",
        ErrorCode::DeskClosed => "The chat is closed now; come back when it opens.",
        ErrorCode::QueueFull => "Many people wait now; come back a little later.",
        ErrorCode::RulesNotAccepted => "Accept the ground rules first.",
        ErrorCode::NicknameNotAllowed => "Choose another nickname, without a name, a number or a link.",
        ErrorCode::AlreadyStarted => "Go on in the conversation that is open.",
        ErrorCode::NotStarted => "Begin a conversation first.",
        ErrorCode::NotInConversation => "You do not serve this conversation.",
        ErrorCode::StillWaiting => "Wait until the pair is there.",
        ErrorCode::Ended => "The conversation is over.",
        ErrorCode::Held => "Wait until a second worker is there.",
        ErrorCode::SupervisorNeeded => "Wait until a supervisor has joined.",
        ErrorCode::NotLead => "Ask the lead to do it.",
        ErrorCode::NoSecond => "There is nobody to hand over to.",
        ErrorCode::NoSupervisor => "No supervisor is on call.",
        ErrorCode::AlreadyCalled => "A supervisor is called or there already.",
        ErrorCode::NotCalled => "No supervisor was called into this conversation.",
        ErrorCode::UnfilledBlank => "Fill in the blank first.",
        ErrorCode::IdTaken => "Use a new id.",
        ErrorCode::NoSuggestion => "The suggestion is not there any more.",
        ErrorCode::ConversationFull => "End this conversation and begin a new one.",
        ErrorCode::AheadOfServer => "Ask for everything from the beginning.",
        ErrorCode::SessionRevoked => "Sign in again.",
        ErrorCode::TooManyWindows => "Close another window.",
        ErrorCode::LastOne => "Make another one first.",
        ErrorCode::WeakPassword => "Choose a longer password, or several words.",
        ErrorCode::Unavailable => "A part of the service is not there now; try again in a minute.",
        ErrorCode::Internal => "This is our mistake; tell the people who run the service the request id.",
    }
}
