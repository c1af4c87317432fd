//! Reading how many tests passed and failed from what each runner says.

use std::fmt;

use anyhow::{Context, Result};
use serde::Deserialize;

/// How many tests passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Tests that passed.
    pub passed: u64,
    /// Tests that failed, and runs that failed without naming a test.
    pub failed: u64,
}

impl Counts {
    /// These and those.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }

    /// These, where a runner that ended badly without naming a failed test (a compile error) counts as one failure.
    #[must_use]
    pub const fn ended(self, well: bool) -> Self {
        if well || self.failed > 0 { self } else { Self { passed: self.passed, failed: 1 } }
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// All summaries of `cargo test`: `test result: ok. 3 passed; 0 failed; 0 ignored; …`.
pub fn of_cargo_test(lines: &[String]) -> Counts {
    let mut counts = Counts::default();
    for line in lines.iter().filter_map(|line| line.strip_prefix("test result: ")) {
        let Some((_, numbers)) = line.split_once(". ") else { continue };
        for part in numbers.split(';') {
            let mut words = part.split_whitespace();
            let (Some(Ok(number)), Some(what)) = (words.next().map(str::parse::<u64>), words.next()) else { continue };
            match what {
                "passed" => counts.passed += number,
                "failed" => counts.failed += number,
                _ => {} // ignored, measured, filtered out
            }
        }
    }
    counts
}

/// The report that vitest writes as JSON.
///
/// # Errors
///
/// When it is something else.
pub fn of_vitest(report: &str) -> Result<Counts> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Report {
        num_passed_tests: u64,
        num_failed_tests: u64,
    }
    let report: Report = serde_json::from_str(report).context("the report of the tests has another shape")?;
    Ok(Counts { passed: report.num_passed_tests, failed: report.num_failed_tests })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(|line| line.trim().to_owned()).collect()
    }

    #[test]
    fn cargo_test_is_summed_over_its_binaries() {
        let said = lines(
            "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 7 filtered out; finished in 0.00s
             test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
        );
        assert_eq!(of_cargo_test(&said), Counts { passed: 4, failed: 2 });
    }

    #[test]
    fn a_run_that_breaks_before_any_test_is_a_failure() {
        assert_eq!(of_cargo_test(&lines("error: could not compile")).ended(false).to_string(), "0 passed, 1 failed");
        assert_eq!(Counts { passed: 4, failed: 2 }.ended(false).failed, 2);
    }

    #[test]
    fn vitest_reports_are_read() {
        let report = r#"{"numTotalTests":3,"numPassedTests":2,"numFailedTests":1,"success":false}"#;
        assert_eq!(of_vitest(report).expect("a report"), Counts { passed: 2, failed: 1 });
        assert!(of_vitest("{}").is_err());
    }
}
