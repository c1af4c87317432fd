//! From layers to the typed configuration.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use netreach_store::DatabaseUrl;

use super::layers::{self, Entry, Flag, Layer};
use super::mistake::{Mistake, Mistakes, Source};
use super::types::{
    Config, DataConfig, LimitsConfig, LogConfig, LogFormat, LogLevel, PublicUrl, RateConfig, ServerConfig,
};
use super::values::Raw;
use crate::edge::address::Network;

/// The database in the data folder, where none is named.
const DATABASE_FILE: &str = "netreach.db";

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_mins(1);

/// Reads the embedded file, then `file`, then `variables`, then `flags`; the later counts more.
///
/// # Errors
///
/// Every mistake in all of them.
pub fn load(
    file: Option<&Path>,
    variables: impl IntoIterator<Item = (String, String)>,
    flags: &[Flag],
) -> Result<Config, Mistakes> {
    let mut mistakes = Vec::new();
    let mut layers = vec![layers::reference(&mut mistakes)];
    layers.extend(file.map(|path| layers::file(path, &mut mistakes)));
    layers.push(layers::environment(variables, &mut mistakes));
    layers.push(layers::flags(flags));
    let reader = Reader { layers, taken: RefCell::default(), mistakes: RefCell::new(mistakes) };
    let config = read(&reader);
    reader.refuse_unknown();
    let mut mistakes = reader.mistakes.into_inner();
    match config {
        Some(config) if mistakes.is_empty() => Ok(config),
        _ => {
            mistakes.sort_by_key(|mistake| place_order(&mistake.place));
            Err(Mistakes(mistakes))
        }
    }
}

/// Lines of one file in their order, whatever the number of digits.
fn place_order(place: &str) -> (String, usize) {
    match place.rsplit_once(':') {
        Some((name, line)) => (name.to_owned(), line.parse().unwrap_or(0)),
        None => (place.to_owned(), 0),
    }
}

fn read(from: &Reader) -> Option<Config> {
    let server = server(from);
    let data = data(from);
    let log = log(from);
    let limits = limits(from);
    let body_bytes_max = from.value("limits.body_max", |raw| raw.size(1024, 16 * 1024 * 1024));
    Some(Config { server: server?, data: data?, log: log?, limits: limits?, body_bytes_max: body_bytes_max? })
}

fn server(from: &Reader) -> Option<ServerConfig> {
    let span = |key: &str, max: Duration| from.value(key, |raw| raw.duration(SECOND, max));
    let listen = from.value("server.listen", |raw| {
        raw.text()?.parse().map_err(|_| "must be an address and a port, such as \"127.0.0.1:8080\"".to_owned())
    });
    let public_url = from.value("server.public_url", |raw| PublicUrl::parse(raw.text()?));
    let trusted_proxies = from.value("server.trusted_proxies", |raw| {
        let networks = raw.list()?;
        let parse = |text: &String| {
            Network::parse(text).ok_or_else(|| {
                format!("`{text}` is not an address or a network such as \"127.0.0.1\" or \"10.0.0.0/8\"")
            })
        };
        networks.iter().map(parse).collect::<Result<Vec<_>, _>>()
    });
    let connections_max = from.value("server.connections_max", |raw| raw.number(1, 1_000_000));
    let first_byte_within = span("server.first_byte_within", MINUTE);
    let header_within = span("server.header_within", MINUTE);
    let idle_max = span("server.idle_max", 10 * MINUTE);
    let request_within = span("server.request_within", 10 * MINUTE);
    let response_within = span("server.response_within", 60 * MINUTE);
    let stop_within = span("server.stop_within", 10 * MINUTE);
    Some(ServerConfig {
        listen: listen?,
        public_url: public_url?,
        trusted_proxies: trusted_proxies?,
        connections_max: usize::try_from(connections_max?).ok()?,
        first_byte_within: first_byte_within?,
        header_within: header_within?,
        idle_max: idle_max?,
        request_within: request_within?,
        response_within: response_within?,
        stop_within: stop_within?,
    })
}

fn data(from: &Reader) -> Option<DataConfig> {
    let folder = from.value("data.folder", |raw| match raw.text()? {
        "" => Err("must be the path of a folder".to_owned()),
        path => Ok(PathBuf::from(path)),
    });
    let address = from.secret("data.database", |text| DatabaseUrl::from_str(text).map_err(|error| error.to_string()));
    let database_connections_max = from.value("data.database_connections_max", |raw| raw.number(1, 1_000));
    let folder = folder?;
    let database = match address {
        Secret::Set(address) => address,
        Secret::NotSet => DatabaseUrl::file(folder.join(DATABASE_FILE)),
        Secret::Wrong => return None,
    };
    Some(DataConfig { folder, database, database_connections_max: database_connections_max? })
}

fn log(from: &Reader) -> Option<LogConfig> {
    let format = from.value("log.format", |raw| raw.word(&[("text", LogFormat::Text), ("json", LogFormat::Json)]));
    let levels =
        [LogLevel::Error, LogLevel::Warn, LogLevel::Info, LogLevel::Debug].map(|level| (level.as_str(), level));
    let level = from.value("log.level", |raw| raw.word(&levels));
    Some(LogConfig { format: format?, level: level? })
}

fn limits(from: &Reader) -> Option<LimitsConfig> {
    let count = |key: &str| from.value(key, |raw| raw.number(1, 1_000_000));
    let rate = |burst: &str, per_minute: &str| {
        let (burst, per_minute) = (count(burst), count(per_minute));
        Some(RateConfig { burst: burst?, per_minute: per_minute? })
    };
    let connections_per_place = count("limits.connections_per_place");
    let sockets_per_place = count("limits.sockets_per_place");
    let requests = rate("limits.requests_burst", "limits.requests_per_minute");
    let sockets = rate("limits.sockets_burst", "limits.sockets_per_minute");
    let starts = rate("limits.starts_burst", "limits.starts_per_minute");
    let sign_ins = rate("limits.sign_ins_burst", "limits.sign_ins_per_minute");
    let sign_in_names = rate("limits.sign_in_names_burst", "limits.sign_in_names_per_minute");
    Some(LimitsConfig {
        connections_per_place: connections_per_place?,
        sockets_per_place: sockets_per_place?,
        requests: requests?,
        sockets: sockets?,
        starts: starts?,
        sign_ins: sign_ins?,
        sign_in_names: sign_in_names?,
    })
}

/// What became of a setting that may also be named by a file, and may be left out.
enum Secret<T> {
    Set(T),
    NotSet,
    Wrong,
}

/// Hands out values, and remembers which keys were asked for: the others are unknown.
struct Reader {
    layers: Vec<Layer>,
    taken: RefCell<BTreeSet<String>>,
    mistakes: RefCell<Vec<Mistake>>,
}

impl Reader {
    /// The value of a key; `None` if it is wrong, which is noted. Every layer's value is looked at: a mistake in one
    /// that does not count now would count later.
    fn value<T>(&self, key: &str, parse: impl Fn(&Raw) -> Result<T, String>) -> Option<T> {
        self.taken.borrow_mut().insert(key.to_owned());
        let mut last = None;
        for entry in self.layers.iter().filter_map(|layer| layer.get(key)) {
            match parse(&entry.raw) {
                Ok(value) => last = Some(value),
                Err(what) => {
                    self.note(&entry.source, format!("{key} {what}"));
                    last = None;
                }
            }
        }
        last
    }

    /// The value of a secret: from `key`, or from the file that `key_file` names. No mistake repeats the secret.
    fn secret<T>(&self, key: &str, parse: impl Fn(&str) -> Result<T, String>) -> Secret<T> {
        let key_file = format!("{key}_file");
        self.taken.borrow_mut().extend([key.to_owned(), key_file.clone()]);
        let mut last = Secret::NotSet;
        for layer in &self.layers {
            let found = match (layer.get(key), layer.get(&key_file)) {
                (Some(_), Some(entry)) => {
                    self.note(&entry.source, format!("{key} and {key_file} are both set: keep one of them"));
                    last = Secret::Wrong;
                    continue;
                }
                (Some(entry), None) => (entry, key, entry.raw.text().map(str::to_owned)),
                (None, Some(entry)) => (entry, key_file.as_str(), read_secret(entry)),
                (None, None) => continue,
            };
            let (entry, key, text) = found;
            last = match text.and_then(|text| parse(&text)) {
                Ok(value) => Secret::Set(value),
                Err(what) => {
                    self.note(&entry.source, format!("{key}: {what}"));
                    Secret::Wrong
                }
            };
        }
        last
    }

    fn refuse_unknown(&self) {
        let taken = self.taken.borrow();
        for (key, entry) in self.layers.iter().flatten() {
            if !taken.contains(key) {
                let near = taken.iter().map(|known| (distance(key, known), known)).min();
                let hint = match near {
                    Some((steps, known)) if steps <= NEAR_MAX => format!("; did you mean {known}?"),
                    _ => String::new(),
                };
                self.note(&entry.source, format!("{key} is not a setting{hint}"));
            }
        }
    }

    fn note(&self, source: &Source, what: String) {
        self.mistakes.borrow_mut().push(Mistake::new(source, what));
    }
}

fn read_secret(entry: &Entry) -> Result<String, String> {
    let path = entry.raw.text()?;
    match std::fs::read_to_string(path) {
        Ok(content) => Ok(content.trim().to_owned()),
        Err(error) => Err(format!("{path} could not be read: {error}")),
    }
}

/// How many letters may differ for a known key to be suggested.
const NEAR_MAX: usize = 3;

/// How many letters must be added, taken away or changed (Levenshtein) to make one from the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let changed = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
