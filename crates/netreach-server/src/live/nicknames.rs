//! Names offered to visitors: two friendly words that say nothing of anybody.

use netreach_core::DisplayName;
use netreach_core::people::Language;
use uuid::Uuid;

/// First and second words by language. Plain things of nature and the house; none that is slang for a person or a body,
/// none of a town, and none that a worker's screen name is likely to be.
const WORDS: &[(&str, &[&str], &[&str], Order)] = &[
    (
        "en",
        &[
            "Amber", "Bright", "Calm", "Clear", "Cosy", "Early", "Evening", "Fresh", "Gentle", "Golden", "Green",
            "Happy", "Kind", "Light", "Little", "Lucky", "Mellow", "Misty", "Morning", "Quiet", "Silver", "Soft",
            "Steady", "Still", "Summer", "Sunny", "Tidy", "Warm", "Winter", "Wise",
        ],
        &[
            "Acorn", "Breeze", "Brook", "Candle", "Cloud", "Clover", "Cup", "Feather", "Fern", "Garden", "Harbour",
            "Hill", "Island", "Lake", "Lantern", "Leaf", "Maple", "Meadow", "Moon", "Oak", "Pebble", "Pine", "Rain",
            "River", "Shell", "Sky", "Star", "Teapot", "Willow", "Window",
        ],
        Order::AdjectiveFirst,
    ),
    (
        "ro",
        &[
            "auriu",
            "blând",
            "bun",
            "calm",
            "cald",
            "clar",
            "cuminte",
            "curat",
            "domol",
            "drag",
            "lin",
            "liniștit",
            "luminos",
            "mic",
            "nou",
            "proaspăt",
            "senin",
            "serios",
            "sprinten",
            "verde",
            "vesel",
            "vioi",
        ],
        &[
            "Arțar", "Brad", "Ceainic", "Cerc", "Câmp", "Curcubeu", "Deal", "Drum", "Far", "Felinar", "Fulg", "Izvor",
            "Lac", "Mal", "Munte", "Nor", "Pârâu", "Pod", "Râu", "Stejar", "Vânt", "Zâmbet",
        ],
        Order::NounFirst,
    ),
];

#[derive(Clone, Copy)]
enum Order {
    AdjectiveFirst,
    NounFirst,
}

/// Words that would make a visitor look like a worker or like the service itself.
const LIKE_STAFF: &[&str] = &[
    "admin",
    "advisor",
    "adviser",
    "coordinator",
    "helper",
    "moderator",
    "netreach",
    "operator",
    "staff",
    "supervisor",
    "support",
    "volunteer",
    "worker",
    "lucrător",
    "lucratoare",
    "coordonator",
    "voluntar",
];

/// Digits that a nickname may hold: fewer than any telephone number.
const DIGITS_MAX: usize = 4;

/// A name to offer, in the visitor's language where there are words for it.
pub fn offer_nickname(language: &Language) -> String {
    let known = WORDS.iter().find(|(tag, ..)| Language::new(tag).is_some_and(|tag| tag.same_language(language)));
    let (_, adjectives, nouns, order) = known.unwrap_or(&WORDS[0]);
    let random = Uuid::new_v4().as_u128();
    let pick = |words: &[&'static str], bits: u128| words[usize::try_from(bits % words.len() as u128).unwrap_or(0)];
    let adjective = pick(adjectives, random & 0xFFFF_FFFF);
    let noun = pick(nouns, (random >> 90) & 0xFFFF_FFFF);
    match order {
        Order::AdjectiveFirst => format!("{adjective} {noun}"),
        Order::NounFirst => format!("{noun} {adjective}"),
    }
}

/// Whether a visitor may use `name`: it must not look like a worker's, nor like a way to reach somebody.
pub fn nickname_allowed<'a>(name: &DisplayName, mut workers: impl Iterator<Item = &'a DisplayName>) -> bool {
    let lower = name.expose().to_lowercase();
    let digits = lower.chars().filter(char::is_ascii_digit).count();
    let reaches = lower.contains('@') || lower.contains("://") || lower.contains("www.") || digits > DIGITS_MAX;
    let like_staff = LIKE_STAFF.iter().any(|word| lower.contains(word));
    let taken = workers.any(|worker| worker.expose().to_lowercase() == lower);
    !(reaches || like_staff || taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_offer_is_a_name_that_is_allowed() {
        for tag in ["en", "ro", "pt-br"] {
            let language = Language::new(tag).expect("a tag");
            for _ in 0..200 {
                let name = DisplayName::new(&offer_nickname(&language)).expect("within the limits");
                assert!(nickname_allowed(&name, std::iter::empty()), "{}", name.expose());
            }
        }
    }

    #[test]
    fn a_name_that_reaches_somebody_or_looks_like_staff_is_refused() {
        for name in ["me@example.org", "07700 900123", "www.example.org", "Chat Support", "ANA"] {
            let name = DisplayName::new(name).expect("within the limits");
            let ana = DisplayName::new("Ana").expect("a name");
            assert!(!nickname_allowed(&name, [&ana].into_iter()), "{}", name.expose());
        }
        let fine = DisplayName::new("Calm River 7").expect("within the limits");
        assert!(nickname_allowed(&fine, std::iter::empty()));
    }
}
