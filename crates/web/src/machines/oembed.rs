//! How a page of ours is embedded elsewhere (oembed.com): a quotation with a link, and nothing that runs.

use actix_web::HttpResponse;
use actix_web::http::header;
use serde_json::json;

use crate::error::PageError;
use crate::object::Object;
use crate::page::{Page, PageResult};
use crate::shown::{Person, Shown};
use crate::words::escaped;

/// The widest that we are, in pixels.
const WIDEST: u32 = 600;
/// So much of a text is quoted.
const EXCERPT: usize = 300;

/// `GET /api/oembed?url=…`: what a stranger may see, whoever asks.
pub(crate) async fn show(page: Page) -> PageResult {
    let query = page.query();
    if !matches!(query.get("format"), "" | "json") {
        return Ok(HttpResponse::NotImplemented().finish());
    }
    let (ctx, address) = (page.ctx(), query.get("url"));
    if !ctx.addresses.is_local(address) {
        return Err(PageError::not_found());
    }
    let object = Object::find_for(&page, None, address).await?;
    let view = object.status.as_ref().ok_or_else(PageError::not_found)?;
    let author = Person::new(&ctx.addresses, &object.account);
    let shown = Shown::new(page.words(), &ctx.addresses, ctx.now(), view);
    let url = ctx.url(&object.path);
    let title = object.name(&page);
    let text = match (&view.status.title, &shown.warning) {
        (Some(_), _) => view.status.spoiler.clone(),
        (None, Some(warning)) => warning.clone(),
        (None, None) => staffroom_text::plain_text(&shown.html),
    };
    let text: String = text.chars().take(EXCERPT).collect();
    let html = format!(
        "<blockquote cite=\"{url}\"><p><a href=\"{url}\">{title}</a></p><p>{text}</p><footer>{author}</footer></blockquote>",
        url = escaped(&url),
        title = escaped(&title),
        text = escaped(&text),
        author = escaped(&format!("{} ({})", author.name, author.handle)),
    );
    let widest = query.get("maxwidth").parse().unwrap_or(WIDEST);
    let answer = json!({
        "type": "rich",
        "version": "1.0",
        "title": title,
        "author_name": author.name,
        "author_url": author.href,
        "provider_name": ctx.config.instance.name,
        "provider_url": ctx.url("/"),
        "cache_age": 86_400,
        "html": html,
        "width": WIDEST.min(widest),
        "height": null,
    });
    Ok(HttpResponse::Ok()
        .content_type("application/json; charset=utf-8")
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .body(answer.to_string()))
}
