//! Who staffs which desk: memberships of the projects that staff it.

use netreach_core::ids::{ConsortiumId, DeskId, PersonId, ProjectId};
use netreach_core::people::{Role, Worker};
use netreach_core::text::DisplayName;

use crate::Store;
use crate::columns;
use crate::desks::DESKS_MAX;
use crate::error::StoreError;
use crate::people::MEMBERSHIPS_MAX;

/// One part that a person has on a desk: a role in one of the projects that staff it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffedDesk {
    /// The desk.
    pub desk: DeskId,
    /// What visitors see it as.
    pub desk_name: DisplayName,
    /// The project through which they staff it.
    pub project: ProjectId,
    /// That organisation's name.
    pub project_name: DisplayName,
    /// Their role in it.
    pub role: Role,
}

statements! {
    /// The desks that a person staffs, a row for each project and role.
    DESKS_OF_PERSON = "SELECT d.id, d.name, p.id, p.name, m.role
        FROM memberships m
        JOIN desk_projects dp ON dp.project_id = m.project_id AND dp.consortium_id = m.consortium_id
        JOIN desks d ON d.id = dp.desk_id
        JOIN projects p ON p.id = m.project_id
        WHERE m.consortium_id = $1 AND m.person_id = $2
        ORDER BY d.name, d.id, p.name, p.id, m.role LIMIT $3";
    /// The parts in which a person can answer on a desk, a row for each project and role. Nobody who is disabled.
    WORKERS = "SELECT m.project_id, p.name, m.role, w.screen_name, w.languages, w.capacity
        FROM memberships m
        JOIN desk_projects dp ON dp.project_id = m.project_id AND dp.consortium_id = m.consortium_id
        JOIN projects p ON p.id = m.project_id
        JOIN people w ON w.id = m.person_id
        WHERE m.consortium_id = $1 AND m.person_id = $2 AND dp.desk_id = $3 AND w.disabled = FALSE
            AND m.role IN ('operator', 'supervisor', 'trainee')
        ORDER BY m.role, p.name, p.id LIMIT $4";
}

impl Store {
    /// Every part that a person has on a desk of their consortium, by desk, project and role; coordinators too.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn staffed_desks(
        &self,
        consortium: ConsortiumId,
        person: PersonId,
    ) -> Result<Vec<StaffedDesk>, StoreError> {
        type Row = (String, String, String, String, String);
        let rows: Vec<Row> = on_pool!(read &self.pool, |db| {
            sqlx::query_as(DESKS_OF_PERSON)
                .bind(consortium.to_string())
                .bind(person.to_string())
                .bind(columns::from_usize(DESKS_MAX * MEMBERSHIPS_MAX))
                .fetch_all(db)
                .await?
        });
        rows.into_iter()
            .map(|(desk, desk_name, project, project_name, role)| {
                Ok(StaffedDesk {
                    desk: columns::id(&desk, "desks.id")?,
                    desk_name: columns::name(&desk_name, "desks.name")?,
                    project: columns::id(&project, "projects.id")?,
                    project_name: columns::name(&project_name, "projects.name")?,
                    role: columns::from_role(&role, "memberships.role")?,
                })
            })
            .collect()
    }

    /// The parts in which a person can answer on a desk: as operator first, then supervisor, then trainee. Empty for
    /// somebody who does not staff it, only coordinates, or is disabled.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn workers(
        &self,
        consortium: ConsortiumId,
        person: PersonId,
        desk: DeskId,
    ) -> Result<Vec<Worker>, StoreError> {
        type Row = (String, String, String, String, String, i64);
        let rows: Vec<Row> = on_pool!(read &self.pool, |db| {
            sqlx::query_as(WORKERS)
                .bind(consortium.to_string())
                .bind(person.to_string())
                .bind(desk.to_string())
                .bind(columns::from_usize(MEMBERSHIPS_MAX))
                .fetch_all(db)
                .await?
        });
        rows.into_iter()
            .map(|(project, organisation, role, screen_name, languages, capacity)| {
                Ok(Worker {
                    person,
                    project: columns::id(&project, "memberships.project_id")?,
                    organisation: columns::name(&organisation, "projects.name")?,
                    screen_name: columns::name(&screen_name, "people.screen_name")?,
                    role: columns::from_role(&role, "memberships.role")?,
                    languages: columns::from_languages(&languages, "people.languages")?,
                    capacity: columns::number(capacity, "people.capacity")?,
                })
            })
            .collect()
    }
}
