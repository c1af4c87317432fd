//! What must not be left in a finished tree.

use super::Findings;
use crate::workspace;

/// Beyond this a file is worth a hard look.
const LINES_WORTH_A_LOOK: usize = 600;

/// Written by tools, at whatever length they please.
const GENERATED: &[&str] = &["Cargo.lock", "widget/package-lock.json", crate::codegen::GENERATED];

/// Words that mark unfinished work, and the endings of the files where they mean it. Written in two halves, so that
/// this file does not find itself.
const LEFTOVERS: &[(&str, &[&str])] = &[
    (concat!("FIX", "ME"), CODE),
    (concat!("TO", "DO"), CODE),
    (concat!("XX", "X"), CODE),
    (concat!("to", "do!("), &["rs"]),
    (concat!("unimpl", "emented!("), &["rs"]),
    (concat!("db", "g!("), &["rs"]),
    (concat!("#[ign", "ore"), &["rs"]),
    (concat!("#[al", "low("), &["rs"]),
    (concat!("#![al", "low("), &["rs"]),
    // A step that follows a failed one may skip itself by its context: that is another word.
    (concat!("test.sk", "ip("), SCRIPTS),
    (concat!("describe.sk", "ip("), SCRIPTS),
    (concat!("it.sk", "ip("), SCRIPTS),
    (concat!(".on", "ly("), SCRIPTS),
    (concat!("debug", "ger;"), SCRIPTS),
    (concat!("@ts-ig", "nore"), SCRIPTS),
];

const SCRIPTS: &[&str] = &["ts", "tsx", "js", "mjs"];
const CODE: &[&str] = &["rs", "ts", "tsx", "js", "mjs", "css", "sql", "py", "sh", "toml", "html", "run"];

/// Reads every file of the tree.
pub fn check(found: &mut Findings, files: &[String]) {
    for path in files {
        // What is no text (an image, a sound) holds no words.
        let Ok(text) = workspace::read(path) else { continue };
        check_text(found, path, &text);
    }
}

fn check_text(found: &mut Findings, path: &str, text: &str) {
    let ending = path.rsplit(['.', '/']).next().unwrap_or_default();
    for (number, line) in text.lines().enumerate() {
        let number = number + 1;
        for (word, endings) in LEFTOVERS {
            if endings.contains(&ending) && has_word(line, word) {
                found.problem(format!("{path}:{number} holds `{word}`"));
            }
        }
    }
    let lines = text.lines().count();
    if CODE.contains(&ending) && lines > LINES_WORTH_A_LOOK && !GENERATED.contains(&path) {
        found.note(format!("{path} has {lines} lines: could it be two ideas?"));
    }
}

/// Whether `word` stands in `line`, not as a part of a longer word.
fn has_word(line: &str, word: &str) -> bool {
    let part_of_word = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        let begins = !word.starts_with(part_of_word) || !before.is_some_and(part_of_word);
        let ends = !word.ends_with(part_of_word) || !after.is_some_and(part_of_word);
        begins && ends
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(path: &str, text: &str) -> Vec<String> {
        let mut found = Findings::default();
        check_text(&mut found, path, text);
        found.problems
    }

    #[test]
    fn leftovers_are_found_where_they_mean_it() {
        let only = concat!("test.on", "ly('x', run)");
        assert_eq!(problems("a/b.test.ts", &format!("ok\n{only}")), [concat!("a/b.test.ts:2 holds `.on", "ly(`")]);
        assert!(problems("docs/style.md", only).is_empty());
        assert!(problems("a.rs", concat!("iterator.sk", "ip(1)")).is_empty());
        assert_eq!(problems(".ci/run", concat!("# FIX", "ME later")).len(), 1);
        assert!(problems("a.rs", concat!("let m", "TO", "DOs = 1;")).is_empty());
    }
}
