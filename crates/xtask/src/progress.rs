//! Progress lines of long commands.

use std::time::{Duration, Instant};

/// The steps of one command, announced one after the other.
pub struct Steps {
    total: usize,
    at: usize,
    running_since: Option<Instant>,
}

impl Steps {
    /// Steps of which there will be `total`.
    pub const fn new(total: usize) -> Self {
        Self { total, at: 0, running_since: None }
    }

    /// Says that the step before is done and that `what` begins.
    pub fn begin(&mut self, what: &str) {
        self.end();
        self.at += 1;
        println!("[{}/{}] {what} …", self.at, self.total);
        self.running_since = Some(now());
    }

    /// Says how long the last step took.
    pub fn end(&mut self) {
        if let Some(since) = self.running_since.take() {
            println!("      {}", human(since.elapsed()));
        }
    }
}

impl Drop for Steps {
    fn drop(&mut self) {
        self.end();
    }
}

fn human(elapsed: Duration) -> String {
    let seconds = elapsed.as_secs();
    if seconds < 60 {
        format!("{}.{} s", seconds, elapsed.subsec_millis() / 100)
    } else {
        format!("{} min {} s", seconds / 60, seconds % 60)
    }
}

#[expect(clippy::disallowed_methods, reason = "progress for a person; no behaviour depends on it")]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_well() {
        assert_eq!(human(Duration::from_millis(1_290)), "1.2 s");
        assert_eq!(human(Duration::from_secs(125)), "2 min 5 s");
    }
}
