//! `POST /api/v1/accounts/:id/block` and `…/unblock`; `GET /api/v1/blocks`.

use staffroom_domain::AccountId;
use staffroom_service::{follows, relationships};

use super::relationships::answer;
use crate::call::{Answer, Call};
use crate::paging::{ACCOUNTS, listed_accounts, page};

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

/// Who is blocked, the latest first. The cursor is the id of the block.
pub(crate) async fn list(call: Call) -> Answer {
    let by = call.user("read:blocks")?;
    let part = relationships::blocked(&call.ctx, by, page(&call, ACCOUNTS)?).await?;
    listed_accounts(&call, part).await
}
