//! Projects, and what fills the blanks of their canned answers.

use std::collections::BTreeMap;

use netreach_core::ids::{ConsortiumId, ProjectId};
use netreach_core::text::DisplayName;

use crate::columns::{self, at_most, bounded, room_for_one};
use crate::consortia::settings_change;
use crate::error::StoreError;
use crate::Store;

/// Most projects of one consortium.
pub const PROJECTS_MAX: usize = 200;

/// Most variables of one project.
pub const VARIABLES_MAX: usize = 50;

/// Longest name of a variable, in characters.
pub const VARIABLE_NAME_CHARS_MAX: usize = 40;

/// Longest value of a variable, in characters.
pub const VARIABLE_VALUE_CHARS_MAX: usize = 400;

/// One member organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// Which one.
    pub id: ProjectId,
    /// The consortium it belongs to.
    pub consortium: ConsortiumId,
    /// The organisation's name, as visitors see it.
    pub name: DisplayName,
    /// The town or region it works in.
    pub town: DisplayName,
}

/// What a project begins with.
#[derive(Clone, Debug)]
pub struct NewProject {
    /// Made by the caller.
    pub id: ProjectId,
    /// The organisation's name, as visitors see it.
    pub name: DisplayName,
    /// The town or region it works in.
    pub town: DisplayName,
}

statements! {
    /// Adds a project.
    INSERT = "INSERT INTO projects (id, consortium_id, name, town) VALUES ($1, $2, $3, $4)";
    /// How many a consortium has.
    COUNT = "SELECT COUNT(*) FROM projects WHERE consortium_id = $1";
    /// One project.
    GET = "SELECT id, consortium_id, name, town FROM projects WHERE consortium_id = $1 AND id = $2";
    /// The projects of a consortium.
    LIST = "SELECT id, consortium_id, name, town FROM projects WHERE consortium_id = $1 ORDER BY name, id LIMIT $2";
    /// Changes a project.
    UPDATE = "UPDATE projects SET name = $3, town = $4 WHERE consortium_id = $1 AND id = $2";
    /// The variables of a project.
    VARIABLES = "SELECT name, value FROM project_variables WHERE consortium_id = $1 AND project_id = $2 LIMIT $3";
    /// Forgets the variables of a project.
    DELETE_VARIABLES = "DELETE FROM project_variables WHERE consortium_id = $1 AND project_id = $2";
    /// Adds a variable.
    INSERT_VARIABLE =
        "INSERT INTO project_variables (consortium_id, project_id, name, value) VALUES ($1, $2, $3, $4)";
}

type ProjectRow = (String, String, String, String);

impl Store {
    /// Adds a project.
    ///
    /// # Errors
    ///
    /// [`Conflict::Id`](crate::Conflict::Id), [`Conflict::Reference`](crate::Conflict::Reference) without the
    /// consortium, [`StoreError::Refused`] over [`PROJECTS_MAX`], or the database's.
    pub async fn create_project(&self, consortium: ConsortiumId, project: &NewProject) -> Result<(), StoreError> {
        on_pool!(write &self.pool, |db| {
            settings_change!(db, consortium);
            let count: i64 = sqlx::query_scalar(COUNT).bind(consortium.to_string()).fetch_one(&mut *db).await?;
            room_for_one(count, PROJECTS_MAX, "projects")?;
            sqlx::query(INSERT)
                .bind(project.id.to_string())
                .bind(consortium.to_string())
                .bind(project.name.expose())
                .bind(project.town.expose())
                .execute(&mut *db)
                .await?;
        });
        Ok(())
    }

    /// One project.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn project(&self, consortium: ConsortiumId, id: ProjectId) -> Result<Option<Project>, StoreError> {
        let row: Option<ProjectRow> = on_pool!(read &self.pool, |db| {
            sqlx::query_as(GET).bind(consortium.to_string()).bind(id.to_string()).fetch_optional(db).await?
        });
        row.map(project_of).transpose()
    }

    /// The projects of a consortium, by name.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn projects(&self, consortium: ConsortiumId) -> Result<Vec<Project>, StoreError> {
        let rows: Vec<ProjectRow> = on_pool!(read &self.pool, |db| {
            let limit = columns::from_usize(PROJECTS_MAX);
            sqlx::query_as(LIST).bind(consortium.to_string()).bind(limit).fetch_all(db).await?
        });
        rows.into_iter().map(project_of).collect()
    }

    /// Changes a project's name and town; `false` if the consortium has no such project.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn update_project(
        &self,
        consortium: ConsortiumId,
        id: ProjectId,
        name: &DisplayName,
        town: &DisplayName,
    ) -> Result<bool, StoreError> {
        Ok(on_pool!(write &self.pool, |db| {
            settings_change!(db, consortium);
            let updated = sqlx::query(UPDATE)
                .bind(consortium.to_string())
                .bind(id.to_string())
                .bind(name.expose())
                .bind(town.expose())
                .execute(&mut *db)
                .await?;
            if updated.rows_affected() == 0 {
                return Ok(false);
            }
            true
        }))
    }

    /// What fills the blanks of canned answers for a project, by name.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn project_variables(
        &self,
        consortium: ConsortiumId,
        project: ProjectId,
    ) -> Result<BTreeMap<String, String>, StoreError> {
        let rows: Vec<(String, String)> = on_pool!(read &self.pool, |db| {
            sqlx::query_as(VARIABLES)
                .bind(consortium.to_string())
                .bind(project.to_string())
                .bind(columns::from_usize(VARIABLES_MAX))
                .fetch_all(db)
                .await?
        });
        Ok(rows.into_iter().collect())
    }

    /// Replaces all variables of a project; `false` if the consortium has no such project.
    ///
    /// # Errors
    ///
    /// [`StoreError::Refused`] over [`VARIABLES_MAX`] or for a name or value that is empty or too long, or the
    /// database's.
    pub async fn replace_project_variables(
        &self,
        consortium: ConsortiumId,
        project: ProjectId,
        variables: &BTreeMap<String, String>,
    ) -> Result<bool, StoreError> {
        at_most(variables.len(), VARIABLES_MAX, "variables")?;
        for (name, value) in variables {
            bounded(name, VARIABLE_NAME_CHARS_MAX, "variable name")?;
            bounded(value, VARIABLE_VALUE_CHARS_MAX, "variable value")?;
        }
        let (consortium, project) = (consortium.to_string(), project.to_string());
        Ok(on_pool!(write &self.pool, |db| {
            settings_change!(db, consortium);
            if sqlx::query(GET).bind(&consortium).bind(&project).fetch_optional(&mut *db).await?.is_none() {
                return Ok(false);
            }
            sqlx::query(DELETE_VARIABLES).bind(&consortium).bind(&project).execute(&mut *db).await?;
            for (name, value) in variables {
                sqlx::query(INSERT_VARIABLE)
                    .bind(&consortium)
                    .bind(&project)
                    .bind(name)
                    .bind(value)
                    .execute(&mut *db)
                    .await?;
            }
            true
        }))
    }
}

fn project_of((id, consortium, name, town): ProjectRow) -> Result<Project, StoreError> {
    Ok(Project {
        id: columns::id(&id, "projects.id")?,
        consortium: columns::id(&consortium, "projects.consortium_id")?,
        name: columns::name(&name, "projects.name")?,
        town: columns::name(&town, "projects.town")?,
    })
}
