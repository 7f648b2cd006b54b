//! `GET /api/v1/accounts/:id`: an account.

use actix_web::HttpResponse;
use staffroom_service::{accounts, emojis, users};

use crate::call::{Answer, Call};
use crate::error::ApiError;

/// Everybody may look.
pub(crate) async fn handle(call: Call) -> Answer {
    call.anybody("read:accounts")?;
    let row = accounts::find(&call.ctx, call.id()?).await?;
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
