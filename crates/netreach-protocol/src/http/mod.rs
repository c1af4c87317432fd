//! Bodies of the HTTP API under `/api/v1`, one file for each noun.
//!
//! Instants are milliseconds since 1970 UTC, dates are `YYYY-MM-DD`, times of day `HH:MM`. Requests take no field that
//! is not named here. In a change (`PATCH`), a field that is left out stays as it is.

mod canned;
mod desks;
mod people;
mod projects;
mod public;
mod session;
mod sites;

use std::fmt::Write as _;

use ts_rs::{Config, TS};

pub use canned::{
    CannedAnswer, CannedAnswerChange, CannedLevel, CannedPage, CannedText, DeskCanned, NewCannedAnswer,
    ProjectVariables,
};
pub use desks::{
    DayCount, Desk, DeskChange, DeskText, DeskTextKind, DeskTexts, DeskTextsChange, Hours, HoursException, OpenSpan,
    Pairing, PairingMix, PairingSolo, StaffingProject, WeeklyHours,
};
pub use people::{Membership, NewPassword, NewPerson, PeoplePage, Person, PersonChange, Role};
pub use projects::{Project, ProjectChange};
pub use public::{SitePublic, SiteTexts};
pub use session::{Me, MeChange, MyConsortium, MyDesk, MyMembership, PasswordChange, SignInRequest, SignInSession};
pub use sites::{NewSite, Side, Site, SiteChange, Theme};

macro_rules! declarations {
    ($out:ident, $cfg:ident; $($ty:ty),* $(,)?) => {$(
        let _ = writeln!($out, "export {}\n", <$ty as TS>::decl($cfg));
    )*};
}

/// Writes the TypeScript of every body to `out`.
pub(crate) fn declare(out: &mut String, cfg: &Config) {
    declarations!(out, cfg;
        Role, SignInRequest, Me, MyConsortium, MyMembership, MyDesk, MeChange, PasswordChange, SignInSession,
        Project, ProjectChange,
        Membership, Person, PeoplePage, NewPerson, PersonChange, NewPassword,
        Desk, StaffingProject, DeskChange, Hours, WeeklyHours, HoursException, OpenSpan, Pairing, PairingMix,
        PairingSolo, DeskTextKind, DeskText, DeskTexts, DeskTextsChange, DayCount,
        Side, Theme, Site, NewSite, SiteChange,
        CannedLevel, CannedText, CannedAnswer, CannedPage, NewCannedAnswer, CannedAnswerChange, ProjectVariables,
        DeskCanned,
        SitePublic, SiteTexts,
    );
}

/// Reads a field that may be `null`, so that `null` is told apart from a field that was left out.
#[expect(clippy::option_option, reason = "left out, null and a value are three things")]
fn present<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: serde::Deserialize<'de>,
    D: serde::Deserializer<'de>,
{
    serde::Deserialize::deserialize(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_left_out_is_not_a_field_set_to_null() {
        let read = |text: &str| serde_json::from_str::<SiteChange>(text).expect("a site change").exit_url;
        assert_eq!(read("{}"), None);
        assert_eq!(read(r#"{"exit_url":null}"#), Some(None));
        assert_eq!(read(r#"{"exit_url":"https://example.org/"}"#), Some(Some("https://example.org/".to_owned())));
    }

    #[test]
    fn requests_take_no_unknown_field() {
        assert!(serde_json::from_str::<SignInRequest>(r#"{"sign_in":"a","password":"b","x":1}"#).is_err());
        assert!(serde_json::from_str::<DeskChange>(r#"{"x":1}"#).is_err());
    }

    #[test]
    fn typescript_tells_optional_from_null() {
        let source = crate::typescript();
        assert!(source.contains("exit_url?: string | null"), "{source}");
        assert!(source.contains("screen_name?: string,"), "{source}");
        assert!(source.contains("export type SitePublic"), "{source}");
    }
}
