//! The build manifest of a front end: which hashed files a document needs.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

/// What the HTML of a front end links to, relative to the folder of the build.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Needs {
    /// The module script.
    pub script: String,
    /// Modules that the script imports, to be fetched at the same time.
    pub modules: Vec<String>,
    /// Stylesheets of the script and of what it imports.
    pub styles: Vec<String>,
}

/// One entry as Vite writes it. It has more fields than are needed here.
#[derive(Deserialize)]
struct Chunk {
    file: String,
    #[serde(default)]
    css: Vec<String>,
    #[serde(default)]
    imports: Vec<String>,
}

/// Reads what `entry` (for example `src/frame.ts`) needs; `None` if the manifest does not have it.
pub(super) fn needs(manifest: &[u8], entry: &str) -> Option<Needs> {
    let chunks: BTreeMap<String, Chunk> = serde_json::from_slice(manifest).ok()?;
    let mut seen = BTreeSet::from([entry]);
    let mut waiting = vec![entry];
    let mut needs = Needs { script: chunks.get(entry)?.file.clone(), modules: Vec::new(), styles: Vec::new() };
    while let Some(name) = waiting.pop() {
        let chunk = chunks.get(name)?;
        if name != entry {
            needs.modules.push(chunk.file.clone());
        }
        for style in &chunk.css {
            if !needs.styles.contains(style) {
                needs.styles.push(style.clone());
            }
        }
        waiting.extend(chunk.imports.iter().map(String::as_str).filter(|import| seen.insert(import)));
    }
    Some(needs)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &[u8] = br#"{
        "_shared-1.js": { "file": "assets/shared-1.js", "css": ["assets/shared-1.css"], "imports": ["_deep-1.js"] },
        "_deep-1.js": { "file": "assets/deep-1.js", "imports": ["_shared-1.js"] },
        "src/frame.ts": {
            "file": "assets/frame-1.js", "isEntry": true, "css": ["assets/frame-1.css", "assets/shared-1.css"],
            "imports": ["_shared-1.js"], "dynamicImports": ["src/panel/main.tsx"]
        },
        "src/panel/main.tsx": { "file": "assets/main-1.js", "css": ["assets/main-1.css"] }
    }"#;

    #[test]
    fn an_entry_needs_its_imports_and_nothing_that_comes_later() {
        let needs = needs(MANIFEST, "src/frame.ts").expect("the entry");
        assert_eq!(needs.script, "assets/frame-1.js");
        assert_eq!(needs.modules, ["assets/shared-1.js", "assets/deep-1.js"]);
        assert_eq!(needs.styles, ["assets/frame-1.css", "assets/shared-1.css"]);
    }

    #[test]
    fn a_manifest_without_the_entry_says_so() {
        assert_eq!(needs(MANIFEST, "src/page.ts"), None);
        assert_eq!(needs(b"", "src/page.ts"), None);
    }
}
