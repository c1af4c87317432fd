//! `cargo xtask codegen`: the TypeScript of the protocol, committed and checked.

use anyhow::{Context, Result, bail};

use crate::workspace;

/// Where the generated file stands.
pub const GENERATED: &str = "widget/protocol/src/generated.ts";

const HEADER: &str =
    "// Generated from crates/netreach-protocol by `cargo xtask codegen`. Change the Rust, never this file.\n\n";

/// Writes the generated file, or with `check` only compares it.
///
/// # Errors
///
/// When it cannot be written, or with `check` when it is not what would be written.
pub fn run(check: bool) -> Result<()> {
    if check {
        if !is_fresh() {
            bail!(
                "{GENERATED} is not what crates/netreach-protocol says: run `cargo xtask codegen` and commit the result"
            );
        }
        println!("{GENERATED} is fresh");
        return Ok(());
    }
    if is_fresh() {
        println!("{GENERATED} is already fresh");
        return Ok(());
    }
    std::fs::write(workspace::root().join(GENERATED), wanted()).with_context(|| format!("cannot write {GENERATED}"))?;
    println!("wrote {GENERATED}");
    Ok(())
}

/// Whether the committed file is what the protocol crate says now.
pub fn is_fresh() -> bool {
    workspace::read(GENERATED).is_ok_and(|found| found == wanted())
}

fn wanted() -> String {
    format!("{HEADER}{}", netreach_protocol::typescript())
}
