//! Canned answers: levels, languages, shortcuts.

use netreach_core::ids::ConsortiumId;
use netreach_core::people::Role;
use netreach_core::time::UnixMillis;
use netreach_store::{
    Bound, CannedAnswer, CannedAnswerId, CannedContent, CannedOwner, Conflict, Membership, NewCannedAnswer, Shortcut,
    SignIn, Store, StoreError,
};
use uuid::Uuid;

use crate::stage::{NOW, language, person, project};

fn content(shortcut: &str) -> CannedContent {
    CannedContent {
        shortcut: Shortcut::new(shortcut).expect("a shortcut"),
        title: format!("About {shortcut}"),
        tags: vec!["health".to_owned(), "free \"and\" easy".to_owned()],
        texts: [(language("en"), "Call {phone}.".to_owned()), (language("ro"), "Sunați la {phone}.".to_owned())].into(),
    }
}

async fn add(store: &Store, consortium: ConsortiumId, owner: CannedOwner, shortcut: &str) -> CannedAnswer {
    let id = CannedAnswerId(Uuid::now_v7());
    let new = NewCannedAnswer { id, owner, content: content(shortcut) };
    store.create_canned_answer(consortium, &new, NOW).await.expect("a new answer");
    CannedAnswer { id, owner, content: new.content, updated_at: NOW }
}

on_every_engine! {
    async fn a_person_sees_what_is_theirs_to_use(stage) {
        let (store, here) = (&stage.store, &stage.here);
        let elsewhere = project(store, here.consortium, "Third Project", "York").await;
        let membership = Membership { project: here.norwich, role: Role::Operator };
        let sign_in = SignIn::new("ben").expect("a sign-in");
        let ben = person(store, here.consortium, &sign_in, vec![membership]).await;
        let mut hers = vec![
            add(store, here.consortium, CannedOwner::Consortium, "all").await,
            add(store, here.consortium, CannedOwner::Desk(here.desk), "desk").await,
            add(store, here.consortium, CannedOwner::Project(here.leeds), "leeds").await,
            add(store, here.consortium, CannedOwner::Person(here.ana), "own").await,
        ];
        let norwich = add(store, here.consortium, CannedOwner::Project(here.norwich), "norwich").await;
        add(store, here.consortium, CannedOwner::Project(elsewhere), "york").await;
        add(store, here.consortium, CannedOwner::Person(ben), "bens").await;

        let seen = store.canned_answers_for(here.consortium, here.ana, here.desk).await.expect("answers");
        assert_eq!(seen, hers);
        // A second project of hers brings its answers.
        let both = [here.leeds, here.norwich].map(|project| Membership { project, role: Role::Operator });
        assert!(store.set_memberships(here.consortium, here.ana, &both).await.expect("changed"));
        hers.insert(3, norwich);
        let seen = store.canned_answers_for(here.consortium, here.ana, here.desk).await.expect("answers");
        assert_eq!(seen, hers);
    }

    async fn a_shortcut_is_one_for_its_owner(stage) {
        let (store, here) = (&stage.store, &stage.here);
        let owners = [
            CannedOwner::Consortium,
            CannedOwner::Desk(here.desk),
            CannedOwner::Project(here.leeds),
            CannedOwner::Project(here.norwich),
            CannedOwner::Person(here.ana),
        ];
        for owner in owners {
            add(store, here.consortium, owner, "sti").await;
        }
        for owner in owners {
            let new = NewCannedAnswer { id: CannedAnswerId(Uuid::now_v7()), owner, content: content("sti") };
            let taken = store.create_canned_answer(here.consortium, &new, NOW).await;
            assert!(matches!(taken, Err(StoreError::Conflict(Conflict::Shortcut))), "{taken:?}");
        }
        let other = add(store, here.consortium, CannedOwner::Consortium, "other").await;
        let taken =
            store.update_canned_answer(here.consortium, CannedOwner::Consortium, other.id, &content("sti"), NOW).await;
        assert!(matches!(taken, Err(StoreError::Conflict(Conflict::Shortcut))), "{taken:?}");
        assert_eq!(store.canned_answer(here.consortium, other.id).await.expect("an answer"), Some(other));
    }

    async fn an_answer_is_changed_and_removed_by_its_owner(stage) {
        let (store, here) = (&stage.store, &stage.here);
        let owner = CannedOwner::Project(here.leeds);
        let answer = add(store, here.consortium, owner, "sti").await;
        let mut changed = content("sti-test");
        changed.tags.clear();
        changed.texts.remove(&language("ro"));
        changed.texts.insert(language("fr"), "Appelez {phone}.".to_owned());
        let later = UnixMillis(NOW.0 + 5);
        for other in [CannedOwner::Consortium, CannedOwner::Project(here.norwich), CannedOwner::Person(here.ana)] {
            let answered = store.update_canned_answer(here.consortium, other, answer.id, &changed, later).await;
            assert!(!answered.expect("an answer"));
            assert!(!store.delete_canned_answer(here.consortium, other, answer.id).await.expect("an answer"));
        }
        assert!(
            store.update_canned_answer(here.consortium, owner, answer.id, &changed, later).await.expect("changed")
        );
        let expected = CannedAnswer { id: answer.id, owner, content: changed, updated_at: later };
        assert_eq!(store.canned_answer(here.consortium, answer.id).await.expect("an answer"), Some(expected));
        assert!(store.delete_canned_answer(here.consortium, owner, answer.id).await.expect("deleted"));
        assert_eq!(store.canned_answer(here.consortium, answer.id).await.expect("an answer"), None);
    }

    async fn the_answers_of_an_owner_are_listed_in_pages(stage) {
        let (store, here) = (&stage.store, &stage.here);
        let owner = CannedOwner::Desk(here.desk);
        let mut expected = Vec::new();
        for shortcut in ["a", "b", "c", "d", "e"] {
            expected.push(add(store, here.consortium, owner, shortcut).await);
        }
        add(store, here.consortium, CannedOwner::Consortium, "b").await;
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = store.canned_answers(here.consortium, owner, after.as_ref(), 2).await.expect("a page");
            assert!(page.items.len() <= 2);
            after = page.items.last().map(|answer| answer.content.shortcut.clone());
            seen.extend(page.items);
            if !page.more {
                break;
            }
        }
        assert_eq!(seen, expected);
    }

    /// I9.
    async fn another_consortium_neither_sees_nor_changes_an_answer(stage) {
        let (store, here, there) = (&stage.store, &stage.here, &stage.there);
        let answer = add(store, here.consortium, CannedOwner::Consortium, "sti").await;
        let desk = add(store, here.consortium, CannedOwner::Desk(here.desk), "sti").await;
        let other = there.consortium;
        assert_eq!(store.canned_answer(other, answer.id).await.expect("an answer"), None);
        assert!(store.canned_answers_for(other, there.ana, there.desk).await.expect("answers").is_empty());
        assert!(store.canned_answers_for(other, here.ana, here.desk).await.expect("answers").is_empty());
        for owner in [answer.owner, desk.owner] {
            assert!(store.canned_answers(other, owner, None, 10).await.expect("a page").items.is_empty());
            for id in [answer.id, desk.id] {
                let changed = store.update_canned_answer(other, owner, id, &content("x"), NOW).await;
                assert!(!changed.expect("an answer"));
                assert!(!store.delete_canned_answer(other, owner, id).await.expect("an answer"));
            }
        }
        for owner in [
            CannedOwner::Desk(there.desk),
            CannedOwner::Project(there.leeds),
            CannedOwner::Person(there.ana),
        ] {
            let new = NewCannedAnswer { id: CannedAnswerId(Uuid::now_v7()), owner, content: content("x") };
            let refused = store.create_canned_answer(here.consortium, &new, NOW).await;
            assert!(matches!(refused, Err(StoreError::Conflict(Conflict::Reference))), "{refused:?}");
        }
        assert_eq!(store.canned_answer(here.consortium, answer.id).await.expect("an answer"), Some(answer));
    }

    async fn an_answer_without_a_text_is_refused_and_a_persons_own_go_with_them(stage) {
        let (store, here) = (&stage.store, &stage.here);
        let mut empty = content("sti");
        empty.texts.clear();
        let new = NewCannedAnswer { id: CannedAnswerId(Uuid::now_v7()), owner: CannedOwner::Consortium, content: empty };
        let refused = store.create_canned_answer(here.consortium, &new, NOW).await;
        assert!(matches!(refused, Err(StoreError::Refused { bound: Bound::Invalid, .. })), "{refused:?}");
        let own = add(store, here.consortium, CannedOwner::Person(here.ana), "own").await;
        assert!(store.delete_person(here.consortium, here.ana).await.expect("deleted"));
        assert_eq!(store.canned_answer(here.consortium, own.id).await.expect("an answer"), None);
    }
}
