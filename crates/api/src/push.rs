//! `/api/v1/push/subscription`: where the caller's program is told also while it does not run.

use actix_web::HttpResponse;
use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD};
use serde_json::json;
use staffroom_service::notifications::Kind;
use staffroom_service::push::{self, NewSubscription, Policy, PushError, VapidError};

use crate::call::{Answer, Call};
use crate::entities::WebPushSubscription;
use crate::error::ApiError;
use crate::params::Params;

/// The one of the token that calls.
pub(crate) async fn get(call: Call) -> Answer {
    let bearer = call.bearer("push")?;
    let found = push::find(&call.ctx, bearer).await?;
    let found = found.ok_or(ApiError::NotFound)?;
    Ok(HttpResponse::Ok().json(WebPushSubscription::from(&found)))
}

/// Subscribes, in place of what the token had.
pub(crate) async fn create(call: Call) -> Answer {
    let bearer = call.bearer("push")?;
    let token = call.shown_token().ok_or(ApiError::Unauthorized)?;
    let given = call.params.group("subscription");
    let given = given.ok_or_else(|| ApiError::missing("subscription"))?;
    let keys = given.group("keys").unwrap_or_default();
    let key = |name: &str, told: &str| {
        let text = keys.present(name);
        let bytes = text.and_then(|text| base64(text.trim()));
        bytes.ok_or_else(|| ApiError::invalid(told))
    };
    let data = call.params.group("data").unwrap_or_default();
    let new = NewSubscription {
        endpoint: given.present("endpoint").unwrap_or_default(),
        public_key: key("p256dh", "Key p256dh is invalid")?,
        secret: key("auth", "Key auth is invalid")?,
        standard: given.boolean("standard").unwrap_or(false),
        alerts: alerts(&data).unwrap_or_default(),
        policy: policy(&call, &data)?.unwrap_or(Policy::All),
    };
    let made = push::subscribe(&call.ctx, bearer, &token, new).await?;
    Ok(HttpResponse::Ok().json(WebPushSubscription::from(&made)))
}

/// Changes of what and of whom the program is told.
pub(crate) async fn update(call: Call) -> Answer {
    let bearer = call.bearer("push")?;
    let data = call.params.group("data").unwrap_or_default();
    let policy = policy(&call, &data)?;
    let changed = push::change(&call.ctx, bearer, alerts(&data), policy).await?;
    let changed = changed.ok_or(ApiError::NotFound)?;
    Ok(HttpResponse::Ok().json(WebPushSubscription::from(&changed)))
}

/// Unsubscribes.
pub(crate) async fn delete(call: Call) -> Answer {
    let bearer = call.bearer("push")?;
    push::forget(&call.ctx, bearer).await?;
    Ok(HttpResponse::Ok().json(json!({})))
}

/// Kinds that are unknown here are asked for in vain; those that are not named are off.
fn alerts(data: &Params) -> Option<Vec<Kind>> {
    let alerts = data.group("alerts")?;
    let known = Kind::ALL.into_iter();
    let wanted = known.filter(|kind| alerts.boolean(kind.as_str()) == Some(true));
    Some(wanted.collect())
}

/// Beside `data` or in it: clients write both.
fn policy(call: &Call, data: &Params) -> Result<Option<Policy>, ApiError> {
    let given = data
        .present("policy")
        .or_else(|| call.params.present("policy"));
    let Some(given) = given else { return Ok(None) };
    let found = Policy::from_name(&given);
    let not_in_list = || ApiError::invalid("Policy is not included in the list");
    found.map(Some).ok_or_else(not_in_list)
}

/// In either alphabet, with or without padding.
fn base64(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_end_matches('=').as_bytes();
    BASE64URL_NOPAD
        .decode(text)
        .or_else(|_| BASE64_NOPAD.decode(text))
        .ok()
}

impl From<VapidError> for ApiError {
    fn from(error: VapidError) -> Self {
        match error {
            VapidError::Db(error) => error.into(),
            VapidError::Key(_) => Self::internal(error),
        }
    }
}

impl From<PushError> for ApiError {
    fn from(error: PushError) -> Self {
        match error {
            PushError::Invalid(_) => Self::Invalid(error.to_string()),
            PushError::Db(error) => error.into(),
            PushError::Key(error) => error.into(),
        }
    }
}
