//! `GET /api/v2/search`: people by handle or address, hashtags by their beginning, posts by their words or
//! address; and `GET /api/v1/search`, which some clients still call.

use actix_web::HttpResponse;
use staffroom_service::emojis;
use staffroom_service::search::{self, Asked, Hits, Kind, Scope};

use crate::call::{Answer, Call};
use crate::error::ApiError;
use crate::paging::{self, STATUSES};

/// How far one can turn pages.
const MAX_OFFSET: i64 = 400;

/// With `resolve`, which needs a token, the server that a handle or an address belongs to is asked too.
pub(crate) async fn handle(call: Call) -> Answer {
    let hits = find(&call).await?;
    let emojis = emojis::shown_by(&call.ctx, hits.accounts.clone()).await?;
    Ok(HttpResponse::Ok().json(call.shaper().search(&hits, &emojis)))
}

/// The same; hashtags are only names.
pub(crate) async fn old(call: Call) -> Answer {
    let hits = find(&call).await?;
    let emojis = emojis::shown_by(&call.ctx, hits.accounts.clone()).await?;
    Ok(HttpResponse::Ok().json(call.shaper().old_search(&hits, &emojis)))
}

async fn find(call: &Call) -> Result<Hits, ApiError> {
    let viewer = call.anybody("read:search")?;
    let text = call.params.present("q");
    let text = text.ok_or_else(|| ApiError::missing("q"))?;
    let wants = |name: &str| call.params.boolean(name).unwrap_or(false);
    let offset = call.params.integer("offset").unwrap_or(0);
    if offset < 0 {
        return Err(ApiError::BadRequest(
            "offset must not be negative".to_owned(),
        ));
    }
    let limit = paging::limit(call, STATUSES)?;
    if viewer.is_none() && (wants("resolve") || offset > 0) {
        return Err(ApiError::Unauthorized);
    }
    if offset > MAX_OFFSET {
        return Ok(Hits::default());
    }
    let count = |number: i64| usize::try_from(number).unwrap_or_default();
    let asked = Asked {
        text,
        kind: kind(call),
        resolve: wants("resolve"),
        following: wants("following"),
        scope: Scope {
            account: call.id_param("account_id")?,
            max_id: call.params.integer("max_id"),
            min_id: call.params.integer("min_id"),
            offset: count(offset),
            limit: count(limit),
        },
    };
    Ok(search::find(&call.ctx, viewer, asked).await?)
}

/// What is not known is everything.
fn kind(call: &Call) -> Option<Kind> {
    match call.params.text("type")?.as_str() {
        "accounts" => Some(Kind::Accounts),
        "statuses" => Some(Kind::Statuses),
        "hashtags" => Some(Kind::Hashtags),
        _ => None,
    }
}
