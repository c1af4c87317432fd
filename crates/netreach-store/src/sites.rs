//! Sites: the websites that carry the widget.

use netreach_core::ids::{ConsortiumId, DeskId, ProjectId, SiteId};
use netreach_core::text::DisplayName;

use crate::Store;
use crate::columns::{self, at_most, bounded, room_for_one};
use crate::consortia::settings_change;
use crate::error::StoreError;
use crate::values::{AccentColour, Side, SiteKey, Theme};

/// Most sites of one consortium.
pub const SITES_MAX: usize = 500;

/// Most origins of one site: with and without `www`, a test site, a few sister sites.
pub const ORIGINS_MAX: usize = 20;

/// Longest origin or address, in characters.
pub const ADDRESS_CHARS_MAX: usize = 300;

/// What a coordinator sets for a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteSettings {
    /// The desk that it opens on.
    pub desk: DeskId,
    /// What coordinators call it.
    pub name: DisplayName,
    /// Where the launcher stands.
    pub side: Side,
    /// The colour of launcher and buttons.
    pub accent: AccentColour,
    /// Light, dark, or as the visitor's device prefers.
    pub theme: Theme,
    /// Where "leave now" leads; a harmless default where none is set.
    pub exit_url: Option<String>,
    /// The exact origins that may frame the widget, as a browser writes them.
    pub origins: Vec<String>,
}

/// One website that carries the widget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Which one.
    pub id: SiteId,
    /// The consortium it belongs to.
    pub consortium: ConsortiumId,
    /// The project it belongs to.
    pub project: ProjectId,
    /// Its public name in the snippet.
    pub key: SiteKey,
    /// What a coordinator sets.
    pub settings: SiteSettings,
}

/// What a site begins with.
#[derive(Clone, Debug)]
pub struct NewSite {
    /// Made by the caller.
    pub id: SiteId,
    /// Its public name, made by the caller.
    pub key: SiteKey,
    /// What a coordinator sets.
    pub settings: SiteSettings,
}

/// A site with the names that its visitors see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteOnDesk {
    /// The site.
    pub site: Site,
    /// The name of the project it belongs to.
    pub project_name: DisplayName,
    /// The name of the desk it opens on.
    pub desk_name: DisplayName,
}

statements! {
    /// Adds a site.
    INSERT = "INSERT INTO sites (id, consortium_id, project_id, desk_id, site_key, name, side, accent, theme, exit_url)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    /// How many a consortium has.
    COUNT = "SELECT COUNT(*) FROM sites WHERE consortium_id = $1";
    /// One site of a project, a row for each origin.
    GET = "SELECT s.id, s.consortium_id, s.project_id, s.desk_id, s.site_key, s.name, s.side, s.accent, s.theme,
            s.exit_url, p.name AS project_name, d.name AS desk_name, o.origin
        FROM sites s
        JOIN projects p ON p.id = s.project_id
        JOIN desks d ON d.id = s.desk_id
        LEFT JOIN site_origins o ON o.site_id = s.id
        WHERE s.consortium_id = $1 AND s.project_id = $2 AND s.id = $3
        ORDER BY o.origin";
    /// The site with a public key, a row for each origin.
    GET_BY_KEY = "SELECT s.id, s.consortium_id, s.project_id, s.desk_id, s.site_key, s.name, s.side, s.accent, s.theme,
            s.exit_url, p.name AS project_name, d.name AS desk_name, o.origin
        FROM sites s
        JOIN projects p ON p.id = s.project_id
        JOIN desks d ON d.id = s.desk_id
        LEFT JOIN site_origins o ON o.site_id = s.id
        WHERE s.site_key = $1
        ORDER BY o.origin";
    /// The sites of a project, a row for each origin.
    LIST_OF_PROJECT = "SELECT s.id, s.consortium_id, s.project_id, s.desk_id, s.site_key, s.name, s.side, s.accent,
            s.theme, s.exit_url, p.name AS project_name, d.name AS desk_name, o.origin
        FROM sites s
        JOIN projects p ON p.id = s.project_id
        JOIN desks d ON d.id = s.desk_id
        LEFT JOIN site_origins o ON o.site_id = s.id
        WHERE s.consortium_id = $1 AND s.project_id = $2
        ORDER BY s.name, s.id, o.origin LIMIT $3";
    /// The sites that open on a desk, a row for each origin.
    LIST_OF_DESK = "SELECT s.id, s.consortium_id, s.project_id, s.desk_id, s.site_key, s.name, s.side, s.accent,
            s.theme, s.exit_url, p.name AS project_name, d.name AS desk_name, o.origin
        FROM sites s
        JOIN projects p ON p.id = s.project_id
        JOIN desks d ON d.id = s.desk_id
        LEFT JOIN site_origins o ON o.site_id = s.id
        WHERE s.consortium_id = $1 AND s.desk_id = $2
        ORDER BY s.name, s.id, o.origin LIMIT $3";
    /// Changes a site.
    UPDATE = "UPDATE sites SET desk_id = $4, name = $5, side = $6, accent = $7, theme = $8, exit_url = $9
        WHERE consortium_id = $1 AND project_id = $2 AND id = $3";
    /// Removes a site and, by the foreign key, its origins.
    DELETE = "DELETE FROM sites WHERE consortium_id = $1 AND project_id = $2 AND id = $3";
    /// Forgets the origins of a site.
    DELETE_ORIGINS = "DELETE FROM site_origins WHERE consortium_id = $1 AND project_id = $2 AND site_id = $3";
    /// Lets an origin frame a site.
    INSERT_ORIGIN = "INSERT INTO site_origins (consortium_id, project_id, site_id, origin) VALUES ($1, $2, $3, $4)";
}

/// One origin of one site, or none.
#[derive(sqlx::FromRow)]
struct SiteRow {
    id: String,
    consortium_id: String,
    project_id: String,
    desk_id: String,
    site_key: String,
    name: String,
    side: String,
    accent: String,
    theme: String,
    exit_url: Option<String>,
    project_name: String,
    desk_name: String,
    origin: Option<String>,
}

/// Writes the origins of a site inside a `write` of [`on_pool!`].
macro_rules! insert_origins {
    ($db:ident, $consortium:expr, $project:expr, $site:expr, $origins:expr) => {
        for origin in $origins {
            sqlx::query(INSERT_ORIGIN)
                .bind($consortium.to_string())
                .bind($project.to_string())
                .bind($site.to_string())
                .bind(origin)
                .execute(&mut *$db)
                .await?;
        }
    };
}

impl Store {
    /// Adds a site to a project.
    ///
    /// # Errors
    ///
    /// [`Conflict::SiteKey`](crate::Conflict::SiteKey), [`Conflict::SiteOrigin`](crate::Conflict::SiteOrigin) for an
    /// origin named twice, [`Conflict::Reference`](crate::Conflict::Reference) for a project or desk of another
    /// consortium, [`StoreError::Refused`] over a limit, or the database's.
    pub async fn create_site(
        &self,
        consortium: ConsortiumId,
        project: ProjectId,
        site: &NewSite,
    ) -> Result<(), StoreError> {
        check(&site.settings)?;
        on_pool!(write &self.pool, |db| {
            settings_change!(db, consortium);
            let count: i64 = sqlx::query_scalar(COUNT).bind(consortium.to_string()).fetch_one(&mut *db).await?;
            room_for_one(count, SITES_MAX, "sites")?;
            sqlx::query(INSERT)
                .bind(site.id.to_string())
                .bind(consortium.to_string())
                .bind(project.to_string())
                .bind(site.settings.desk.to_string())
                .bind(site.key.as_str())
                .bind(site.settings.name.expose())
                .bind(site.settings.side.as_str())
                .bind(site.settings.accent.to_string())
                .bind(site.settings.theme.as_str())
                .bind(site.settings.exit_url.as_deref())
                .execute(&mut *db)
                .await?;
            insert_origins!(db, consortium, project, site.id, &site.settings.origins);
        });
        Ok(())
    }

    /// One site of a project.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn site(
        &self,
        consortium: ConsortiumId,
        project: ProjectId,
        id: SiteId,
    ) -> Result<Option<SiteOnDesk>, StoreError> {
        let rows: Vec<SiteRow> = on_pool!(read &self.pool, |db| {
            sqlx::query_as(GET)
                .bind(consortium.to_string())
                .bind(project.to_string())
                .bind(id.to_string())
                .fetch_all(db)
                .await?
        });
        Ok(sites_of(rows)?.pop())
    }

    /// The site with a public key, of any consortium on this server: where a visitor comes in.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn site_by_key(&self, key: &SiteKey) -> Result<Option<SiteOnDesk>, StoreError> {
        let rows: Vec<SiteRow> = on_pool!(read &self.pool, |db| {
            sqlx::query_as(GET_BY_KEY).bind(key.as_str()).fetch_all(db).await?
        });
        Ok(sites_of(rows)?.pop())
    }

    /// The sites of a project, by name.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn project_sites(
        &self,
        consortium: ConsortiumId,
        project: ProjectId,
    ) -> Result<Vec<SiteOnDesk>, StoreError> {
        let rows: Vec<SiteRow> = on_pool!(read &self.pool, |db| {
            sqlx::query_as(LIST_OF_PROJECT)
                .bind(consortium.to_string())
                .bind(project.to_string())
                .bind(columns::from_usize(SITES_MAX * ORIGINS_MAX))
                .fetch_all(db)
                .await?
        });
        sites_of(rows)
    }

    /// The sites of any project that open on a desk, by name: for the server, not for one project's people.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn desk_sites(&self, consortium: ConsortiumId, desk: DeskId) -> Result<Vec<SiteOnDesk>, StoreError> {
        let rows: Vec<SiteRow> = on_pool!(read &self.pool, |db| {
            sqlx::query_as(LIST_OF_DESK)
                .bind(consortium.to_string())
                .bind(desk.to_string())
                .bind(columns::from_usize(SITES_MAX * ORIGINS_MAX))
                .fetch_all(db)
                .await?
        });
        sites_of(rows)
    }

    /// Changes a site and replaces its origins; `false` if the project has no such site.
    ///
    /// # Errors
    ///
    /// As [`Store::create_site`].
    pub async fn update_site(
        &self,
        consortium: ConsortiumId,
        project: ProjectId,
        id: SiteId,
        settings: &SiteSettings,
    ) -> Result<bool, StoreError> {
        check(settings)?;
        let (scope, owner, site) = (consortium.to_string(), project.to_string(), id.to_string());
        Ok(on_pool!(write &self.pool, |db| {
            settings_change!(db, consortium);
            let updated = sqlx::query(UPDATE)
                .bind(&scope)
                .bind(&owner)
                .bind(&site)
                .bind(settings.desk.to_string())
                .bind(settings.name.expose())
                .bind(settings.side.as_str())
                .bind(settings.accent.to_string())
                .bind(settings.theme.as_str())
                .bind(settings.exit_url.as_deref())
                .execute(&mut *db)
                .await?;
            if updated.rows_affected() == 0 {
                return Ok(false);
            }
            sqlx::query(DELETE_ORIGINS).bind(&scope).bind(&owner).bind(&site).execute(&mut *db).await?;
            insert_origins!(db, consortium, project, id, &settings.origins);
            true
        }))
    }

    /// Removes a site; `false` if the project has no such site.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn delete_site(
        &self,
        consortium: ConsortiumId,
        project: ProjectId,
        id: SiteId,
    ) -> Result<bool, StoreError> {
        Ok(on_pool!(write &self.pool, |db| {
            settings_change!(db, consortium);
            let deleted = sqlx::query(DELETE)
                .bind(consortium.to_string())
                .bind(project.to_string())
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

fn check(settings: &SiteSettings) -> Result<(), StoreError> {
    at_most(settings.origins.len(), ORIGINS_MAX, "origins")?;
    for origin in &settings.origins {
        bounded(origin, ADDRESS_CHARS_MAX, "origin")?;
    }
    if let Some(address) = &settings.exit_url {
        bounded(address, ADDRESS_CHARS_MAX, "exit address")?;
    }
    Ok(())
}

/// Gathers the rows of each site, which stand together.
fn sites_of(rows: Vec<SiteRow>) -> Result<Vec<SiteOnDesk>, StoreError> {
    let mut sites: Vec<SiteOnDesk> = Vec::new();
    for mut row in rows {
        let origin = row.origin.take();
        let id = columns::id(&row.id, "sites.id")?;
        if sites.last().is_none_or(|last| last.site.id != id) {
            sites.push(site_of(id, row)?);
        }
        if let (Some(origin), Some(last)) = (origin, sites.last_mut()) {
            last.site.settings.origins.push(origin);
        }
    }
    Ok(sites)
}

fn site_of(id: SiteId, row: SiteRow) -> Result<SiteOnDesk, StoreError> {
    Ok(SiteOnDesk {
        site: Site {
            id,
            consortium: columns::id(&row.consortium_id, "sites.consortium_id")?,
            project: columns::id(&row.project_id, "sites.project_id")?,
            key: SiteKey::new(&row.site_key).ok_or_else(|| StoreError::corrupt("sites.site_key"))?,
            settings: SiteSettings {
                desk: columns::id(&row.desk_id, "sites.desk_id")?,
                name: columns::name(&row.name, "sites.name")?,
                side: Side::from_word(&row.side).ok_or_else(|| StoreError::corrupt("sites.side"))?,
                accent: AccentColour::new(&row.accent).ok_or_else(|| StoreError::corrupt("sites.accent"))?,
                theme: Theme::from_word(&row.theme).ok_or_else(|| StoreError::corrupt("sites.theme"))?,
                exit_url: row.exit_url,
                origins: Vec::new(),
            },
        },
        project_name: columns::name(&row.project_name, "projects.name")?,
        desk_name: columns::name(&row.desk_name, "desks.name")?,
    })
}
