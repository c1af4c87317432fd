//! The documents that the server writes: the frame, the chat on its own page, the console, and a few plain ones.
//!
//! No inline script and no inline style: the content security policy allows none. Titles are neutral: a title is what a
//! shared screen, a history and a tab bar show.

use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::assets::Document;
use super::headers::RouteClass;
use crate::AppState;
use crate::api::public::site_public;
use crate::settings::SiteSettings;

/// The title of everything that visitors see.
const VISITOR_TITLE: &str = "Chat";

/// The title of the console.
const CONSOLE_TITLE: &str = "Netreach";

/// What the console says where scripts are off.
const CONSOLE_NO_SCRIPT: &str =
    "The console needs JavaScript. Please turn it on for this address, and load the page again.";

/// What the frame and the page may be told by their address. The front end reads the rest itself.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    lang: String,
}

/// The few words that a document holds before its script runs, in one language.
struct Words {
    language: &'static str,
    /// Where scripts are off.
    no_script: &'static str,
    not_here: &'static str,
    front_door: &'static str,
    not_built: &'static str,
}

const ENGLISH: Words = Words {
    language: "en",
    no_script: "This chat needs JavaScript, which is off in this browser. You can reach the project in other ways: \
                they are on the website that brought you here.",
    not_here: "There is nothing here. If a link brought you, it may be old: please look on the website of the \
               project that you want to reach.",
    front_door: "This address belongs to a chat service. Please open the chat from the website of the project that \
                 you want to reach.",
    not_built: "The chat is not here at the moment. Please look for other ways on the website that brought you here.",
};

const ROMANIAN: Words = Words {
    language: "ro",
    no_script: "Acest chat are nevoie de JavaScript, care este oprit în acest browser. Poți lua legătura cu proiectul \
                și altfel: găsești cum pe site-ul de pe care ai venit.",
    not_here: "Aici nu este nimic. Dacă ai venit printr-un link, poate fi vechi: te rugăm să cauți pe site-ul \
               proiectului cu care vrei să iei legătura.",
    front_door: "Această adresă aparține unui serviciu de chat. Te rugăm să deschizi chatul de pe site-ul proiectului \
                 cu care vrei să iei legătura.",
    not_built: "Chatul nu este disponibil acum. Te rugăm să cauți alte căi pe site-ul de pe care ai venit.",
};

impl Words {
    /// The words nearest to the language that was asked for.
    fn in_language(asked: &str) -> &'static Self {
        let primary = asked.split('-').next().unwrap_or_default();
        [&ENGLISH, &ROMANIAN].into_iter().find(|words| primary.eq_ignore_ascii_case(words.language)).unwrap_or(&ENGLISH)
    }
}

/// `GET /embed/{key}`: the frame on a project's website.
pub(super) async fn frame(
    State(state): State<AppState>,
    Path(key): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let words = Words::in_language(&asked.lang);
    let Some(site) = state.settings.current().sites.get(&key).cloned() else {
        return not_here(words);
    };
    let class = RouteClass::Frame { origins: site.origins.clone() };
    visitor_document(&state, &site, Document::Frame, class, words)
}

/// `GET /chat/{key}`: the same chat on a page of its own.
pub(super) async fn page(
    State(state): State<AppState>,
    Path(key): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let words = Words::in_language(&asked.lang);
    let Some(site) = state.settings.current().sites.get(&key).cloned() else {
        return not_here(words);
    };
    visitor_document(&state, &site, Document::Page, RouteClass::Page, words)
}

/// `GET /console/` and every address below it: the script finds its own way.
pub(super) async fn console() -> Response {
    document(Document::Console, RouteClass::Console, CONSOLE_TITLE, &ENGLISH, CONSOLE_NO_SCRIPT, "")
}

/// `GET /`: nothing that says whose service it is.
pub(super) async fn front_door() -> Response {
    plain(StatusCode::OK, &ENGLISH, ENGLISH.front_door)
}

/// Every address that is not there.
pub(super) async fn nothing() -> Response {
    not_here(&ENGLISH)
}

fn not_here(words: &Words) -> Response {
    plain(StatusCode::NOT_FOUND, words, words.not_here)
}

/// `GET /favicon.ico`: pages have no icon of their own that could tell what they are.
pub(super) async fn no_icon() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// `GET /plain.css`: the look of the plain pages.
pub(super) async fn plain_style() -> Response {
    let mut response = ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("plain.css")).into_response();
    response.extensions_mut().insert(RouteClass::Page);
    response
}

fn visitor_document(
    state: &AppState,
    site: &SiteSettings,
    document_of: Document,
    class: RouteClass,
    words: &Words,
) -> Response {
    // Its desk may go away at this very moment.
    let Some(public) = site_public(state, site) else { return not_here(words) };
    let site = serde_json::to_string(&public).expect("a site is plain data");
    let data = format!("<script type=\"application/json\" id=\"site\">{}</script>\n", in_script(&site));
    document(document_of, class, VISITOR_TITLE, words, words.no_script, &data)
}

/// JSON that cannot end the script element it stands in, nor begin a comment.
fn in_script(json: &str) -> String {
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

fn document(of: Document, class: RouteClass, title: &str, words: &Words, no_script: &str, data: &str) -> Response {
    let Some(needs) = of.needs() else {
        tracing::error!(document = ?of, "a front end was not built: run `npm run build` in widget/, then build again");
        return plain(StatusCode::SERVICE_UNAVAILABLE, words, words.not_built);
    };
    let styles = needs.styles.iter().map(|style| format!("<link rel=\"stylesheet\" href=\"/{style}\">\n"));
    let modules = needs.modules.iter().map(|module| format!("<link rel=\"modulepreload\" href=\"/{module}\">\n"));
    let links: String = styles.chain(modules).collect();
    let (language, script) = (words.language, &needs.script);
    html(
        StatusCode::OK,
        class,
        format!(
            "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1, interactive-widget=resizes-content\">\n\
             <title>{title}</title>\n{links}</head>\n<body>\n<div id=\"app\"></div>\n\
             <noscript><p>{no_script}</p></noscript>\n{data}<script type=\"module\" src=\"/{script}\"></script>\n\
             </body>\n</html>\n"
        ),
    )
}

fn plain(status: StatusCode, words: &Words, text: &str) -> Response {
    let language = words.language;
    html(
        status,
        RouteClass::Page,
        format!(
            "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<title>{VISITOR_TITLE}</title>\n\
             <link rel=\"stylesheet\" href=\"/plain.css\">\n</head>\n<body>\n<main>\n<h1>{VISITOR_TITLE}</h1>\n\
             <p>{text}</p>\n</main>\n</body>\n</html>\n"
        ),
    )
}

fn html(status: StatusCode, class: RouteClass, text: String) -> Response {
    let mut response = (status, text).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response.extensions_mut().insert(class);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_the_data_that_it_stands_in() {
        let json = serde_json::to_string("</script><script>alert(1)</script><!-- & -->").expect("text");
        let shown = in_script(&json);
        assert!(!shown.contains(['<', '>', '&']));
        let back: String = serde_json::from_str(&shown).expect("still JSON");
        assert_eq!(back, "</script><script>alert(1)</script><!-- & -->");
    }

    #[test]
    fn words_follow_the_language_that_was_asked_for() {
        assert_eq!(Words::in_language("ro").language, "ro");
        assert_eq!(Words::in_language("RO-md").language, "ro");
        assert_eq!(Words::in_language("\"><script>").language, "en");
        assert_eq!(Words::in_language("").language, "en");
    }
}
