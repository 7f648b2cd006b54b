//! `GET /api/staffroom/v1/practices/:id/adoptions`: who tries it.

use staffroom_domain::RecordKind;
use staffroom_service::ledger;

use crate::call::{Answer, Call};
use crate::paging::{STATUSES, page};
use crate::staffroom::shown::{self, Entries};

/// The adoptions of a practice that are in its ledger, the newest first.
#[utoipa::path(
    get,
    path = "/practices/{id}/adoptions",
    operation_id = "listAdoptions",
    tag = "entries",
    params(
        ("id" = String, Path, description = "The id of the practice"),
        ("max_id" = Option<String>, Query, description = "Older than this one"),
        ("limit" = Option<i64>, Query, description = "At most so many: 20 by default, up to 40"),
    ),
    responses((status = 200, description = "Adoptions", body = Entries, headers(("Link" = String, description = "The parts before and after (RFC 8288)")))),
    security((), ("bearer" = ["read:practices"])),
)]
pub(in crate::staffroom) async fn handle(call: Call) -> Answer {
    let viewer = call.anybody("read:practices")?;
    let page = page(&call, STATUSES)?;
    let only = Some(RecordKind::Adoption);
    let part = ledger::entered(&call.ctx, viewer, call.id()?, only, page).await?;
    Ok(shown::entries(&call, &part))
}
