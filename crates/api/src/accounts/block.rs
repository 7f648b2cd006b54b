//! `POST /api/v1/accounts/:id/block` and `…/unblock`.

use staffroom_domain::AccountId;
use staffroom_service::follows;

use super::relationships::answer;
use crate::call::{Answer, Call};

/// Blocks. Answers the relationship.
pub(crate) async fn block(call: Call) -> Answer {
    let by = call.user("write:blocks")?;
    let target: AccountId = call.id()?;
    follows::block(&call.ctx, by, target).await?;
    answer(&call, by, target).await
}

/// Lifts a block.
pub(crate) async fn unblock(call: Call) -> Answer {
    let by = call.user("write:blocks")?;
    let target: AccountId = call.id()?;
    follows::unblock(&call.ctx, by, target).await?;
    answer(&call, by, target).await
}
