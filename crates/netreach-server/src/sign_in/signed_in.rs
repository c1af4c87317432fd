//! The person who asks.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use netreach_core::{ConsortiumId, DeskId, PersonId, ProjectId, Role, UnixMillis, Worker};
use netreach_protocol::ErrorCode;
use netreach_store::limits::SESSION_SEEN_STEP;
use netreach_store::{Person, SignInSession, SignInSessionId, StoreError};

use super::session::{SESSION_MAX, SessionToken, expires_at};
use crate::AppState;
use crate::edge::ApiError;

/// Somebody who is signed in, as they stood in the tables when the request came: a revoked session, a disabled person
/// and a role that was taken away are found at once.
#[derive(Clone, Debug)]
pub struct SignedIn {
    session: SignInSession,
    person: Person,
}

impl SignedIn {
    /// Whoever holds a token; `None` if its session has ended or they are kept out.
    ///
    /// # Errors
    ///
    /// The database's.
    pub(crate) async fn by_token(state: &AppState, token: &SessionToken) -> Result<Option<Self>, StoreError> {
        let found = state.store.session_by_token(&token.hash(), state.clock.now()).await?;
        Ok(found.map(|found| Self { session: found.session, person: found.person }))
    }

    /// The same session, with the person as they are after a change.
    pub(crate) fn with(self, person: Person) -> Self {
        Self { person, ..self }
    }

    /// Who it is, with what they may do.
    pub fn person(&self) -> &Person {
        &self.person
    }

    /// Who it is.
    pub fn id(&self) -> PersonId {
        self.person.id
    }

    /// The consortium they belong to: nothing of another one is theirs to see.
    pub fn consortium(&self) -> ConsortiumId {
        self.person.consortium
    }

    /// The session that asks.
    pub fn session(&self) -> SignInSessionId {
        self.session.id
    }

    /// When the session ends however much it is used: a socket must not outlive it.
    pub fn ends_at(&self) -> UnixMillis {
        self.session.created_at + SESSION_MAX
    }

    /// Whether they coordinate a project.
    pub fn coordinates(&self, project: ProjectId) -> bool {
        self.person.memberships.iter().any(|m| m.project == project && m.role == Role::Coordinator)
    }

    /// Whether they coordinate any project.
    pub fn is_coordinator(&self) -> bool {
        self.person.memberships.iter().any(|m| m.role == Role::Coordinator)
    }

    /// Whether they have any role in a project.
    pub fn belongs_to(&self, project: ProjectId) -> bool {
        self.person.memberships.iter().any(|m| m.project == project)
    }

    /// The projects that they coordinate, each once.
    pub fn coordinated(&self) -> Vec<ProjectId> {
        let coordinated = self.person.memberships.iter().filter(|m| m.role == Role::Coordinator);
        coordinated.map(|membership| membership.project).collect()
    }

    /// The part in which they answer on a desk: as operator before supervisor before trainee. `None` for somebody who
    /// does not staff it, or only coordinates. Read anew each time, for the socket.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn worker_on(&self, state: &AppState, desk: DeskId) -> Result<Option<Worker>, StoreError> {
        let workers = state.store.workers(self.consortium(), self.id(), desk).await?;
        Ok(workers.into_iter().next())
    }

    /// Notes that the session is in use; call it now and then while a socket is open, or the session ends by disuse.
    /// False if it is there no more: it was revoked, here or from the command line.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn keep(&self, state: &AppState) -> Result<bool, StoreError> {
        let now = state.clock.now();
        let noted = state.store.touch_session(self.session(), now, expires_at(self.session.created_at, now)).await?;
        if noted {
            return Ok(true);
        }
        // Nothing was noted: it is gone, or another window noted it a moment ago.
        let theirs = state.store.person_sessions(self.consortium(), self.id(), now).await?;
        Ok(theirs.iter().any(|session| session.id == self.session()))
    }
}

impl FromRequestParts<AppState> for SignedIn {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let not_signed_in = || ApiError::new(ErrorCode::NotSignedIn);
        let token = SessionToken::from_headers(&parts.headers).ok_or_else(not_signed_in)?;
        let signed_in = Self::by_token(state, &token).await?.ok_or_else(not_signed_in)?;
        if state.clock.now().since(signed_in.session.last_seen_at) >= SESSION_SEEN_STEP {
            signed_in.keep(state).await?;
        }
        Ok(signed_in)
    }
}
