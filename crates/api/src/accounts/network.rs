//! `GET /api/v1/accounts/:id/followers`, `…/following`, `accounts/familiar_followers`, and
//! `POST …/remove_from_followers`.

use actix_web::HttpResponse;
use serde::Serialize;
use staffroom_domain::AccountId;
use staffroom_service::accounts::AccountRow;
use staffroom_service::networks::{self, Side};
use staffroom_service::{emojis, follows};

use super::relationships::answer;
use crate::call::{Answer, Call};
use crate::entities::Account;
use crate::paging::{ACCOUNTS, listed_accounts, page};

/// Those who follow somebody. The cursor is the id of the follow.
pub(crate) async fn followers(call: Call) -> Answer {
    list(call, Side::Followers).await
}

/// Those whom somebody follows. The cursor is the id of the follow.
pub(crate) async fn following(call: Call) -> Answer {
    list(call, Side::Following).await
}

async fn list(call: Call, side: Side) -> Answer {
    let viewer = call.anybody("read:accounts")?;
    let of: AccountId = call.id()?;
    let page = page(&call, ACCOUNTS)?;
    let part = networks::list(&call.ctx, viewer, of, side, page).await?;
    listed_accounts(&call, part).await
}

/// Lets somebody follow the caller no more. Answers the relationship.
pub(crate) async fn remove_follower(call: Call) -> Answer {
    let by = call.user("write:follows")?;
    let follower: AccountId = call.id()?;
    follows::remove_follower(&call.ctx, by, follower).await?;
    answer(&call, by, follower).await
}

/// Of one account, those who follow it and whom the caller follows.
#[derive(Serialize)]
struct FamiliarFollowers {
    id: String,
    accounts: Vec<Account>,
}

/// For each `id[]`.
pub(crate) async fn familiar(call: Call) -> Answer {
    let by = call.user("read:follows")?;
    let found = networks::familiar(&call.ctx, by, call.ids("id", networks::MAX_ACCOUNTS)).await?;
    let people: Vec<AccountRow> = found.iter().flat_map(|(_, rows)| rows.clone()).collect();
    let emojis = emojis::shown_by(&call.ctx, people).await?;
    let shaper = call.shaper();
    let shown: Vec<FamiliarFollowers> = found
        .iter()
        .map(|(id, rows)| FamiliarFollowers {
            id: id.to_string(),
            accounts: rows
                .iter()
                .map(|row| shaper.account(row, &emojis))
                .collect(),
        })
        .collect();
    Ok(HttpResponse::Ok().json(shown))
}
