//! The configuration as types.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use netreach_store::DatabaseUrl;

use crate::edge::address::Network;

/// Everything that the host can set. `config/netreach.toml` says what each field means.
#[derive(Clone, Debug)]
pub struct Config {
    /// Section `server`.
    pub server: ServerConfig,
    /// Section `data`.
    pub data: DataConfig,
    /// Section `log`.
    pub log: LogConfig,
    /// Section `limits`: what one place may do.
    pub limits: LimitsConfig,
    /// `limits.body_max`, in bytes.
    pub body_bytes_max: usize,
}

/// How the server listens.
#[derive(Clone, Debug)]
pub struct ServerConfig {
    /// Address and port; port 0 lets the system choose.
    pub listen: SocketAddr,
    /// The address that people use.
    pub public_url: PublicUrl,
    /// From whom X-Forwarded-For is believed.
    pub trusted_proxies: Vec<Network>,
    /// Connections at once.
    pub connections_max: usize,
    /// Until the first byte of a connection.
    pub first_byte_within: Duration,
    /// From the first byte of a request to the end of its head.
    pub header_within: Duration,
    /// Between the end of an answer and the next request.
    pub idle_max: Duration,
    /// From the head of a request to its answer, body included.
    pub request_within: Duration,
    /// From the head of an answer to its end.
    pub response_within: Duration,
    /// For running requests and sockets once a stop was asked for.
    pub stop_within: Duration,
}

/// Where data is kept.
#[derive(Clone, Debug)]
pub struct DataConfig {
    /// The data folder.
    pub folder: PathBuf,
    /// The database.
    pub database: DatabaseUrl,
    /// Connections to PostgreSQL.
    pub database_connections_max: u32,
}

/// How the server logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogConfig {
    /// For people or for machines.
    pub format: LogFormat,
    /// From which level on.
    pub level: LogLevel,
}

/// The form of log lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// How much is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogLevel {
    /// What failed.
    Error,
    /// Also what may lead to a failure.
    Warn,
    /// Also what happens.
    Info,
    /// Also why it happens.
    Debug,
}

impl LogLevel {
    /// The word for it, as log filters take it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
        }
    }
}

/// What one place may do.
#[derive(Clone, Debug)]
pub struct LimitsConfig {
    /// Connections at once.
    pub connections_per_place: u32,
    /// Open sockets at once.
    pub sockets_per_place: u32,
    /// Requests.
    pub requests: RateConfig,
    /// Sockets opened.
    pub sockets: RateConfig,
    /// Conversations asked for.
    pub starts: RateConfig,
    /// Attempts to sign in.
    pub sign_ins: RateConfig,
    /// Attempts to sign in by one name, from all places.
    pub sign_in_names: RateConfig,
}

/// So many at once, and then so many a minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateConfig {
    /// At once.
    pub burst: u32,
    /// A minute.
    pub per_minute: u32,
}

/// The origin that people use: scheme, host and port, without a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    is_https: bool,
    authority: String,
}

impl PublicUrl {
    /// Reads `https://chat.example.org` or `http://localhost:8080`.
    ///
    /// # Errors
    ///
    /// A sentence for the host: not an origin, or http for something else than this machine or an onion service.
    pub fn parse(text: &str) -> Result<Self, String> {
        let shape = "must look like https://chat.example.org, without a path";
        let (is_https, authority) = match text.split_once("://") {
            Some(("https", authority)) => (true, authority),
            Some(("http", authority)) => (false, authority),
            _ => return Err(shape.to_owned()),
        };
        let authority = authority.strip_suffix('/').unwrap_or(authority).to_ascii_lowercase();
        let (host, port) = split_port(&authority).ok_or(shape)?;
        if !is_host(host) {
            return Err(shape.to_owned());
        }
        if !is_https && !is_local(host) && host.rsplit('.').next() != Some("onion") {
            return Err("must begin with https:// (http is for this machine and for onion services only)".to_owned());
        }
        // Browsers leave the default port out of an origin.
        let default_port = if is_https { 443 } else { 80 };
        let authority = match port {
            Some(port) if port != default_port => format!("{host}:{port}"),
            _ => host.to_owned(),
        };
        Ok(Self { is_https, authority })
    }

    /// The origin as browsers send it: `https://chat.example.org`.
    pub fn origin(&self) -> String {
        format!("{}://{}", if self.is_https { "https" } else { "http" }, self.authority)
    }

    /// The origin of its sockets: `wss://chat.example.org`.
    pub fn socket_origin(&self) -> String {
        format!("{}://{}", if self.is_https { "wss" } else { "ws" }, self.authority)
    }

    /// Whether people reach it over TLS.
    pub fn is_https(&self) -> bool {
        self.is_https
    }
}

/// Host and port of an authority; `None` if the port is not one. An IPv6 host keeps its brackets.
fn split_port(authority: &str) -> Option<(&str, Option<u16>)> {
    let host_end = if authority.starts_with('[') { authority.find(']')? + 1 } else { 0 };
    match authority[host_end..].find(':') {
        Some(colon) => {
            let (host, port) = authority.split_at(host_end + colon);
            let port = port[1..].parse::<u16>().ok().filter(|port| *port != 0)?;
            Some((host, Some(port)))
        }
        None => Some((authority, None)),
    }
}

fn is_host(host: &str) -> bool {
    if let Some(inner) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return inner.parse::<std::net::Ipv6Addr>().is_ok();
    }
    !host.is_empty()
        && host.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        })
}

fn is_local(host: &str) -> bool {
    host == "localhost" || host.ends_with(".localhost") || host == "127.0.0.1" || host == "[::1]"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_url_is_an_origin() {
        let origin = |text: &str| PublicUrl::parse(text).map(|url| (url.origin(), url.socket_origin()));
        let pair = |a: &str, b: &str| Ok((a.to_owned(), b.to_owned()));
        assert_eq!(origin("https://Chat.Example.org/"), pair("https://chat.example.org", "wss://chat.example.org"));
        assert_eq!(origin("https://chat.example.org:443"), pair("https://chat.example.org", "wss://chat.example.org"));
        assert_eq!(origin("http://localhost:8080"), pair("http://localhost:8080", "ws://localhost:8080"));
        assert_eq!(origin("http://[::1]:9"), pair("http://[::1]:9", "ws://[::1]:9"));
        assert_eq!(origin("http://abc.onion"), pair("http://abc.onion", "ws://abc.onion"));
        for wrong in [
            "chat.example.org",
            "ftp://chat.example.org",
            "https://",
            "https://chat.example.org/path",
            "https://chat.example.org?x",
            "https://user@chat.example.org",
            "https://chat.example.org:x",
            "https://chat.example.org:0",
            "https://chat..org",
            "https://chat.example.org; script-src *",
            "https://[::1",
            "http://chat.example.org",
            "http://localhost.example.org",
        ] {
            assert!(origin(wrong).is_err(), "{wrong}");
        }
    }
}
