//! The tables that last, on SQLite and PostgreSQL from one SQL text.
//!
//! **Contract.** [`Store`] holds what must survive a restart: consortia, projects, people, desks, hours, sites, canned
//! answers, sign-in sessions and counts. A method takes the consortium whose rows it may touch, and touches no others.
//! What changes together is written in one transaction. A change of settings also raises the consortium's settings
//! revision in that transaction, so that a node can tell that what it holds in memory is old. Ids and the present
//! instant come in as arguments.
//!
//! **What it does not know.** No conversation, message or visitor: those live in the event log and in memory only. No
//! password, only hashes of them. No HTTP.
//!
//! Every statement is a constant in the `statements!` list of its module; [`Store::check_statements`] prepares all of
//! them on the engine in use.

#[macro_use]
mod statements;
#[macro_use]
mod pool;
mod columns;
mod error;
mod open;
mod page;
mod values;

#[cfg(test)]
mod engine_settings;

with_statements! {
    consortia, canned, counts, desks, hours, people, projects, sessions, sites, staffing, texts,
}

pub use canned::{CannedAnswer, CannedContent, CannedOwner, NewCannedAnswer};
pub use consortia::Consortium;
pub use counts::{Count, DayCount};
pub use desks::{Desk, DeskSettings, LogPolicy, NewDesk};
pub use error::{Bound, Conflict, StoreError};
pub use open::{DatabaseUrl, DatabaseUrlError, StoreOptions};
pub use page::Page;
pub use people::{Credentials, Membership, NewPerson, Person, PersonDetails};
pub use projects::{NewProject, Project};
pub use sessions::{NewSignInSession, SignInSession, SignedIn};
pub use sites::{NewSite, Site, SiteOnDesk, SiteSettings};
pub use staffing::StaffedDesk;
pub use texts::{DeskText, TextKind};
pub use values::{
    AccentColour, CannedAnswerId, PasswordHash, Shortcut, Side, SignIn, SignInSessionId, SiteKey, Theme, TokenHash,
};

/// Every limit that the tables keep, for those who must name it before it is met.
pub mod limits {
    pub use crate::canned::{CANNED_MAX, CANNED_PAGE_MAX, TAG_CHARS_MAX, TAGS_MAX, TITLE_CHARS_MAX};
    pub use crate::columns::LANGUAGES_MAX;
    pub use crate::consortia::CONSORTIA_MAX;
    pub use crate::counts::COUNT_DAYS_MAX;
    pub use crate::desks::DESKS_MAX;
    pub use crate::open::{ACQUIRE_TIMEOUT, BUSY_TIMEOUT, CONNECTIONS_MAX, READERS_MAX, STATEMENT_TIMEOUT};
    pub use crate::people::{MEMBERSHIPS_MAX, PEOPLE_MAX, PEOPLE_PAGE_MAX};
    pub use crate::projects::{PROJECTS_MAX, VARIABLE_NAME_CHARS_MAX, VARIABLE_VALUE_CHARS_MAX, VARIABLES_MAX};
    pub use crate::sessions::{DEVICE_CHARS_MAX, SESSION_SEEN_STEP, SESSIONS_MAX};
    pub use crate::sites::{ADDRESS_CHARS_MAX, ORIGINS_MAX, SITES_MAX};
    pub use crate::texts::DESK_TEXT_CHARS_MAX;
    pub use crate::values::{SHORTCUT_CHARS_MAX, SIGN_IN_CHARS_MAX, SITE_KEY_CHARS};
}

/// The tables. A cheap handle: clone it freely.
#[derive(Clone)]
pub struct Store {
    pool: pool::Pool,
}
