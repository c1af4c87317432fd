//! Every route, and what stands around each: an id, headers, errors, limits and a deadline.

use std::any::Any;
use std::time::Duration;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;
use tracing::Instrument;

use super::address::AddressKey;
use super::problem::ApiError;
use super::request::RequestId;
use super::{assets, headers, pages, problem, request};
use crate::{AppState, api, socket};

/// The whole service.
#[expect(clippy::needless_pass_by_value, reason = "the layers hold clones of it, and callers hand it over")]
pub fn router(state: AppState) -> Router {
    let limited = Router::new()
        .merge(api::router(state.clone()))
        .merge(socket::router(state.clone()))
        .merge(pages(state.clone()))
        .layer(middleware::from_fn_with_state(state.clone(), limit));
    let health = Router::new().route("/healthz", get(alive)).route("/readyz", get(ready)).with_state(state.clone());
    let server = &state.config.server;
    limited
        .merge(health)
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, server.request_within))
        .layer(RequestBodyLimitLayer::new(state.config.body_bytes_max))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn(problem::finish))
        .layer(middleware::from_fn_with_state(state.clone(), trace))
        .layer(middleware::from_fn_with_state(state.clone(), headers::finish))
        .layer(middleware::from_fn(request::give))
}

fn pages(state: AppState) -> Router {
    Router::new()
        .route("/", get(pages::front_door))
        .route("/plain.css", get(pages::plain_style))
        .route("/favicon.ico", get(pages::no_icon))
        .route("/netreach.js", get(assets::loader))
        .route("/assets/{name}", get(assets::asset))
        .route("/embed/{key}", get(pages::frame))
        .route("/chat/{key}", get(pages::page))
        .route("/console", get(|| async { Redirect::permanent("/console/") }))
        .route("/console/", get(pages::console))
        .route("/console/{*path}", get(pages::console))
        .fallback(pages::nothing)
        .with_state(state)
}

/// `GET /healthz`: the process lives.
async fn alive() -> &'static str {
    "alive\n"
}

/// `GET /readyz`: the process can serve people.
async fn ready(State(state): State<AppState>) -> (StatusCode, &'static str) {
    if state.stop.is_cancelled() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    match state.store.health().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}

/// Counts each request of a place. A request without a mark did not come through the accept loop: a test of ours.
async fn limit(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if let Some(place) = request.extensions().get::<AddressKey>()
        && let Err(limited) = state.limits.request(place)
    {
        return ApiError::from(limited).into_response();
    }
    next.run(request).await
}

/// A handler that panicked is a mistake of ours. What it said is not passed on: it may hold what somebody wrote.
fn panicked(_said: Box<dyn Any + Send>) -> Response {
    ApiError::internal("a handler panicked").into_response()
}

/// One line a request, at `debug`: the template of the route, never the address, the query or a key in the path.
///
/// At `info` nothing is said of requests, because the times at which somebody opened a chat are nobody's business.
async fn trace(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or_else(|| "none".to_owned(), |p| p.as_str().to_owned());
    let span = tracing::info_span!("request", request_id = %RequestId::of(&request), method = %known(&request), route);
    let before = state.clock.uptime();
    async move {
        let mut response = next.run(request).await;
        headers::forget_software(response.headers_mut());
        let duration_ms = whole_ms(state.clock.uptime().saturating_sub(before));
        tracing::debug!(status = response.status().as_u16(), duration_ms, "answered");
        response
    }
    .instrument(span)
    .await
}

/// The method, if it is one that HTTP has: a stranger may invent one to write into the log.
fn known(request: &Request) -> &str {
    match request.method().as_str() {
        known @ ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS") => known,
        _ => "other",
    }
}

fn whole_ms(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}
