//! The same service on PostgreSQL: set up, served, talked through, restarted.

use netreach_testkit::postgres::PrivatePostgres;
use netreach_testkit::{ServerOptions, TestServer};

use crate::desk_rules::trio;

#[tokio::test]
async fn a_conversation_on_postgresql() {
    let cluster = PrivatePostgres::start().expect("PostgreSQL is needed: apt-get install postgresql");
    let database = cluster.database().await.expect("a database");
    let options = ServerOptions { environment: vec![("NETREACH__DATA__DATABASE", database)] };
    let mut server = TestServer::start_fresh(options).await;
    let (mut ana, mut ben, mut visitor, conversation) = trio(&server).await;
    visitor.say("Hello").await;
    ana.say(conversation, "Hello from PostgreSQL").await;
    visitor.until("the answer", |visitor| visitor.has("Hello from PostgreSQL")).await;
    assert!(!server.folder().join("netreach.db").exists(), "no SQLite file beside it");
    server.restart().await;
    visitor.until_closed().await;
    ana.until_closed().await;
    ben.until_closed().await;
    ana.reconnect().await;
    ben.reconnect().await;
    visitor.reconnect().await;
    visitor.until("everything", |visitor| visitor.held.as_ref().is_some_and(|held| held.caught_up)).await;
    assert_eq!(visitor.conversation().texts(), ["Hello", "Hello from PostgreSQL"]);
    ana.given_this(conversation).await;
    ana.say(conversation, "Sessions last too").await;
    visitor.until("the message", |visitor| visitor.has("Sessions last too")).await;
}
