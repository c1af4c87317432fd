//! Sign-in sessions: the signed-in browsers of people.

use std::time::Duration;

use netreach_core::ids::{ConsortiumId, PersonId};
use netreach_core::time::UnixMillis;

use crate::Store;
use crate::columns::{self, bounded};
use crate::error::StoreError;
use crate::people::{Person, PersonRow, people_of};
use crate::values::{SignInSessionId, TokenHash};

/// Most sessions of one person. One more ends the one that was seen longest ago.
pub const SESSIONS_MAX: usize = 20;

/// How far apart two notes of "last seen" are at least: a session in use must not write with every request.
pub const SESSION_SEEN_STEP: Duration = Duration::from_mins(1);

/// Longest label of a device, in characters.
pub const DEVICE_CHARS_MAX: usize = 120;

/// One signed-in browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInSession {
    /// Which one.
    pub id: SignInSessionId,
    /// When they signed in.
    pub created_at: UnixMillis,
    /// When it was last in use, as precisely as [`SESSION_SEEN_STEP`].
    pub last_seen_at: UnixMillis,
    /// When it ends if it is not used.
    pub expires_at: UnixMillis,
    /// What they know it by, such as "Firefox on Linux".
    pub device: String,
}

/// What a session begins with.
#[derive(Clone, Debug)]
pub struct NewSignInSession {
    /// Made by the caller.
    pub id: SignInSessionId,
    /// The hash of the token that the browser holds.
    pub token_hash: TokenHash,
    /// When it ends if it is not used.
    pub expires_at: UnixMillis,
    /// What they know it by.
    pub device: String,
}

/// A session with the person whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// The session.
    pub session: SignInSession,
    /// Who signed in, with what they may do now.
    pub person: Person,
}

statements! {
    /// Adds a session of somebody who is not kept out.
    INSERT = "INSERT INTO sign_in_sessions
            (id, consortium_id, person_id, token_hash, created_at_ms, last_seen_at_ms, expires_at_ms, device)
        SELECT $1, consortium_id, id, $4, CAST($5 AS BIGINT), CAST($5 AS BIGINT), CAST($6 AS BIGINT), $7
        FROM people WHERE consortium_id = $2 AND id = $3 AND disabled = FALSE";
    /// Ends all sessions of a person but the newest few.
    TRIM = "DELETE FROM sign_in_sessions WHERE consortium_id = $1 AND person_id = $2 AND id NOT IN (
            SELECT id FROM sign_in_sessions WHERE consortium_id = $1 AND person_id = $2
            ORDER BY last_seen_at_ms DESC, created_at_ms DESC, id DESC LIMIT $3
        )";
    /// The running session with a token.
    GET = "SELECT s.id, s.created_at_ms, s.last_seen_at_ms, s.expires_at_ms, s.device
        FROM sign_in_sessions s WHERE s.token_hash = $1 AND s.expires_at_ms > $2";
    /// Whose a session is, a row for each membership; nobody who is kept out.
    PERSON = "SELECT p.id, p.consortium_id, p.sign_in, p.screen_name, p.languages, p.capacity, p.disabled,
            p.created_at_ms, m.project_id, m.role
        FROM sign_in_sessions s
        JOIN people p ON p.id = s.person_id
        LEFT JOIN memberships m ON m.person_id = p.id
        WHERE s.id = $1 AND p.disabled = FALSE
        ORDER BY m.project_id, m.role";
    /// The running sessions of a person, the last used first.
    LIST = "SELECT id, created_at_ms, last_seen_at_ms, expires_at_ms, device FROM sign_in_sessions
        WHERE consortium_id = $1 AND person_id = $2 AND expires_at_ms > $3
        ORDER BY last_seen_at_ms DESC, id DESC LIMIT $4";
    /// Notes that a running session is in use.
    TOUCH = "UPDATE sign_in_sessions SET last_seen_at_ms = $2, expires_at_ms = $3
        WHERE id = $1 AND last_seen_at_ms <= $4 AND expires_at_ms > $2";
    /// Ends one session of a person.
    REVOKE = "DELETE FROM sign_in_sessions WHERE consortium_id = $1 AND person_id = $2 AND id = $3";
    /// Ends all sessions of a person but one.
    pub(crate) REVOKE_ALL_BUT = "DELETE FROM sign_in_sessions WHERE consortium_id = $1 AND person_id = $2 AND id <> $3";
    /// Forgets the sessions that have ended.
    PRUNE = "DELETE FROM sign_in_sessions WHERE expires_at_ms <= $1";
}

type SessionRow = (String, i64, i64, i64, String);

impl Store {
    /// Begins a session; `false` if there is no such person or they are disabled.
    ///
    /// # Errors
    ///
    /// [`StoreError::Refused`] for a device label that is empty or too long,
    /// [`Conflict::Id`](crate::Conflict::Id) for an id or token already in use, or the database's.
    pub async fn create_session(
        &self,
        consortium: ConsortiumId,
        person: PersonId,
        session: &NewSignInSession,
        now: UnixMillis,
    ) -> Result<bool, StoreError> {
        bounded(&session.device, DEVICE_CHARS_MAX, "device")?;
        let (scope, person) = (consortium.to_string(), person.to_string());
        Ok(on_pool!(write &self.pool, |db| {
            let inserted = sqlx::query(INSERT)
                .bind(session.id.to_string())
                .bind(&scope)
                .bind(&person)
                .bind(session.token_hash.to_hex())
                .bind(now.0)
                .bind(session.expires_at.0)
                .bind(&session.device)
                .execute(&mut *db)
                .await?;
            if inserted.rows_affected() == 0 {
                return Ok(false);
            }
            let most = columns::from_usize(SESSIONS_MAX);
            sqlx::query(TRIM).bind(&scope).bind(&person).bind(most).execute(&mut *db).await?;
            true
        }))
    }

    /// The session with a token and whose it is, unless it has ended or they are disabled.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn session_by_token(
        &self,
        token_hash: &TokenHash,
        now: UnixMillis,
    ) -> Result<Option<SignedIn>, StoreError> {
        let (session, people) = on_pool!(snapshot &self.pool, |db| {
            let session: Option<SessionRow> =
                sqlx::query_as(GET).bind(token_hash.to_hex()).bind(now.0).fetch_optional(&mut *db).await?;
            let Some(session) = session else { return Ok(None) };
            let people: Vec<PersonRow> = sqlx::query_as(PERSON).bind(&session.0).fetch_all(&mut *db).await?;
            (session, people)
        });
        let Some(person) = people_of(people)?.pop() else { return Ok(None) };
        Ok(Some(SignedIn { session: session_of(session)?, person }))
    }

    /// The running sessions of a person, the last used first.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn person_sessions(
        &self,
        consortium: ConsortiumId,
        person: PersonId,
        now: UnixMillis,
    ) -> Result<Vec<SignInSession>, StoreError> {
        let rows: Vec<SessionRow> = on_pool!(read &self.pool, |db| {
            sqlx::query_as(LIST)
                .bind(consortium.to_string())
                .bind(person.to_string())
                .bind(now.0)
                .bind(columns::from_usize(SESSIONS_MAX))
                .fetch_all(db)
                .await?
        });
        rows.into_iter().map(session_of).collect()
    }

    /// Notes that a session is in use and lets it run until `expires_at`; does nothing within [`SESSION_SEEN_STEP`] of
    /// the last note, or for a session that has ended. Says whether it was noted.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn touch_session(
        &self,
        id: SignInSessionId,
        now: UnixMillis,
        expires_at: UnixMillis,
    ) -> Result<bool, StoreError> {
        Ok(on_pool!(write &self.pool, |db| {
            let touched = sqlx::query(TOUCH)
                .bind(id.to_string())
                .bind(now.0)
                .bind(expires_at.0)
                .bind((now - SESSION_SEEN_STEP).0)
                .execute(&mut *db)
                .await?;
            touched.rows_affected() > 0
        }))
    }

    /// Ends one session of a person; `false` if they have no such session.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn revoke_session(
        &self,
        consortium: ConsortiumId,
        person: PersonId,
        id: SignInSessionId,
    ) -> Result<bool, StoreError> {
        Ok(on_pool!(write &self.pool, |db| {
            let revoked = sqlx::query(REVOKE)
                .bind(consortium.to_string())
                .bind(person.to_string())
                .bind(id.to_string())
                .execute(&mut *db)
                .await?;
            revoked.rows_affected() > 0
        }))
    }

    /// Ends all sessions of a person but `keep`, and says how many there were.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn revoke_sessions(
        &self,
        consortium: ConsortiumId,
        person: PersonId,
        keep: Option<SignInSessionId>,
    ) -> Result<u64, StoreError> {
        Ok(on_pool!(write &self.pool, |db| {
            let revoked = sqlx::query(REVOKE_ALL_BUT)
                .bind(consortium.to_string())
                .bind(person.to_string())
                .bind(keep.map_or_else(String::new, |id| id.to_string()))
                .execute(&mut *db)
                .await?;
            revoked.rows_affected()
        }))
    }

    /// Forgets every session that has ended, and says how many there were.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn prune_sessions(&self, now: UnixMillis) -> Result<u64, StoreError> {
        Ok(on_pool!(write &self.pool, |db| {
            sqlx::query(PRUNE).bind(now.0).execute(&mut *db).await?.rows_affected()
        }))
    }
}

fn session_of((id, created, last_seen, expires, device): SessionRow) -> Result<SignInSession, StoreError> {
    Ok(SignInSession {
        id: columns::id(&id, "sign_in_sessions.id")?,
        created_at: UnixMillis(created),
        last_seen_at: UnixMillis(last_seen),
        expires_at: UnixMillis(expires),
        device,
    })
}
