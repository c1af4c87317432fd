//! One WebSocket: frames in and out, each with its deadline.

use std::num::NonZeroU32;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket, close_code};
use futures_util::SinkExt as _;
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use netreach_protocol::ErrorCode;
use netreach_protocol::limits::{HELLO_WITHIN_MS, PEER_SILENCE_MAX_MS};
use serde::Serialize;
use tokio::time::Instant;

/// Time in which a client must take what it is sent: a phone on a bad network manages, a stuck client does not.
pub(super) const SEND_WITHIN: Duration = Duration::from_secs(10);

/// Close code of a client whose first frame was not `hello`, or whose frames break the rules.
const CLOSE_POLICY: u16 = close_code::POLICY;

/// One WebSocket.
pub(super) struct Wire {
    socket: WebSocket,
    silent_until: Instant,
}

/// What came from the client.
pub(super) enum Incoming {
    /// A text frame.
    Text(String),
    /// Something that is no text frame of ours.
    Unreadable(ErrorCode),
    /// The client is gone, or was silent for too long.
    Gone,
}

/// The client is gone.
#[derive(Debug)]
pub(super) struct Closed;

impl Wire {
    pub(super) fn new(socket: WebSocket) -> Self {
        Self { socket, silent_until: Instant::now() + Duration::from_millis(HELLO_WITHIN_MS) }
    }

    /// The next frame; [`Incoming::Gone`] after too long a silence: [`HELLO_WITHIN_MS`] for the first, then
    /// [`PEER_SILENCE_MAX_MS`]. Cancel-safe.
    pub(super) async fn next(&mut self) -> Incoming {
        loop {
            let Ok(message) = tokio::time::timeout_at(self.silent_until, self.socket.recv()).await else {
                return Incoming::Gone;
            };
            let incoming = match message {
                Some(Ok(Message::Text(text))) => Incoming::Text(text.as_str().to_owned()),
                Some(Ok(Message::Binary(_))) => Incoming::Unreadable(ErrorCode::Malformed),
                // Answered by the library. Only a frame of ours shows that the page behind the socket lives.
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
                Some(Ok(Message::Close(_))) | None => return Incoming::Gone,
                // Over a limit or not a WebSocket frame: the library cannot go on.
                Some(Err(_)) => return Incoming::Unreadable(ErrorCode::TooLarge),
            };
            self.silent_until = Instant::now() + Duration::from_millis(PEER_SILENCE_MAX_MS);
            return incoming;
        }
    }

    /// Puts a frame into the buffer; [`flush`](Self::flush) sends what is there in one write.
    pub(super) async fn feed(&mut self, frame: &impl Serialize) -> Result<(), Closed> {
        let text = serde_json::to_string(frame).expect("a frame has no map with keys that are not strings");
        self.feed_text(text).await
    }

    /// Puts a frame that is text already into the buffer.
    pub(super) async fn feed_text(&mut self, text: String) -> Result<(), Closed> {
        let fed = tokio::time::timeout(SEND_WITHIN, self.socket.feed(Message::Text(text.into()))).await;
        if matches!(fed, Ok(Ok(()))) { Ok(()) } else { Err(Closed) }
    }

    /// Sends what is in the buffer.
    pub(super) async fn flush(&mut self) -> Result<(), Closed> {
        let flushed = tokio::time::timeout(SEND_WITHIN, self.socket.flush()).await;
        if matches!(flushed, Ok(Ok(()))) { Ok(()) } else { Err(Closed) }
    }

    /// Closes with an error code as the reason.
    pub(super) async fn close(self, code: ErrorCode) {
        self.close_with(CLOSE_POLICY, code.as_str()).await;
    }

    /// Closes because the server stops: the client comes back.
    pub(super) async fn close_going_away(self) {
        self.close_with(close_code::AWAY, "").await;
    }

    async fn close_with(mut self, code: u16, reason: &'static str) {
        let frame = Message::Close(Some(CloseFrame { code, reason: reason.into() }));
        // The client may be gone already: then nobody needs to be told.
        let _told = tokio::time::timeout(SEND_WITHIN, self.socket.send(frame)).await;
    }
}

/// How many commands one socket may send.
pub(super) struct Allowance(DefaultDirectRateLimiter);

impl Allowance {
    pub(super) fn new(per_second: u32, burst: u32) -> Self {
        let number = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        Self(RateLimiter::direct(Quota::per_second(number(per_second)).allow_burst(number(burst))))
    }

    pub(super) fn take(&self) -> bool {
        self.0.check().is_ok()
    }
}

/// The start of an `events` frame, whose events are text already.
pub(super) fn events_frame(conversation: uuid::Uuid, events: &[std::sync::Arc<str>]) -> String {
    let mut frame = format!(r#"{{"type":"events","conversation":"{conversation}","events":["#);
    for (index, event) in events.iter().enumerate() {
        if index > 0 {
            frame.push(',');
        }
        frame.push_str(event);
    }
    frame.push_str("]}");
    frame
}
