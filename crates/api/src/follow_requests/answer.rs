//! `POST /api/v1/follow_requests/:id/authorize` and `…/reject`; the id is that of the account.

use staffroom_domain::AccountId;
use staffroom_service::follows;

use crate::accounts::relationships::answer;
use crate::call::{Answer, Call};

/// Lets somebody follow. Answers the relationship.
pub(crate) async fn authorize(call: Call) -> Answer {
    decide(call, true).await
}

/// Does not.
pub(crate) async fn reject(call: Call) -> Answer {
    decide(call, false).await
}

async fn decide(call: Call, accepted: bool) -> Answer {
    let by = call.user("write:follows")?;
    let follower: AccountId = call.id()?;
    follows::answer(&call.ctx, by, follower, accepted).await?;
    answer(&call, by, follower).await
}
