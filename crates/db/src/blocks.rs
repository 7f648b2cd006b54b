//! Who blocks whom.

use diesel::prelude::*;
use staffroom_domain::{AccountId, BlockId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::paging::paged;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::block;
use crate::statuses::Page;

/// A row of `block`: who blocks whom.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = block, treat_none_as_default_value = false)]
pub struct BlockRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: BlockId,
    /// Who blocks.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// Who is blocked.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub target_id: AccountId,
    /// The id of a remote actor's Block activity.
    pub uri: Option<String>,
    /// Since when.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}

/// Adds a block; `false` where it is there already.
pub fn insert(conn: &mut Conn, row: BlockRow) -> DbResult<bool> {
    let added = each_backend!(conn, c => {
        diesel::insert_into(block::table)
            .values(row)
            .on_conflict((block::account_id, block::target_id))
            .do_nothing()
            .execute(c)?
    });
    Ok(added == 1)
}

/// The block of `target` by `account`.
pub fn find(conn: &mut Conn, account: AccountId, target: AccountId) -> DbResult<Option<BlockRow>> {
    Ok(block::table
        .filter(
            block::account_id
                .eq(account.get())
                .and(block::target_id.eq(target.get())),
        )
        .select(BlockRow::as_select())
        .first(conn)
        .optional()?)
}

/// Lifts a block; `false` where it is gone.
pub fn delete(conn: &mut Conn, id: BlockId) -> DbResult<bool> {
    Ok(diesel::delete(block::table.find(id.get())).execute(conn)? == 1)
}

/// Blocks by an account, in no order that means anything, at most `limit`: for taking them away.
pub fn of_account(conn: &mut Conn, account: AccountId, limit: i64) -> DbResult<Vec<BlockRow>> {
    Ok(block::table
        .filter(block::account_id.eq(account.get()))
        .order(block::target_id.asc())
        .limit(limit)
        .select(BlockRow::as_select())
        .load(conn)?)
}

/// Whom somebody blocks, the latest first.
pub fn page(conn: &mut Conn, account: AccountId, page: Page) -> DbResult<Vec<BlockRow>> {
    let query = block::table
        .filter(block::account_id.eq(account.get()))
        .select(BlockRow::as_select());
    Ok(paged!(conn, query, block::id, page))
}

/// Which of those accounts `account` blocks.
pub fn blocked_among(
    conn: &mut Conn,
    account: AccountId,
    others: &[AccountId],
) -> DbResult<Vec<AccountId>> {
    let mut found = Vec::new();
    for chunk in others.chunks(crate::CHUNK) {
        let some: Vec<i64> = block::table
            .filter(block::account_id.eq(account.get()))
            .filter(block::target_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
            .select(block::target_id)
            .prepared_once()
            .load(conn)?;
        found.extend(some.into_iter().map(AccountId::from));
    }
    Ok(found)
}

/// Whether either blocks the other.
pub fn between(conn: &mut Conn, a: AccountId, b: AccountId) -> DbResult<bool> {
    Ok(find(conn, a, b)?.is_some() || find(conn, b, a)?.is_some())
}

/// Which of those accounts block `account`.
pub fn blockers_among(
    conn: &mut Conn,
    account: AccountId,
    others: &[AccountId],
) -> DbResult<Vec<AccountId>> {
    let found: Vec<i64> = block::table
        .filter(block::target_id.eq(account.get()))
        .filter(block::account_id.eq_any(padded(others.iter().map(|id| id.get()))))
        .select(block::account_id)
        .prepared_once()
        .load(conn)?;
    Ok(found.into_iter().map(AccountId::from).collect())
}

/// Who blocks any of those accounts, and which.
pub fn blockers_of(
    conn: &mut Conn,
    accounts: &[AccountId],
) -> DbResult<Vec<(AccountId, AccountId)>> {
    let mut found = Vec::new();
    for chunk in accounts.chunks(crate::CHUNK) {
        let some: Vec<(i64, i64)> = block::table
            .filter(block::target_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
            .select((block::account_id, block::target_id))
            .prepared_once()
            .load(conn)?;
        found.extend(
            some.into_iter()
                .map(|(who, whom)| (who.into(), whom.into())),
        );
    }
    Ok(found)
}

/// Whom any of those accounts block.
pub fn blocked_by_any(conn: &mut Conn, accounts: &[AccountId]) -> DbResult<Vec<AccountId>> {
    let mut found = Vec::new();
    for chunk in accounts.chunks(crate::CHUNK) {
        let some: Vec<i64> = block::table
            .filter(block::account_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
            .select(block::target_id)
            .prepared_once()
            .load(conn)?;
        found.extend(some.into_iter().map(AccountId::from));
    }
    Ok(found)
}
