//! Every error code is explained in `docs/protocol.md`.

use netreach_protocol::ErrorCode;

use super::Findings;
use crate::workspace;

const PAGE: &str = "docs/protocol.md";

/// Looks for a table row or heading of each code.
pub fn check(found: &mut Findings) {
    let Ok(page) = workspace::read(PAGE) else {
        found.problem(format!("{PAGE} is missing"));
        return;
    };
    for code in undocumented(&page, ErrorCode::ALL.iter().map(|code| code.as_str())) {
        found.problem(format!("{PAGE} does not explain the error code `{code}`"));
    }
}

/// A code is explained where a row of a table or a heading begins with it.
fn undocumented<'a>(page: &str, codes: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    codes
        .filter(|code| {
            let quoted = format!("`{code}`");
            !page.lines().any(|line| line.trim_start_matches(['|', '#', '-', ' ']).starts_with(&quoted))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_needs_a_row_of_its_own() {
        let page = "| `too_long` | 422 | over its limit |\nA text may be refused as `empty`.\n### `stale`\n";
        assert_eq!(undocumented(page, ["too_long", "empty", "stale", "too"].into_iter()), ["empty", "too"]);
    }
}
