//! `GET /api/v1/timelines/list/:id`: what those in a list of the caller posted.

use staffroom_domain::ListId;
use staffroom_service::timelines;

use super::answer;
use crate::call::{Answer, Call};
use crate::paging::{STATUSES, page};

/// The newest first.
pub(crate) async fn handle(call: Call) -> Answer {
    let by = call.user("read:lists")?;
    let list: ListId = call.id()?;
    let page = page(&call, STATUSES)?;
    let part = timelines::of_list(&call.ctx, by, list, page).await?;
    Ok(answer(&call, &part))
}
