//! `GET /api/staffroom/v1/practices/:id/ledger/rejected`: what does not count, and why.

use actix_web::HttpResponse;
use staffroom_service::ledger;

use crate::call::{Answer, Call};
use crate::entities::RejectedEntry;
use crate::paging::{STATUSES, links, older, page};
use crate::staffroom::shown::RejectedEntries;

/// What was not taken into the ledger, each with the reason, the newest first.
#[utoipa::path(
    get,
    path = "/practices/{id}/ledger/rejected",
    operation_id = "listRejected",
    tag = "ledger",
    params(
        ("id" = String, Path, description = "The id of the practice"),
        ("max_id" = Option<String>, Query, description = "Older than this one"),
        ("limit" = Option<i64>, Query, description = "At most so many: 20 by default, up to 40"),
    ),
    responses((status = 200, description = "Entries and reasons", body = RejectedEntries, headers(("Link" = String, description = "The parts before and after (RFC 8288)")))),
    security((), ("bearer" = ["read:practices"])),
)]
pub(in crate::staffroom) async fn handle(call: Call) -> Answer {
    let viewer = call.anybody("read:practices")?;
    let page = page(&call, STATUSES)?;
    let part = ledger::rejected(&call.ctx, viewer, call.id()?, page).await?;
    let shown = RejectedEntries {
        items: part.items.iter().map(RejectedEntry::new).collect(),
        next: older(&call, part.oldest),
    };
    let mut answer = HttpResponse::Ok();
    links(&call, &mut answer, part.newest, part.oldest);
    Ok(answer.json(shown))
}
