//! Signing in and out, and the list of sessions.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::{Extension, Json};
use netreach_protocol::{ErrorCode, http};
use netreach_store::{NewSignInSession, SignIn, SignInSession, SignInSessionId};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::body::{Id, StrangerBody};
use super::problems::{ReadProblems, RemovalProblems, SignInProblems};
use super::{me, write};
use crate::AppState;
use crate::edge::{AddressKey, ApiError};
use crate::sign_in::session::{SessionToken, device, expires_at, remove_cookie};
use crate::sign_in::{SignedIn, password};

/// Signs somebody in: the answer sets the cookie `__Host-netreach`.
#[utoipa::path(
    post, path = "/api/v1/session", tag = "session", operation_id = "sign_in",
    request_body = http::SignInRequest, responses((status = 200, body = http::Me), SignInProblems)
)]
pub(super) async fn sign_in(
    State(state): State<AppState>,
    Extension(place): Extension<AddressKey>,
    headers: HeaderMap,
    StrangerBody(request): StrangerBody<http::SignInRequest>,
) -> Result<([(HeaderName, HeaderValue); 1], Json<http::Me>), ApiError> {
    let given = Zeroizing::new(request.password);
    state.limits.sign_in(&place, request.sign_in.trim())?;
    let credentials = match SignIn::new(&request.sign_in) {
        Some(name) => state.store.credentials(&name).await?,
        None => None,
    };
    // The same work whether the name exists or not, and one answer for every reason.
    let hash = credentials.as_ref().map(|found| found.password_hash.clone());
    let is_right = password::verify(given, hash).await?;
    let Some(found) = credentials.filter(|found| is_right && !found.disabled) else {
        return Err(ErrorCode::WrongPassword.into());
    };
    let before = SessionToken::from_headers(&headers);
    let device = device(&headers);
    let began = {
        let state = state.clone();
        async move {
            if let Some(old) = before {
                end_old(&state, &old).await?;
            }
            let token = SessionToken::random();
            let now = state.clock.now();
            let session = NewSignInSession {
                id: SignInSessionId(Uuid::now_v7()),
                token_hash: token.hash(),
                expires_at: expires_at(now, now),
                device,
            };
            let sessions = state.store.person_sessions(found.consortium, found.person, now).await?;
            if !state.store.create_session(found.consortium, found.person, &session, now).await? {
                return Err(ErrorCode::WrongPassword.into());
            }
            end_surplus(&state, &found, &sessions).await?;
            // As good a moment as any: whoever signs in pays for sweeping up what has ended.
            state.store.prune_sessions(now).await?;
            Ok(token)
        }
    };
    let token = write::detached(&state, began).await?;
    let me = SignedIn::by_token(&state, &token).await?.ok_or(ErrorCode::WrongPassword)?;
    Ok(([(header::SET_COOKIE, token.set_cookie())], Json(me::shown(&state, &me).await?)))
}

/// Ends the session that the same browser had before.
async fn end_old(state: &AppState, token: &SessionToken) -> Result<(), ApiError> {
    if let Some(old) = SignedIn::by_token(state, token).await? {
        state.store.revoke_session(old.consortium(), old.id(), old.session()).await?;
        state.live.session_ended(old.session().0);
    }
    Ok(())
}

/// Closes the sockets of sessions that had to make room for a new one.
async fn end_surplus(
    state: &AppState,
    whose: &netreach_store::Credentials,
    before: &[SignInSession],
) -> Result<(), ApiError> {
    let left = state.store.person_sessions(whose.consortium, whose.person, state.clock.now()).await?;
    for ended in before.iter().filter(|old| left.iter().all(|session| session.id != old.id)) {
        state.live.session_ended(ended.id.0);
    }
    Ok(())
}

/// Who is signed in.
#[utoipa::path(
    get, path = "/api/v1/session", tag = "session", operation_id = "who_am_i",
    responses((status = 200, body = http::Me), ReadProblems),
    security(("session" = []))
)]
pub(super) async fn who(State(state): State<AppState>, me: SignedIn) -> Result<Json<http::Me>, ApiError> {
    Ok(Json(me::shown(&state, &me).await?))
}

/// Signs out. The edge also has the browser forget what it holds of this server (`Clear-Site-Data`).
#[utoipa::path(
    delete, path = "/api/v1/session", tag = "session", operation_id = "sign_out",
    responses((status = 204, description = "Signed out."), RemovalProblems),
    security(("session" = []))
)]
pub(super) async fn sign_out(
    State(state): State<AppState>,
    me: SignedIn,
) -> Result<(StatusCode, [(HeaderName, HeaderValue); 1]), ApiError> {
    end(&state, &me, me.session()).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, remove_cookie())]))
}

/// The browsers in which the signed-in person is signed in.
#[utoipa::path(
    get, path = "/api/v1/sessions", tag = "session", operation_id = "my_sessions",
    responses((status = 200, body = Vec<http::SignInSession>), ReadProblems),
    security(("session" = []))
)]
pub(super) async fn list(
    State(state): State<AppState>,
    me: SignedIn,
) -> Result<Json<Vec<http::SignInSession>>, ApiError> {
    let sessions = state.store.person_sessions(me.consortium(), me.id(), state.clock.now()).await?;
    let shown = sessions.into_iter().map(|session| http::SignInSession {
        id: session.id.0,
        device: session.device,
        created_at: session.created_at.0,
        last_seen_at: session.last_seen_at.0,
        current: session.id == me.session(),
    });
    Ok(Json(shown.collect()))
}

/// Signs the signed-in person out of one browser.
#[utoipa::path(
    delete, path = "/api/v1/sessions/{id}", tag = "session", operation_id = "end_session",
    params(("id" = Uuid, Path, description = "Which session.")),
    responses((status = 204, description = "Ended."), RemovalProblems),
    security(("session" = []))
)]
pub(super) async fn revoke(State(state): State<AppState>, me: SignedIn, Id(id): Id) -> Result<StatusCode, ApiError> {
    if end(&state, &me, SignInSessionId(id)).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ErrorCode::NotFound.into())
    }
}

/// Ends a session of the signed-in person and closes its sockets.
async fn end(state: &AppState, me: &SignedIn, session: SignInSessionId) -> Result<bool, ApiError> {
    let (consortium, person) = (me.consortium(), me.id());
    let work = {
        let state = state.clone();
        async move {
            let ended = state.store.revoke_session(consortium, person, session).await?;
            if ended {
                state.live.session_ended(session.0);
            }
            Ok(ended)
        }
    };
    write::detached(state, work).await
}
