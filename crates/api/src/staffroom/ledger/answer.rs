//! `POST /api/staffroom/v1/entries/:id/reject` and `…/accept`: what the author of a practice says to an entry.

use actix_web::HttpResponse;
use staffroom_domain::StatusId;
use staffroom_domain::ledger::Reason;
use staffroom_service::statuses::StatusError;
use staffroom_service::{ledger, statuses};
use utoipa::ToSchema;

use crate::call::{Answer, Call};
use crate::entities::Entry;
use crate::staffroom::body::Sent;
use crate::staffroom::shown;

/// A rejection, as the author of the practice sends it.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the shape of what `Body` reads")]
pub(in crate::staffroom) struct RejectBody {
    /// Why: `spam`, `abuse`, `out-of-scope` or `duplicate`. Nothing is rejected for what it says.
    reason: String,
}

/// The author of a practice rejects an adoption or an outcome. It stays listed, with the reason.
#[utoipa::path(
    post,
    path = "/entries/{id}/reject",
    operation_id = "rejectEntry",
    tag = "ledger",
    params(("id" = String, Path, description = "The id of the adoption or outcome")),
    request_body = RejectBody,
    responses((status = 200, description = "As it is now", body = Entry)),
    security(("bearer" = ["write:practices"])),
)]
pub(in crate::staffroom) async fn reject(sent: Sent) -> Answer {
    let Sent { call, mut body } = sent;
    let by = call.user("write:practices")?;
    let id = call.id()?;
    let reason = body.text("reason").unwrap_or_default();
    body.finish()?;
    ledger::reject(&call.ctx, by, id, Reason::from_code(&reason)).await?;
    answered(&call, by, id).await
}

/// The author of a practice takes an entry in after all.
#[utoipa::path(
    post,
    path = "/entries/{id}/accept",
    operation_id = "acceptEntry",
    tag = "ledger",
    params(("id" = String, Path, description = "The id of the adoption or outcome")),
    responses((status = 200, description = "As it is now", body = Entry)),
    security(("bearer" = ["write:practices"])),
)]
pub(in crate::staffroom) async fn accept(call: Call) -> Answer {
    let by = call.user("write:practices")?;
    let id = call.id()?;
    ledger::accept(&call.ctx, by, id).await?;
    answered(&call, by, id).await
}

async fn answered(call: &Call, by: staffroom_domain::AccountId, id: StatusId) -> Answer {
    let view = match statuses::show(&call.ctx, Some(by), id).await {
        // Of somebody who has blocked the author: as everybody sees it.
        Err(StatusError::NotFound) => statuses::show(&call.ctx, None, id).await?,
        shown => shown?,
    };
    Ok(HttpResponse::Ok().json(shown::entry(call, &view)?))
}
