//! `GET /api/v1/accounts/:id/statuses`: what somebody posted.

use staffroom_domain::AccountId;
use staffroom_service::statuses::{self, OfAccount};
use staffroom_service::tags;

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
    let tagged = match call.params.present("tagged") {
        Some(name) => match tags::id_of(&call.ctx, &name).await? {
            Some(tag) => Some(tag),
            None => return Ok(listed::<()>(&call, &[], None, None)),
        },
        None => None,
    };
    let wanted = OfAccount {
        only_open: false,
        no_boosts: wants("exclude_reblogs"),
        no_replies: wants("exclude_replies"),
        only_media: wants("only_media"),
        tagged,
    };
    let page = page(&call, STATUSES)?;
    let part = statuses::of_account(&call.ctx, viewer, account, wanted, page).await?;
    let shown = call.shaper().statuses(&part.items);
    Ok(listed(&call, &shown, part.newest, part.oldest))
}
