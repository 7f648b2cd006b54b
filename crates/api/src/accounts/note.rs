//! `POST /api/v1/accounts/:id/note`: what the caller notes about somebody, for themselves.

use staffroom_domain::AccountId;
use staffroom_service::account_notes;

use super::relationships::answer;
use crate::call::{Answer, Call};

/// An empty `comment` removes what was noted. Answers the relationship.
pub(crate) async fn handle(call: Call) -> Answer {
    let by = call.user("write:accounts")?;
    let about: AccountId = call.id()?;
    let comment = call.params.text("comment").unwrap_or_default();
    account_notes::note(&call.ctx, by, about, &comment).await?;
    answer(&call, by, about).await
}
