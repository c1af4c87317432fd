//! People, their memberships and their passwords.

use netreach_core::ids::{ConsortiumId, PersonId, ProjectId};
use netreach_core::people::{Language, Role};
use netreach_core::text::DisplayName;
use netreach_core::time::UnixMillis;

use crate::columns::{self, at_most, room_for_one};
use crate::consortia::settings_change;
use crate::error::StoreError;
use crate::page::{Page, page_length};
use crate::sessions::REVOKE_ALL_BUT;
use crate::values::{PasswordHash, SignIn, SignInSessionId};
use crate::Store;

/// Most people of one consortium.
pub const PEOPLE_MAX: usize = 5_000;

/// Most people on one page of a list.
pub const PEOPLE_PAGE_MAX: usize = 200;

/// Most memberships of one person: a few roles in each of a few projects.
pub const MEMBERSHIPS_MAX: usize = 40;

/// What somebody may do in one project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Membership {
    /// The project.
    pub project: ProjectId,
    /// The part they take in it.
    pub role: Role,
}

/// What a person's colleagues and the pairing rules see, and a coordinator may change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonDetails {
    /// The name that visitors and colleagues see. Never a real name.
    pub screen_name: DisplayName,
    /// The languages they speak, best first.
    pub languages: Vec<Language>,
    /// Conversations they may hold at once.
    pub capacity: u8,
}

/// Somebody with a sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who it is.
    pub id: PersonId,
    /// The consortium they belong to.
    pub consortium: ConsortiumId,
    /// What they type to sign in.
    pub sign_in: SignIn,
    /// What others see.
    pub details: PersonDetails,
    /// Whether they are kept out.
    pub disabled: bool,
    /// When they were added.
    pub created_at: UnixMillis,
    /// What they may do, by project and role.
    pub memberships: Vec<Membership>,
}

/// What a person begins with.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// Made by the caller.
    pub id: PersonId,
    /// What they type to sign in.
    pub sign_in: SignIn,
    /// What others see.
    pub details: PersonDetails,
    /// The hash of their first password.
    pub password_hash: PasswordHash,
    /// What they may do.
    pub memberships: Vec<Membership>,
}

/// What signing in needs to know of a person.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// Who it is.
    pub person: PersonId,
    /// The consortium they belong to.
    pub consortium: ConsortiumId,
    /// What their password is verified against.
    pub password_hash: PasswordHash,
    /// Whether they are kept out, whatever the password.
    pub disabled: bool,
}

statements! {
    /// Adds a person.
    INSERT = "INSERT INTO people
        (id, consortium_id, sign_in, screen_name, password_hash, languages, capacity, disabled, created_at_ms)
        VALUES ($1, $2, $3, $4, $5, $6, $7, FALSE, $8)";
    /// How many a consortium has.
    COUNT = "SELECT COUNT(*) FROM people WHERE consortium_id = $1";
    /// One person, a row for each membership.
    GET = "SELECT p.id, p.consortium_id, p.sign_in, p.screen_name, p.languages, p.capacity, p.disabled,
            p.created_at_ms, m.project_id, m.role
        FROM people p LEFT JOIN memberships m ON m.person_id = p.id
        WHERE p.consortium_id = $1 AND p.id = $2
        ORDER BY m.project_id, m.role";
    /// A page of the people of a consortium, a row for each membership.
    LIST = "SELECT p.id, p.consortium_id, p.sign_in, p.screen_name, p.languages, p.capacity, p.disabled,
            p.created_at_ms, m.project_id, m.role
        FROM (SELECT * FROM people WHERE consortium_id = $1 AND sign_in > $2 ORDER BY sign_in LIMIT $3) p
        LEFT JOIN memberships m ON m.person_id = p.id
        ORDER BY p.sign_in, m.project_id, m.role";
    /// A page of the people of a project, a row for each membership in it.
    LIST_OF_PROJECT = "SELECT p.id, p.consortium_id, p.sign_in, p.screen_name, p.languages, p.capacity, p.disabled,
            p.created_at_ms, m.project_id, m.role
        FROM (
            SELECT * FROM people
            WHERE consortium_id = $1 AND sign_in > $2
                AND EXISTS (SELECT 1 FROM memberships x WHERE x.person_id = people.id AND x.project_id = $4)
            ORDER BY sign_in LIMIT $3
        ) p
        JOIN memberships m ON m.person_id = p.id AND m.project_id = $4
        ORDER BY p.sign_in, m.role";
    /// Changes what others see of a person.
    UPDATE = "UPDATE people SET screen_name = $3, languages = $4, capacity = $5 WHERE consortium_id = $1 AND id = $2";
    /// Keeps a person out, or lets them in again.
    SET_DISABLED = "UPDATE people SET disabled = $3 WHERE consortium_id = $1 AND id = $2";
    /// Removes a person and, by the foreign keys, all that is theirs alone.
    DELETE = "DELETE FROM people WHERE consortium_id = $1 AND id = $2";
    /// Whether a consortium has a person.
    EXISTS = "SELECT id FROM people WHERE consortium_id = $1 AND id = $2";
    /// Forgets what a person may do.
    DELETE_MEMBERSHIPS = "DELETE FROM memberships WHERE consortium_id = $1 AND person_id = $2";
    /// Lets a person do something in a project.
    INSERT_MEMBERSHIP =
        "INSERT INTO memberships (consortium_id, person_id, project_id, role) VALUES ($1, $2, $3, $4)";
    /// What signing in needs.
    CREDENTIALS = "SELECT id, consortium_id, password_hash, disabled FROM people WHERE sign_in = $1";
    /// Gives a person another password.
    SET_PASSWORD = "UPDATE people SET password_hash = $3 WHERE consortium_id = $1 AND id = $2";
}

/// One membership of one person, or none.
#[derive(sqlx::FromRow)]
pub(crate) struct PersonRow {
    id: String,
    consortium_id: String,
    sign_in: String,
    screen_name: String,
    languages: String,
    capacity: i64,
    disabled: bool,
    created_at_ms: i64,
    project_id: Option<String>,
    role: Option<String>,
}

/// Writes the memberships of a person inside a `write` of [`on_pool!`], each once.
macro_rules! insert_memberships {
    ($db:ident, $consortium:expr, $person:expr, $memberships:expr) => {
        let each_once: std::collections::BTreeSet<&Membership> = $memberships.iter().collect();
        for membership in each_once {
            sqlx::query(INSERT_MEMBERSHIP)
                .bind($consortium.to_string())
                .bind($person.to_string())
                .bind(membership.project.to_string())
                .bind(columns::role(membership.role))
                .execute(&mut *$db)
                .await?;
        }
    };
}

impl Store {
    /// Adds a person with their memberships.
    ///
    /// # Errors
    ///
    /// [`Conflict::SignIn`](crate::Conflict::SignIn) if anybody on this server signs in by that name,
    /// [`Conflict::Reference`](crate::Conflict::Reference) for a project of another consortium,
    /// [`StoreError::Refused`] over [`PEOPLE_MAX`] or [`MEMBERSHIPS_MAX`], or the database's.
    pub async fn create_person(
        &self,
        consortium: ConsortiumId,
        person: &NewPerson,
        now: UnixMillis,
    ) -> Result<(), StoreError> {
        at_most(person.memberships.len(), MEMBERSHIPS_MAX, "memberships")?;
        let languages = columns::languages(&person.details.languages)?;
        on_pool!(write &self.pool, |db| {
            settings_change!(db, consortium);
            let count: i64 = sqlx::query_scalar(COUNT).bind(consortium.to_string()).fetch_one(&mut *db).await?;
            room_for_one(count, PEOPLE_MAX, "people")?;
            sqlx::query(INSERT)
                .bind(person.id.to_string())
                .bind(consortium.to_string())
                .bind(person.sign_in.expose())
                .bind(person.details.screen_name.expose())
                .bind(person.password_hash.expose())
                .bind(&languages)
                .bind(i64::from(person.details.capacity))
                .bind(now.0)
                .execute(&mut *db)
                .await?;
            insert_memberships!(db, consortium, person.id, person.memberships);
        });
        Ok(())
    }

    /// One person.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn person(&self, consortium: ConsortiumId, id: PersonId) -> Result<Option<Person>, StoreError> {
        let rows: Vec<PersonRow> = on_pool!(read &self.pool, |db| {
            sqlx::query_as(GET).bind(consortium.to_string()).bind(id.to_string()).fetch_all(db).await?
        });
        Ok(people_of(rows)?.pop())
    }

    /// A page of the people of a consortium after a sign-in, by sign-in; `limit` is cut to [`PEOPLE_PAGE_MAX`].
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn people(
        &self,
        consortium: ConsortiumId,
        after: Option<&SignIn>,
        limit: usize,
    ) -> Result<Page<Person>, StoreError> {
        let limit = page_length(limit, PEOPLE_PAGE_MAX);
        let rows: Vec<PersonRow> = on_pool!(read &self.pool, |db| {
            sqlx::query_as(LIST)
                .bind(consortium.to_string())
                .bind(after.map_or("", SignIn::expose))
                .bind(columns::from_usize(limit + 1))
                .fetch_all(db)
                .await?
        });
        Ok(Page::cut(people_of(rows)?, limit))
    }

    /// A page of the people of one project, with their memberships in that project only.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn project_people(
        &self,
        consortium: ConsortiumId,
        project: ProjectId,
        after: Option<&SignIn>,
        limit: usize,
    ) -> Result<Page<Person>, StoreError> {
        let limit = page_length(limit, PEOPLE_PAGE_MAX);
        let rows: Vec<PersonRow> = on_pool!(read &self.pool, |db| {
            sqlx::query_as(LIST_OF_PROJECT)
                .bind(consortium.to_string())
                .bind(after.map_or("", SignIn::expose))
                .bind(columns::from_usize(limit + 1))
                .bind(project.to_string())
                .fetch_all(db)
                .await?
        });
        Ok(Page::cut(people_of(rows)?, limit))
    }

    /// Changes what others see of a person; `false` if the consortium has no such person.
    ///
    /// # Errors
    ///
    /// [`StoreError::Refused`] for too many languages, or the database's.
    pub async fn update_person(
        &self,
        consortium: ConsortiumId,
        id: PersonId,
        details: &PersonDetails,
    ) -> Result<bool, StoreError> {
        let languages = columns::languages(&details.languages)?;
        Ok(on_pool!(write &self.pool, |db| {
            settings_change!(db, consortium);
            let updated = sqlx::query(UPDATE)
                .bind(consortium.to_string())
                .bind(id.to_string())
                .bind(details.screen_name.expose())
                .bind(&languages)
                .bind(i64::from(details.capacity))
                .execute(&mut *db)
                .await?;
            if updated.rows_affected() == 0 {
                return Ok(false);
            }
            true
        }))
    }

    /// Replaces what a person may do; `false` if the consortium has no such person.
    ///
    /// # Errors
    ///
    /// [`Conflict::Reference`](crate::Conflict::Reference) for a project of another consortium,
    /// [`StoreError::Refused`] over [`MEMBERSHIPS_MAX`], or the database's.
    pub async fn set_memberships(
        &self,
        consortium: ConsortiumId,
        id: PersonId,
        memberships: &[Membership],
    ) -> Result<bool, StoreError> {
        at_most(memberships.len(), MEMBERSHIPS_MAX, "memberships")?;
        let (scope, person) = (consortium.to_string(), id.to_string());
        Ok(on_pool!(write &self.pool, |db| {
            settings_change!(db, consortium);
            if sqlx::query(EXISTS).bind(&scope).bind(&person).fetch_optional(&mut *db).await?.is_none() {
                return Ok(false);
            }
            sqlx::query(DELETE_MEMBERSHIPS).bind(&scope).bind(&person).execute(&mut *db).await?;
            insert_memberships!(db, consortium, id, memberships);
            true
        }))
    }

    /// Keeps a person out and signs them out everywhere, or lets them in again; `false` if there is no such person.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn set_person_disabled(
        &self,
        consortium: ConsortiumId,
        id: PersonId,
        disabled: bool,
    ) -> Result<bool, StoreError> {
        let (scope, person) = (consortium.to_string(), id.to_string());
        Ok(on_pool!(write &self.pool, |db| {
            settings_change!(db, consortium);
            let changed =
                sqlx::query(SET_DISABLED).bind(&scope).bind(&person).bind(disabled).execute(&mut *db).await?;
            if changed.rows_affected() == 0 {
                return Ok(false);
            }
            if disabled {
                sqlx::query(REVOKE_ALL_BUT).bind(&scope).bind(&person).bind("").execute(&mut *db).await?;
            }
            true
        }))
    }

    /// Removes a person with their memberships, sessions and own canned answers; `false` if there is no such person.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn delete_person(&self, consortium: ConsortiumId, id: PersonId) -> Result<bool, StoreError> {
        Ok(on_pool!(write &self.pool, |db| {
            settings_change!(db, consortium);
            let deleted =
                sqlx::query(DELETE).bind(consortium.to_string()).bind(id.to_string()).execute(&mut *db).await?;
            if deleted.rows_affected() == 0 {
                return Ok(false);
            }
            true
        }))
    }

    /// What signing in needs to know of whoever signs in by that name, on any consortium of this server.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn credentials(&self, sign_in: &SignIn) -> Result<Option<Credentials>, StoreError> {
        let row: Option<(String, String, String, bool)> = on_pool!(read &self.pool, |db| {
            sqlx::query_as(CREDENTIALS).bind(sign_in.expose()).fetch_optional(db).await?
        });
        row.map(|(person, consortium, password_hash, disabled)| {
            Ok(Credentials {
                person: columns::id(&person, "people.id")?,
                consortium: columns::id(&consortium, "people.consortium_id")?,
                password_hash: PasswordHash::new(password_hash),
                disabled,
            })
        })
        .transpose()
    }

    /// Gives a person another password and signs them out everywhere but in the session `keep`; `false` if there is no
    /// such person.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn set_password_hash(
        &self,
        consortium: ConsortiumId,
        id: PersonId,
        password_hash: &PasswordHash,
        keep: Option<SignInSessionId>,
    ) -> Result<bool, StoreError> {
        let (scope, person) = (consortium.to_string(), id.to_string());
        let keep = keep.map_or_else(String::new, |id| id.to_string());
        Ok(on_pool!(write &self.pool, |db| {
            let changed = sqlx::query(SET_PASSWORD)
                .bind(&scope)
                .bind(&person)
                .bind(password_hash.expose())
                .execute(&mut *db)
                .await?;
            if changed.rows_affected() == 0 {
                return Ok(false);
            }
            sqlx::query(REVOKE_ALL_BUT).bind(&scope).bind(&person).bind(&keep).execute(&mut *db).await?;
            true
        }))
    }
}

/// Gathers the rows of each person, which stand together.
pub(crate) fn people_of(rows: Vec<PersonRow>) -> Result<Vec<Person>, StoreError> {
    let mut people: Vec<Person> = Vec::new();
    for row in rows {
        let id = columns::id(&row.id, "people.id")?;
        if people.last().is_none_or(|last| last.id != id) {
            people.push(Person {
                id,
                consortium: columns::id(&row.consortium_id, "people.consortium_id")?,
                sign_in: SignIn::new(&row.sign_in).ok_or_else(|| StoreError::corrupt("people.sign_in"))?,
                details: PersonDetails {
                    screen_name: columns::name(&row.screen_name, "people.screen_name")?,
                    languages: columns::from_languages(&row.languages, "people.languages")?,
                    capacity: columns::number(row.capacity, "people.capacity")?,
                },
                disabled: row.disabled,
                created_at: UnixMillis(row.created_at_ms),
                memberships: Vec::new(),
            });
        }
        if let (Some(project), Some(role), Some(person)) = (row.project_id, row.role, people.last_mut()) {
            person.memberships.push(Membership {
                project: columns::id(&project, "memberships.project_id")?,
                role: columns::from_role(&role, "memberships.role")?,
            });
        }
    }
    Ok(people)
}
