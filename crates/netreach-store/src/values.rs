//! Values that the tables hold and no other crate has a type for.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(out)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )*};
}

ids! {
    /// One signed-in browser of a person.
    SignInSessionId;
    /// One prepared reply.
    CannedAnswerId;
}

/// Declares an enum whose values are stored, and sent, as words.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$value_doc])* $value,)*
        }

        impl $name {
            /// Every value, in order.
            pub const ALL: &[Self] = &[$(Self::$value),*];

            /// The word for it, in tables, files and the API.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$value => $word,)*
                }
            }

            /// The value that `word` stands for.
            pub fn from_word(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$value),)*
                    _ => None,
                }
            }
        }
    };
}
pub(crate) use words;

words! {
    /// The side of the page on which a site shows the launcher.
    Side {
        /// The right-hand side.
        Right = "right",
        /// The left-hand side.
        Left = "left",
    }
}

words! {
    /// The colours of the widget on a site.
    Theme {
        /// What the visitor's device prefers.
        Auto = "auto",
        /// Dark text on a light ground.
        Light = "light",
        /// Light text on a dark ground.
        Dark = "dark",
    }
}

/// Longest sign-in, in characters: room for an e-mail address.
pub const SIGN_IN_CHARS_MAX: usize = 120;

/// What a person types to sign in, in lower case. It may be an e-mail address, so it cannot be printed.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SignIn(String);

impl SignIn {
    /// Takes a sign-in in any case, with white space at its ends; `None` if it is empty, over [`SIGN_IN_CHARS_MAX`], or
    /// holds anything but ASCII letters, digits and `. _ - + @`.
    ///
    /// ASCII only, so that the two engines and every keyboard agree on what its lower case is.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        let fits = (1..=SIGN_IN_CHARS_MAX).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-+@".contains(&b));
        fits.then_some(Self(text))
    }

    /// The sign-in, for the one place that shows it to a coordinator.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// A password hash as a PHC string. Cannot be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Takes a PHC string, `$argon2id$…`.
    pub fn new(phc: String) -> Self {
        Self(phc)
    }

    /// The PHC string, for the one place that verifies a password.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// The SHA-256 of a session token. Tokens have 256 random bits, so a plain hash cannot be guessed back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TokenHash(pub [u8; 32]);

impl TokenHash {
    /// How the table holds it.
    pub(crate) fn to_hex(self) -> String {
        use fmt::Write as _;
        self.0.iter().fold(String::with_capacity(64), |mut hex, byte| {
            write!(hex, "{byte:02x}").expect("writing to a string cannot fail");
            hex
        })
    }
}

macro_rules! hidden {
    ($($name:ident),*) => {$(
        /// Says only that there is one.
        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}
hidden!(SignIn, PasswordHash, TokenHash);

/// Longest shortcut, in characters.
pub const SHORTCUT_CHARS_MAX: usize = 32;

/// What is typed after `/` to find a canned answer: lower-case letters, digits and hyphens.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Shortcut(String);

impl Shortcut {
    /// Takes a shortcut in any case, with or without the `/`; `None` if it is empty, over [`SHORTCUT_CHARS_MAX`], or
    /// holds anything but letters, digits and hyphens.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_prefix('/').unwrap_or(text).to_lowercase();
        let fits = (1..=SHORTCUT_CHARS_MAX).contains(&text.chars().count())
            && text.chars().all(|c| c.is_alphanumeric() || c == '-');
        fits.then_some(Self(text))
    }

    /// The shortcut, without the `/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Shortest and longest site key, in characters.
pub const SITE_KEY_CHARS: std::ops::RangeInclusive<usize> = 8..=40;

/// The public name of a site in its snippet and in the plain page's address. Random and short; it opens nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SiteKey(String);

impl SiteKey {
    /// Takes a key of [`SITE_KEY_CHARS`] lower-case ASCII letters and digits; anything else is `None`.
    pub fn new(text: &str) -> Option<Self> {
        let fits =
            SITE_KEY_CHARS.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        fits.then(|| Self(text.to_owned()))
    }

    /// The key.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A colour of 24 bits, written `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AccentColour(pub [u8; 3]);

impl AccentColour {
    /// Takes `#` and six hexadecimal digits; anything else is `None`.
    pub fn new(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let part = |from: usize| u8::from_str_radix(&digits[from..from + 2], 16).ok();
        Some(Self([part(0)?, part(2)?, part(4)?]))
    }
}

impl fmt::Display for AccentColour {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(out, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_in_is_one_whatever_its_case() {
        assert_eq!(SignIn::new(" Ana@Example.org ").map(|s| s.expose().to_owned()), Some("ana@example.org".to_owned()));
        assert_eq!(SignIn::new(""), None);
        assert_eq!(SignIn::new("ana ben"), None);
        assert_eq!(SignIn::new("ană"), None);
        assert_eq!(SignIn::new(&"a".repeat(SIGN_IN_CHARS_MAX + 1)), None);
        assert_eq!(format!("{:?}", SignIn::new("ana")), "Some(SignIn(…))");
    }

    #[test]
    fn a_shortcut_is_typed_with_or_without_the_slash() {
        assert_eq!(Shortcut::new("/STI-test").map(|s| s.as_str().to_owned()), Some("sti-test".to_owned()));
        assert_eq!(Shortcut::new("salut"), Shortcut::new("/Salut"));
        assert_eq!(Shortcut::new("two words"), None);
        assert_eq!(Shortcut::new("/"), None);
    }

    #[test]
    fn a_colour_is_six_digits() {
        assert_eq!(AccentColour::new("#0A7f5c").map(|c| c.to_string()), Some("#0a7f5c".to_owned()));
        assert_eq!(AccentColour::new("#0a7"), None);
        assert_eq!(AccentColour::new("red"), None);
        assert_eq!(AccentColour::new("#+1+1+1"), None);
    }

    #[test]
    fn a_site_key_is_plain() {
        assert!(SiteKey::new("k3jd82ms").is_some());
        assert_eq!(SiteKey::new("short"), None);
        assert_eq!(SiteKey::new("K3JD82MS"), None);
    }

    #[test]
    fn secrets_are_not_printed() {
        assert_eq!(format!("{:?}", PasswordHash::new("$argon2id$secret".to_owned())), "PasswordHash(…)");
        assert_eq!(format!("{:?}", TokenHash([7; 32])), "TokenHash(…)");
        assert_eq!(TokenHash([0xab; 32]).to_hex(), "ab".repeat(32));
    }
}
