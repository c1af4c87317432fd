//! Consortia, and the revision of what their nodes hold in memory.

use netreach_core::ids::ConsortiumId;
use netreach_core::text::DisplayName;

use crate::columns;
use crate::error::StoreError;
use crate::{Store, columns::room_for_one};

/// Most consortia on one server.
pub const CONSORTIA_MAX: usize = 1_000;

/// The organisations that share one service: the tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consortium {
    /// Which one.
    pub id: ConsortiumId,
    /// What it calls itself.
    pub name: DisplayName,
}

statements! {
    /// Adds a consortium.
    INSERT = "INSERT INTO consortia (id, name, settings_revision) VALUES ($1, $2, 0)";
    /// How many there are.
    COUNT = "SELECT COUNT(*) FROM consortia";
    /// One consortium.
    GET = "SELECT id, name FROM consortia WHERE id = $1";
    /// All of them.
    LIST = "SELECT id, name FROM consortia ORDER BY name, id LIMIT $1";
    /// Gives it another name.
    RENAME = "UPDATE consortia SET name = $2 WHERE id = $1";
    /// Says that settings change. In a transaction it also keeps other changes to the same consortium waiting.
    pub(crate) RAISE_REVISION = "UPDATE consortia SET settings_revision = settings_revision + 1 WHERE id = $1";
    /// The revision of one consortium.
    REVISION = "SELECT settings_revision FROM consortia WHERE id = $1";
    /// The revisions of all.
    REVISIONS = "SELECT id, settings_revision FROM consortia ORDER BY id LIMIT $1";
}

/// Raises the settings revision inside a `write` of [`on_pool!`], first of all: two changes to one consortium then wait
/// for each other, so what one counts the other cannot add to meanwhile.
macro_rules! settings_change {
    ($db:ident, $consortium:expr) => {
        let raised = sqlx::query($crate::consortia::RAISE_REVISION).bind($consortium.to_string()).execute(&mut *$db);
        if raised.await?.rows_affected() == 0 {
            return Err($crate::error::StoreError::Conflict($crate::error::Conflict::Reference));
        }
    };
}
pub(crate) use settings_change;

impl Store {
    /// Adds a consortium.
    ///
    /// # Errors
    ///
    /// [`Conflict::Id`](crate::Conflict::Id), [`StoreError::Refused`] over [`CONSORTIA_MAX`], or the database's.
    pub async fn create_consortium(&self, consortium: &Consortium) -> Result<(), StoreError> {
        on_pool!(write &self.pool, |db| {
            let count: i64 = sqlx::query_scalar(COUNT).fetch_one(&mut *db).await?;
            room_for_one(count, CONSORTIA_MAX, "consortia")?;
            sqlx::query(INSERT)
                .bind(consortium.id.to_string())
                .bind(consortium.name.expose())
                .execute(&mut *db)
                .await?;
        });
        Ok(())
    }

    /// One consortium.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn consortium(&self, id: ConsortiumId) -> Result<Option<Consortium>, StoreError> {
        let row: Option<(String, String)> = on_pool!(read &self.pool, |db| {
            sqlx::query_as(GET).bind(id.to_string()).fetch_optional(db).await?
        });
        row.map(consortium_of).transpose()
    }

    /// All consortia, by name.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn consortia(&self) -> Result<Vec<Consortium>, StoreError> {
        let rows: Vec<(String, String)> = on_pool!(read &self.pool, |db| {
            sqlx::query_as(LIST).bind(columns::from_usize(CONSORTIA_MAX)).fetch_all(db).await?
        });
        rows.into_iter().map(consortium_of).collect()
    }

    /// Gives a consortium another name; `false` if there is no such consortium.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn rename_consortium(&self, id: ConsortiumId, name: &DisplayName) -> Result<bool, StoreError> {
        Ok(on_pool!(write &self.pool, |db| {
            sqlx::query(RAISE_REVISION).bind(id.to_string()).execute(&mut *db).await?;
            let renamed = sqlx::query(RENAME).bind(id.to_string()).bind(name.expose()).execute(&mut *db).await?;
            renamed.rows_affected() > 0
        }))
    }

    /// The settings revision of a consortium: higher after every change to anything but sessions and counts.
    ///
    /// Read it before the settings: then what is held is at least as new as the revision says.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn settings_revision(&self, id: ConsortiumId) -> Result<Option<i64>, StoreError> {
        Ok(on_pool!(read &self.pool, |db| {
            sqlx::query_scalar(REVISION).bind(id.to_string()).fetch_optional(db).await?
        }))
    }

    /// The settings revisions of all consortia.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn settings_revisions(&self) -> Result<Vec<(ConsortiumId, i64)>, StoreError> {
        let rows: Vec<(String, i64)> = on_pool!(read &self.pool, |db| {
            sqlx::query_as(REVISIONS).bind(columns::from_usize(CONSORTIA_MAX)).fetch_all(db).await?
        });
        rows.into_iter().map(|(id, revision)| Ok((columns::id(&id, "consortia.id")?, revision))).collect()
    }
}

fn consortium_of((id, name): (String, String)) -> Result<Consortium, StoreError> {
    Ok(Consortium { id: columns::id(&id, "consortia.id")?, name: columns::name(&name, "consortia.name")? })
}
