//! `GET /api/v1/accounts/search`: people by the beginning of their name.

use staffroom_service::account_search::{self, Wanted};
use staffroom_service::listing::Part;

use crate::call::{Answer, Call};
use crate::error::ApiError;
use crate::paging::{ACCOUNTS, limit, listed_accounts};

/// `q`, and `resolve`, `following`, `limit` and `offset`, as Mastodon has them.
pub(crate) async fn handle(call: Call) -> Answer {
    let by = call.user("read:accounts")?;
    let params = &call.params;
    let text = params.present("q").ok_or_else(|| ApiError::missing("q"))?;
    let offset = params.integer("offset").unwrap_or(0);
    let offset = usize::try_from(offset)
        .map_err(|_| ApiError::BadRequest("offset must not be negative".to_owned()))?;
    let wanted = Wanted {
        text,
        resolve: params.boolean("resolve").unwrap_or(false),
        only_followed: params.boolean("following").unwrap_or(false),
        limit: usize::try_from(limit(&call, ACCOUNTS)?).unwrap_or_default(),
        offset,
    };
    let items = account_search::find(&call.ctx, Some(by), wanted).await?;
    listed_accounts(&call, Part::whole(items)).await
}
