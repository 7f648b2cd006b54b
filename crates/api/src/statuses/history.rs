//! `GET /api/v1/statuses/:id/history`: all versions of a status.

use actix_web::HttpResponse;
use staffroom_service::statuses;

use crate::call::{Answer, Call};

/// The first version first; of a status that was never changed, the one that there is.
pub(crate) async fn handle(call: Call) -> Answer {
    let viewer = call.anybody("read:statuses")?;
    let versions = statuses::history(&call.ctx, viewer, call.id()?).await?;
    let shaper = call.shaper();
    let shown: Vec<_> = versions
        .iter()
        .map(|version| shaper.status_edit(version))
        .collect();
    Ok(HttpResponse::Ok().json(shown))
}
