//! `GET /api/v1/follow_requests`: who asked to follow the caller.

use staffroom_service::follow_requests;

use crate::call::{Answer, Call};
use crate::paging::{ACCOUNTS, listed_accounts, page};

/// The latest first. The cursor is the id of the request, not of the account.
pub(crate) async fn handle(call: Call) -> Answer {
    let by = call.user("read:follows")?;
    let part = follow_requests::list(&call.ctx, by, page(&call, ACCOUNTS)?).await?;
    listed_accounts(&call, part).await
}
