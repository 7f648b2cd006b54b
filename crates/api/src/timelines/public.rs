//! `GET /api/v1/timelines/public`: what everybody posts for everybody.

use staffroom_service::timelines;

use super::{answer, is_open_to, kinds};
use crate::call::{Answer, Call};
use crate::paging::{STATUSES, page};

/// The newest first; `local`, `remote` and `only_media` narrow it.
pub(crate) async fn handle(call: Call) -> Answer {
    let viewer = call.anybody("read:statuses")?;
    is_open_to(&call, viewer.is_some())?;
    let page = page(&call, STATUSES)?;
    let part = timelines::public(&call.ctx, viewer, kinds(&call), page).await?;
    Ok(answer(&call, &part))
}
