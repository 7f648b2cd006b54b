//! `GET /api/v1/notifications`: one by one.

use staffroom_service::emojis;
use staffroom_service::notifications;

use super::wanted;
use crate::call::{Answer, Call};
use crate::paging::{ACCOUNTS, listed, page};

/// The newest first.
pub(crate) async fn handle(call: Call) -> Answer {
    let by = call.user("read:notifications")?;
    let part = notifications::list(&call.ctx, by, wanted(&call)?, page(&call, ACCOUNTS)?).await?;
    let people = part.items.iter().map(|view| view.from.clone()).collect();
    let emojis = emojis::shown_by(&call.ctx, people).await?;
    let shaper = call.shaper();
    let items = part.items.iter();
    let shown = items.map(|view| shaper.notification(view, &emojis));
    let shown: Vec<_> = shown.collect();
    Ok(listed(&call, &shown, part.newest, part.oldest))
}
