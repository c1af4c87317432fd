//! Desks: settings, hours, pairing rules, texts and counts.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;
use uuid::Uuid;

/// One service that the public sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct Desk {
    /// Which one.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// The languages it answers in, the first being its own.
    pub languages: Vec<String>,
    /// Visitors who may wait at once.
    pub queue_max: u32,
    /// Silence after which a conversation ends, in milliseconds.
    pub idle_end_ms: u64,
    /// Whether a visitor's tab may keep the token of the conversation, so that a reload goes on with it.
    pub token_stored: bool,
    /// The projects that staff it.
    pub projects: Vec<StaffingProject>,
    /// Whether the reader may change it.
    pub coordinator: bool,
}

/// A project that staffs a desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct StaffingProject {
    /// Which one.
    pub id: Uuid,
    /// Its name.
    pub name: String,
}

/// Changes a desk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeskChange {
    /// Another name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub name: Option<String>,
    /// Other languages, at least one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub languages: Option<Vec<String>>,
    /// Another limit of the line, at most [`crate::limits::QUEUE_MAX`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub queue_max: Option<u32>,
    /// Another silence, from [`crate::limits::IDLE_END_MIN_MS`] to [`crate::limits::IDLE_END_MAX_MS`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub idle_end_ms: Option<u64>,
    /// Whether a visitor's tab may keep the token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub token_stored: Option<bool>,
    /// All projects that shall staff it. Only those that the writer coordinates can be added or taken away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub projects: Option<Vec<Uuid>>,
}

/// Opening hours, whole: what is sent replaces what was there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// An IANA time zone such as `Europe/London`.
    pub time_zone: String,
    /// What is open every week, at most [`crate::limits::SPANS_A_DAY_MAX`] spans a day.
    pub weekly: Vec<WeeklyHours>,
    /// Other hours on single dates, at most [`crate::limits::EXCEPTIONS_MAX`].
    pub exceptions: Vec<HoursException>,
}

/// A span of every week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WeeklyHours {
    /// 1 is Monday, 7 is Sunday.
    pub weekday: u8,
    /// `HH:MM`.
    pub opens: String,
    /// `HH:MM`, up to `24:00`; earlier than `opens` means on the next day, the same means 24 hours.
    pub closes: String,
}

/// The hours of one date, in place of the weekly ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HoursException {
    /// `YYYY-MM-DD`.
    pub date: String,
    /// Why, for everybody to read; may be empty.
    pub note: String,
    /// What is open; nothing means closed all day.
    pub spans: Vec<OpenSpan>,
}

/// From when to when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenSpan {
    /// `HH:MM`.
    pub opens: String,
    /// `HH:MM`, up to `24:00`; earlier than `opens` means on the next day, the same means 24 hours.
    pub closes: String,
}

/// The pairing rules, whole: what is sent replaces what was there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Pairing {
    /// Workers that a conversation needs, from 1 to [`crate::limits::MINIMUM_MAX`].
    pub minimum: u8,
    /// Available workers that must be here before the desk opens, from `minimum` to
    /// [`crate::limits::OPEN_REQUIRES_MAX`].
    pub open_requires: u8,
    /// Whether they come from different projects.
    pub mix: PairingMix,
    /// Whether trainees count.
    pub trainees_count: bool,
    /// How long a conversation may stay below `minimum`, at most [`crate::limits::GRACE_MAX_MS`].
    pub grace_ms: u64,
    /// What applies after that.
    pub solo: PairingSolo,
}

/// Whether the workers of a conversation come from different projects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PairingMix {
    /// It does not matter.
    Any,
    /// Different projects if there is a choice.
    Prefer,
    /// Different projects, or no pair.
    Require,
}

/// What happens when a conversation stays below its minimum for longer than the grace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PairingSolo {
    /// No staff message passes until a second is there.
    Hold,
    /// The one who is left may finish this conversation.
    Finish,
    /// A supervisor must join; until then no staff message passes.
    Supervised,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $word:literal;)*) => {
        /// Which text of a desk.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS, ToSchema)]
        pub enum DeskTextKind {
            $($(#[$doc])* #[serde(rename = $word)] $name,)*
        }

        impl DeskTextKind {
            /// Every kind there is.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The word for it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
        }
    };
}

kinds! {
    /// What holds for both sides in the chat.
    GroundRules = "ground_rules";
    /// What stays between us, and its limits.
    Confidentiality = "confidentiality";
    /// Something to read while waiting.
    Waiting = "waiting";
    /// The desk is between its hours.
    ClosedOutsideHours = "closed_outside_hours";
    /// The desk opens within half an hour.
    ClosedOpensSoon = "closed_opens_soon";
    /// The hours say open, and no pair is here.
    ClosedNoPair = "closed_no_pair";
    /// The line is full.
    ClosedQueueFull = "closed_queue_full";
    /// A dated exception closes the desk.
    ClosedException = "closed_exception";
    /// The pair broke up while the visitor waited or wrote.
    PairBrokeUp = "pair_broke_up";
    /// Other ways to get help. Empty until a coordinator writes it.
    OtherChannels = "other_channels";
}

/// One text in one language. It may hold `{{next_opening}}` and `{{other_channels}}`, which the panel fills.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeskText {
    /// The language.
    pub language: String,
    /// Which text.
    pub kind: DeskTextKind,
    /// The text.
    pub text: String,
}

/// The texts of a desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct DeskTexts {
    /// What coordinators wrote.
    pub texts: Vec<DeskText>,
    /// What is said where they wrote nothing, in each language that comes with the service.
    pub defaults: Vec<DeskText>,
}

/// The texts of a desk, whole: what is sent replaces what was there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeskTextsChange {
    /// Each language and kind at most once.
    pub texts: Vec<DeskText>,
}

/// A count of one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct DayCount {
    /// `YYYY-MM-DD`, in UTC.
    pub day: String,
    /// What was counted: `requests`, `conversations`, `missed`, or `below_rule_ms` (milliseconds below the pairing rule).
    pub name: String,
    /// How many.
    pub value: i64,
}
