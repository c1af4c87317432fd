//! Texts that people wrote. They cannot be printed: a log line that holds one does not compile.

use std::fmt;
use std::sync::Arc;

/// Longest text of a message, aside or suggestion, in Unicode scalar values.
pub const MESSAGE_CHARS_MAX: usize = 4_000;

/// Longest name of a visitor or worker, in Unicode scalar values.
pub const NAME_CHARS_MAX: usize = 40;

/// Why a text was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing but white space.
    #[error("the text is empty")]
    Empty,
    /// Over the limit that the type names.
    #[error("the text is longer than {max} characters")]
    TooLong {
        /// The limit, in Unicode scalar values.
        max: usize,
    },
    /// A control character, a direction override or an invisible character where none belongs.
    #[error("the text holds a character that is not allowed")]
    Forbidden,
}

/// What somebody wrote in a conversation. No `Debug` that shows it, no `Display`, no `Serialize`.
#[derive(Clone, PartialEq, Eq)]
pub struct MessageText(Arc<str>);

impl MessageText {
    /// Takes a text as it was written, but for white space at both ends.
    ///
    /// # Errors
    ///
    /// [`TextError::Empty`], [`TextError::TooLong`], or [`TextError::Forbidden`] for control characters other than
    /// line feed and tab.
    pub fn new(text: &str) -> Result<Self, TextError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(TextError::Empty);
        }
        if text.chars().count() > MESSAGE_CHARS_MAX {
            return Err(TextError::TooLong { max: MESSAGE_CHARS_MAX });
        }
        if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
            return Err(TextError::Forbidden);
        }
        Ok(Self(text.into()))
    }

    /// The text, for the one place that renders it to its readers.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// The name that others see: a visitor's nickname or a worker's screen name.
#[derive(Clone, PartialEq, Eq)]
pub struct DisplayName(Arc<str>);

impl DisplayName {
    /// Takes a name, with runs of white space folded to one space.
    ///
    /// # Errors
    ///
    /// [`TextError::Empty`], [`TextError::TooLong`], or [`TextError::Forbidden`] for control, direction-changing and
    /// zero-width characters, which let one name look like another.
    pub fn new(name: &str) -> Result<Self, TextError> {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            return Err(TextError::Empty);
        }
        if name.chars().count() > NAME_CHARS_MAX {
            return Err(TextError::TooLong { max: NAME_CHARS_MAX });
        }
        if name.chars().any(|c| c.is_control() || is_invisible(c)) {
            return Err(TextError::Forbidden);
        }
        Ok(Self(name.into()))
    }

    /// The name, for the one place that renders it to its readers.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// Zero-width, direction-changing and tag characters (Unicode general category Cf, as far as names could use them).
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

macro_rules! hidden {
    ($($name:ident),*) => {$(
        /// Says only that there is a text, so that a state may be printed without its content.
        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}
hidden!(MessageText, DisplayName);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_trimmed_and_bounded() {
        assert_eq!(MessageText::new("  hello\n").map(|t| t.expose().to_owned()), Ok("hello".to_owned()));
        assert_eq!(MessageText::new(" \n ").err(), Some(TextError::Empty));
        assert_eq!(MessageText::new("a\u{0}b").err(), Some(TextError::Forbidden));
        assert!(MessageText::new(&"é".repeat(MESSAGE_CHARS_MAX)).is_ok());
        assert_eq!(
            MessageText::new(&"é".repeat(MESSAGE_CHARS_MAX + 1)).err(),
            Some(TextError::TooLong { max: MESSAGE_CHARS_MAX })
        );
    }

    #[test]
    fn a_name_cannot_be_made_to_look_like_another() {
        assert_eq!(DisplayName::new("a\u{202E}b").err(), Some(TextError::Forbidden));
        assert_eq!(DisplayName::new("a\u{200B}b").err(), Some(TextError::Forbidden));
        assert_eq!(DisplayName::new(" Calm   River ").map(|n| n.expose().to_owned()), Ok("Calm River".to_owned()));
    }

    #[test]
    fn a_text_cannot_be_printed() {
        let text = MessageText::new("secret").expect("a plain text");
        assert_eq!(format!("{text:?}"), "MessageText(…)");
    }
}
