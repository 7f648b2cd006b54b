//! `GET /api/v1/timelines/link`: public posts that link to a page.

use staffroom_service::timelines;

use super::{answer, is_open_to};
use crate::call::{Answer, Call};
use crate::error::ApiError;
use crate::paging::{STATUSES, page};

/// The newest first. A page that nobody speaks of, as far as the caller may know, is not there: as in Mastodon, and without
/// telling that only those speak of it who do not speak to everybody. Where so much is hidden that not all was read, there
/// may be more.
pub(crate) async fn handle(call: Call) -> Answer {
    let viewer = call.anybody("read:statuses")?;
    is_open_to(&call, viewer.is_some())?;
    let address = call.params.present("url");
    let address = address.ok_or_else(|| ApiError::missing("url"))?;
    let page = page(&call, STATUSES)?;
    let part = timelines::link(&call.ctx, viewer, &address, page).await?;
    let is_first = [page.max_id, page.since_id, page.min_id] == [None; 3];
    if is_first && part.views.is_empty() && part.oldest.is_none() {
        return Err(ApiError::NotFound);
    }
    Ok(answer(&call, &part))
}
