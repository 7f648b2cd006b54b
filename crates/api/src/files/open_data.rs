//! `GET /open-data/…`: the tables that a hub gives away.

use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use staffroom_service::Ctx;
use staffroom_service::media::Wanted;
use staffroom_service::open_data;

use super::send::{part, wanted_range};
use crate::call::Answer;
use crate::error::ApiError;

/// Whoever has a file asks whether it is still so.
const ASK_AGAIN: &str = "public, no-cache";

/// A whole file, or the part that is asked for: whoever broke off goes on where they were, unless it is another by now.
pub(crate) async fn handle(ctx: Data<Ctx>, request: HttpRequest) -> Answer {
    let name = request.match_info().get("file").unwrap_or_default();
    let release = open_data::current(&ctx).await?.ok_or(ApiError::NotFound)?;
    let of = release.files.iter().find(|of| of.name == name);
    let of = of.ok_or(ApiError::NotFound)?;
    let tag = format!("\"{}\"", of.sha256);
    let header = |name| request.headers().get(name).and_then(|it| it.to_str().ok());
    let is_known = header(header::IF_NONE_MATCH).is_some_and(|known| {
        known
            .split(',')
            .any(|it| [tag.as_str(), "*"].contains(&it.trim().trim_start_matches("W/")))
    });
    if is_known {
        return Ok(HttpResponse::NotModified()
            .insert_header((header::ETAG, tag))
            .insert_header((header::CACHE_CONTROL, ASK_AGAIN))
            .finish());
    }
    let is_same = header(header::IF_RANGE).is_none_or(|known| known == tag);
    let wanted = wanted_range(&request).filter(|_| is_same && of.bytes > 0);
    let found = open_data::open(&ctx, &release, name, wanted.unwrap_or(Wanted::All)).await;
    part(found, |answer| {
        answer
            .insert_header((header::CONTENT_TYPE, media_type(name)))
            .insert_header((header::ETAG, tag))
            .insert_header((header::CACHE_CONTROL, ASK_AGAIN));
    })
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "csv" => "text/csv; charset=utf-8",
        "jsonl" => "application/jsonl; charset=utf-8",
        "jsonld" => "application/ld+json",
        "ttl" => "text/turtle; charset=utf-8",
        _ => "application/json",
    }
}
