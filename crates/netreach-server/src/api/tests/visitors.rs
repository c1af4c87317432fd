//! What anybody may read.

use axum::body::Body;
use axum::http::StatusCode;
use serde_json::json;

use super::roles::hours;
use super::world::{Ask, World};

#[tokio::test]
async fn a_site_says_what_its_widget_needs_and_no_more() {
    let world = World::new().await;
    let path = format!("/api/v1/sites/{}", world.leeds.site_key);
    let site = world.send(Ask::default(), "GET", &path, Body::empty()).await.expect_ok();
    assert_eq!(
        site,
        json!({
            "site": world.leeds.site_key, "project": "Leeds Project", "town": "Leeds", "desk": "Leeds desk",
            "languages": ["en", "ro"],
            "state": {"state": "no_hours", "note": null, "next_opening": null, "changes_at": null},
            "position": "right", "accent": "#010203", "theme": "auto", "exit_url": null, "token_stored": true,
            "policy": "off"
        })
    );
}

#[tokio::test]
async fn open_or_closed_is_what_the_live_part_says() {
    let world = World::new().await;
    let desk = world.leeds.desk;
    let hours_of = format!("/api/v1/desks/{desk}/hours");
    world.ask(Some(&world.leeds.coordinator), "PUT", &hours_of, Some(&hours())).await.expect_ok();
    let path = format!("/api/v1/sites/{}", world.leeds.site_key);
    let site = world.send(Ask::default(), "GET", &path, Body::empty()).await.expect_ok();
    let live = crate::live::protocol_desk_state(&world.state.live.desk_state(desk));
    assert_eq!(site["state"], serde_json::to_value(live).expect("plain data"));
    assert_eq!(site["state"]["state"], "no_pair", "Monday at noon, and nobody is here");
}

#[tokio::test]
async fn texts_come_in_the_language_that_was_asked_for() {
    let world = World::new().await;
    let texts_of = format!("/api/v1/desks/{}/texts", world.leeds.desk);
    let change = json!({"texts": [
        {"language": "en", "kind": "waiting", "text": "Please wait."},
        {"language": "ro", "kind": "other_channels", "text": "Sună la 07700 900123."}
    ]});
    world.ask(Some(&world.leeds.coordinator), "PUT", &texts_of, Some(&change)).await.expect_ok();
    let read = |query: &'static str| {
        let path = format!("/api/v1/sites/{}/texts{query}", world.leeds.site_key);
        let world = &world;
        async move { world.send(Ask::default(), "GET", &path, Body::empty()).await }
    };
    let romanian = read("?language=ro-MD").await.expect_ok();
    assert_eq!(romanian["language"], "ro-md");
    assert_eq!(romanian["other_channels"], "Sună la 07700 900123.");
    assert_eq!(romanian["waiting"], "Please wait.", "the desk's own language before what comes with the service");
    assert!(romanian["ground_rules"].as_str().is_some_and(|text| text.contains("Nicio întrebare")));
    assert_eq!(romanian["organisations"], json!(["Leeds Project"]));
    let own = read("").await.expect_ok();
    assert_eq!(own["language"], "en");
    assert_eq!(own["other_channels"], "");
    let wrong = read("?language=nonsense!").await;
    assert_eq!((wrong.outcome(), wrong.field()), ("invalid_value", "language"));
}

#[tokio::test]
async fn a_site_that_is_not_there_is_not_found() {
    let world = World::new().await;
    for path in ["/api/v1/sites/nothere234", "/api/v1/sites/nothere234/texts"] {
        assert_eq!(world.send(Ask::default(), "GET", path, Body::empty()).await.outcome(), "not_found");
    }
}

#[tokio::test]
async fn the_beacon_of_a_tab_is_answered_alike_whatever_it_says() {
    let world = World::new().await;
    for body in ["", "not a token", &"x".repeat(5_000)] {
        let answer = world.send(Ask::default(), "POST", "/api/v1/visitor/end", Body::from(body.to_owned())).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
    }
}
