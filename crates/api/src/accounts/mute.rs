//! `POST /api/v1/accounts/:id/mute` and `…/unmute`; `GET /api/v1/mutes`.

use std::time::Duration;

use staffroom_domain::AccountId;
use staffroom_service::{emojis, mutes};

use super::relationships::answer;
use crate::call::{Answer, Call};
use crate::paging::{ACCOUNTS, listed, page};

/// Mutes for `duration` seconds; 0 or none: until it is taken back. With `notifications` (so by default)
/// nothing is told of them either. Answers the relationship.
pub(crate) async fn mute(call: Call) -> Answer {
    let by = call.user("write:mutes")?;
    let target: AccountId = call.id()?;
    let params = &call.params;
    let hides_notifications = params.boolean("notifications").unwrap_or(true);
    let seconds = params.integer("duration").unwrap_or(0);
    let lasts = u64::try_from(seconds).ok().filter(|seconds| *seconds > 0);
    let lasts = lasts.map(Duration::from_secs);
    mutes::mute(&call.ctx, by, target, hides_notifications, lasts).await?;
    answer(&call, by, target).await
}

/// Takes that back. Answers the relationship.
pub(crate) async fn unmute(call: Call) -> Answer {
    let by = call.user("write:mutes")?;
    let target: AccountId = call.id()?;
    mutes::unmute(&call.ctx, by, target).await?;
    answer(&call, by, target).await
}

/// Who is muted, the latest first, each with its end. The cursor is the id of the mute.
pub(crate) async fn list(call: Call) -> Answer {
    let by = call.user("read:mutes")?;
    let part = mutes::list(&call.ctx, by, page(&call, ACCOUNTS)?).await?;
    let people = part.items.iter().map(|muted| muted.account.clone());
    let emojis = emojis::shown_by(&call.ctx, people.collect()).await?;
    let shaper = call.shaper();
    let shown = part.items.iter().map(|one| shaper.muted(one, &emojis));
    let shown: Vec<_> = shown.collect();
    Ok(listed(&call, &shown, part.newest, part.oldest))
}
