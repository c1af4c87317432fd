//! A desk that is closed says so, and when it opens next: the same everywhere (I10).

use netreach_protocol::{ErrorCode, OpenState};
use netreach_testkit::{TestOperator, TestServer, TestVisitor};
use serde_json::{Value, json};

use crate::desk_rules::trio;

const DAY_MS: i64 = 86_400_000;
const HOUR_MS: i64 = 3_600_000;

/// 1 for Monday to 7 for Sunday; the first of January 1970 was a Thursday.
fn weekday(day: i64) -> i64 {
    (day + 3).rem_euclid(7) + 1
}

async fn set_hours(server: &TestServer, weekly: Value, exceptions: Value) {
    let coordinator = server.coordinator().await;
    let hours = json!({"time_zone": "Etc/UTC", "weekly": weekly, "exceptions": exceptions});
    let path = format!("/api/v1/desks/{}/hours", server.seed().rivers.desk);
    coordinator.put(&path, &hours).await.expect("the coordinator may set hours");
}

#[tokio::test]
async fn a_closed_desk_tells_when_it_opens_and_takes_nobody() {
    let server = TestServer::start().await;
    let (mut ana, _ben, mut talking, conversation) = trio(&server).await;
    let site = server.seed().rivers.sites[0].clone();
    let mut visitor = TestVisitor::connect(server.base(), &site).await;
    assert_eq!(visitor.desk.as_ref().map(|desk| desk.state), Some(OpenState::Open));
    let day = visitor.now / DAY_MS + 2;
    set_hours(&server, json!([{"weekday": weekday(day), "opens": "18:30", "closes": "22:00"}]), json!([])).await;
    let opens = day * DAY_MS + 18 * HOUR_MS + HOUR_MS / 2;
    // Whoever looks already is told.
    visitor
        .until("closed", |visitor| visitor.desk.as_ref().is_some_and(|desk| desk.state == OpenState::OutsideHours))
        .await;
    assert_eq!(visitor.desk.as_ref().and_then(|desk| desk.next_opening), Some(opens));
    assert_eq!(visitor.start().await.expect_err("closed").code, ErrorCode::DeskClosed);
    // Launcher, console and a new visitor agree.
    let public = ana.api.get(&format!("/api/v1/sites/{site}")).await.expect("anybody may read it");
    assert_eq!(public["state"]["state"], "outside_hours");
    assert_eq!(public["state"]["next_opening"], opens);
    let fresh = TestVisitor::connect(server.base(), &site).await;
    assert_eq!(fresh.desk, visitor.desk);
    let desk = server.seed().rivers.desk;
    ana.until("the same", |ana| ana.desk(desk).state.next_opening == Some(opens)).await;
    // Those who talk are not cut off.
    talking.say("Are you closing?").await;
    ana.until("the message", |ana| ana.has(conversation, "Are you closing?")).await;
    ana.say(conversation, "We finish this first.").await;
    talking.until("the answer", |talking| talking.has("We finish this first.")).await;
}

#[tokio::test]
async fn a_dated_exception_says_why() {
    let server = TestServer::start().await;
    let _ana = TestOperator::available(&server, "ana").await;
    let _ben = TestOperator::available(&server, "ben").await;
    let mut visitor = TestVisitor::connect(server.base(), &server.seed().rivers.sites[0]).await;
    let all_day: Vec<Value> =
        (1..=7).map(|weekday| json!({"weekday": weekday, "opens": "00:00", "closes": "24:00"})).collect();
    // Today, tomorrow and yesterday: the test may run at midnight.
    let today = visitor.now / DAY_MS;
    let closed: Vec<Value> = (-1..=1)
        .map(|shift| crate::grace::civil(today + shift))
        .map(|(year, month, day)| {
            json!({"date": format!("{year:04}-{month:02}-{day:02}"), "note": "Staff day", "spans": []})
        })
        .collect();
    set_hours(&server, json!(all_day), json!(closed)).await;
    visitor
        .until("closed", |visitor| visitor.desk.as_ref().is_some_and(|desk| desk.state == OpenState::Exception))
        .await;
    let desk = visitor.desk.clone().expect("a state");
    assert_eq!(desk.note.as_deref(), Some("Staff day"));
    assert_eq!(desk.next_opening.map(|at| at % DAY_MS), Some(0), "at midnight, the first day after");
    assert_eq!(visitor.start().await.expect_err("closed").code, ErrorCode::DeskClosed);
    set_hours(&server, json!([]), json!([])).await;
    visitor
        .until("no hours", |visitor| {
            visitor.desk.as_ref().is_some_and(|desk| desk.state == OpenState::NoHours && desk.next_opening.is_none())
        })
        .await;
}
