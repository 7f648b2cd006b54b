//! Who asked to follow somebody and waits for an answer.

use staffroom_db::accounts::AccountRow;
use staffroom_db::statuses::Page;
use staffroom_db::{DbError, follows};
use staffroom_domain::AccountId;

use crate::context::Ctx;
use crate::listing::{Part, active};

/// The longest page of requests.
pub const MAX_PAGE: i64 = 80;

/// A part of those who asked to follow `target`, the latest first; it is ordered by the ids of what they
/// asked by.
pub async fn list(ctx: &Ctx, target: AccountId, page: Page) -> Result<Part<AccountRow>, DbError> {
    ctx.db
        .read(move |conn| {
            let page = page.at_most(MAX_PAGE);
            let rows = follows::asked_page(conn, target, page)?;
            let ids: Vec<AccountId> = rows.iter().map(|row| row.account_id).collect();
            let accounts = active(conn, &ids)?;
            let part = Part::of(rows, |row| row.id.get()).of_page(page);
            Ok(part.filter_map(|row| accounts.get(&row.account_id).cloned()))
        })
        .await
}

/// How many asked to follow `target`.
pub async fn count(ctx: &Ctx, target: AccountId) -> Result<i64, DbError> {
    ctx.db
        .read(move |conn| follows::count_asked(conn, target))
        .await
}
