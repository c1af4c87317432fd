//! What a desk says to visitors: its coordinators' words, or those that come with the service.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use netreach_core::Language;
use netreach_protocol::http::{self, DeskTextKind};
use netreach_store::TextKind;

use crate::settings::DeskSettings;

/// The texts that come with the service, by language; the first is used where a language has none.
const BUILT_IN: [(&str, &str); 2] = [("en", include_str!("texts/en.toml")), ("ro", include_str!("texts/ro.toml"))];

type ByKind = BTreeMap<DeskTextKind, String>;

static DEFAULTS: LazyLock<Vec<(Language, ByKind)>> = LazyLock::new(|| {
    let read = |(tag, file)| (Language::new(tag).expect("a known tag"), built_in(file));
    BUILT_IN.into_iter().map(read).collect()
});

/// Reads one file of texts. It is part of the program, so a mistake in it is ours, and a test reads it.
fn built_in(file: &str) -> ByKind {
    let texts: BTreeMap<String, String> = toml::from_str(file).expect("the file is TOML");
    let text = |kind: &DeskTextKind| texts.get(kind.as_str()).expect("every kind has a text").trim().to_owned();
    DeskTextKind::ALL.iter().map(|kind| (*kind, text(kind))).collect()
}

/// The text that a visitor reads who asked for `language`: the coordinators' in that language, else in the desk's own,
/// else what comes with the service in that language, else in the desk's own, else in English.
pub fn text(desk: &DeskSettings, kind: DeskTextKind, language: &Language) -> String {
    let wanted = stored(kind);
    let written = |tongue: &Language| {
        let mut texts = desk.texts.iter().filter(|text| text.kind == wanted);
        let exact = texts.clone().find(|text| text.language == *tongue);
        exact.or_else(|| texts.find(|text| text.language.same_language(tongue))).map(|text| text.text.clone())
    };
    let by_default = |tongue: &Language| {
        let found = DEFAULTS.iter().find(|(language, _)| language.same_language(tongue));
        found.map(|(_, texts)| texts[&kind].clone())
    };
    let own = desk.languages.first();
    written(language)
        .or_else(|| own.and_then(written))
        .or_else(|| by_default(language))
        .or_else(|| own.and_then(by_default))
        .unwrap_or_else(|| DEFAULTS[0].1[&kind].clone())
}

/// Everything that comes with the service.
pub(super) fn defaults() -> Vec<http::DeskText> {
    let of_language = |(language, texts): &(Language, ByKind)| {
        let tag = language.as_str().to_owned();
        let shown = |(kind, text): (&DeskTextKind, &String)| http::DeskText {
            language: tag.clone(),
            kind: *kind,
            text: text.clone(),
        };
        texts.iter().map(shown).collect::<Vec<_>>()
    };
    DEFAULTS.iter().flat_map(of_language).collect()
}

/// The kind as the tables have it.
pub(super) fn stored(kind: DeskTextKind) -> TextKind {
    match kind {
        DeskTextKind::GroundRules => TextKind::GroundRules,
        DeskTextKind::Confidentiality => TextKind::Confidentiality,
        DeskTextKind::Waiting => TextKind::Waiting,
        DeskTextKind::ClosedOutsideHours => TextKind::ClosedOutsideHours,
        DeskTextKind::ClosedOpensSoon => TextKind::ClosedOpensSoon,
        DeskTextKind::ClosedNoPair => TextKind::ClosedNoPair,
        DeskTextKind::ClosedQueueFull => TextKind::ClosedQueueFull,
        DeskTextKind::ClosedException => TextKind::ClosedException,
        DeskTextKind::PairBrokeUp => TextKind::PairBrokeUp,
        DeskTextKind::OtherChannels => TextKind::OtherChannels,
    }
}

/// The kind as the API says it.
pub(super) fn shown(kind: TextKind) -> DeskTextKind {
    match kind {
        TextKind::GroundRules => DeskTextKind::GroundRules,
        TextKind::Confidentiality => DeskTextKind::Confidentiality,
        TextKind::Waiting => DeskTextKind::Waiting,
        TextKind::ClosedOutsideHours => DeskTextKind::ClosedOutsideHours,
        TextKind::ClosedOpensSoon => DeskTextKind::ClosedOpensSoon,
        TextKind::ClosedNoPair => DeskTextKind::ClosedNoPair,
        TextKind::ClosedQueueFull => DeskTextKind::ClosedQueueFull,
        TextKind::ClosedException => DeskTextKind::ClosedException,
        TextKind::PairBrokeUp => DeskTextKind::PairBrokeUp,
        TextKind::OtherChannels => DeskTextKind::OtherChannels,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use netreach_core::desk::rules::PairingRules;
    use netreach_core::hours::{Hours, TimeZoneName};
    use netreach_core::{ConsortiumId, DeskId, DisplayName};
    use netreach_protocol::limits;
    use netreach_store::DeskText;
    use uuid::Uuid;

    use super::*;

    fn language(tag: &str) -> Language {
        Language::new(tag).expect("a language")
    }

    fn desk(languages: &[&str], texts: &[(&str, &str)]) -> DeskSettings {
        let written = |(tag, text): &(&str, &str)| DeskText {
            kind: TextKind::Waiting,
            language: language(tag),
            text: (*text).to_owned(),
        };
        DeskSettings {
            id: DeskId(Uuid::nil()),
            consortium: ConsortiumId(Uuid::nil()),
            name: DisplayName::new("Chat").expect("a name"),
            hours: Hours::new(TimeZoneName::new("UTC").expect("a zone"), vec![], vec![]).expect("no hours"),
            rules: PairingRules::default(),
            queue_max: 1,
            idle_end: Duration::from_mins(30),
            token_stored: true,
            languages: languages.iter().map(|tag| language(tag)).collect(),
            texts: texts.iter().map(written).collect(),
            organisations: vec![],
        }
    }

    #[test]
    fn every_language_says_everything_and_fills_the_same_blanks() {
        let blanks = |text: &str| {
            let mut names: Vec<String> =
                text.split("{{").skip(1).filter_map(|rest| rest.split("}}").next()).map(str::to_owned).collect();
            names.sort();
            names
        };
        for kind in DeskTextKind::ALL {
            let english = &DEFAULTS[0].1[kind];
            assert_eq!(english.is_empty(), *kind == DeskTextKind::OtherChannels, "{kind:?}");
            for (language, texts) in DEFAULTS.iter() {
                assert_eq!(blanks(&texts[kind]), blanks(english), "{kind:?} in {}", language.as_str());
                assert_eq!(texts[kind].is_empty(), english.is_empty(), "{kind:?} in {}", language.as_str());
                assert!(texts[kind].chars().count() <= limits::DESK_TEXT_CHARS_MAX);
            }
        }
    }

    #[test]
    fn kinds_are_the_same_in_tables_and_api() {
        for kind in TextKind::ALL {
            assert_eq!(stored(shown(*kind)), *kind);
            assert_eq!(shown(*kind).as_str(), kind.as_str());
        }
        assert_eq!(TextKind::ALL.len(), DeskTextKind::ALL.len());
    }

    #[test]
    fn a_text_falls_back_step_by_step() {
        let wait = |desk: &DeskSettings, tag: &str| text(desk, DeskTextKind::Waiting, &language(tag));
        let written = desk(&["en", "ro"], &[("en", "Please wait."), ("ro", "Așteaptă."), ("pt-br", "Espere.")]);
        assert_eq!(wait(&written, "ro"), "Așteaptă.");
        assert_eq!(wait(&written, "ro-md"), "Așteaptă.");
        assert_eq!(wait(&written, "pt"), "Espere.");
        assert_eq!(wait(&written, "de"), "Please wait.");
        let english_only = desk(&["en"], &[("en", "Please wait.")]);
        assert_eq!(wait(&english_only, "ro"), "Please wait.", "what the desk says itself binds");
        let silent = desk(&["en"], &[]);
        assert_eq!(wait(&silent, "ro"), DEFAULTS[1].1[&DeskTextKind::Waiting]);
        assert_eq!(wait(&silent, "de"), DEFAULTS[0].1[&DeskTextKind::Waiting]);
        let romanian = desk(&["ro"], &[]);
        assert_eq!(wait(&romanian, "de"), DEFAULTS[1].1[&DeskTextKind::Waiting]);
    }
}
