//! `GET /api/v1/accounts/verify_credentials`: whose token it is.

use actix_web::HttpResponse;
use staffroom_service::follow_requests;

use crate::call::{Answer, Call};
use crate::paging::ACCOUNTS;

/// The account of whoever calls, with what only they see.
pub(crate) async fn handle(call: Call) -> Answer {
    // `profile` is the scope of clients that want to know no more than this (since 4.3).
    let bearer = match call.bearer("profile") {
        Ok(bearer) => bearer,
        Err(_) => call.bearer("read:accounts")?,
    };
    let waiting =
        follow_requests::list(&call.ctx, bearer.user.account.id, None, ACCOUNTS.1).await?;
    let waiting = i64::try_from(waiting.len()).unwrap_or(i64::MAX);
    let account = call.shaper().credential_account(bearer, waiting);
    Ok(HttpResponse::Ok().json(account))
}
