//! Signing in, and what somebody sees and changes of themselves.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;
use uuid::Uuid;

use super::people::Role;

/// Signs somebody in. Cannot be printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignInRequest {
    /// The sign-in name, in any case.
    pub sign_in: String,
    /// The password.
    pub password: String,
}

/// Who is signed in, and what they may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct Me {
    /// Who it is.
    pub person: Uuid,
    /// The sign-in name.
    pub sign_in: String,
    /// The name that visitors and colleagues see.
    pub screen_name: String,
    /// The languages they speak, best first.
    pub languages: Vec<String>,
    /// Conversations they may hold at once.
    pub capacity: u8,
    /// The organisations that share this service.
    pub consortium: MyConsortium,
    /// What they may do, by project.
    pub memberships: Vec<MyMembership>,
    /// The desks that they staff or look after.
    pub desks: Vec<MyDesk>,
    /// Whether they are a coordinator of any project.
    pub coordinator: bool,
}

/// The organisations that share one service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct MyConsortium {
    /// Which one.
    pub id: Uuid,
    /// What it calls itself.
    pub name: String,
}

/// What the signed-in person may do in one project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct MyMembership {
    /// Which project.
    pub project: Uuid,
    /// Its name.
    pub project_name: String,
    /// The part they take in it.
    pub role: Role,
}

/// A desk of the signed-in person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct MyDesk {
    /// Which desk.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// The part they take on it: `operator`, `trainee` or `supervisor`; `coordinator` for somebody who looks after it
    /// and answers nobody.
    pub role: Role,
}

/// Changes what others see of the signed-in person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeChange {
    /// Another name, of at most [`crate::limits::NAME_CHARS_MAX`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub screen_name: Option<String>,
    /// Other languages, at least one, best first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub languages: Option<Vec<String>>,
}

/// Gives the signed-in person another password, and signs them out everywhere else. Cannot be printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    /// The password as it is now.
    pub current: String,
    /// The new one, of at least [`crate::limits::PASSWORD_CHARS_MIN`].
    pub new: String,
}

/// One signed-in browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct SignInSession {
    /// Which one.
    pub id: Uuid,
    /// What it runs on, in a few words, such as "Firefox on Linux".
    pub device: String,
    /// When it was signed in.
    pub created_at: i64,
    /// When it was last seen, to within a few minutes.
    pub last_seen_at: i64,
    /// Whether it is the one that asks.
    pub current: bool,
}
