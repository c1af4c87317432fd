//! What only workers see: asides, suggestions, flags. None of it is on a visitor's wire (I3).

use netreach_protocol::{ErrorCode, EventBody, Seat, StaffCommand, StaffFrame, TypingIn, VisitorFrame};
use netreach_testkit::{TestOperator, TestServer};
use serde_json::Value;
use uuid::Uuid;

use crate::desk_rules::trio;

/// The one who leads, and the other.
fn by_seat(conversation: Uuid, a: TestOperator, b: TestOperator) -> (TestOperator, TestOperator) {
    if a.seat(conversation) == Some(Seat::Lead) { (a, b) } else { (b, a) }
}

#[tokio::test]
async fn nothing_that_only_staff_see_is_on_the_visitors_wire() {
    let server = TestServer::start().await;
    let (ana, ben, mut visitor, conversation) = trio(&server).await;
    let (mut lead, mut second) = by_seat(conversation, ana, ben);
    let _supervisor = TestOperator::available(&server, "sol").await;

    second.aside(conversation, "SECRETASIDE").await;
    lead.say(conversation, "First").await;
    let id = Uuid::new_v4();
    let suggest = StaffCommand::Suggest { conversation, id, text: "SECRETSUGGESTION".to_owned() };
    second.command(suggest).await.expect("the second may suggest");
    lead.command(StaffCommand::DropSuggestion { conversation, id }).await.expect("the lead may set it aside");
    second.command(StaffCommand::SlowDown { conversation }).await.expect("the second may flag");
    lead.command(StaffCommand::CallSupervisor { conversation }).await.expect("Sol is on call");
    for place in [TypingIn::Aside, TypingIn::Suggestion] {
        second.send(&StaffFrame::Typing { conversation, r#in: place, on: true }).await;
    }
    second.settle().await;
    lead.aside(conversation, "SECRETREPLY").await;
    lead.say(conversation, "Second").await;

    visitor.until("the last message", |visitor| visitor.has("Second")).await;
    visitor.settle().await;
    let wire = visitor.raw().join("\n");
    for word in ["SECRET", "aside", "suggestion", "slow_down", "supervisor_called", "visitor_here", "public", "person"]
    {
        assert!(!wire.contains(word), "`{word}` is on the visitor's wire:\n{wire}");
    }
    assert!(visitor.typing.is_empty(), "typing an aside is nobody's business");
    // The numbers tell nothing either: they have no gap where staff wrote among themselves.
    let events: Vec<Value> = visitor
        .raw()
        .iter()
        .map(|frame| serde_json::from_str::<Value>(frame).expect("a frame"))
        .filter(|frame| frame["type"] == "events")
        .flat_map(|frame| frame["events"].as_array().expect("events").clone())
        .collect();
    let numbers: Vec<u64> = events.iter().filter_map(|event| event["seq"].as_u64()).collect();
    assert_eq!(numbers, (1..=events.len() as u64).collect::<Vec<_>>());

    // Staff see all of it.
    lead.settle().await;
    assert_eq!(lead.conversation(conversation).asides(), ["SECRETASIDE", "SECRETREPLY"]);
    let kinds = |wanted: fn(&EventBody) -> bool| {
        lead.conversation(conversation).events.iter().filter(|e| wanted(&e.body)).count()
    };
    assert_eq!(kinds(|body| matches!(body, EventBody::SlowDown { .. })), 1);
    assert_eq!(kinds(|body| matches!(body, EventBody::SupervisorCalled { .. })), 1);
    assert_eq!(kinds(|body| matches!(body, EventBody::SuggestionClosed { sent_as: None, .. })), 1);
}

#[tokio::test]
async fn the_lead_sends_what_the_second_suggests() {
    let server = TestServer::start().await;
    let (ana, ben, mut visitor, conversation) = trio(&server).await;
    let (mut lead, mut second) = by_seat(conversation, ana, ben);
    let suggestion = Uuid::new_v4();
    let suggest = StaffCommand::Suggest { conversation, id: suggestion, text: "Shall we call you?".to_owned() };
    second.command(suggest).await.expect("the second may suggest");
    let is_there = |worker: &TestOperator| {
        let mut events = worker.conversation(conversation).events.iter();
        events.any(|event| matches!(&event.body, EventBody::Suggestion { id, .. } if *id == suggestion))
    };
    lead.until("the suggestion", is_there).await;
    let message = Uuid::new_v4();
    lead.message(conversation, message, "Shall we phone you?", Some(suggestion)).await.expect("the lead sends it");
    visitor.until("the message", |visitor| visitor.has("Shall we phone you?")).await;
    assert!(!visitor.raw().join("\n").contains("Shall we call you?"));
    let closed = |worker: &TestOperator| {
        worker.conversation(conversation).events.iter().any(|event| {
            matches!(&event.body, EventBody::SuggestionClosed { id, sent_as } if *id == suggestion && *sent_as == Some(message))
        })
    };
    second.until("the suggestion closed", closed).await;
    // It is used once.
    let again = lead.message(conversation, Uuid::new_v4(), "Again", Some(suggestion)).await;
    assert_eq!(again.expect_err("it is closed").code, ErrorCode::NoSuggestion);
    let dropped = second.command(StaffCommand::DropSuggestion { conversation, id: suggestion }).await;
    assert_eq!(dropped.expect_err("it is closed").code, ErrorCode::NoSuggestion);
    visitor.settle().await;
    assert!(!visitor.has("Again"));
}

#[tokio::test]
async fn a_blank_that_is_not_filled_in_is_not_sent() {
    let server = TestServer::start().await;
    let (mut ana, _ben, mut visitor, conversation) = trio(&server).await;
    let refused = ana.message(conversation, Uuid::new_v4(), "Ring {{phone}} any time.", None).await;
    assert_eq!(refused.expect_err("a blank").code, ErrorCode::UnfilledBlank);
    ana.say(conversation, "Ring 07700 900123 any time.").await;
    visitor.until("the message", |visitor| visitor.has("Ring 07700 900123 any time.")).await;
    assert_eq!(visitor.conversation().texts().len(), 1);
}

#[tokio::test]
async fn typing_is_told_without_a_text_and_ends() {
    let server = TestServer::start().await;
    let (mut ana, mut ben, mut visitor, conversation) = trio(&server).await;
    visitor.send(&VisitorFrame::Typing { on: true }).await;
    let visitor_types = (None, "message");
    ana.until("typing", |ana| ana.typing.get(&conversation).is_some_and(|who| who.contains(&visitor_types))).await;
    visitor.send(&VisitorFrame::Typing { on: false }).await;
    ana.until("typing ends", |ana| ana.typing[&conversation].is_empty()).await;

    let number = visitor.conversation().seated("Ana").expect("Ana").worker;
    ana.send(&StaffFrame::Typing { conversation, r#in: TypingIn::Message, on: true }).await;
    visitor.until("typing", |visitor| visitor.typing.contains(&number)).await;
    ana.send(&StaffFrame::Typing { conversation, r#in: TypingIn::Aside, on: true }).await;
    ben.until("both", |ben| {
        let who = ben.typing.get(&conversation);
        who.is_some_and(|who| who.contains(&(Some(number), "message")) && who.contains(&(Some(number), "aside")))
    })
    .await;
    assert!(ana.typing[&conversation].is_empty(), "nobody is told of their own typing");
    // A client that says nothing more has stopped: the signal ends by itself.
    visitor.until("typing ends", |visitor| visitor.typing.is_empty()).await;
}
