//! The accept loop: from a listener to requests, and the graceful stop.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::address::{ClientAddr, forwarded};
use super::deadlines::{Phase, Watched, watch};
use super::limits::Permit;
use crate::AppState;

/// Connections that may wait to be accepted: tokio's 128 costs a second when everybody comes back at once.
const BACKLOG: i32 = 4096;

/// hyper's buffer for one connection: a head must fit into it, and it is gone after an upgrade.
const BUFFER_BYTES_MAX: usize = 16 * 1024;

/// Header fields in one request: browsers send some twenty.
const HEADER_FIELDS_MAX: usize = 64;

/// The wait after the system has refused a connection, for example because no file descriptor is left.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Makes the listening socket.
///
/// # Errors
///
/// The address is taken, not of this machine, or not ours to use.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    // A restart must not wait for the last connections of the process before it.
    socket.set_reuse_address(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    TcpListener::from_std(socket.into())
}

/// How a server ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// Every request was answered, and every socket told.
    InOrder,
    /// Some were still at it when the time was over.
    Cut,
}

/// Serves `router` on `listener` until `state.stop` is cancelled, then waits for what runs, at most `stop_within`.
pub async fn serve(state: AppState, listener: TcpListener, router: Router) -> Stopped {
    let cut = CancellationToken::new();
    let edge = Arc::new(Edge { state, router });
    let state = &edge.state;
    while let Some(accepted) = state.stop.run_until_cancelled(listener.accept()).await {
        match accepted {
            Ok((stream, peer)) => edge.take(stream, ClientAddr::new(peer.ip()), &cut),
            Err(error) => {
                tracing::warn!(kind = %error.kind(), "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    drop(listener);
    state.tracker.close();
    if tokio::time::timeout(state.config.server.stop_within, state.tracker.wait()).await.is_ok() {
        return Stopped::InOrder;
    }
    cut.cancel();
    Stopped::Cut
}

/// What every connection shares.
struct Edge {
    state: AppState,
    router: Router,
}

impl Edge {
    /// Takes a connection if there is room for it; otherwise it is closed at once.
    fn take(self: &Arc<Self>, stream: TcpStream, address: ClientAddr, cut: &CancellationToken) {
        let is_proxy = address.is_in(&self.state.config.server.trusted_proxies);
        let place = self.state.limits.key_of(&address);
        let Ok(permit) = self.state.limits.connection((!is_proxy).then_some(&place)) else {
            tracing::debug!("a connection was refused: too many are open");
            return;
        };
        // Small frames must not wait for one another (Nagle costs 40 ms). A socket that refuses is closed already.
        if stream.set_nodelay(true).is_err() {
            return;
        }
        let peer = Arc::new(Peer { address, is_proxy });
        let connection = Arc::clone(self).connection(stream, peer, permit);
        let cut = cut.clone();
        self.state.tracker.spawn(async move {
            cut.run_until_cancelled_owned(connection).await;
        });
    }

    async fn connection(self: Arc<Self>, stream: TcpStream, peer: Arc<Peer>, permit: Permit) {
        let phase = Phase::new(&self.state.config.server);
        let io = TokioIo::new(Watched::new(stream, phase.clone(), permit));
        let edge = Arc::clone(&self);
        let phase_of_requests = phase.clone();
        let service = hyper::service::service_fn(move |request: hyper::Request<Incoming>| {
            let (edge, peer, phase) = (Arc::clone(&edge), Arc::clone(&peer), phase_of_requests.clone());
            async move {
                phase.handling();
                let response = edge.answer(request.map(Body::new), &peer).await;
                Ok::<_, Infallible>(response.map(|body| phase.answering(body)))
            }
        });
        let connection = http1::Builder::new()
            .max_buf_size(BUFFER_BYTES_MAX)
            .max_headers(HEADER_FIELDS_MAX)
            .serve_connection(io, service)
            .with_upgrades();
        let mut stop = Some(Box::pin(self.state.stop.cancelled()));
        let finish_on_stop = |connection: Pin<&mut http1::UpgradeableConnection<_, _>>, cx: &mut Context<'_>| {
            if let Some(asked) = &mut stop
                && asked.as_mut().poll(cx) == Poll::Ready(())
            {
                stop = None;
                connection.graceful_shutdown();
            }
        };
        // How a connection ends says nothing that a host could act on, and its error may hold what a stranger sent.
        let _ = watch(&phase, pin!(connection), finish_on_stop).await;
    }

    /// Replaces everything that says where a request comes from by the one mark that limits need, then routes it.
    async fn answer(&self, mut request: Request, peer: &Peer) -> Response {
        let trusted = &self.state.config.server.trusted_proxies;
        let visitor = peer.is_proxy.then(|| forwarded(&entries(request.headers()), trusted)).flatten();
        let place = self.state.limits.key_of(visitor.as_ref().unwrap_or(&peer.address));
        request.extensions_mut().insert(place);
        forget_origin(request.headers_mut());
        match self.router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }
}

/// Who is at the other end of a connection.
struct Peer {
    address: ClientAddr,
    is_proxy: bool,
}

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// All entries of X-Forwarded-For in their order: proxies may append a line or to a line.
fn entries(headers: &HeaderMap) -> String {
    let lines: Vec<&str> = headers.get_all(X_FORWARDED_FOR).iter().filter_map(|line| line.to_str().ok()).collect();
    lines.join(",")
}

/// Takes away every header that could tell an address or the page that somebody came from: no handler needs one, and
/// what is not there cannot be logged by mistake.
fn forget_origin(headers: &mut HeaderMap) {
    let telling: Vec<HeaderName> = headers.keys().filter(|name| tells_origin(name)).cloned().collect();
    for name in telling {
        headers.remove(name);
    }
}

fn tells_origin(name: &HeaderName) -> bool {
    const PREFIXES: [&str; 3] = ["x-forwarded-", "cf-", "sec-ch-"];
    const NAMES: [&str; 7] =
        ["forwarded", "x-real-ip", "x-client-ip", "x-cluster-client-ip", "true-client-ip", "fastly-client-ip", "via"];
    let text = name.as_str();
    *name == header::REFERER || NAMES.contains(&text) || PREFIXES.iter().any(|prefix| text.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_that_tell_an_origin_are_dropped_and_others_stay() {
        let mut headers = HeaderMap::new();
        for name in ["x-forwarded-for", "forwarded", "x-real-ip", "cf-connecting-ip", "sec-ch-ua", "referer", "via"] {
            headers.insert(HeaderName::from_static(name), "203.0.113.7".parse().expect("a value"));
        }
        for name in ["origin", "cookie", "user-agent", "sec-websocket-key", "sec-fetch-site"] {
            headers.insert(HeaderName::from_static(name), "x".parse().expect("a value"));
        }
        forget_origin(&mut headers);
        assert_eq!(headers.len(), 5);
        assert!(headers.values().all(|value| value == "x"));
    }
}
