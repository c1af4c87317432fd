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

/// The last summary of `cargo nextest run`: `Summary [ 1.2s] 5 tests run: 3 passed (1 slow), 1 failed, 1 timed out`.
pub fn of_nextest(lines: &[String]) -> Counts {
    let summary = lines.iter().rev().find_map(|line| {
        let (before, after) = line.split_once(" run: ")?;
        (before.contains("Summary") && before.contains("test")).then_some(after)
    });
    let mut counts = Counts::default();
    for part in summary.unwrap_or_default().split(',') {
        let mut words = part.split_whitespace();
        let (Some(Ok(number)), Some(what)) = (words.next().map(str::parse::<u64>), words.next()) else { continue };
        match what {
            "passed" => counts.passed += number,
            "failed" | "timed" | "exec" => counts.failed += number,
            _ => {} // skipped
        }
    }
    counts
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
    fn nextest_counts_every_kind_of_failure() {
        let said = lines(
            "PASS [   0.004s] core desk::tests::opens
             Summary [   5.010s] 9 tests run: 5 passed (1 slow, 1 leaky), 2 failed, 1 timed out, 1 exec failed, 3 skipped
             error: test run failed",
        );
        assert_eq!(of_nextest(&said), Counts { passed: 5, failed: 4 });
        assert_eq!(
            of_nextest(&lines("Summary [ 0.1s] 1 test run: 1 passed, 0 skipped")).to_string(),
            "1 passed, 0 failed"
        );
        assert_eq!(of_nextest(&lines("Summary [ 0.1s] 3/9 tests run: 2 passed, 1 failed")).failed, 1);
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
        assert_eq!(of_nextest(&lines("error: could not compile")).ended(false).to_string(), "0 passed, 1 failed");
        assert_eq!(Counts { passed: 4, failed: 2 }.ended(false).failed, 2);
    }

    #[test]
    fn vitest_reports_are_read() {
        let report = r#"{"numTotalTests":3,"numPassedTests":2,"numFailedTests":1,"success":false}"#;
        assert_eq!(of_vitest(report).expect("a report"), Counts { passed: 2, failed: 1 });
        assert!(of_vitest("{}").is_err());
    }
}
