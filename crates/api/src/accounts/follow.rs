//! `POST /api/v1/accounts/:id/follow` and `…/unfollow`.

use staffroom_domain::AccountId;
use staffroom_service::follows::{self, Wishes};

use super::relationships::answer;
use crate::call::{Answer, Call};

/// Follows, or asks to, or changes what is wanted of somebody followed. Answers the relationship.
pub(crate) async fn follow(call: Call) -> Answer {
    let by = call.user("write:follows")?;
    let target: AccountId = call.id()?;
    let params = &call.params;
    let languages = params.has("languages").then(|| params.texts("languages"));
    let wishes = Wishes {
        reblogs: params.boolean("reblogs"),
        notify: params.boolean("notify"),
        languages,
    };
    follows::follow(&call.ctx, by, target, wishes).await?;
    answer(&call, by, target).await
}

/// Follows no more, or takes back what was asked.
pub(crate) async fn unfollow(call: Call) -> Answer {
    let by = call.user("write:follows")?;
    let target: AccountId = call.id()?;
    follows::unfollow(&call.ctx, by, target).await?;
    answer(&call, by, target).await
}
