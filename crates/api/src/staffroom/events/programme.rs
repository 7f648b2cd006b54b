//! `GET /api/staffroom/v1/events/:id/programme`: its talks.

use actix_web::HttpResponse;
use serde::Serialize;
use staffroom_service::calendar;
use utoipa::ToSchema;

use crate::call::{Answer, Call};
use crate::entities::{Clash, Talk};

/// The talks of an event.
#[derive(Serialize, ToSchema)]
pub(in crate::staffroom) struct Programme {
    /// Each of them, in order.
    items: Vec<Talk>,
    /// Which of them carry the same technology or problem, as the practices say that they are about. Nothing is wrong with
    /// that; their speakers may want to know.
    clashes: Vec<Clash>,
}

/// The talks of an event of this server: those that are accepted; for its organisers all; for a speaker also their own. The
/// programme of an event elsewhere is in its record.
#[utoipa::path(
    get,
    path = "/events/{id}/programme",
    operation_id = "getProgramme",
    tag = "events",
    params(("id" = String, Path, description = "The id of the event")),
    responses((status = 200, description = "Its talks", body = Programme)),
    security((), ("bearer" = ["read:events"])),
)]
pub(in crate::staffroom) async fn handle(call: Call) -> Answer {
    let viewer = call.anybody("read:events")?;
    let found = calendar::programme_with_clashes(&call.ctx, viewer, call.id()?).await?;
    Ok(HttpResponse::Ok().json(Programme {
        items: found.talks.iter().map(Talk::new).collect(),
        clashes: found.clashes.iter().map(Clash::new).collect(),
    }))
}
