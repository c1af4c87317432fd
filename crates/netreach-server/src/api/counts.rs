//! Counts by day: numbers without anybody's identity.

use axum::Json;
use axum::extract::State;
use netreach_protocol::{ErrorCode, http};

use super::body::{Asked, Id};
use super::problems::ReadProblems;
use super::{access, hours};
use crate::AppState;
use crate::edge::ApiError;
use crate::sign_in::SignedIn;

/// The counts of a desk between two days, both included. For its coordinators.
#[utoipa::path(
    get, path = "/api/v1/desks/{id}/counts", tag = "desks", operation_id = "counts",
    params(
        ("id" = Uuid, Path, description = "Which desk."),
        ("from" = String, Query, description = "The first day, `YYYY-MM-DD`, in UTC."),
        ("to" = String, Query, description = "The last day, `YYYY-MM-DD`, in UTC.")
    ),
    responses((status = 200, body = Vec<http::DayCount>), ReadProblems),
    security(("session" = []))
)]
pub(super) async fn get(
    State(state): State<AppState>,
    me: SignedIn,
    Id(id): Id,
    mut asked: Asked,
) -> Result<Json<Vec<http::DayCount>>, ApiError> {
    let desk = access::desk_to_change(&state, &me, id).await?;
    let mut day = |name: &str| {
        let text = asked.take::<String>(name)?.ok_or_else(|| ApiError::field(ErrorCode::MissingField, name))?;
        hours::date(&text).ok_or_else(|| ApiError::field(ErrorCode::InvalidValue, name))
    };
    let (from, to) = (day("from")?, day("to")?);
    asked.end()?;
    if to < from {
        return Err(ApiError::field(ErrorCode::InvalidValue, "to"));
    }
    let counts = state.store.counts(me.consortium(), desk.id, from, to).await?;
    let shown = counts.into_iter().map(|count| http::DayCount {
        day: count.day.to_string(),
        name: count.count.as_str().to_owned(),
        value: count.value,
    });
    Ok(Json(shown.collect()))
}
