//! The server restarts in mid-conversation: it is rebuilt from what its participants hold.

use netreach_protocol::{ErrorCode, Event, EventBody, StandingKind, VisitorCommand, VisitorFrame};
use netreach_testkit::{TestServer, TestVisitor};
use uuid::Uuid;

use crate::desk_rules::{LONG_GRACE_MS, set_solo, trio};

#[tokio::test]
async fn a_restart_in_good_order_ends_no_conversation() {
    let mut server = TestServer::start().await;
    let (mut ana, mut ben, mut visitor, conversation) = trio(&server).await;
    visitor.say("Before").await;
    ana.say(conversation, "Yes?").await;
    ben.aside(conversation, "I know this one").await;
    ana.until("the aside", |ana| !ana.conversation(conversation).asides().is_empty()).await;
    visitor.until("the answer", |visitor| visitor.has("Yes?")).await;
    let before = visitor.conversation().incarnation;
    server.restart().await;
    for closing in [visitor.until_closed().await, ana.until_closed().await, ben.until_closed().await] {
        assert_eq!(closing.code, Some(1001), "going away");
    }
    assert!(visitor.going_away.is_some() && ana.going_away.is_some());
    visitor.reconnect().await;
    ana.reconnect().await;
    ben.reconnect().await;
    visitor.until("everything", |visitor| visitor.held.as_ref().is_some_and(|held| held.caught_up)).await;
    ana.given_this(conversation).await;
    ben.given_this(conversation).await;
    assert!(visitor.history_wanted && ana.history_wanted.contains(&conversation));
    assert_ne!(visitor.conversation().incarnation, before, "another life of it");
    assert!(visitor.conversation().started_over);
    assert_eq!(visitor.conversation().conversation, conversation);
    assert_eq!(visitor.conversation().texts(), ["Before", "Yes?"]);
    assert_eq!(ana.conversation(conversation).asides(), ["I know this one"]);
    assert!(!visitor.raw().join("\n").contains("I know this one"));
    visitor.until("the pair", |visitor| visitor.standing() == Some(StandingKind::Full)).await;
    assert!(visitor.conversation().seated("Ana").is_some() && visitor.conversation().seated("Ben").is_some());
    visitor.say("After").await;
    ana.until("the message", |ana| ana.has(conversation, "After")).await;
    ana.until("the pair", |ana| ana.standing(conversation) == Some(StandingKind::Full)).await;
    ana.say(conversation, "Go on").await;
    visitor.until("the answer", |visitor| visitor.has("Go on")).await;
    assert_eq!(visitor.conversation().texts(), ["Before", "Yes?", "After", "Go on"]);
}

#[tokio::test]
async fn what_only_the_visitor_saw_as_sent_survives_a_power_cut() {
    let mut server = TestServer::start().await;
    set_solo(&server, "hold", LONG_GRACE_MS).await;
    let (mut ana, mut ben, mut visitor, conversation) = trio(&server).await;
    visitor.say("Both know this").await;
    ana.until("the message", |ana| ana.has(conversation, "Both know this")).await;
    ana.cut();
    ben.cut();
    visitor.say("Only I saw this as sent").await;
    server.kill_9().await;
    assert_eq!(visitor.until_closed().await.code, None, "nobody had time to say anything");
    server.start_again().await;
    visitor.post("Written meanwhile").await;
    ana.reconnect().await;
    visitor.reconnect().await;
    ben.reconnect().await;
    visitor.until("an empty outbox", |visitor| visitor.outbox.is_empty() && visitor.conversation().caught_up).await;
    ana.until("all three", |ana| ana.has(conversation, "Written meanwhile")).await;
    let expected = ["Both know this", "Only I saw this as sent", "Written meanwhile"];
    assert_eq!(visitor.conversation().texts(), expected);
    assert_eq!(ana.conversation(conversation).texts(), expected);
}

#[tokio::test]
async fn what_only_a_late_comer_holds_is_added() {
    let mut server = TestServer::start().await;
    set_solo(&server, "hold", LONG_GRACE_MS).await;
    let (mut ana, mut ben, mut visitor, conversation) = trio(&server).await;
    visitor.say("Hello").await;
    ben.until("the message", |ben| ben.has(conversation, "Hello")).await;
    visitor.cut();
    ben.cut();
    ana.say(conversation, "Only Ana holds this").await;
    ana.aside(conversation, "And this aside").await;
    server.kill_9().await;
    ana.until_closed().await;
    server.start_again().await;
    visitor.reconnect().await;
    ben.reconnect().await;
    visitor.until("a rebuilt conversation", |visitor| visitor.held.as_ref().is_some_and(|held| held.caught_up)).await;
    assert!(!visitor.has("Only Ana holds this"));
    ben.given_this(conversation).await;
    ana.reconnect().await;
    visitor.until("the late message", |visitor| visitor.has("Only Ana holds this")).await;
    ben.until("the late message", |ben| ben.has(conversation, "Only Ana holds this")).await;
    ben.until("the late aside", |ben| ben.conversation(conversation).asides() == ["And this aside"]).await;
    assert_eq!(visitor.conversation().texts(), ["Hello", "Only Ana holds this"]);
    assert!(!visitor.raw().join("\n").contains("And this aside"));
    // Once, however often it is offered.
    ana.cut();
    ana.reconnect().await;
    ana.settle().await;
    visitor.settle().await;
    assert_eq!(visitor.conversation().texts(), ["Hello", "Only Ana holds this"]);
}

#[tokio::test]
async fn a_restart_while_waiting_keeps_the_place() {
    let mut server = TestServer::start().await;
    let site = server.seed().rivers.sites[0].clone();
    let coordinator = server.coordinator().await;
    for name in ["ana", "ben"] {
        crate::desk_rules::set_capacity(&coordinator, server.seed().person(name), 1).await;
    }
    let (mut ana, mut ben, mut first, conversation) = trio(&server).await;
    let mut waiting = TestVisitor::connect(server.base(), &site).await;
    waiting.start().await.expect("there is room in the line");
    waiting.until("a place", |waiting| waiting.place == Some(1)).await;
    waiting.place = None;
    server.kill_9().await;
    server.start_again().await;
    ana.until_closed().await;
    ben.until_closed().await;
    first.until_closed().await;
    waiting.until_closed().await;
    // The one who waits is back first, and still does not come before the others.
    waiting.reconnect().await;
    first.reconnect().await;
    ana.reconnect().await;
    ben.reconnect().await;
    first.until("everything", |first| first.held.as_ref().is_some_and(|held| held.caught_up)).await;
    first.until("the pair", |first| first.standing() == Some(StandingKind::Full)).await;
    waiting.until("the place", |waiting| waiting.place == Some(1)).await;
    ana.given_this(conversation).await;
    assert_eq!(ana.conversations.len(), 1);
    first.command(VisitorCommand::End {}).await.expect("the end");
    waiting.until("the pair", |waiting| waiting.standing() == Some(StandingKind::Full)).await;
}

/// A visitor of a lost conversation who is asked for history and has sent none yet.
async fn asked(server: &mut TestServer) -> (TestVisitor, Vec<Event>) {
    let (_ana, _ben, mut visitor, _) = trio(server).await;
    visitor.say("One").await;
    visitor.say("Two").await;
    visitor.brings_history = false;
    server.kill_9().await;
    server.start_again().await;
    visitor.until_closed().await;
    visitor.reconnect().await;
    visitor.until("the question", |visitor| visitor.history_wanted).await;
    let events = visitor.conversation().events.clone();
    (visitor, events)
}

async fn refused(visitor: &mut TestVisitor, incarnation: Uuid, events: Vec<Event>, what: &str) {
    let conversation = visitor.conversation().conversation;
    visitor.refused.clear();
    visitor.send(&VisitorFrame::History { conversation, incarnation, events, last: true }).await;
    visitor.settle().await;
    assert_eq!(visitor.refused.len(), 1, "{what} was taken");
    assert_eq!(visitor.refused[0].code, ErrorCode::HistoryRefused, "{what}");
}

#[tokio::test]
async fn a_history_that_is_not_ours_is_refused() {
    let mut server = TestServer::start().await;
    let (mut visitor, events) = asked(&mut server).await;
    let incarnation = visitor.conversation().incarnation;

    let mut forged = events.clone();
    if let Some(EventBody::Message { text, .. }) = forged.last_mut().map(|event| &mut event.body) {
        "Something else".clone_into(text);
    }
    refused(&mut visitor, incarnation, forged, "another text").await;
    let mut moved = events.clone();
    moved.swap(1, 2);
    refused(&mut visitor, incarnation, moved, "another order").await;
    let mut gap = events.clone();
    gap.remove(1);
    refused(&mut visitor, incarnation, gap, "a gap").await;
    refused(&mut visitor, incarnation, events[1..].to_vec(), "no beginning").await;
    let mut earlier = events.clone();
    earlier[0].at += 1;
    refused(&mut visitor, incarnation, earlier, "another time").await;
    let mut unsigned = events.clone();
    unsigned[0].mac = String::new();
    refused(&mut visitor, incarnation, unsigned, "no MAC").await;
    let mut short = events.clone();
    short[0].mac.truncate(4);
    refused(&mut visitor, incarnation, short, "a short MAC").await;
    refused(&mut visitor, Uuid::new_v4(), events.clone(), "another life").await;
    let mut public = events.clone();
    public[0].public = Some(1);
    refused(&mut visitor, incarnation, public, "a staff number").await;

    // Nothing of that did harm: the true history is still taken.
    visitor.bring_history().await;
    visitor.until("the conversation", |visitor| visitor.held.as_ref().is_some_and(|held| held.caught_up)).await;
    assert_eq!(visitor.conversation().texts(), ["One", "Two"]);
}

#[tokio::test]
async fn a_history_of_another_conversation_is_refused() {
    let mut server = TestServer::start().await;
    let site = server.seed().rivers.sites[0].clone();
    let (_ana, _ben, mut one, _) = trio(&server).await;
    let mut two = TestVisitor::in_conversation(server.base(), &site).await;
    one.say("Mine").await;
    two.say("Theirs").await;
    one.brings_history = false;
    server.kill_9().await;
    server.start_again().await;
    one.until_closed().await;
    one.reconnect().await;
    one.until("the question", |one| one.history_wanted).await;
    let theirs = two.conversation().clone();
    refused(&mut one, theirs.incarnation, theirs.events.clone(), "another conversation").await;
    // Named as their conversation, it is not this visitor's to bring.
    one.refused.clear();
    let frame = VisitorFrame::History {
        conversation: theirs.conversation,
        incarnation: theirs.incarnation,
        events: theirs.events,
        last: true,
    };
    one.send(&frame).await;
    one.settle().await;
    assert_eq!(one.refused[0].code, ErrorCode::NotStarted);
}

#[tokio::test]
async fn a_history_of_a_life_that_is_over_is_refused() {
    let mut server = TestServer::start().await;
    let (mut visitor, events) = asked(&mut server).await;
    let first_life = visitor.conversation().incarnation;
    visitor.brings_history = true;
    visitor.bring_history().await;
    visitor.until("the conversation", |visitor| visitor.held.as_ref().is_some_and(|held| held.caught_up)).await;
    let second_life = visitor.conversation().incarnation;
    assert_ne!(first_life, second_life);
    visitor.brings_history = false;
    server.kill_9().await;
    server.start_again().await;
    visitor.until_closed().await;
    visitor.reconnect().await;
    visitor.until("the question", |visitor| visitor.history_wanted).await;
    refused(&mut visitor, second_life, events, "events of the life before").await;
}

#[tokio::test]
async fn a_reloaded_page_comes_back_by_what_the_others_hold() {
    let mut server = TestServer::start().await;
    let (mut ana, mut ben, mut visitor, conversation) = trio(&server).await;
    visitor.say("Before the reload").await;
    ana.until("the message", |ana| ana.has(conversation, "Before the reload")).await;
    ben.until("the message", |ben| ben.has(conversation, "Before the reload")).await;
    server.kill_9().await;
    server.start_again().await;
    ana.until_closed().await;
    ben.until_closed().await;
    // The tab kept the token, and nothing else.
    let mut reloaded = TestVisitor::new(server.base(), &server.seed().rivers.sites[0]);
    reloaded.token.clone_from(&visitor.token);
    visitor.cut();
    reloaded.reconnect().await;
    ana.reconnect().await;
    ben.reconnect().await;
    reloaded.until("the conversation", |visitor| visitor.held.as_ref().is_some_and(|held| held.caught_up)).await;
    assert_eq!(reloaded.conversation().texts(), ["Before the reload"]);
    ana.given_this(conversation).await;
}
