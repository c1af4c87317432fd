//! Values of bodies, checked and turned into the types of the domain; a mistake names its field.

use netreach_core::text::TextError;
use netreach_core::{DisplayName, Language, Role};
use netreach_protocol::{ErrorCode, http, limits};
use netreach_store::SignIn;

use crate::edge::ApiError;

/// Takes a name.
pub(super) fn name(text: &str, field: &str) -> Result<DisplayName, ApiError> {
    DisplayName::new(text).map_err(|error| text_error(error, field))
}

fn text_error(error: TextError, field: &str) -> ApiError {
    let code = match error {
        TextError::Empty => ErrorCode::Empty,
        TextError::TooLong { .. } => ErrorCode::TooLong,
        TextError::Forbidden => ErrorCode::ForbiddenCharacter,
    };
    ApiError::field(code, field)
}

/// Takes a text of one or more lines, without white space at its ends.
pub(super) fn text(text: &str, chars_max: usize, field: &str) -> Result<String, ApiError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(ApiError::field(ErrorCode::Empty, field));
    }
    if text.chars().count() > chars_max {
        return Err(ApiError::field(ErrorCode::TooLong, field));
    }
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(ApiError::field(ErrorCode::ForbiddenCharacter, field));
    }
    Ok(text.to_owned())
}

/// Takes a text of one line.
pub(super) fn line(given: &str, chars_max: usize, field: &str) -> Result<String, ApiError> {
    let taken = text(given, chars_max, field)?;
    if taken.contains(['\n', '\t']) {
        return Err(ApiError::field(ErrorCode::ForbiddenCharacter, field));
    }
    Ok(taken)
}

/// Refuses a list that is too long.
pub(super) fn at_most(count: usize, max: usize, field: &str) -> Result<(), ApiError> {
    if count > max { Err(ApiError::field(ErrorCode::TooLong, field)) } else { Ok(()) }
}

/// Takes one language.
pub(super) fn language(tag: &str, field: &str) -> Result<Language, ApiError> {
    Language::new(tag).ok_or_else(|| ApiError::field(ErrorCode::InvalidValue, field))
}

/// Takes at least one language, each once, in the order given.
pub(super) fn languages(tags: &[String], field: &str) -> Result<Vec<Language>, ApiError> {
    if tags.is_empty() {
        return Err(ApiError::field(ErrorCode::Empty, field));
    }
    at_most(tags.len(), limits::LANGUAGES_MAX, field)?;
    let mut languages = Vec::with_capacity(tags.len());
    for (at, tag) in tags.iter().enumerate() {
        let language = language(tag, &format!("{field}[{at}]"))?;
        if !languages.contains(&language) {
            languages.push(language);
        }
    }
    Ok(languages)
}

/// The tags of languages.
pub(super) fn tags(languages: &[Language]) -> Vec<String> {
    languages.iter().map(|language| language.as_str().to_owned()).collect()
}

/// Takes a capacity.
pub(super) fn capacity(capacity: u8) -> Result<u8, ApiError> {
    if (1..=limits::CAPACITY_MAX).contains(&capacity) {
        Ok(capacity)
    } else {
        Err(ApiError::field(ErrorCode::InvalidValue, "capacity"))
    }
}

/// Takes a sign-in name.
pub(super) fn sign_in(text: &str) -> Result<SignIn, ApiError> {
    let code = match text.trim().chars().count() {
        0 => ErrorCode::Empty,
        count if count > limits::SIGN_IN_CHARS_MAX => ErrorCode::TooLong,
        _ => ErrorCode::InvalidValue,
    };
    SignIn::new(text).ok_or_else(|| ApiError::field(code, "sign_in"))
}

/// A role as the domain has it.
pub(super) fn role(role: http::Role) -> Role {
    match role {
        http::Role::Coordinator => Role::Coordinator,
        http::Role::Operator => Role::Operator,
        http::Role::Trainee => Role::Trainee,
        http::Role::Supervisor => Role::Supervisor,
    }
}

/// A role as the API says it.
pub(super) fn role_shown(role: Role) -> http::Role {
    match role {
        Role::Coordinator => http::Role::Coordinator,
        Role::Operator => http::Role::Operator,
        Role::Trainee => http::Role::Trainee,
        Role::Supervisor => http::Role::Supervisor,
    }
}
