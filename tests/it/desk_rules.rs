//! What coordinators set for a test: rules with a short grace, few places, little room.

use netreach_protocol::StandingKind;
use netreach_testkit::{Api, TestOperator, TestServer, TestVisitor};
use serde_json::{Value, json};
use uuid::Uuid;

/// Grace that is over while a test waits.
pub(crate) const SHORT_GRACE_MS: u64 = 1_000;

/// Grace that is not over while a test runs.
pub(crate) const LONG_GRACE_MS: u64 = 600_000;

/// Sets the rule for a conversation that is below its minimum.
pub(crate) async fn set_solo(server: &TestServer, solo: &str, grace_ms: u64) {
    set_pairing(server, &json!({"solo": solo, "grace_ms": grace_ms})).await;
}

/// Sets some of the pairing rules and leaves the others as they are.
pub(crate) async fn set_pairing(server: &TestServer, change: &Value) {
    let coordinator = server.coordinator().await;
    let path = format!("/api/v1/desks/{}/pairing", server.seed().rivers.desk);
    let mut rules = coordinator.get(&path).await.expect("the rules");
    for (name, value) in change.as_object().expect("an object") {
        rules[name] = value.clone();
    }
    coordinator.put(&path, &rules).await.expect("the coordinator may set the rules");
}

/// Sets how many conversations somebody may hold.
pub(crate) async fn set_capacity(coordinator: &Api, person: Uuid, capacity: u8) {
    let path = format!("/api/v1/people/{person}");
    coordinator.patch(&path, &json!({"capacity": capacity})).await.expect("the coordinator may set it");
}

/// Ana, Ben and a visitor in a conversation, everything of which has come to all three.
pub(crate) async fn trio(server: &TestServer) -> (TestOperator, TestOperator, TestVisitor, Uuid) {
    let mut ana = TestOperator::available(server, "ana").await;
    let mut ben = TestOperator::available(server, "ben").await;
    let visitor = TestVisitor::in_conversation(server.base(), &server.seed().rivers.sites[0]).await;
    let conversation = visitor.conversation().conversation;
    ana.given_this(conversation).await;
    ben.given_this(conversation).await;
    let full = |worker: &TestOperator| worker.standing(conversation) == Some(StandingKind::Full);
    ana.until("the roster", full).await;
    ben.until("the roster", full).await;
    (ana, ben, visitor, conversation)
}
