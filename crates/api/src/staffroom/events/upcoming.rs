//! `GET /api/staffroom/v1/events/upcoming`: one's own.

use staffroom_service::calendar;

use super::{after, listed};
use crate::call::{Answer, Call};
use crate::paging::{STATUSES, limit};

/// What somebody takes part in or organises, here and elsewhere, the earliest first, until it is over.
#[utoipa::path(
    get,
    path = "/events/upcoming",
    operation_id = "listUpcoming",
    tag = "events",
    params(
        ("after" = Option<String>, Query, description = "Where the part before has ended, as its `next` says"),
        ("limit" = Option<i64>, Query, description = "At most so many: 20 by default, up to 40"),
    ),
    responses((status = 200, description = "Events", body = super::Events, headers(("Link" = String, description = "The part after (RFC 8288)")))),
    security(("bearer" = ["read:events"])),
)]
pub(in crate::staffroom) async fn handle(call: Call) -> Answer {
    let of = call.user("read:events")?;
    let most = limit(&call, STATUSES)?;
    let found = calendar::upcoming(&call.ctx, of, after(&call), most).await?;
    Ok(listed(&call, &found))
}
