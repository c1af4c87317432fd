//! Sites: keys, origins, looks.

use netreach_core::ids::{DeskId, SiteId};
use netreach_store::limits::ORIGINS_MAX;
use netreach_store::{
    AccentColour, Bound, Conflict, NewSite, Side, Site, SiteKey, SiteOnDesk, SiteSettings, StoreError, Theme,
};
use uuid::Uuid;

use crate::stage::{Cast, name};

fn settings(desk: DeskId) -> SiteSettings {
    SiteSettings {
        desk,
        name: name("Project page"),
        side: Side::Left,
        accent: AccentColour::new("#0a7f5c").expect("a colour"),
        theme: Theme::Dark,
        exit_url: Some("https://www.example.com/weather".to_owned()),
        origins: vec!["https://example.org".to_owned(), "https://www.example.org".to_owned()],
    }
}

fn new_site(cast: &Cast, key: &str) -> NewSite {
    NewSite { id: SiteId(Uuid::now_v7()), key: SiteKey::new(key).expect("a key"), settings: settings(cast.desk) }
}

on_every_engine! {
    async fn a_site_is_found_by_its_key(stage) {
        let (store, here) = (&stage.store, &stage.here);
        let new = new_site(here, "k3jd82ms");
        let before = stage.revision().await;
        store.create_site(here.consortium, here.leeds, &new).await.expect("a new site");
        assert_eq!(stage.revision().await, before + 1);
        let expected = SiteOnDesk {
            site: Site {
                id: new.id,
                consortium: here.consortium,
                project: here.leeds,
                key: new.key.clone(),
                settings: new.settings.clone(),
            },
            project_name: name("Basin Street Project"),
            desk_name: name("Main desk"),
        };
        assert_eq!(store.site_by_key(&new.key).await.expect("an answer").as_ref(), Some(&expected));
        assert_eq!(store.site(here.consortium, here.leeds, new.id).await.expect("an answer").as_ref(), Some(&expected));
        assert_eq!(store.project_sites(here.consortium, here.leeds).await.expect("a list"), std::slice::from_ref(&expected));
        assert_eq!(store.desk_sites(here.consortium, here.desk).await.expect("a list"), [expected]);
        assert_eq!(store.site_by_key(&SiteKey::new("00000000").expect("a key")).await.expect("an answer"), None);
    }

    async fn a_site_is_changed_and_removed(stage) {
        let (store, here) = (&stage.store, &stage.here);
        let new = new_site(here, "k3jd82ms");
        store.create_site(here.consortium, here.leeds, &new).await.expect("a new site");
        let changed = SiteSettings {
            name: name("Shop"),
            side: Side::Right,
            accent: AccentColour::new("#ffffff").expect("a colour"),
            theme: Theme::Auto,
            exit_url: None,
            origins: vec!["https://www.example.org".to_owned()],
            desk: here.desk,
        };
        assert!(store.update_site(here.consortium, here.leeds, new.id, &changed).await.expect("changed"));
        let found = store.site_by_key(&new.key).await.expect("an answer").expect("the site");
        assert_eq!(found.site.settings, changed);
        assert!(store.delete_site(here.consortium, here.leeds, new.id).await.expect("deleted"));
        assert!(!store.delete_site(here.consortium, here.leeds, new.id).await.expect("an answer"));
        assert_eq!(store.site_by_key(&new.key).await.expect("an answer"), None);
    }

    async fn a_key_is_one_and_an_origin_stands_once(stage) {
        let (store, here, there) = (&stage.store, &stage.here, &stage.there);
        let first = new_site(here, "k3jd82ms");
        store.create_site(here.consortium, here.leeds, &first).await.expect("a new site");
        let same_key = store.create_site(there.consortium, there.leeds, &new_site(there, "k3jd82ms")).await;
        assert!(matches!(same_key, Err(StoreError::Conflict(Conflict::SiteKey))), "{same_key:?}");
        // Two sites may name one origin: nobody can keep another project from using its own page.
        store.create_site(there.consortium, there.leeds, &new_site(there, "p0q9w8e7")).await.expect("a new site");
        let mut twice = settings(here.desk);
        twice.origins = vec!["https://example.net".to_owned(); 2];
        let refused = store.update_site(here.consortium, here.leeds, first.id, &twice).await;
        assert!(matches!(refused, Err(StoreError::Conflict(Conflict::SiteOrigin))), "{refused:?}");
        twice.origins = (0..=ORIGINS_MAX).map(|n| format!("https://{n}.example.net")).collect();
        let refused = store.update_site(here.consortium, here.leeds, first.id, &twice).await;
        assert!(matches!(refused, Err(StoreError::Refused { bound: Bound::TooMany { .. }, .. })), "{refused:?}");
        let found = store.site_by_key(&first.key).await.expect("an answer").expect("the site");
        assert_eq!(found.site.settings, first.settings, "what is refused changes nothing");
    }

    /// I9, between consortia and between the projects of one.
    async fn others_neither_see_nor_change_a_site(stage) {
        let (store, here, there) = (&stage.store, &stage.here, &stage.there);
        let new = new_site(here, "k3jd82ms");
        store.create_site(here.consortium, here.leeds, &new).await.expect("a new site");
        let changed = SiteSettings { name: name("Theirs"), ..settings(here.desk) };
        for (consortium, project) in [
            (here.consortium, here.norwich),
            (there.consortium, there.leeds),
            (there.consortium, here.leeds),
        ] {
            assert_eq!(store.site(consortium, project, new.id).await.expect("an answer"), None);
            assert!(store.project_sites(consortium, project).await.expect("a list").is_empty());
            assert!(!store.update_site(consortium, project, new.id, &changed).await.expect("an answer"));
            assert!(!store.delete_site(consortium, project, new.id).await.expect("an answer"));
        }
        assert!(store.desk_sites(there.consortium, here.desk).await.expect("a list").is_empty());
        for (project, desk) in [(there.leeds, here.desk), (here.leeds, there.desk)] {
            let mut wrong = new_site(here, "z1x2c3v4");
            wrong.settings.desk = desk;
            let refused = store.create_site(here.consortium, project, &wrong).await;
            assert!(matches!(refused, Err(StoreError::Conflict(Conflict::Reference))), "{refused:?}");
        }
        let moved = settings(there.desk);
        let refused = store.update_site(here.consortium, here.leeds, new.id, &moved).await;
        assert!(matches!(refused, Err(StoreError::Conflict(Conflict::Reference))), "{refused:?}");
        let found = store.site_by_key(&new.key).await.expect("an answer").expect("the site");
        assert_eq!(found.site.settings, new.settings);
    }
}
