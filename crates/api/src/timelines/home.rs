//! `GET /api/v1/timelines/home`: what those whom the caller follows posted.

use staffroom_service::timelines;

use super::answer;
use crate::call::{Answer, Call};
use crate::paging::{STATUSES, page};

/// The newest first.
pub(crate) async fn handle(call: Call) -> Answer {
    let by = call.user("read:statuses")?;
    let part = timelines::home(&call.ctx, by, page(&call, STATUSES)?).await?;
    Ok(answer(&call, &part))
}
