//! Log lines on standard error, by allow-list: what is not known to be harmless is not written.
//!
//! - Only fields of [`FIELDS`] are written; any other is dropped, whoever logs it and at whatever level.
//! - Other people's crates are heard at `warn` and above, sqlx at `error`, whatever `RUST_LOG` says, and only by their
//!   message: at finer levels they print what crosses a socket or a statement.

use std::fmt::{self, Write as _};
use std::io::{self, Write as _};
use std::panic;

use jiff::Timestamp;
use netreach_server::config::{LogConfig, LogFormat};
use serde_json::{Map, Value};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::filter::{EnvFilter, FilterExt, LevelFilter, filter_fn};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;

/// Fields that are written. Each holds an id, a number, or words that this project's code chose; none may ever hold
/// an address, a name, a token, or what somebody wrote.
const FIELDS: &[&str] = &[
    "message",
    "code",
    "connections_max",
    "count",
    "descriptors_max",
    "document",
    "duration_ms",
    "error",
    "kind",
    "method",
    "place",
    "request_id",
    "route",
    "status",
];

/// Longest value that is written, in bytes: an error's chain is shorter.
const VALUE_BYTES_MAX: usize = 1_000;

/// The variable that counts more than `log.level`, for our own modules.
const FILTER_VARIABLE: &str = "RUST_LOG";

/// Begins to log. Only the first call in a process does anything.
pub fn begin(config: LogConfig) {
    let asked = EnvFilter::try_from_env(FILTER_VARIABLE).unwrap_or_else(|_| EnvFilter::new(config.level.as_str()));
    let lines = Lines { format: config.format }.with_filter(asked.and(filter_fn(may_be_heard)));
    let _ = tracing_subscriber::registry().with(lines).try_init();
    // Rust's own hook prints what a panic says, and that may hold what somebody wrote: only the place is said.
    panic::set_hook(Box::new(|panicked| {
        let place = panicked.location().map_or_else(|| "unknown".to_owned(), ToString::to_string);
        tracing::error!(place, "a task panicked: this is our mistake");
    }));
}

/// What `RUST_LOG` cannot change.
fn may_be_heard(metadata: &Metadata<'_>) -> bool {
    let ceiling = match metadata.target() {
        own if is_own(own) => LevelFilter::TRACE,
        sql if sql.starts_with("sqlx") => LevelFilter::ERROR,
        _ => LevelFilter::WARN,
    };
    *metadata.level() <= ceiling
}

/// Whether one of this project's crates logs it.
fn is_own(target: &str) -> bool {
    let root = target.split("::").next().unwrap_or_default();
    root == "netreach" || root.starts_with("netreach_")
}

/// Writes one line an event, with the fields of the spans around it.
struct Lines {
    format: LogFormat,
}

/// The fields of a span or an event that may be written.
struct Kept {
    fields: Map<String, Value>,
    only_message: bool,
}

impl Kept {
    fn new(metadata: &Metadata<'_>) -> Self {
        Self { fields: Map::new(), only_message: !is_own(metadata.target()) }
    }

    fn keep(&mut self, field: &Field, value: Value) {
        let name = field.name();
        let is_harmless = if self.only_message { name == "message" } else { FIELDS.contains(&name) };
        if is_harmless {
            self.fields.insert(name.to_owned(), value);
        }
    }
}

impl Visit for Kept {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.keep(field, Value::from(short(&format!("{value:?}"))));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.keep(field, Value::from(short(value)));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.keep(field, Value::from(value));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.keep(field, Value::from(value));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.keep(field, Value::from(value));
    }
}

/// Cut, and without characters that could make one line look like two.
fn short(text: &str) -> String {
    let end = text.floor_char_boundary(VALUE_BYTES_MAX);
    text[..end].chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Lines {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut kept = Kept::new(attributes.metadata());
        attributes.record(&mut kept);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(kept);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id)
            && let Some(kept) = span.extensions_mut().get_mut::<Kept>()
        {
            values.record(kept);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut kept = Kept::new(event.metadata());
        for span in context.event_scope(event).into_iter().flatten().collect::<Vec<_>>().into_iter().rev() {
            if let Some(of_span) = span.extensions().get::<Kept>() {
                kept.fields.extend(of_span.fields.clone());
            }
        }
        event.record(&mut kept);
        let (level, target) = (*event.metadata().level(), event.metadata().target());
        let line = match self.format {
            LogFormat::Text => text(level, target, &kept.fields),
            LogFormat::Json => json(level, target, kept.fields),
        };
        // One write, so that lines of several threads do not mix. Where nobody reads them there is nothing to do.
        let _ = io::stderr().write_all(line.as_bytes());
    }
}

fn text(level: Level, target: &str, fields: &Map<String, Value>) -> String {
    let message = fields.get("message").and_then(Value::as_str).unwrap_or_default();
    let mut line = format!("{} {level:>5} {target}: {message}", Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ"));
    for (name, value) in fields.iter().filter(|(name, _)| *name != "message") {
        write!(line, " {name}={value}").expect("writing to a string cannot fail");
    }
    line.push('\n');
    line
}

fn json(level: Level, target: &str, fields: Map<String, Value>) -> String {
    let mut line = Map::new();
    line.insert("time".to_owned(), Value::from(Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()));
    line.insert("level".to_owned(), Value::from(level.as_str().to_lowercase()));
    line.insert("target".to_owned(), Value::from(target));
    line.extend(fields);
    format!("{}\n", Value::Object(line))
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    /// Gathers what would be written.
    #[derive(Clone, Default)]
    struct Gathered(Arc<Mutex<Vec<Map<String, Value>>>>);

    impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Gathered {
        fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
            let mut kept = Kept::new(event.metadata());
            event.record(&mut kept);
            self.0.lock().expect("one thread").push(kept.fields);
        }
    }

    #[test]
    fn a_field_that_is_not_on_the_list_is_dropped() {
        let gathered = Gathered::default();
        let subscriber = tracing_subscriber::registry().with(gathered.clone().with_filter(filter_fn(may_be_heard)));
        tracing::subscriber::with_default(subscriber, || {
            tracing::info!(status = 200, peer = "203.0.113.7", text = "hello there", "answered");
            tracing::warn!(target: "hyper::server", error = "GET /chat/secret", "could not parse");
            tracing::info!(target: "hyper::server", "GET /chat/secret");
            tracing::warn!(target: "sqlx::query", "INSERT INTO people VALUES ('ana')");
            tracing::trace!("fine-grained, and ours");
        });
        let lines = gathered.0.lock().expect("one thread");
        let shown: Vec<String> = lines.iter().map(|fields| Value::Object(fields.clone()).to_string()).collect();
        assert_eq!(
            shown,
            [
                r#"{"message":"answered","status":200}"#,
                r#"{"message":"could not parse"}"#,
                r#"{"message":"fine-grained, and ours"}"#
            ]
        );
    }

    #[test]
    fn a_line_is_one_line() {
        assert_eq!(short("a\nb\u{1b}[31mc"), "a b [31mc");
        assert_eq!(short(&"é".repeat(VALUE_BYTES_MAX)).len(), VALUE_BYTES_MAX);
    }
}
