//! Broken connections: nothing is lost, nothing comes twice (I7).

use netreach_protocol::{ErrorCode, Position, VisitorCommand};
use netreach_testkit::{TestServer, TestVisitor};
use serde_json::Value;
use uuid::Uuid;

use crate::desk_rules::{LONG_GRACE_MS, set_solo, trio};

/// The numbers of the events in these frames.
fn numbers(frames: &[&str]) -> Vec<u64> {
    let frames = frames.iter().map(|frame| serde_json::from_str::<Value>(frame).expect("a frame"));
    let events = frames.filter(|frame| frame["type"] == "events");
    events
        .flat_map(|frame| frame["events"].as_array().expect("events").clone())
        .filter_map(|event| event["seq"].as_u64())
        .collect()
}

#[tokio::test]
async fn a_visitor_who_comes_back_gets_exactly_what_was_missed() {
    let server = TestServer::start().await;
    let (mut ana, mut ben, mut visitor, conversation) = trio(&server).await;
    visitor.say("One").await;
    let held = visitor.conversation().events.len() as u64;
    visitor.cut();
    let before = visitor.raw().len();
    ana.until("the visitor gone", |ana| {
        let last = ana.conversation(conversation).events.last();
        last.is_some_and(|event| matches!(event.body, netreach_protocol::EventBody::VisitorHere { here: false }))
    })
    .await;
    ana.say(conversation, "Two").await;
    ben.say(conversation, "Three").await;
    visitor.resume().await;
    assert!(!visitor.conversation().started_over);
    assert_eq!(visitor.conversation().texts(), ["One", "Two", "Three"]);
    let came: Vec<u64> = numbers(&visitor.raw()[before..]);
    assert_eq!(came.first(), Some(&(held + 1)), "nothing is sent again");
    visitor.say("Four").await;
    ana.until("the message", |ana| ana.has(conversation, "Four")).await;
    assert_eq!(ana.conversation(conversation).texts(), ["One", "Two", "Three", "Four"]);
}

#[tokio::test]
async fn messages_survive_a_connection_that_breaks_all_the_time() {
    let server = TestServer::start().await;
    set_solo(&server, "hold", LONG_GRACE_MS).await;
    let (mut ana, mut ben, mut visitor, conversation) = trio(&server).await;
    let mut from_visitor = Vec::new();
    let mut from_ana = Vec::new();
    for round in 0..12 {
        for part in 0..2 {
            let text = format!("visitor {round}.{part}");
            visitor.post(&text).await;
            from_visitor.push(text);
        }
        let text = format!("ana {round}");
        ana.post(conversation, &text).await;
        from_ana.push(text);
        // Nobody waits for an answer: what was on its way may have come or not.
        if round % 2 == 0 {
            visitor.cut();
            visitor.resume().await;
        } else {
            ana.cut();
            ana.resume(conversation).await;
        }
    }
    visitor.until("an empty outbox", |visitor| visitor.outbox.is_empty()).await;
    ana.until("an empty outbox", |ana| ana.outbox.is_empty()).await;
    let total = from_visitor.len() + from_ana.len();
    let all_came = |texts: usize| texts == total;
    visitor.until("everything", |visitor| all_came(visitor.conversation().texts().len())).await;
    ben.until("everything", |ben| all_came(ben.conversation(conversation).texts().len())).await;
    ana.until("everything", |ana| all_came(ana.conversation(conversation).texts().len())).await;
    let order = visitor.conversation().texts();
    assert_eq!(order, ben.conversation(conversation).texts());
    assert_eq!(order, ana.conversation(conversation).texts());
    let of = |who: &str| order.iter().filter(|text| text.starts_with(who)).copied().collect::<Vec<_>>();
    assert_eq!(of("visitor"), from_visitor, "once each, in their order");
    assert_eq!(of("ana"), from_ana, "once each, in their order");
}

#[tokio::test]
async fn a_start_that_got_no_answer_is_sent_again_and_finds_the_same_conversation() {
    let server = TestServer::start().await;
    let (mut ana, _ben, first, _) = trio(&server).await;
    let site = server.seed().rivers.sites[0].clone();
    drop(first);
    let mut visitor = TestVisitor::connect(server.base(), &site).await;
    visitor.give(VisitorCommand::Start { key: visitor.key, nickname: None, rules_accepted: true }).await;
    visitor.cut();
    visitor.reconnect().await;
    visitor.start().await.expect("the same, or a first one");
    ana.until("one more conversation", |ana| ana.conversations.len() == 2).await;
    let conversation = visitor.conversation().conversation;
    ana.given_this(conversation).await;
    ana.settle().await;
    assert_eq!(ana.conversations.len(), 2, "two starts with one key are one conversation");
}

#[tokio::test]
async fn a_client_that_holds_nothing_or_something_else_starts_over() {
    let server = TestServer::start().await;
    let (_ana, _ben, mut visitor, conversation) = trio(&server).await;
    visitor.say("One").await;
    let events = visitor.conversation().events.clone();
    let incarnation = visitor.conversation().incarnation;
    let positions = [
        None,
        Some(Position { conversation, incarnation, seq: 0 }),
        Some(Position { conversation, incarnation, seq: 1_000 }),
        Some(Position { conversation: Uuid::new_v4(), incarnation, seq: 2 }),
    ];
    for have in positions {
        let start_over = have.as_ref().is_none_or(|have| have.seq != 0);
        visitor.cut();
        visitor.held = None;
        visitor.reconnect_with(have).await.expect("let in");
        visitor.until("everything", |visitor| visitor.held.as_ref().is_some_and(|held| held.caught_up)).await;
        assert_eq!(visitor.conversation().started_over, start_over);
        assert_eq!(visitor.conversation().events, events);
    }
}

#[tokio::test]
async fn two_tabs_with_one_token_are_one_visitor() {
    let server = TestServer::start().await;
    let (mut ana, _ben, mut visitor, conversation) = trio(&server).await;
    let mut other = TestVisitor::new(server.base(), &server.seed().rivers.sites[0]);
    other.token.clone_from(&visitor.token);
    other.resume().await;
    assert_eq!(other.conversation().events, visitor.conversation().events);
    other.say("From the other tab").await;
    visitor.until("the message", |visitor| visitor.has("From the other tab")).await;
    visitor.cut();
    ana.until("the message", |ana| ana.has(conversation, "From the other tab")).await;
    other.settle().await;
    ana.settle().await;
    let left = ana
        .conversation(conversation)
        .events
        .iter()
        .filter(|event| matches!(event.body, netreach_protocol::EventBody::VisitorHere { here: false }));
    assert_eq!(left.count(), 0, "the visitor is still here in one tab");
}

#[tokio::test]
async fn a_token_that_is_stale_or_not_ours_brings_nobody_back() {
    let server = TestServer::start().await;
    let (_ana, _ben, mut visitor, _) = trio(&server).await;
    let good = visitor.token.clone().expect("a token");
    let mut forged = good.clone().into_bytes();
    forged[3] = if forged[3] == b'A' { b'B' } else { b'A' };
    let site = server.seed().rivers.sites[0].clone();
    let other_site = server.seed().rivers.sites[1].clone();
    let tries = [
        (site.clone(), "garbage".to_owned()),
        (site.clone(), String::new()),
        (site.clone(), String::from_utf8(forged).expect("letters")),
        (site.clone(), "A".repeat(20_000)),
        (other_site, good),
    ];
    for (site, token) in tries {
        let mut other = TestVisitor::new(server.base(), &site);
        other.token = Some(token);
        other.reconnect().await;
        other.until("gone", |other| other.gone).await;
        assert!(other.held.is_none());
        let refused = other.command(VisitorCommand::Message { id: Uuid::new_v4(), text: "Hello".to_owned() }).await;
        assert_eq!(refused.expect_err("in no conversation").code, ErrorCode::NotStarted);
    }
    visitor.command(VisitorCommand::End {}).await.expect("the end");
    assert_eq!(visitor.conversation().texts(), [""; 0]);
}

#[tokio::test]
async fn the_beacon_ends_a_conversation_and_says_nothing() {
    let server = TestServer::start().await;
    let (mut ana, _ben, visitor, conversation) = trio(&server).await;
    let token = visitor.token.clone().expect("a token");
    let client = reqwest::Client::new();
    for body in ["garbage".to_owned(), "x".repeat(3_000), token.clone(), token] {
        let answer = client.post(format!("{}/api/v1/visitor/end", server.base())).body(body).send().await;
        let answer = answer.expect("an answer");
        assert_eq!(answer.status(), 204);
        assert!(answer.headers().get("set-cookie").is_none());
        assert_eq!(answer.text().await.expect("a body"), "");
    }
    ana.until("the end", |ana| ana.closed.contains_key(&conversation)).await;
    assert!(ana.closed[&conversation].ended().is_some());
}
