//! `GET /api/v1/timelines/tag/:tag`: public posts with a hashtag.

use staffroom_service::timelines::{self, Tags};

use super::{answer, is_open_to, kinds};
use crate::call::{Answer, Call};
use crate::paging::{STATUSES, page};

/// The newest first; `any[]` widens it, `all[]`, `none[]`, `local`, `remote` and `only_media` narrow it.
pub(crate) async fn handle(call: Call) -> Answer {
    let viewer = call.anybody("read:statuses")?;
    is_open_to(&call, viewer.is_some())?;
    let tag = call.request.match_info().get("tag").unwrap_or_default();
    let asked = Tags {
        tag: tag.to_owned(),
        any: call.params.texts("any"),
        all: call.params.texts("all"),
        none: call.params.texts("none"),
    };
    let page = page(&call, STATUSES)?;
    let part = timelines::tag(&call.ctx, viewer, asked, kinds(&call), page).await?;
    Ok(answer(&call, &part))
}
