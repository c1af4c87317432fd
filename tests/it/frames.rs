//! Bad input: each mistake has its code and changes nothing.

use netreach_protocol::limits::{FRAME_BYTES_MAX, VISITOR_COMMANDS_BURST};
use netreach_protocol::{ErrorCode, VisitorCommand, VisitorFrame};
use netreach_testkit::{Closing, NotUpgraded, Socket, TestServer, TestVisitor};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::desk_rules::trio;

const VISITOR: &str = "/api/v1/visitor/socket";
const STAFF: &str = "/api/v1/staff/socket";

fn policy(reason: &str) -> Closing {
    Closing { code: Some(1008), reason: reason.to_owned() }
}

/// What a visitor may get wrong once they are in a conversation: the frame, the code, the field.
fn visitor_mistakes() -> Vec<(String, &'static str, Option<&'static str>)> {
    let id = Uuid::new_v4();
    let long = "é".repeat(4_001);
    let message =
        |id: Value, text: &str| json!({"type": "do", "ref": 9, "command": {"do": "message", "id": id, "text": text}});
    let id = json!(id);
    let frames = [
        (message(id.clone(), " \n "), "empty", Some("text")),
        (message(id.clone(), &long), "too_long", Some("text")),
        (message(id.clone(), "a\u{7}b"), "forbidden_character", Some("text")),
        (message(json!("x"), "Hello"), "invalid_value", None),
        (message(json!(7), "Hello"), "invalid_value", None),
        (json!({"type": "do", "ref": 9, "command": {"do": "message", "text": "a"}}), "missing_field", Some("id")),
        (json!({"type": "do", "ref": 9, "command": {"do": "message", "id": id}}), "missing_field", Some("text")),
        (
            json!({"type": "do", "ref": 9, "command": {"do": "message", "id": id, "text": "a", "author": "staff"}}),
            "unknown_field",
            Some("author"),
        ),
        (
            json!({"type": "do", "ref": 9, "command": {"do": "aside", "id": id, "text": "a"}}),
            "unknown_frame",
            Some("aside"),
        ),
        (
            json!({"type": "do", "ref": 9, "command": {"do": "start", "key": id, "rules_accepted": true}}),
            "already_started",
            None,
        ),
        (json!({"type": "do", "ref": 9}), "missing_field", Some("command")),
        (json!({"type": "do", "command": {"do": "end"}}), "missing_field", Some("ref")),
        (json!({"type": "do", "ref": -1, "command": {"do": "end"}}), "invalid_value", None),
        (json!({"type": "do", "ref": 9, "command": "end"}), "invalid_value", Some("command")),
        (json!({"type": "shout"}), "unknown_frame", Some("shout")),
        (json!({"type": 7}), "missing_field", Some("type")),
        (json!({}), "missing_field", Some("type")),
        (json!([1, 2]), "missing_field", Some("type")),
        (json!("hello"), "missing_field", Some("type")),
        (json!({"type": "typing"}), "missing_field", Some("on")),
        (json!({"type": "typing", "on": 1}), "invalid_value", None),
        (json!({"type": "typing", "on": true, "text": "a"}), "unknown_field", Some("text")),
        (json!({"type": "read", "delivered": -1, "seen": 0}), "invalid_value", None),
        (json!({"type": "read", "delivered": 1, "seen": 2}), "ahead_of_server", None),
        (json!({"type": "read", "delivered": 9_000, "seen": 0}), "ahead_of_server", None),
        (json!({"type": "ping", "at": 7}), "unknown_field", Some("at")),
        (
            json!({"type": "history", "conversation": id, "incarnation": id, "events": [], "last": true}),
            "not_started",
            None,
        ),
    ];
    let mut mistakes: Vec<_> =
        frames.into_iter().map(|(frame, code, field)| (frame.to_string(), code, field)).collect();
    for text in ["", "{", "null x", "{\"type\":\"ping\"", "\u{0}"] {
        mistakes.push((text.to_owned(), "malformed", None));
    }
    mistakes
}

#[tokio::test]
async fn every_mistake_of_a_visitor_has_its_code_and_changes_nothing() {
    let server = TestServer::start().await;
    let (mut ana, _ben, visitor, conversation) = trio(&server).await;
    let before = ana.conversation(conversation).events.clone();
    let mut socket = Socket::open(server.base(), VISITOR, None).await.expect("let in");
    let site = &server.seed().rivers.sites[0];
    socket.send(&json!({"type": "hello", "site": site, "language": "en", "token": visitor.token})).await;
    socket.frame_of_type("caught_up").await;
    for (index, (frame, code, field)) in visitor_mistakes().into_iter().enumerate() {
        if index % 30 == 29 {
            // The allowance of one connection is for people, not for tables of mistakes.
            socket = Socket::open(server.base(), VISITOR, None).await.expect("let in");
            socket.send(&json!({"type": "hello", "site": site, "language": "en", "token": visitor.token})).await;
            socket.frame_of_type("caught_up").await;
        }
        socket.send_text(&frame).await;
        let refused = socket.frame_of_type("refused").await;
        assert_eq!(refused["code"], code, "{frame}");
        assert_eq!(refused["field"].as_str(), field, "{frame}");
        let asked: Option<Value> = serde_json::from_str(&frame).ok();
        let count = asked.and_then(|frame| frame.get("ref")?.as_u64());
        assert_eq!(refused["ref"].as_u64(), count, "{frame}");
    }
    socket.send_binary(b"{\"type\":\"ping\"}").await;
    assert_eq!(socket.frame_of_type("refused").await["code"], "malformed");
    ana.settle().await;
    let after: Vec<_> = ana.conversation(conversation).events.clone();
    let harmless =
        |event: &&netreach_protocol::Event| !matches!(event.body, netreach_protocol::EventBody::VisitorHere { .. });
    assert_eq!(before.iter().filter(harmless).count(), after.iter().filter(harmless).count());
}

#[tokio::test]
async fn every_mistake_of_a_worker_has_its_code_and_changes_nothing() {
    let server = TestServer::start().await;
    let (mut ana, ben, _visitor, conversation) = trio(&server).await;
    let before = ana.conversation(conversation).events.clone();
    let mut socket = Socket::open(server.base(), STAFF, ben.api.cookie()).await.expect("let in");
    socket.send(&json!({"type": "hello"})).await;
    socket.frame_of_type("caught_up").await;
    let id = Uuid::new_v4();
    let command = |command: Value| json!({"type": "do", "ref": 1, "command": command});
    let mistakes = [
        (command(json!({"do": "message", "conversation": conversation, "id": id, "text": ""})), "empty"),
        (
            command(json!({"do": "aside", "conversation": conversation, "id": id, "text": "a".repeat(4_001)})),
            "too_long",
        ),
        (
            command(json!({"do": "suggest", "conversation": conversation, "id": id, "text": "\u{1b}"})),
            "forbidden_character",
        ),
        (command(json!({"do": "message", "conversation": id, "id": id, "text": "a"})), "not_in_conversation"),
        (
            command(json!({"do": "message", "conversation": conversation, "id": id, "text": "{{town}}"})),
            "unfilled_blank",
        ),
        (
            command(json!({"do": "message", "conversation": conversation, "id": id, "text": "a", "suggestion": id})),
            "no_suggestion",
        ),
        (
            command(json!({"do": "message", "conversation": conversation, "id": id, "text": "a", "as": "aside"})),
            "unknown_field",
        ),
        (command(json!({"do": "drop_suggestion", "conversation": conversation, "id": id})), "no_suggestion"),
        (command(json!({"do": "join", "conversation": conversation})), "not_called"),
        (command(json!({"do": "call_supervisor", "conversation": conversation})), "no_supervisor"),
        (command(json!({"do": "step_out", "conversation": id})), "not_in_conversation"),
        (command(json!({"do": "end", "conversation": id})), "not_in_conversation"),
        (command(json!({"do": "availability", "availability": "asleep"})), "invalid_value"),
        (command(json!({"do": "dance"})), "unknown_frame"),
        (json!({"type": "typing", "conversation": conversation, "in": "sky", "on": true}), "invalid_value"),
        (json!({"type": "read", "conversation": conversation, "delivered": 99, "seen": 0}), "ahead_of_server"),
        (json!({"type": "read", "conversation": id, "delivered": 0, "seen": 0}), "not_in_conversation"),
        (json!({"type": "shout"}), "unknown_frame"),
        (json!({"type": "ping", "x": 1}), "unknown_field"),
    ];
    for (frame, code) in mistakes {
        socket.send(&frame).await;
        assert_eq!(socket.frame_of_type("refused").await["code"], code, "{frame}");
    }
    ana.settle().await;
    assert_eq!(ana.conversation(conversation).events, before);
}

#[tokio::test]
async fn a_socket_begins_with_one_hello() {
    let server = TestServer::start().await;
    let site = server.seed().rivers.sites[0].clone();
    let ana = server.sign_in("ana").await;
    let hello = json!({"type": "hello", "site": site, "language": "en"});
    let first_frames = [
        (json!({"type": "ping"}).to_string(), "hello_expected"),
        ("{".to_owned(), "malformed"),
        (json!({"type": "hello", "language": "en"}).to_string(), "missing_field"),
        (json!({"type": "hello", "site": "nobody-has-this", "language": "en"}).to_string(), "not_found"),
        (json!({"type": "hello", "site": site, "language": "english please"}).to_string(), "invalid_value"),
        (json!({"type": "hello", "site": site, "language": "en", "referrer": "x"}).to_string(), "unknown_field"),
    ];
    for (frame, code) in first_frames {
        let mut socket = Socket::open(server.base(), VISITOR, None).await.expect("let in");
        socket.send_text(&frame).await;
        assert_eq!(socket.closing().await, policy(code), "{frame}");
    }
    // Nothing at all, on both sockets.
    let mut silent = Socket::open(server.base(), VISITOR, None).await.expect("let in");
    let mut silent_worker = Socket::open(server.base(), STAFF, ana.cookie()).await.expect("let in");
    // Twice.
    let mut twice = Socket::open(server.base(), VISITOR, None).await.expect("let in");
    twice.send(&hello).await;
    twice.frame_of_type("welcome").await;
    twice.send(&hello).await;
    assert_eq!(twice.closing().await, policy("hello_expected"));
    assert_eq!(silent.closing().await, policy("hello_late"));
    assert_eq!(silent_worker.closing().await, policy("hello_late"));
}

#[tokio::test]
async fn an_over_long_frame_closes_the_socket() {
    let server = TestServer::start().await;
    let (mut ana, _ben, visitor, conversation) = trio(&server).await;
    let mut socket = Socket::open(server.base(), VISITOR, None).await.expect("let in");
    let site = &server.seed().rivers.sites[0];
    socket.send(&json!({"type": "hello", "site": site, "language": "en", "token": visitor.token})).await;
    socket.frame_of_type("caught_up").await;
    let text = "a".repeat(FRAME_BYTES_MAX);
    let id = Uuid::new_v4();
    socket.send(&json!({"type": "do", "ref": 1, "command": {"do": "message", "id": id, "text": text}})).await;
    assert_eq!(socket.closing().await, policy("too_large"));
    ana.settle().await;
    assert!(ana.conversation(conversation).texts().is_empty());
}

#[tokio::test]
async fn the_longest_text_in_four_byte_characters_fits() {
    let server = TestServer::start().await;
    let (mut ana, _ben, mut visitor, conversation) = trio(&server).await;
    let text = "𝄞".repeat(4_000);
    visitor.say(&text).await;
    ana.until("the message", |ana| ana.has(conversation, &text)).await;
    ana.say(conversation, &text).await;
    visitor.until("the answer", |visitor| visitor.conversation().texts().len() == 2).await;
}

#[tokio::test]
async fn an_upgrade_needs_our_own_origin_the_subprotocol_and_a_session() {
    let server = TestServer::start().await;
    let base = server.base().to_owned();
    let ana = server.sign_in("ana").await;
    let cookie = ana.cookie().expect("a cookie").to_owned();
    let ours = || ("origin", base.clone());
    let protocol = |name: &str| ("sec-websocket-protocol", name.to_owned());
    let refused = |status, code: &str| NotUpgraded { status, code: code.to_owned() };
    let site_of_a_project = ("origin", "https://www.example.org".to_owned());
    for path in [VISITOR, STAFF] {
        let with_cookie = |mut headers: Vec<(&'static str, String)>| {
            if path == STAFF {
                headers.push(("cookie", cookie.clone()));
            }
            headers
        };
        let tries = [
            (vec![protocol("netreach.v1")], refused(403, "wrong_origin")),
            (vec![site_of_a_project.clone(), protocol("netreach.v1")], refused(403, "wrong_origin")),
            (vec![("origin", "null".to_owned()), protocol("netreach.v1")], refused(403, "wrong_origin")),
            (
                vec![ours(), ("sec-fetch-site", "cross-site".to_owned()), protocol("netreach.v1")],
                refused(403, "wrong_origin"),
            ),
            (vec![ours()], refused(400, "unsupported_protocol")),
            (vec![ours(), protocol("netreach.v2")], refused(400, "unsupported_protocol")),
        ];
        for (headers, expected) in tries {
            let headers = with_cookie(headers);
            let answer = Socket::open_with(&base, path, &headers).await;
            assert_eq!(answer.err(), Some(expected), "{path} {headers:?}");
        }
    }
    let no_session = Socket::open(&base, STAFF, None).await.err();
    assert_eq!(no_session, Some(refused(401, "not_signed_in")));
    let other_cookie = format!("__Host-netreach={}", "A".repeat(43));
    let no_session = Socket::open(&base, STAFF, Some(&other_cookie)).await.err();
    assert_eq!(no_session, Some(refused(401, "not_signed_in")));
    let plain = reqwest::Client::new().get(format!("{base}{VISITOR}")).header("origin", &base).send().await;
    assert_eq!(plain.expect("an answer").status(), 400);
}

#[tokio::test]
async fn too_many_commands_are_refused_and_the_others_count() {
    let server = TestServer::start().await;
    let (mut ana, _ben, mut visitor, conversation) = trio(&server).await;
    let count = VISITOR_COMMANDS_BURST * 2;
    for _ in 0..count {
        let id = Uuid::new_v4();
        visitor.give(VisitorCommand::Message { id, text: "Again".to_owned() }).await;
    }
    visitor.settle().await;
    let frames: Vec<Value> = visitor.raw().iter().map(|frame| serde_json::from_str(frame).expect("a frame")).collect();
    let refused = frames.iter().filter(|frame| frame["type"] == "refused");
    let refused: Vec<&Value> = refused.collect();
    assert!(!refused.is_empty() && refused.iter().all(|frame| frame["code"] == "too_many_requests"), "{refused:?}");
    assert!(refused.iter().all(|frame| frame["ref"].is_u64()));
    let sent = visitor.conversation().texts().len();
    assert_eq!(sent + refused.len(), count as usize);
    ana.until("the others", |ana| ana.conversation(conversation).texts().len() == sent).await;
    // Heartbeats are free.
    for _ in 0..count {
        visitor.send(&VisitorFrame::Ping {}).await;
    }
    visitor.settle().await;
    assert!(visitor.refused.is_empty());
}

#[tokio::test]
async fn names_that_mislead_or_reach_somebody_are_refused() {
    let server = TestServer::start().await;
    let (_ana, _ben, first, _) = trio(&server).await;
    drop(first);
    let mut visitor = TestVisitor::connect(server.base(), &server.seed().rivers.sites[0]).await;
    let names = [
        ("", ErrorCode::Empty),
        ("x\u{202e}y", ErrorCode::ForbiddenCharacter),
        ("Ana", ErrorCode::NicknameNotAllowed),
        ("Support", ErrorCode::NicknameNotAllowed),
        ("07700 900123", ErrorCode::NicknameNotAllowed),
        ("me@example.org", ErrorCode::NicknameNotAllowed),
    ];
    for (name, code) in names {
        let refused = visitor.start_as(Some(name)).await.expect_err(name);
        assert_eq!((refused.code, refused.field.as_deref()), (code, Some("nickname")), "{name}");
    }
    let long = visitor.start_as(Some(&"n".repeat(41))).await.expect_err("too long");
    assert_eq!(long.code, ErrorCode::TooLong);
    let start = VisitorCommand::Start { key: visitor.key, nickname: None, rules_accepted: false };
    assert_eq!(visitor.command(start).await.expect_err("the rules").code, ErrorCode::RulesNotAccepted);
    for command in [VisitorCommand::End {}, VisitorCommand::Message { id: Uuid::new_v4(), text: "a".to_owned() }] {
        assert_eq!(visitor.command(command).await.expect_err("nothing began").code, ErrorCode::NotStarted);
    }
    assert!(visitor.held.is_none());
    visitor.start().await.expect("the offered name is always allowed");
    assert_eq!(visitor.nickname(), Some(visitor.offered.as_str()));
}
