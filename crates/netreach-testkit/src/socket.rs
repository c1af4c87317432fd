//! One WebSocket, with every frame that came kept as it was.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use netreach_protocol::SUBPROTOCOL;
use serde::Serialize;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

/// How long a test waits for something that should come. Never a measure of speed: a busy machine may take a while.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// How a socket was closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// The close code; none if the connection just ended.
    pub code: Option<u16>,
    /// The reason: an error code of the protocol.
    pub reason: String,
}

/// The answer to an upgrade that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotUpgraded {
    /// The HTTP status.
    pub status: u16,
    /// The code in the problem.
    pub code: String,
}

/// A WebSocket of a client.
pub struct Socket {
    stream: WebSocketStream<TcpStream>,
    /// Every frame that came, as text, in order.
    pub raw: Vec<String>,
}

impl Socket {
    /// Opens a socket as a page of the server would.
    ///
    /// # Errors
    ///
    /// The server's answer, if it is no.
    pub async fn open(base: &str, path: &str, cookie: Option<&str>) -> Result<Self, NotUpgraded> {
        let mut headers = vec![("origin", base.to_owned()), ("sec-websocket-protocol", SUBPROTOCOL.to_owned())];
        headers.extend(cookie.map(|cookie| ("cookie", cookie.to_owned())));
        Self::open_with(base, path, &headers).await
    }

    /// Opens a socket with these headers only.
    ///
    /// # Errors
    ///
    /// The server's answer, if it is no.
    ///
    /// # Panics
    ///
    /// If there is no answer.
    pub async fn open_with(base: &str, path: &str, headers: &[(&'static str, String)]) -> Result<Self, NotUpgraded> {
        let authority = base.trim_start_matches("http://");
        let mut request = format!("ws://{authority}{path}").into_client_request().expect("an address");
        for (name, value) in headers {
            let value = HeaderValue::from_str(value).expect("a header value");
            request.headers_mut().append(HeaderName::from_static(name), value);
        }
        let stream = TcpStream::connect(authority).await.expect("the server takes connections");
        stream.set_nodelay(true).expect("a fresh connection");
        match client_async(request, stream).await {
            Ok((stream, _)) => Ok(Self { stream, raw: Vec::new() }),
            Err(Error::Http(response)) => {
                let body = response.body().as_deref().unwrap_or_default();
                let problem: Value = serde_json::from_slice(body).unwrap_or_default();
                let code = problem["code"].as_str().unwrap_or_default().to_owned();
                Err(NotUpgraded { status: response.status().as_u16(), code })
            }
            Err(error) => panic!("the upgrade was not answered: {error}"),
        }
    }

    /// Sends a frame. What the server no longer takes is lost, as on any network.
    ///
    /// # Panics
    ///
    /// If the frame is no JSON.
    pub async fn send(&mut self, frame: &impl Serialize) {
        let text = serde_json::to_string(frame).expect("a frame is JSON");
        self.send_text(&text).await;
    }

    /// Sends text as it is.
    pub async fn send_text(&mut self, text: &str) {
        let _lost = self.stream.send(Message::text(text)).await;
    }

    /// Sends any message of a WebSocket.
    pub async fn send_binary(&mut self, bytes: &[u8]) {
        let _lost = self.stream.send(Message::binary(bytes.to_vec())).await;
    }

    /// The next text frame, or how the socket was closed.
    ///
    /// # Errors
    ///
    /// How it was closed.
    ///
    /// # Panics
    ///
    /// If nothing comes for [`PATIENCE`].
    pub async fn next(&mut self) -> Result<String, Closing> {
        let frame = tokio::time::timeout(PATIENCE, self.frame()).await;
        frame.unwrap_or_else(|_| panic!("nothing came; before that:\n{}", self.raw.join("\n")))
    }

    async fn frame(&mut self) -> Result<String, Closing> {
        loop {
            match self.stream.next().await {
                Some(Ok(Message::Text(text))) => {
                    self.raw.push(text.as_str().to_owned());
                    return Ok(text.as_str().to_owned());
                }
                Some(Ok(Message::Close(Some(close)))) => {
                    // The answer to the close is on its way with the next read.
                    while let Some(Ok(_)) = self.stream.next().await {}
                    return Err(Closing { code: Some(close.code.into()), reason: close.reason.as_str().to_owned() });
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(Closing { code: None, reason: String::new() }),
            }
        }
    }

    /// Reads until the socket is closed, and says how.
    pub async fn closing(&mut self) -> Closing {
        loop {
            if let Err(closing) = self.next().await {
                return closing;
            }
        }
    }

    /// Waits for a frame of this type.
    ///
    /// # Panics
    ///
    /// If the socket is closed first.
    pub async fn frame_of_type(&mut self, kind: &str) -> Value {
        loop {
            let text = match self.next().await {
                Ok(text) => text,
                Err(closing) => panic!("closed ({closing:?}) before a frame `{kind}`; came:\n{}", self.raw.join("\n")),
            };
            let value: Value = serde_json::from_str(&text).expect("a frame is JSON");
            if value["type"] == kind {
                return value;
            }
        }
    }
}
