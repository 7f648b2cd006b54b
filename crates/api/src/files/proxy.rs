//! `GET /proxy/…`: files of other servers, so that those never hear of readers here.

use actix_web::HttpRequest;
use actix_web::web::Data;
use staffroom_service::Ctx;
use staffroom_service::media::{Remote, Variant, open_remote};

use super::send::{send, wanted};
use crate::call::Answer;
use crate::error::ApiError;
use crate::rates;

/// Only addresses that we gave out ourselves are answered. Counted before anything is looked up or fetched.
pub(crate) async fn handle(ctx: Data<Ctx>, request: HttpRequest) -> Answer {
    rates::count_file(&ctx, &request)?;
    let part = |name| request.match_info().get(name).unwrap_or_default();
    let remote = Remote {
        what: Variant::from_word(part("what")).ok_or(ApiError::NotFound)?,
        id: part("of").parse().map_err(|_| ApiError::NotFound)?,
        signature: part("signature").to_owned(),
        still: request.path().ends_with("/still"),
    };
    match open_remote(&ctx, remote, wanted(&request)).await {
        Ok((path, found)) => send(&path, Ok(found)),
        Err(error) => send("", Err(error)),
    }
}
