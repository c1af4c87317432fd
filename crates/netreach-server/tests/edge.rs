//! The edge over real sockets: deadlines, caps, the graceful stop, and what every answer carries.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::WebSocketUpgrade;
use axum::extract::ws::{Message, WebSocket};
use axum::routing::get;
use netreach_server::clock::Clock;
use netreach_server::edge::{self, Stopped};
use netreach_server::{AppState, config};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

/// Longer than any deadline of a test server: what is not closed by then is not closed.
const PATIENCE: Duration = Duration::from_secs(15);

/// A server on a port of its own.
struct Server {
    state: AppState,
    address: SocketAddr,
    served: JoinHandle<Stopped>,
    _data: TempDir,
}

impl Server {
    /// The whole service, with the given settings instead of the defaults.
    async fn start(settings: &[(&str, &str)]) -> Self {
        Self::with_router(settings, edge::router).await
    }

    async fn with_router(settings: &[(&str, &str)], router: impl FnOnce(AppState) -> Router) -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let folder = data.path().join("data");
        let set = |key: &str, value: &str| (format!("NETREACH__{key}"), value.to_owned());
        let mut variables = vec![
            set("SERVER__LISTEN", "127.0.0.1:0"),
            set("DATA__FOLDER", folder.to_str().expect("a path in text")),
            set("DATA__DATABASE", "sqlite::memory:"),
        ];
        variables.extend(settings.iter().map(|(key, value)| set(key, value)));
        let config = config::load(None, variables, &[]).expect("settings without mistakes");
        let listener = edge::listen(config.server.listen).expect("a free port");
        let address = listener.local_addr().expect("an address");
        let state = edge::start(config, Clock::machine()).await.expect("a server");
        let served = start_task(edge::serve(state.clone(), listener, router(state.clone())));
        Self { state, address, served, _data: data }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.expect("a connection")
    }

    async fn stop(self) -> Stopped {
        self.state.stop.cancel();
        self.served.await.expect("the server does not panic")
    }
}

#[expect(clippy::disallowed_methods, reason = "the server itself cannot be on its own tracker")]
fn start_task(served: impl Future<Output = Stopped> + Send + 'static) -> JoinHandle<Stopped> {
    tokio::spawn(served)
}

#[expect(clippy::disallowed_methods, reason = "a test looks at the clock to see that nothing was closed early")]
fn now() -> Instant {
    Instant::now()
}

/// Reads until the server closes, and gives what it said. Panics if it does not close.
async fn until_closed(stream: &mut TcpStream) -> String {
    let mut said = Vec::new();
    match tokio::time::timeout(PATIENCE, stream.read_to_end(&mut said)).await {
        Ok(Ok(_)) => {}
        Ok(Err(error)) => assert_eq!(error.kind(), ErrorKind::ConnectionReset),
        Err(late) => panic!("the server did not close the connection: {late}"),
    }
    String::from_utf8_lossy(&said).into_owned()
}

/// Sends a request that ends the connection, and gives the whole answer.
async fn ask(server: &Server, request: &str) -> String {
    let mut stream = server.connect().await;
    let (line, headers) = request.split_once('\n').unwrap_or((request, ""));
    let headers: Vec<&str> = headers.lines().map(str::trim).chain([""]).collect();
    let headers = headers.join("\r\n");
    let text = format!("{line} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{headers}\r\n");
    stream.write_all(text.as_bytes()).await.expect("written");
    until_closed(&mut stream).await
}

/// Reads one answer without a body in chunks.
async fn one_answer(stream: &mut TcpStream) -> String {
    let mut said = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&said).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = value(head, "content-length").map_or(0, |length| length.parse().expect("a number"));
            if body.len() >= length {
                return text;
            }
        }
        let read = tokio::time::timeout(PATIENCE, stream.read_buf(&mut said)).await.expect("an answer in time");
        assert_ne!(read.expect("readable"), 0, "closed in the middle of an answer: {text}");
    }
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or_default()
}

fn value<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    let head = answer.split("\r\n\r\n").next()?;
    head.lines().filter_map(|line| line.split_once(": ")).find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v)
}

const SHORT: &[(&str, &str)] = &[
    ("SERVER__FIRST_BYTE_WITHIN", "1s"),
    ("SERVER__HEADER_WITHIN", "1s"),
    ("SERVER__IDLE_MAX", "1s"),
    ("SERVER__REQUEST_WITHIN", "1s"),
    ("SERVER__RESPONSE_WITHIN", "1s"),
    ("SERVER__STOP_WITHIN", "1s"),
];

/// A little less than the deadlines above: timers have a resolution.
const NOT_BEFORE: Duration = Duration::from_millis(950);

#[tokio::test]
async fn a_socket_that_says_nothing_is_closed() {
    let server = Server::start(SHORT).await;
    let mut stream = server.connect().await;
    let began = now();
    assert_eq!(until_closed(&mut stream).await, "");
    assert!(began.elapsed() >= NOT_BEFORE, "closed too early");
}

#[tokio::test]
async fn half_a_header_is_closed_even_if_more_dribbles_in() {
    let server = Server::start(SHORT).await;
    let (mut reader, mut writer) = server.connect().await.into_split();
    let began = now();
    writer.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\nx-slow: ").await.expect("written");
    let closed = Arc::new(Notify::new());
    let dribbling = {
        let closed = Arc::clone(&closed);
        async move {
            let mut tick = tokio::time::interval(Duration::from_millis(100));
            loop {
                tokio::select! {
                    () = closed.notified() => break,
                    _ = tick.tick() => if writer.write_all(b"a").await.is_err() { break },
                }
            }
        }
    };
    let reading = async {
        let mut said = Vec::new();
        let read = tokio::time::timeout(PATIENCE, reader.read_to_end(&mut said)).await;
        closed.notify_one();
        assert!(read.is_ok(), "the server did not close the connection");
        assert!(said.is_empty());
    };
    tokio::join!(dribbling, reading);
    assert!(began.elapsed() >= NOT_BEFORE, "closed too early");
}

#[tokio::test]
async fn a_connection_is_kept_for_the_next_request_and_closed_when_idle() {
    let server = Server::start(SHORT).await;
    let mut stream = server.connect().await;
    for _ in 0..2 {
        stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n").await.expect("written");
        assert_eq!(status(&one_answer(&mut stream).await), "200");
    }
    let began = now();
    assert_eq!(until_closed(&mut stream).await, "");
    assert!(began.elapsed() >= NOT_BEFORE, "closed too early");
}

#[tokio::test]
async fn a_body_that_does_not_come_is_answered_with_an_error_and_closed() {
    let server = Server::start(SHORT).await;
    let mut stream = server.connect().await;
    let request = "POST /api/v1/session HTTP/1.1\r\nhost: localhost\r\norigin: http://localhost:8080\r\n\
                   content-type: application/json\r\ncontent-length: 100\r\n\r\n{";
    stream.write_all(request.as_bytes()).await.expect("written");
    let said = until_closed(&mut stream).await;
    assert_eq!(status(&said), "408", "{said}");
    assert!(said.contains(r#""code":"timeout""#), "{said}");
}

#[tokio::test]
async fn an_answer_that_nobody_takes_is_cut() {
    // Far more than the buffers of both sides hold.
    const BYTES: usize = 64 * 1024 * 1024;
    let large = || get(async || Bytes::from(vec![b'a'; BYTES]));
    let server = Server::with_router(SHORT, |_| Router::new().route("/", large())).await;
    let mut stream = server.connect().await;
    stream.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n").await.expect("written");
    // Nothing is read, so nothing on this side shows the end. But the place of the connection is given back.
    let open = || server.state.limits.connections_open();
    let closed = async {
        let mut look = tokio::time::interval(Duration::from_millis(20));
        let mut was_open = false;
        while !was_open || open() > 0 {
            was_open |= open() > 0;
            look.tick().await;
        }
    };
    tokio::time::timeout(PATIENCE, closed).await.expect("the server closes it");
    let said = until_closed(&mut stream).await;
    assert!(said.len() < BYTES, "nobody read, and still all of it went out");
}

#[tokio::test]
async fn a_websocket_outlives_every_deadline_of_requests() {
    async fn echo(mut socket: WebSocket) {
        while let Some(Ok(Message::Text(text))) = socket.recv().await {
            if socket.send(Message::Text(text)).await.is_err() {
                return;
            }
        }
    }
    let upgrade = get(async |upgrade: WebSocketUpgrade| upgrade.on_upgrade(echo));
    let server = Server::with_router(SHORT, |_| Router::new().route("/", upgrade)).await;
    let mut stream = server.connect().await;
    let request = "GET / HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
                   sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    stream.write_all(request.as_bytes()).await.expect("written");
    assert_eq!(status(&one_answer(&mut stream).await), "101");
    let mut nothing = [0; 1];
    let quiet = tokio::time::timeout(Duration::from_secs(3), stream.read(&mut nothing)).await;
    assert!(quiet.is_err(), "three deadlines have passed, and the socket is open");
    // "hi", masked with zeros; the server sends it back unmasked.
    stream.write_all(&[0x81, 0x82, 0, 0, 0, 0, b'h', b'i']).await.expect("written");
    let mut back = [0; 4];
    tokio::time::timeout(PATIENCE, stream.read_exact(&mut back)).await.expect("in time").expect("an echo");
    assert_eq!(&back, &[0x81, 0x02, b'h', b'i']);
    assert_eq!(server.state.limits.connections_open(), 1, "a socket counts as long as it is open");
}

#[tokio::test]
async fn one_place_holds_so_many_connections_and_no_more() {
    let server = Server::start(&[("LIMITS__CONNECTIONS_PER_PLACE", "2")]).await;
    let mut held = Vec::new();
    for _ in 0..2 {
        let mut stream = server.connect().await;
        stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n").await.expect("written");
        assert_eq!(status(&one_answer(&mut stream).await), "200");
        held.push(stream);
    }
    let mut third = server.connect().await;
    assert_eq!(until_closed(&mut third).await, "", "closed without a word");
    drop(held.pop());
    let again = async {
        while server.state.limits.connections_open() > 1 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, again).await.expect("the place is given back");
    assert_eq!(status(&ask(&server, "GET /healthz").await), "200");
}

#[tokio::test]
async fn visitors_behind_a_proxy_are_told_apart_and_strangers_cannot_pretend() {
    let few = [("LIMITS__REQUESTS_BURST", "1"), ("LIMITS__REQUESTS_PER_MINUTE", "1")];
    let proxied = Server::start(&[few[0], few[1], ("SERVER__TRUSTED_PROXIES", "127.0.0.1")]).await;
    assert_eq!(status(&ask(&proxied, "GET /\nx-forwarded-for: 203.0.113.1").await), "200");
    assert_eq!(status(&ask(&proxied, "GET /\nx-forwarded-for: 203.0.113.2").await), "200");
    assert_eq!(status(&ask(&proxied, "GET /\nx-forwarded-for: 203.0.113.9, 203.0.113.1").await), "429");

    let open = Server::start(&few).await;
    assert_eq!(status(&ask(&open, "GET /\nx-forwarded-for: 203.0.113.1").await), "200");
    let limited = ask(&open, "GET /\nx-forwarded-for: 203.0.113.2").await;
    assert_eq!(status(&limited), "429");
    assert!(limited.contains(r#""code":"too_many_requests""#), "{limited}");
    let retry_after: u64 = value(&limited, "retry-after").expect("a time").parse().expect("seconds");
    assert!((1..=60).contains(&retry_after));
    assert_eq!(status(&ask(&open, "GET /healthz").await), "200", "health is never limited");
}

#[tokio::test]
async fn a_stop_lets_running_requests_finish_and_takes_no_new_ones() {
    let (begun, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let handler = {
        let (begun, go) = (Arc::clone(&begun), Arc::clone(&go));
        get(async move || {
            begun.notify_one();
            go.notified().await;
            "finished"
        })
    };
    let server = Server::with_router(&[], |_| Router::new().route("/", handler)).await;
    let address = server.address;
    let mut idle = server.connect().await;
    let mut running = server.connect().await;
    running.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n").await.expect("written");
    begun.notified().await;
    server.state.stop.cancel();
    assert_eq!(until_closed(&mut idle).await, "", "a connection without a request is closed at once");
    let refused = TcpStream::connect(address).await;
    assert!(refused.is_err() || until_closed(&mut refused.expect("checked")).await.is_empty());
    go.notify_one();
    assert!(until_closed(&mut running).await.ends_with("finished"));
    assert_eq!(server.stop().await, Stopped::InOrder);
}

#[tokio::test]
async fn a_stop_does_not_wait_for_ever() {
    let begun = Arc::new(Notify::new());
    let handler = {
        let begun = Arc::clone(&begun);
        get(async move || {
            begun.notify_one();
            std::future::pending::<&str>().await
        })
    };
    let server = Server::with_router(&[("SERVER__STOP_WITHIN", "1s")], |_| Router::new().route("/", handler)).await;
    let mut running = server.connect().await;
    running.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n").await.expect("written");
    begun.notified().await;
    assert_eq!(server.stop().await, Stopped::Cut);
    assert_eq!(until_closed(&mut running).await, "");
}

#[tokio::test]
async fn errors_have_one_shape_and_name_the_request() {
    let server = Server::start(&[]).await;
    let missing = ask(&server, "GET /api/v1/nowhere").await;
    assert_eq!(status(&missing), "404");
    assert_eq!(value(&missing, "content-type"), Some("application/problem+json"));
    let id = value(&missing, "x-request-id").expect("an id");
    assert!(missing.contains(r#""code":"not_found""#) && missing.contains(&format!(r#""request_id":"{id}""#)));
    let method = ask(&server, "PATCH /api/v1/session\norigin: http://localhost:8080").await;
    assert_eq!(status(&method), "405");
    assert!(method.contains(r#""code":"method_not_allowed""#), "{method}");
    let large = ask(&server, "POST /api/v1/visitor/end\ncontent-type: text/plain\ncontent-length: 999999").await;
    assert_eq!(status(&large), "413");
    assert!(large.contains(r#""code":"too_large""#), "{large}");
}

#[tokio::test]
async fn every_route_has_the_headers_of_its_class() {
    let server = Server::start(&[("SERVER__PUBLIC_URL", "https://chat.example.org")]).await;
    // Route, a part of its content security policy, its cache rule.
    let routes = [
        ("/", "frame-ancestors 'none'; require-trusted-types-for 'script'", "no-store"),
        ("/plain.css", "frame-ancestors 'none'", "no-store"),
        ("/embed/nosuchsite", "frame-ancestors 'none'; require-trusted-types-for 'script'", "no-store"),
        ("/chat/nosuchsite", "frame-ancestors 'none'; require-trusted-types-for 'script'", "no-store"),
        ("/console/people/5", "connect-src 'self' wss://chat.example.org", "no-store"),
        ("/assets/nosuchfile.js", "default-src 'none'; frame-ancestors 'none'", "no-store"),
        ("/healthz", "default-src 'none'; frame-ancestors 'none'", "no-store"),
        ("/readyz", "default-src 'none'; frame-ancestors 'none'", "no-store"),
        ("/api/v1/openapi.json", "default-src 'none'; frame-ancestors 'none'", "no-store"),
        ("/api/v1/sites/nosuchsite", "default-src 'none'; frame-ancestors 'none'", "no-store"),
    ];
    for (route, policy, cache) in routes {
        let answer = ask(&server, &format!("GET {route}\norigin: https://elsewhere.example")).await;
        let header = |name| value(&answer, name).unwrap_or_default();
        assert!(header("content-security-policy").contains(policy), "{route}: {answer}");
        assert_eq!(header("cache-control"), cache, "{route}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{route}");
        assert_eq!(header("referrer-policy"), "no-referrer", "{route}");
        assert!(header("permissions-policy").contains("geolocation=()"), "{route}");
        assert!(header("strict-transport-security").starts_with("max-age=63072000"), "{route}");
        for telling in ["server", "via", "x-powered-by", "access-control-allow-origin", "set-cookie"] {
            assert_eq!(value(&answer, telling), None, "{route}");
        }
    }
    let loader = ask(&server, "GET /netreach.js").await;
    assert_eq!(value(&loader, "access-control-allow-origin"), Some("*"));
    assert_eq!(value(&loader, "cross-origin-resource-policy"), Some("cross-origin"));
    let end = ask(&server, "POST /api/v1/visitor/end\ncontent-type: text/plain\ncontent-length: 0").await;
    assert_eq!(value(&end, "clear-site-data"), Some(r#""cache", "storage""#));
}

#[tokio::test]
async fn a_server_that_stops_is_not_ready() {
    let begun = Arc::new(Notify::new());
    let server = {
        let begun = Arc::clone(&begun);
        Server::with_router(&[], |state| {
            edge::router(state).route(
                "/wait",
                get(async move || {
                    begun.notify_one();
                    std::future::pending::<()>().await;
                }),
            )
        })
        .await
    };
    assert!(ask(&server, "GET /readyz").await.ends_with("ready\n"));
    // A request that is read before the stop and routed after it still gets an answer.
    let mut stream = server.connect().await;
    stream.write_all(b"GET /readyz HTTP/1.1\r\n").await.expect("written");
    let mut other = server.connect().await;
    other.write_all(b"GET /wait HTTP/1.1\r\nhost: localhost\r\n\r\n").await.expect("written");
    begun.notified().await;
    server.state.stop.cancel();
    stream.write_all(b"host: localhost\r\n\r\n").await.expect("written");
    let said = until_closed(&mut stream).await;
    assert!(said.is_empty() || said.ends_with("stopping\n"), "{said}");
}
