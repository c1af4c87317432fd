//! How values stand in columns, and back.

use std::str::FromStr;
use std::time::Duration;

use netreach_core::desk::rules::{Mix, Solo};
use netreach_core::people::{Language, Role};
use netreach_core::text::DisplayName;

use crate::error::{Bound, StoreError};

/// Most languages that a person speaks or a desk offers.
pub const LANGUAGES_MAX: usize = 24;

/// Reads an id.
pub(crate) fn id<T: FromStr>(text: &str, column: &'static str) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::corrupt(column))
}

/// Reads a name.
pub(crate) fn name(text: &str, column: &'static str) -> Result<DisplayName, StoreError> {
    DisplayName::new(text).map_err(|_| StoreError::corrupt(column))
}

/// Reads a whole number into a narrower type.
pub(crate) fn number<T: TryFrom<i64>>(value: i64, column: &'static str) -> Result<T, StoreError> {
    T::try_from(value).map_err(|_| StoreError::corrupt(column))
}

/// A length as the tables hold numbers.
pub(crate) fn from_usize(value: usize) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// Whole milliseconds of a span.
pub(crate) fn millis(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}

/// Reads a span of milliseconds.
pub(crate) fn span(value: i64, column: &'static str) -> Result<Duration, StoreError> {
    number::<u64>(value, column).map(Duration::from_millis)
}

/// A list of words as a JSON array.
pub(crate) fn list<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    serde_json::to_string(&words.into_iter().collect::<Vec<_>>()).expect("strings are always JSON")
}

/// Reads a JSON array of words.
pub(crate) fn from_list(text: &str, column: &'static str) -> Result<Vec<String>, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::corrupt(column))
}

/// Languages as a JSON array of tags, each once, in the order given.
pub(crate) fn languages(languages: &[Language]) -> Result<String, StoreError> {
    at_most(languages.len(), LANGUAGES_MAX, "languages")?;
    let mut tags: Vec<&str> = Vec::with_capacity(languages.len());
    for language in languages {
        if !tags.contains(&language.as_str()) {
            tags.push(language.as_str());
        }
    }
    Ok(list(tags))
}

/// Reads languages.
pub(crate) fn from_languages(text: &str, column: &'static str) -> Result<Vec<Language>, StoreError> {
    from_list(text, column)?.iter().map(|tag| language(tag, column)).collect()
}

/// Reads one language.
pub(crate) fn language(tag: &str, column: &'static str) -> Result<Language, StoreError> {
    Language::new(tag).ok_or_else(|| StoreError::corrupt(column))
}

/// Refuses a text that is empty, too long, or holds a NUL, which PostgreSQL cannot store.
pub(crate) fn bounded<'a>(text: &'a str, max: usize, what: &'static str) -> Result<&'a str, StoreError> {
    if text.chars().count() > max {
        return Err(StoreError::Refused { what, bound: Bound::TooLong { max } });
    }
    if text.trim().is_empty() || text.contains('\0') {
        return Err(StoreError::Refused { what, bound: Bound::Invalid });
    }
    Ok(text)
}

/// Refuses a list that is too long.
pub(crate) fn at_most(count: usize, max: usize, what: &'static str) -> Result<(), StoreError> {
    if count > max {
        return Err(StoreError::Refused { what, bound: Bound::TooMany { max } });
    }
    Ok(())
}

/// Refuses one more row where `count` already stand.
pub(crate) fn room_for_one(count: i64, max: usize, what: &'static str) -> Result<(), StoreError> {
    if count >= from_usize(max) {
        return Err(StoreError::Refused { what, bound: Bound::TooMany { max } });
    }
    Ok(())
}

macro_rules! core_words {
    ($($write:ident, $read:ident: $type:ident { $($value:ident = $word:literal),* };)*) => {$(
        /// The word for it.
        pub(crate) fn $write(value: $type) -> &'static str {
            match value {
                $($type::$value => $word,)*
            }
        }

        /// The value that a word stands for.
        pub(crate) fn $read(word: &str, column: &'static str) -> Result<$type, StoreError> {
            match word {
                $($word => Ok($type::$value),)*
                _ => Err(StoreError::corrupt(column)),
            }
        }
    )*};
}

core_words! {
    role, from_role: Role {
        Coordinator = "coordinator", Operator = "operator", Trainee = "trainee", Supervisor = "supervisor"
    };
    mix, from_mix: Mix { Any = "any", Prefer = "prefer", Require = "require" };
    solo, from_solo: Solo { Hold = "hold", Finish = "finish", Supervised = "supervised" };
}
