//! The one address of a document.

use actix_web::HttpResponse;
use actix_web::http::header;

use crate::page::Page;

/// To the address as we write it, for one that was typed in other capitals.
pub(crate) fn canonical(page: &Page, path: &str) -> HttpResponse {
    HttpResponse::PermanentRedirect()
        .insert_header((header::LOCATION, format!("{path}{}", page.query_suffix())))
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        .finish()
}
