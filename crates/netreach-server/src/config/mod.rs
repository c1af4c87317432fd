//! What the host set: read once, from layers, into types.
//!
//! The embedded file `config/netreach.toml` is the first layer and the reference; then comes the host's file, then the
//! environment, then flags. Every mistake in all of them is reported at once, with its file and line, variable or flag.

mod build;
mod layers;
mod mistake;
mod types;
mod values;

pub use build::load;
pub use layers::{Flag, REFERENCE};
pub use mistake::{Mistake, Mistakes};
pub use types::{
    Config, DataConfig, LimitsConfig, LogConfig, LogFormat, LogLevel, PublicUrl, RateConfig, ServerConfig,
};
