//! One of the pair is cut off: the grace, and each rule that follows it (I1).

use netreach_protocol::{ErrorCode, OpenState, StaffCommand, StandingKind};
use netreach_testkit::{TestOperator, TestServer, TestVisitor};
use uuid::Uuid;

use crate::desk_rules::{LONG_GRACE_MS, SHORT_GRACE_MS, set_solo, trio};

#[tokio::test]
async fn one_who_comes_back_within_the_grace_goes_on() {
    let server = TestServer::start().await;
    set_solo(&server, "hold", LONG_GRACE_MS).await;
    let (mut ana, mut ben, mut visitor, conversation) = trio(&server).await;
    ben.cut();
    visitor.until("grace", |visitor| visitor.standing() == Some(StandingKind::Grace)).await;
    let until = visitor.conversation().roster().and_then(|(_, standing)| standing.until);
    assert!(until.is_some_and(|until| until > visitor.now), "the visitor is told until when");
    assert!(!visitor.conversation().seated("Ben").expect("Ben keeps the seat").here);
    ana.say(conversation, "Within the grace").await;
    visitor.say("Good").await;
    ben.resume(conversation).await;
    assert!(!ben.conversation(conversation).started_over && !ben.conversation(conversation).is_new);
    visitor.until("the pair", |visitor| visitor.standing() == Some(StandingKind::Full)).await;
    assert!(ben.has(conversation, "Within the grace") && ben.has(conversation, "Good"));
}

#[tokio::test]
async fn hold_lets_no_staff_message_through_until_a_second_is_there() {
    let server = TestServer::start().await;
    set_solo(&server, "hold", SHORT_GRACE_MS).await;
    let (mut ana, mut ben, mut visitor, conversation) = trio(&server).await;
    ben.cut();
    visitor.until("held", |visitor| visitor.standing() == Some(StandingKind::Held)).await;
    let refused = ana.message(conversation, Uuid::new_v4(), "Alone", None).await;
    assert_eq!(refused.expect_err("held").code, ErrorCode::Held);
    ana.aside(conversation, "Where is Ben?").await;
    visitor.say("Hello?").await;
    ana.until("the visitor's message", |ana| ana.has(conversation, "Hello?")).await;
    ben.resume(conversation).await;
    visitor.until("the pair", |visitor| visitor.standing() == Some(StandingKind::Full)).await;
    ana.until("the pair", |ana| ana.standing(conversation) == Some(StandingKind::Full)).await;
    ana.say(conversation, "Together again").await;
    visitor.until("the message", |visitor| visitor.has("Together again")).await;
    assert!(!visitor.has("Alone"));
}

#[tokio::test]
async fn hold_ends_with_a_replacement() {
    let server = TestServer::start().await;
    set_solo(&server, "hold", SHORT_GRACE_MS).await;
    let (mut ana, mut ben, mut visitor, conversation) = trio(&server).await;
    ben.cut();
    visitor.until("held", |visitor| visitor.standing() == Some(StandingKind::Held)).await;
    let mut eli = TestOperator::available(&server, "eli").await;
    eli.given_this(conversation).await;
    visitor.until("the pair", |visitor| visitor.standing() == Some(StandingKind::Full)).await;
    assert!(visitor.conversation().seated("Ben").is_none());
    ana.until("the pair", |ana| ana.standing(conversation) == Some(StandingKind::Full)).await;
    ana.say(conversation, "Here is Eli").await;
    // Ben finds the conversation gone from their screen.
    ben.reconnect().await;
    ben.until("closed", |ben| ben.closed.contains_key(&conversation)).await;
}

#[tokio::test]
async fn finish_lets_the_one_who_is_left_finish_and_take_no_new_one() {
    let server = TestServer::start().await;
    set_solo(&server, "finish", SHORT_GRACE_MS).await;
    let (mut ana, mut ben, mut visitor, conversation) = trio(&server).await;
    ben.cut();
    visitor.until("finishing", |visitor| visitor.standing() == Some(StandingKind::Finishing)).await;
    ana.say(conversation, "I can finish this with you").await;
    visitor.until("the message", |visitor| visitor.has("I can finish this with you")).await;
    // Another operator comes: they may replace, and then the desk may be open; until then nobody new is taken.
    let mut other = TestVisitor::connect(server.base(), &server.seed().rivers.sites[0]).await;
    assert_eq!(other.desk.as_ref().map(|desk| desk.state), Some(OpenState::NoPair));
    assert_eq!(other.start().await.expect_err("no new one").code, ErrorCode::DeskClosed);
    ana.command(StaffCommand::End { conversation }).await.expect("finished");
    visitor.until("the end", |visitor| visitor.conversation().ended().is_some()).await;
}

#[tokio::test]
async fn supervised_waits_for_the_supervisor() {
    let server = TestServer::start().await;
    set_solo(&server, "supervised", SHORT_GRACE_MS).await;
    let desk = server.seed().rivers.desk;
    let mut sol = TestOperator::available(&server, "sol").await;
    let (mut ana, mut ben, mut visitor, conversation) = trio(&server).await;
    ben.cut();
    visitor.until("supervised", |visitor| visitor.standing() == Some(StandingKind::Supervised)).await;
    let refused = ana.message(conversation, Uuid::new_v4(), "Alone", None).await;
    assert_eq!(refused.expect_err("a supervisor is needed").code, ErrorCode::SupervisorNeeded);
    // The rule itself calls.
    sol.until("the call", |sol| sol.desk(desk).conversations.iter().any(|c| c.supervisor_called.is_some())).await;
    sol.command(StaffCommand::Join { conversation }).await.expect("called by the rule");
    sol.given_this(conversation).await;
    visitor.until("Sol", |visitor| visitor.conversation().seated("Sol").is_some()).await;
    ana.until("Sol", |ana| ana.conversation(conversation).seated("Sol").is_some()).await;
    ana.say(conversation, "Sol is with us").await;
    visitor.until("the message", |visitor| visitor.has("Sol is with us")).await;
    assert!(!visitor.has("Alone"));
}

#[tokio::test]
async fn time_below_the_rule_is_counted() {
    let server = TestServer::start().await;
    set_solo(&server, "hold", SHORT_GRACE_MS).await;
    let (_ana, mut ben, mut visitor, conversation) = trio(&server).await;
    ben.cut();
    visitor.until("held", |visitor| visitor.standing() == Some(StandingKind::Held)).await;
    ben.resume(conversation).await;
    visitor.until("the pair", |visitor| visitor.standing() == Some(StandingKind::Full)).await;
    let mut server = server;
    // What still waits to be written is written by a stop in good order.
    server.restart().await;
    let coordinator = server.coordinator().await;
    let path = format!("/api/v1/desks/{}/counts?from=2000-01-01&to=2001-01-01", server.seed().rivers.desk);
    let empty = coordinator.get(&path).await.expect("counts");
    assert_eq!(empty.as_array().map(Vec::len), Some(0));
    let today = visitor.now / 86_400_000;
    let (year, month, day) = civil(today);
    let (next_year, next_month, next_day) = civil(today + 1);
    let path = format!(
        "/api/v1/desks/{}/counts?from={year:04}-{month:02}-{day:02}&to={next_year:04}-{next_month:02}-{next_day:02}",
        server.seed().rivers.desk
    );
    let counts = coordinator.get(&path).await.expect("counts");
    let counts = counts.as_array().expect("a list");
    let value =
        |name: &str| counts.iter().filter(|c| c["name"] == name).filter_map(|c| c["value"].as_i64()).sum::<i64>();
    assert_eq!(value("requests"), 1, "{counts:?}");
    assert_eq!(value("conversations"), 1, "{counts:?}");
    let grace = i64::try_from(SHORT_GRACE_MS).expect("small");
    assert!(value("below_rule_ms") >= grace, "{counts:?}");
}

/// The date of a day since 1970 (Howard Hinnant's `civil_from_days`).
pub(crate) fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}
