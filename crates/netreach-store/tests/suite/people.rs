//! People, memberships, passwords, and who staffs which desk.

use netreach_core::ids::{PersonId, ProjectId};
use netreach_core::people::{Role, Worker};
use netreach_store::{Bound, Conflict, Membership, PasswordHash, Person, PersonDetails, SignIn, StoreError};
use uuid::Uuid;

use crate::stage::{NOW, language, name, new_person, person};

fn sign_in(text: &str) -> SignIn {
    SignIn::new(text).expect("a sign-in")
}

fn member(project: ProjectId, role: Role) -> Membership {
    Membership { project, role }
}

on_every_engine! {
    async fn a_person_is_kept_as_given(stage) {
        let (store, here) = (&stage.store, &stage.here);
        let mut new = new_person(&sign_in("Ben@Example.org"), vec![
            member(here.leeds, Role::Coordinator),
            member(here.leeds, Role::Operator),
            member(here.norwich, Role::Trainee),
            member(here.leeds, Role::Operator),
        ]);
        new.details = PersonDetails {
            screen_name: name("Ben"),
            languages: vec![language("ro"), language("en"), language("pt-br")],
            capacity: 3,
        };
        store.create_person(here.consortium, &new, NOW).await.expect("a new person");
        let expected = Person {
            id: new.id,
            consortium: here.consortium,
            sign_in: sign_in("ben@example.org"),
            details: new.details.clone(),
            disabled: false,
            created_at: NOW,
            memberships: vec![
                member(here.leeds, Role::Coordinator),
                member(here.leeds, Role::Operator),
                member(here.norwich, Role::Trainee),
            ],
        };
        assert_eq!(store.person(here.consortium, new.id).await.expect("an answer"), Some(expected));
    }

    async fn a_sign_in_is_one_on_the_whole_server(stage) {
        let (store, here, there) = (&stage.store, &stage.here, &stage.there);
        let before = stage.revision().await;
        for consortium in [here.consortium, there.consortium] {
            let taken = store.create_person(consortium, &new_person(&here.ana_signs_in, Vec::new()), NOW).await;
            assert!(matches!(taken, Err(StoreError::Conflict(Conflict::SignIn))), "{taken:?}");
        }
        assert_eq!(stage.revision().await, before, "a refused change leaves no trace");
    }

    async fn a_person_with_a_wrong_membership_is_not_made_at_all(stage) {
        let (store, here, there) = (&stage.store, &stage.here, &stage.there);
        let before = stage.revision().await;
        let memberships = vec![member(here.leeds, Role::Operator), member(there.leeds, Role::Coordinator)];
        let new = new_person(&sign_in("ben"), memberships);
        let refused = store.create_person(here.consortium, &new, NOW).await;
        assert!(matches!(refused, Err(StoreError::Conflict(Conflict::Reference))), "{refused:?}");
        assert_eq!(store.person(here.consortium, new.id).await.expect("an answer"), None);
        assert!(store.credentials(&sign_in("ben")).await.expect("an answer").is_none());
        assert_eq!(stage.revision().await, before);
    }

    async fn people_are_listed_in_pages(stage) {
        let (store, here) = (&stage.store, &stage.here);
        let mut expected = vec![here.ana];
        for number in 1..=4 {
            let memberships = vec![member(here.leeds, Role::Operator), member(here.norwich, Role::Operator)];
            expected.push(person(store, here.consortium, &sign_in(&format!("p{number}")), memberships).await);
        }
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = store.people(here.consortium, after.as_ref(), 2).await.expect("a page");
            assert!(page.items.len() <= 2);
            after = page.items.last().map(|person| person.sign_in.clone());
            seen.extend(page.items.iter().map(|person| person.id));
            if !page.more {
                break;
            }
        }
        assert_eq!(seen, expected);
        let all = store.people(here.consortium, None, 100).await.expect("a page");
        assert!(!all.more);
        assert_eq!(all.items.iter().map(|p| p.memberships.len()).collect::<Vec<_>>(), [1, 2, 2, 2, 2]);
    }

    async fn a_project_lists_its_own_people_only(stage) {
        let (store, here, there) = (&stage.store, &stage.here, &stage.there);
        let both = vec![member(here.leeds, Role::Operator), member(here.norwich, Role::Coordinator)];
        let ben = person(store, here.consortium, &sign_in("ben"), both).await;
        let page = store.project_people(here.consortium, here.norwich, None, 10).await.expect("a page");
        assert_eq!(page.items.iter().map(|p| p.id).collect::<Vec<_>>(), [ben]);
        assert_eq!(page.items[0].memberships, [member(here.norwich, Role::Coordinator)]);
        let page = store.project_people(here.consortium, here.leeds, None, 1).await.expect("a page");
        assert_eq!(page.items.iter().map(|p| p.id).collect::<Vec<_>>(), [here.ana]);
        assert!(page.more);
        let page = store.project_people(here.consortium, here.leeds, Some(&here.ana_signs_in), 1).await.expect("a page");
        assert_eq!(page.items.iter().map(|p| p.id).collect::<Vec<_>>(), [ben]);
        let page = store.project_people(there.consortium, here.leeds, None, 10).await.expect("a page");
        assert!(page.items.is_empty());
    }

    async fn details_and_memberships_are_replaced(stage) {
        let (store, here, there) = (&stage.store, &stage.here, &stage.there);
        let details = PersonDetails { screen_name: name("Anca"), languages: Vec::new(), capacity: 0 };
        assert!(store.update_person(here.consortium, here.ana, &details).await.expect("changed"));
        let memberships = [member(here.norwich, Role::Supervisor)];
        assert!(store.set_memberships(here.consortium, here.ana, &memberships).await.expect("changed"));
        let ana = store.person(here.consortium, here.ana).await.expect("an answer").expect("ana");
        assert_eq!(ana.details, details);
        assert_eq!(ana.memberships, memberships);

        let wrong = [member(there.leeds, Role::Operator)];
        let refused = store.set_memberships(here.consortium, here.ana, &wrong).await;
        assert!(matches!(refused, Err(StoreError::Conflict(Conflict::Reference))), "{refused:?}");
        let many = vec![member(here.leeds, Role::Operator); 41];
        let refused = store.set_memberships(here.consortium, here.ana, &many).await;
        assert!(matches!(refused, Err(StoreError::Refused { bound: Bound::TooMany { max: 40 }, .. })), "{refused:?}");
        let same = store.person(here.consortium, here.ana).await.expect("an answer").expect("ana");
        assert_eq!(same.memberships, memberships);
    }

    /// I9.
    async fn another_consortium_neither_sees_nor_changes_a_person(stage) {
        let (store, here, there) = (&stage.store, &stage.here, &stage.there);
        let before = store.person(here.consortium, here.ana).await.expect("an answer").expect("ana");
        let other = there.consortium;
        let details = PersonDetails { screen_name: name("X"), languages: Vec::new(), capacity: 9 };
        let hash = PasswordHash::new("$argon2id$theirs".to_owned());
        assert_eq!(store.person(other, here.ana).await.expect("an answer"), None);
        assert!(!store.update_person(other, here.ana, &details).await.expect("an answer"));
        assert!(!store.set_memberships(other, here.ana, &[]).await.expect("an answer"));
        assert!(!store.set_person_disabled(other, here.ana, true).await.expect("an answer"));
        assert!(!store.set_password_hash(other, here.ana, &hash, None).await.expect("an answer"));
        assert!(!store.delete_person(other, here.ana).await.expect("an answer"));
        assert!(store.staffed_desks(other, here.ana).await.expect("an answer").is_empty());
        assert!(store.workers(other, here.ana, here.desk).await.expect("an answer").is_empty());
        assert_eq!(store.person(here.consortium, here.ana).await.expect("an answer"), Some(before));
        let credentials = store.credentials(&here.ana_signs_in).await.expect("an answer").expect("ana");
        assert_eq!(credentials.password_hash.expose(), "$argon2id$first");
    }

    async fn signing_in_finds_the_hash(stage) {
        let (store, here) = (&stage.store, &stage.here);
        let found = store.credentials(&here.ana_signs_in).await.expect("an answer").expect("ana");
        assert_eq!((found.person, found.consortium, found.disabled), (here.ana, here.consortium, false));
        assert_eq!(found.password_hash.expose(), "$argon2id$first");
        let second = PasswordHash::new("$argon2id$second".to_owned());
        assert!(store.set_password_hash(here.consortium, here.ana, &second, None).await.expect("changed"));
        assert!(store.set_person_disabled(here.consortium, here.ana, true).await.expect("disabled"));
        let found = store.credentials(&here.ana_signs_in).await.expect("an answer").expect("ana");
        assert_eq!((found.password_hash.expose(), found.disabled), ("$argon2id$second", true));
        assert!(store.set_person_disabled(here.consortium, here.ana, false).await.expect("enabled"));
        assert!(!store.credentials(&here.ana_signs_in).await.expect("an answer").expect("ana").disabled);
        assert!(store.credentials(&sign_in("nobody")).await.expect("an answer").is_none());
    }

    async fn a_deleted_person_is_gone(stage) {
        let (store, here) = (&stage.store, &stage.here);
        assert!(store.delete_person(here.consortium, here.ana).await.expect("deleted"));
        assert_eq!(store.person(here.consortium, here.ana).await.expect("an answer"), None);
        assert!(!store.delete_person(here.consortium, here.ana).await.expect("an answer"));
        assert!(!store.delete_person(here.consortium, PersonId(Uuid::now_v7())).await.expect("an answer"));
        // The name is free again.
        person(store, here.consortium, &here.ana_signs_in, Vec::new()).await;
    }

    async fn a_desk_is_staffed_by_the_members_of_its_projects(stage) {
        let (store, here, there) = (&stage.store, &stage.here, &stage.there);
        let memberships = vec![
            member(here.norwich, Role::Trainee),
            member(here.norwich, Role::Coordinator),
            member(here.leeds, Role::Supervisor),
            member(here.norwich, Role::Operator),
        ];
        let ben = person(store, here.consortium, &sign_in("ben"), memberships).await;
        let parts = store.staffed_desks(here.consortium, ben).await.expect("parts");
        assert_eq!(parts.iter().map(|part| (part.desk, part.project, part.role)).collect::<Vec<_>>(), [
            (here.desk, here.leeds, Role::Supervisor),
            (here.desk, here.norwich, Role::Coordinator),
            (here.desk, here.norwich, Role::Operator),
            (here.desk, here.norwich, Role::Trainee),
        ]);
        assert_eq!((&parts[0].desk_name, &parts[0].project_name), (&name("Main desk"), &name("Basin Street Project")));
        let workers = store.workers(here.consortium, ben, here.desk).await.expect("workers");
        assert_eq!(workers.iter().map(|worker| worker.role).collect::<Vec<_>>(), [
            Role::Operator,
            Role::Supervisor,
            Role::Trainee,
        ]);
        assert_eq!(workers[0], Worker {
            person: ben,
            project: here.norwich,
            organisation: name("Mill Lane Project"),
            screen_name: name("Ana"),
            role: Role::Operator,
            languages: vec![language("en")],
            capacity: 2,
        });
        assert!(store.workers(here.consortium, ben, there.desk).await.expect("an answer").is_empty());

        assert!(store.set_desk_projects(here.consortium, here.desk, &[here.leeds]).await.expect("changed"));
        let left = store.workers(here.consortium, ben, here.desk).await.expect("workers");
        assert_eq!(left.iter().map(|worker| worker.role).collect::<Vec<_>>(), [Role::Supervisor]);
        assert!(store.set_person_disabled(here.consortium, ben, true).await.expect("disabled"));
        assert!(store.workers(here.consortium, ben, here.desk).await.expect("an answer").is_empty());
    }
}
