//! How bodies, ids and queries are read, and how a mistake in one is named.

use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use netreach_protocol::{ErrorCode, limits};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::error::Category;
use serde_path_to_error::Path as FieldPath;
use std::fmt::Display;
use std::str::FromStr;
use uuid::Uuid;

use crate::AppState;
use crate::edge::ApiError;

/// A JSON body of somebody who is signed in, up to the host's limit.
pub(super) struct Body<T>(pub(super) T);

/// A JSON body of somebody whom we do not know yet, up to [`limits::STRANGER_BODY_BYTES_MAX`].
pub(super) struct StrangerBody<T>(pub(super) T);

impl<T: DeserializeOwned + Serialize> FromRequest<AppState> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, ApiError> {
        read(request, state.config.body_bytes_max).await.map(Self)
    }
}

impl<T: DeserializeOwned + Serialize> FromRequest<AppState> for StrangerBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &AppState) -> Result<Self, ApiError> {
        read(request, limits::STRANGER_BODY_BYTES_MAX).await.map(Self)
    }
}

async fn read<T: DeserializeOwned + Serialize>(request: Request, bytes_max: usize) -> Result<T, ApiError> {
    if !is_json(request.headers()) {
        return Err(ErrorCode::UnsupportedMediaType.into());
    }
    // Reading fails over the limit, or when the client breaks off; then nobody reads the answer.
    let bytes =
        axum::body::to_bytes(request.into_body(), bytes_max).await.map_err(|_| ApiError::new(ErrorCode::TooLarge))?;
    Ok(parse(&bytes)?)
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().is_some_and(|media_type| media_type.trim().eq_ignore_ascii_case("application/json"))
}

/// What is wrong with a body, and where.
#[derive(Debug, PartialEq, Eq)]
struct Mistake {
    code: ErrorCode,
    field: Option<String>,
}

impl From<Mistake> for ApiError {
    fn from(mistake: Mistake) -> Self {
        match mistake.field {
            Some(field) => Self::field(mistake.code, field),
            None => Self::new(mistake.code),
        }
    }
}

const MALFORMED: Mistake = Mistake { code: ErrorCode::Malformed, field: None };

fn parse<T: DeserializeOwned + Serialize>(bytes: &[u8]) -> Result<T, Mistake> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value: T = serde_path_to_error::deserialize(&mut json).map_err(|error| mistake(error.path(), error.inner()))?;
    json.end().map_err(|_| MALFORMED)?;
    // Serde also takes a list of values for an object, by the order of its fields: nothing that we describe.
    let given: Value = serde_json::from_slice(bytes).map_err(|_| MALFORMED)?;
    let taken = serde_json::to_value(&value).map_err(|_| MALFORMED)?;
    if is_same_shape(&given, &taken) { Ok(value) } else { Err(MALFORMED) }
}

/// Whether objects stand where objects belong, as far as both hold a value.
fn is_same_shape(given: &Value, taken: &Value) -> bool {
    match (given, taken) {
        (Value::Object(given), Value::Object(taken)) => {
            given.iter().all(|(name, value)| taken.get(name).is_none_or(|taken| is_same_shape(value, taken)))
        }
        (Value::Array(given), Value::Array(taken)) => given.iter().zip(taken).all(|(a, b)| is_same_shape(a, b)),
        (given, taken) => !(given.is_array() && taken.is_object()),
    }
}

/// Names what is wrong with a body, by the path to it and by the first words of the message, which is all that serde
/// says of the kind of a mistake. The value itself goes nowhere.
fn mistake(path: &FieldPath, error: &serde_json::Error) -> Mistake {
    if error.classify() != Category::Data {
        return MALFORMED;
    }
    let in_field = |code: ErrorCode, field: &str| Mistake { code, field: Some(cut(field)) };
    let message = error.to_string();
    let named = message.split('`').nth(1).unwrap_or_default();
    let at = path.to_string();
    if message.starts_with("unknown field") {
        // The path already ends in the unknown field.
        return in_field(ErrorCode::UnknownField, &at);
    }
    if message.starts_with("missing field") {
        let field = if at == "." { named.to_owned() } else { format!("{at}.{named}") };
        return in_field(ErrorCode::MissingField, &field);
    }
    // Something that is no object at all: the body has another shape.
    if at == "." { MALFORMED } else { in_field(ErrorCode::InvalidValue, &at) }
}

/// Longest field that an answer repeats, in characters: a name that a client made up may be as long as its body.
const FIELD_CHARS_MAX: usize = 80;

fn cut(field: &str) -> String {
    field.chars().take(FIELD_CHARS_MAX).collect()
}

/// The `{id}` of the address. Something that is no id names nothing.
pub(super) struct Id(pub(super) Uuid);

impl FromRequestParts<AppState> for Id {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let not_found = || ApiError::new(ErrorCode::NotFound);
        let Path(text) = Path::<String>::from_request_parts(parts, state).await.map_err(|_| not_found())?;
        text.parse().map(Self).map_err(|_| not_found())
    }
}

/// The query of the address. Take every name that there is with [`Asked::take`], then [`Asked::end`].
pub(super) struct Asked(Vec<(String, String)>);

impl FromRequestParts<AppState> for Asked {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let asked = Query::<Vec<(String, String)>>::from_request_parts(parts, state).await;
        asked.map(|Query(pairs)| Self(pairs)).map_err(|_| ErrorCode::Malformed.into())
    }
}

impl Asked {
    /// The value with this name, if it was given.
    pub(super) fn take<T: FromStr>(&mut self, name: &str) -> Result<Option<T>, ApiError>
    where
        T::Err: Display,
    {
        let Some(at) = self.0.iter().position(|(given, _)| given == name) else { return Ok(None) };
        let (_, value) = self.0.swap_remove(at);
        value.parse().map(Some).map_err(|_| ApiError::field(ErrorCode::InvalidValue, name))
    }

    /// Refuses what was given and not taken.
    pub(super) fn end(self) -> Result<(), ApiError> {
        match self.0.first() {
            Some((name, _)) => Err(ApiError::field(ErrorCode::UnknownField, cut(name))),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use netreach_protocol::http::{Hours, SignInRequest};

    use super::*;

    fn refused<T: DeserializeOwned + Serialize>(body: &str) -> (ErrorCode, Option<String>) {
        let mistake = parse::<T>(body.as_bytes()).err().expect("refused");
        (mistake.code, mistake.field)
    }

    #[test]
    fn a_mistake_is_named_with_its_place() {
        let at = |field: &str| Some(field.to_owned());
        assert_eq!(refused::<SignInRequest>(""), (ErrorCode::Malformed, None));
        assert_eq!(refused::<SignInRequest>("{"), (ErrorCode::Malformed, None));
        assert_eq!(refused::<SignInRequest>("[]"), (ErrorCode::Malformed, None));
        assert_eq!(refused::<SignInRequest>(r#"["ana","secret"]"#), (ErrorCode::Malformed, None));
        assert_eq!(refused::<SignInRequest>("{} {}"), (ErrorCode::MissingField, at("sign_in")));
        assert_eq!(refused::<SignInRequest>(r#"{"sign_in":"a"}"#), (ErrorCode::MissingField, at("password")));
        assert_eq!(refused::<SignInRequest>(r#"{"sign_in":1}"#), (ErrorCode::InvalidValue, at("sign_in")));
        assert_eq!(refused::<SignInRequest>(r#"{"sign-in":1}"#), (ErrorCode::UnknownField, at("sign-in")));
        let hours = r#"{"time_zone":"UTC","weekly":[{"weekday":1,"opens":"09:00"}],"exceptions":[]}"#;
        assert_eq!(refused::<Hours>(hours), (ErrorCode::MissingField, at("weekly[0].closes")));
        let hours = r#"{"time_zone":"UTC","weekly":[[1,"09:00","12:00"]],"exceptions":[]}"#;
        assert_eq!(refused::<Hours>(hours), (ErrorCode::Malformed, None));
        let hours = r#"{"time_zone":"UTC","weekly":[{"weekday":300,"opens":"","closes":""}],"exceptions":[]}"#;
        assert_eq!(refused::<Hours>(hours), (ErrorCode::InvalidValue, at("weekly[0].weekday")));
    }

    #[test]
    fn what_follows_a_body_is_refused() {
        let body = r#"{"sign_in":"a","password":"b"} x"#;
        assert_eq!(refused::<SignInRequest>(body), (ErrorCode::Malformed, None));
    }
}
