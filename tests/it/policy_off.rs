//! Policy `off`: nothing that anybody wrote is anywhere afterwards (I6), and no address is in a log.

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use netreach_protocol::{StaffCommand, StandingKind, VisitorCommand};
use netreach_testkit::{ServerOptions, TestOperator, TestServer, TestVisitor};
use uuid::Uuid;

/// Words that stand nowhere else. Spaces and accents show in every way of writing them down.
const NICKNAME: &str = "Quokka Fernweh";
const MESSAGE: &str = "grüne Wachtel vier";
const ANSWER: &str = "blaue Amsel fünf";
const ASIDE: &str = "rote Möwe sechs";
const SUGGESTION: &str = "gelbe Drossel sieben";
const REFUSED: &str = "weiße Krähe acht {{blank}}";

const MARKERS: [&str; 6] = [NICKNAME, MESSAGE, ANSWER, ASIDE, SUGGESTION, REFUSED];

/// Every way in which a text may have been written down.
fn spellings(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let escaped: String =
        text.chars().map(|c| if c.is_ascii() { c.to_string() } else { format!("\\u{:04x}", u32::from(c)) }).collect();
    let percent = |space: &str| -> String {
        let encode = |byte: u8| match byte {
            b' ' => space.to_owned(),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        };
        text.bytes().map(encode).collect()
    };
    let rust: String = text.escape_debug().collect();
    let mut spellings = vec![
        ("plain", text.as_bytes().to_vec()),
        ("escaped JSON", escaped.into_bytes()),
        ("escaped Rust", rust.into_bytes()),
        ("UTF-16 LE", text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("UTF-16 BE", text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        ("percent", percent("%20").into_bytes()),
        ("form", percent("+").into_bytes()),
        ("hexadecimal", text.bytes().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect()),
    ];
    // In base64 a text looks different by where it stands: three ways, without what depends on its neighbours.
    for before in 0..3 {
        let mut bytes = vec![0; before];
        bytes.extend_from_slice(text.as_bytes());
        let whole = bytes.len() / 3 * 3;
        let from = if before == 0 { 0 } else { 3 };
        spellings.push(("base64", STANDARD.encode(&bytes[from..whole]).into_bytes()));
    }
    spellings
}

fn holds(hay: &[u8], needle: &[u8]) -> bool {
    hay.windows(needle.len()).any(|window| window == needle)
}

fn assert_absent(hay: &[u8], place: &str, words: &[&str]) {
    for word in words {
        for (spelling, bytes) in spellings(word) {
            assert!(!holds(hay, &bytes), "`{word}` stands in {place}, as {spelling}");
        }
    }
}

fn assert_absent_below(folder: &Path, words: &[&str]) -> usize {
    let mut files = 0;
    for entry in fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        let path = entry.path();
        if path.is_dir() {
            files += assert_absent_below(&path, words);
        } else {
            assert_absent(&fs::read(&path).expect("readable"), &path.display().to_string(), words);
            assert_absent(entry.file_name().as_encoded_bytes(), "a file name", words);
            files += 1;
        }
    }
    files
}

fn loud() -> ServerOptions {
    ServerOptions {
        environment: vec![
            ("RUST_LOG", "trace".to_owned()),
            ("NETREACH__LOG__LEVEL", "debug".to_owned()),
            ("NETREACH__SERVER__TRUSTED_PROXIES", "127.0.0.9".to_owned()),
        ],
    }
}

/// A conversation in which each marker is used, and mistakes that hold one.
async fn conversation(server: &TestServer) -> (TestOperator, TestOperator, TestVisitor, Uuid) {
    let mut ana = TestOperator::available(server, "ana").await;
    let mut ben = TestOperator::available(server, "ben").await;
    let mut visitor = TestVisitor::connect(server.base(), &server.seed().rivers.sites[0]).await;
    visitor.start_as(Some(NICKNAME)).await.expect("the desk is open");
    visitor.until("the pair", |visitor| visitor.standing() == Some(StandingKind::Full)).await;
    let id = visitor.conversation().conversation;
    ana.given_this(id).await;
    ben.given_this(id).await;
    visitor.say(MESSAGE).await;
    ana.say(id, ANSWER).await;
    ben.aside(id, ASIDE).await;
    let suggest = StaffCommand::Suggest { conversation: id, id: Uuid::new_v4(), text: SUGGESTION.to_owned() };
    ben.command(suggest).await.expect("the second may suggest");
    ana.message(id, Uuid::new_v4(), REFUSED, None).await.expect_err("a blank");
    let control = format!("{MESSAGE}\u{7}");
    visitor
        .command(VisitorCommand::Message { id: Uuid::new_v4(), text: control })
        .await
        .expect_err("a control character");
    (ana, ben, visitor, id)
}

#[test]
fn what_is_written_down_in_any_way_would_be_found() {
    for word in MARKERS {
        for (spelling, bytes) in spellings(word) {
            assert!(bytes.len() > 8, "`{word}` as {spelling} is too short to tell");
        }
        for before in ["", "a", "ab"] {
            let encoded = STANDARD.encode(format!("{before}{word} and more"));
            assert!(spellings(word).iter().any(|(_, bytes)| holds(encoded.as_bytes(), bytes)), "{encoded}");
        }
        let json = format!("{{\"text\":\"{word}\"}}");
        assert!(spellings(word).iter().any(|(_, bytes)| holds(json.as_bytes(), bytes)), "{json}");
    }
}

#[tokio::test]
async fn nothing_that_was_said_is_on_disk_or_in_a_log() {
    let mut server = TestServer::start_with(loud()).await;
    let (mut ana, mut ben, mut visitor, id) = conversation(&server).await;
    let typed = reqwest::Client::new()
        .post(format!("{}/api/v1/visitor/end", server.base()))
        .body(MESSAGE)
        .send()
        .await
        .expect("an answer");
    assert_eq!(typed.status(), 204);
    assert!(assert_absent_below(server.folder(), &MARKERS) >= 2, "the key and the database are there");
    // A power cut, and a history that comes back over the wire.
    server.kill_9().await;
    assert_absent_below(server.folder(), &MARKERS);
    server.start_again().await;
    ana.reconnect().await;
    ben.reconnect().await;
    visitor.reconnect().await;
    visitor.until("everything", |visitor| visitor.held.as_ref().is_some_and(|held| held.caught_up)).await;
    assert!(visitor.has(MESSAGE) && visitor.has(ANSWER));
    ana.given_this(id).await;
    visitor.command(VisitorCommand::End {}).await.expect("the end");
    ana.until("the end", |ana| ana.closed.contains_key(&id)).await;
    server.stop().await;
    assert_absent_below(server.folder(), &MARKERS);
    let output = server.output();
    assert!(output.len() > 1_000, "the log was loud: {} bytes", output.len());
    assert_absent(&output, "the log", &MARKERS);
}

#[tokio::test]
async fn no_address_no_name_and_no_token_is_in_a_log() {
    let mut server = TestServer::start_with(loud()).await;
    let (ana, _ben, mut visitor, id) = conversation(&server).await;
    let token = visitor.token.clone().expect("a token");
    let site = server.seed().rivers.sites[0].clone();
    // A visitor behind a proxy, and one who is not, by addresses of their own.
    for local in ["127.0.0.9", "127.0.0.77"] {
        let local = local.parse::<std::net::IpAddr>().expect("an address");
        let client = reqwest::Client::builder().local_address(local).build().expect("a client");
        for path in [format!("/api/v1/sites/{site}"), format!("/chat/{site}"), "/api/v1/nothing?q=lookedfor".to_owned()]
        {
            let request = client.get(format!("{}{path}", server.base()));
            let request = request.header("x-forwarded-for", "203.0.113.77").header("user-agent", "Telltale/1.0");
            request.header("referer", "https://host-page.example/").send().await.expect("an answer");
        }
    }
    visitor.command(VisitorCommand::End {}).await.expect("the end");
    server.stop().await;
    let output = server.output();
    let cookie = ana.api.cookie().and_then(|cookie| cookie.split_once('=')).expect("a cookie").1.to_owned();
    let telling = ["203.0.113.77", "127.0.0.77", "127.0.0.9", "Telltale", "host-page.example", "lookedfor"];
    for word in telling.into_iter().chain([token.as_str(), cookie.as_str(), netreach_testkit::PASSWORD, site.as_str()])
    {
        assert!(!holds(&output, word.as_bytes()), "`{word}` is in the log");
    }
    assert!(!holds(&output, id.to_string().as_bytes()), "which conversation it was is nobody's business");
    // The one address that is said is the server's own, when it starts.
    let said = String::from_utf8_lossy(&output);
    let addresses = said.lines().filter(|line| line.contains("127.0.0.")).filter(|line| !line.contains(server.base()));
    assert_eq!(addresses.collect::<Vec<_>>(), [""; 0]);
}
