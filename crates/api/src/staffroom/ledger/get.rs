//! `GET /api/staffroom/v1/practices/:id/ledger`: what came of it wherever it was tried.

use actix_web::HttpResponse;
use staffroom_service::ledger;

use crate::call::{Answer, Call};
use crate::entities::Ledger;
use crate::paging::{STATUSES, links, older, page};

/// The ledger of a practice: counts, what they mean in words, and a part of the entries that are counted, the newest first.
#[utoipa::path(
    get,
    path = "/practices/{id}/ledger",
    operation_id = "getLedger",
    tag = "ledger",
    params(
        ("id" = String, Path, description = "The id of the practice"),
        ("max_id" = Option<String>, Query, description = "Entries that are older than this one"),
        ("limit" = Option<i64>, Query, description = "At most so many entries: 20 by default, up to 40"),
    ),
    responses((status = 200, description = "The ledger", body = Ledger, headers(("Link" = String, description = "The parts before and after (RFC 8288)")))),
    security((), ("bearer" = ["read:practices"])),
)]
pub(in crate::staffroom) async fn handle(call: Call) -> Answer {
    let viewer = call.anybody("read:practices")?;
    let id = call.id()?;
    let page = page(&call, STATUSES)?;
    let view = ledger::read(&call.ctx, viewer, id).await?;
    let part = ledger::entered(&call.ctx, viewer, id, None, page).await?;
    let shaper = call.shaper();
    let items = part.views.iter().filter_map(|view| shaper.entry(view));
    let shown = Ledger::new(view, items.collect(), older(&call, part.oldest));
    let mut answer = HttpResponse::Ok();
    links(&call, &mut answer, part.newest, part.oldest);
    Ok(answer.json(shown))
}
