//! The layers, each read into flat keys (`server.listen`) that remember where they were set.

use std::collections::BTreeMap;
use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::mistake::{Mistake, Source};
use super::values::Raw;

/// The embedded file: every setting with its default and what it means.
pub const REFERENCE: &str = include_str!("../../../../config/netreach.toml");

/// How the embedded file is called where it is at fault.
const REFERENCE_NAME: &str = "built-in netreach.toml";

/// What variables of ours begin with. Two underscores stand between the parts, since keys hold single ones.
const VARIABLE_PREFIX: &str = "NETREACH__";

/// A setting from the command line.
#[derive(Clone, Debug)]
pub struct Flag {
    /// The flag as it was typed: `--listen`.
    pub name: &'static str,
    /// The key that it sets: `server.listen`.
    pub key: &'static str,
    /// The value.
    pub value: String,
}

/// A value and where it was set.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) raw: Raw,
    pub(super) source: Source,
}

/// One layer: keys to entries.
pub(super) type Layer = BTreeMap<String, Entry>;

/// Reads the embedded file.
pub(super) fn reference(mistakes: &mut Vec<Mistake>) -> Layer {
    text(REFERENCE_NAME, REFERENCE, mistakes)
}

/// Reads the host's file.
pub(super) fn file(path: &Path, mistakes: &mut Vec<Mistake>) -> Layer {
    let name = path.display().to_string();
    match std::fs::read_to_string(path) {
        Ok(content) => text(&name, &content, mistakes),
        Err(error) => {
            mistakes.push(Mistake { place: name, what: format!("could not be read: {error}") });
            Layer::new()
        }
    }
}

/// Reads the text of a file. What can be read beside a mistake in the writing is read.
fn text(name: &str, content: &str, mistakes: &mut Vec<Mistake>) -> Layer {
    let source = |at: usize| Source::File { name: name.to_owned(), line: line_of(content, at) };
    let (table, errors) = DeTable::parse_recoverable(content);
    for error in errors {
        let at = error.span().map_or(0, |span| span.start);
        mistakes.push(Mistake::new(&source(at), error.message().replace('\n', ", ")));
    }
    let mut layer = Layer::new();
    for (section, value) in table.get_ref() {
        let at = section.span().start;
        let DeValue::Table(keys) = value.get_ref() else {
            let what = format!("`{}` stands outside of a section such as [server]", section.get_ref());
            mistakes.push(Mistake::new(&source(at), what));
            continue;
        };
        for (key, value) in keys {
            let name = format!("{}.{}", section.get_ref(), key.get_ref());
            layer.insert(name, Entry { raw: raw(value.get_ref()), source: source(key.span().start) });
        }
    }
    layer
}

fn raw(value: &DeValue<'_>) -> Raw {
    match value {
        DeValue::String(text) => Raw::Text(text.to_string()),
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).map_or(Raw::Other("a number that large"), Raw::Number)
        }
        DeValue::Float(_) => Raw::Other("a broken number"),
        DeValue::Boolean(_) => Raw::Other("true or false"),
        DeValue::Datetime(_) => Raw::Other("a date"),
        DeValue::Table(_) => Raw::Other("a section"),
        DeValue::Array(items) => {
            let texts = items.iter().map(|item| match item.get_ref() {
                DeValue::String(text) => Some(text.to_string()),
                _ => None,
            });
            texts.collect::<Option<Vec<_>>>().map_or(Raw::Other("a list of something else"), Raw::List)
        }
    }
}

/// The line of a byte, counted from 1.
fn line_of(content: &str, at: usize) -> usize {
    1 + content.get(..at).unwrap_or(content).matches('\n').count()
}

/// Reads the variables of the environment that are ours.
pub(super) fn environment(variables: impl IntoIterator<Item = (String, String)>, mistakes: &mut Vec<Mistake>) -> Layer {
    let mut layer = Layer::new();
    for (name, value) in variables {
        let Some(rest) = name.strip_prefix(VARIABLE_PREFIX) else { continue };
        let source = Source::Variable(name.clone());
        match rest.split("__").collect::<Vec<_>>()[..] {
            [section, key] if !section.is_empty() && !key.is_empty() => {
                let key = format!("{}.{}", section.to_ascii_lowercase(), key.to_ascii_lowercase());
                layer.insert(key, Entry { raw: Raw::Plain(value), source });
            }
            _ => mistakes.push(Mistake::new(&source, "must be named NETREACH__SECTION__KEY")),
        }
    }
    layer
}

/// Takes the flags.
pub(super) fn flags(flags: &[Flag]) -> Layer {
    flags
        .iter()
        .map(|flag| {
            let source = Source::Flag(flag.name.to_owned());
            (flag.key.to_owned(), Entry { raw: Raw::Plain(flag.value.clone()), source })
        })
        .collect()
}
