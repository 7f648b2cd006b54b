//! The sitemap (sitemaps.org), in parts: pages with people and events, and the practices of each month.

use actix_web::HttpResponse;
use actix_web::http::header;
use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use staffroom_domain::Timestamp;
use staffroom_service::calendar::{self, List, Lists};
use staffroom_service::{accounts, sitemap};

use super::xml::element;
use crate::error::PageError;
use crate::moment::Moment;
use crate::page::{Page, PageResult};

/// Pages that there always are.
const PAGES: [&str; 6] = ["/", "/about", "/practices", "/browse", "/events", "/vocab/"];
/// The most months.
const MONTHS: usize = 600;
/// The most events.
const EVENTS: i64 = 200;

/// `GET /sitemap.xml`: the parts.
pub(crate) async fn index(page: Page) -> PageResult {
    let ctx = page.ctx();
    let mut parts = vec!["/sitemap/pages.xml".to_owned()];
    if let Some(since) = sitemap::since(ctx).await? {
        let last = month_of(ctx.now());
        let mut month = month_of(since);
        while month <= last && parts.len() <= MONTHS {
            parts.push(format!(
                "/sitemap/practices-{:04}-{:02}.xml",
                month.0, month.1
            ));
            month = after(month);
        }
    }
    let mut inner = String::new();
    for path in parts {
        let part = element("loc", &ctx.url(&path));
        inner.extend(["<sitemap>\n", &part, "</sitemap>\n"]);
    }
    Ok(xml("sitemapindex", &inner))
}

/// `GET /sitemap/pages.xml`
pub(crate) async fn pages(page: Page) -> PageResult {
    let ctx = page.ctx();
    let mut urls: String = PAGES.iter().map(|path| url(&ctx.url(path), None)).collect();
    for row in sitemap::people(ctx).await? {
        urls.push_str(&url(&accounts::page(&ctx.addresses, &row), None));
    }
    let coming = List {
        of: Lists::Here,
        since: None,
        after: None,
        limit: EVENTS,
    };
    for view in calendar::list(ctx, coming).await? {
        if view.author.indexable && view.status.local {
            let changed = view.status.edited_at.map(Moment::from);
            urls.push_str(&url(&ctx.addresses.event_page(view.status.id), changed));
        }
    }
    Ok(xml("urlset", &urls))
}

/// `GET /sitemap/practices-2026-11.xml`: those of a month.
pub(crate) async fn practices(page: Page) -> PageResult {
    let (year, month): (i32, u32) = (page.segment("year")?, page.segment("month")?);
    let from = begin((year, month)).ok_or_else(PageError::not_found)?;
    let until = begin(after((year, month))).ok_or_else(PageError::not_found)?;
    let ctx = page.ctx();
    let urls: String = sitemap::practices(ctx, from, until)
        .await?
        .iter()
        .map(|it| {
            let address = ctx.url(&format!("/practices/{}", it.practice));
            url(&address, Some(it.changed.into()))
        })
        .collect();
    Ok(xml("urlset", &urls))
}

fn month_of(at: Timestamp) -> (i32, u32) {
    let at = DateTime::<Utc>::from_timestamp_micros(at.as_micros()).unwrap_or_default();
    (at.year(), at.month())
}

const fn after((year, month): (i32, u32)) -> (i32, u32) {
    if month >= 12 {
        (year + 1, 1)
    } else {
        (year, month + 1)
    }
}

fn begin((year, month): (i32, u32)) -> Option<Timestamp> {
    let day = NaiveDate::from_ymd_opt(year, month, 1)?;
    let at = day.and_hms_opt(0, 0, 0)?.and_utc();
    Some(Timestamp::from_secs(at.timestamp()))
}

fn url(address: &str, changed: Option<Moment>) -> String {
    let changed = changed.map(|it| element("lastmod", &it.iso));
    format!(
        "<url>\n{}{}</url>\n",
        element("loc", address),
        changed.unwrap_or_default()
    )
}

fn xml(root: &str, inner: &str) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/xml; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        .body(format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<{root} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n\
             {inner}</{root}>\n"
        ))
}
