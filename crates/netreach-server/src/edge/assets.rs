//! The front ends, as the build left them: inside the binary, or read from their folders in a debug build.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::headers::RouteClass;
use super::manifest::{self, Needs};

/// The visitor's side: loader, frame, page, panel.
#[derive(RustEmbed)]
#[folder = "../../widget/embed/dist"]
#[allow_missing = true]
struct Visitor;

/// The workers' side.
#[derive(RustEmbed)]
#[folder = "../../widget/console/dist"]
#[allow_missing = true]
struct Console;

/// A document that the server writes around a front end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Document {
    /// The frame on a project's website.
    Frame,
    /// The chat on a page of its own.
    Page,
    /// The console.
    Console,
}

impl Document {
    /// What the document links to; `None` if the front end was not built.
    pub(super) fn needs(self) -> Option<Needs> {
        let (manifest, entry) = match self {
            Self::Frame => (Visitor::get("manifest.json"), "src/frame.ts"),
            Self::Page => (Visitor::get("manifest.json"), "src/page.ts"),
            Self::Console => (Console::get("manifest.json"), "src/main.tsx"),
        };
        manifest::needs(&manifest?.data, entry)
    }
}

/// `GET /netreach.js`.
pub(super) async fn loader(request: HeaderMap) -> Response {
    let compressed = Visitor::get("loader.js.br");
    let mut response = match Visitor::get("loader.js") {
        Some(file) => answer(file, compressed, "text/javascript; charset=utf-8", &request).await,
        // A page that carries the script must not see an error because of it.
        None => (StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, "text/javascript")], "").into_response(),
    };
    response.extensions_mut().insert(RouteClass::Loader);
    response
}

/// `GET /assets/{name}`: a hashed file of either front end.
pub(super) async fn asset(Path(name): Path<String>, request: HeaderMap) -> Response {
    let path = format!("assets/{name}");
    let compressed_path = format!("{path}.br");
    let found = Visitor::get(&path)
        .map(|file| (file, Visitor::get(&compressed_path)))
        .or_else(|| Console::get(&path).map(|file| (file, Console::get(&compressed_path))));
    let mut response = match found {
        // What is compressed already is served under the name that it has without.
        Some((file, compressed)) if extension(&name) != Some("br") => {
            answer(file, compressed, media_type(&name), &request).await
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    };
    response.extensions_mut().insert(RouteClass::Asset);
    response
}

fn extension(name: &str) -> Option<&str> {
    name.rsplit_once('.').map(|(_, extension)| extension)
}

/// Media types of what the builds hold. Anything else is not shown, only downloaded.
fn media_type(name: &str) -> &'static str {
    match extension(name) {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        Some("woff2") => "font/woff2",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}

async fn answer(
    file: EmbeddedFile,
    compressed: Option<EmbeddedFile>,
    media_type: &'static str,
    request: &HeaderMap,
) -> Response {
    let brotli = takes_brotli(request) && shrinks(media_type);
    let hash = file.metadata.sha256_hash();
    let tag = entity_tag(&hash, brotli);
    let mut response = if request.get(header::IF_NONE_MATCH) == Some(&tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let body = match (brotli, compressed) {
            (false, _) => Bytes::from(file.data.into_owned()),
            (true, Some(compressed)) => Bytes::from(compressed.data.into_owned()),
            (true, None) => compress(hash, file).await,
        };
        let mut response = Response::new(Body::from(body));
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
        if brotli {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
        }
        response
    };
    response.headers_mut().insert(header::ETAG, tag);
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    response
}

/// Whether compressing such a file makes it smaller. Only files that hold no secret are ever compressed.
fn shrinks(media_type: &str) -> bool {
    media_type.starts_with("text/") || matches!(media_type, "image/svg+xml" | "application/json")
}

/// Whether the browser takes brotli.
fn takes_brotli(request: &HeaderMap) -> bool {
    let lines = request.get_all(header::ACCEPT_ENCODING).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|offer| {
        let mut parts = offer.split(';').map(str::trim);
        parts.next() == Some("br") && !parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

fn entity_tag(hash: &[u8; 32], brotli: bool) -> HeaderValue {
    let (half, _) = hash.split_first_chunk().expect("a hash has 32 bytes");
    let end = if brotli { "-br" } else { "" };
    HeaderValue::from_str(&format!("\"{:032x}{end}\"", u128::from_be_bytes(*half)))
        .expect("hexadecimal digits are visible ASCII")
}

/// Files that the build did not compress, compressed once. As many as the front ends have.
static COMPRESSED: LazyLock<Mutex<HashMap<[u8; 32], Bytes>>> = LazyLock::new(Mutex::default);

/// Compressed files that are kept: the builds have some fifty, a debug build that is rebuilt may bring more.
const COMPRESSED_MAX: usize = 500;

async fn compress(hash: [u8; 32], file: EmbeddedFile) -> Bytes {
    let kept = || COMPRESSED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(bytes) = kept().get(&hash) {
        return bytes.clone();
    }
    let data = Arc::new(file.data);
    let source = Arc::clone(&data);
    let packed = tokio::task::spawn_blocking(move || brotli_of(&source)).await;
    let bytes = Bytes::from(packed.expect("compressing a file of ours does not fail"));
    let mut kept = kept();
    if kept.len() >= COMPRESSED_MAX {
        kept.clear();
    }
    kept.insert(hash, bytes.clone());
    bytes
}

/// Brotli at its strongest, with a window of 4 MiB: larger than any file here.
fn brotli_of(data: &[u8]) -> Vec<u8> {
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &data[..], &mut packed, &parameters).expect("writing to memory does not fail");
    packed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(value: &'static str) -> bool {
        takes_brotli(&HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(value))]))
    }

    #[test]
    fn brotli_is_for_browsers_that_ask_for_it() {
        assert!(accepts("gzip, deflate, br, zstd"));
        assert!(accepts("br;q=0.8"));
        assert!(!accepts("gzip, br;q=0"));
        assert!(!accepts("gzip"));
        assert!(!takes_brotli(&HeaderMap::new()));
    }

    #[test]
    fn what_is_compressed_comes_back() {
        let text = "the same words again and again ".repeat(100);
        let packed = brotli_of(text.as_bytes());
        assert!(packed.len() < text.len() / 10);
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut &packed[..], &mut back).expect("it is brotli");
        assert_eq!(back, text.as_bytes());
    }
}
