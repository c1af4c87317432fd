//! The crate map of `ARCHITECTURE.md` and the arrows between crates.
//!
//! The map is the one list: its table says which crate may know which, and an arrow that it does not draw is refused.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};

use super::Findings;
use crate::workspace::{self, Metadata};

const MAP: &str = "ARCHITECTURE.md";
const BEGIN: &str = "<!-- crates: read by cargo xtask tidy -->";
const END: &str = "<!-- end of crates -->";

/// What the map allows one crate to know.
#[derive(Debug, Default, PartialEq, Eq)]
struct Row {
    /// Crates that it is built on.
    knows: BTreeSet<String>,
    /// Crates that only its tests use.
    in_tests: BTreeSet<String>,
}

/// Compares the map with the workspace.
///
/// # Errors
///
/// When the map is missing or cannot be read as one.
pub fn check(found: &mut Findings, metadata: &Metadata) -> Result<()> {
    let map = parse(&workspace::read(MAP)?)?;
    let members: BTreeSet<&str> = metadata.members().map(|package| package.name.as_str()).collect();
    for name in map.keys().filter(|name| !members.contains(name.as_str())) {
        found.problem(format!("{MAP} lists the crate `{name}`, which the workspace does not have"));
    }
    for package in metadata.members() {
        let Some(row) = map.get(&package.name) else {
            found.problem(format!("{MAP} does not list the crate `{}`", package.name));
            continue;
        };
        let arrows = package.dependencies.iter().filter(|dependency| members.contains(dependency.name.as_str()));
        let (tests, builds): (Vec<_>, Vec<_>) =
            arrows.partition(|dependency| dependency.kind.as_deref() == Some("dev"));
        let builds: BTreeSet<String> = builds.into_iter().map(|dependency| dependency.name.clone()).collect();
        for name in builds.difference(&row.knows) {
            found.problem(format!("`{}` depends on `{name}`, an arrow that {MAP} does not draw", package.name));
        }
        for name in row.knows.difference(&builds) {
            found.note(format!("{MAP} draws an arrow from `{}` to `{name}` that is not there", package.name));
        }
        for dependency in tests {
            if !row.knows.contains(&dependency.name) && !row.in_tests.contains(&dependency.name) {
                let name = &dependency.name;
                found.problem(format!("the tests of `{}` use `{name}`, which {MAP} does not say", package.name));
            }
        }
    }
    Ok(())
}

/// Reads the table: crate, what it is, knows, in tests also.
fn parse(text: &str) -> Result<BTreeMap<String, Row>> {
    let (_, after) = text.split_once(BEGIN).with_context(|| format!("{MAP} has no line `{BEGIN}`"))?;
    let (table, _) = after.split_once(END).with_context(|| format!("{MAP} has no line `{END}`"))?;
    let mut map = BTreeMap::new();
    for line in table.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').collect();
        let [name, _, knows, in_tests] = cells.as_slice() else {
            bail!("{MAP}: this row has not four cells: {line}");
        };
        let name = quoted(name).into_iter().next().with_context(|| format!("{MAP}: no crate in this row: {line}"))?;
        let row = Row { knows: quoted(knows).into_iter().collect(), in_tests: quoted(in_tests).into_iter().collect() };
        if map.insert(name.clone(), row).is_some() {
            bail!("{MAP} lists the crate `{name}` twice");
        }
    }
    Ok(map)
}

/// The words between backticks.
fn quoted(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_between_its_marks() {
        let text = format!(
            "| `outside` | x | | |\n{BEGIN}\n| crate | what | knows | tests |\n| --- | --- | --- | --- |\n\
             | `a` | the first, on `ground` | | |\n| `b` | second | `a` | `kit`, `c` |\n{END}\n"
        );
        let map = parse(&text).expect("a map");
        assert_eq!(map.keys().collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(map["a"], Row::default());
        assert!(map["b"].knows.contains("a") && map["b"].in_tests.contains("kit"));
        assert!(parse("no marks").is_err());
    }
}
