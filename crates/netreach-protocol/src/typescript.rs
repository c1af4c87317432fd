//! The TypeScript file that the browser workspaces read.

use std::fmt::Write as _;

use ts_rs::{Config, TS};

use crate::error::{ErrorCode, Problem};
use crate::{common, event, limits, staff, visitor};

macro_rules! declarations {
    ($out:ident, $cfg:ident; $($ty:ty),* $(,)?) => {$(
        let _ = writeln!($out, "export {}\n", <$ty as TS>::decl(&$cfg));
    )*};
}

/// Every type, limit and error code of the protocol as TypeScript source.
pub fn typescript() -> String {
    let cfg = Config::new().with_large_int("number");
    let mut out = String::new();
    declarations!(out, cfg;
        ErrorCode, Problem,
        common::Position, common::DeskState, common::OpenState, common::Availability, common::Seat, common::Seated,
        common::Standing, common::StandingKind,
        event::Author, event::EndedBy, event::LogPolicy, event::EventBody, event::Event,
        visitor::VisitorHello, visitor::VisitorCommand, visitor::VisitorFrame, visitor::VisitorServerFrame,
        staff::StaffHello, staff::TypingIn, staff::StaffCommand, staff::StaffFrame, staff::StaffServerFrame,
        staff::DeskView, staff::QueueEntry, staff::PersonView, staff::ConversationSummary, staff::PairingView,
    );
    crate::http::declare(&mut out, &cfg);
    let codes: Vec<String> = ErrorCode::ALL.iter().map(|code| format!("  \"{}\",", code.as_str())).collect();
    let _ = writeln!(out, "export const ERROR_CODES: readonly ErrorCode[] = [\n{}\n];\n", codes.join("\n"));
    let _ = writeln!(out, "export const SUBPROTOCOL = \"{}\";", crate::SUBPROTOCOL);
    for (name, value) in limits::ALL {
        let _ = writeln!(out, "export const {name} = {value};");
    }
    out
}
