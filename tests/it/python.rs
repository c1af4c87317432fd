//! A client in another language, written from `docs/protocol.md` alone.

use std::path::Path;
use std::process::Stdio;

use netreach_testkit::{PASSWORD, TestServer};
use tokio::process::Command;

#[tokio::test]
async fn a_client_written_from_the_protocol_page_holds_a_conversation() {
    let server = TestServer::start().await;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("python/conversation.py");
    let site = &server.seed().rivers.sites[0];
    let child = Command::new("python3")
        .arg("-B")
        .arg(script)
        .args([server.base(), site, PASSWORD, "ana", "ben"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("python3 is needed: apt-get install python3");
    let ended = tokio::time::timeout(netreach_testkit::PATIENCE, child.wait_with_output()).await;
    let output = ended.expect("it ends").expect("it can be waited for");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(said.trim(), "OK");
}
