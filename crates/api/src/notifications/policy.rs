//! `GET`, `PUT` and `PATCH /api/v2/notifications/policy`: whom the caller wants to hear of.

use actix_web::HttpResponse;
use staffroom_service::notifications::{self, Decision, PolicyChange};

use crate::call::{Answer, Call};
use crate::entities::NotificationPolicy;
use crate::error::ApiError;

/// As it is.
pub(crate) async fn get(call: Call) -> Answer {
    let by = call.user("read:notifications")?;
    let policy = notifications::policy(&call.ctx, by).await?;
    Ok(HttpResponse::Ok().json(NotificationPolicy::from(&policy)))
}

/// Changes what is given.
pub(crate) async fn set(call: Call) -> Answer {
    let by = call.user("write:notifications")?;
    let change = PolicyChange {
        for_not_following: decision(&call, "for_not_following")?,
        for_not_followers: decision(&call, "for_not_followers")?,
        for_new_accounts: decision(&call, "for_new_accounts")?,
        for_private_mentions: decision(&call, "for_private_mentions")?,
        for_limited_accounts: decision(&call, "for_limited_accounts")?,
    };
    let policy = notifications::set_policy(&call.ctx, by, change).await?;
    Ok(HttpResponse::Ok().json(NotificationPolicy::from(&policy)))
}

fn decision(call: &Call, name: &str) -> Result<Option<Decision>, ApiError> {
    let Some(given) = call.params.present(name) else {
        return Ok(None);
    };
    let found = Decision::from_name(&given);
    let not_in_list = || ApiError::invalid(&format!("{name} is not included in the list"));
    found.map(Some).ok_or_else(not_in_list)
}
