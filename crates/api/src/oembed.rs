//! `GET /api/oembed`: a public post of ours, for whoever shows it on a page of theirs (oEmbed 1.0).

use actix_web::HttpResponse;
use serde_json::json;
use staffroom_domain::{Local, StatusId};
use staffroom_service::{accounts, statuses};
use staffroom_text::escape;

use crate::ask::Ask;
use crate::call::Answer;
use crate::error::ApiError;

/// How wide it is where nobody says, and at most, in pixels.
const WIDTH: (i64, i64) = (400, 1_200);
/// How long it may be kept, in seconds.
const KEPT: u32 = 86_400;

/// What anybody may see, by the address of its page or its id.
pub(crate) async fn handle(ask: Ask) -> Answer {
    let params = &ask.params;
    let url = params
        .present("url")
        .ok_or_else(|| ApiError::missing("url"))?;
    if params
        .present("format")
        .is_some_and(|format| format != "json")
    {
        return Err(ApiError::NotFound);
    }
    let id = id_of(&ask, &url).ok_or(ApiError::NotFound)?;
    let view = statuses::show(&ask.ctx, None, id).await?;
    let author = &view.author;
    if !author.is_local() {
        return Err(ApiError::NotFound);
    }
    let addresses = &ask.ctx.addresses;
    let page = addresses.status_page(&author.username, id);
    let width = params
        .integer("maxwidth")
        .unwrap_or(WIDTH.0)
        .clamp(1, WIDTH.1);
    let name = staffroom_text::display_name(&author.display_name);
    // No script and no frame: a link that says whose post it is, with its text.
    let text = staffroom_text::plain_text(&view.status.content);
    let shown = match view.status.spoiler.as_str() {
        "" => escape(&text),
        warning => escape(warning),
    };
    let html = format!(
        "<blockquote cite=\"{page}\"><p>{shown}</p><p><a href=\"{page}\">{}</a></p></blockquote>",
        escape(&name)
    );
    Ok(HttpResponse::Ok().json(json!({
        "type": "rich",
        "version": "1.0",
        "author_name": name,
        "author_url": accounts::page(addresses, author),
        "provider_name": ask.ctx.config.account_domain().as_str(),
        "provider_url": ask.ctx.url("/"),
        "cache_age": KEPT,
        "html": html,
        "width": width,
        "height": null,
    })))
}

/// The id in the address of a page of ours, or in the id of an object.
fn id_of(ask: &Ask, url: &str) -> Option<StatusId> {
    let addresses = &ask.ctx.addresses;
    if let Some(Local::Object(id)) = addresses.parse(url) {
        return Some(id);
    }
    let path = url.strip_prefix(addresses.origin())?.strip_prefix("/@")?;
    let (_, id) = path.split_once('/')?;
    id.parse().ok()
}
