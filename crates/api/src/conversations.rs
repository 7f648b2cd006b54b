//! `/api/v1/conversations`: direct posts, by who is in them.

use actix_web::HttpResponse;
use serde_json::json;
use staffroom_domain::ConversationId;
use staffroom_service::conversations::{self, Conversations};
use staffroom_service::emojis;
use staffroom_service::statuses::StatusView;

use crate::call::{Answer, Call};
use crate::error::ApiError;
use crate::paging::{STATUSES, listed, page};

/// `GET /api/v1/conversations`: those with the newest posts first.
pub(crate) async fn list(call: Call) -> Answer {
    let part = part(&call).await?;
    let accounts = part.views.iter().flat_map(|view| view.accounts.clone());
    let emojis = emojis::shown_by(&call.ctx, accounts.collect()).await?;
    let shaper = call.shaper();
    let shown: Vec<_> = part
        .views
        .iter()
        .map(|view| shaper.conversation(view, &emojis))
        .collect();
    Ok(listed(&call, &shown, part.newest, part.oldest))
}

/// `GET /api/v1/timelines/direct`, which Mastodon has no more: the newest post of each conversation.
pub(crate) async fn direct(call: Call) -> Answer {
    let part = part(&call).await?;
    let views: Vec<StatusView> = part
        .views
        .into_iter()
        .filter_map(|view| view.last_status)
        .collect();
    let shown = call.shaper().statuses(&views);
    Ok(listed(&call, &shown, part.newest, part.oldest))
}

async fn part(call: &Call) -> Result<Conversations, ApiError> {
    let by = call.user("read:statuses")?;
    let page = page(call, STATUSES)?;
    Ok(conversations::list(&call.ctx, by, page).await?)
}

/// `POST /api/v1/conversations/:id/read`.
pub(crate) async fn read(call: Call) -> Answer {
    set_unread(call, false).await
}

/// `POST /api/v1/conversations/:id/unread`.
pub(crate) async fn unread(call: Call) -> Answer {
    set_unread(call, true).await
}

async fn set_unread(call: Call, unread: bool) -> Answer {
    let by = call.user("write:conversations")?;
    let id: ConversationId = call.id()?;
    let view = conversations::set_unread(&call.ctx, by, id, unread).await?;
    let emojis = emojis::shown_by(&call.ctx, view.accounts.clone()).await?;
    Ok(HttpResponse::Ok().json(call.shaper().conversation(&view, &emojis)))
}

/// `DELETE /api/v1/conversations/:id`: its posts stay.
pub(crate) async fn remove(call: Call) -> Answer {
    let by = call.user("write:conversations")?;
    conversations::remove(&call.ctx, by, call.id()?).await?;
    Ok(HttpResponse::Ok().json(json!({})))
}
