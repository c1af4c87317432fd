//! A client that goes away leaves no change half done.

use std::future::Future as _;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use serde_json::json;
use tokio::time::timeout;

use super::world::World;

/// Far longer than the tables need; so that a change that runs elsewhere fails the test instead of holding it up.
const GIVE_UP_AFTER: Duration = Duration::from_mins(1);

#[tokio::test]
async fn a_change_goes_on_when_its_client_has_gone() {
    let world = World::new().await;
    let path = format!("/api/v1/desks/{}", world.leeds.desk);
    let change = json!({"queue_max": 3, "name": "Students"});
    // Somebody else is changing settings, so that this change waits for its turn, in a task of its own.
    let turn = world.state.settings.turn().await;
    {
        let mut asking = pin!(world.ask(Some(&world.leeds.coordinator), "PATCH", &path, Some(&change)));
        let mut looking = Context::from_waker(Waker::noop());
        let waits_in_a_task = async {
            while world.state.tracker.is_empty() {
                assert!(matches!(asking.as_mut().poll(&mut looking), Poll::Pending));
                tokio::task::yield_now().await;
            }
        };
        timeout(GIVE_UP_AFTER, waits_in_a_task).await.expect("a change runs in a task of its own");
        // Here the client goes: what asks is dropped.
    }
    drop(turn);
    world.state.tracker.close();
    world.state.tracker.wait().await;
    let desk = world.state.store.desk(world.leeds.consortium, world.leeds.desk).await.expect("read").expect("a desk");
    assert_eq!((desk.settings.queue_max, desk.settings.name.expose()), (3, "Students"));
    assert_eq!(world.state.settings.current().desks[&world.leeds.desk].queue_max, 3);
}

#[tokio::test]
async fn two_changes_at_once_do_not_undo_each_other() {
    let world = World::new().await;
    let desk = format!("/api/v1/desks/{}", world.leeds.desk);
    let pairing = format!("{desk}/pairing");
    let me = Some(&world.leeds.coordinator);
    let rules = super::roles::pairing();
    let (name, queue) = (json!({"name": "Students"}), json!({"queue_max": 3}));
    let answers = tokio::join!(
        world.ask(me, "PATCH", &desk, Some(&name)),
        world.ask(me, "PUT", &pairing, Some(&rules)),
        world.ask(me, "PATCH", &desk, Some(&queue)),
    );
    assert_eq!([answers.0.outcome(), answers.1.outcome(), answers.2.outcome()], ["ok"; 3]);
    let settings = &world.state.settings.current().desks[&world.leeds.desk];
    assert_eq!((settings.name.expose(), settings.queue_max, settings.rules.open_requires), ("Students", 3, 3));
}
