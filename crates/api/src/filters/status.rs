//! `GET` and `POST /api/v2/filters/:id/statuses`, and `GET` and `DELETE /api/v2/filters/statuses/:id`.

use actix_web::HttpResponse;
use serde_json::json;
use staffroom_service::filters;

use crate::call::{Answer, Call};
use crate::entities::FilterStatus;
use crate::error::ApiError;

/// Those of a filter.
pub(crate) async fn list(call: Call) -> Answer {
    let by = call.user("read:filters")?;
    let filter = filters::show(&call.ctx, by, call.id()?).await?;
    let shown: Vec<FilterStatus> = filter.statuses.iter().map(FilterStatus::from).collect();
    Ok(HttpResponse::Ok().json(shown))
}

/// A status into a filter.
pub(crate) async fn create(call: Call) -> Answer {
    let by = call.user("write:filters")?;
    let status = call.id_param("status_id")?;
    let status = status.ok_or_else(|| ApiError::invalid("Status must exist"))?;
    let made = filters::add_status(&call.ctx, by, call.id()?, status).await?;
    Ok(HttpResponse::Ok().json(FilterStatus::from(&made)))
}

/// One of the caller's.
pub(crate) async fn show(call: Call) -> Answer {
    let by = call.user("read:filters")?;
    let found = filters::status(&call.ctx, by, call.id()?).await?;
    Ok(HttpResponse::Ok().json(FilterStatus::from(&found)))
}

/// Out of its filter.
pub(crate) async fn delete(call: Call) -> Answer {
    let by = call.user("write:filters")?;
    filters::delete_status(&call.ctx, by, call.id()?).await?;
    Ok(HttpResponse::Ok().json(json!({})))
}
