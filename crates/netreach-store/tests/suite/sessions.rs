//! Sign-in sessions: who is signed in, and how that ends.

use std::time::Duration;

use netreach_core::ids::PersonId;
use netreach_core::time::UnixMillis;
use netreach_store::limits::{SESSION_SEEN_STEP, SESSIONS_MAX};
use netreach_store::{
    Conflict, NewSignInSession, PasswordHash, SignInSession, SignInSessionId, Store, StoreError, TokenHash,
};
use uuid::Uuid;

use crate::stage::{Cast, NOW};

const HOUR: Duration = Duration::from_hours(1);

fn new_session(token: u8) -> NewSignInSession {
    NewSignInSession {
        id: SignInSessionId(Uuid::now_v7()),
        token_hash: TokenHash([token; 32]),
        expires_at: NOW + HOUR,
        device: "Firefox on Linux".to_owned(),
    }
}

async fn sign_in(store: &Store, cast: &Cast, token: u8, now: UnixMillis) -> SignInSessionId {
    let new = new_session(token);
    assert!(store.create_session(cast.consortium, cast.ana, &new, now).await.expect("a new session"));
    new.id
}

async fn is_signed_in(store: &Store, token: u8) -> bool {
    store.session_by_token(&TokenHash([token; 32]), NOW).await.expect("an answer").is_some()
}

on_every_engine! {
    async fn a_token_leads_to_the_person_until_it_expires(stage) {
        let (store, here) = (&stage.store, &stage.here);
        let before = stage.revision().await;
        let id = sign_in(store, here, 1, NOW).await;
        assert_eq!(stage.revision().await, before, "signing in is no change of settings");
        let found = store.session_by_token(&TokenHash([1; 32]), NOW).await.expect("an answer").expect("a session");
        assert_eq!(found.session, SignInSession {
            id,
            created_at: NOW,
            last_seen_at: NOW,
            expires_at: NOW + HOUR,
            device: "Firefox on Linux".to_owned(),
        });
        assert_eq!(Some(found.person), store.person(here.consortium, here.ana).await.expect("an answer"));
        assert!(!is_signed_in(store, 2).await);
        let at_the_end = store.session_by_token(&TokenHash([1; 32]), NOW + HOUR).await.expect("an answer");
        assert_eq!(at_the_end, None);
    }

    async fn a_session_in_use_goes_on(stage) {
        let (store, here) = (&stage.store, &stage.here);
        let id = sign_in(store, here, 1, NOW).await;
        let soon = NOW + SESSION_SEEN_STEP / 2;
        assert!(!store.touch_session(id, soon, soon + HOUR).await.expect("an answer"), "too soon to note");
        let later = NOW + SESSION_SEEN_STEP;
        assert!(store.touch_session(id, later, later + HOUR).await.expect("noted"));
        let found = store.session_by_token(&TokenHash([1; 32]), NOW + HOUR).await.expect("an answer");
        let session = found.expect("it runs longer now").session;
        assert_eq!((session.last_seen_at, session.expires_at), (later, later + HOUR));
        let ended = later + HOUR;
        assert!(!store.touch_session(id, ended, ended + HOUR).await.expect("an answer"), "what has ended stays ended");
    }

    async fn sessions_are_listed_and_revoked(stage) {
        let (store, here, there) = (&stage.store, &stage.here, &stage.there);
        let first = sign_in(store, here, 1, NOW).await;
        let second = sign_in(store, here, 2, UnixMillis(NOW.0 + 1)).await;
        let third = sign_in(store, here, 3, UnixMillis(NOW.0 + 2)).await;
        sign_in(store, there, 4, NOW).await;
        let listed = store.person_sessions(here.consortium, here.ana, NOW).await.expect("a list");
        assert_eq!(listed.iter().map(|session| session.id).collect::<Vec<_>>(), [third, second, first]);
        assert!(store.revoke_session(here.consortium, here.ana, second).await.expect("revoked"));
        assert!(!store.revoke_session(here.consortium, here.ana, second).await.expect("an answer"));
        assert!(!is_signed_in(store, 2).await);
        assert_eq!(store.revoke_sessions(here.consortium, here.ana, Some(third)).await.expect("revoked"), 1);
        assert!(is_signed_in(store, 3).await);
        assert_eq!(store.revoke_sessions(here.consortium, here.ana, None).await.expect("revoked"), 1);
        assert!(!is_signed_in(store, 3).await);
        assert!(is_signed_in(store, 4).await);
    }

    async fn a_disabled_person_is_signed_out_and_stays_out(stage) {
        let (store, here, there) = (&stage.store, &stage.here, &stage.there);
        sign_in(store, here, 1, NOW).await;
        sign_in(store, there, 2, NOW).await;
        assert!(store.set_person_disabled(here.consortium, here.ana, true).await.expect("disabled"));
        assert!(!is_signed_in(store, 1).await);
        assert!(!store.create_session(here.consortium, here.ana, &new_session(3), NOW).await.expect("an answer"));
        assert!(store.set_person_disabled(here.consortium, here.ana, false).await.expect("enabled"));
        assert!(!is_signed_in(store, 1).await, "an old session does not come back");
        assert!(is_signed_in(store, 2).await);
    }

    async fn a_deleted_person_is_signed_out(stage) {
        let (store, here) = (&stage.store, &stage.here);
        sign_in(store, here, 1, NOW).await;
        assert!(store.delete_person(here.consortium, here.ana).await.expect("deleted"));
        assert!(!is_signed_in(store, 1).await);
        assert!(!store.create_session(here.consortium, here.ana, &new_session(2), NOW).await.expect("an answer"));
    }

    async fn another_password_ends_the_other_sessions(stage) {
        let (store, here) = (&stage.store, &stage.here);
        let kept = sign_in(store, here, 1, NOW).await;
        sign_in(store, here, 2, NOW).await;
        let hash = PasswordHash::new("$argon2id$second".to_owned());
        assert!(store.set_password_hash(here.consortium, here.ana, &hash, Some(kept)).await.expect("changed"));
        assert!(is_signed_in(store, 1).await);
        assert!(!is_signed_in(store, 2).await);
        assert!(store.set_password_hash(here.consortium, here.ana, &hash, None).await.expect("changed"));
        assert!(!is_signed_in(store, 1).await);
    }

    async fn one_session_too_many_ends_the_one_longest_unused(stage) {
        let (store, here) = (&stage.store, &stage.here);
        for token in 0..=u8::try_from(SESSIONS_MAX).expect("a small limit") {
            sign_in(store, here, token, UnixMillis(NOW.0 + i64::from(token))).await;
        }
        let listed = store.person_sessions(here.consortium, here.ana, NOW).await.expect("a list");
        assert_eq!(listed.len(), SESSIONS_MAX);
        assert!(!is_signed_in(store, 0).await);
        assert!(is_signed_in(store, 1).await);
    }

    async fn what_has_ended_is_pruned(stage) {
        let (store, here) = (&stage.store, &stage.here);
        sign_in(store, here, 1, NOW).await;
        let mut long = new_session(2);
        long.expires_at = NOW + HOUR * 2;
        assert!(store.create_session(here.consortium, here.ana, &long, NOW).await.expect("a new session"));
        assert_eq!(store.prune_sessions(NOW).await.expect("pruned"), 0);
        assert_eq!(store.prune_sessions(NOW + HOUR).await.expect("pruned"), 1);
        assert!(!is_signed_in(store, 1).await);
        assert!(is_signed_in(store, 2).await);
    }

    async fn a_token_belongs_to_one_session(stage) {
        let (store, here) = (&stage.store, &stage.here);
        sign_in(store, here, 1, NOW).await;
        let again = store.create_session(here.consortium, here.ana, &new_session(1), NOW).await;
        assert!(matches!(again, Err(StoreError::Conflict(Conflict::Id))), "{again:?}");
    }

    /// I9.
    async fn another_consortium_neither_sees_nor_ends_a_session(stage) {
        let (store, here, there) = (&stage.store, &stage.here, &stage.there);
        let id = sign_in(store, here, 1, NOW).await;
        let other = there.consortium;
        assert!(store.person_sessions(other, here.ana, NOW).await.expect("a list").is_empty());
        for person in [here.ana, there.ana, PersonId(Uuid::now_v7())] {
            assert!(!store.revoke_session(other, person, id).await.expect("an answer"));
            assert_eq!(store.revoke_sessions(other, person, None).await.expect("an answer"), 0);
        }
        assert!(!store.revoke_session(here.consortium, there.ana, id).await.expect("an answer"));
        assert!(!store.create_session(other, here.ana, &new_session(2), NOW).await.expect("an answer"));
        assert!(is_signed_in(store, 1).await);
    }
}
