//! Who asked to follow somebody and waits for an answer.

use std::collections::HashMap;

use staffroom_db::DbError;
use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::follows::{self, FollowRow};
use staffroom_domain::{AccountId, FollowId};

use crate::context::Ctx;

/// The longest page of requests.
pub const MAX_PAGE: i64 = 80;

/// Those who asked to follow `target`, the latest first, before `before`; with what they asked by.
pub async fn list(
    ctx: &Ctx,
    target: AccountId,
    before: Option<FollowId>,
    limit: i64,
) -> Result<Vec<(FollowId, AccountRow)>, DbError> {
    ctx.db
        .read(move |conn| {
            let limit = limit.clamp(1, MAX_PAGE);
            let rows = follows::followers(conn, target, FollowRow::ASKED, before, limit)?;
            let ids: Vec<AccountId> = rows.iter().map(|row| row.account_id).collect();
            let mut accounts: HashMap<AccountId, AccountRow> = accounts::find_many(conn, &ids)?
                .into_iter()
                .filter(AccountRow::is_active)
                .map(|row| (row.id, row))
                .collect();
            Ok(rows
                .into_iter()
                .filter_map(|row| Some((row.id, accounts.remove(&row.account_id)?)))
                .collect())
        })
        .await
}
