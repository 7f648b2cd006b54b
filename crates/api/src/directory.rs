//! `GET /api/v1/directory`, and whom the caller may want to follow: `/api/v1/suggestions`,
//! `/api/v2/suggestions`.

use actix_web::HttpResponse;
use serde::Serialize;
use serde_json::json;
use staffroom_domain::AccountId;
use staffroom_service::directory::{self, Order};
use staffroom_service::emojis;
use staffroom_service::listing::Part;

use crate::call::{Answer, Call};
use crate::entities::Account;
use crate::error::ApiError;
use crate::paging::{ACCOUNTS, limit, listed_accounts};

/// Those who want to be found: `order=active` or `new`, `local`, `limit` and `offset`.
pub(crate) async fn list(call: Call) -> Answer {
    let viewer = call.anybody("read:accounts")?;
    let params = &call.params;
    let order = match params.text("order").as_deref() {
        Some("new") => Order::New,
        _ => Order::Active,
    };
    let only_local = params.boolean("local").unwrap_or(false);
    let offset = usize::try_from(params.integer("offset").unwrap_or(0))
        .map_err(|_| ApiError::BadRequest("offset must not be negative".to_owned()))?;
    let part = (offset, most(&call)?);
    let items = directory::list(&call.ctx, viewer, order, only_local, part).await?;
    listed_accounts(&call, Part::whole(items)).await
}

fn most(call: &Call) -> Result<usize, ApiError> {
    Ok(usize::try_from(limit(call, ACCOUNTS)?).unwrap_or_default())
}

/// The accounts themselves, as the first version of the API has them.
pub(crate) async fn suggestions(call: Call) -> Answer {
    let by = call.user("read")?;
    let items = directory::suggestions(&call.ctx, by, most(&call)?).await?;
    listed_accounts(&call, Part::whole(items)).await
}

/// Somebody whom the caller may want to follow.
#[derive(Serialize)]
struct Suggestion {
    source: &'static str,
    /// Of the reasons that Mastodon knows, ours is none.
    sources: [&'static str; 0],
    account: Account,
}

/// The same with why, as the second version has them.
pub(crate) async fn suggestions_with_sources(call: Call) -> Answer {
    let by = call.user("read")?;
    let found = directory::suggestions(&call.ctx, by, most(&call)?).await?;
    let emojis = emojis::shown_by(&call.ctx, found.clone()).await?;
    let shaper = call.shaper();
    let shown: Vec<Suggestion> = found
        .iter()
        .map(|row| Suggestion {
            source: "global",
            sources: [],
            account: shaper.account(row, &emojis),
        })
        .collect();
    Ok(HttpResponse::Ok().json(shown))
}

/// `DELETE /api/v1/suggestions/:id`: the caller does not want to be shown somebody again.
pub(crate) async fn dismiss(call: Call) -> Answer {
    let by = call.user("write")?;
    let other: AccountId = call.id()?;
    directory::dismiss(&call.ctx, by, other).await?;
    Ok(HttpResponse::Ok().json(json!({})))
}
