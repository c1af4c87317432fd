//! Desks, their settings, and which projects staff them.

use std::collections::BTreeSet;
use std::time::Duration;

use netreach_core::desk::rules::PairingRules;
use netreach_core::hours::TimeZoneName;
use netreach_core::ids::{ConsortiumId, DeskId, ProjectId};
use netreach_core::people::Language;
use netreach_core::text::DisplayName;

use crate::columns::{self, at_most, room_for_one};
use crate::consortia::settings_change;
use crate::error::{Bound, StoreError};
use crate::projects::PROJECTS_MAX;
use crate::values::words;
use crate::Store;

/// Most desks of one consortium.
pub const DESKS_MAX: usize = 100;

words! {
    /// What a desk keeps of a conversation.
    LogPolicy {
        /// Nothing.
        Off = "off",
    }
}

/// What a coordinator sets for a desk, apart from its hours and texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskSettings {
    /// What visitors see it as.
    pub name: DisplayName,
    /// The pairing rules.
    pub rules: PairingRules,
    /// The languages it offers, the usual one first.
    pub languages: Vec<Language>,
    /// Visitors who may wait at once.
    pub queue_max: u16,
    /// Silence from the visitor after which a conversation ends.
    pub idle_end: Duration,
    /// Whether a visitor's browser tab may hold their token, so that a reload goes on where it was.
    pub token_stored: bool,
    /// What is kept of a conversation.
    pub log_policy: LogPolicy,
}

/// One service that the public sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Desk {
    /// Which one.
    pub id: DeskId,
    /// The consortium it belongs to.
    pub consortium: ConsortiumId,
    /// What a coordinator sets.
    pub settings: DeskSettings,
    /// The zone of its hours, which are changed with [`Store::replace_hours`].
    pub time_zone: TimeZoneName,
    /// The projects that staff it.
    pub projects: Vec<ProjectId>,
}

/// What a desk begins with. It has no hours yet, and so is closed.
#[derive(Clone, Debug)]
pub struct NewDesk {
    /// Made by the caller.
    pub id: DeskId,
    /// What a coordinator sets.
    pub settings: DeskSettings,
    /// The zone of its hours.
    pub time_zone: TimeZoneName,
    /// The projects that staff it.
    pub projects: Vec<ProjectId>,
}

statements! {
    /// Adds a desk.
    INSERT = "INSERT INTO desks
        (id, consortium_id, name, time_zone, languages, minimum, open_requires, mix, trainees_count, grace_ms, solo,
         queue_max, idle_end_ms, token_stored, log_policy)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    /// How many a consortium has.
    COUNT = "SELECT COUNT(*) FROM desks WHERE consortium_id = $1";
    /// One desk, a row for each project that staffs it.
    GET = "SELECT d.id, d.consortium_id, d.name, d.time_zone, d.languages, d.minimum, d.open_requires, d.mix,
            d.trainees_count, d.grace_ms, d.solo, d.queue_max, d.idle_end_ms, d.token_stored,
            d.log_policy, dp.project_id
        FROM desks d LEFT JOIN desk_projects dp ON dp.desk_id = d.id
        WHERE d.consortium_id = $1 AND d.id = $2
        ORDER BY dp.project_id";
    /// The desks of a consortium, a row for each project that staffs them.
    LIST = "SELECT d.id, d.consortium_id, d.name, d.time_zone, d.languages, d.minimum, d.open_requires, d.mix,
            d.trainees_count, d.grace_ms, d.solo, d.queue_max, d.idle_end_ms, d.token_stored,
            d.log_policy, dp.project_id
        FROM (SELECT * FROM desks WHERE consortium_id = $1 ORDER BY name, id LIMIT $2) d
        LEFT JOIN desk_projects dp ON dp.desk_id = d.id
        ORDER BY d.name, d.id, dp.project_id";
    /// Changes the settings of a desk.
    UPDATE = "UPDATE desks SET name = $3, languages = $4, minimum = $5, open_requires = $6, mix = $7,
            trainees_count = $8, grace_ms = $9, solo = $10, queue_max = $11, idle_end_ms = $12, token_stored = $13,
            log_policy = $14
        WHERE consortium_id = $1 AND id = $2";
    /// Changes the zone of a desk's hours.
    pub(crate) SET_TIME_ZONE = "UPDATE desks SET time_zone = $3 WHERE consortium_id = $1 AND id = $2";
    /// Whether a consortium has a desk.
    pub(crate) EXISTS = "SELECT id FROM desks WHERE consortium_id = $1 AND id = $2";
    /// Forgets which projects staff a desk.
    DELETE_PROJECTS = "DELETE FROM desk_projects WHERE consortium_id = $1 AND desk_id = $2";
    /// Lets a project staff a desk.
    INSERT_PROJECT = "INSERT INTO desk_projects (consortium_id, desk_id, project_id) VALUES ($1, $2, $3)";
}

/// One project that staffs one desk, or none.
#[derive(sqlx::FromRow)]
struct DeskRow {
    id: String,
    consortium_id: String,
    name: String,
    time_zone: String,
    languages: String,
    minimum: i64,
    open_requires: i64,
    mix: String,
    trainees_count: bool,
    grace_ms: i64,
    solo: String,
    queue_max: i64,
    idle_end_ms: i64,
    token_stored: bool,
    log_policy: String,
    project_id: Option<String>,
}

/// Writes which projects staff a desk inside a `write` of [`on_pool!`], each once.
macro_rules! insert_projects {
    ($db:ident, $consortium:expr, $desk:expr, $projects:expr) => {
        let each_once: BTreeSet<&ProjectId> = $projects.iter().collect();
        for project in each_once {
            sqlx::query(INSERT_PROJECT)
                .bind($consortium.to_string())
                .bind($desk.to_string())
                .bind(project.to_string())
                .execute(&mut *$db)
                .await?;
        }
    };
}

impl Store {
    /// Adds a desk.
    ///
    /// # Errors
    ///
    /// [`Conflict::Reference`](crate::Conflict::Reference) for a project of another consortium,
    /// [`StoreError::Refused`] for rules that make no sense or over [`DESKS_MAX`], or the database's.
    pub async fn create_desk(&self, consortium: ConsortiumId, desk: &NewDesk) -> Result<(), StoreError> {
        let settings = &desk.settings;
        let languages = checked(settings)?;
        at_most(desk.projects.len(), PROJECTS_MAX, "projects")?;
        on_pool!(write &self.pool, |db| {
            settings_change!(db, consortium);
            let count: i64 = sqlx::query_scalar(COUNT).bind(consortium.to_string()).fetch_one(&mut *db).await?;
            room_for_one(count, DESKS_MAX, "desks")?;
            sqlx::query(INSERT)
                .bind(desk.id.to_string())
                .bind(consortium.to_string())
                .bind(settings.name.expose())
                .bind(desk.time_zone.as_str())
                .bind(&languages)
                .bind(i64::from(settings.rules.minimum))
                .bind(i64::from(settings.rules.open_requires))
                .bind(columns::mix(settings.rules.mix))
                .bind(settings.rules.trainees_count)
                .bind(columns::millis(settings.rules.grace))
                .bind(columns::solo(settings.rules.solo))
                .bind(i64::from(settings.queue_max))
                .bind(columns::millis(settings.idle_end))
                .bind(settings.token_stored)
                .bind(settings.log_policy.as_str())
                .execute(&mut *db)
                .await?;
            insert_projects!(db, consortium, desk.id, desk.projects);
        });
        Ok(())
    }

    /// One desk.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn desk(&self, consortium: ConsortiumId, id: DeskId) -> Result<Option<Desk>, StoreError> {
        let rows: Vec<DeskRow> = on_pool!(read &self.pool, |db| {
            sqlx::query_as(GET).bind(consortium.to_string()).bind(id.to_string()).fetch_all(db).await?
        });
        Ok(desks_of(rows)?.pop())
    }

    /// The desks of a consortium, by name.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn desks(&self, consortium: ConsortiumId) -> Result<Vec<Desk>, StoreError> {
        let rows: Vec<DeskRow> = on_pool!(read &self.pool, |db| {
            let limit = columns::from_usize(DESKS_MAX);
            sqlx::query_as(LIST).bind(consortium.to_string()).bind(limit).fetch_all(db).await?
        });
        desks_of(rows)
    }

    /// Changes the settings of a desk; `false` if the consortium has no such desk.
    ///
    /// # Errors
    ///
    /// [`StoreError::Refused`] for rules that make no sense, or the database's.
    pub async fn update_desk(
        &self,
        consortium: ConsortiumId,
        id: DeskId,
        settings: &DeskSettings,
    ) -> Result<bool, StoreError> {
        let languages = checked(settings)?;
        Ok(on_pool!(write &self.pool, |db| {
            settings_change!(db, consortium);
            let updated = sqlx::query(UPDATE)
                .bind(consortium.to_string())
                .bind(id.to_string())
                .bind(settings.name.expose())
                .bind(&languages)
                .bind(i64::from(settings.rules.minimum))
                .bind(i64::from(settings.rules.open_requires))
                .bind(columns::mix(settings.rules.mix))
                .bind(settings.rules.trainees_count)
                .bind(columns::millis(settings.rules.grace))
                .bind(columns::solo(settings.rules.solo))
                .bind(i64::from(settings.queue_max))
                .bind(columns::millis(settings.idle_end))
                .bind(settings.token_stored)
                .bind(settings.log_policy.as_str())
                .execute(&mut *db)
                .await?;
            if updated.rows_affected() == 0 {
                return Ok(false);
            }
            true
        }))
    }

    /// Replaces which projects staff a desk; `false` if the consortium has no such desk.
    ///
    /// # Errors
    ///
    /// [`Conflict::Reference`](crate::Conflict::Reference) for a project of another consortium, or the database's.
    pub async fn set_desk_projects(
        &self,
        consortium: ConsortiumId,
        id: DeskId,
        projects: &[ProjectId],
    ) -> Result<bool, StoreError> {
        at_most(projects.len(), PROJECTS_MAX, "projects")?;
        let (scope, desk) = (consortium.to_string(), id.to_string());
        Ok(on_pool!(write &self.pool, |db| {
            settings_change!(db, consortium);
            if sqlx::query(EXISTS).bind(&scope).bind(&desk).fetch_optional(&mut *db).await?.is_none() {
                return Ok(false);
            }
            sqlx::query(DELETE_PROJECTS).bind(&scope).bind(&desk).execute(&mut *db).await?;
            insert_projects!(db, consortium, id, projects);
            true
        }))
    }
}

/// Checks settings and returns the languages as their column holds them.
fn checked(settings: &DeskSettings) -> Result<String, StoreError> {
    settings.rules.check().map_err(|_| StoreError::Refused { what: "pairing rules", bound: Bound::Invalid })?;
    if settings.idle_end.is_zero() {
        return Err(StoreError::Refused { what: "idle end", bound: Bound::Invalid });
    }
    columns::languages(&settings.languages)
}

/// Gathers the rows of each desk, which stand together.
fn desks_of(rows: Vec<DeskRow>) -> Result<Vec<Desk>, StoreError> {
    let mut desks: Vec<Desk> = Vec::new();
    for mut row in rows {
        let id = columns::id(&row.id, "desks.id")?;
        let project = row.project_id.take();
        if desks.last().is_none_or(|last| last.id != id) {
            desks.push(desk_of(id, &row)?);
        }
        if let (Some(project), Some(desk)) = (project, desks.last_mut()) {
            desk.projects.push(columns::id(&project, "desk_projects.project_id")?);
        }
    }
    Ok(desks)
}

fn desk_of(id: DeskId, row: &DeskRow) -> Result<Desk, StoreError> {
    let rules = PairingRules {
        minimum: columns::number(row.minimum, "desks.minimum")?,
        open_requires: columns::number(row.open_requires, "desks.open_requires")?,
        mix: columns::from_mix(&row.mix, "desks.mix")?,
        trainees_count: row.trainees_count,
        grace: columns::span(row.grace_ms, "desks.grace_ms")?,
        solo: columns::from_solo(&row.solo, "desks.solo")?,
    };
    rules.check().map_err(|_| StoreError::corrupt("pairing rules of desks"))?;
    Ok(Desk {
        id,
        consortium: columns::id(&row.consortium_id, "desks.consortium_id")?,
        settings: DeskSettings {
            name: columns::name(&row.name, "desks.name")?,
            rules,
            languages: columns::from_languages(&row.languages, "desks.languages")?,
            queue_max: columns::number(row.queue_max, "desks.queue_max")?,
            idle_end: columns::span(row.idle_end_ms, "desks.idle_end_ms")?,
            token_stored: row.token_stored,
            log_policy: LogPolicy::from_word(&row.log_policy).ok_or_else(|| StoreError::corrupt("desks.log_policy"))?,
        },
        time_zone: TimeZoneName::new(&row.time_zone).map_err(|_| StoreError::corrupt("desks.time_zone"))?,
        projects: Vec::new(),
    })
}
