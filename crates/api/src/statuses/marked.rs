//! `GET /api/v1/bookmarks` and `/favourites`, `GET /api/v1/statuses/:id/favourited_by` and
//! `…/reblogged_by`: lists whose cursor is the id of the mark.

use actix_web::HttpResponse;
use staffroom_service::listing::Part;
use staffroom_service::statuses::{self, StatusView};

use crate::call::{Answer, Call};
use crate::paging::{ACCOUNTS, STATUSES, listed, listed_accounts, page};

/// What the caller keeps.
pub(crate) async fn bookmarks(call: Call) -> Answer {
    let by = call.user("read:bookmarks")?;
    let part = statuses::bookmarked_by(&call.ctx, by, page(&call, STATUSES)?).await?;
    Ok(posts(&call, &part))
}

/// What the caller likes.
pub(crate) async fn favourites(call: Call) -> Answer {
    let by = call.user("read:favourites")?;
    let part = statuses::favourited_by(&call.ctx, by, page(&call, STATUSES)?).await?;
    Ok(posts(&call, &part))
}

/// Who likes a status.
pub(crate) async fn favourited_by(call: Call) -> Answer {
    let viewer = call.anybody("read:accounts")?;
    let page = page(&call, ACCOUNTS)?;
    let part = statuses::likers(&call.ctx, viewer, call.id()?, page).await?;
    listed_accounts(&call, part).await
}

/// Who boosted a status.
pub(crate) async fn reblogged_by(call: Call) -> Answer {
    let viewer = call.anybody("read:accounts")?;
    let page = page(&call, ACCOUNTS)?;
    let part = statuses::boosters(&call.ctx, viewer, call.id()?, page).await?;
    listed_accounts(&call, part).await
}

fn posts(call: &Call, part: &Part<StatusView>) -> HttpResponse {
    let shown = call.shaper().statuses(&part.items);
    listed(call, &shown, part.newest, part.oldest)
}
