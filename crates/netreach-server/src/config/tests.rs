//! A table of bad configurations, each with every mistake that must be named.

use std::net::SocketAddr;

use super::*;
use crate::config::REFERENCE;

fn with_file(content: &str) -> Result<Config, Mistakes> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("test.toml");
    std::fs::write(&path, content).expect("a file");
    load(Some(&path), [], &[])
}

fn variables(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// What is said about a file, without the folder it lies in.
fn said(result: Result<Config, Mistakes>) -> Vec<String> {
    let mistakes = result.expect_err("mistakes");
    let short = |mistake: &Mistake| {
        let line = mistake.to_string();
        line.find("test.toml").map_or(line.clone(), |at| line[at..].to_owned())
    };
    mistakes.0.iter().map(short).collect()
}

#[test]
fn the_reference_is_a_whole_configuration() {
    let config = load(None, [], &[]).expect("no mistakes");
    assert_eq!(config.server.listen, SocketAddr::from(([127, 0, 0, 1], 8080)));
    assert_eq!(config.server.first_byte_within, Duration::from_secs(5));
    assert_eq!(config.limits.requests.burst, 600);
    assert_eq!(config.body_bytes_max, 64 * 1024);
    assert!(!config.data.database.is_shared());
}

#[test]
fn the_reference_names_every_setting() {
    let mut mistakes = Vec::new();
    let reference = layers::reference(&mut mistakes);
    let reader = Reader { layers: vec![reference.clone()], taken: RefCell::default(), mistakes: RefCell::default() };
    read(&reader).expect("a whole configuration");
    for key in reader.taken.borrow().iter() {
        let (_, name) = key.split_once('.').expect("a section and a key");
        let in_words = REFERENCE.contains(&format!("\n# {name} = "));
        assert!(reference.contains_key(key) || in_words, "{key} is not in config/netreach.toml");
    }
}

#[test]
fn every_mistake_of_a_file_is_named_at_once_with_its_line() {
    let content = r#"
stray = 1
[server]
listen = "localhost"
public_url = "http://chat.example.org"
trusted_proxies = ["10.0.0.0/8", "the proxy"]
conections_max = 5
idle_max = 15
header_within = "soon"
request_within = "1h"
[data]
folder = ""
database = "mysql://secret@host/x"
database_connections_max = "many"
[log]
format = "xml"
level = true
[limits]
requests_burst = 0
body_max = "64KB"
sockets_burst = -1
[rota]
open = true
"#;
    let expected = [
        "test.toml:2: `stray` stands outside of a section such as [server]",
        "test.toml:4: server.listen must be an address and a port, such as \"127.0.0.1:8080\"",
        "test.toml:5: server.public_url must begin with https:// (http is for this machine and for onion services only)",
        "test.toml:6: server.trusted_proxies `the proxy` is not an address or a network such as \"127.0.0.1\" or \
         \"10.0.0.0/8\"",
        "test.toml:7: server.conections_max is not a setting; did you mean server.connections_max?",
        "test.toml:8: server.idle_max must be a duration in quotes such as \"1s\", not a number",
        "test.toml:9: server.header_within must be a duration: a whole number and one of ms, s, m, h, d, such as \
         \"90s\"",
        "test.toml:10: server.request_within must be from 1s to 10m",
        "test.toml:12: data.folder must be the path of a folder",
        "test.toml:13: data.database: a database address begins with `sqlite:` or `postgres://`",
        "test.toml:14: data.database_connections_max must be a whole number from 1 to 1000, not text",
        "test.toml:16: log.format must be one of \"text\", \"json\"",
        "test.toml:17: log.level must be text in quotes, not true or false",
        "test.toml:19: limits.requests_burst must be a whole number from 1 to 1000000",
        "test.toml:20: limits.body_max must be a size: a whole number and one of B, KiB, MiB, such as \"64KiB\"",
        "test.toml:21: limits.sockets_burst must be a whole number from 1 to 1000000",
        "test.toml:23: rota.open is not a setting",
    ];
    assert_eq!(said(with_file(content)), expected);
}

#[test]
fn a_mistake_in_the_writing_hides_no_other() {
    let said = said(with_file("[server]\nlisten = \nidle_max = 15\n[log]\nlevel = \"loud\"\nlevel = \"info\"\n"));
    assert!(said.iter().any(|line| line.starts_with("test.toml:2: ")), "{said:?}");
    assert!(said.iter().any(|line| line.starts_with("test.toml:3: server.idle_max")), "{said:?}");
    assert!(said.iter().any(|line| line.starts_with("test.toml:6: duplicate key")), "{said:?}");
}

#[test]
fn a_file_that_is_not_there_is_a_mistake() {
    let mistakes = load(Some(Path::new("/nowhere/netreach.toml")), [], &[]).expect_err("no such file");
    assert!(mistakes.to_string().starts_with("/nowhere/netreach.toml: could not be read"), "{mistakes}");
}

#[test]
fn the_later_layer_counts_more() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("test.toml");
    std::fs::write(&path, "[server]\nlisten = \"127.0.0.1:1\"\nidle_max = \"1s\"\nheader_within = \"1s\"\n")
        .expect("a file");
    let from_environment =
        variables(&[("NETREACH__SERVER__LISTEN", "127.0.0.1:2"), ("NETREACH__SERVER__IDLE_MAX", "2s"), ("HOME", "/x")]);
    let flag = Flag { name: "--listen", key: "server.listen", value: "127.0.0.1:3".to_owned() };
    let config = load(Some(&path), from_environment, &[flag]).expect("no mistakes");
    assert_eq!(config.server.listen.port(), 3);
    assert_eq!(config.server.idle_max, Duration::from_secs(2));
    assert_eq!(config.server.header_within, Duration::from_secs(1));
}

#[test]
fn variables_are_read_by_type() {
    let config = load(
        None,
        variables(&[
            ("NETREACH__SERVER__TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8"),
            ("NETREACH__SERVER__CONNECTIONS_MAX", "7"),
            ("NETREACH__LIMITS__BODY_MAX", "1MiB"),
        ]),
        &[],
    )
    .expect("no mistakes");
    assert_eq!(config.server.trusted_proxies.len(), 2);
    assert_eq!(config.server.connections_max, 7);
    assert_eq!(config.body_bytes_max, 1024 * 1024);
}

#[test]
fn mistakes_in_variables_and_flags_are_named() {
    let flag = Flag { name: "--listen", key: "server.listen", value: "here".to_owned() };
    let from_environment =
        variables(&[("NETREACH__SERVER", "x"), ("NETREACH__SERVER__PORT", "80"), ("NETREACH__LOG__LEVEL", "trace")]);
    let expected = [
        "environment NETREACH__LOG__LEVEL: log.level must be one of \"error\", \"warn\", \"info\", \"debug\"",
        "environment NETREACH__SERVER: must be named NETREACH__SECTION__KEY",
        "environment NETREACH__SERVER__PORT: server.port is not a setting",
        "flag --listen: server.listen must be an address and a port, such as \"127.0.0.1:8080\"",
    ];
    assert_eq!(said(load(None, from_environment, &[flag])), expected);
}

#[test]
fn a_secret_comes_from_a_file_and_is_never_repeated() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("database");
    std::fs::write(&path, "postgres://ana:hidden-word@db.example.org/netreach\n").expect("a file");
    let named = variables(&[("NETREACH__DATA__DATABASE_FILE", path.to_str().expect("text"))]);
    let config = load(None, named.clone(), &[]).expect("no mistakes");
    assert!(config.data.database.is_shared());
    assert!(!format!("{config:?}").contains("hidden-word"));

    let mut both = named.clone();
    both.extend(variables(&[("NETREACH__DATA__DATABASE", "sqlite:x")]));
    let lines = said(load(None, both, &[]));
    assert_eq!(lines.len(), 1);
    assert!(lines[0].ends_with("data.database and data.database_file are both set: keep one of them"), "{lines:?}");

    std::fs::write(&path, "mysql://ana:hidden-word@db.example.org/netreach\n").expect("a file");
    let mistakes = load(None, named, &[]).expect_err("a wrong address");
    assert!(!mistakes.to_string().contains("hidden-word"), "{mistakes}");
}
