//! The executable as a host uses it: exit codes, what it prints, and what its logs never hold.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

fn netreach() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_netreach"));
    command.env_remove("RUST_LOG");
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn run(command: &mut Command, input: &str) -> Output {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().expect("the executable starts");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("it reads");
    child.wait_with_output().expect("it ends")
}

/// A demo that is ended when dropped.
struct Demo {
    child: Child,
    ready: Value,
}

impl Demo {
    fn start(arguments: &[&str], log_level: &str) -> Self {
        let mut child = netreach()
            .args(["demo", "--json", "--fixed-password", "correct-lantern-42"])
            .args(arguments)
            .env("RUST_LOG", log_level)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the executable starts");
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().expect("a pipe")).read_line(&mut line).expect("a line");
        let ready = serde_json::from_str(&line).expect("a line of JSON");
        Self { child, ready }
    }

    fn word(&self, name: &str) -> &str {
        self.ready[name].as_str().expect("text")
    }

    /// Sends a request to the chat server and gives the answer.
    fn ask(&self, request: &str) -> String {
        let authority = self.word("chat").trim_start_matches("http://").to_owned();
        let mut stream = TcpStream::connect(authority).expect("a connection");
        stream.write_all(request.replace('\n', "\r\n").as_bytes()).expect("written");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer in text");
        answer
    }

    /// Ends it as Ctrl-C does, and gives what it logged.
    fn end(mut self) -> String {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &pid]).status().expect("kill runs").success());
        let mut logged = String::new();
        self.child.stderr.take().expect("a pipe").read_to_string(&mut logged).expect("text");
        assert!(self.child.wait().expect("it ends").success());
        logged
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn every_mistake_in_a_configuration_is_named_and_nothing_starts() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("netreach.toml");
    std::fs::write(&path, "[server]\nlisten = 5\n[log]\nformat = \"xml\"\n").expect("a file");
    for command in [&["config", "check"][..], &["serve"], &["migrate"], &["user", "list"]] {
        let output = run(netreach().arg("--config").arg(&path).args(command), "");
        assert_eq!(output.status.code(), Some(2), "{command:?}");
        let said = text(&output.stderr);
        assert!(said.contains("netreach.toml:2: server.listen must be text"), "{said}");
        assert!(said.contains("netreach.toml:4: log.format must be one of"), "{said}");
    }
}

#[test]
fn the_reference_is_a_configuration_of_its_own() {
    let printed = run(netreach().args(["config", "print"]), "");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("netreach.toml");
    std::fs::write(&path, printed.stdout).expect("a file");
    assert!(run(netreach().arg("--config").arg(&path).args(["config", "check"]), "").status.success());
}

#[test]
fn a_host_begins_with_setup_and_adds_people() {
    let data = tempfile::tempdir().expect("a folder");
    let here =
        |arguments: &[&str], input: &str| run(netreach().arg("--data-folder").arg(data.path()).args(arguments), input);
    let setup = [
        "setup",
        "--consortium",
        "Lantern Project",
        "--project",
        "Lantern Project, Millbrook",
        "--desk",
        "Chat",
        "--coordinator",
        "ana",
        "--screen-name",
        "Ana",
    ];
    assert_eq!(here(&setup, "short\n").status.code(), Some(1), "a weak password is refused");
    let done = here(&setup, "seven lanterns at dusk\n");
    assert!(done.status.success(), "{}", text(&done.stderr));
    assert_eq!(here(&setup, "seven lanterns at dusk\n").status.code(), Some(1), "nothing is made twice");
    let add = ["user", "add", "ben", "--screen-name", "Ben", "--project", "Lantern Project", "--role", "operator"];
    let added = here(&add, "eleven boats in the fog\n");
    assert!(added.status.success(), "{}", text(&added.stderr));
    assert!(here(&["user", "disable", "ben"], "").status.success());
    let listed = text(&here(&["user", "list"], "").stdout);
    assert!(listed.contains("ana: Ana, coordinator in Lantern Project"), "{listed}");
    assert!(listed.contains("ben: Ben, operator in Lantern Project (kept out)"), "{listed}");
    assert_eq!(here(&["user", "set-password", "nobody"], "x\n").status.code(), Some(1));
}

#[test]
fn logs_hold_no_address_and_no_content_whatever_rust_log_says() {
    let demo = Demo::start(&[], "trace");
    let data = demo.word("data").to_owned();
    assert!(std::path::Path::new(&data).exists());
    let requests = [
        "GET /chat/harbourseaford?lang=canaryquery HTTP/1.1\nhost: localhost\nx-forwarded-for: 203.0.113.77\n\
         referer: http://canaryreferer.example/\nuser-agent: canaryagent\nconnection: close\n\n",
        "GET /api/v1/sites/canarykey HTTP/1.1\nhost: localhost\nforwarded: for=203.0.113.77\nconnection: close\n\n",
        "CANARYMETHOD / HTTP/1.1\nhost: localhost\nconnection: close\n\n",
        "GET / HTTP/9.9\ncanarybroken\n\n",
        "POST /api/v1/visitor/end HTTP/1.1\nhost: localhost\ncontent-type: text/plain\ncontent-length: 11\n\
         connection: close\n\ncanarytoken",
    ];
    for request in requests {
        demo.ask(request);
    }
    let body = r#"{"sign_in":"canarysignin","password":"canarypassword"}"#;
    let origin = demo.word("chat");
    demo.ask(&format!(
        "POST /api/v1/session HTTP/1.1\nhost: localhost\norigin: {origin}\ncontent-type: application/json\n\
         content-length: {}\nconnection: close\n\n{body}",
        body.len()
    ));
    let logged = demo.end();
    assert!(logged.contains("route=\"/chat/{key}\""), "requests are logged at this level: {logged}");
    let lower = logged.to_lowercase();
    for telling in ["canary", "203.0.113", "127.0.0.1", "harbourseaford"] {
        assert!(!lower.contains(telling), "{telling} is in the logs:\n{logged}");
    }
    assert!(!std::path::Path::new(&data).exists(), "the folder goes with the demo");
}

#[test]
fn a_demo_in_a_kept_folder_goes_on_where_it_was() {
    let data = tempfile::tempdir().expect("a folder");
    let folder = data.path().join("demo");
    let arguments = ["--data", folder.to_str().expect("text")];
    let first = Demo::start(&arguments, "info");
    first.end();
    let second = Demo::start(&arguments, "info");
    let site = second.ask("GET /api/v1/sites/harbourseaford HTTP/1.1\nhost: localhost\nconnection: close\n\n");
    assert!(site.contains(r#""project":"Harbour Project""#), "{site}");
    let frame = second.ask("GET /embed/harbourseaford HTTP/1.1\nhost: localhost\nconnection: close\n\n");
    let websites = second.word("websites").to_owned();
    // Without a built front end there is no frame to look at.
    assert!(frame.contains(&format!("frame-ancestors {websites};")) || frame.contains(" 503 "), "{frame}");
    second.end();
}
