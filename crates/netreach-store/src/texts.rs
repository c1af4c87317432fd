//! What a desk says to visitors, by language.

use std::collections::BTreeMap;

use netreach_core::ids::{ConsortiumId, DeskId};
use netreach_core::people::Language;

use crate::Store;
use crate::columns::{self, LANGUAGES_MAX, bounded};
use crate::consortia::settings_change;
use crate::desks::EXISTS;
use crate::error::{Bound, StoreError};
use crate::values::words;

/// Longest text of a desk, in characters: two pages.
pub const DESK_TEXT_CHARS_MAX: usize = 6_000;

words! {
    /// What a text of a desk is for.
    TextKind {
        /// What visitors agree to before the first message.
        GroundRules = "ground_rules",
        /// What stays between visitor and workers, and its limits.
        Confidentiality = "confidentiality",
        /// Something to read while waiting.
        Waiting = "waiting",
        /// Closed, by the hours.
        ClosedOutsideHours = "closed_outside_hours",
        /// Closed, and about to open.
        ClosedOpensSoon = "closed_opens_soon",
        /// Within the hours, but no pair is there.
        ClosedNoPair = "closed_no_pair",
        /// Within the hours, but as many wait as may.
        ClosedQueueFull = "closed_queue_full",
        /// Closed, by a dated exception.
        ClosedException = "closed_exception",
        /// The pair of a running conversation broke up, and it is held until a second worker is there.
        PairBrokeUp = "pair_broke_up",
        /// Where else help can be found.
        OtherChannels = "other_channels",
    }
}

/// One text of a desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskText {
    /// What it is for.
    pub kind: TextKind,
    /// The language it is in.
    pub language: Language,
    /// The text.
    pub text: String,
}

statements! {
    /// All texts of a desk.
    LIST = "SELECT kind, language, text FROM desk_texts
        WHERE consortium_id = $1 AND desk_id = $2 ORDER BY language, kind LIMIT $3";
    /// In how many other languages a desk has texts.
    COUNT_LANGUAGES = "SELECT COUNT(DISTINCT language) FROM desk_texts
        WHERE consortium_id = $1 AND desk_id = $2 AND language <> $3";
    /// Forgets the texts of a desk in one language.
    DELETE = "DELETE FROM desk_texts WHERE consortium_id = $1 AND desk_id = $2 AND language = $3";
    /// Adds a text.
    INSERT = "INSERT INTO desk_texts (consortium_id, desk_id, language, kind, text) VALUES ($1, $2, $3, $4, $5)";
}

impl Store {
    /// All texts of a desk, in every language.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn desk_texts(&self, consortium: ConsortiumId, desk: DeskId) -> Result<Vec<DeskText>, StoreError> {
        let rows: Vec<(String, String, String)> = on_pool!(read &self.pool, |db| {
            sqlx::query_as(LIST)
                .bind(consortium.to_string())
                .bind(desk.to_string())
                .bind(columns::from_usize(LANGUAGES_MAX * TextKind::ALL.len()))
                .fetch_all(db)
                .await?
        });
        rows.into_iter()
            .map(|(kind, language, text)| {
                Ok(DeskText {
                    kind: TextKind::from_word(&kind).ok_or_else(|| StoreError::corrupt("desk_texts.kind"))?,
                    language: columns::language(&language, "desk_texts.language")?,
                    text,
                })
            })
            .collect()
    }

    /// Replaces the texts of a desk in one language: a kind that is not given is forgotten, and none at all forgets the
    /// language. `false` if the consortium has no such desk.
    ///
    /// # Errors
    ///
    /// [`StoreError::Refused`] for an empty text, one over [`DESK_TEXT_CHARS_MAX`], or one language too many, or the
    /// database's.
    pub async fn replace_desk_texts(
        &self,
        consortium: ConsortiumId,
        desk: DeskId,
        language: &Language,
        texts: &BTreeMap<TextKind, String>,
    ) -> Result<bool, StoreError> {
        for text in texts.values() {
            bounded(text, DESK_TEXT_CHARS_MAX, "desk text")?;
        }
        let (scope, desk, language) = (consortium.to_string(), desk.to_string(), language.as_str());
        Ok(on_pool!(write &self.pool, |db| {
            settings_change!(db, consortium);
            if sqlx::query(EXISTS).bind(&scope).bind(&desk).fetch_optional(&mut *db).await?.is_none() {
                return Ok(false);
            }
            let others: i64 =
                sqlx::query_scalar(COUNT_LANGUAGES).bind(&scope).bind(&desk).bind(language).fetch_one(&mut *db).await?;
            if others >= columns::from_usize(LANGUAGES_MAX) {
                let bound = Bound::TooMany { max: LANGUAGES_MAX };
                return Err(StoreError::Refused { what: "languages", bound });
            }
            sqlx::query(DELETE).bind(&scope).bind(&desk).bind(language).execute(&mut *db).await?;
            for (kind, text) in texts {
                sqlx::query(INSERT)
                    .bind(&scope)
                    .bind(&desk)
                    .bind(language)
                    .bind(kind.as_str())
                    .bind(text)
                    .execute(&mut *db)
                    .await?;
            }
            true
        }))
    }
}
