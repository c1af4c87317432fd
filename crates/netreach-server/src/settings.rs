//! Hours, rules, sites and texts as they are in force now: one snapshot in memory, made from the tables.
//!
//! Visitors are served from the snapshot, so that a busy page costs no query, and so that everybody who looks at one
//! instant sees one state. A change goes to the tables first and is then read back from them.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use netreach_core::desk::rules::PairingRules;
use netreach_core::hours::Hours;
use netreach_core::{ConsortiumId, DeskId, DisplayName, Language, ProjectId, SiteId};
use netreach_store::{AccentColour, DeskText, Project, Side, Store, StoreError, Theme};
use tokio::sync::{Mutex, MutexGuard, watch};

/// What is in force, and word of when it changes.
pub struct Settings {
    current: RwLock<Arc<Snapshot>>,
    changed: watch::Sender<u64>,
    /// Held while a change is read, decided and written, so that two changes never undo each other.
    changing: Mutex<()>,
    /// Held while the tables are read, so that an older reading never replaces a newer one.
    reading: Mutex<()>,
}

/// Everything at one instant.
#[derive(Debug, Default)]
pub struct Snapshot {
    /// Sites by their public key.
    pub sites: HashMap<String, Arc<SiteSettings>>,
    /// Desks of all consortia.
    pub desks: HashMap<DeskId, Arc<DeskSettings>>,
}

/// One website that carries the widget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteSettings {
    /// Which one.
    pub id: SiteId,
    /// Its public key.
    pub key: String,
    /// The consortium it belongs to.
    pub consortium: ConsortiumId,
    /// The project it belongs to.
    pub project: ProjectId,
    /// The organisation's name.
    pub project_name: DisplayName,
    /// The town or region of the project.
    pub town: DisplayName,
    /// The desk that it opens on.
    pub desk: DeskId,
    /// The exact origins that may frame the widget.
    pub origins: Vec<String>,
    /// Where the launcher stands.
    pub position: Side,
    /// The colour of the launcher.
    pub accent: AccentColour,
    /// Light, dark, or as the device prefers.
    pub theme: Theme,
    /// Where "leave now" leads; none for the place that comes with the widget.
    pub exit_url: Option<String>,
}

/// One service that the public sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskSettings {
    /// Which one.
    pub id: DeskId,
    /// The consortium it belongs to.
    pub consortium: ConsortiumId,
    /// What visitors see it as.
    pub name: DisplayName,
    /// When it is open.
    pub hours: Hours,
    /// The pairing rules.
    pub rules: PairingRules,
    /// Visitors who may wait at once.
    pub queue_max: u32,
    /// Silence from the visitor after which a conversation ends.
    pub idle_end: Duration,
    /// Whether a visitor's tab may hold their token.
    pub token_stored: bool,
    /// The languages it answers in, its own first.
    pub languages: Vec<Language>,
    /// What its coordinators wrote for visitors.
    pub texts: Vec<DeskText>,
    /// The names of the organisations that staff it.
    pub organisations: Vec<DisplayName>,
}

impl Settings {
    /// Reads everything from the tables.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn load(store: &Store) -> Result<Self, StoreError> {
        let snapshot = Snapshot::read(store).await?;
        Ok(Self {
            current: RwLock::new(Arc::new(snapshot)),
            changed: watch::Sender::new(0),
            changing: Mutex::new(()),
            reading: Mutex::new(()),
        })
    }

    /// What is in force now. It stays as it is while the caller holds it.
    pub fn current(&self) -> Arc<Snapshot> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads everything again, and tells everybody who waits on [`Settings::changed`].
    ///
    /// # Errors
    ///
    /// The database's; what was in force stays so.
    pub async fn reload(&self, store: &Store) -> Result<(), StoreError> {
        let _reading = self.reading.lock().await;
        let snapshot = Snapshot::read(store).await?;
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(snapshot);
        self.changed.send_modify(|count| *count += 1);
        Ok(())
    }

    /// Counts the changes; wakes after each.
    pub fn changed(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// Waits for a turn to change settings: read what is there, decide and write while you hold it.
    pub async fn turn(&self) -> MutexGuard<'_, ()> {
        self.changing.lock().await
    }
}

impl Snapshot {
    async fn read(store: &Store) -> Result<Self, StoreError> {
        let mut snapshot = Self::default();
        for consortium in store.consortia().await? {
            snapshot.read_consortium(store, consortium.id).await?;
        }
        Ok(snapshot)
    }

    async fn read_consortium(&mut self, store: &Store, consortium: ConsortiumId) -> Result<(), StoreError> {
        let projects: BTreeMap<ProjectId, Project> =
            store.projects(consortium).await?.into_iter().map(|project| (project.id, project)).collect();
        for desk in store.desks(consortium).await? {
            // A desk that was removed between the two readings has no hours: it is left out, as the next reading will.
            let Some(hours) = store.hours(consortium, desk.id).await? else { continue };
            let texts = store.desk_texts(consortium, desk.id).await?;
            let mut organisations: Vec<DisplayName> =
                desk.projects.iter().filter_map(|id| projects.get(id)).map(|project| project.name.clone()).collect();
            organisations.sort_by(|a, b| a.expose().cmp(b.expose()));
            let settings = DeskSettings {
                id: desk.id,
                consortium,
                name: desk.settings.name,
                hours,
                rules: desk.settings.rules,
                queue_max: u32::from(desk.settings.queue_max),
                idle_end: desk.settings.idle_end,
                token_stored: desk.settings.token_stored,
                languages: desk.settings.languages,
                texts,
                organisations,
            };
            self.desks.insert(desk.id, Arc::new(settings));
        }
        for project in projects.values() {
            for found in store.project_sites(consortium, project.id).await? {
                let site = found.site;
                let settings = SiteSettings {
                    id: site.id,
                    key: site.key.as_str().to_owned(),
                    consortium,
                    project: project.id,
                    project_name: project.name.clone(),
                    town: project.town.clone(),
                    desk: site.settings.desk,
                    origins: site.settings.origins,
                    position: site.settings.side,
                    accent: site.settings.accent,
                    theme: site.settings.theme,
                    exit_url: site.settings.exit_url,
                };
                self.sites.insert(settings.key.clone(), Arc::new(settings));
            }
        }
        Ok(())
    }
}
