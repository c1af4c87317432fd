//! I9: no row of a project is read or written by another project's people, and consortia do not know of each other.

use serde_json::{Value, json};

use super::roles::{new_canned, new_person, new_site};
use super::world::{Somebody, World};

/// Everything that somebody can list.
async fn lists(world: &World, who: &Somebody) -> String {
    let mut all = String::new();
    let mut paths = [
        "/api/v1/session",
        "/api/v1/sessions",
        "/api/v1/projects",
        "/api/v1/desks",
        "/api/v1/people",
        "/api/v1/sites",
        "/api/v1/canned",
    ]
    .map(str::to_owned)
    .to_vec();
    let desks = world.ask(Some(who), "GET", "/api/v1/desks", None).await.expect_ok();
    for desk in desks.as_array().expect("desks") {
        let id = desk["id"].as_str().expect("an id");
        paths.extend(["", "/hours", "/texts", "/canned"].map(|part| format!("/api/v1/desks/{id}{part}")));
    }
    for path in paths {
        all.push_str(&world.ask(Some(who), "GET", &path, None).await.expect_ok().to_string());
    }
    all
}

#[tokio::test]
async fn lists_hold_nothing_of_another_consortium() {
    let world = World::new().await;
    let cluj = lists(&world, &world.cluj.coordinator).await;
    assert!(cluj.contains("Cluj") && cluj.contains("Transylvania"));
    for word in ["Leeds", "leeds", "Norwich", "Shared", "North and East", "welcome"] {
        assert!(!cluj.contains(word), "{word} in {cluj}");
    }
    let leeds = lists(&world, &world.leeds.coordinator).await;
    assert!(!leeds.contains("Cluj") && !leeds.contains("cluj") && !leeds.contains("Transylvania"), "{leeds}");
}

#[tokio::test]
async fn lists_hold_of_another_project_only_what_a_shared_desk_needs() {
    let world = World::new().await;
    let leeds = lists(&world, &world.leeds.coordinator).await;
    for word in ["Norwich desk", "norwich.", "Norwich Operator", "Norwich website", "norwichsite"] {
        assert!(!leeds.contains(word), "{word} in {leeds}");
    }
    for id in [world.norwich.desk.0, world.norwich.site.0, world.norwich.operator.id.0, world.norwich.canned_project.0]
    {
        assert!(!leeds.contains(&id.to_string()));
    }
}

#[tokio::test]
async fn bodies_cannot_name_what_belongs_to_others() {
    let world = World::new().await;
    for theirs in [&world.norwich, &world.cluj] {
        let me = Some(&world.leeds.coordinator);
        let replaced = |mut body: Value, pointer: &str, id: Value| {
            *body.pointer_mut(pointer).expect("there") = id;
            body
        };
        let desk_answer = json!({
            "level": "desk", "desk": theirs.desk.0, "shortcut": "x", "title": "x", "tags": [],
            "texts": [{"language": "en", "text": "x"}]
        });
        let leeds_desk = format!("/api/v1/desks/{}", world.leeds.desk);
        let leeds_site = format!("/api/v1/sites/{}", world.leeds.site);
        let leeds_person = format!("/api/v1/people/{}", world.leeds.operator.id);
        let foreign_role = json!({"memberships": [{"project": theirs.project.0, "role": "operator"}]});
        let cases = [
            ("POST", "/api/v1/people", replaced(new_person(&world), "/memberships/0/project", json!(theirs.project.0))),
            ("POST", "/api/v1/sites", replaced(new_site(&world), "/project", json!(theirs.project.0))),
            ("POST", "/api/v1/sites", replaced(new_site(&world), "/desk", json!(theirs.desk.0))),
            ("POST", "/api/v1/canned", replaced(new_canned(&world), "/project", json!(theirs.project.0))),
            ("POST", "/api/v1/canned", desk_answer),
            ("PATCH", &leeds_desk, json!({"projects": [world.leeds.project.0, theirs.project.0]})),
            ("PATCH", &leeds_site, json!({"desk": theirs.desk.0})),
            ("PATCH", &leeds_person, foreign_role),
        ];
        for (method, path, body) in cases {
            let answer = world.ask(me, method, path, Some(&body)).await;
            assert!(matches!(answer.outcome(), "not_allowed" | "invalid_value"), "{method} {path}: {}", answer.body);
        }
    }
    let settings = world.state.settings.current();
    assert_eq!(settings.sites[&world.leeds.site_key].desk, world.leeds.desk);
}

#[tokio::test]
async fn a_project_shares_its_desk_answers_and_keeps_its_own() {
    let world = World::new().await;
    let path = format!("/api/v1/canned/{}", world.leeds.canned_project);
    let norwich = Some(&world.norwich.coordinator);
    assert_eq!(world.ask(norwich, "PATCH", &path, Some(&json!({}))).await.outcome(), "not_found");
    let everybodys = format!("/api/v1/canned/{}", world.canned_consortium);
    assert_eq!(world.ask(norwich, "PATCH", &everybodys, Some(&json!({}))).await.outcome(), "ok");
    let operator = Some(&world.norwich.operator);
    assert_eq!(world.ask(operator, "PATCH", &everybodys, Some(&json!({}))).await.outcome(), "not_allowed");
    let cluj = Some(&world.cluj.coordinator);
    assert_eq!(world.ask(cluj, "PATCH", &everybodys, Some(&json!({}))).await.outcome(), "not_found");
    let of_desk = format!("/api/v1/canned/{}", world.leeds.canned_desk);
    assert_eq!(world.ask(norwich, "PATCH", &of_desk, Some(&json!({}))).await.outcome(), "not_found");
    let own = format!("/api/v1/canned/{}", world.leeds.canned_own);
    for who in [&world.leeds.coordinator, &world.leeds.trainee, &world.norwich.operator, &world.cluj.operator] {
        assert_eq!(world.ask(Some(who), "DELETE", &own, None).await.outcome(), "not_found", "{}", who.sign_in);
    }
}
