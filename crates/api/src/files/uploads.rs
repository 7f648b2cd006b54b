//! `GET /media/…`: files of people here.

use actix_web::HttpRequest;
use actix_web::web::Data;
use staffroom_service::Ctx;
use staffroom_service::media::is_path;

use super::send::{send, wanted};
use crate::call::Answer;
use crate::error::ApiError;

/// Whoever knows the address, which nobody can guess, may see it, as with every server of the kind.
pub(crate) async fn handle(ctx: Data<Ctx>, request: HttpRequest) -> Answer {
    let path = request.match_info().get("path").unwrap_or_default();
    let path = format!("media/{path}");
    if !is_path(&path) {
        return Err(ApiError::NotFound);
    }
    let store = ctx.media().store().map_err(ApiError::internal)?;
    send(
        &path,
        store.get(&path, wanted(&request)).await.map_err(Into::into),
    )
}
