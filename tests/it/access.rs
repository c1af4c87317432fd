//! Who may be where: sessions that end, people who are kept out, consortia that know nothing of each other (I9).

use netreach_protocol::{Availability, ErrorCode, StaffCommand, StaffFrame, StandingKind};
use netreach_testkit::{Closing, NotUpgraded, TestOperator, TestServer, TestVisitor};
use serde_json::json;
use uuid::Uuid;

use crate::desk_rules::{LONG_GRACE_MS, set_solo, trio};

fn revoked() -> Closing {
    Closing { code: Some(1008), reason: "session_revoked".to_owned() }
}

fn not_signed_in() -> NotUpgraded {
    NotUpgraded { status: 401, code: "not_signed_in".to_owned() }
}

#[tokio::test]
async fn signing_out_closes_every_window_of_that_browser_and_no_other() {
    let server = TestServer::start().await;
    set_solo(&server, "hold", LONG_GRACE_MS).await;
    let (_ana, mut ben, mut visitor, conversation) = trio(&server).await;
    let mut same_browser = TestOperator::window(ben.api.clone()).await;
    let mut other_browser = TestOperator::connect(&server, "ben").await;
    ben.api.delete("/api/v1/session").await.expect("signed out");
    assert_eq!(ben.until_closed().await, revoked());
    assert_eq!(same_browser.until_closed().await, revoked());
    assert_eq!(ben.try_reconnect().await.err(), Some(not_signed_in()));
    // The other browser is still there, so the pair is.
    other_browser.given_this(conversation).await;
    other_browser.say(conversation, "From the other browser").await;
    visitor.until("the message", |visitor| visitor.has("From the other browser")).await;
    assert_eq!(visitor.standing(), Some(StandingKind::Full));
}

#[tokio::test]
async fn a_session_ended_from_another_browser_closes_its_socket() {
    let server = TestServer::start().await;
    let mut ana = TestOperator::available(&server, "ana").await;
    let phone = server.sign_in("ana").await;
    let sessions = phone.get("/api/v1/sessions").await.expect("one's own sessions");
    let other = sessions.as_array().expect("a list").iter().find(|session| session["current"] == false);
    let other = other.and_then(|session| session["id"].as_str()).expect("the other one").to_owned();
    // Nobody else can end it, or learn that it is there.
    let ben = server.sign_in("ben").await;
    let (status, problem) =
        ben.ask(reqwest::Method::DELETE, &format!("/api/v1/sessions/{other}"), None).await.expect("an answer");
    assert_eq!((status, problem["code"].as_str()), (404, Some("not_found")));
    phone.delete(&format!("/api/v1/sessions/{other}")).await.expect("ended");
    assert_eq!(ana.until_closed().await, revoked());
    assert_eq!(ana.try_reconnect().await.err(), Some(not_signed_in()));
    phone.get("/api/v1/session").await.expect("this one goes on");
}

#[tokio::test]
async fn somebody_who_is_kept_out_loses_seat_and_socket_at_once() {
    let server = TestServer::start().await;
    set_solo(&server, "hold", LONG_GRACE_MS).await;
    let (mut ana, mut ben, mut visitor, conversation) = trio(&server).await;
    let coordinator = server.coordinator().await;
    coordinator.delete(&format!("/api/v1/people/{}", ben.person)).await.expect("the coordinator may");
    assert_eq!(ben.until_closed().await, revoked());
    assert_eq!(ben.try_reconnect().await.err(), Some(not_signed_in()));
    visitor.until("Ben off the roster", |visitor| visitor.conversation().seated("Ben").is_none()).await;
    ana.until("grace", |ana| ana.standing(conversation) == Some(StandingKind::Grace)).await;
    let body = json!({"sign_in": "ben", "password": netreach_testkit::PASSWORD});
    let (status, problem) =
        coordinator.ask(reqwest::Method::POST, "/api/v1/session", Some(&body)).await.expect("an answer");
    assert_eq!((status, problem["code"].as_str()), (401, Some("wrong_password")));
    let mut eli = TestOperator::available(&server, "eli").await;
    eli.given_this(conversation).await;
    visitor.until("the pair", |visitor| visitor.standing() == Some(StandingKind::Full)).await;
}

#[tokio::test]
async fn another_password_ends_every_session() {
    let server = TestServer::start().await;
    let mut ana = TestOperator::connect(&server, "ana").await;
    let coordinator = server.coordinator().await;
    let path = format!("/api/v1/people/{}/password", ana.person);
    coordinator.post(&path, &json!({"new": "nine otters under the bridge"})).await.expect("the coordinator may");
    assert_eq!(ana.until_closed().await, revoked());
    assert_eq!(ana.try_reconnect().await.err(), Some(not_signed_in()));
}

#[tokio::test]
async fn one_person_has_so_many_windows_and_no_more() {
    let server = TestServer::start().await;
    let api = server.sign_in("ana").await;
    let mut windows = Vec::new();
    for _ in 0..8 {
        windows.push(TestOperator::window(api.clone()).await);
    }
    let mut socket =
        netreach_testkit::Socket::open(server.base(), "/api/v1/staff/socket", api.cookie()).await.expect("let in");
    socket.send(&StaffFrame::Hello(netreach_protocol::StaffHello { availability: None, have: Vec::new() })).await;
    assert_eq!(socket.closing().await, Closing { code: Some(1008), reason: "too_many_windows".to_owned() });
    windows.pop();
    let mut again = TestOperator::window(api).await;
    again.be(Availability::Available).await;
}

#[tokio::test]
async fn two_consortia_know_nothing_of_each_other() {
    let server = TestServer::start().await;
    let seed = server.seed().clone();
    let (mut ana, _ben, mut visitor, rivers_conversation) = trio(&server).await;
    let mut max = TestOperator::available(&server, "max").await;
    let _nia = TestOperator::available(&server, "nia").await;
    let mut shore_visitor = TestVisitor::in_conversation(server.base(), &seed.shore.sites[0]).await;
    let shore_conversation = shore_visitor.conversation().conversation;
    max.given_this(shore_conversation).await;
    visitor.say("For the rivers only").await;
    shore_visitor.say("For the shore only").await;
    max.until("the message", |max| max.has(shore_conversation, "For the shore only")).await;
    ana.until("the message", |ana| ana.has(rivers_conversation, "For the rivers only")).await;

    let other = Uuid::new_v4;
    let conversation = rivers_conversation;
    let tries = [
        StaffCommand::Message { conversation, id: other(), text: "a".to_owned(), suggestion: None },
        StaffCommand::Aside { conversation, id: other(), text: "a".to_owned() },
        StaffCommand::Suggest { conversation, id: other(), text: "a".to_owned() },
        StaffCommand::SlowDown { conversation },
        StaffCommand::SwapLead { conversation },
        StaffCommand::StepOut { conversation },
        StaffCommand::CallSupervisor { conversation },
        StaffCommand::Join { conversation },
        StaffCommand::End { conversation },
    ];
    for command in tries {
        let refused = max.command(command).await.expect_err("another consortium");
        assert_eq!(refused.code, ErrorCode::NotInConversation, "as if it were not there");
    }
    max.send(&StaffFrame::Read { conversation, delivered: 1, seen: 1 }).await;
    max.send(&StaffFrame::Typing { conversation, r#in: netreach_protocol::TypingIn::Message, on: true }).await;
    max.settle().await;
    assert_eq!(max.refused.last().map(|refused| refused.code), Some(ErrorCode::NotInConversation));
    ana.settle().await;
    assert!(ana.typing.get(&conversation).is_none_or(std::collections::BTreeSet::is_empty));
    assert!(!max.raw().join("\n").contains(&seed.rivers.desk.to_string()));
    assert!(!max.raw().join("\n").contains(&rivers_conversation.to_string().to_uppercase()));
    assert!(!ana.raw().join("\n").contains("For the shore only"));
    assert_eq!(max.desks.keys().copied().collect::<Vec<_>>(), [seed.shore.desk]);

    // Nor over HTTP, where every id of the others is as if it were not there.
    let olga = server.sign_in("olga").await;
    let rivers = [
        format!("/api/v1/desks/{}", seed.rivers.desk),
        format!("/api/v1/desks/{}/hours", seed.rivers.desk),
        format!("/api/v1/desks/{}/pairing", seed.rivers.desk),
        format!("/api/v1/desks/{}/canned", seed.rivers.desk),
    ];
    for path in rivers {
        let (status, problem) = olga.ask(reqwest::Method::GET, &path, None).await.expect("an answer");
        assert_eq!((status, problem["code"].as_str()), (404, Some("not_found")), "{path}");
    }
    let person = format!("/api/v1/people/{}", seed.person("ana"));
    let change = json!({"screen_name": "Other"});
    let (status, _) = olga.ask(reqwest::Method::PATCH, &person, Some(&change)).await.expect("an answer");
    assert_eq!(status, 404);
    let (status, _) = olga.ask(reqwest::Method::DELETE, &person, None).await.expect("an answer");
    assert_eq!(status, 404);
    let listed = olga.get("/api/v1/people").await.expect("her own").to_string();
    assert!(listed.contains("\"max\"") && !listed.contains("\"ana\""));
    // A visitor's token is for the site that it came from.
    let mut stranger = TestVisitor::new(server.base(), &seed.shore.sites[0]);
    stranger.token.clone_from(&visitor.token);
    stranger.reconnect().await;
    stranger.until("gone", |stranger| stranger.gone).await;
    visitor.say("Still here").await;
}
