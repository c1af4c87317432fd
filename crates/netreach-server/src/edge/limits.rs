//! How much one place may do, without knowing which place it is.
//!
//! Everything is counted by an [`AddressKey`]: an HMAC of the network prefix under a key that lives in memory and is
//! replaced every hour. Two generations of key and counts are held, and both must agree, so that a limit does not start
//! afresh on the hour. Nothing here is written anywhere, and a restart forgets it all: accepted.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use netreach_protocol::ErrorCode;

use super::address::{AddressKey, ClientAddr, KeyedPrefix, Prefix};
use super::problem::ApiError;
use crate::clock::Clock;
use crate::config::{LimitsConfig, RateConfig};
use crate::keys::MacKey;

/// How long a generation of keys is the current one. It is the previous one for as long again, then gone.
pub const GENERATION: Duration = Duration::from_hours(1);

/// Places counted in one table. If more than this are really busy at once, the tables start afresh: memory stays
/// bounded, and what was counted is forgotten early.
pub const PLACES_MAX: usize = 100_000;

/// The limiter.
pub struct Limits {
    config: LimitsConfig,
    connections_max: usize,
    clock: Clock,
    connections: Arc<AtomicUsize>,
    generations: RwLock<Generations>,
}

struct Generations {
    current: Arc<Generation>,
    previous: Arc<Generation>,
}

/// One hour's key and what was counted under it.
struct Generation {
    key: MacKey,
    since: Duration,
    requests: Keyed,
    sockets: Keyed,
    starts: Keyed,
    sign_ins: Keyed,
    sign_in_names: Keyed,
    connections_held: Held,
    sockets_held: Held,
}

type Keyed = RateLimiter<KeyedPrefix, DashMapStateStore<KeyedPrefix>, Uptime, NoOpMiddleware<Duration>>;

/// How many of something each place holds now.
#[derive(Default)]
struct Held(Mutex<HashMap<KeyedPrefix, u32>>);

/// Our clock, as the rate limiter reads it.
#[derive(Clone)]
struct Uptime(Clock);

impl governor::clock::Clock for Uptime {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.uptime()
    }
}

/// A limit was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limited {
    /// [`ErrorCode::TooManyRequests`] or [`ErrorCode::TooManyConnections`].
    pub code: ErrorCode,
    /// When to try again.
    pub retry_after: Duration,
}

impl From<Limited> for ApiError {
    fn from(limited: Limited) -> Self {
        Self::new(limited.code).retry_after(limited.retry_after)
    }
}

/// Where a permit is counted: in which generation, under which prefix, in which table.
type Place = (Arc<Generation>, KeyedPrefix, fn(&Generation) -> &Held);

/// A place in the count of connections or sockets; given back when dropped.
pub struct Permit {
    place: Option<Place>,
    total: Option<Arc<AtomicUsize>>,
}

impl Drop for Permit {
    fn drop(&mut self) {
        if let Some((generation, prefix, held)) = self.place.take() {
            held(&generation).give_back(prefix);
        }
        if let Some(total) = self.total.take() {
            total.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

/// When to try again after a count was full: others leave at their own time.
const FULL_RETRY_AFTER: Duration = Duration::from_secs(10);

impl Limits {
    /// Makes a limiter that has counted nothing yet; `connections_max` is the cap of all places together.
    pub fn new(config: &LimitsConfig, connections_max: usize, clock: Clock) -> Self {
        let generations = Generations {
            current: Arc::new(Generation::new(config, &clock)),
            previous: Arc::new(Generation::new(config, &clock)),
        };
        Self {
            config: config.clone(),
            connections_max,
            clock,
            connections: Arc::default(),
            generations: RwLock::new(generations),
        }
    }

    /// The key that stands for an address now. The one reader of [`ClientAddr`].
    pub(super) fn key_of(&self, address: &ClientAddr) -> AddressKey {
        let (current, previous) = self.generations();
        let keyed = |generation: &Generation| match address.prefix() {
            Prefix::V4(prefix) => generation.keyed(&[b"v4", &prefix]),
            Prefix::V6(prefix) => generation.keyed(&[b"v6", &prefix]),
        };
        AddressKey { current: keyed(&current), previous: keyed(&previous) }
    }

    /// Counts a connection of this place, until the permit is dropped. `None` for one of a trusted proxy, which brings
    /// many visitors: it counts towards the total only.
    ///
    /// # Errors
    ///
    /// [`Limited`] if the total or the place is full.
    pub(super) fn connection(&self, place: Option<&AddressKey>) -> Result<Permit, Limited> {
        let full = Limited { code: ErrorCode::TooManyConnections, retry_after: FULL_RETRY_AFTER };
        let taken = self.connections.fetch_add(1, Ordering::SeqCst);
        let total = Permit { place: None, total: Some(Arc::clone(&self.connections)) };
        if taken >= self.connections_max {
            return Err(full);
        }
        let Some(place) = place else {
            return Ok(total);
        };
        let mut permit =
            self.hold(place, self.config.connections_per_place, |generation| &generation.connections_held)?;
        let mut total = total;
        permit.total = total.total.take();
        Ok(permit)
    }

    /// Connections that are open now, of all places together.
    pub fn connections_open(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// Counts one request of this place.
    ///
    /// # Errors
    ///
    /// [`Limited`] if there were too many in a short time.
    pub fn request(&self, place: &AddressKey) -> Result<(), Limited> {
        self.rate(place, |generation| &generation.requests)
    }

    /// Counts one WebSocket of this place, until the permit is dropped: call it before the upgrade, and keep the permit
    /// as long as the socket.
    ///
    /// # Errors
    ///
    /// [`Limited`] if too many were opened in a short time, or are open now.
    pub fn socket(&self, place: &AddressKey) -> Result<Permit, Limited> {
        self.rate(place, |generation| &generation.sockets)?;
        self.hold(place, self.config.sockets_per_place, |generation| &generation.sockets_held)
    }

    /// Counts one conversation that this place asks for.
    ///
    /// # Errors
    ///
    /// [`Limited`] if there were too many in a short time.
    pub fn start(&self, place: &AddressKey) -> Result<(), Limited> {
        self.rate(place, |generation| &generation.starts)
    }

    /// Counts one attempt to sign in, by this place and by the name that was typed: call it before the password is
    /// looked at, whether the name exists or not.
    ///
    /// # Errors
    ///
    /// [`Limited`] if there were too many in a short time.
    pub fn sign_in(&self, place: &AddressKey, name: &str) -> Result<(), Limited> {
        self.rate(place, |generation| &generation.sign_ins)?;
        let (current, previous) = self.generations();
        let keyed = |generation: &Generation| generation.keyed(&[b"sign-in", name.to_lowercase().as_bytes()]);
        let name = AddressKey { current: keyed(&current), previous: keyed(&previous) };
        self.rate(&name, |generation| &generation.sign_in_names)
    }

    fn rate(&self, place: &AddressKey, table: fn(&Generation) -> &Keyed) -> Result<(), Limited> {
        let (current, previous) = self.generations();
        let now = self.clock.uptime();
        for (generation, prefix) in [(&current, &place.current), (&previous, &place.previous)] {
            let table = table(generation);
            if let Err(not_until) = table.check_key(prefix) {
                let retry_after = not_until.wait_time_from(now);
                return Err(Limited { code: ErrorCode::TooManyRequests, retry_after });
            }
            self.bound(generation, table);
        }
        Ok(())
    }

    fn hold(&self, place: &AddressKey, max: u32, table: fn(&Generation) -> &Held) -> Result<Permit, Limited> {
        let (current, previous) = self.generations();
        let before = table(&previous).count(place.previous);
        if !table(&current).take(place.current, max.saturating_sub(before)) {
            return Err(Limited { code: ErrorCode::TooManyConnections, retry_after: FULL_RETRY_AFTER });
        }
        Ok(Permit { place: Some((current, place.current, table)), total: None })
    }

    /// Keeps a table within [`PLACES_MAX`].
    fn bound(&self, generation: &Arc<Generation>, table: &Keyed) {
        if table.len() <= PLACES_MAX {
            return;
        }
        table.retain_recent();
        if table.len() > PLACES_MAX {
            let mut generations = self.generations.write().unwrap_or_else(PoisonError::into_inner);
            if Arc::ptr_eq(&generations.current, generation) {
                generations.current = Arc::new(Generation::new(&self.config, &self.clock));
            }
            if Arc::ptr_eq(&generations.previous, generation) {
                generations.previous = Arc::new(Generation::new(&self.config, &self.clock));
            }
        }
    }

    /// The two generations in force, rotated if it is time.
    fn generations(&self) -> (Arc<Generation>, Arc<Generation>) {
        let now = self.clock.uptime();
        let is_due = |generation: &Generation| now.saturating_sub(generation.since) >= GENERATION;
        {
            let generations = self.generations.read().unwrap_or_else(PoisonError::into_inner);
            if !is_due(&generations.current) {
                return (Arc::clone(&generations.current), Arc::clone(&generations.previous));
            }
        }
        let mut generations = self.generations.write().unwrap_or_else(PoisonError::into_inner);
        if is_due(&generations.current) {
            let fresh = Arc::new(Generation::new(&self.config, &self.clock));
            generations.previous = std::mem::replace(&mut generations.current, fresh);
        }
        (Arc::clone(&generations.current), Arc::clone(&generations.previous))
    }
}

impl Generation {
    fn new(config: &LimitsConfig, clock: &Clock) -> Self {
        let keyed = |rate: RateConfig| RateLimiter::dashmap_with_clock(quota(rate), Uptime(clock.clone()));
        Self {
            key: MacKey::random(),
            since: clock.uptime(),
            requests: keyed(config.requests),
            sockets: keyed(config.sockets),
            starts: keyed(config.starts),
            sign_ins: keyed(config.sign_ins),
            sign_in_names: keyed(config.sign_in_names),
            connections_held: Held::default(),
            sockets_held: Held::default(),
        }
    }

    fn keyed(&self, parts: &[&[u8]]) -> KeyedPrefix {
        let mac = self.key.mac(parts);
        let mut keyed = KeyedPrefix::default();
        keyed.copy_from_slice(&mac[..size_of::<KeyedPrefix>()]);
        keyed
    }
}

/// A burst, refilled at a steady rate.
fn quota(rate: RateConfig) -> Quota {
    let burst = NonZeroU32::new(rate.burst).unwrap_or(NonZeroU32::MIN);
    let per_minute = rate.per_minute.max(1);
    Quota::with_period(Duration::from_mins(1) / per_minute).expect("a minute's part is not zero").allow_burst(burst)
}

impl Held {
    fn count(&self, prefix: KeyedPrefix) -> u32 {
        let table = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        table.get(&prefix).copied().unwrap_or(0)
    }

    /// Counts one more unless the place already holds `max`.
    fn take(&self, prefix: KeyedPrefix, max: u32) -> bool {
        let mut table = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let held = table.get(&prefix).copied().unwrap_or(0);
        if held >= max {
            return false;
        }
        table.insert(prefix, held + 1);
        true
    }

    fn give_back(&self, prefix: KeyedPrefix) {
        let mut table = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = table.get_mut(&prefix) {
            *held -= 1;
            if *held == 0 {
                table.remove(&prefix);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use netreach_core::UnixMillis;

    use super::*;

    const RATE: RateConfig = RateConfig { burst: 3, per_minute: 6 };

    fn limits(connections_max: usize) -> (Limits, Clock) {
        let clock = Clock::stopped_at(UnixMillis(0));
        let config = LimitsConfig {
            connections_per_place: 2,
            sockets_per_place: 2,
            requests: RATE,
            sockets: RateConfig { burst: 100, per_minute: 100 },
            starts: RATE,
            sign_ins: RateConfig { burst: 100, per_minute: 100 },
            sign_in_names: RATE,
        };
        (Limits::new(&config, connections_max, clock.clone()), clock)
    }

    fn place(limits: &Limits, address: &str) -> AddressKey {
        limits.key_of(&ClientAddr::new(address.parse().expect("an address")))
    }

    #[test]
    fn one_place_cannot_fill_the_line() {
        let (limits, _) = limits(10);
        let (here, there) = (place(&limits, "203.0.113.7"), place(&limits, "203.0.113.8"));
        for _ in 0..RATE.burst {
            assert!(limits.start(&here).is_ok());
        }
        assert_eq!(limits.start(&here).map_err(|limited| limited.code), Err(ErrorCode::TooManyRequests));
        assert!(limits.start(&there).is_ok());
    }

    #[test]
    fn one_household_is_one_place() {
        let (limits, _) = limits(10);
        assert!(place(&limits, "203.0.113.1") == place(&limits, "203.0.113.1"));
        assert!(place(&limits, "203.0.113.1") != place(&limits, "203.0.113.2"));
        assert!(place(&limits, "2001:db8:0:1::1") == place(&limits, "2001:db8:0:1:ffff::2"));
        assert!(place(&limits, "2001:db8:0:1::1") != place(&limits, "2001:db8:0:2::1"));
    }

    #[test]
    fn a_burst_passes_then_the_rate_holds() {
        let (limits, clock) = limits(10);
        let here = place(&limits, "203.0.113.1");
        for _ in 0..RATE.burst {
            assert_eq!(limits.request(&here), Ok(()));
        }
        let limited = limits.request(&here).expect_err("the burst is used up");
        assert_eq!(limited.code, ErrorCode::TooManyRequests);
        assert_eq!(limited.retry_after, Duration::from_secs(10));
        assert_eq!(limits.request(&place(&limits, "203.0.113.2")), Ok(()), "another place is not affected");
        clock.advance(limited.retry_after);
        assert_eq!(limits.request(&here), Ok(()));
    }

    #[test]
    fn keys_rotate_and_the_limit_does_not_start_afresh() {
        let (limits, clock) = limits(10);
        clock.advance(GENERATION.checked_sub(Duration::from_millis(1)).expect("an hour is longer"));
        let before = place(&limits, "203.0.113.1");
        for _ in 0..RATE.burst {
            assert_eq!(limits.request(&before), Ok(()));
        }
        clock.advance(Duration::from_millis(1));
        let after = place(&limits, "203.0.113.1");
        assert!(before.current == after.previous && before.current != after.current);
        assert!(limits.request(&after).is_err(), "the hour is over, the burst is not forgotten");
        clock.advance(GENERATION);
        let later = place(&limits, "203.0.113.1");
        assert!(before.current != later.previous, "after two hours nothing leads back");
    }

    #[test]
    fn a_place_holds_so_many_connections_and_gives_them_back() {
        let (limits, clock) = limits(10);
        let here = place(&limits, "203.0.113.1");
        let first = limits.connection(Some(&here)).unwrap_or_else(|_| panic!("the first"));
        let _second = limits.connection(Some(&here)).unwrap_or_else(|_| panic!("the second"));
        assert_eq!(limits.connection(Some(&here)).err().map(|l| l.code), Some(ErrorCode::TooManyConnections));
        assert_eq!(limits.connections_open(), 2, "what was refused is not counted");
        clock.advance(GENERATION);
        let same = place(&limits, "203.0.113.1");
        assert!(limits.connection(Some(&same)).is_err(), "the hour is over, the connections are not");
        drop(first);
        let third = limits.connection(Some(&same));
        assert!(third.is_ok());
        assert_eq!(limits.connections_open(), 2);
    }

    #[test]
    fn all_places_together_have_a_cap() {
        let (limits, _) = limits(2);
        let _proxied = limits.connection(None).unwrap_or_else(|_| panic!("the first"));
        let _direct = limits.connection(Some(&place(&limits, "203.0.113.1"))).unwrap_or_else(|_| panic!("the second"));
        assert!(limits.connection(Some(&place(&limits, "203.0.113.2"))).is_err());
        assert!(limits.connection(None).is_err());
        assert_eq!(limits.connections_open(), 2);
    }

    #[test]
    fn passwords_are_not_guessed_quickly_from_many_places() {
        let (limits, _) = limits(10);
        for n in 0..RATE.burst {
            assert_eq!(limits.sign_in(&place(&limits, &format!("203.0.113.{n}")), "ana"), Ok(()));
        }
        assert!(limits.sign_in(&place(&limits, "203.0.113.99"), "Ana").is_err());
        assert_eq!(limits.sign_in(&place(&limits, "203.0.113.99"), "ben"), Ok(()));
    }

    #[test]
    fn the_tables_are_bounded() {
        let (limits, _) = limits(10);
        let before = limits.generations();
        for n in 0..=u32::try_from(PLACES_MAX).expect("fits") {
            let mut prefix = KeyedPrefix::default();
            prefix[..4].copy_from_slice(&n.to_be_bytes());
            let _ = limits.request(&AddressKey { current: prefix, previous: prefix });
        }
        let after = limits.generations();
        assert!(!Arc::ptr_eq(&before.0, &after.0) && !Arc::ptr_eq(&before.1, &after.1));
        assert!(after.0.requests.len() <= PLACES_MAX);
    }
}
