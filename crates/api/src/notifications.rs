//! `GET /api/v1/notifications`: what the caller is told of.

use staffroom_service::emojis;
use staffroom_service::notifications::{self, NotificationView, Wanted};

use crate::call::{Answer, Call};
use crate::paging::{ACCOUNTS, listed, page};

/// The newest first. Kinds that are unknown here are asked for in vain.
pub(crate) async fn handle(call: Call) -> Answer {
    let by = call.user("read:notifications")?;
    let wanted = Wanted {
        only: call.params.texts("types"),
        without: call.params.texts("exclude_types"),
    };
    let views = notifications::list(&call.ctx, by, wanted, page(&call, ACCOUNTS)?).await?;
    let id = |view: &NotificationView| view.notification.id.get();
    let (first, last) = (views.first().map(id), views.last().map(id));
    let people = views.iter().map(|view| view.from.clone()).collect();
    let emojis = emojis::shown_by(&call.ctx, people).await?;
    let shaper = call.shaper();
    let shown = views.iter().map(|view| shaper.notification(view, &emojis));
    let shown: Vec<_> = shown.collect();
    Ok(listed(&call, &shown, first, last))
}
