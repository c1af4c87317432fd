//! Canned answers: the shared library of prepared replies.

use std::collections::BTreeMap;

use netreach_core::ids::{ConsortiumId, DeskId, PersonId, ProjectId};
use netreach_core::people::Language;
use netreach_core::text::MESSAGE_CHARS_MAX;
use netreach_core::time::UnixMillis;

use crate::Store;
use crate::columns::{self, LANGUAGES_MAX, at_most, bounded, room_for_one};
use crate::consortia::settings_change;
use crate::error::{Bound, StoreError};
use crate::page::{Page, page_length};
use crate::values::{CannedAnswerId, Shortcut};

/// Most canned answers of one consortium, at all levels.
pub const CANNED_MAX: usize = 3_000;

/// Most canned answers on one page of a list.
pub const CANNED_PAGE_MAX: usize = 200;

/// Longest title, in characters.
pub const TITLE_CHARS_MAX: usize = 120;

/// Most tags of one answer.
pub const TAGS_MAX: usize = 20;

/// Longest tag, in characters.
pub const TAG_CHARS_MAX: usize = 40;

/// Whose a canned answer is. Shortcuts are unique within one owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CannedOwner {
    /// The whole consortium's.
    Consortium,
    /// One desk's.
    Desk(DeskId),
    /// One project's, for its own people.
    Project(ProjectId),
    /// One person's own.
    Person(PersonId),
}

/// What a canned answer says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CannedContent {
    /// What is typed after `/`.
    pub shortcut: Shortcut,
    /// What it is about.
    pub title: String,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// The reply in each language, with blanks for variables.
    pub texts: BTreeMap<Language, String>,
}

/// One prepared reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CannedAnswer {
    /// Which one.
    pub id: CannedAnswerId,
    /// Whose it is.
    pub owner: CannedOwner,
    /// What it says.
    pub content: CannedContent,
    /// When it was last changed.
    pub updated_at: UnixMillis,
}

/// What a canned answer begins with.
#[derive(Clone, Debug)]
pub struct NewCannedAnswer {
    /// Made by the caller.
    pub id: CannedAnswerId,
    /// Whose it is.
    pub owner: CannedOwner,
    /// What it says.
    pub content: CannedContent,
}

statements! {
    /// Adds an answer.
    INSERT = "INSERT INTO canned_answers
        (id, consortium_id, level, desk_id, project_id, person_id, owner_id, shortcut, title, tags, updated_at_ms)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    /// How many a consortium has.
    COUNT = "SELECT COUNT(*) FROM canned_answers WHERE consortium_id = $1";
    /// One answer, a row for each language.
    GET = "SELECT a.id, a.level, a.owner_id, a.shortcut, a.title, a.tags, a.updated_at_ms, t.language, t.text
        FROM canned_answers a LEFT JOIN canned_texts t ON t.answer_id = a.id
        WHERE a.consortium_id = $1 AND a.id = $2
        ORDER BY t.language";
    /// A page of the answers of one owner, a row for each language.
    LIST_OF_OWNER = "SELECT a.id, a.level, a.owner_id, a.shortcut, a.title, a.tags, a.updated_at_ms, t.language, t.text
        FROM (
            SELECT * FROM canned_answers
            WHERE consortium_id = $1 AND owner_id = $2 AND shortcut > $3
            ORDER BY shortcut LIMIT $4
        ) a
        LEFT JOIN canned_texts t ON t.answer_id = a.id
        ORDER BY a.shortcut, t.language";
    /// What a person may use on a desk: the consortium's, the desk's, their own, and those of the projects through
    /// which they staff it. A row for each language.
    FOR_PERSON = "SELECT a.id, a.level, a.owner_id, a.shortcut, a.title, a.tags, a.updated_at_ms, t.language, t.text
        FROM canned_answers a LEFT JOIN canned_texts t ON t.answer_id = a.id
        WHERE a.consortium_id = $1 AND (
            a.level = 'consortium'
            OR a.desk_id = $3
            OR a.person_id = $2
            OR a.project_id IN (
                SELECT m.project_id FROM memberships m
                JOIN desk_projects dp ON dp.project_id = m.project_id
                WHERE m.consortium_id = $1 AND m.person_id = $2 AND dp.desk_id = $3
            )
        )
        ORDER BY a.shortcut, a.id, t.language LIMIT $4";
    /// Changes an answer of one owner.
    UPDATE = "UPDATE canned_answers SET shortcut = $4, title = $5, tags = $6, updated_at_ms = $7
        WHERE consortium_id = $1 AND owner_id = $2 AND id = $3";
    /// Removes an answer of one owner and, by the foreign key, its texts.
    DELETE = "DELETE FROM canned_answers WHERE consortium_id = $1 AND owner_id = $2 AND id = $3";
    /// Forgets the texts of an answer.
    DELETE_TEXTS = "DELETE FROM canned_texts WHERE consortium_id = $1 AND answer_id = $2";
    /// Adds the text of an answer in one language.
    INSERT_TEXT = "INSERT INTO canned_texts (consortium_id, answer_id, language, text) VALUES ($1, $2, $3, $4)";
}

/// One language of one answer, or none.
#[derive(sqlx::FromRow)]
struct CannedRow {
    id: String,
    level: String,
    owner_id: String,
    shortcut: String,
    title: String,
    tags: String,
    updated_at_ms: i64,
    language: Option<String>,
    text: Option<String>,
}

/// Writes the texts of an answer inside a `write` of [`on_pool!`].
macro_rules! insert_texts {
    ($db:ident, $consortium:expr, $answer:expr, $texts:expr) => {
        for (language, text) in $texts {
            sqlx::query(INSERT_TEXT)
                .bind($consortium.to_string())
                .bind($answer.to_string())
                .bind(language.as_str())
                .bind(text)
                .execute(&mut *$db)
                .await?;
        }
    };
}

impl Store {
    /// Adds a canned answer.
    ///
    /// # Errors
    ///
    /// [`Conflict::Shortcut`](crate::Conflict::Shortcut) if its owner has one with that shortcut,
    /// [`Conflict::Reference`](crate::Conflict::Reference) for an owner of another consortium,
    /// [`StoreError::Refused`] over a limit, or the database's.
    pub async fn create_canned_answer(
        &self,
        consortium: ConsortiumId,
        answer: &NewCannedAnswer,
        now: UnixMillis,
    ) -> Result<(), StoreError> {
        let tags = checked(&answer.content)?;
        let owner = OwnerColumns::of(consortium, answer.owner);
        on_pool!(write &self.pool, |db| {
            settings_change!(db, consortium);
            let count: i64 = sqlx::query_scalar(COUNT).bind(consortium.to_string()).fetch_one(&mut *db).await?;
            room_for_one(count, CANNED_MAX, "canned answers")?;
            sqlx::query(INSERT)
                .bind(answer.id.to_string())
                .bind(consortium.to_string())
                .bind(owner.level)
                .bind(owner.desk.as_deref())
                .bind(owner.project.as_deref())
                .bind(owner.person.as_deref())
                .bind(&owner.id)
                .bind(answer.content.shortcut.as_str())
                .bind(&answer.content.title)
                .bind(&tags)
                .bind(now.0)
                .execute(&mut *db)
                .await?;
            insert_texts!(db, consortium, answer.id, &answer.content.texts);
        });
        Ok(())
    }

    /// One canned answer, whoever's it is: look at its owner before you show it to anybody.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn canned_answer(
        &self,
        consortium: ConsortiumId,
        id: CannedAnswerId,
    ) -> Result<Option<CannedAnswer>, StoreError> {
        let rows: Vec<CannedRow> = on_pool!(read &self.pool, |db| {
            sqlx::query_as(GET).bind(consortium.to_string()).bind(id.to_string()).fetch_all(db).await?
        });
        Ok(answers_of(rows)?.pop())
    }

    /// A page of the canned answers of one owner after a shortcut, by shortcut; `limit` is cut to [`CANNED_PAGE_MAX`].
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn canned_answers(
        &self,
        consortium: ConsortiumId,
        owner: CannedOwner,
        after: Option<&Shortcut>,
        limit: usize,
    ) -> Result<Page<CannedAnswer>, StoreError> {
        let limit = page_length(limit, CANNED_PAGE_MAX);
        let rows: Vec<CannedRow> = on_pool!(read &self.pool, |db| {
            sqlx::query_as(LIST_OF_OWNER)
                .bind(consortium.to_string())
                .bind(OwnerColumns::of(consortium, owner).id)
                .bind(after.map_or("", Shortcut::as_str))
                .bind(columns::from_usize(limit + 1))
                .fetch_all(db)
                .await?
        });
        Ok(Page::cut(answers_of(rows)?, limit))
    }

    /// Every canned answer that a person may use on a desk, at all levels and in all languages, by shortcut: the
    /// consortium's, the desk's, their own, and those of the projects through which they staff the desk.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn canned_answers_for(
        &self,
        consortium: ConsortiumId,
        person: PersonId,
        desk: DeskId,
    ) -> Result<Vec<CannedAnswer>, StoreError> {
        let rows: Vec<CannedRow> = on_pool!(read &self.pool, |db| {
            sqlx::query_as(FOR_PERSON)
                .bind(consortium.to_string())
                .bind(person.to_string())
                .bind(desk.to_string())
                .bind(columns::from_usize(CANNED_MAX * LANGUAGES_MAX))
                .fetch_all(db)
                .await?
        });
        answers_of(rows)
    }

    /// Changes what a canned answer of `owner` says; `false` if that owner has no such answer.
    ///
    /// # Errors
    ///
    /// As [`Store::create_canned_answer`].
    pub async fn update_canned_answer(
        &self,
        consortium: ConsortiumId,
        owner: CannedOwner,
        id: CannedAnswerId,
        content: &CannedContent,
        now: UnixMillis,
    ) -> Result<bool, StoreError> {
        let tags = checked(content)?;
        let (scope, answer) = (consortium.to_string(), id.to_string());
        let owner = OwnerColumns::of(consortium, owner);
        Ok(on_pool!(write &self.pool, |db| {
            settings_change!(db, consortium);
            let updated = sqlx::query(UPDATE)
                .bind(&scope)
                .bind(&owner.id)
                .bind(&answer)
                .bind(content.shortcut.as_str())
                .bind(&content.title)
                .bind(&tags)
                .bind(now.0)
                .execute(&mut *db)
                .await?;
            if updated.rows_affected() == 0 {
                return Ok(false);
            }
            sqlx::query(DELETE_TEXTS).bind(&scope).bind(&answer).execute(&mut *db).await?;
            insert_texts!(db, consortium, id, &content.texts);
            true
        }))
    }

    /// Removes a canned answer of `owner`; `false` if that owner has no such answer.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn delete_canned_answer(
        &self,
        consortium: ConsortiumId,
        owner: CannedOwner,
        id: CannedAnswerId,
    ) -> Result<bool, StoreError> {
        Ok(on_pool!(write &self.pool, |db| {
            settings_change!(db, consortium);
            let deleted = sqlx::query(DELETE)
                .bind(consortium.to_string())
                .bind(OwnerColumns::of(consortium, owner).id)
                .bind(id.to_string())
                .execute(&mut *db)
                .await?;
            if deleted.rows_affected() == 0 {
                return Ok(false);
            }
            true
        }))
    }
}

/// An owner as the columns hold it.
struct OwnerColumns {
    level: &'static str,
    desk: Option<String>,
    project: Option<String>,
    person: Option<String>,
    id: String,
}

impl OwnerColumns {
    fn of(consortium: ConsortiumId, owner: CannedOwner) -> Self {
        let none = Self { level: "consortium", desk: None, project: None, person: None, id: consortium.to_string() };
        match owner {
            CannedOwner::Consortium => none,
            CannedOwner::Desk(desk) => {
                Self { level: "desk", desk: Some(desk.to_string()), id: desk.to_string(), ..none }
            }
            CannedOwner::Project(project) => {
                Self { level: "project", project: Some(project.to_string()), id: project.to_string(), ..none }
            }
            CannedOwner::Person(person) => {
                Self { level: "own", person: Some(person.to_string()), id: person.to_string(), ..none }
            }
        }
    }
}

/// Checks an answer and returns its tags as their column holds them.
fn checked(content: &CannedContent) -> Result<String, StoreError> {
    bounded(&content.title, TITLE_CHARS_MAX, "title")?;
    at_most(content.tags.len(), TAGS_MAX, "tags")?;
    for tag in &content.tags {
        bounded(tag, TAG_CHARS_MAX, "tag")?;
    }
    at_most(content.texts.len(), LANGUAGES_MAX, "languages")?;
    if content.texts.is_empty() {
        return Err(StoreError::Refused { what: "canned text", bound: Bound::Invalid });
    }
    for text in content.texts.values() {
        bounded(text, MESSAGE_CHARS_MAX, "canned text")?;
    }
    Ok(columns::list(content.tags.iter().map(String::as_str)))
}

/// Gathers the rows of each answer, which stand together.
fn answers_of(rows: Vec<CannedRow>) -> Result<Vec<CannedAnswer>, StoreError> {
    let mut answers: Vec<CannedAnswer> = Vec::new();
    for row in rows {
        let id = columns::id(&row.id, "canned_answers.id")?;
        if answers.last().is_none_or(|last| last.id != id) {
            answers.push(CannedAnswer {
                id,
                owner: owner_of(&row.level, &row.owner_id)?,
                content: CannedContent {
                    shortcut: Shortcut::new(&row.shortcut)
                        .ok_or_else(|| StoreError::corrupt("canned_answers.shortcut"))?,
                    title: row.title,
                    tags: columns::from_list(&row.tags, "canned_answers.tags")?,
                    texts: BTreeMap::new(),
                },
                updated_at: UnixMillis(row.updated_at_ms),
            });
        }
        if let (Some(language), Some(text), Some(answer)) = (row.language, row.text, answers.last_mut()) {
            answer.content.texts.insert(columns::language(&language, "canned_texts.language")?, text);
        }
    }
    Ok(answers)
}

fn owner_of(level: &str, owner: &str) -> Result<CannedOwner, StoreError> {
    let column = "canned_answers.owner_id";
    Ok(match level {
        "consortium" => CannedOwner::Consortium,
        "desk" => CannedOwner::Desk(columns::id(owner, column)?),
        "project" => CannedOwner::Project(columns::id(owner, column)?),
        "own" => CannedOwner::Person(columns::id(owner, column)?),
        _ => return Err(StoreError::corrupt("canned_answers.level")),
    })
}
