//! `GET /api/v1/timelines/home`: what those whom the caller follows posted.

use staffroom_service::statuses::StatusView;
use staffroom_service::timelines;

use crate::call::{Answer, Call};
use crate::paging::{STATUSES, listed, page};

/// The newest first.
pub(crate) async fn handle(call: Call) -> Answer {
    let by = call.user("read:statuses")?;
    let views = timelines::home(&call.ctx, by, page(&call, STATUSES)?).await?;
    let id = |view: &StatusView| view.status.id.get();
    let (first, last) = (views.first().map(id), views.last().map(id));
    let shown = call.shaper().statuses(&views);
    Ok(listed(&call, &shown, first, last))
}
