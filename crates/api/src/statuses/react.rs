//! `PUT` and `DELETE /api/v1/pleroma/statuses/:id/reactions/:emoji`: reactions, as Pleroma and Akkoma have
//! them.

use actix_web::HttpResponse;
use staffroom_service::statuses;

use super::get::answer;
use crate::call::{Answer, Call};

/// All reactions to a status.
pub(crate) async fn list(call: Call) -> Answer {
    let viewer = call.anybody("read:statuses")?;
    let view = statuses::show(&call.ctx, viewer, call.id()?).await?;
    let view = view.boost_of.map_or(view.reactions, |of| of.reactions);
    Ok(HttpResponse::Ok().json(call.shaper().reactions(&view)))
}

/// Reacts with an emoji; again changes nothing.
pub(crate) async fn react(call: Call) -> Answer {
    let by = call.user("write:favourites")?;
    let id = statuses::react(&call.ctx, by, call.id()?, emoji(&call)).await?;
    answer(&call, by, id).await
}

/// Takes a reaction back.
pub(crate) async fn unreact(call: Call) -> Answer {
    let by = call.user("write:favourites")?;
    let id = statuses::unreact(&call.ctx, by, call.id()?, emoji(&call)).await?;
    answer(&call, by, id).await
}

fn emoji(call: &Call) -> &str {
    call.request.match_info().get("emoji").unwrap_or_default()
}
