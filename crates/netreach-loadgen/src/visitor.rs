//! One visitor who has opened the panel: hello, welcome, then a heartbeat now and then.

use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use futures_util::{SinkExt as _, StreamExt as _};
use netreach_protocol::{SUBPROTOCOL, VisitorFrame, VisitorHello, VisitorServerFrame};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::{Instant, timeout};
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

/// Buffers of one socket, in bytes: an idle one needs little.
const BUFFER_BYTES: usize = 4 * 1024;

/// Time from the connection to the welcome.
const WELCOME_WITHIN: Duration = Duration::from_secs(30);

/// Visitors who come from one address: below what a server lets one place hold and open in a minute.
pub const PER_ADDRESS: usize = 60;

/// Where visitors go.
#[derive(Clone, Debug)]
pub struct Target {
    /// The server's public address, such as `http://127.0.0.1:8080`.
    pub origin: String,
    /// What connections are made to.
    pub address: SocketAddr,
    /// The site's key.
    pub site: String,
}

/// A visitor who was welcomed.
pub struct Visitor {
    stream: WebSocketStream<TcpStream>,
    heartbeat: Duration,
}

/// How a visitor's stay went.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stay {
    /// Heartbeats that were answered.
    pub pongs: u64,
    /// Whether the server closed the socket before the visitor left.
    pub cut: bool,
}

/// The loopback address that the visitor of this number comes from; others each round, so that no place opens more in a
/// minute than a server lets it.
pub fn source(round: usize, number: usize) -> Ipv4Addr {
    let block = number / PER_ADDRESS;
    let (high, low) = (block / 250, block % 250);
    let round = u8::try_from(round % 250).unwrap_or(0);
    Ipv4Addr::new(127, round, u8::try_from(high % 250 + 1).unwrap_or(1), u8::try_from(low + 1).unwrap_or(1))
}

impl Visitor {
    /// Connects, says hello, and waits for the welcome.
    ///
    /// # Errors
    ///
    /// What went wrong on the way.
    pub async fn come(target: &Target, round: usize, number: usize) -> Result<Self> {
        timeout(WELCOME_WITHIN, Self::enter(target, source(round, number))).await.context("no welcome in time")?
    }

    async fn enter(target: &Target, from: Ipv4Addr) -> Result<Self> {
        let socket = TcpSocket::new_v4()?;
        if target.address.ip().is_loopback() {
            socket.bind(SocketAddrV4::new(from, 0).into())?;
        }
        let stream = socket.connect(target.address).await?;
        stream.set_nodelay(true)?;
        let address = format!("{}/api/v1/visitor/socket", target.origin.replacen("http", "ws", 1));
        let mut request = address.into_client_request()?;
        let headers = request.headers_mut();
        headers.insert(HeaderName::from_static("origin"), HeaderValue::from_str(&target.origin)?);
        headers.insert(HeaderName::from_static("sec-websocket-protocol"), HeaderValue::from_static(SUBPROTOCOL));
        let config = WebSocketConfig::default()
            .read_buffer_size(BUFFER_BYTES)
            .write_buffer_size(0)
            .max_write_buffer_size(BUFFER_BYTES);
        let (mut stream, _) = client_async_with_config(request, stream, Some(config)).await?;
        let hello = VisitorHello { site: target.site.clone(), token: None, have: None, language: "en".to_owned() };
        stream.send(text(&VisitorFrame::Hello(hello))?).await?;
        loop {
            match stream.next().await.context("closed before the welcome")?? {
                Message::Text(frame) => {
                    if let VisitorServerFrame::Welcome { heartbeat_ms, .. } = serde_json::from_str(frame.as_str())? {
                        return Ok(Self { stream, heartbeat: Duration::from_millis(heartbeat_ms) });
                    }
                }
                Message::Close(close) => bail!("closed before the welcome: {close:?}"),
                _ => {}
            }
        }
    }

    /// Stays until `leave` is over, with a heartbeat on time; the first one after `phase` of a heartbeat (0 to 1), so
    /// that not everybody's come at once.
    ///
    /// # Errors
    ///
    /// If a frame cannot be written as JSON.
    pub async fn stay(mut self, leave: impl Future<Output = ()>, phase: f64) -> Result<Stay> {
        let ping = text(&VisitorFrame::Ping {})?;
        let mut beats = tokio::time::interval_at(Instant::now() + self.heartbeat.mul_f64(phase), self.heartbeat);
        let mut stay = Stay::default();
        tokio::pin!(leave);
        loop {
            tokio::select! {
                () = &mut leave => break,
                _ = beats.tick() => {
                    if self.stream.send(ping.clone()).await.is_err() {
                        stay.cut = true;
                        break;
                    }
                }
                message = self.stream.next() => match message {
                    Some(Ok(Message::Text(frame))) if frame.as_str().contains("\"pong\"") => stay.pongs += 1,
                    Some(Ok(Message::Close(_)) | Err(_)) | None => {
                        stay.cut = true;
                        break;
                    }
                    Some(Ok(_)) => {}
                },
            }
        }
        match self.stream.close(None).await {
            Ok(()) | Err(Error::ConnectionClosed | Error::AlreadyClosed | Error::Io(_) | Error::Protocol(_)) => {
                Ok(stay)
            }
            Err(error) => Err(error.into()),
        }
    }
}

fn text(frame: &VisitorFrame) -> Result<Message> {
    Ok(Message::text(serde_json::to_string(frame)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_address_has_more_than_its_share() {
        let mut counts = std::collections::HashMap::new();
        for number in 0..20_000 {
            let address = source(number % 4, number);
            assert!(address.is_loopback());
            *counts.entry(address).or_insert(0) += 1;
        }
        assert!(counts.values().all(|count| *count <= PER_ADDRESS));
    }
}
