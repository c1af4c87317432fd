//! The snapshot in memory, and the limits that stand in more than one crate.

use netreach_core::DisplayName;
use netreach_protocol::limits;
use netreach_store::limits as tables;
use serde_json::json;

use super::world::World;

#[tokio::test]
async fn a_change_is_in_force_when_its_answer_comes() {
    let world = World::new().await;
    let mut changed = world.state.settings.changed();
    changed.mark_unchanged();
    let before = world.state.settings.current();
    let path = format!("/api/v1/desks/{}", world.leeds.desk);
    let change = json!({"queue_max": 3});
    world.ask(Some(&world.leeds.coordinator), "PATCH", &path, Some(&change)).await.expect_ok();
    assert_eq!(world.state.settings.current().desks[&world.leeds.desk].queue_max, 3);
    assert_eq!(before.desks[&world.leeds.desk].queue_max, 10, "who holds a snapshot keeps it");
    assert!(changed.has_changed().expect("the sender lives"));
}

#[tokio::test]
async fn every_consortium_is_in_the_snapshot() {
    let world = World::new().await;
    let snapshot = world.state.settings.current();
    assert_eq!((snapshot.desks.len(), snapshot.sites.len()), (4, 3));
    let site = &snapshot.sites[&world.cluj.site_key];
    assert_eq!((site.consortium, site.desk), (world.cluj.consortium, world.cluj.desk));
    let organisations: Vec<&str> =
        snapshot.desks[&world.shared_desk].organisations.iter().map(DisplayName::expose).collect();
    assert_eq!(organisations, ["Leeds Project", "Norwich Project"]);
}

#[test]
fn limits_are_the_same_on_the_wire_and_in_the_tables() {
    use netreach_core::desk::rules;
    use netreach_core::{hours, text};

    let same: [(usize, usize); 21] = [
        (limits::SIGN_IN_CHARS_MAX, tables::SIGN_IN_CHARS_MAX),
        (limits::LANGUAGES_MAX, tables::LANGUAGES_MAX),
        (limits::MEMBERSHIPS_MAX, tables::MEMBERSHIPS_MAX),
        (limits::PEOPLE_PAGE_MAX, tables::PEOPLE_PAGE_MAX),
        (limits::VARIABLES_MAX, tables::VARIABLES_MAX),
        (limits::VARIABLE_NAME_CHARS_MAX, tables::VARIABLE_NAME_CHARS_MAX),
        (limits::VARIABLE_VALUE_CHARS_MAX, tables::VARIABLE_VALUE_CHARS_MAX),
        (limits::DESK_TEXT_CHARS_MAX, tables::DESK_TEXT_CHARS_MAX),
        (limits::COUNT_DAYS_MAX, tables::COUNT_DAYS_MAX),
        (limits::ORIGINS_MAX, tables::ORIGINS_MAX),
        (limits::ADDRESS_CHARS_MAX, tables::ADDRESS_CHARS_MAX),
        (limits::SHORTCUT_CHARS_MAX, tables::SHORTCUT_CHARS_MAX),
        (limits::TITLE_CHARS_MAX, tables::TITLE_CHARS_MAX),
        (limits::TAGS_MAX, tables::TAGS_MAX),
        (limits::TAG_CHARS_MAX, tables::TAG_CHARS_MAX),
        (limits::CANNED_PAGE_MAX, tables::CANNED_PAGE_MAX),
        (limits::SPANS_A_DAY_MAX, hours::SPANS_A_DAY_MAX),
        (limits::EXCEPTIONS_MAX, hours::EXCEPTIONS_MAX),
        (limits::NOTE_CHARS_MAX, hours::NOTE_CHARS_MAX),
        (limits::NAME_CHARS_MAX, text::NAME_CHARS_MAX),
        (limits::MESSAGE_CHARS_MAX, text::MESSAGE_CHARS_MAX),
    ];
    for (at, (wire, inside)) in same.into_iter().enumerate() {
        assert_eq!(wire, inside, "number {at}");
    }
    assert_eq!(limits::MINIMUM_MAX, rules::MINIMUM_MAX);
    assert_eq!(limits::OPEN_REQUIRES_MAX, rules::OPEN_REQUIRES_MAX);
    assert_eq!(u128::from(limits::GRACE_MAX_MS), rules::GRACE_MAX.as_millis());
}
