//! The answers: caching, entity tags, and data that pages elsewhere may read.

use actix_web::http::header::{self, ETag, EntityTag, IfNoneMatch};
use actix_web::{HttpResponse, HttpResponseBuilder};
use askama::Template;
use data_encoding::HEXLOWER;
use staffroom_vocabulary::{DIGEST, Document};

use super::format::Format;
use crate::assets::is_known;
use crate::error::PageError;
use crate::page::{Page, PageResult};

/// Data: the same for everybody, for an hour without asking again.
pub(crate) fn data(
    page: &Page,
    name: &str,
    format: Format,
    write: impl FnOnce() -> String,
) -> HttpResponse {
    let digest = DIGEST.get(..16).unwrap_or(DIGEST);
    let tag = EntityTag::new_strong(format!("{digest}-{name}-{}", format.word()));
    let content_type = match format {
        Format::Turtle => "text/turtle; charset=utf-8",
        Format::Csv => "text/csv; charset=utf-8; header=present",
        other => other.media_type(),
    };
    let mut answer = answer(page, &tag);
    answer
        .insert_header((header::VARY, "Accept"))
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header((header::ACCESS_CONTROL_EXPOSE_HEADERS, "ETag"));
    if format == Format::Csv {
        let file = format!("inline; filename=\"staffroom-{name}.csv\"");
        answer.insert_header((header::CONTENT_DISPOSITION, file));
    }
    if is_unchanged(page, &tag) {
        answer.finish()
    } else {
        answer.content_type(content_type).body(write())
    }
}

/// The triples, as Turtle or else as JSON-LD.
pub(crate) fn graph(document: &Document, format: Format) -> String {
    match format {
        Format::Turtle => document.to_turtle(),
        _ => document.to_json_ld(),
    }
}

/// A page: the head names whoever is signed in, so that only those for nobody in particular may be
/// kept, and are checked again each time.
pub(crate) fn html(page: &Page, template: &impl Template) -> PageResult {
    const VARY: (header::HeaderName, &str) = (header::VARY, "Accept, Accept-Language, Cookie");
    let text = template.render().map_err(PageError::internal)?;
    let personal = page.visitor().signed_in().is_some() || page.visitor().flash.is_some();
    if personal {
        let mut answer = HttpResponse::Ok();
        answer.insert_header(VARY);
        return Ok(answer.content_type("text/html; charset=utf-8").body(text));
    }
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes());
    let hash = HEXLOWER.encode(hash.as_ref());
    let tag = EntityTag::new_strong(hash.get(..32).unwrap_or(&hash).to_owned());
    let mut answer = answer(page, &tag);
    answer
        .insert_header(VARY)
        .insert_header((header::CACHE_CONTROL, "no-cache"));
    Ok(if is_unchanged(page, &tag) {
        answer.finish()
    } else {
        answer.content_type("text/html; charset=utf-8").body(text)
    })
}

fn answer(page: &Page, tag: &EntityTag) -> HttpResponseBuilder {
    let mut answer = if is_unchanged(page, tag) {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    answer.insert_header(ETag(tag.clone()));
    answer
}

fn is_unchanged(page: &Page, tag: &EntityTag) -> bool {
    page.typed_header::<IfNoneMatch>()
        .is_some_and(|known| is_known(&known, tag))
}
