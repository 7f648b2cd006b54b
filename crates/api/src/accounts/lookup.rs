//! `GET /api/v1/accounts/lookup`: the account of a handle, as far as it is known here.

use actix_web::HttpResponse;
use staffroom_service::{accounts, emojis, users};

use crate::call::{Answer, Call};
use crate::error::ApiError;

/// `acct` is `name` or `name@domain`, also with an `@` before it. No other server is asked.
pub(crate) async fn handle(call: Call) -> Answer {
    call.anybody("read:accounts")?;
    let acct = call.params.present("acct");
    let acct = acct.ok_or_else(|| ApiError::missing("acct"))?;
    let acct = acct.trim();
    let acct = acct.strip_prefix('@').unwrap_or(acct);
    let (name, domain) = match acct.split_once('@') {
        Some((name, domain)) => (name, Some(domain)),
        None => (acct, None),
    };
    let row = accounts::find_by_handle(&call.ctx, name, domain).await?;
    let row = row.filter(accounts::AccountRow::is_active);
    let row = row.ok_or(ApiError::NotFound)?;
    let moved = accounts::moved_to(&call.ctx, &row).await?;
    let shown = std::iter::once(&row).chain(&moved).cloned().collect();
    let emojis = emojis::shown_by(&call.ctx, shown).await?;
    let roles = users::roles_of(&call.ctx, &row).await?;
    let account = call.shaper().account_moved(&row, moved.as_ref(), &emojis);
    let account = account.with_roles(&roles);
    Ok(HttpResponse::Ok().json(account))
}
