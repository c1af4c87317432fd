//! Who is paired with whom, who waits, and what one's own time has to do with it.

use netreach_protocol::{Availability, ErrorCode, OpenState, Seat, StaffCommand, StandingKind, VisitorCommand};
use netreach_testkit::{TestOperator, TestServer, TestVisitor};
use serde_json::json;

use crate::desk_rules::{LONG_GRACE_MS, set_capacity, set_pairing, set_solo, trio};

fn state(visitor: &TestVisitor) -> OpenState {
    visitor.desk.as_ref().expect("a desk state").state
}

#[tokio::test]
async fn a_desk_opens_when_a_pair_is_there_and_not_before() {
    let server = TestServer::start().await;
    let site = server.seed().rivers.sites[0].clone();
    let mut visitor = TestVisitor::connect(server.base(), &site).await;
    assert_eq!(state(&visitor), OpenState::NoPair);
    assert_eq!(visitor.start().await.expect_err("nobody is there").code, ErrorCode::DeskClosed);
    let mut ana = TestOperator::available(&server, "ana").await;
    // One more window of the same person is still one operator (I1).
    let mut second_window = TestOperator::window(ana.api.clone()).await;
    second_window.be(Availability::Available).await;
    // A trainee does not count unless the desk says so.
    let _tam = TestOperator::available(&server, "tam").await;
    visitor.settle().await;
    assert_eq!(state(&visitor), OpenState::NoPair);
    assert_eq!(visitor.start().await.expect_err("one is no pair").code, ErrorCode::DeskClosed);
    assert_eq!(ana.desks.len(), 1);

    let mut ben = TestOperator::available(&server, "ben").await;
    visitor.until("the desk open", |visitor| state(visitor) == OpenState::Open).await;
    ben.be(Availability::Away).await;
    visitor.until("the desk closed", |visitor| state(visitor) == OpenState::NoPair).await;
    // Every way of looking gives the same (I10).
    let public = ana.api.get(&format!("/api/v1/sites/{site}")).await.expect("anybody may read it");
    assert_eq!(public["state"]["state"], "no_pair");
    ana.until("the same", |ana| ana.desk(server.seed().rivers.desk).state.state == OpenState::NoPair).await;
}

#[tokio::test]
async fn closing_one_window_of_two_leaves_the_operator_here() {
    let server = TestServer::start().await;
    let (mut ana, mut ben, mut visitor, conversation) = trio(&server).await;
    let mut second_window = TestOperator::window(ben.api.clone()).await;
    second_window.given_this(conversation).await;
    assert_eq!(second_window.conversation(conversation).events, ben.conversation(conversation).events);
    ben.cut();
    second_window.say(conversation, "Still here").await;
    visitor.until("the message", |visitor| visitor.has("Still here")).await;
    assert!(visitor.conversation().seated("Ben").expect("Ben").here);
    second_window.cut();
    visitor.until("gone", |visitor| visitor.conversation().seated("Ben").is_some_and(|ben| !ben.here)).await;
    ana.until("grace", |ana| ana.standing(conversation) == Some(StandingKind::Grace)).await;
}

#[tokio::test]
async fn those_who_wait_have_places_and_are_served_in_order() {
    let server = TestServer::start().await;
    let seed = server.seed().clone();
    let coordinator = server.coordinator().await;
    set_capacity(&coordinator, seed.person("ana"), 1).await;
    set_capacity(&coordinator, seed.person("ben"), 1).await;
    let (mut ana, _ben, mut first, conversation) = trio(&server).await;
    let site = &seed.rivers.sites[1];
    let mut second = TestVisitor::connect(server.base(), site).await;
    assert_eq!(state(&second), OpenState::Busy);
    second.start().await.expect("there is room in the line");
    second.until("a place", |visitor| visitor.place == Some(1)).await;
    let early = second.command(VisitorCommand::Message { id: uuid::Uuid::new_v4(), text: "Hello?".to_owned() }).await;
    assert_eq!(early.expect_err("no pair yet").code, ErrorCode::StillWaiting);
    let mut third = TestVisitor::connect(server.base(), site).await;
    third.start().await.expect("there is room in the line");
    third.until("a place", |visitor| visitor.place == Some(2)).await;
    ana.until("two in line", |ana| ana.desk(seed.rivers.desk).queue.len() == 2).await;
    assert_eq!(ana.conversations.len(), 1, "nobody holds more than their capacity (I8)");
    let view = ana.desk(seed.rivers.desk);
    assert_eq!(view.queue[0].conversation, second.conversation().conversation);
    let wire = ana.raw().join("\n");
    assert!(!wire.contains(second.nickname().expect("a name")), "no visitor's name before the pair is theirs");

    first.command(VisitorCommand::End {}).await.expect("the end");
    second.until("the pair", |visitor| visitor.standing() == Some(StandingKind::Full)).await;
    third.until("the next place", |visitor| visitor.place == Some(1)).await;
    assert_ne!(second.conversation().conversation, conversation);
    second.command(VisitorCommand::End {}).await.expect("the end");
    third.until("the pair", |visitor| visitor.standing() == Some(StandingKind::Full)).await;
}

#[tokio::test]
async fn a_full_line_takes_nobody_and_one_may_leave_it() {
    let server = TestServer::start().await;
    let seed = server.seed().clone();
    let coordinator = server.coordinator().await;
    set_capacity(&coordinator, seed.person("ana"), 1).await;
    set_capacity(&coordinator, seed.person("ben"), 1).await;
    let desk = format!("/api/v1/desks/{}", seed.rivers.desk);
    coordinator.patch(&desk, &json!({"queue_max": 1})).await.expect("the coordinator may");
    let (_ana, _ben, _first, _) = trio(&server).await;
    let site = &seed.rivers.sites[0];
    let mut second = TestVisitor::connect(server.base(), site).await;
    second.start().await.expect("there is room in the line");
    let mut third = TestVisitor::connect(server.base(), site).await;
    assert_eq!(state(&third), OpenState::QueueFull);
    assert_eq!(third.start().await.expect_err("full").code, ErrorCode::QueueFull);
    second.command(VisitorCommand::End {}).await.expect("one may leave the line");
    third.until("room", |visitor| state(visitor) == OpenState::Busy).await;
    third.start().await.expect("there is room again");
    third.until("a place", |visitor| visitor.place == Some(1)).await;
}

#[tokio::test]
async fn one_who_is_busy_keeps_what_they_have_and_gets_nothing_new() {
    let server = TestServer::start().await;
    let (_ana, mut ben, mut visitor, conversation) = trio(&server).await;
    let mut other = TestVisitor::connect(server.base(), &server.seed().rivers.sites[0]).await;
    ben.be(Availability::Busy).await;
    other.until("closed", |visitor| state(visitor) == OpenState::NoPair).await;
    assert_eq!(other.start().await.expect_err("no pair").code, ErrorCode::DeskClosed);
    ben.say(conversation, "Still with you").await;
    visitor.until("the message", |visitor| visitor.has("Still with you")).await;
    assert_eq!(visitor.standing(), Some(StandingKind::Full));
    ben.be(Availability::Available).await;
    other.until("open", |visitor| state(visitor) == OpenState::Open).await;
}

#[tokio::test]
async fn one_who_is_finishing_is_away_when_the_last_conversation_ends() {
    let server = TestServer::start().await;
    let desk = server.seed().rivers.desk;
    let (mut ana, mut ben, mut visitor, _) = trio(&server).await;
    ben.be(Availability::Finishing).await;
    let ben_is = |worker: &TestOperator| {
        let person = worker.desk(desk).people.iter().find(|person| person.name == "Ben");
        person.map(|person| person.availability)
    };
    ana.until("finishing", |ana| ben_is(ana) == Some(Availability::Finishing)).await;
    visitor.command(VisitorCommand::End {}).await.expect("the end");
    ana.until("away", |ana| ben_is(ana) == Some(Availability::Away)).await;
}

#[tokio::test]
async fn one_who_steps_out_is_replaced_and_reads_no_more() {
    let server = TestServer::start().await;
    let (mut ana, mut ben, mut visitor, conversation) = trio(&server).await;
    let mut eli = TestOperator::available(&server, "eli").await;
    visitor.say("Before").await;
    ben.until("the message", |ben| ben.has(conversation, "Before")).await;
    ben.command(StaffCommand::StepOut { conversation }).await.expect("one may step out");
    ben.until("closed", |ben| ben.closed.contains_key(&conversation)).await;
    let events = |frame: &&str| frame.starts_with(r#"{"type":"events""#);
    let told = ben.raw().into_iter().filter(events).any(|frame| frame.contains(r#""name":"Eli""#));
    assert!(!told, "not even the roster that leaves them out is theirs to read (I2)");
    eli.given_this(conversation).await;
    assert!(eli.conversation(conversation).is_new, "the replacement is rung");
    assert!(eli.has(conversation, "Before"), "the replacement reads what was said");
    visitor.until("Eli", |visitor| visitor.conversation().seated("Eli").is_some()).await;
    assert!(visitor.conversation().seated("Ben").is_none(), "the visitor is shown who reads (I2)");
    visitor.until("the pair", |visitor| visitor.standing() == Some(StandingKind::Full)).await;
    visitor.say("After").await;
    ana.until("the message", |ana| ana.has(conversation, "After")).await;
    ben.settle().await;
    assert!(!ben.raw().join("\n").contains("After"), "who is out reads nothing more");
    let refused = ben.message(conversation, uuid::Uuid::new_v4(), "From outside", None).await;
    assert_eq!(refused.expect_err("out").code, ErrorCode::NotInConversation);
}

#[tokio::test]
async fn a_supervisor_comes_when_called_and_not_otherwise() {
    let server = TestServer::start().await;
    set_solo(&server, "hold", LONG_GRACE_MS).await;
    let (mut ana, _ben, mut visitor, conversation) = trio(&server).await;
    let call = || StaffCommand::CallSupervisor { conversation };
    assert_eq!(ana.command(call()).await.expect_err("nobody is on call").code, ErrorCode::NoSupervisor);
    let mut sol = TestOperator::available(&server, "sol").await;
    let desk = server.seed().rivers.desk;
    let join = || StaffCommand::Join { conversation };
    assert_eq!(sol.command(join()).await.expect_err("not called").code, ErrorCode::NotCalled);
    assert!(sol.conversations.is_empty(), "nobody reads along unseen");
    ana.command(call()).await.expect("Sol is on call");
    assert_eq!(ana.command(call()).await.expect_err("once").code, ErrorCode::AlreadyCalled);
    sol.until("the call", |sol| sol.desk(desk).conversations.iter().any(|summary| summary.supervisor_called.is_some()))
        .await;
    sol.command(join()).await.expect("called");
    sol.given_this(conversation).await;
    assert_eq!(sol.seat(conversation), Some(Seat::Supervisor));
    visitor.until("Sol", |visitor| visitor.conversation().seated("Sol").is_some()).await;
    sol.say(conversation, "I am Sol.").await;
    visitor.until("the message", |visitor| visitor.has("I am Sol.")).await;
}

#[tokio::test]
async fn projects_are_mixed_where_the_desk_requires_it() {
    let server = TestServer::start().await;
    set_pairing(&server, &json!({"mix": "require"})).await;
    let mut visitor = TestVisitor::connect(server.base(), &server.seed().rivers.sites[0]).await;
    let _ana = TestOperator::available(&server, "ana").await;
    let _dita = TestOperator::available(&server, "dita").await;
    visitor.settle().await;
    assert_eq!(visitor.start().await.expect_err("both are of one project").code, ErrorCode::DeskClosed);
    let _eli = TestOperator::available(&server, "eli").await;
    visitor.until("open", |visitor| state(visitor) == OpenState::Open).await;
    visitor.start().await.expect("a mixed pair");
    visitor.until("the pair", |visitor| visitor.standing() == Some(StandingKind::Full)).await;
    let (workers, _) = visitor.conversation().roster().expect("a roster");
    assert_ne!(workers[0].organisation, workers[1].organisation);
}
