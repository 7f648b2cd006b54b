//! `/api/v1/notifications/requests`: what is kept from the caller, by whom it is from.

use actix_web::HttpResponse;
use serde_json::json;
use staffroom_domain::NotificationRequestId;
use staffroom_service::emojis;
use staffroom_service::notifications;

use crate::call::{Answer, Call};
use crate::error::ApiError;
use crate::paging::{ACCOUNTS, listed, page};

/// How many may be answered at once.
const MOST_AT_ONCE: usize = 100;

/// The newest first.
pub(crate) async fn list(call: Call) -> Answer {
    let by = call.user("read:notifications")?;
    let part = notifications::requests(&call.ctx, by, page(&call, ACCOUNTS)?).await?;
    let people = part.items.iter().map(|view| view.from.clone()).collect();
    let emojis = emojis::shown_by(&call.ctx, people).await?;
    let shaper = call.shaper();
    let shown: Vec<_> = part
        .items
        .iter()
        .map(|view| shaper.notification_request(view, &emojis))
        .collect();
    Ok(listed(&call, &shown, part.newest, part.oldest))
}

/// One of them.
pub(crate) async fn get(call: Call) -> Answer {
    let by = call.user("read:notifications")?;
    let view = notifications::find_request(&call.ctx, by, call.id()?).await?;
    let view = view.ok_or(ApiError::NotFound)?;
    let emojis = emojis::shown_by(&call.ctx, vec![view.from.clone()]).await?;
    Ok(HttpResponse::Ok().json(call.shaper().notification_request(&view, &emojis)))
}

/// Lets in whom the request in the path is of.
pub(crate) async fn accept(call: Call) -> Answer {
    let id = call.id()?;
    accept_all(&call, vec![id]).await
}

/// Lets in whom the requests among the parameters are of.
pub(crate) async fn accept_many(call: Call) -> Answer {
    let ids = ids(&call)?;
    accept_all(&call, ids).await
}

async fn accept_all(call: &Call, ids: Vec<NotificationRequestId>) -> Answer {
    let by = call.user("write:notifications")?;
    done(notifications::accept_requests(&call.ctx, by, ids).await?)
}

/// Forgets what is kept away by the request in the path.
pub(crate) async fn dismiss(call: Call) -> Answer {
    let id = call.id()?;
    dismiss_all(&call, vec![id]).await
}

/// Forgets what is kept away by the requests among the parameters.
pub(crate) async fn dismiss_many(call: Call) -> Answer {
    let ids = ids(&call)?;
    dismiss_all(&call, ids).await
}

async fn dismiss_all(call: &Call, ids: Vec<NotificationRequestId>) -> Answer {
    let by = call.user("write:notifications")?;
    done(notifications::dismiss_requests(&call.ctx, by, ids).await?)
}

/// Whether all who were let in are: that is done at once here.
pub(crate) async fn merged(call: Call) -> Answer {
    call.user("read:notifications")?;
    Ok(HttpResponse::Ok().json(json!({"merged": true})))
}

fn ids(call: &Call) -> Result<Vec<NotificationRequestId>, ApiError> {
    let mut ids: Vec<NotificationRequestId> = Vec::new();
    for id in call.params.texts("id") {
        let id = id.trim().parse().map_err(|_| ApiError::NotFound)?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    if ids.is_empty() {
        return Err(ApiError::missing("id"));
    }
    if ids.len() > MOST_AT_ONCE {
        let told = format!("at most {MOST_AT_ONCE} requests can be answered at once");
        return Err(ApiError::BadRequest(told));
    }
    Ok(ids)
}

fn done(found: bool) -> Answer {
    if found {
        Ok(HttpResponse::Ok().json(json!({})))
    } else {
        Err(ApiError::NotFound)
    }
}
