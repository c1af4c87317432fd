//! Every kind of bad input gets its code and its field, and changes nothing.

use axum::body::Body;
use serde_json::{Value, json};

use super::roles::{hours, new_canned, new_person, new_site, pairing};
use super::world::{Ask, World};

/// A body with one value in it replaced or, for `null` at the end of a path that is not there, added.
fn with(mut body: Value, pointer: &str, value: Value) -> Value {
    let (parent, last) = pointer.rsplit_once('/').expect("a pointer");
    match body.pointer_mut(parent).expect("the parent") {
        Value::Object(object) => {
            object.insert(last.to_owned(), value);
        }
        Value::Array(list) => list[last.parse::<usize>().expect("a place")] = value,
        other => panic!("{other} holds nothing"),
    }
    body
}

fn without(mut body: Value, field: &str) -> Value {
    body.as_object_mut().expect("an object").remove(field).expect("it was there");
    body
}

fn cases(world: &World) -> Vec<(&'static str, String, Value, &'static str, &'static str)> {
    let leeds = &world.leeds;
    let desk = |part: &str| format!("/api/v1/desks/{}{part}", leeds.desk);
    let person = format!("/api/v1/people/{}", leeds.operator.id);
    let project = format!("/api/v1/projects/{}", leeds.project);
    let site = format!("/api/v1/sites/{}", leeds.site);
    let canned = format!("/api/v1/canned/{}", leeds.canned_project);
    let people = || "/api/v1/people".to_owned();
    let sites = || "/api/v1/sites".to_owned();
    let answers = || "/api/v1/canned".to_owned();
    let someone = new_person(world);
    let page = new_site(world);
    let answer = new_canned(world);
    let long = |count: usize| Value::String("x".repeat(count));
    let text = |kind: &str, text: &str| json!({"texts": [{"language": "en", "kind": kind, "text": text}]});
    vec![
        ("PATCH", "/api/v1/me".into(), json!({"name": "x"}), "unknown_field", "name"),
        ("PATCH", "/api/v1/me".into(), json!({"screen_name": 7}), "invalid_value", "screen_name"),
        ("PATCH", "/api/v1/me".into(), json!({"screen_name": " "}), "empty", "screen_name"),
        ("PATCH", "/api/v1/me".into(), json!({"screen_name": long(41)}), "too_long", "screen_name"),
        ("PATCH", "/api/v1/me".into(), json!({"screen_name": "a\u{202e}b"}), "forbidden_character", "screen_name"),
        ("PATCH", "/api/v1/me".into(), json!({"languages": []}), "empty", "languages"),
        ("PATCH", "/api/v1/me".into(), json!({"languages": ["en", "english"]}), "invalid_value", "languages[1]"),
        ("PATCH", "/api/v1/me".into(), json!({"languages": vec!["en"; 25]}), "too_long", "languages"),
        ("PATCH", "/api/v1/me".into(), json!([]), "malformed", ""),
        ("PATCH", project.clone(), json!({"town": ""}), "empty", "town"),
        ("PATCH", project.clone(), json!({"variables": {"Phone": "1"}}), "invalid_value", "variables[0]"),
        ("PATCH", project.clone(), json!({"variables": {"phone": ""}}), "empty", "variables.phone"),
        ("PATCH", project.clone(), json!({"variables": {"phone": "a\nb"}}), "forbidden_character", "variables.phone"),
        ("PATCH", project, json!({"variables": {"phone": long(401)}}), "too_long", "variables.phone"),
        ("PATCH", desk(""), json!({"queue_max": 0}), "invalid_value", "queue_max"),
        ("PATCH", desk(""), json!({"queue_max": 201}), "invalid_value", "queue_max"),
        ("PATCH", desk(""), json!({"queue_max": -1}), "invalid_value", "queue_max"),
        ("PATCH", desk(""), json!({"idle_end_ms": 1}), "invalid_value", "idle_end_ms"),
        ("PATCH", desk(""), json!({"token_stored": "yes"}), "invalid_value", "token_stored"),
        ("PATCH", desk(""), json!({"projects": []}), "last_one", "projects"),
        ("PATCH", desk(""), json!({"projects": [leeds.project.0, world.norwich.project.0]}), "not_allowed", "projects"),
        ("PATCH", desk(""), json!({"projects": [leeds.project.0, world.cluj.project.0]}), "invalid_value", "projects"),
        ("PUT", desk("/hours"), without(hours(), "weekly"), "missing_field", "weekly"),
        ("PUT", desk("/hours"), with(hours(), "/time_zone", json!("Mars/Base")), "invalid_value", "time_zone"),
        ("PUT", desk("/hours"), with(hours(), "/weekly/0/weekday", json!(8)), "invalid_value", "weekly[0].weekday"),
        ("PUT", desk("/hours"), with(hours(), "/weekly/0/opens", json!("9:00")), "invalid_value", "weekly[0].opens"),
        ("PUT", desk("/hours"), with(hours(), "/weekly/0/opens", json!("24:00")), "invalid_value", "weekly[0].opens"),
        ("PUT", desk("/hours"), with(hours(), "/weekly/0/closes", json!("24:30")), "invalid_value", "weekly[0].closes"),
        ("PUT", desk("/hours"), with(hours(), "/weekly/0/note", json!("x")), "unknown_field", "weekly[0].note"),
        (
            "PUT",
            desk("/hours"),
            with(
                hours(),
                "/weekly",
                json!([
                    {"weekday": 1, "opens": "09:00", "closes": "12:00"},
                    {"weekday": 1, "opens": "11:00", "closes": "13:00"}
                ]),
            ),
            "conflict",
            "weekly[1]",
        ),
        (
            "PUT",
            desk("/hours"),
            with(hours(), "/exceptions/0/date", json!("25/12/2026")),
            "invalid_value",
            "exceptions[0].date",
        ),
        ("PUT", desk("/hours"), with(hours(), "/exceptions/0/note", long(201)), "too_long", "exceptions[0].note"),
        (
            "PUT",
            desk("/hours"),
            with(
                hours(),
                "/exceptions",
                json!([
                    {"date": "2026-12-25", "note": "", "spans": []},
                    {"date": "2026-12-25", "note": "", "spans": []}
                ]),
            ),
            "conflict",
            "exceptions[1]",
        ),
        ("PUT", desk("/pairing"), with(pairing(), "/minimum", json!(0)), "invalid_value", "minimum"),
        ("PUT", desk("/pairing"), with(pairing(), "/open_requires", json!(1)), "invalid_value", "open_requires"),
        ("PUT", desk("/pairing"), with(pairing(), "/grace_ms", json!(600_001)), "invalid_value", "grace_ms"),
        ("PUT", desk("/pairing"), with(pairing(), "/mix", json!("sometimes")), "invalid_value", "mix"),
        ("PUT", desk("/texts"), text("farewell", "x"), "invalid_value", "texts[0].kind"),
        ("PUT", desk("/texts"), text("waiting", " "), "empty", "texts[0].text"),
        ("PUT", desk("/texts"), text("waiting", &"x".repeat(6_001)), "too_long", "texts[0].text"),
        ("PUT", desk("/texts"), text("waiting", "a\u{7}b"), "forbidden_character", "texts[0].text"),
        (
            "PUT",
            desk("/texts"),
            json!({"texts": [
                {"language": "en", "kind": "waiting", "text": "a"},
                {"language": "EN", "kind": "waiting", "text": "b"}
            ]}),
            "conflict",
            "texts[1]",
        ),
        ("POST", people(), with(someone.clone(), "/sign_in", json!("two words")), "invalid_value", "sign_in"),
        ("POST", people(), with(someone.clone(), "/sign_in", json!("")), "empty", "sign_in"),
        ("POST", people(), with(someone.clone(), "/sign_in", long(121)), "too_long", "sign_in"),
        ("POST", people(), with(someone.clone(), "/sign_in", json!(leeds.trainee.sign_in)), "conflict", "sign_in"),
        ("POST", people(), with(someone.clone(), "/sign_in", json!(world.cluj.trainee.sign_in)), "conflict", "sign_in"),
        ("POST", people(), with(someone.clone(), "/password", json!("password2026")), "weak_password", "password"),
        ("POST", people(), with(someone.clone(), "/capacity", json!(0)), "invalid_value", "capacity"),
        ("POST", people(), with(someone.clone(), "/capacity", json!(11)), "invalid_value", "capacity"),
        ("POST", people(), with(someone.clone(), "/memberships", json!([])), "empty", "memberships"),
        (
            "POST",
            people(),
            with(someone.clone(), "/memberships/0/role", json!("owner")),
            "invalid_value",
            "memberships[0].role",
        ),
        ("POST", people(), without(someone, "capacity"), "missing_field", "capacity"),
        ("PATCH", person.clone(), json!({"memberships": []}), "empty", "memberships"),
        ("PATCH", person.clone(), json!({"capacity": 200}), "invalid_value", "capacity"),
        ("PATCH", person, json!({"sign_in": "new"}), "unknown_field", "sign_in"),
        (
            "POST",
            sites(),
            with(page.clone(), "/origins/0", json!("https://*.example.org")),
            "invalid_value",
            "origins[0]",
        ),
        (
            "POST",
            sites(),
            with(page.clone(), "/origins/0", json!("https://example.org/path")),
            "invalid_value",
            "origins[0]",
        ),
        ("POST", sites(), with(page.clone(), "/origins/0", json!("http://example.org")), "invalid_value", "origins[0]"),
        ("POST", sites(), with(page.clone(), "/origins", json!(vec!["https://a.example"; 21])), "too_long", "origins"),
        ("POST", sites(), with(page.clone(), "/desk", json!(world.norwich.desk.0)), "invalid_value", "desk"),
        ("POST", sites(), with(page.clone(), "/desk", json!(world.cluj.desk.0)), "invalid_value", "desk"),
        ("POST", sites(), with(page.clone(), "/accent", json!("red")), "invalid_value", "accent"),
        ("POST", sites(), with(page.clone(), "/exit_url", json!("http://example.org")), "invalid_value", "exit_url"),
        ("POST", sites(), without(page, "origins"), "missing_field", "origins"),
        ("PATCH", site.clone(), json!({"key": "abcdefgh23"}), "unknown_field", "key"),
        ("PATCH", site, json!({"position": "top"}), "invalid_value", "position"),
        ("POST", answers(), with(answer.clone(), "/shortcut", json!("two words")), "invalid_value", "shortcut"),
        ("POST", answers(), with(answer.clone(), "/shortcut", json!("/")), "empty", "shortcut"),
        ("POST", answers(), with(answer.clone(), "/shortcut", long(33)), "too_long", "shortcut"),
        ("POST", answers(), with(answer.clone(), "/shortcut", json!("clinic")), "conflict", "shortcut"),
        ("POST", answers(), with(answer.clone(), "/title", json!("a\nb")), "forbidden_character", "title"),
        ("POST", answers(), with(answer.clone(), "/tags", json!(vec!["a"; 21])), "too_long", "tags"),
        ("POST", answers(), with(answer.clone(), "/texts", json!([])), "empty", "texts"),
        ("POST", answers(), with(answer.clone(), "/texts/0/text", long(4_001)), "too_long", "texts[0].text"),
        (
            "POST",
            answers(),
            with(answer.clone(), "/texts/0/language", json!("x")),
            "invalid_value",
            "texts[0].language",
        ),
        ("POST", answers(), with(answer.clone(), "/level", json!("desk")), "invalid_value", "project"),
        ("POST", answers(), with(answer.clone(), "/desk", json!(leeds.desk.0)), "invalid_value", "desk"),
        ("POST", answers(), without(answer, "project"), "missing_field", "project"),
        ("PATCH", canned, json!({"level": "own"}), "unknown_field", "level"),
    ]
}

#[tokio::test]
async fn a_mistake_in_a_body_is_named_and_changes_nothing() {
    let world = World::new().await;
    let before = everything(&world).await;
    for (method, path, body, code, field) in cases(&world) {
        let answer = world.ask(Some(&world.leeds.coordinator), method, &path, Some(&body)).await;
        assert_eq!((answer.outcome(), answer.field()), (code, field), "{method} {path} {body}: {}", answer.body);
        assert_eq!(answer.headers["content-type"], "application/problem+json");
        assert_eq!(answer.body["status"], answer.status.as_u16());
    }
    assert_eq!(everything(&world).await, before);
}

/// All that the coordinator of Leeds can read.
async fn everything(world: &World) -> Vec<Value> {
    let desk = format!("/api/v1/desks/{}", world.leeds.desk);
    let mut read = Vec::new();
    for path in [
        "/api/v1/session",
        "/api/v1/projects",
        "/api/v1/desks",
        "/api/v1/people",
        "/api/v1/sites",
        "/api/v1/canned",
        &format!("{desk}/hours"),
        &format!("{desk}/pairing"),
        &format!("{desk}/texts"),
    ] {
        read.push(world.ask(Some(&world.leeds.coordinator), "GET", path, None).await.expect_ok());
    }
    read
}

#[tokio::test]
async fn what_is_no_json_of_ours_is_refused_before_anything_else_of_it_is_looked_at() {
    let world = World::new().await;
    let send = |headers: Vec<(&'static str, String)>, body: &'static str| {
        let ask = Ask { cookie: Some(world.leeds.coordinator.cookie.clone()), headers, ..Ask::default() };
        world.send(ask, "PATCH", "/api/v1/me", Body::from(body))
    };
    let origin = || ("origin", world.origin());
    let json = || ("content-type", "application/json".to_owned());
    let outcomes = [
        (send(vec![json()], "{}").await, "wrong_origin"),
        (send(vec![("origin", "https://leeds.example".to_owned()), json()], "{}").await, "wrong_origin"),
        (send(vec![origin(), json(), ("sec-fetch-site", "cross-site".to_owned())], "{}").await, "wrong_origin"),
        (send(vec![origin()], "{}").await, "unsupported_media_type"),
        (send(vec![origin(), ("content-type", "text/plain".to_owned())], "{}").await, "unsupported_media_type"),
        (send(vec![origin(), json()], "").await, "malformed"),
        (send(vec![origin(), json()], "{").await, "malformed"),
        (send(vec![origin(), json()], "null").await, "malformed"),
        (send(vec![origin(), json()], "{} {}").await, "malformed"),
        (send(vec![origin(), ("content-type", "Application/JSON; charset=utf-8".to_owned())], "{}").await, "ok"),
    ];
    for (at, (answer, expected)) in outcomes.iter().enumerate() {
        assert_eq!(answer.outcome(), *expected, "number {at}: {}", answer.body);
    }
}

#[tokio::test]
async fn a_body_over_its_limit_is_refused() {
    let world = World::new().await;
    let too_much = |bytes: usize| Body::from(format!("{{\"sign_in\":\"{}\"}}", "a".repeat(bytes)));
    let place = Some(world.place().await);
    let stranger = Ask { place, ..world.our_page() };
    let answer = world.send(stranger, "POST", "/api/v1/session", too_much(4 * 1024)).await;
    assert_eq!(answer.outcome(), "too_large");
    let cookie = Some(world.leeds.coordinator.cookie.clone());
    let known = Ask { cookie, ..world.our_page() };
    let answer = world.send(known, "POST", "/api/v1/people", too_much(world.state.config.body_bytes_max)).await;
    assert_eq!(answer.outcome(), "too_large");
}

#[tokio::test]
async fn addresses_that_name_nothing_are_problems_too() {
    let world = World::new().await;
    let me = Some(&world.leeds.coordinator);
    let desk = format!("/api/v1/desks/{}", world.leeds.desk);
    for (method, path, code) in [
        ("GET", "/api/v1/nothing".to_owned(), "not_found"),
        ("GET", "/api/v1/desks/not-an-id".to_owned(), "not_found"),
        ("GET", "/api/v1/desks/00000000-0000-0000-0000-000000000000".to_owned(), "not_found"),
        ("PUT", "/api/v1/people".to_owned(), "method_not_allowed"),
        ("GET", format!("{desk}/preview?at=noon"), "invalid_value"),
        ("GET", format!("{desk}/preview?at=1&at=2"), "unknown_field"),
        ("GET", format!("{desk}/preview?when=1"), "unknown_field"),
        ("GET", format!("{desk}/counts"), "missing_field"),
        ("GET", format!("{desk}/counts?from=2026-01-01&to=2025-01-01"), "invalid_value"),
        ("GET", format!("{desk}/counts?from=2026-01-01&to=2029-01-01"), "too_long"),
        ("GET", "/api/v1/people?after=x".to_owned(), "invalid_value"),
        ("GET", "/api/v1/canned?page=2".to_owned(), "unknown_field"),
    ] {
        let answer = world.ask(me, method, &path, None).await;
        assert_eq!(answer.outcome(), code, "{method} {path}: {}", answer.body);
    }
}
