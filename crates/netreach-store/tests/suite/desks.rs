//! Desks, their settings, projects and texts.

use std::collections::BTreeMap;
use std::time::Duration;

use netreach_core::desk::rules::{Mix, PairingRules, Solo};
use netreach_core::ids::DeskId;
use netreach_store::limits::DESK_TEXT_CHARS_MAX;
use netreach_store::{Bound, Conflict, Desk, DeskSettings, DeskText, LogPolicy, NewDesk, StoreError, TextKind};
use uuid::Uuid;

use crate::stage::{language, london, name, settings};

fn other_settings() -> DeskSettings {
    DeskSettings {
        name: name("Evening desk"),
        rules: PairingRules {
            minimum: 1,
            open_requires: 1,
            mix: Mix::Any,
            trainees_count: false,
            grace: Duration::ZERO,
            solo: Solo::Finish,
        },
        languages: vec![language("ro")],
        queue_max: 0,
        idle_end: Duration::from_millis(1),
        token_stored: false,
        log_policy: LogPolicy::Off,
    }
}

on_every_engine! {
    async fn a_desk_is_kept_as_given_and_as_changed(stage) {
        let (store, here) = (&stage.store, &stage.here);
        let mut desk = Desk {
            id: here.desk,
            consortium: here.consortium,
            settings: settings("Main desk"),
            time_zone: london(),
            projects: vec![here.leeds, here.norwich],
        };
        assert_eq!(store.desk(here.consortium, here.desk).await.expect("an answer").as_ref(), Some(&desk));
        desk.settings = other_settings();
        let before = stage.revision().await;
        assert!(store.update_desk(here.consortium, here.desk, &desk.settings).await.expect("changed"));
        assert_eq!(stage.revision().await, before + 1);
        assert_eq!(store.desk(here.consortium, here.desk).await.expect("an answer").as_ref(), Some(&desk));
        desk.projects = vec![here.norwich];
        assert!(store.set_desk_projects(here.consortium, here.desk, &desk.projects).await.expect("changed"));
        assert_eq!(store.desks(here.consortium).await.expect("a list"), [desk]);
    }

    async fn desks_are_listed_by_name(stage) {
        let (store, here) = (&stage.store, &stage.here);
        let evening = DeskId(Uuid::now_v7());
        let new = NewDesk { id: evening, settings: other_settings(), time_zone: london(), projects: Vec::new() };
        store.create_desk(here.consortium, &new).await.expect("a new desk");
        let desks = store.desks(here.consortium).await.expect("a list");
        assert_eq!(desks.iter().map(|d| (d.id, d.projects.len())).collect::<Vec<_>>(), [(evening, 0), (here.desk, 2)]);
    }

    async fn rules_that_make_no_sense_are_refused(stage) {
        let (store, here) = (&stage.store, &stage.here);
        let mut wrong = settings("Main desk");
        wrong.rules.open_requires = 1;
        let refused = store.update_desk(here.consortium, here.desk, &wrong).await;
        assert!(matches!(refused, Err(StoreError::Refused { what: "pairing rules", .. })), "{refused:?}");
        let desk = store.desk(here.consortium, here.desk).await.expect("an answer").expect("the desk");
        assert_eq!(desk.settings, settings("Main desk"));
    }

    /// I9.
    async fn another_consortium_neither_sees_nor_changes_a_desk(stage) {
        let (store, here, there) = (&stage.store, &stage.here, &stage.there);
        let before = store.desk(here.consortium, here.desk).await.expect("an answer");
        let other = there.consortium;
        assert_eq!(store.desk(other, here.desk).await.expect("an answer"), None);
        assert!(store.desks(other).await.expect("a list").iter().all(|desk| desk.id == there.desk));
        assert!(!store.update_desk(other, here.desk, &other_settings()).await.expect("an answer"));
        assert!(!store.set_desk_projects(other, here.desk, &[]).await.expect("an answer"));
        let wrong = store.set_desk_projects(here.consortium, here.desk, &[there.leeds]).await;
        assert!(matches!(wrong, Err(StoreError::Conflict(Conflict::Reference))), "{wrong:?}");
        let projects = vec![here.leeds, there.leeds];
        let new = NewDesk { id: DeskId(Uuid::now_v7()), settings: other_settings(), time_zone: london(), projects };
        let wrong = store.create_desk(here.consortium, &new).await;
        assert!(matches!(wrong, Err(StoreError::Conflict(Conflict::Reference))), "{wrong:?}");
        assert_eq!(store.desk(here.consortium, new.id).await.expect("an answer"), None);
        assert_eq!(store.desk(here.consortium, here.desk).await.expect("an answer"), before);
    }

    async fn texts_are_replaced_by_language(stage) {
        let (store, here, there) = (&stage.store, &stage.here, &stage.there);
        let texts = |pairs: &[(TextKind, &str)]| -> BTreeMap<TextKind, String> {
            pairs.iter().map(|(kind, text)| (*kind, (*text).to_owned())).collect()
        };
        let (en, ro) = (language("en"), language("ro"));
        let english = texts(&[(TextKind::GroundRules, "Be kind."), (TextKind::Waiting, "We are coming.")]);
        let every: BTreeMap<_, _> = TextKind::ALL.iter().map(|kind| (*kind, format!("ro {}", kind.as_str()))).collect();
        assert!(store.replace_desk_texts(here.consortium, here.desk, &en, &english).await.expect("replaced"));
        assert!(store.replace_desk_texts(here.consortium, here.desk, &ro, &every).await.expect("replaced"));
        let fewer = texts(&[(TextKind::GroundRules, "Be gentle.")]);
        assert!(store.replace_desk_texts(here.consortium, here.desk, &en, &fewer).await.expect("replaced"));
        let all = store.desk_texts(here.consortium, here.desk).await.expect("texts");
        let (in_english, in_romanian): (Vec<_>, Vec<_>) = all.into_iter().partition(|text| text.language == en);
        let kind = TextKind::GroundRules;
        assert_eq!(in_english, [DeskText { kind, language: en.clone(), text: "Be gentle.".to_owned() }]);
        assert_eq!(in_romanian.into_iter().map(|text| (text.kind, text.text)).collect::<BTreeMap<_, _>>(), every);

        assert!(store.desk_texts(there.consortium, here.desk).await.expect("texts").is_empty());
        assert!(!store.replace_desk_texts(there.consortium, here.desk, &en, &english).await.expect("an answer"));
        let long = "é".repeat(DESK_TEXT_CHARS_MAX + 1);
        let refused =
            store.replace_desk_texts(here.consortium, here.desk, &en, &texts(&[(TextKind::Waiting, &long)])).await;
        assert!(matches!(refused, Err(StoreError::Refused { bound: Bound::TooLong { .. }, .. })), "{refused:?}");
        assert!(store.replace_desk_texts(here.consortium, here.desk, &ro, &BTreeMap::new()).await.expect("replaced"));
        assert_eq!(store.desk_texts(here.consortium, here.desk).await.expect("texts").len(), 1);
    }
}
