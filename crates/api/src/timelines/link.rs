//! `GET /api/v1/timelines/link`: public posts that link to a page.

use staffroom_service::timelines;

use super::{answer, is_open_to};
use crate::call::{Answer, Call};
use crate::error::ApiError;
use crate::paging::{STATUSES, page};

/// The newest first. Nothing links to a page that nobody knows.
pub(crate) async fn handle(call: Call) -> Answer {
    let viewer = call.anybody("read:statuses")?;
    is_open_to(&call, viewer.is_some())?;
    let address = call.params.present("url");
    let address = address.ok_or_else(|| ApiError::missing("url"))?;
    let page = page(&call, STATUSES)?;
    let part = timelines::link(&call.ctx, viewer, &address, page).await?;
    Ok(answer(&call, &part))
}
