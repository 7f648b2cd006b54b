//! `POST /api/staffroom/v1/talks/:id/accept`, `…/decline` and `…/withdraw`: whether a talk is given.

use actix_web::HttpResponse;
use staffroom_domain::{AccountId, TalkId};
use staffroom_service::calendar;

use crate::call::{Answer, Call};
use crate::entities::Talk;

/// Whoever organises the event takes a talk into its programme.
#[utoipa::path(
    post,
    path = "/talks/{id}/accept",
    operation_id = "acceptTalk",
    tag = "events",
    params(("id" = String, Path, description = "The id of the talk")),
    responses((status = 200, description = "As it is now", body = Talk)),
    security(("bearer" = ["write:events"])),
)]
pub(in crate::staffroom) async fn accept(call: Call) -> Answer {
    let by = call.user("write:events")?;
    let id = call.id()?;
    calendar::decide_talk(&call.ctx, by, id, true).await?;
    shown(&call, by, id).await
}

/// Whoever organises the event has no room for a talk, or takes it out again.
#[utoipa::path(
    post,
    path = "/talks/{id}/decline",
    operation_id = "declineTalk",
    tag = "events",
    params(("id" = String, Path, description = "The id of the talk")),
    responses((status = 200, description = "As it is now", body = Talk)),
    security(("bearer" = ["write:events"])),
)]
pub(in crate::staffroom) async fn decline(call: Call) -> Answer {
    let by = call.user("write:events")?;
    let id = call.id()?;
    calendar::decide_talk(&call.ctx, by, id, false).await?;
    shown(&call, by, id).await
}

/// Whoever would give a talk takes it back. Their place stays theirs.
#[utoipa::path(
    post,
    path = "/talks/{id}/withdraw",
    operation_id = "withdrawTalk",
    tag = "events",
    params(("id" = String, Path, description = "The id of the talk")),
    responses((status = 200, description = "As it is now", body = Talk)),
    security(("bearer" = ["write:events"])),
)]
pub(in crate::staffroom) async fn withdraw(call: Call) -> Answer {
    let by = call.user("write:events")?;
    let id = call.id()?;
    calendar::withdraw_talk(&call.ctx, by, id).await?;
    shown(&call, by, id).await
}

async fn shown(call: &Call, by: AccountId, id: TalkId) -> Answer {
    let talk = calendar::get_talk(&call.ctx, Some(by), id).await?;
    Ok(HttpResponse::Ok().json(Talk::new(&talk)))
}
