//! What a desk says to visitors, as its coordinators write it.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use netreach_core::{DeskId, Language};
use netreach_protocol::{ErrorCode, http, limits};
use netreach_store::TextKind;

use super::body::{Body, Id};
use super::problems::{ChangeProblems, ReadProblems};
use super::{access, check, texts, write};
use crate::AppState;
use crate::edge::ApiError;
use crate::sign_in::SignedIn;

type ByLanguage = BTreeMap<Language, BTreeMap<TextKind, String>>;

/// The texts of a desk, and those that stand in for what is not written.
#[utoipa::path(
    get, path = "/api/v1/desks/{id}/texts", tag = "desks", operation_id = "desk_texts",
    params(("id" = Uuid, Path, description = "Which desk.")),
    responses((status = 200, body = http::DeskTexts), ReadProblems),
    security(("session" = []))
)]
pub(super) async fn get(
    State(state): State<AppState>,
    me: SignedIn,
    Id(id): Id,
) -> Result<Json<http::DeskTexts>, ApiError> {
    let desk = access::desk(&state, &me, id).await?;
    Ok(Json(show(&state, &me, desk.id).await?))
}

/// Replaces the texts of a desk.
#[utoipa::path(
    put, path = "/api/v1/desks/{id}/texts", tag = "desks", operation_id = "set_desk_texts",
    params(("id" = Uuid, Path, description = "Which desk.")),
    request_body = http::DeskTextsChange, responses((status = 200, body = http::DeskTexts), ChangeProblems),
    security(("session" = []))
)]
pub(super) async fn set(
    State(state): State<AppState>,
    me: SignedIn,
    Id(id): Id,
    Body(change): Body<http::DeskTextsChange>,
) -> Result<Json<http::DeskTexts>, ApiError> {
    let desk = access::desk_to_change(&state, &me, id).await?.id;
    let given = take(change)?;
    let work = {
        let state = state.clone();
        async move {
            let _turn = state.settings.turn().await;
            replace(&state, &me, desk, given).await?;
            write::settings_changed(&state).await?;
            show(&state, &me, desk).await
        }
    };
    Ok(Json(write::detached(&state, work).await?))
}

/// Writes each language, one transaction a language. Those that go away go first, to make room.
async fn replace(state: &AppState, me: &SignedIn, desk: DeskId, given: ByLanguage) -> Result<(), ApiError> {
    let nothing = BTreeMap::new();
    for text in state.store.desk_texts(me.consortium(), desk).await? {
        if !given.contains_key(&text.language) {
            state.store.replace_desk_texts(me.consortium(), desk, &text.language, &nothing).await?;
        }
    }
    for (language, texts) in &given {
        if !state.store.replace_desk_texts(me.consortium(), desk, language, texts).await? {
            return Err(ErrorCode::NotFound.into());
        }
    }
    Ok(())
}

fn take(change: http::DeskTextsChange) -> Result<ByLanguage, ApiError> {
    let mut taken = ByLanguage::new();
    for (at, given) in change.texts.into_iter().enumerate() {
        let language = check::language(&given.language, &format!("texts[{at}].language"))?;
        let text = check::text(&given.text, limits::DESK_TEXT_CHARS_MAX, &format!("texts[{at}].text"))?;
        let of_language = taken.entry(language).or_default();
        if of_language.insert(texts::stored(given.kind), text).is_some() {
            return Err(ApiError::field(ErrorCode::Conflict, format!("texts[{at}]")));
        }
    }
    check::at_most(taken.len(), limits::LANGUAGES_MAX, "texts")?;
    Ok(taken)
}

async fn show(state: &AppState, me: &SignedIn, desk: DeskId) -> Result<http::DeskTexts, ApiError> {
    let written = state.store.desk_texts(me.consortium(), desk).await?;
    let shown = written.into_iter().map(|text| http::DeskText {
        language: text.language.as_str().to_owned(),
        kind: texts::shown(text.kind),
        text: text.text,
    });
    Ok(http::DeskTexts { texts: shown.collect(), defaults: texts::defaults() })
}
