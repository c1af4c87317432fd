//! Reading one value: what a file, a variable or a flag holds becomes a type, or a sentence about what is wrong.

use std::time::Duration;

/// A value as a layer holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Raw {
    /// A string of a file.
    Text(String),
    /// A whole number of a file.
    Number(i64),
    /// A list of strings of a file.
    List(Vec<String>),
    /// Anything else that TOML has; the words say what.
    Other(&'static str),
    /// A variable or a flag: it has no type of its own.
    Plain(String),
}

impl Raw {
    pub(super) fn text(&self) -> Result<&str, String> {
        match self {
            Self::Text(text) | Self::Plain(text) => Ok(text),
            other => Err(format!("must be text in quotes, not {}", other.kind())),
        }
    }

    pub(super) fn list(&self) -> Result<Vec<String>, String> {
        match self {
            Self::List(items) => Ok(items.clone()),
            Self::Plain(text) => {
                Ok(text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect())
            }
            other => Err(format!("must be a list of texts such as [\"a\", \"b\"], not {}", other.kind())),
        }
    }

    /// A whole number from `min` to `max`.
    pub(super) fn number(&self, min: u32, max: u32) -> Result<u32, String> {
        let shape = || format!("must be a whole number from {min} to {max}");
        let number = match self {
            Self::Number(number) => *number,
            Self::Plain(text) => text.trim().parse().map_err(|_| shape())?,
            other => return Err(format!("{}, not {}", shape(), other.kind())),
        };
        u32::try_from(number).ok().filter(|number| (min..=max).contains(number)).ok_or_else(shape)
    }

    /// A span of time from `min` to `max`.
    pub(super) fn duration(&self, min: Duration, max: Duration) -> Result<Duration, String> {
        let text = self.text().map_err(|_| {
            format!("must be a duration in quotes such as \"{}\", not {}", show_duration(min), self.kind())
        })?;
        let duration = parse_duration(text)
            .ok_or("must be a duration: a whole number and one of ms, s, m, h, d, such as \"90s\"".to_owned())?;
        if !(min..=max).contains(&duration) {
            return Err(format!("must be from {} to {}", show_duration(min), show_duration(max)));
        }
        Ok(duration)
    }

    /// A size in bytes from `min` to `max`.
    pub(super) fn size(&self, min: usize, max: usize) -> Result<usize, String> {
        let text = self
            .text()
            .map_err(|_| format!("must be a size in quotes such as \"{}\", not {}", show_size(min), self.kind()))?;
        let size = parse_size(text)
            .ok_or("must be a size: a whole number and one of B, KiB, MiB, such as \"64KiB\"".to_owned())?;
        if !(min..=max).contains(&size) {
            return Err(format!("must be from {} to {}", show_size(min), show_size(max)));
        }
        Ok(size)
    }

    /// One of a few words.
    pub(super) fn word<T: Copy>(&self, words: &[(&str, T)]) -> Result<T, String> {
        let text = self.text()?;
        words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value).ok_or_else(|| {
            let known: Vec<String> = words.iter().map(|(word, _)| format!("\"{word}\"")).collect();
            format!("must be one of {}", known.join(", "))
        })
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) | Self::Plain(_) => "text",
            Self::Number(_) => "a number",
            Self::List(_) => "a list",
            Self::Other(kind) => kind,
        }
    }
}

const UNITS_OF_TIME: [(&str, u64); 5] = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

const UNITS_OF_SIZE: [(&str, usize); 3] = [("B", 1), ("KiB", 1024), ("MiB", 1024 * 1024)];

fn split_unit(text: &str) -> Option<(u64, &str)> {
    let text = text.trim();
    let digits_end = text.find(|c: char| !c.is_ascii_digit())?;
    Some((text[..digits_end].parse().ok()?, text[digits_end..].trim_start()))
}

fn parse_duration(text: &str) -> Option<Duration> {
    let (number, unit) = split_unit(text)?;
    let (_, unit_ms) = UNITS_OF_TIME.iter().find(|(name, _)| *name == unit)?;
    number.checked_mul(*unit_ms).map(Duration::from_millis)
}

fn parse_size(text: &str) -> Option<usize> {
    let (number, unit) = split_unit(text)?;
    let (_, unit_bytes) = UNITS_OF_SIZE.iter().find(|(name, _)| *name == unit)?;
    usize::try_from(number).ok()?.checked_mul(*unit_bytes)
}

fn show_duration(duration: Duration) -> String {
    let duration_ms = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    let whole = UNITS_OF_TIME.iter().rev().find(|(_, unit_ms)| duration_ms >= *unit_ms && duration_ms % unit_ms == 0);
    whole.map_or_else(|| "0s".to_owned(), |(name, unit_ms)| format!("{}{name}", duration_ms / unit_ms))
}

fn show_size(size: usize) -> String {
    let whole = UNITS_OF_SIZE.iter().rev().find(|(_, unit)| size >= *unit && size.is_multiple_of(*unit));
    whole.map_or_else(|| "0B".to_owned(), |(name, unit)| format!("{}{name}", size / unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_and_sizes_have_units() {
        assert_eq!(parse_duration("500ms"), Some(Duration::from_millis(500)));
        assert_eq!(parse_duration("90s"), Some(Duration::from_secs(90)));
        assert_eq!(parse_duration("15 m"), Some(Duration::from_mins(15)));
        assert_eq!(parse_duration("2h"), Some(Duration::from_hours(2)));
        for wrong in ["", "90", "s", "-1s", "1.5h", "1w", "99999999999999999999s", "18446744073709551615d"] {
            assert_eq!(parse_duration(wrong), None, "{wrong}");
        }
        assert_eq!(parse_size("32KiB"), Some(32 * 1024));
        assert_eq!(parse_size("7B"), Some(7));
        for wrong in ["", "32", "32KB", "32kib", "KiB"] {
            assert_eq!(parse_size(wrong), None, "{wrong}");
        }
        assert_eq!(show_duration(Duration::from_secs(90)), "90s");
        assert_eq!(show_duration(Duration::from_mins(2)), "2m");
        assert_eq!(show_size(64 * 1024), "64KiB");
    }
}
