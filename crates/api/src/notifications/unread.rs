//! `GET /api/v1/notifications/unread_count` and the same of v2, which counts groups.

use actix_web::HttpResponse;
use serde_json::json;
use staffroom_service::markers;
use staffroom_service::notifications::{self, Kind, MAX_UNREAD};

use super::groups::grouped_kinds;
use super::wanted;
use crate::call::{Answer, Call};
use crate::paging::{Limits, limit};

/// To how many is counted: by default, and at most.
const COUNTED: Limits = Limits(100, MAX_UNREAD);

/// Counted one by one.
pub(crate) async fn each(call: Call) -> Answer {
    answer(&call, |_| true).await
}

/// Counted by groups.
pub(crate) async fn groups(call: Call) -> Answer {
    let grouped = grouped_kinds(&call);
    answer(&call, move |kind| !grouped.contains(&kind)).await
}

async fn answer(call: &Call, all: impl Fn(Kind) -> bool + Send + 'static) -> Answer {
    let bearer = call.bearer("read:notifications")?;
    let (user, by) = (bearer.user.user.id, bearer.user.account.id);
    let limit = limit(call, COUNTED)?;
    let read = markers::find(&call.ctx, user, vec!["notifications"]).await?;
    let read = read
        .first()
        .and_then(|marker| marker.last_read_id.parse().ok());
    let count = notifications::unread(&call.ctx, by, wanted(call)?, all, read, limit).await?;
    Ok(HttpResponse::Ok().json(json!({"count": count})))
}
