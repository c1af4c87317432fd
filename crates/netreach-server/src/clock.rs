//! The one place that reads the clock of the machine.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use netreach_core::UnixMillis;

/// Tells the time. Cheap to clone; clones agree.
#[derive(Clone)]
pub struct Clock(Source);

#[derive(Clone)]
enum Source {
    Machine { started: Instant },
    Set(Arc<Hands>),
}

/// The hands of a clock that stands still until it is moved.
struct Hands {
    now_ms: AtomicI64,
    started_ms: i64,
}

impl Clock {
    /// The machine's clock.
    #[expect(clippy::disallowed_methods, reason = "this is the one reader")]
    pub fn machine() -> Self {
        Self(Source::Machine { started: Instant::now() })
    }

    /// A clock that shows `now` until somebody moves it with [`Clock::advance`].
    pub fn stopped_at(now: UnixMillis) -> Self {
        Self(Source::Set(Arc::new(Hands { now_ms: AtomicI64::new(now.0), started_ms: now.0 })))
    }

    /// The present instant.
    #[expect(clippy::disallowed_methods, reason = "this is the one reader")]
    pub fn now(&self) -> UnixMillis {
        match &self.0 {
            Source::Machine { .. } => {
                let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                UnixMillis(i64::try_from(since_1970.as_millis()).unwrap_or(i64::MAX))
            }
            Source::Set(hands) => UnixMillis(hands.now_ms.load(Ordering::SeqCst)),
        }
    }

    /// The time since this clock was made, which no change of the machine's time of day turns back.
    pub fn uptime(&self) -> Duration {
        match &self.0 {
            Source::Machine { started } => started.elapsed(),
            Source::Set(hands) => UnixMillis(hands.now_ms.load(Ordering::SeqCst)).since(UnixMillis(hands.started_ms)),
        }
    }

    /// Moves a stopped clock, and every clone of it, forward.
    ///
    /// # Panics
    ///
    /// If this is the machine's clock.
    pub fn advance(&self, span: Duration) {
        match &self.0 {
            Source::Machine { .. } => panic!("the machine's clock cannot be moved"),
            Source::Set(hands) => {
                let span_ms = i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
                hands.now_ms.fetch_add(span_ms, Ordering::SeqCst);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stopped_clock_moves_only_when_it_is_moved() {
        let clock = Clock::stopped_at(UnixMillis(1_000));
        let clone = clock.clone();
        assert_eq!(clock.now(), UnixMillis(1_000));
        clock.advance(Duration::from_secs(2));
        assert_eq!(clone.now(), UnixMillis(3_000));
        assert_eq!(clone.uptime(), Duration::from_secs(2));
    }

    #[test]
    fn the_machine_lives_after_this_was_written() {
        assert!(Clock::machine().now() > UnixMillis(1_750_000_000_000));
    }
}
