//! The edge: connections that say nothing, limits of one place, and a stop in good order.

use std::time::Duration;

use netreach_testkit::{NotUpgraded, PATIENCE, ServerOptions, Socket, TestOperator, TestServer, TestVisitor};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::desk_rules::trio;

fn options(environment: &[(&'static str, &str)]) -> ServerOptions {
    let environment = environment.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    ServerOptions { environment }
}

/// Sends `bytes` and reads until the server closes.
async fn closed_after(server: &TestServer, bytes: &str) -> String {
    let mut stream = TcpStream::connect(server.authority()).await.expect("the server takes connections");
    stream.write_all(bytes.as_bytes()).await.expect("sent");
    let mut answer = Vec::new();
    let read = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut answer)).await;
    // An end or a reset: the server has let go either way.
    let _end = read.unwrap_or_else(|_| panic!("still open after {bytes:?}"));
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn silent_half_and_idle_connections_are_closed() {
    let server = TestServer::start_with(options(&[
        ("NETREACH__SERVER__FIRST_BYTE_WITHIN", "1s"),
        ("NETREACH__SERVER__HEADER_WITHIN", "1s"),
        ("NETREACH__SERVER__IDLE_MAX", "1s"),
    ]))
    .await;
    let (silent, half, idle, half_body) = tokio::join!(
        closed_after(&server, ""),
        closed_after(&server, "GET /healthz HTTP/1.1\r\nHost: a\r\nX-Half: "),
        closed_after(&server, "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"),
        closed_after(&server, "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET /he"),
    );
    assert_eq!(silent, "");
    assert!(!half.contains("200 OK"), "{half}");
    assert!(idle.starts_with("HTTP/1.1 200 OK") && idle.contains("alive"), "{idle}");
    assert!(half_body.starts_with("HTTP/1.1 200 OK") && half_body.matches("alive").count() == 1, "{half_body}");
    // The server goes on.
    TestVisitor::connect(server.base(), &server.seed().rivers.sites[0]).await;
}

#[tokio::test]
async fn one_place_has_so_many_sockets_and_no_more() {
    let server = TestServer::start_with(options(&[("NETREACH__LIMITS__SOCKETS_PER_PLACE", "3")])).await;
    let site = &server.seed().rivers.sites[0];
    let mut visitors = Vec::new();
    for _ in 0..3 {
        visitors.push(TestVisitor::connect(server.base(), site).await);
    }
    let refused = Socket::open(server.base(), "/api/v1/visitor/socket", None).await.err();
    assert_eq!(refused, Some(NotUpgraded { status: 429, code: "too_many_connections".to_owned() }));
    for visitor in &mut visitors {
        visitor.settle().await;
    }
}

#[tokio::test]
async fn guessing_passwords_is_slowed_down() {
    let server = TestServer::start_with(options(&[("NETREACH__LIMITS__SIGN_INS_BURST", "3")])).await;
    let browser = netreach_testkit::Api::new(server.base());
    let guess = json!({"sign_in": "ana", "password": "a guess that is wrong"});
    let mut answers = Vec::new();
    for _ in 0..4 {
        let answer = browser.request(reqwest::Method::POST, "/api/v1/session", Some(&guess)).await.expect("an answer");
        answers.push((answer.status().as_u16(), answer.headers().get("retry-after").is_some()));
    }
    assert_eq!(answers, [(401, false), (401, false), (401, false), (429, true)]);
    // The right password does not help one who has guessed too often.
    let right = netreach_testkit::Api::sign_in(server.base(), "ana", netreach_testkit::PASSWORD).await;
    assert!(right.err().is_some_and(|error| format!("{error:#}").contains("too_many_requests")));
}

#[tokio::test]
async fn a_stop_tells_everybody_and_ends_well() {
    let mut server = TestServer::start().await;
    let (mut ana, mut ben, mut visitor, _) = trio(&server).await;
    let mut looking = TestVisitor::connect(server.base(), &server.seed().rivers.sites[0]).await;
    // One that has not said hello yet must not keep the server either.
    let mut nameless = Socket::open(server.base(), "/api/v1/visitor/socket", None).await.expect("let in");
    let status = server.stop().await;
    assert_eq!(status.code(), Some(0), "{status}");
    for closing in [
        visitor.until_closed().await,
        looking.until_closed().await,
        ana.until_closed().await,
        ben.until_closed().await,
        nameless.closing().await,
    ] {
        assert_eq!(closing.code, Some(1001));
    }
    for told in [visitor.going_away, looking.going_away, ana.going_away, ben.going_away] {
        assert!(told.is_some_and(|retry_after_ms| retry_after_ms > 0));
    }
}

#[tokio::test]
async fn a_client_that_never_reads_does_not_hold_up_a_stop() {
    let mut server = TestServer::start_with(options(&[("NETREACH__SERVER__STOP_WITHIN", "2s")])).await;
    let (mut ana, _ben, visitor, conversation) = trio(&server).await;
    // The visitor's client takes nothing any more, while much is said.
    let text = "a".repeat(4_000);
    for _ in 0..20 {
        ana.say(conversation, &text).await;
    }
    let ended = tokio::time::timeout(PATIENCE, server.stop()).await;
    let status = ended.expect("a stop is bounded");
    assert_eq!(status.code(), Some(0), "{status}");
    drop(visitor);
}

#[tokio::test]
async fn health_is_told_and_every_answer_has_its_headers() {
    let server = TestServer::start().await;
    let browser = netreach_testkit::Api::new(server.base());
    for path in ["/healthz", "/readyz", "/api/v1/openapi.json"] {
        let answer = browser.request(reqwest::Method::GET, path, None).await.expect("an answer");
        assert_eq!(answer.status(), 200, "{path}");
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff", "{path}");
        assert!(answer.headers().get("server").is_none() && answer.headers().get("set-cookie").is_none(), "{path}");
    }
    let unknown = browser.ask(reqwest::Method::GET, "/api/v1/nothing", None).await.expect("a problem");
    assert_eq!((unknown.0, unknown.1["code"].as_str()), (404, Some("not_found")));
    let wrong = browser.ask(reqwest::Method::POST, "/api/v1/openapi.json", Some(&json!({}))).await.expect("a problem");
    assert_eq!((wrong.0, wrong.1["code"].as_str()), (405, Some("method_not_allowed")));
    let origin = reqwest::Client::new().post(format!("{}/api/v1/session", server.base()));
    let origin = origin.header("origin", "https://www.example.org").json(&json!({"sign_in": "ana", "password": "x"}));
    assert_eq!(origin.send().await.expect("an answer").status(), 403);
}

#[tokio::test]
async fn a_client_that_vanishes_in_the_middle_of_things_hurts_nobody() {
    let server = TestServer::start().await;
    let (mut ana, mut ben, mut visitor, conversation) = trio(&server).await;
    for round in 0..5 {
        let mut window = TestOperator::window(ben.api.clone()).await;
        window.post(conversation, &format!("half {round}")).await;
        drop(window);
        let mut tab = TestVisitor::new(server.base(), &server.seed().rivers.sites[0]);
        tab.token.clone_from(&visitor.token);
        tab.resume().await;
        tab.post(&format!("tab {round}")).await;
        drop(tab);
    }
    ana.say(conversation, "Still here").await;
    visitor.until("the message", |visitor| visitor.has("Still here")).await;
    ben.until("the message", |ben| ben.has(conversation, "Still here")).await;
    assert_eq!(ben.conversation(conversation).texts(), ana.conversation(conversation).texts());
    let stopped = tokio::time::timeout(Duration::from_mins(1), async { drop(server) }).await;
    stopped.expect("the server stops");
}
