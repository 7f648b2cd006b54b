//! `GET /api/staffroom/v1/hub/practices/:id/ledgers`: what the author's server lists, and what this hub has verified.

use actix_web::HttpResponse;
use staffroom_service::hub;

use crate::call::{Answer, Call};
use crate::entities::HubLedgers;
use crate::paging::{STATUSES, links, older, page};

/// The ledgers of a practice on a hub: that of its author's server, with what that did not take in and why; and that of the
/// hub, which counts each outcome that its own server has shown. 404 on an instance that is no hub.
#[utoipa::path(
    get,
    path = "/hub/practices/{id}/ledgers",
    operation_id = "getHubLedgers",
    tag = "hub",
    params(
        ("id" = String, Path, description = "The id of the practice"),
        ("max_id" = Option<String>, Query, description = "Outcomes that are older than this one"),
        ("limit" = Option<i64>, Query, description = "At most so many outcomes: 20 by default, up to 40"),
    ),
    responses((status = 200, description = "Both ledgers", body = HubLedgers, headers(("Link" = String, description = "The parts before and after (RFC 8288)")))),
    security((), ("bearer" = ["read:practices"])),
)]
pub(in crate::staffroom) async fn handle(call: Call) -> Answer {
    let viewer = call.anybody("read:practices")?;
    let page = page(&call, STATUSES)?;
    let found = hub::ledgers(&call.ctx, viewer, call.id()?, page).await?;
    let (newest, oldest) = (found.outcomes.newest, found.outcomes.oldest);
    let shown = HubLedgers::new(found, &call.ctx.addresses, older(&call, oldest));
    let mut answer = HttpResponse::Ok();
    links(&call, &mut answer, newest, oldest);
    Ok(answer.json(shown))
}
