//! Consortia, projects and the settings revision.

use std::collections::BTreeMap;

use netreach_core::ids::{ConsortiumId, ProjectId};
use netreach_store::limits::VARIABLES_MAX;
use netreach_store::{Bound, Conflict, Consortium, NewProject, Project, StoreError};
use uuid::Uuid;

use crate::stage::name;

on_every_engine! {
    async fn consortia_are_listed_and_renamed(stage) {
        let (store, here, there) = (&stage.store, &stage.here, &stage.there);
        let ids: Vec<_> = store.consortia().await.expect("a list").into_iter().map(|c| c.id).collect();
        assert_eq!(ids, [here.consortium, there.consortium]);
        assert!(store.rename_consortium(here.consortium, &name("North")).await.expect("renamed"));
        let renamed = store.consortium(here.consortium).await.expect("an answer");
        assert_eq!(renamed, Some(Consortium { id: here.consortium, name: name("North") }));
        let nobody = ConsortiumId(Uuid::now_v7());
        assert_eq!(store.consortium(nobody).await.expect("an answer"), None);
        assert!(!store.rename_consortium(nobody, &name("North")).await.expect("an answer"));
        let again = store.create_consortium(&Consortium { id: here.consortium, name: name("Twice") }).await;
        assert!(matches!(again, Err(StoreError::Conflict(Conflict::Id))), "{again:?}");
    }

    async fn a_change_of_settings_raises_the_revision_of_its_consortium_only(stage) {
        let (store, here, there) = (&stage.store, &stage.here, &stage.there);
        let revisions = store.settings_revisions().await.expect("revisions");
        assert_eq!(revisions.len(), 2);
        assert!(store.update_project(here.consortium, here.leeds, &name("New"), &name("Leeds")).await.expect("changed"));
        let mut expected = revisions;
        for (consortium, revision) in &mut expected {
            if *consortium == here.consortium {
                *revision += 1;
            }
        }
        assert_eq!(store.settings_revisions().await.expect("revisions"), expected);
        // What changes nothing leaves the revision alone.
        assert!(!store.update_project(there.consortium, here.leeds, &name("X"), &name("X")).await.expect("an answer"));
        assert_eq!(store.settings_revisions().await.expect("revisions"), expected);
        assert_eq!(store.settings_revision(ConsortiumId(Uuid::now_v7())).await.expect("an answer"), None);
    }

    async fn changes_at_once_each_raise_the_revision(stage) {
        let before = stage.revision().await;
        let (consortium, project) = (stage.here.consortium, stage.here.leeds);
        let mut changes = tokio::task::JoinSet::new();
        for number in 0..8 {
            let store = stage.store.clone();
            changes.spawn(async move {
                store.update_project(consortium, project, &name(&format!("Name {number}")), &name("Leeds")).await
            });
        }
        while let Some(changed) = changes.join_next().await {
            assert!(changed.expect("no panic").expect("changed"));
        }
        assert_eq!(stage.revision().await, before + 8);
    }

    async fn projects_are_seen_by_their_consortium_only(stage) {
        let (store, here, there) = (&stage.store, &stage.here, &stage.there);
        let names: Vec<_> = store.projects(here.consortium).await.expect("a list");
        assert_eq!(names.iter().map(|p| p.id).collect::<Vec<_>>(), [here.leeds, here.norwich]);
        let leeds = Project {
            id: here.leeds,
            consortium: here.consortium,
            name: name("Basin Street Project"),
            town: name("Leeds"),
        };
        assert_eq!(store.project(here.consortium, here.leeds).await.expect("an answer"), Some(leeds));
        assert_eq!(store.project(there.consortium, here.leeds).await.expect("an answer"), None);
        assert!(!store.update_project(there.consortium, here.leeds, &name("X"), &name("X")).await.expect("an answer"));
        let new = NewProject { id: ProjectId(Uuid::now_v7()), name: name("X"), town: name("X") };
        let nowhere = store.create_project(ConsortiumId(Uuid::now_v7()), &new).await;
        assert!(matches!(nowhere, Err(StoreError::Conflict(Conflict::Reference))), "{nowhere:?}");
    }

    async fn variables_are_replaced_as_a_whole(stage) {
        let (store, here, there) = (&stage.store, &stage.here, &stage.there);
        let variables = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        let first = variables(&[("phone", "07700 900123"), ("drop_in", "Tuesday")]);
        let second = variables(&[("phone", "07700 900456")]);
        for set in [&first, &second] {
            assert!(store.replace_project_variables(here.consortium, here.leeds, set).await.expect("replaced"));
            assert_eq!(&store.project_variables(here.consortium, here.leeds).await.expect("variables"), set);
        }
        assert!(!store.replace_project_variables(there.consortium, here.leeds, &first).await.expect("an answer"));
        assert!(store.project_variables(there.consortium, here.leeds).await.expect("an answer").is_empty());
        assert!(store.project_variables(here.consortium, here.norwich).await.expect("an answer").is_empty());

        let many: BTreeMap<_, _> = (0..=VARIABLES_MAX).map(|n| (format!("v{n}"), "x".to_owned())).collect();
        for refused in [many, variables(&[("", "x")]), variables(&[("x", "\0")])] {
            let answer = store.replace_project_variables(here.consortium, here.leeds, &refused).await;
            assert!(matches!(answer, Err(StoreError::Refused { bound: Bound::TooMany { .. } | Bound::Invalid, .. })));
        }
        assert_eq!(store.project_variables(here.consortium, here.leeds).await.expect("variables"), second);
    }
}
