//! `cargo xtask sizes`: what a visitor downloads, against its limits.
//!
//! Visitors are often on phones and paid-by-the-byte data, and a page that waits for a widget is a page that drops it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::workspace::widget;

/// The loader, which every visitor of a project's page fetches.
const LOADER_BYTES_MAX: usize = 2 * 1024;
/// The closed launcher: HTML, script and style together.
const FIRST_FRAME_BYTES_MAX: usize = 6 * 1024;
/// What of [`FIRST_FRAME_BYTES_MAX`] is set aside for the HTML, which the server writes.
const FRAME_HTML_BYTES: usize = 1024;
/// The panel with its style and one language, beyond what the first frame has brought.
const PANEL_BYTES_MAX: usize = 30 * 1024;

const FRAME: &str = "src/frame.ts";
const PANEL: &str = "src/panel/main.tsx";
const LAUNCHER_TEXTS: &str = "src/lang/launcher/";
const PANEL_TEXTS: &str = "src/lang/panel/";

type Manifest = BTreeMap<String, Chunk>;

/// One entry of Vite's manifest.
#[derive(Deserialize)]
struct Chunk {
    file: String,
    #[serde(default)]
    imports: Vec<String>,
    #[serde(default)]
    css: Vec<String>,
}

/// Prints the sizes.
///
/// # Errors
///
/// When the front ends are not built or a size is over its limit.
pub fn run() -> Result<()> {
    let path = widget().join("embed/dist/manifest.json");
    let text = fs::read_to_string(&path).context("the widget is not built: run `cargo xtask front`")?;
    let manifest: Manifest = serde_json::from_str(&text).with_context(|| format!("cannot read {}", path.display()))?;

    let frame = files_of(&manifest, FRAME)?;
    let panel = files_of(&manifest, PANEL)?;
    let loader = compressed("loader.js")?;
    let first_frame = FRAME_HTML_BYTES + sum(&frame)? + largest(&manifest, LAUNCHER_TEXTS)?;
    let panel = sum(&panel.difference(&frame).cloned().collect())? + largest(&manifest, PANEL_TEXTS)?;

    let mut over = Vec::new();
    for (name, bytes, max) in [
        ("loader", loader, LOADER_BYTES_MAX),
        ("first frame", first_frame, FIRST_FRAME_BYTES_MAX),
        ("panel", panel, PANEL_BYTES_MAX),
    ] {
        println!("{name:<12} {bytes:>6} of {max:>6} bytes, brotli");
        if bytes > max {
            over.push(name);
        }
    }
    if !over.is_empty() {
        bail!("over the limit: {}", over.join(", "));
    }
    Ok(())
}

/// The files that a browser fetches to run `entry`: itself, what it imports at once, and their styles.
fn files_of(manifest: &Manifest, entry: &str) -> Result<BTreeSet<String>> {
    let mut files = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![entry];
    while let Some(key) = open.pop() {
        if seen.insert(key) {
            let chunk = manifest.get(key).with_context(|| format!("the widget's manifest has no chunk `{key}`"))?;
            files.insert(chunk.file.clone());
            files.extend(chunk.css.iter().cloned());
            open.extend(chunk.imports.iter().map(String::as_str));
        }
    }
    Ok(files)
}

fn sum(files: &BTreeSet<String>) -> Result<usize> {
    files.iter().map(|file| compressed(file)).sum()
}

/// The largest of the language files in a folder, since a visitor fetches one of them.
fn largest(manifest: &Manifest, folder: &str) -> Result<usize> {
    let sizes: Result<Vec<usize>> =
        manifest.iter().filter(|(key, _)| key.starts_with(folder)).map(|(_, chunk)| compressed(&chunk.file)).collect();
    Ok(sizes?.into_iter().max().unwrap_or(0))
}

fn compressed(file: &str) -> Result<usize> {
    let content = fs::read(widget().join("embed/dist").join(file))
        .with_context(|| format!("the build has no file widget/embed/dist/{file}"))?;
    let mut out = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut content.as_slice(), &mut out, &params)
        .with_context(|| format!("cannot compress {file}"))?;
    Ok(out.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = r#"{
        "src/frame.ts": { "file": "f.js", "css": ["f.css"], "imports": ["_shared.js"] },
        "_shared.js": { "file": "s.js", "imports": ["_shared.js"] },
        "src/panel/main.tsx": { "file": "p.js", "css": ["p.css"], "imports": ["_shared.js"] }
    }"#;

    #[test]
    fn an_entry_brings_its_imports_and_styles_once() {
        let manifest: Manifest = serde_json::from_str(MANIFEST).expect("a manifest");
        let frame = files_of(&manifest, FRAME).expect("the frame");
        assert_eq!(frame.iter().map(String::as_str).collect::<Vec<_>>(), ["f.css", "f.js", "s.js"]);
        let panel = files_of(&manifest, PANEL).expect("the panel");
        assert_eq!(panel.difference(&frame).map(String::as_str).collect::<Vec<_>>(), ["p.css", "p.js"]);
        assert!(files_of(&manifest, "src/none.ts").is_err());
    }
}
