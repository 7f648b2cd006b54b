//! `GET /api/v1/statuses?id[]=…`: several statuses at once.

use actix_web::HttpResponse;
use staffroom_domain::StatusId;
use staffroom_service::statuses;

use crate::call::{Answer, Call};
use crate::error::ApiError;

/// How many are shown at once.
const MOST: usize = 20;

/// Those that the caller may see, in the order in which they were asked for.
pub(crate) async fn handle(call: Call) -> Answer {
    let viewer = call.anybody("read:statuses")?;
    let asked = call.params.texts("id");
    if asked.len() > MOST {
        return Err(ApiError::invalid("there are at most 20 statuses at once"));
    }
    let mut ids: Vec<StatusId> = Vec::new();
    for id in asked.iter().filter_map(|id| id.parse().ok()) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let views = statuses::view(&call.ctx, viewer, ids).await?;
    Ok(HttpResponse::Ok().json(call.shaper().statuses(&views)))
}
