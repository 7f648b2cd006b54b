//! `POST /api/v1/statuses/:id/reblog` and `…/unreblog`: boosts.

use staffroom_service::statuses;

use super::create::visibility;
use super::get::answer;
use crate::call::{Answer, Call};

/// Boosts; answers the boost, which has what it boosts in `reblog`.
pub(crate) async fn reblog(call: Call) -> Answer {
    let by = call.user("write:statuses")?;
    let visibility = visibility(&call.params)?;
    let id = statuses::boost(&call.ctx, by, call.id()?, visibility).await?;
    answer(&call, by, id).await
}

/// Takes a boost back; answers what was boosted.
pub(crate) async fn unreblog(call: Call) -> Answer {
    let by = call.user("write:statuses")?;
    let id = statuses::unboost(&call.ctx, by, call.id()?).await?;
    answer(&call, by, id).await
}
