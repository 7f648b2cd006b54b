//! `GET /api/v1/notifications`: one by one.

use staffroom_service::emojis;
use staffroom_service::notifications::{self, NotificationView};

use super::wanted;
use crate::call::{Answer, Call};
use crate::paging::{ACCOUNTS, listed, page};

/// The newest first.
pub(crate) async fn handle(call: Call) -> Answer {
    let by = call.user("read:notifications")?;
    let views = notifications::list(&call.ctx, by, wanted(&call)?, page(&call, ACCOUNTS)?).await?;
    let id = |view: &NotificationView| view.notification.id.get();
    let (first, last) = (views.first().map(id), views.last().map(id));
    let people = views.iter().map(|view| view.from.clone()).collect();
    let emojis = emojis::shown_by(&call.ctx, people).await?;
    let shaper = call.shaper();
    let shown = views.iter().map(|view| shaper.notification(view, &emojis));
    let shown: Vec<_> = shown.collect();
    Ok(listed(&call, &shown, first, last))
}
