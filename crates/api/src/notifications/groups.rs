//! `GET /api/v2/notifications` and below: in groups.

use actix_web::HttpResponse;
use serde_json::json;
use staffroom_service::emojis;
use staffroom_service::notifications::{self, Groups, Kind};

use super::wanted;
use crate::call::{Answer, Call};
use crate::error::ApiError;
use crate::paging::{ACCOUNTS, links, listed_accounts, page};

/// The newest first.
pub(crate) async fn list(call: Call) -> Answer {
    let by = call.user("read:notifications")?;
    let partial = expands_partially(&call)?;
    let grouped = grouped_kinds(&call);
    let is_grouped = move |kind| grouped.contains(&kind);
    let page = page(&call, ACCOUNTS)?;
    let found = notifications::groups(&call.ctx, by, wanted(&call)?, is_grouped, page).await?;
    let shown = shown(&call, &found, partial).await?;
    let mut answer = HttpResponse::Ok();
    links(&call, &mut answer, found.newest, found.oldest);
    Ok(answer.json(shown))
}

/// One group.
pub(crate) async fn get(call: Call) -> Answer {
    let by = call.user("read:notifications")?;
    let found = notifications::group(&call.ctx, by, key(&call)).await?;
    let found = found.ok_or(ApiError::NotFound)?;
    Ok(HttpResponse::Ok().json(shown(&call, &found, false).await?))
}

/// Who a group is by, the latest first.
pub(crate) async fn accounts(call: Call) -> Answer {
    let by = call.user("read:notifications")?;
    let page = page(&call, ACCOUNTS)?;
    let part = notifications::group_accounts(&call.ctx, by, key(&call), page).await?;
    listed_accounts(&call, part.map(|view| view.from)).await
}

/// Forgets a group.
pub(crate) async fn dismiss(call: Call) -> Answer {
    let by = call.user("write:notifications")?;
    if notifications::dismiss_group(&call.ctx, by, key(&call)).await? {
        Ok(HttpResponse::Ok().json(json!({})))
    } else {
        Err(ApiError::NotFound)
    }
}

/// `grouped_types`: of which kinds there are groups; where it is not given, of all that can be.
pub(super) fn grouped_kinds(call: &Call) -> Vec<Kind> {
    let all = Kind::ALL.into_iter().filter(|kind| kind.is_grouped());
    if !call.params.has("grouped_types") {
        return all.collect();
    }
    let asked = call.params.texts("grouped_types");
    all.filter(|kind| asked.iter().any(|name| name == kind.as_str()))
        .collect()
}

fn expands_partially(call: &Call) -> Result<bool, ApiError> {
    match call.params.present("expand_accounts").as_deref() {
        None | Some("full") => Ok(false),
        Some("partial_avatars") => Ok(true),
        Some(other) => Err(ApiError::BadRequest(format!(
            "Invalid value for 'expand_accounts': '{other}', allowed values are 'full' and \
             'partial_avatars'"
        ))),
    }
}

fn key(call: &Call) -> String {
    let key = call.request.match_info().get("group_key");
    key.unwrap_or_default().to_owned()
}

async fn shown(
    call: &Call,
    found: &Groups,
    partial: bool,
) -> Result<crate::entities::GroupedNotifications, ApiError> {
    let emojis = emojis::shown_by(&call.ctx, found.accounts.clone()).await?;
    Ok(call.shaper().grouped_notifications(found, &emojis, partial))
}
