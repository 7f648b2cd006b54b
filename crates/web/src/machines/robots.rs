//! What programs that collect pages are asked to leave alone.

use actix_web::HttpResponse;
use actix_web::http::header;

use crate::page::{Page, PageResult};

/// Forms, searches without end, and what is for people who are signed in.
const DISALLOWED: [&str; 13] = [
    "/admin",
    "/api/",
    "/drafts",
    "/invitation/",
    "/language",
    "/media/",
    "/oauth/",
    "/password-reset",
    "/practices?",
    "/proxy/",
    "/remote",
    "/report",
    "/settings",
];

/// `GET /robots.txt`
pub(crate) async fn show(page: Page) -> PageResult {
    let mut text = "User-agent: *\n".to_owned();
    for path in DISALLOWED {
        text.push_str("Disallow: ");
        text.push_str(path);
        text.push('\n');
    }
    text.push_str("Allow: /api/oembed\n\nSitemap: ");
    text.push_str(&page.ctx().url("/sitemap.xml"));
    text.push('\n');
    Ok(HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        .body(text))
}
