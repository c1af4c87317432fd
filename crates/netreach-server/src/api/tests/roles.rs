//! Who may do what: every operation, by every role. What is not allowed here is denied.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::world::{Ask, Somebody, World};

/// Nobody; operator, trainee, supervisor and coordinator of Leeds; coordinator of Norwich, in the same consortium;
/// coordinator of Cluj, in another.
type Outcomes = [&'static str; 7];

const ALL: Outcomes = ["ok"; 7];
const SIGNED_IN: Outcomes = ["not_signed_in", "ok", "ok", "ok", "ok", "ok", "ok"];
const STAFF: Outcomes = ["not_signed_in", "ok", "ok", "ok", "ok", "not_found", "not_found"];
const COORDINATOR: Outcomes =
    ["not_signed_in", "not_allowed", "not_allowed", "not_allowed", "ok", "not_found", "not_found"];
const ANY_COORDINATOR: Outcomes = ["not_signed_in", "not_allowed", "not_allowed", "not_allowed", "ok", "ok", "ok"];
/// Naming somebody else's project in a body.
const OWN_PROJECT: Outcomes =
    ["not_signed_in", "not_allowed", "not_allowed", "not_allowed", "ok", "not_allowed", "not_allowed"];
const OPERATORS_OWN: Outcomes =
    ["not_signed_in", "ok", "not_found", "not_found", "not_found", "not_found", "not_found"];
const NOBODYS: Outcomes = ["wrong_password"; 7];
const WRONG_CURRENT: Outcomes = [
    "not_signed_in",
    "wrong_password",
    "wrong_password",
    "wrong_password",
    "wrong_password",
    "wrong_password",
    "wrong_password",
];

struct Row {
    method: &'static str,
    /// As the OpenAPI description has it.
    template: &'static str,
    /// What stands in the place of the blank.
    id: fn(&World) -> String,
    query: &'static str,
    body: fn(&World) -> Value,
    outcomes: Outcomes,
}

fn none(_: &World) -> String {
    String::new()
}

fn empty(_: &World) -> Value {
    Value::Null
}

fn no_change(_: &World) -> Value {
    json!({})
}

fn desk(world: &World) -> String {
    world.leeds.desk.to_string()
}

fn person(world: &World) -> String {
    world.leeds.operator.id.to_string()
}

fn site(world: &World) -> String {
    world.leeds.site.to_string()
}

fn key(world: &World) -> String {
    world.leeds.site_key.clone()
}

fn canned(world: &World) -> String {
    world.leeds.canned_project.to_string()
}

macro_rules! row {
    ($method:literal $template:literal, $outcomes:expr) => {
        row!($method $template, none, "", empty, $outcomes)
    };
    ($method:literal $template:literal, $id:expr, $outcomes:expr) => {
        row!($method $template, $id, "", empty, $outcomes)
    };
    ($method:literal $template:literal, $id:expr, $query:literal, $body:expr, $outcomes:expr) => {
        Row { method: $method, template: $template, id: $id, query: $query, body: $body, outcomes: $outcomes }
    };
}

fn rows() -> Vec<Row> {
    vec![
        row!("GET" "/api/v1/openapi.json", ALL),
        row!("GET" "/api/v1/sites/{site}", key, ALL),
        row!("GET" "/api/v1/sites/{site}/texts", key, ALL),
        row!("POST" "/api/v1/visitor/end", ALL),
        row!("POST" "/api/v1/session", none, "", |_| json!({"sign_in": "nobody", "password": "wrong"}), NOBODYS),
        row!("GET" "/api/v1/session", SIGNED_IN),
        row!("DELETE" "/api/v1/session", SIGNED_IN),
        row!("GET" "/api/v1/sessions", SIGNED_IN),
        row!("DELETE" "/api/v1/sessions/{id}", |w| w.leeds.operator.session.to_string(), OPERATORS_OWN),
        row!("PATCH" "/api/v1/me", none, "", no_change, SIGNED_IN),
        row!("PUT" "/api/v1/me/password", none, "", |_| json!({"current": "x", "new": "y"}), WRONG_CURRENT),
        row!("GET" "/api/v1/projects", SIGNED_IN),
        row!("PATCH" "/api/v1/projects/{id}", |w| w.leeds.project.to_string(), "", no_change, COORDINATOR),
        row!("GET" "/api/v1/desks", SIGNED_IN),
        row!("GET" "/api/v1/desks/{id}", desk, STAFF),
        row!("PATCH" "/api/v1/desks/{id}", desk, "", no_change, COORDINATOR),
        row!("GET" "/api/v1/desks/{id}/hours", desk, STAFF),
        row!("PUT" "/api/v1/desks/{id}/hours", desk, "", |_| hours(), COORDINATOR),
        row!("GET" "/api/v1/desks/{id}/preview", desk, STAFF),
        row!("GET" "/api/v1/desks/{id}/pairing", desk, STAFF),
        row!("PUT" "/api/v1/desks/{id}/pairing", desk, "", |_| pairing(), COORDINATOR),
        row!("GET" "/api/v1/desks/{id}/texts", desk, STAFF),
        row!("PUT" "/api/v1/desks/{id}/texts", desk, "", |_| json!({"texts": []}), COORDINATOR),
        row!("GET" "/api/v1/desks/{id}/counts", desk, "?from=2026-01-01&to=2026-01-31", empty, COORDINATOR),
        row!("GET" "/api/v1/desks/{id}/canned", desk, STAFF),
        row!("GET" "/api/v1/people", ANY_COORDINATOR),
        row!("POST" "/api/v1/people", none, "", new_person, OWN_PROJECT),
        row!("PATCH" "/api/v1/people/{id}", person, "", no_change, COORDINATOR),
        row!("POST" "/api/v1/people/{id}/password", person, "", |_| json!({"new": "green spoon lantern"}), COORDINATOR),
        row!("DELETE" "/api/v1/people/{id}", person, COORDINATOR),
        row!("GET" "/api/v1/sites", ANY_COORDINATOR),
        row!("POST" "/api/v1/sites", none, "", new_site, OWN_PROJECT),
        row!("PATCH" "/api/v1/sites/{site}", site, "", no_change, COORDINATOR),
        row!("DELETE" "/api/v1/sites/{site}", site, COORDINATOR),
        row!("GET" "/api/v1/canned", SIGNED_IN),
        row!("POST" "/api/v1/canned", none, "", new_canned, OWN_PROJECT),
        row!("PATCH" "/api/v1/canned/{id}", canned, "", no_change, COORDINATOR),
        row!("DELETE" "/api/v1/canned/{id}", canned, COORDINATOR),
    ]
}

pub(super) fn hours() -> Value {
    json!({
        "time_zone": "Europe/London",
        "weekly": [{"weekday": 1, "opens": "09:00", "closes": "17:00"}],
        "exceptions": [{"date": "2026-12-25", "note": "Holiday", "spans": []}]
    })
}

pub(super) fn pairing() -> Value {
    json!({
        "minimum": 2, "open_requires": 3, "mix": "require", "trainees_count": true, "grace_ms": 60_000, "solo": "finish"
    })
}

pub(super) fn new_person(world: &World) -> Value {
    json!({
        "sign_in": "New.Person@example.org", "screen_name": "Robin", "password": "green spoon lantern",
        "languages": ["en", "ro"], "capacity": 3,
        "memberships": [{"project": world.leeds.project.0, "role": "operator"}]
    })
}

pub(super) fn new_site(world: &World) -> Value {
    json!({
        "name": "Campus page", "project": world.leeds.project.0, "desk": world.leeds.desk.0,
        "origins": ["https://campus.example"]
    })
}

pub(super) fn new_canned(world: &World) -> Value {
    json!({
        "level": "project", "project": world.leeds.project.0, "shortcut": "/outreach", "title": "Outreach", "tags": [],
        "texts": [{"language": "en", "text": "We can come to you."}]
    })
}

#[tokio::test]
async fn every_operation_is_denied_but_to_those_who_may() {
    for row in rows() {
        let world = World::new().await;
        let place = world.place().await;
        let people: [Option<&Somebody>; 7] = [
            None,
            Some(&world.leeds.operator),
            Some(&world.leeds.trainee),
            Some(&world.leeds.supervisor),
            Some(&world.leeds.coordinator),
            Some(&world.norwich.coordinator),
            Some(&world.cluj.coordinator),
        ];
        // Those who are refused come first: whoever may do it may take away what the others ask for.
        let mut order: Vec<usize> = (0..people.len()).collect();
        order.sort_by_key(|at| row.outcomes[*at] == "ok");
        let blank = row.template.find('{').map(|from| &row.template[from..=row.template.find('}').expect("closed")]);
        let path =
            blank.map_or_else(|| row.template.to_owned(), |blank| row.template.replace(blank, &(row.id)(&world)));
        for at in order {
            let cookie = people[at].map(|who| who.cookie.clone());
            let ask = Ask { cookie, place: Some(place), ..world.our_page() };
            let body = match (row.body)(&world) {
                Value::Null => String::new(),
                body => body.to_string(),
            };
            let answer = world.send(ask, row.method, &format!("{path}{}", row.query), body.into()).await;
            assert_eq!(
                answer.outcome(),
                row.outcomes[at],
                "{} {} as number {at}: {}",
                row.method,
                row.template,
                answer.body
            );
        }
    }
}

#[test]
fn every_operation_of_the_description_is_in_the_table() {
    let description: Value = serde_json::from_str(&crate::api::openapi()).expect("JSON");
    assert!(description["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")), "OpenAPI 3.1");
    let mut described = BTreeSet::new();
    for (path, item) in description["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            described.insert(format!("{} {path}", method.to_uppercase()));
            assert!(operation["summary"].is_string(), "{method} {path} says what it does");
        }
    }
    let tested: BTreeSet<String> = rows().iter().map(|row| format!("{} {}", row.method, row.template)).collect();
    assert_eq!(described, tested);
}

#[test]
fn every_reference_of_the_description_leads_somewhere() {
    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(object) => {
                found.extend(object.get("$ref").and_then(Value::as_str).map(str::to_owned));
                object.values().for_each(|value| references(value, found));
            }
            Value::Array(values) => values.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    let description: Value = serde_json::from_str(&crate::api::openapi()).expect("JSON");
    let mut found = BTreeSet::new();
    references(&description, &mut found);
    assert!(found.contains("#/components/schemas/Problem"));
    for reference in found {
        let pointer = reference.trim_start_matches('#');
        assert!(description.pointer(pointer).is_some(), "{reference}");
    }
}
