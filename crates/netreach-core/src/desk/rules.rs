//! Pairing rules: what a coordinator sets for a desk, and what the server enforces.

use std::time::Duration;

/// Grace of a desk that has not chosen one: a dropped phone connection is usually back within it.
pub const GRACE_DEFAULT: Duration = Duration::from_secs(90);

/// Longest grace that can be set: beyond it a visitor would sit with one worker for most of a chat.
pub const GRACE_MAX: Duration = Duration::from_mins(10);

/// Most operators that a rule may ask for in one conversation.
pub const MINIMUM_MAX: u8 = 4;

/// Most pairs that may have to be here before a desk opens.
pub const OPEN_REQUIRES_MAX: u8 = 20;

/// Whether the workers of a conversation come from different projects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mix {
    /// It does not matter.
    Any,
    /// Different projects if there is a choice.
    Prefer,
    /// Different projects, or no pair.
    Require,
}

/// What happens when a conversation stays below its minimum for longer than the grace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Solo {
    /// The visitor is told kindly; no staff message passes until a second is there.
    Hold,
    /// The one who is left may finish this conversation, and takes no new one.
    Finish,
    /// A supervisor on call must join; until then no staff message passes.
    Supervised,
}

/// The pairing rules of one desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairingRules {
    /// Workers that a conversation needs (default 2).
    pub minimum: u8,
    /// Available workers that must be here before the desk is open to new visitors; at least `minimum`.
    pub open_requires: u8,
    /// Whether they come from different projects.
    pub mix: Mix,
    /// Whether trainees count towards `minimum` and `open_requires`.
    pub trainees_count: bool,
    /// How long a conversation may stay below `minimum` before `solo` applies.
    pub grace: Duration,
    /// What applies then.
    pub solo: Solo,
}

/// Why rules were not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RulesError {
    /// `minimum` is 0 or above [`MINIMUM_MAX`].
    #[error("minimum must be between 1 and {MINIMUM_MAX}")]
    Minimum,
    /// `open_requires` is below `minimum` or above [`OPEN_REQUIRES_MAX`].
    #[error("open_requires must be between minimum and {OPEN_REQUIRES_MAX}")]
    OpenRequires,
    /// `grace` is above [`GRACE_MAX`].
    #[error("grace must be at most 600 seconds")]
    Grace,
    /// `mix` asks for different projects where one worker is enough.
    #[error("mix can be required only where minimum is 2 or more")]
    Mix,
}

impl PairingRules {
    /// Checks that the rules make sense together.
    ///
    /// # Errors
    ///
    /// The first [`RulesError`] that holds.
    pub fn check(&self) -> Result<(), RulesError> {
        if !(1..=MINIMUM_MAX).contains(&self.minimum) {
            return Err(RulesError::Minimum);
        }
        if !(self.minimum..=OPEN_REQUIRES_MAX).contains(&self.open_requires) {
            return Err(RulesError::OpenRequires);
        }
        if self.grace > GRACE_MAX {
            return Err(RulesError::Grace);
        }
        if self.mix == Mix::Require && self.minimum < 2 {
            return Err(RulesError::Mix);
        }
        Ok(())
    }
}

impl Default for PairingRules {
    fn default() -> Self {
        Self {
            minimum: 2,
            open_requires: 2,
            mix: Mix::Prefer,
            trainees_count: false,
            grace: GRACE_DEFAULT,
            solo: Solo::Hold,
        }
    }
}
