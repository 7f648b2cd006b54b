//! `GET /api/v1/follow_requests`: who asked to follow the caller.

use staffroom_domain::FollowId;
use staffroom_service::{emojis, follow_requests};

use crate::call::{Answer, Call};
use crate::paging::{ACCOUNTS, limit, listed};

/// The latest first. The cursor is the id of the request, not of the account.
pub(crate) async fn handle(call: Call) -> Answer {
    let by = call.user("read:follows")?;
    let limit = limit(&call, ACCOUNTS)?;
    let before = call.params.integer("max_id").map(FollowId::from);
    let found = follow_requests::list(&call.ctx, by, before, limit).await?;
    let people = found.iter().map(|(_, row)| row.clone()).collect();
    let emojis = emojis::shown_by(&call.ctx, people).await?;
    let shaper = call.shaper();
    let shown = found.iter().map(|(_, row)| shaper.account(row, &emojis));
    let shown: Vec<_> = shown.collect();
    let last = found.last().map(|(id, _)| id.get());
    Ok(listed(&call, &shown, None, last))
}
