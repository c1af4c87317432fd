//! How a frame is read, and how a mistake in one is named.

use netreach_core::text::TextError;
use netreach_protocol::ErrorCode;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::error::Category;

/// Longest field name that an answer repeats, in characters.
const FIELD_CHARS_MAX: usize = 80;

/// Why a frame or command was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    /// The client's own count, if it could be read.
    pub(super) r#ref: Option<u32>,
    pub(super) code: ErrorCode,
    pub(super) field: Option<String>,
}

impl From<ErrorCode> for Refusal {
    fn from(code: ErrorCode) -> Self {
        Self { r#ref: None, code, field: None }
    }
}

impl Refusal {
    pub(super) fn field(code: ErrorCode, field: &str) -> Self {
        Self { r#ref: None, code, field: Some(field.chars().take(FIELD_CHARS_MAX).collect()) }
    }

    /// What is wrong with a text of the client.
    pub(super) fn text(error: TextError, field: &str) -> Self {
        let code = match error {
            TextError::Empty => ErrorCode::Empty,
            TextError::TooLong { .. } => ErrorCode::TooLong,
            TextError::Forbidden => ErrorCode::ForbiddenCharacter,
        };
        Self::field(code, field)
    }
}

/// Reads a frame.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Refusal> {
    let value: Value = serde_json::from_str(text).map_err(|_| ErrorCode::Malformed)?;
    let count = value.get("ref").and_then(Value::as_u64).and_then(|count| u32::try_from(count).ok());
    if !value.get("type").is_some_and(Value::is_string) {
        return Err(Refusal { r#ref: count, ..Refusal::field(ErrorCode::MissingField, "type") });
    }
    let command = value.get("command");
    if command.is_some_and(|command| !command.is_object()) {
        return Err(Refusal { r#ref: count, ..Refusal::field(ErrorCode::InvalidValue, "command") });
    }
    let names = [value.get("type"), command.and_then(|command| command.get("do"))];
    let names: Vec<String> = names.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
    T::deserialize(value).map_err(|error| Refusal { r#ref: count, ..mistake(&error, &names) })
}

/// Names a mistake by the first words of serde's message, which is all that it says of the kind. The value goes nowhere.
/// `names` are the frame's type and its command.
fn mistake(error: &serde_json::Error, names: &[String]) -> Refusal {
    if error.classify() != Category::Data {
        return ErrorCode::Malformed.into();
    }
    let message = error.to_string();
    let named = message.split('`').nth(1).unwrap_or_default();
    if message.starts_with("unknown variant") && names.iter().any(|name| name == named) {
        Refusal::field(ErrorCode::UnknownFrame, named)
    } else if message.starts_with("unknown field") {
        Refusal::field(ErrorCode::UnknownField, named)
    } else if message.starts_with("missing field") {
        Refusal::field(ErrorCode::MissingField, named)
    } else {
        ErrorCode::InvalidValue.into()
    }
}

#[cfg(test)]
mod tests {
    use netreach_protocol::{StaffFrame, VisitorFrame};

    use super::*;

    fn visitor(text: &str) -> (ErrorCode, Option<u32>, Option<String>) {
        let refusal = read::<VisitorFrame>(text).err().expect("refused");
        (refusal.code, refusal.r#ref, refusal.field)
    }

    #[test]
    fn each_mistake_in_a_frame_has_its_code() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(visitor("{"), (ErrorCode::Malformed, None, None));
        assert_eq!(visitor("[]"), (ErrorCode::MissingField, None, some("type")));
        assert_eq!(visitor("{}"), (ErrorCode::MissingField, None, some("type")));
        assert_eq!(visitor(r#"{"type":"shout"}"#), (ErrorCode::UnknownFrame, None, some("shout")));
        assert_eq!(visitor(r#"{"type":"typing"}"#), (ErrorCode::MissingField, None, some("on")));
        assert_eq!(visitor(r#"{"type":"typing","on":"yes"}"#), (ErrorCode::InvalidValue, None, None));
        assert_eq!(visitor(r#"{"type":"typing","on":true,"text":"a"}"#), (ErrorCode::UnknownField, None, some("text")));
        assert_eq!(
            visitor(r#"{"type":"do","ref":7,"command":{"do":"dance"}}"#),
            (ErrorCode::UnknownFrame, Some(7), some("dance"))
        );
        assert_eq!(
            visitor(r#"{"type":"do","ref":8,"command":{"do":"message","id":"x","text":"a"}}"#),
            (ErrorCode::InvalidValue, Some(8), None)
        );
        assert_eq!(
            visitor(r#"{"type":"hello","site":"a","language":"en","address":"b"}"#),
            (ErrorCode::UnknownField, None, some("address"))
        );
        assert_eq!(visitor(r#"{"type":"ping","at":7}"#), (ErrorCode::UnknownField, None, some("at")));
        assert_eq!(
            visitor(r#"{"type":"do","ref":1,"command":[]}"#),
            (ErrorCode::InvalidValue, Some(1), some("command"))
        );
        let asleep = r#"{"type":"do","ref":2,"command":{"do":"availability","availability":"asleep"}}"#;
        assert_eq!(read::<StaffFrame>(asleep).err().map(|refusal| refusal.code), Some(ErrorCode::InvalidValue));
        assert!(read::<VisitorFrame>(r#"{"type":"hello","site":"a","language":"en"}"#).is_ok());
        assert!(read::<StaffFrame>(r#"{"type":"hello"}"#).is_ok());
    }
}
