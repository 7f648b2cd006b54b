//! `GET /api/v1/accounts/verify_credentials`: whose token it is.

use actix_web::HttpResponse;
use staffroom_service::accounts::{self, AccountRow};
use staffroom_service::{emojis, follow_requests, preferences, users};

use crate::call::{Answer, Call};
use crate::entities::Own;

/// The account of whoever calls, with what only they see.
pub(crate) async fn handle(call: Call) -> Answer {
    // `profile` is the scope of clients that want to know no more than this (since 4.3).
    let bearer = match call.bearer("profile") {
        Ok(bearer) => bearer,
        Err(_) => call.bearer("read:accounts")?,
    };
    answer(&call, &bearer.user.account).await
}

/// An account as its owner sees it.
pub(super) async fn answer(call: &Call, row: &AccountRow) -> Answer {
    let waiting = follow_requests::count(&call.ctx, row.id).await?;
    let moved = accounts::moved_to(&call.ctx, row).await?;
    let chosen = preferences::of(&call.ctx, row.id).await?;
    let roles = users::roles_of(&call.ctx, row).await?;
    let own = Own {
        moved: moved.as_ref(),
        requests: waiting,
        chosen: &chosen,
        roles: &roles,
        emojis: &emojis::shown_by(&call.ctx, vec![row.clone()]).await?,
    };
    let account = call.shaper().credential_account(row, &own);
    Ok(HttpResponse::Ok().json(account))
}
