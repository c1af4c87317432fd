//! Signing in and out, and what slows down guessing.

use std::sync::Arc;
use std::time::Duration;

use axum::http::{StatusCode, header};
use serde_json::{Value, json};
use tokio::sync::Notify;

use super::world::{Answer, Ask, PASSWORD, Somebody, World};
use crate::edge::AddressKey;
use crate::live::SessionKey;
use crate::sign_in::{SESSION_IDLE_MAX, SESSION_MAX};

async fn sign_in(world: &World, place: AddressKey, name: &str, password: &str) -> Answer {
    let mut ask = Ask { place: Some(place), ..world.our_page() };
    ask.headers
        .push(("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0".to_owned()));
    let body = json!({"sign_in": name, "password": password});
    world.send(ask, "POST", "/api/v1/session", body.to_string().into()).await
}

fn cookie(answer: &Answer) -> String {
    answer.headers[header::SET_COOKIE].to_str().expect("ASCII").to_owned()
}

fn signed_in(world: &World, answer: &Answer) -> Somebody {
    let cookie = cookie(answer).split(';').next().expect("a pair").to_owned();
    Somebody { cookie, ..world.leeds.operator.clone() }
}

/// A socket of the session, as the live part sees it.
fn open_socket(world: &World, who: &Somebody) -> SessionKey {
    let key = SessionKey::new();
    assert!(world.state.live.staff_came(who.id, who.session.0, key, &Arc::new(Notify::new())));
    key
}

fn is_told_to_close(world: &World, who: &Somebody, socket: SessionKey) -> bool {
    world.state.live.take_attention(who.id, socket).revoked
}

#[tokio::test]
async fn signing_in_says_who_one_is_and_sets_the_cookie() {
    let world = World::new().await;
    let place = world.place().await;
    let answer = sign_in(&world, place, " Leeds.Operator@Example.org ", PASSWORD).await;
    let cookie_set = cookie(&answer);
    assert!(cookie_set.starts_with("__Host-netreach="));
    for attribute in ["Secure", "HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=1209600"] {
        assert!(cookie_set.split("; ").any(|part| part == attribute), "{attribute} in {cookie_set}");
    }
    assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
    let who = signed_in(&world, &answer);
    let me = answer.expect_ok();
    assert_eq!(me["sign_in"], "leeds.operator@example.org");
    assert_eq!(me["screen_name"], "Leeds Operator");
    assert_eq!(me["consortium"]["name"], "North and East");
    assert_eq!(me["coordinator"], false);
    assert_eq!(me["memberships"][0]["project_name"], "Leeds Project");
    let desks: Vec<(&str, &str)> = me["desks"]
        .as_array()
        .expect("desks")
        .iter()
        .map(|desk| (desk["name"].as_str().expect("a name"), desk["role"].as_str().expect("a role")))
        .collect();
    assert_eq!(desks, [("Leeds desk", "operator"), ("Shared", "operator")]);
    assert_eq!(world.ask(Some(&who), "GET", "/api/v1/session", None).await.expect_ok(), me);
}

#[tokio::test]
async fn a_wrong_name_and_a_wrong_password_look_alike() {
    let world = World::new().await;
    let place = world.place().await;
    let disabled = &world.leeds.trainee;
    world.state.store.set_person_disabled(world.leeds.consortium, disabled.id, true).await.expect("kept out");
    let mut bodies = Vec::new();
    for (name, password) in [
        ("leeds.operator@example.org", "blue kettle gardens"),
        ("nobody@example.org", PASSWORD),
        ("no such name!", PASSWORD),
        (disabled.sign_in.as_str(), PASSWORD),
    ] {
        let mut answer = sign_in(&world, place, name, password).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{name}");
        assert!(!answer.headers.contains_key(header::SET_COOKIE), "{name}");
        answer.body["request_id"] = Value::Null;
        bodies.push(answer.body);
    }
    assert_eq!(bodies[0]["code"], "wrong_password");
    assert!(bodies.windows(2).all(|pair| pair[0] == pair[1]), "{bodies:?}");
}

#[tokio::test]
async fn guessing_is_slowed_down_and_then_allowed_again() {
    let world = World::new().await;
    let place = world.place().await;
    let burst = world.state.config.limits.sign_ins.burst;
    for _ in 0..burst {
        assert_eq!(sign_in(&world, place, "leeds.operator@example.org", "wrong").await.outcome(), "wrong_password");
    }
    let answer = sign_in(&world, place, "leeds.operator@example.org", PASSWORD).await;
    assert_eq!(answer.outcome(), "too_many_requests", "even with the right one");
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    let wait: u64 = answer.headers[header::RETRY_AFTER].to_str().expect("ASCII").parse().expect("seconds");
    assert!(wait > 0);
    world.clock.advance(Duration::from_secs(wait));
    assert_eq!(sign_in(&world, place, "leeds.operator@example.org", PASSWORD).await.outcome(), "ok");
}

#[tokio::test]
async fn signing_in_again_ends_the_session_before() {
    let world = World::new().await;
    let place = world.place().await;
    let who = &world.leeds.operator;
    let socket = open_socket(&world, who);
    let ask = Ask { place: Some(place), cookie: Some(who.cookie.clone()), ..world.our_page() };
    let body = json!({"sign_in": who.sign_in, "password": PASSWORD}).to_string();
    let answer = world.send(ask, "POST", "/api/v1/session", body.into()).await;
    assert_eq!(answer.outcome(), "ok");
    assert!(is_told_to_close(&world, who, socket));
    assert_eq!(world.ask(Some(who), "GET", "/api/v1/session", None).await.outcome(), "not_signed_in");
}

#[tokio::test]
async fn signing_out_ends_the_session_and_clears_the_browser() {
    let world = World::new().await;
    let who = &world.leeds.operator;
    let socket = open_socket(&world, who);
    let answer = world.ask(Some(who), "DELETE", "/api/v1/session", None).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert!(cookie(&answer).contains("Max-Age=0"), "{}", cookie(&answer));
    assert!(answer.headers["clear-site-data"].to_str().expect("ASCII").contains("\"storage\""));
    assert!(is_told_to_close(&world, who, socket));
    assert_eq!(world.ask(Some(who), "GET", "/api/v1/session", None).await.outcome(), "not_signed_in");
}

#[tokio::test]
async fn sessions_are_listed_and_ended_one_by_one() {
    let world = World::new().await;
    let who = &world.leeds.operator;
    let (other, cookie) = world.another_session(world.leeds.consortium, who.id).await;
    let elsewhere = Somebody { session: other, cookie, ..who.clone() };
    let socket = open_socket(&world, &elsewhere);
    let list = world.ask(Some(who), "GET", "/api/v1/sessions", None).await.expect_ok();
    let list = list.as_array().expect("sessions");
    assert_eq!(list.len(), 2);
    let current: Vec<&Value> = list.iter().filter(|session| session["current"] == true).collect();
    assert_eq!(current.len(), 1);
    assert_eq!(current[0]["id"], who.session.to_string());
    assert_eq!(current[0]["device"], "Firefox on Linux");
    let path = format!("/api/v1/sessions/{other}");
    assert_eq!(world.ask(Some(who), "DELETE", &path, None).await.outcome(), "ok");
    assert!(is_told_to_close(&world, &elsewhere, socket));
    assert_eq!(world.ask(Some(&elsewhere), "GET", "/api/v1/session", None).await.outcome(), "not_signed_in");
    assert_eq!(world.ask(Some(who), "GET", "/api/v1/session", None).await.outcome(), "ok");
    assert_eq!(world.ask(Some(who), "DELETE", &path, None).await.outcome(), "not_found");
}

#[tokio::test]
async fn a_session_ends_by_disuse() {
    let world = World::new().await;
    let who = Some(&world.leeds.operator);
    world.clock.advance(SESSION_IDLE_MAX.checked_sub(Duration::from_secs(1)).expect("a day"));
    assert_eq!(world.ask(who, "GET", "/api/v1/session", None).await.outcome(), "ok", "and is in use again");
    world.clock.advance(SESSION_IDLE_MAX.checked_sub(Duration::from_secs(1)).expect("a day"));
    assert_eq!(world.ask(who, "GET", "/api/v1/session", None).await.outcome(), "ok");
    world.clock.advance(SESSION_IDLE_MAX);
    assert_eq!(world.ask(who, "GET", "/api/v1/session", None).await.outcome(), "not_signed_in");
}

#[tokio::test]
async fn a_session_ends_by_age_however_much_it_is_used() {
    let world = World::new().await;
    let who = Some(&world.leeds.operator);
    let step = Duration::from_hours(12);
    for _ in 1..SESSION_MAX.as_secs() / step.as_secs() {
        world.clock.advance(step);
        assert_eq!(world.ask(who, "GET", "/api/v1/session", None).await.outcome(), "ok");
    }
    world.clock.advance(step);
    assert_eq!(world.ask(who, "GET", "/api/v1/session", None).await.outcome(), "not_signed_in");
}

#[tokio::test]
async fn a_new_password_signs_out_everywhere_else() {
    let world = World::new().await;
    let place = world.place().await;
    let who = &world.leeds.operator;
    let (other, cookie) = world.another_session(world.leeds.consortium, who.id).await;
    let elsewhere = Somebody { session: other, cookie, ..who.clone() };
    let socket = open_socket(&world, &elsewhere);
    let change = |current: &str, new: &str| {
        let ask = Ask { place: Some(place), cookie: Some(who.cookie.clone()), ..world.our_page() };
        let body = json!({"current": current, "new": new}).to_string();
        world.send(ask, "PUT", "/api/v1/me/password", body.into())
    };
    let wrong = change("not the password", "green spoon lantern").await;
    assert_eq!((wrong.outcome(), wrong.field()), ("wrong_password", "current"));
    for weak in ["short", "leeds.operator@example.org", "password123456"] {
        let answer = change(PASSWORD, weak).await;
        assert_eq!((answer.outcome(), answer.field()), ("weak_password", "new"), "{weak}");
    }
    assert_eq!(change(PASSWORD, "green spoon lantern").await.status, StatusCode::NO_CONTENT);
    assert!(is_told_to_close(&world, &elsewhere, socket));
    assert_eq!(world.ask(Some(&elsewhere), "GET", "/api/v1/session", None).await.outcome(), "not_signed_in");
    assert_eq!(world.ask(Some(who), "GET", "/api/v1/session", None).await.outcome(), "ok");
    assert_eq!(sign_in(&world, place, &who.sign_in, PASSWORD).await.outcome(), "wrong_password");
    assert_eq!(sign_in(&world, place, &who.sign_in, "green spoon lantern").await.outcome(), "ok");
}

#[tokio::test]
async fn one_changes_ones_own_name_and_languages() {
    let world = World::new().await;
    let who = &world.leeds.operator;
    let key = open_socket(&world, who);
    let change = json!({"screen_name": "  River  Otter ", "languages": ["ro", "EN", "ro"]});
    let me = world.ask(Some(who), "PATCH", "/api/v1/me", Some(&change)).await.expect_ok();
    assert_eq!(me["screen_name"], "River Otter");
    assert_eq!(me["languages"], json!(["ro", "en"]));
    assert_eq!(me["capacity"], 2);
    assert!(world.state.live.take_attention(who.id, key).person_changed);
    let again = world.ask(Some(who), "GET", "/api/v1/session", None).await.expect_ok();
    assert_eq!(again, me);
}
