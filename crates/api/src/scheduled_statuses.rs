//! `/api/v1/scheduled_statuses`: what waits for its time.

use actix_web::HttpResponse;
use serde_json::json;
use staffroom_service::statuses;

use crate::call::{Answer, Call};
use crate::entities::ScheduledStatus;
use crate::error::ApiError;
use crate::paging::{STATUSES, listed, page};
use crate::params::moment;

/// What of the caller waits, the last written first.
pub(crate) async fn list(call: Call) -> Answer {
    let by = call.user("read:statuses")?;
    let part = statuses::scheduled_by(&call.ctx, by, page(&call, STATUSES)?).await?;
    let shown: Vec<ScheduledStatus> = part
        .items
        .iter()
        .map(|one| ScheduledStatus::new(&call.ctx, one))
        .collect();
    Ok(listed(&call, &shown, part.newest, part.oldest))
}

/// One of the caller's.
pub(crate) async fn show(call: Call) -> Answer {
    let by = call.user("read:statuses")?;
    let found = statuses::scheduled(&call.ctx, by, call.id()?).await?;
    Ok(HttpResponse::Ok().json(ScheduledStatus::new(&call.ctx, &found)))
}

/// Another time; nothing else of it can be changed.
pub(crate) async fn update(call: Call) -> Answer {
    let by = call.user("write:statuses")?;
    let id = call.id()?;
    let at = moment(&call.params, "scheduled_at")?;
    let at = at.ok_or_else(|| ApiError::missing("scheduled_at"))?;
    let changed = statuses::reschedule(&call.ctx, by, id, at).await?;
    Ok(HttpResponse::Ok().json(ScheduledStatus::new(&call.ctx, &changed)))
}

/// It is not posted.
pub(crate) async fn delete(call: Call) -> Answer {
    let by = call.user("write:statuses")?;
    statuses::unschedule(&call.ctx, by, call.id()?).await?;
    Ok(HttpResponse::Ok().json(json!({})))
}
