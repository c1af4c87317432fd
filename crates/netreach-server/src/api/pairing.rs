//! Pairing rules.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use netreach_core::desk::rules::{Mix, PairingRules, RulesError, Solo};
use netreach_protocol::{ErrorCode, http};

use super::body::{Body, Id};
use super::problems::{ChangeProblems, ReadProblems};
use super::{access, write};
use crate::AppState;
use crate::edge::ApiError;
use crate::sign_in::SignedIn;

/// The pairing rules of a desk.
#[utoipa::path(
    get, path = "/api/v1/desks/{id}/pairing", tag = "desks", operation_id = "pairing",
    params(("id" = Uuid, Path, description = "Which desk.")),
    responses((status = 200, body = http::Pairing), ReadProblems),
    security(("session" = []))
)]
pub(super) async fn get(
    State(state): State<AppState>,
    me: SignedIn,
    Id(id): Id,
) -> Result<Json<http::Pairing>, ApiError> {
    Ok(Json(show(&access::desk(&state, &me, id).await?.settings.rules)))
}

/// Replaces the pairing rules of a desk.
#[utoipa::path(
    put, path = "/api/v1/desks/{id}/pairing", tag = "desks", operation_id = "set_pairing",
    params(("id" = Uuid, Path, description = "Which desk.")),
    request_body = http::Pairing, responses((status = 200, body = http::Pairing), ChangeProblems),
    security(("session" = []))
)]
pub(super) async fn set(
    State(state): State<AppState>,
    me: SignedIn,
    Id(id): Id,
    Body(given): Body<http::Pairing>,
) -> Result<Json<http::Pairing>, ApiError> {
    access::desk_to_change(&state, &me, id).await?;
    let rules = take(&given);
    rules.check().map_err(|error| ApiError::field(ErrorCode::InvalidValue, field(error)))?;
    let work = {
        let state = state.clone();
        async move {
            let _turn = state.settings.turn().await;
            let mut desk = access::desk_to_change(&state, &me, id).await?;
            desk.settings.rules = rules;
            state.store.update_desk(me.consortium(), desk.id, &desk.settings).await?;
            write::settings_changed(&state).await?;
            Ok(show(&desk.settings.rules))
        }
    };
    Ok(Json(write::detached(&state, work).await?))
}

fn field(error: RulesError) -> &'static str {
    match error {
        RulesError::Minimum => "minimum",
        RulesError::OpenRequires => "open_requires",
        RulesError::Grace => "grace_ms",
        RulesError::Mix => "mix",
    }
}

fn take(given: &http::Pairing) -> PairingRules {
    PairingRules {
        minimum: given.minimum,
        open_requires: given.open_requires,
        mix: match given.mix {
            http::PairingMix::Any => Mix::Any,
            http::PairingMix::Prefer => Mix::Prefer,
            http::PairingMix::Require => Mix::Require,
        },
        trainees_count: given.trainees_count,
        grace: Duration::from_millis(given.grace_ms),
        solo: match given.solo {
            http::PairingSolo::Hold => Solo::Hold,
            http::PairingSolo::Finish => Solo::Finish,
            http::PairingSolo::Supervised => Solo::Supervised,
        },
    }
}

fn show(rules: &PairingRules) -> http::Pairing {
    http::Pairing {
        minimum: rules.minimum,
        open_requires: rules.open_requires,
        mix: match rules.mix {
            Mix::Any => http::PairingMix::Any,
            Mix::Prefer => http::PairingMix::Prefer,
            Mix::Require => http::PairingMix::Require,
        },
        trainees_count: rules.trainees_count,
        grace_ms: u64::try_from(rules.grace.as_millis()).unwrap_or(u64::MAX),
        solo: match rules.solo {
            Solo::Hold => http::PairingSolo::Hold,
            Solo::Finish => http::PairingSolo::Finish,
            Solo::Supervised => http::PairingSolo::Supervised,
        },
    }
}
