//! The two projects' websites: plain pages as any small charity has them, with the one script tag.

use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;

use super::consortium::PROJECTS;

const STYLE: &str = include_str!("website.css");

const PAGES: [&str; 2] = [include_str!("harbour.html"), include_str!("lantern.html")];

/// Serves the websites, whose pages load the chat from `chat`.
pub fn router(chat: &str) -> Router {
    let mut router = Router::new().route("/", get(async || Html(include_str!("index.html")))).route(
        "/website.css",
        get(async || -> Response { ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE).into_response() }),
    );
    router = router.route("/favicon.ico", get(async || StatusCode::NO_CONTENT));
    for (project, page) in PROJECTS.iter().zip(PAGES) {
        let page = page.replace("{{chat}}", chat).replace("{{site}}", project.site_key);
        router = router.route(project.path, get(async move || Html(page)));
    }
    router
}
