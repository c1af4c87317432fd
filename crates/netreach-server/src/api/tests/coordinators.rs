//! What coordinators do, from the request to what can be read afterwards.

use axum::http::StatusCode;
use netreach_core::Role;
use netreach_store::{Count, Membership};
use serde_json::{Value, json};

use super::roles::{hours, new_canned, new_person, new_site, pairing};
use super::world::{Answer, Somebody, World};

async fn as_coordinator(world: &World, method: &str, path: &str, body: Option<Value>) -> Answer {
    world.ask(Some(&world.leeds.coordinator), method, path, body.as_ref()).await
}

fn names(list: &Value, field: &str) -> Vec<String> {
    let each = |item: &Value| item[field].as_str().expect("a text").to_owned();
    list.as_array().expect("a list").iter().map(each).collect()
}

#[tokio::test]
async fn a_project_is_renamed_and_its_blanks_are_filled() {
    let world = World::new().await;
    let path = format!("/api/v1/projects/{}", world.leeds.project);
    let change = json!({"name": "Leeds Outreach", "variables": {"phone": "07700 900456", "drop_in": "Tuesdays"}});
    let project = as_coordinator(&world, "PATCH", &path, Some(change)).await.expect_ok();
    assert_eq!(project["name"], "Leeds Outreach");
    assert_eq!(project["town"], "Leeds");
    assert_eq!(project["variables"], json!({"phone": "07700 900456", "drop_in": "Tuesdays"}));
    let list = as_coordinator(&world, "GET", "/api/v1/projects", None).await.expect_ok();
    assert_eq!(list, json!([project]));
    let seen = world.ask(Some(&world.leeds.operator), "GET", "/api/v1/projects", None).await.expect_ok();
    assert_eq!(seen[0]["coordinator"], false);
    let snapshot = world.state.settings.current();
    assert_eq!(snapshot.sites[&world.leeds.site_key].project_name.expose(), "Leeds Outreach");
}

#[tokio::test]
async fn a_desk_is_changed_in_part() {
    let world = World::new().await;
    let path = format!("/api/v1/desks/{}", world.leeds.desk);
    let change = json!({"name": "Students", "languages": ["ro"], "idle_end_ms": 600_000, "token_stored": false});
    let desk = as_coordinator(&world, "PATCH", &path, Some(change)).await.expect_ok();
    assert_eq!(
        desk,
        json!({
            "id": world.leeds.desk.0, "name": "Students", "languages": ["ro"], "queue_max": 10,
            "idle_end_ms": 600_000, "token_stored": false,
            "projects": [{"id": world.leeds.project.0, "name": "Leeds Project"}], "coordinator": true
        })
    );
    assert_eq!(as_coordinator(&world, "GET", &path, None).await.expect_ok(), desk);
    let list = as_coordinator(&world, "GET", "/api/v1/desks", None).await.expect_ok();
    assert_eq!(names(&list, "name"), ["Shared", "Students"]);
}

#[tokio::test]
async fn a_coordinator_speaks_for_their_own_project_on_a_shared_desk() {
    let world = World::new().await;
    let path = format!("/api/v1/desks/{}", world.shared_desk);
    let (leeds, norwich) = (world.leeds.project.0, world.norwich.project.0);
    let take_off_norwich = as_coordinator(&world, "PATCH", &path, Some(json!({"projects": [leeds]}))).await;
    assert_eq!((take_off_norwich.outcome(), take_off_norwich.field()), ("not_allowed", "projects"));
    let step_back = as_coordinator(&world, "PATCH", &path, Some(json!({"projects": [norwich]}))).await.expect_ok();
    assert_eq!(step_back["projects"], json!([{"id": norwich, "name": "Norwich Project"}]));
    assert_eq!(as_coordinator(&world, "GET", &path, None).await.outcome(), "not_found", "it is not theirs any more");
    let nobody = world.ask(Some(&world.norwich.coordinator), "PATCH", &path, Some(&json!({"projects": []}))).await;
    assert_eq!((nobody.outcome(), nobody.field()), ("last_one", "projects"));
}

#[tokio::test]
async fn hours_are_replaced_and_previewed() {
    let world = World::new().await;
    let desk = format!("/api/v1/desks/{}", world.leeds.desk);
    let set = as_coordinator(&world, "PUT", &format!("{desk}/hours"), Some(hours())).await.expect_ok();
    assert_eq!(set, hours());
    assert_eq!(as_coordinator(&world, "GET", &format!("{desk}/hours"), None).await.expect_ok(), hours());
    let now = as_coordinator(&world, "GET", &format!("{desk}/preview"), None).await.expect_ok();
    assert_eq!(now["state"], "open", "Monday at noon, as if a pair were free");
    // Monday 5 January 2026, 08:45 in London.
    let early = as_coordinator(&world, "GET", &format!("{desk}/preview?at=1767602700000"), None).await.expect_ok();
    assert_eq!(early["state"], "opens_soon");
    assert_eq!(early["next_opening"], 1_767_603_600_000_i64);
    // Friday 25 December 2026, noon in London.
    let holiday = as_coordinator(&world, "GET", &format!("{desk}/preview?at=1798200000000"), None).await.expect_ok();
    assert_eq!((&holiday["state"], &holiday["note"]), (&json!("exception"), &json!("Holiday")));
}

#[tokio::test]
async fn pairing_rules_are_replaced_and_in_force() {
    let world = World::new().await;
    let path = format!("/api/v1/desks/{}/pairing", world.leeds.desk);
    let before = as_coordinator(&world, "GET", &path, None).await.expect_ok();
    assert_eq!((&before["minimum"], &before["mix"], &before["solo"]), (&json!(2), &json!("prefer"), &json!("hold")));
    assert_eq!(as_coordinator(&world, "PUT", &path, Some(pairing())).await.expect_ok(), pairing());
    assert_eq!(as_coordinator(&world, "GET", &path, None).await.expect_ok(), pairing());
    let rules = &world.state.settings.current().desks[&world.leeds.desk].rules;
    assert_eq!((rules.open_requires, rules.trainees_count), (3, true));
}

#[tokio::test]
async fn texts_are_replaced_as_a_whole() {
    let world = World::new().await;
    let path = format!("/api/v1/desks/{}/texts", world.leeds.desk);
    let text = |language: &str, kind: &str, text: &str| json!({"language": language, "kind": kind, "text": text});
    let first = json!({"texts": [text("en", "waiting", "Hello."), text("ro", "waiting", "Bună.")]});
    as_coordinator(&world, "PUT", &path, Some(first)).await.expect_ok();
    let second = json!({"texts": [text("ro", "ground_rules", " Respect. ")]});
    let shown = as_coordinator(&world, "PUT", &path, Some(second)).await.expect_ok();
    assert_eq!(shown["texts"], json!([text("ro", "ground_rules", "Respect.")]));
    assert_eq!(shown["defaults"].as_array().map(Vec::len), Some(20), "ten kinds in two languages");
    assert_eq!(as_coordinator(&world, "GET", &path, None).await.expect_ok(), shown);
    assert_eq!(world.state.settings.current().desks[&world.leeds.desk].texts.len(), 1);
}

#[tokio::test]
async fn counts_are_read_by_day() {
    let world = World::new().await;
    let (consortium, desk) = (world.leeds.consortium, world.leeds.desk);
    let now = world.state.clock.now();
    world.state.store.add_to_count(consortium, desk, Count::BelowRuleMs, 90_000, now).await.expect("counted");
    let path = format!("/api/v1/desks/{desk}/counts?from=2026-01-05&to=2026-01-05");
    let counts = as_coordinator(&world, "GET", &path, None).await.expect_ok();
    assert_eq!(counts, json!([{"day": "2026-01-05", "name": "below_rule_ms", "value": 90_000}]));
}

#[tokio::test]
async fn a_person_is_added_changed_and_kept_out() {
    let world = World::new().await;
    let added = as_coordinator(&world, "POST", "/api/v1/people", Some(new_person(&world))).await;
    assert_eq!(added.status, StatusCode::CREATED);
    let person = added.expect_ok();
    assert_eq!(person["sign_in"], "new.person@example.org");
    assert_eq!((&person["disabled"], &person["in_your_hands"]), (&json!(false), &json!(true)));
    let path = format!("/api/v1/people/{}", person["id"].as_str().expect("an id"));
    let roles = json!([
        {"project": world.leeds.project.0, "role": "operator"}, {"project": world.leeds.project.0, "role": "supervisor"}
    ]);
    let change = json!({"screen_name": "Wren", "capacity": 1, "memberships": roles});
    let changed = as_coordinator(&world, "PATCH", &path, Some(change)).await.expect_ok();
    assert_eq!((&changed["screen_name"], &changed["capacity"]), (&json!("Wren"), &json!(1)));
    assert_eq!(changed["memberships"], roles);
    let list = as_coordinator(&world, "GET", "/api/v1/people", None).await.expect_ok();
    assert_eq!(list["more"], false);
    assert!(list["people"].as_array().expect("people").contains(&changed));
    assert_eq!(as_coordinator(&world, "DELETE", &path, None).await.status, StatusCode::NO_CONTENT);
    let list = as_coordinator(&world, "GET", "/api/v1/people", None).await.expect_ok();
    let shown = list["people"].as_array().expect("people").iter().find(|shown| shown["id"] == person["id"]);
    assert_eq!(shown.map(|person| &person["disabled"]), Some(&json!(true)));
    let back = as_coordinator(&world, "PATCH", &path, Some(json!({"disabled": false}))).await.expect_ok();
    assert_eq!(back["disabled"], false);
}

#[tokio::test]
async fn whoever_is_kept_out_or_given_a_password_is_signed_out() {
    let world = World::new().await;
    let still_in = |who: &Somebody| {
        let who = who.clone();
        let world = &world;
        async move { world.ask(Some(&who), "GET", "/api/v1/session", None).await.outcome().to_owned() }
    };
    let (operator, trainee) = (&world.leeds.operator, &world.leeds.trainee);
    let path = format!("/api/v1/people/{}", operator.id);
    assert_eq!(as_coordinator(&world, "DELETE", &path, None).await.outcome(), "ok");
    assert_eq!(still_in(operator).await, "not_signed_in");
    let path = format!("/api/v1/people/{}/password", trainee.id);
    let weak = as_coordinator(&world, "POST", &path, Some(json!({"new": "password1234"}))).await;
    assert_eq!((weak.outcome(), weak.field()), ("weak_password", "new"));
    assert_eq!(still_in(trainee).await, "ok");
    let body = json!({"new": "green spoon lantern"});
    assert_eq!(as_coordinator(&world, "POST", &path, Some(body)).await.outcome(), "ok");
    assert_eq!(still_in(trainee).await, "not_signed_in");
    assert_eq!(still_in(&world.leeds.supervisor).await, "ok");
}

#[tokio::test]
async fn the_last_coordinator_of_a_project_stays() {
    let world = World::new().await;
    let me = format!("/api/v1/people/{}", world.leeds.coordinator.id);
    let demoted = json!({"memberships": [{"project": world.leeds.project.0, "role": "operator"}]});
    assert_eq!(as_coordinator(&world, "PATCH", &me, Some(demoted.clone())).await.outcome(), "last_one");
    assert_eq!(as_coordinator(&world, "PATCH", &me, Some(json!({"disabled": true}))).await.outcome(), "last_one");
    assert_eq!(as_coordinator(&world, "DELETE", &me, None).await.outcome(), "last_one");
    let promoted = json!({"memberships": [{"project": world.leeds.project.0, "role": "coordinator"}]});
    let other = format!("/api/v1/people/{}", world.leeds.operator.id);
    as_coordinator(&world, "PATCH", &other, Some(promoted)).await.expect_ok();
    assert_eq!(as_coordinator(&world, "PATCH", &me, Some(demoted)).await.outcome(), "ok");
    assert_eq!(as_coordinator(&world, "GET", "/api/v1/people", None).await.outcome(), "not_allowed", "at once");
}

#[tokio::test]
async fn a_person_of_two_projects_is_in_nobodys_hands_alone() {
    let world = World::new().await;
    let (store, operator) = (&world.state.store, &world.leeds.operator);
    let both = [
        Membership { project: world.leeds.project, role: Role::Operator },
        Membership { project: world.norwich.project, role: Role::Coordinator },
    ];
    assert!(store.set_memberships(world.leeds.consortium, operator.id, &both).await.expect("written"));
    let path = format!("/api/v1/people/{}", operator.id);
    let body = json!({"new": "green spoon lantern"});
    let password = as_coordinator(&world, "POST", &format!("{path}/password"), Some(body)).await;
    assert_eq!(password.outcome(), "not_allowed", "it would open Norwich");
    assert_eq!(as_coordinator(&world, "DELETE", &path, None).await.outcome(), "not_allowed");
    let disabled = as_coordinator(&world, "PATCH", &path, Some(json!({"disabled": true}))).await;
    assert_eq!((disabled.outcome(), disabled.field()), ("not_allowed", "disabled"));
    let roles = json!([{"project": world.leeds.project.0, "role": "trainee"}]);
    let changed = as_coordinator(&world, "PATCH", &path, Some(json!({"memberships": roles}))).await.expect_ok();
    assert_eq!((&changed["memberships"], &changed["in_your_hands"]), (&roles, &json!(false)));
    let left = store.person(world.leeds.consortium, operator.id).await.expect("read").expect("there").memberships;
    assert!(left.contains(&both[1]), "the role in Norwich stays");
    let taken = as_coordinator(&world, "PATCH", &path, Some(json!({"memberships": []}))).await.expect_ok();
    assert_eq!(taken["memberships"], json!([]));
    assert_eq!(as_coordinator(&world, "PATCH", &path, Some(json!({}))).await.outcome(), "not_found", "not theirs now");
}

#[tokio::test]
async fn a_site_is_added_changed_and_removed() {
    let world = World::new().await;
    let added = as_coordinator(&world, "POST", "/api/v1/sites", Some(new_site(&world))).await;
    assert_eq!(added.status, StatusCode::CREATED);
    let site = added.expect_ok();
    let key = site["key"].as_str().expect("a key");
    assert_eq!(key.len(), 12);
    let host = world.origin();
    assert_eq!(site["snippet"], format!("<script src=\"{host}/netreach.js\" data-site=\"{key}\" async></script>"));
    assert_eq!(site["page_address"], format!("{host}/chat/{key}"));
    assert_eq!((&site["position"], &site["theme"], &site["exit_url"]), (&json!("right"), &json!("auto"), &Value::Null));
    let public = format!("/api/v1/sites/{key}");
    assert_eq!(world.ask(None, "GET", &public, None).await.outcome(), "ok");
    let path = format!("/api/v1/sites/{}", site["id"].as_str().expect("an id"));
    let change = json!({
        "position": "left", "accent": "#0A7F5C", "exit_url": "https://weather.example/", "desk": world.shared_desk.0,
        "origins": ["https://WWW.campus.example:443", "http://localhost:3000"]
    });
    let changed = as_coordinator(&world, "PATCH", &path, Some(change)).await.expect_ok();
    assert_eq!(changed["accent"], "#0a7f5c");
    assert_eq!(changed["origins"], json!(["https://www.campus.example", "http://localhost:3000"]));
    assert_eq!((&changed["name"], &changed["key"]), (&site["name"], &site["key"]));
    let shown = world.ask(None, "GET", &public, None).await.expect_ok();
    assert_eq!((&shown["position"], &shown["desk"]), (&json!("left"), &json!("Shared")));
    let cleared = as_coordinator(&world, "PATCH", &path, Some(json!({"exit_url": null}))).await.expect_ok();
    assert_eq!(cleared["exit_url"], Value::Null);
    let list = as_coordinator(&world, "GET", "/api/v1/sites", None).await.expect_ok();
    assert_eq!(names(&list, "name"), ["Campus page", "Leeds website"]);
    assert_eq!(as_coordinator(&world, "DELETE", &path, None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(world.ask(None, "GET", &public, None).await.outcome(), "not_found");
}

#[tokio::test]
async fn canned_answers_are_kept_by_those_who_share_them() {
    let world = World::new().await;
    let added = as_coordinator(&world, "POST", "/api/v1/canned", Some(new_canned(&world))).await;
    assert_eq!(added.status, StatusCode::CREATED);
    let answer = added.expect_ok();
    assert_eq!((&answer["shortcut"], &answer["yours_to_change"]), (&json!("outreach"), &json!(true)));
    world.clock.advance(std::time::Duration::from_secs(5));
    let path = format!("/api/v1/canned/{}", answer["id"].as_str().expect("an id"));
    let change = json!({"tags": ["visit", "visit"], "texts": [{"language": "ro", "text": "Putem veni la tine."}]});
    let changed = as_coordinator(&world, "PATCH", &path, Some(change)).await.expect_ok();
    assert_eq!((&changed["tags"], &changed["title"]), (&json!(["visit"]), &json!("Outreach")));
    assert_eq!(changed["updated_at"].as_i64(), answer["updated_at"].as_i64().map(|at| at + 5_000));
    let operator = Some(&world.leeds.operator);
    let seen = world.ask(operator, "GET", "/api/v1/canned", None).await.expect_ok();
    assert_eq!(names(&seen["answers"], "shortcut"), ["welcome", "hours", "clinic", "outreach", "hello"]);
    let own = json!({
        "level": "own", "shortcut": "outreach", "title": "Mine", "tags": [],
        "texts": [{"language": "en", "text": "My way."}]
    });
    let own = world.ask(operator, "POST", "/api/v1/canned", Some(&own)).await.expect_ok();
    let own_path = format!("/api/v1/canned/{}", own["id"].as_str().expect("an id"));
    assert_eq!(as_coordinator(&world, "PATCH", &own_path, Some(json!({}))).await.outcome(), "not_found", "not theirs");
    assert_eq!(world.ask(operator, "PATCH", &own_path, Some(&json!({"title": "M"}))).await.outcome(), "ok");
    assert_eq!(world.ask(operator, "DELETE", &own_path, None).await.outcome(), "ok");
    assert_eq!(as_coordinator(&world, "DELETE", &path, None).await.outcome(), "ok");
    let level = |level: &str, field: &str, id: Value| {
        let mut body = json!({
            "level": level, "shortcut": "new", "title": "New", "tags": [], "texts": [{"language": "en", "text": "x"}]
        });
        body[field] = id;
        body
    };
    let desk = level("desk", "desk", json!(world.shared_desk.0));
    assert_eq!(as_coordinator(&world, "POST", "/api/v1/canned", Some(desk)).await.outcome(), "ok");
    let everybodys = level("consortium", "title", json!("For all"));
    assert_eq!(as_coordinator(&world, "POST", "/api/v1/canned", Some(everybodys)).await.outcome(), "ok");
}

#[tokio::test]
async fn a_page_of_canned_answers_goes_on_after_the_last() {
    let world = World::new().await;
    let all = as_coordinator(&world, "GET", "/api/v1/canned", None).await.expect_ok();
    let all = all["answers"].as_array().expect("answers").clone();
    assert_eq!(all.len(), 3);
    for (at, answer) in all.iter().enumerate() {
        let path = format!("/api/v1/canned?after={}", answer["id"].as_str().expect("an id"));
        let rest = as_coordinator(&world, "GET", &path, None).await.expect_ok();
        assert_eq!(rest["answers"].as_array().expect("answers").as_slice(), &all[at + 1..]);
        assert_eq!(rest["more"], false);
    }
}

#[tokio::test]
async fn a_page_of_people_goes_on_after_the_last() {
    let world = World::new().await;
    let all = as_coordinator(&world, "GET", "/api/v1/people", None).await.expect_ok();
    let all = all["people"].as_array().expect("people").clone();
    assert_eq!(all.len(), 4);
    let path = format!("/api/v1/people?after={}", all[1]["id"].as_str().expect("an id"));
    let rest = as_coordinator(&world, "GET", &path, None).await.expect_ok();
    assert_eq!(rest["people"].as_array().expect("people").as_slice(), &all[2..]);
}

#[tokio::test]
async fn a_desk_offers_the_answers_that_can_be_used_there_and_what_fills_them() {
    let world = World::new().await;
    let path = format!("/api/v1/desks/{}/canned", world.leeds.desk);
    let offered = world.ask(Some(&world.leeds.operator), "GET", &path, None).await.expect_ok();
    assert_eq!(names(&offered["answers"], "shortcut"), ["hello", "clinic", "hours", "welcome"]);
    let filled = json!({"phone": "07700 900123", "town": "Leeds"});
    assert_eq!(offered["variables"], filled);
    let leeds = json!({"project": world.leeds.project.0, "name": "Leeds Project", "variables": filled});
    assert_eq!(offered["projects"], json!([leeds]));
    let path = format!("/api/v1/desks/{}/canned", world.shared_desk);
    let shared = world.ask(Some(&world.leeds.operator), "GET", &path, None).await.expect_ok();
    assert_eq!(names(&shared["answers"], "shortcut"), ["hello", "clinic", "welcome"]);
    assert_eq!(names(&shared["projects"], "name"), ["Leeds Project", "Norwich Project"]);
    assert_eq!(shared["variables"]["town"], "Leeds");
}
