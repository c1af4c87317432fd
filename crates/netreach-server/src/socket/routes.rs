//! The two routes, and what is checked before an upgrade.

use axum::Router;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{Extension, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use netreach_protocol::limits::FRAME_BYTES_MAX;
use netreach_protocol::{ErrorCode, SUBPROTOCOL};

use super::wire::Wire;
use super::{staff, visitor};
use crate::AppState;
use crate::edge::{AddressKey, ApiError};
use crate::sign_in::{SignedIn, check_origin};

/// Bytes of the read and write buffers of one socket: tungstenite's defaults cost 133 KiB for each idle one.
const BUFFER_BYTES: usize = 4 * 1024;

/// Bytes that may wait in one socket's write buffer: a full batch of the longest messages.
const WRITE_BYTES_MAX: usize = 4 * 1024 * 1024;

/// The routes `GET /api/v1/visitor/socket` and `GET /api/v1/staff/socket`.
pub fn router(state: AppState) -> Router {
    Router::new()
        .route("/api/v1/visitor/socket", get(visitor_socket))
        .route("/api/v1/staff/socket", get(staff_socket))
        .with_state(state)
}

type Upgrade = Result<WebSocketUpgrade, WebSocketUpgradeRejection>;

async fn visitor_socket(
    State(state): State<AppState>,
    Extension(place): Extension<AddressKey>,
    headers: HeaderMap,
    upgrade: Upgrade,
) -> Result<Response, ApiError> {
    check_origin(&headers, &state.config.server.public_url.origin())?;
    let upgrade = prepared(upgrade)?;
    let permit = state.limits.socket(&place)?;
    let tracker = state.tracker.clone();
    let answer = upgrade.on_upgrade(move |socket| {
        tracker.track_future(async move {
            let wire = Wire::new(socket);
            Box::pin(visitor::run(state, wire, place)).await;
            drop(permit);
        })
    });
    Ok(answer)
}

async fn staff_socket(
    State(state): State<AppState>,
    Extension(place): Extension<AddressKey>,
    headers: HeaderMap,
    signed_in: SignedIn,
    upgrade: Upgrade,
) -> Result<Response, ApiError> {
    check_origin(&headers, &state.config.server.public_url.origin())?;
    let upgrade = prepared(upgrade)?;
    let permit = state.limits.socket(&place)?;
    let tracker = state.tracker.clone();
    let answer = upgrade.on_upgrade(move |socket| {
        tracker.track_future(async move {
            let wire = Wire::new(socket);
            Box::pin(staff::run(state, wire, signed_in)).await;
            drop(permit);
        })
    });
    Ok(answer)
}

/// Sets every limit, and refuses a client that does not name the subprotocol.
fn prepared(upgrade: Upgrade) -> Result<WebSocketUpgrade, ApiError> {
    let upgrade = upgrade.map_err(|_| ApiError::new(ErrorCode::UnsupportedProtocol))?.protocols([SUBPROTOCOL]);
    if upgrade.selected_protocol().is_none() {
        return Err(ApiError::new(ErrorCode::UnsupportedProtocol));
    }
    Ok(upgrade
        .read_buffer_size(BUFFER_BYTES)
        .write_buffer_size(BUFFER_BYTES)
        .max_write_buffer_size(WRITE_BYTES_MAX)
        .max_message_size(FRAME_BYTES_MAX)
        .max_frame_size(FRAME_BYTES_MAX))
}
