//! The starter library that a new consortium begins with, and the demo's own words.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use netreach_core::Language;
use netreach_store::{CannedAnswerId, CannedContent, CannedOwner, NewCannedAnswer, Shortcut, TextKind};
use serde::Deserialize;
use uuid::Uuid;

const ANSWERS: &str = include_str!("starter/answers.toml");

const TEXTS: &str = include_str!("starter/texts.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Library {
    answer: Vec<Answer>,
}

#[derive(Deserialize)]
struct Answer {
    shortcut: String,
    title: String,
    tags: Vec<String>,
    /// Every other key is a language.
    #[serde(flatten)]
    texts: BTreeMap<String, String>,
}

/// The canned answers, shared by the whole consortium.
pub fn answers() -> Result<Vec<NewCannedAnswer>> {
    let library: Library = toml::from_str(ANSWERS).context("the starter library")?;
    library.answer.into_iter().map(answer).collect()
}

fn answer(answer: Answer) -> Result<NewCannedAnswer> {
    let texts = answer.texts.into_iter().map(|(tag, text)| Ok((language(&tag)?, text)));
    Ok(NewCannedAnswer {
        id: CannedAnswerId(Uuid::now_v7()),
        owner: CannedOwner::Consortium,
        content: CannedContent {
            shortcut: Shortcut::new(&answer.shortcut).with_context(|| format!("shortcut {}", answer.shortcut))?,
            title: answer.title,
            tags: answer.tags,
            texts: texts.collect::<Result<_>>()?,
        },
    })
}

/// What a desk says in its own words, by language.
pub type DeskTexts = BTreeMap<Language, BTreeMap<TextKind, String>>;

/// What the demo's desk says in its own words.
pub fn desk_texts() -> Result<DeskTexts> {
    let texts: BTreeMap<String, BTreeMap<String, String>> = toml::from_str(TEXTS).context("the demo's texts")?;
    texts
        .into_iter()
        .map(|(tag, texts)| {
            let of_kind = |(kind, text): (String, String)| {
                let kind = TextKind::from_word(&kind).with_context(|| format!("kind {kind}"))?;
                Ok((kind, text.trim().to_owned()))
            };
            Ok((language(&tag)?, texts.into_iter().map(of_kind).collect::<Result<_>>()?))
        })
        .collect()
}

/// Reads a language tag.
pub fn language(tag: &str) -> Result<Language> {
    Language::new(tag).with_context(|| format!("`{tag}` is not a language tag such as en or ro"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_library_is_whole() {
        let answers = answers().expect("a library");
        let english = Language::new("en").expect("a tag");
        let romanian = Language::new("ro").expect("a tag");
        assert!(answers.len() >= 24);
        assert!(answers.iter().all(|answer| answer.content.texts.contains_key(&english)));
        assert!(answers.iter().filter(|answer| answer.content.texts.contains_key(&romanian)).count() >= 10);
        let shortcuts: BTreeSet<_> = answers.iter().map(|answer| answer.content.shortcut.as_str()).collect();
        assert_eq!(shortcuts.len(), answers.len(), "every shortcut once");
    }

    #[test]
    fn translations_have_the_blanks_of_the_original() {
        let blanks = |text: &str| -> BTreeSet<String> {
            text.split("{{").skip(1).filter_map(|rest| rest.split_once("}}")).map(|(name, _)| name.to_owned()).collect()
        };
        for answer in answers().expect("a library") {
            let mut all: Vec<_> = answer.content.texts.values().map(|text| blanks(text)).collect();
            all.dedup();
            assert_eq!(all.len(), 1, "{}", answer.content.shortcut.as_str());
        }
    }

    #[test]
    fn the_demo_speaks_both_languages() {
        let texts = desk_texts().expect("texts");
        assert_eq!(texts.len(), 2);
        assert!(texts.values().all(|texts| texts.contains_key(&TextKind::OtherChannels)));
    }
}
