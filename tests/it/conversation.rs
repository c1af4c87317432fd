//! A visitor and a pair: from the first hello to the end.

use netreach_protocol::{Author, EndedBy, ErrorCode, Seat, StaffCommand, StandingKind, VisitorCommand};
use netreach_testkit::{TestOperator, TestServer, TestVisitor};
use uuid::Uuid;

#[tokio::test]
async fn a_visitor_talks_with_a_pair() {
    let server = TestServer::start().await;
    let seed = server.seed().clone();
    let mut ana = TestOperator::available(&server, "ana").await;
    let mut ben = TestOperator::available(&server, "ben").await;
    let mut visitor = TestVisitor::connect(server.base(), &seed.rivers.sites[0]).await;
    assert!(visitor.desk.as_ref().is_some_and(|desk| desk.state.is_open()), "{:?}", visitor.desk);

    visitor.start_as(Some("Calm River")).await.expect("the desk is open");
    visitor.until("the pair", |visitor| visitor.standing() == Some(StandingKind::Full)).await;
    assert_eq!(visitor.nickname(), Some("Calm River"));
    let id = visitor.conversation().conversation;
    ana.given_this(id).await;
    ben.given_this(id).await;
    assert!(ana.conversation(id).is_new && ben.conversation(id).is_new, "both are rung");

    // Both are shown, by screen name and organisation only.
    let (workers, _) = visitor.conversation().roster().expect("a roster");
    let mut shown: Vec<_> = workers.iter().map(|w| (w.name.as_str(), w.organisation.as_str(), w.here)).collect();
    shown.sort_unstable();
    assert_eq!(shown, [("Ana", "Northside", true), ("Ben", "Harbour", true)]);
    assert!(workers.iter().all(|worker| worker.person.is_none() && worker.trainee.is_none()));

    visitor.say("Hello").await;
    ana.until("the message", |ana| ana.has(id, "Hello")).await;
    ana.say(id, "Hello, I am Ana.").await;
    ben.until("both messages", |ben| ben.has(id, "Hello, I am Ana.")).await;
    visitor.until("the answer", |visitor| visitor.has("Hello, I am Ana.")).await;
    ben.say(id, "And I am Ben.").await;
    visitor.until("the second answer", |visitor| visitor.has("And I am Ben.")).await;
    assert_eq!(visitor.conversation().texts(), ["Hello", "Hello, I am Ana.", "And I am Ben."]);
    assert_eq!(ben.conversation(id).texts(), visitor.conversation().texts());

    visitor.command(VisitorCommand::End {}).await.expect("the visitor may end it");
    assert_eq!(visitor.conversation().ended(), Some(EndedBy::Visitor));
    for worker in [&mut ana, &mut ben] {
        worker.until("the end", |worker| worker.closed.contains_key(&id)).await;
        assert_eq!(worker.closed[&id].ended(), Some(EndedBy::Visitor));
    }
    let refused = visitor.command(VisitorCommand::Message { id: Uuid::new_v4(), text: "More".to_owned() }).await;
    assert!(matches!(refused.expect_err("it is over").code, ErrorCode::Ended | ErrorCode::NotStarted));
}

#[tokio::test]
async fn a_worker_may_end_it_and_the_visitor_may_begin_another() {
    let server = TestServer::start().await;
    let site = server.seed().rivers.sites[1].clone();
    let mut ana = TestOperator::available(&server, "ana").await;
    let _ben = TestOperator::available(&server, "ben").await;
    let mut visitor = TestVisitor::in_conversation(server.base(), &site).await;
    let first = visitor.conversation().conversation;
    ana.given_this(first).await;
    ana.command(StaffCommand::End { conversation: first }).await.expect("a worker may end it");
    visitor.until("the end", |visitor| visitor.conversation().ended() == Some(EndedBy::Workers)).await;
    // The same key stands for what is over; a new one begins anew.
    let again = visitor.start().await.expect_err("over");
    assert!(matches!(again.code, ErrorCode::Ended | ErrorCode::AlreadyStarted), "{again:?}");
    visitor.key = Uuid::new_v4();
    visitor.start().await.expect("a new one");
    visitor.until("the pair", |visitor| visitor.standing() == Some(StandingKind::Full)).await;
    assert_ne!(visitor.conversation().conversation, first);
}

#[tokio::test]
async fn marks_say_how_far_each_side_has_read() {
    let server = TestServer::start().await;
    let mut ana = TestOperator::available(&server, "ana").await;
    let _ben = TestOperator::available(&server, "ben").await;
    let mut visitor = TestVisitor::in_conversation(server.base(), &server.seed().rivers.sites[0]).await;
    let id = visitor.conversation().conversation;
    ana.given_this(id).await;

    let said = visitor.say("Is anybody there?").await;
    ana.until("the message", |ana| ana.has(id, "Is anybody there?")).await;
    let number = ana.conversation(id).message(said).and_then(|event| event.public).expect("a public number");
    let read = |delivered, seen| netreach_protocol::StaffFrame::Read { conversation: id, delivered, seen };
    ana.send(&read(number, 0)).await;
    let ana_is = Author::Worker(visitor.conversation().seated("Ana").expect("Ana").worker);
    visitor.until("delivered", |visitor| visitor.conversation().marks(ana_is) == (number, 0)).await;
    ana.send(&read(number, number)).await;
    visitor.until("seen", |visitor| visitor.conversation().marks(ana_is) == (number, number)).await;

    let answered = ana.say(id, "Yes.").await;
    visitor.until("the answer", |visitor| visitor.has("Yes.")).await;
    let number = visitor.conversation().message(answered).expect("the answer").seq;
    visitor.read(number, number).await;
    ana.until("seen", |ana| ana.conversation(id).marks(Author::Visitor) == (number, number)).await;

    // Marks never shrink, and cannot be ahead of what was said.
    visitor.read(1, 0).await;
    visitor.read(number + 50, number).await;
    visitor.until("a refusal", |visitor| !visitor.refused.is_empty()).await;
    assert_eq!(visitor.refused[0].code, ErrorCode::AheadOfServer);
    ana.send(&read(number + 50, 0)).await;
    ana.until("a refusal", |ana| !ana.refused.is_empty()).await;
    assert_eq!(ana.refused[0].code, ErrorCode::AheadOfServer);
    ana.settle().await;
    assert_eq!(ana.conversation(id).marks(Author::Visitor), (number, number));
}

#[tokio::test]
async fn a_message_that_comes_twice_is_there_once_and_its_id_is_taken() {
    let server = TestServer::start().await;
    let mut ana = TestOperator::available(&server, "ana").await;
    let _ben = TestOperator::available(&server, "ben").await;
    let mut visitor = TestVisitor::in_conversation(server.base(), &server.seed().rivers.sites[0]).await;
    let conversation = visitor.conversation().conversation;
    ana.given_this(conversation).await;

    let id = visitor.say("Once").await;
    visitor.command(VisitorCommand::Message { id, text: "Once".to_owned() }).await.expect("harmless");
    let other = visitor.command(VisitorCommand::Message { id, text: "Other".to_owned() }).await;
    assert_eq!(other.expect_err("the id is taken").code, ErrorCode::IdTaken);
    let theirs = ana.message(conversation, id, "Once", None).await;
    assert_eq!(theirs.expect_err("another author").code, ErrorCode::IdTaken);
    let id = ana.say(conversation, "Twice").await;
    ana.message(conversation, id, "Twice", None).await.expect("harmless");
    let aside = StaffCommand::Aside { conversation, id, text: "Twice".to_owned() };
    assert_eq!(ana.command(aside).await.expect_err("taken by a message").code, ErrorCode::IdTaken);
    visitor.until("the answer", |visitor| visitor.has("Twice")).await;
    visitor.settle().await;
    assert_eq!(visitor.conversation().texts(), ["Once", "Twice"]);
    assert_eq!(ana.conversation(conversation).asides(), [""; 0]);
}

#[tokio::test]
async fn the_lead_is_given_and_taken() {
    let server = TestServer::start().await;
    let mut ana = TestOperator::available(&server, "ana").await;
    let mut ben = TestOperator::available(&server, "ben").await;
    let mut visitor = TestVisitor::in_conversation(server.base(), &server.seed().rivers.sites[0]).await;
    let conversation = visitor.conversation().conversation;
    ana.given_this(conversation).await;
    ben.given_this(conversation).await;
    let name_of_lead = |visitor: &TestVisitor| {
        let (workers, _) = visitor.conversation().roster().expect("a roster");
        workers.iter().find(|worker| worker.seat == Seat::Lead).expect("a lead").name.clone()
    };
    let first = name_of_lead(&visitor);
    for _ in 0..2 {
        // Whoever asks: the lead gives it, the second takes it.
        let before = name_of_lead(&visitor);
        ana.command(StaffCommand::SwapLead { conversation }).await.expect("one of the pair");
        visitor.until("another lead", |visitor| name_of_lead(visitor) != before).await;
    }
    assert_eq!(name_of_lead(&visitor), first);
    ben.cut();
    visitor.until("one gone", |visitor| visitor.standing() == Some(StandingKind::Grace)).await;
    if name_of_lead(&visitor) == "Ana" {
        let nobody = ana.command(StaffCommand::SwapLead { conversation }).await;
        assert_eq!(nobody.expect_err("nobody is there").code, ErrorCode::NoSecond);
    } else {
        ana.command(StaffCommand::SwapLead { conversation }).await.expect("the one who is there takes it");
    }
}
