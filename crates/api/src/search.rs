//! `GET /api/v2/search`: people by handle or address, posts by address.

use actix_web::HttpResponse;
use staffroom_service::emojis;
use staffroom_service::search::{self, Hits};

use crate::call::{Answer, Call};
use crate::error::ApiError;

/// With `resolve`, which needs a token, the server that a handle or an address belongs to is asked too.
pub(crate) async fn handle(call: Call) -> Answer {
    let viewer = call.anybody("read:search")?;
    let text = call.params.present("q");
    let text = text.ok_or_else(|| ApiError::missing("q"))?;
    let resolve = call.params.boolean("resolve").unwrap_or(false);
    if resolve && viewer.is_none() {
        return Err(ApiError::Unauthorized);
    }
    for bound in ["limit", "offset"] {
        if call.params.integer(bound).is_some_and(|number| number < 0) {
            let told = format!("{bound} must not be negative");
            return Err(ApiError::BadRequest(told));
        }
    }
    // Everything that can be found stands on the first page.
    if call.params.integer("offset").unwrap_or(0) > 0 {
        return Ok(HttpResponse::Ok().json(call.shaper().search(&Hits::default(), &[])));
    }
    let mut hits = search::find(&call.ctx, viewer, &text, resolve).await?;
    match call.params.text("type").as_deref() {
        Some("accounts") => hits.statuses.clear(),
        Some("statuses") => hits.accounts.clear(),
        Some("hashtags") => hits = Hits::default(),
        _ => {}
    }
    let emojis = emojis::shown_by(&call.ctx, hits.accounts.clone()).await?;
    Ok(HttpResponse::Ok().json(call.shaper().search(&hits, &emojis)))
}
