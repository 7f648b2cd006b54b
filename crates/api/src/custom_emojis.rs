//! `GET /api/v1/custom_emojis`: what people here can write.

use actix_web::HttpResponse;
use staffroom_service::emojis;

use crate::call::{Answer, Call};
use crate::entities::Emoji;

/// Everybody may know.
pub(crate) async fn handle(call: Call) -> Answer {
    let rows = emojis::own(&call.ctx).await?;
    let list: Vec<Emoji> = rows
        .iter()
        .filter_map(|row| Emoji::new(&call.ctx, row))
        .collect();
    Ok(HttpResponse::Ok().json(list))
}
