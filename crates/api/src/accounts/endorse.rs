//! Endorsements, which this server does not have: nobody is endorsed, so lists of them are empty.

use actix_web::HttpResponse;
use staffroom_domain::AccountId;
use staffroom_service::networks;

use super::relationships::answer;
use crate::call::{Answer, Call};
use crate::error::ApiError;

/// `GET /api/v1/accounts/:id/endorsements` and `…/identity_proofs`.
pub(crate) async fn of_account(call: Call) -> Answer {
    call.anybody("read:accounts")?;
    there(&call).await?;
    Ok(HttpResponse::Ok().json([(); 0]))
}

/// `POST /api/v1/accounts/:id/pin` and `…/unpin`: the relationship, which says that nobody is endorsed.
pub(crate) async fn pin(call: Call) -> Answer {
    let by = call.user("write:accounts")?;
    let other = there(&call).await?;
    answer(&call, by, other).await
}

async fn there(call: &Call) -> Result<AccountId, ApiError> {
    let id: AccountId = call.id()?;
    let found = networks::several(&call.ctx, vec![id]).await?;
    found.first().map(|row| row.id).ok_or(ApiError::NotFound)
}
