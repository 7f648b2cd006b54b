//! `GET /api/v1/accounts/:id/statuses`: what somebody posted.

use staffroom_domain::AccountId;
use staffroom_service::statuses::{self, OfAccount, StatusView};

use crate::call::{Answer, Call};
use crate::paging::{STATUSES, listed, page};

/// The newest first; with `pinned`, what they feature.
pub(crate) async fn handle(call: Call) -> Answer {
    let viewer = call.anybody("read:statuses")?;
    let account: AccountId = call.id()?;
    let wants = |name: &str| call.params.boolean(name).unwrap_or(false);
    if wants("pinned") {
        let views = statuses::pinned_by(&call.ctx, viewer, account).await?;
        return Ok(listed(&call, &call.shaper().statuses(&views), None, None));
    }
    let wanted = OfAccount {
        only_open: false,
        no_boosts: wants("exclude_reblogs"),
        no_replies: wants("exclude_replies"),
    };
    let page = page(&call, STATUSES)?;
    let mut views = statuses::of_account(&call.ctx, viewer, account, wanted, page).await?;
    let id = |view: &StatusView| view.status.id.get();
    let (first, last) = (views.first().map(id), views.last().map(id));
    if wants("only_media") {
        views.retain(|view| !view.attachments.is_empty());
    }
    let shown = call.shaper().statuses(&views);
    Ok(listed(&call, &shown, first, last))
}
