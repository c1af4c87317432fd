//! A deadline for every phase of a connection: the one place that closes silent, slow and idle sockets.
//!
//! hyper's own header timer has one value for the first byte, the rest of the head and the wait between requests, and
//! none for an answer that nobody takes. So the stream and the answer's body tell a [`Phase`] what happens, and
//! [`watch`] closes the connection when the phase lasts too long. After an upgrade nothing watches: sockets have
//! heartbeats of their own.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep_until};

use super::limits::Permit;
use crate::config::ServerConfig;

/// What a connection is doing, and until when it may.
#[derive(Clone)]
pub(super) struct Phase(Arc<Mutex<State>>);

struct State {
    doing: Doing,
    until: Instant,
    spans: Spans,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Doing {
    /// Nothing has come yet, or nothing since the last answer.
    Waiting,
    /// A request has begun.
    Reading,
    /// A handler has it.
    Handling,
    /// The answer is on its way.
    Answering,
}

#[derive(Clone, Copy)]
struct Spans {
    header: Duration,
    idle: Duration,
    handling: Duration,
    response: Duration,
}

/// What a handler may take beyond its own deadline before the connection is cut: so that the error gets out first.
const HANDLING_SPARE: Duration = Duration::from_secs(5);

impl Phase {
    /// The phase of a connection that was just accepted.
    pub(super) fn new(config: &ServerConfig) -> Self {
        let spans = Spans {
            header: config.header_within,
            idle: config.idle_max,
            handling: config.request_within + HANDLING_SPARE,
            response: config.response_within,
        };
        let until = Instant::now() + config.first_byte_within;
        Self(Arc::new(Mutex::new(State { doing: Doing::Waiting, until, spans })))
    }

    /// A request's head is whole.
    pub(super) fn handling(&self) {
        self.change(|state| Some((Doing::Handling, state.spans.handling)));
    }

    /// The answer's head is ready; the returned body tells when the answer is over.
    pub(super) fn answering(&self, body: Body) -> Body {
        self.change(|state| Some((Doing::Answering, state.spans.response)));
        Body::new(Answer { body, phase: self.clone() })
    }

    fn bytes_came(&self) {
        self.change(|state| (state.doing == Doing::Waiting).then_some((Doing::Reading, state.spans.header)));
    }

    /// The end of an answer may still be in hyper's buffer when its body is over: each write that gets out counts.
    fn bytes_went(&self) {
        self.change(|state| (state.doing == Doing::Waiting).then_some((Doing::Waiting, state.spans.idle)));
    }

    fn answered(&self) {
        self.change(|state| Some((Doing::Waiting, state.spans.idle)));
    }

    fn change(&self, next: impl FnOnce(&State) -> Option<(Doing, Duration)>) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((doing, span)) = next(&state) {
            state.doing = doing;
            state.until = Instant::now() + span;
        }
    }

    fn until(&self) -> Instant {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).until
    }
}

/// Runs a connection until it is over, or its phase has lasted too long: then it is dropped, which closes the socket.
///
/// `stopping` is polled once the connection has made what progress it can; it may ask the connection to finish.
pub(super) async fn watch<C, T>(phase: &Phase, connection: Pin<&mut C>, mut stopping: T) -> Option<C::Output>
where
    C: Future,
    T: FnMut(Pin<&mut C>, &mut Context<'_>),
{
    let mut connection = connection;
    let mut timer: Pin<Box<Sleep>> = Box::pin(sleep_until(phase.until()));
    poll_fn(move |cx| {
        stopping(connection.as_mut(), cx);
        if let Poll::Ready(output) = connection.as_mut().poll(cx) {
            return Poll::Ready(Some(output));
        }
        // The phase changes only while the connection is polled, so a look at it here misses nothing.
        if timer.deadline() != phase.until() {
            timer.as_mut().reset(phase.until());
        }
        timer.as_mut().poll(cx).map(|()| None)
    })
    .await
}

/// A socket that tells its phase what comes and goes, and holds its place in the connection count until it is closed.
pub(super) struct Watched {
    stream: TcpStream,
    phase: Phase,
    _permit: Permit,
}

impl Watched {
    pub(super) fn new(stream: TcpStream, phase: Phase, permit: Permit) -> Self {
        Self { stream, phase, _permit: permit }
    }
}

impl AsyncRead for Watched {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let filled = buffer.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(cx, buffer);
        if buffer.filled().len() > filled {
            self.phase.bytes_came();
        }
        polled
    }
}

impl AsyncWrite for Watched {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(cx, bytes);
        if polled.is_ready() {
            self.phase.bytes_went();
        }
        polled
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write_vectored(cx, bytes);
        if polled.is_ready() {
            self.phase.bytes_went();
        }
        polled
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// The body of an answer; hyper drops it once all of it is written or the client is gone.
struct Answer {
    body: Body,
    phase: Phase,
}

impl Drop for Answer {
    fn drop(&mut self) {
        self.phase.answered();
    }
}

impl HttpBody for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
