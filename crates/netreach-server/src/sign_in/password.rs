//! Passwords: hashing them, and what they must be.

use argon2::password_hash::phc;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use netreach_protocol::{ErrorCode, limits};
use netreach_store::{PasswordHash, SignIn};
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};
use zeroize::Zeroizing;

use crate::edge::ApiError;

/// Memory that one hash takes, in KiB: the 19 MiB that OWASP's password storage advice names with two passes, little
/// enough for a small server.
pub const MEMORY_KIB: u32 = 19 * 1024;

/// Passes over that memory; goes with [`MEMORY_KIB`].
pub const PASSES: u32 = 2;

/// Lanes: one, because hashes already run beside each other.
pub const LANES: u32 = 1;

/// Hashes that run at once: 38 MiB and two cores at most, so that signing in never starves the chats.
pub const HASHES_AT_ONCE: usize = 2;

/// Hashes that may wait for their turn; at 50 ms each the last one waits under two seconds.
pub const HASHES_WAITING_MAX: usize = 64;

/// When to try again where more than that wait.
const CROWD_RETRY_AFTER: Duration = Duration::from_secs(3);

/// What must be left of a password without the sign-in name and the obvious words, in characters.
pub const OWN_CHARS_MIN: usize = 6;

/// Different characters that must be left, so that a repeated key is not a password.
pub const OWN_DIFFERENT_MIN: usize = 5;

/// Shortest part of a sign-in name that counts as the name: shorter ones stand in too many words.
const NAME_PART_CHARS_MIN: usize = 3;

/// Stands in for the hash of somebody who does not exist, so that signing in takes the same work for every name.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5LWhhcy10aGlzIQ$2pZ0QeLr5gXWlqgWwXwS9pI7TQhE4vYb6e1uJvM0s3k";

/// Words and rows of keys that everybody tries first, one a line, in lower case.
const OBVIOUS: &str = include_str!("obvious.txt");

static RUNNING: Semaphore = Semaphore::const_new(HASHES_AT_ONCE);
static WAITING: Semaphore = Semaphore::const_new(HASHES_WAITING_MAX);

/// Hashes a password under a new salt, on this thread: for the command line. The server uses [`hash`].
///
/// # Panics
///
/// If the system has no randomness.
pub fn hash_here(password: &str) -> PasswordHash {
    let hash = argon2().hash_password(password.as_bytes()).expect("the parameters are valid and there is randomness");
    PasswordHash::new(hash.to_string())
}

/// Hashes a password under a new salt, beside the runtime.
///
/// # Errors
///
/// [`ErrorCode::TooManyRequests`] where too many wait.
pub async fn hash(password: Zeroizing<String>) -> Result<PasswordHash, ApiError> {
    beside(move || hash_here(&password)).await
}

/// Whether `password` is the one that was hashed; `None` for somebody who does not exist takes the same work and is
/// never right.
///
/// # Errors
///
/// [`ErrorCode::TooManyRequests`] where too many wait.
pub async fn verify(password: Zeroizing<String>, hash: Option<PasswordHash>) -> Result<bool, ApiError> {
    beside(move || {
        let (phc, exists) = hash.as_ref().map_or((NOBODY, false), |hash| (hash.expose(), true));
        let is_right = phc::PasswordHash::new(phc)
            .is_ok_and(|parsed| argon2().verify_password(password.as_bytes(), &parsed).is_ok());
        is_right && exists
    })
    .await
}

/// Checks that a password is one to be taken.
///
/// # Errors
///
/// [`ErrorCode::WeakPassword`] if it is short, the sign-in name, or one of the obvious; [`ErrorCode::TooLong`].
pub fn check(password: &str, sign_in: &SignIn) -> Result<(), ErrorCode> {
    let count = password.chars().count();
    if count > limits::PASSWORD_CHARS_MAX {
        return Err(ErrorCode::TooLong);
    }
    let own = own_part(password, sign_in.expose());
    let different: BTreeSet<char> = own.chars().collect();
    let is_strong = count >= limits::PASSWORD_CHARS_MIN
        && own.chars().count() >= OWN_CHARS_MIN
        && different.len() >= OWN_DIFFERENT_MIN;
    if is_strong { Ok(()) } else { Err(ErrorCode::WeakPassword) }
}

/// What is left of a password, in lower case and without spaces, when the sign-in name and the obvious are taken out.
fn own_part(password: &str, sign_in: &str) -> Zeroizing<String> {
    let mut own = Zeroizing::new(password.to_lowercase().split_whitespace().collect::<String>());
    let name_parts = sign_in.split(|c: char| !c.is_alphanumeric()).filter(|part| part.len() >= NAME_PART_CHARS_MIN);
    for word in std::iter::once(sign_in).chain(name_parts).chain(OBVIOUS.lines()) {
        // A word of one letter would take that letter out of everything.
        if word.len() >= NAME_PART_CHARS_MIN {
            own = Zeroizing::new(own.replace(word, ""));
        }
    }
    own
}

fn argon2() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).expect("the parameters are within Argon2's bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Runs `work` on a thread that may block, [`HASHES_AT_ONCE`] at a time.
async fn beside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, ApiError> {
    let crowded = || ApiError::new(ErrorCode::TooManyRequests).retry_after(CROWD_RETRY_AFTER);
    let waiting = WAITING.try_acquire().map_err(|_| crowded())?;
    let running: SemaphorePermit<'static> = RUNNING.acquire().await.map_err(ApiError::internal)?;
    drop(waiting);
    let done = tokio::task::spawn_blocking(move || {
        let value = work();
        // Given back here and not by the one who waits: they may be gone while the hash still runs.
        drop(running);
        value
    });
    done.await.map_err(ApiError::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> Zeroizing<String> {
        Zeroizing::new(text.to_owned())
    }

    #[tokio::test]
    async fn a_password_is_verified_against_its_own_hash_only() {
        let first = hash(secret("blue kettle garden")).await.expect("a hash");
        let second = hash(secret("blue kettle garden")).await.expect("a hash");
        assert!(first != second, "each has a salt of its own");
        assert!(verify(secret("blue kettle garden"), Some(first.clone())).await.expect("verified"));
        assert!(!verify(secret("blue kettle garde"), Some(first)).await.expect("verified"));
        assert!(!verify(secret(""), None).await.expect("verified"));
    }

    #[test]
    fn nobody_costs_as_much_as_somebody() {
        let head = |phc: &str| phc.split('$').take(4).map(str::to_owned).collect::<Vec<_>>();
        let nobody = phc::PasswordHash::new(NOBODY).expect("a PHC string");
        assert_eq!(head(NOBODY), head(hash_here("anything at all").expose()));
        assert_eq!(nobody.hash.map(|hash| hash.as_bytes().len()), Some(32));
    }

    #[test]
    fn weak_passwords_are_refused() {
        let ana = SignIn::new("ana.pop@example.org").expect("a sign-in");
        let refused = [
            "short",
            "elevenchars",
            "aaaaaaaaaaaaaaaa",
            "password1234",
            "Password 2026!",
            "123456789012",
            "qwertyuiop123",
            "ana.pop@example.org",
            "anapopexample",
            "netreach-2026",
            "letmeinletmein",
            "             ",
        ];
        for password in refused {
            assert_eq!(check(password, &ana), Err(ErrorCode::WeakPassword), "{password}");
        }
        for password in ["blue kettle garden", "tR9$kd02Lm!x", "ceainicul albastru din grădină"] {
            assert_eq!(check(password, &ana), Ok(()), "{password}");
        }
        assert_eq!(check(&"ab1c2d".repeat(40), &ana), Err(ErrorCode::TooLong));
    }
}
