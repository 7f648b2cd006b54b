//! Servers of which people here want to see nobody. What holds for everybody is in
//! [`crate::domain_policies`].

use diesel::prelude::*;
use staffroom_domain::{AccountId, DomainBlockId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::paging::paged;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::account_domain_block as domain_block;
use crate::statuses::Page;

/// A row of `account_domain_block`: a server of which somebody here wants to see nobody.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = domain_block, treat_none_as_default_value = false)]
pub struct DomainBlockRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: DomainBlockId,
    /// Who blocks.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// Lower case, ASCII, without a port. Those below it are others.
    pub domain: String,
    /// Since when.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}

/// Adds a block; `false` where it is there already.
pub fn insert(conn: &mut Conn, row: DomainBlockRow) -> DbResult<bool> {
    let added = each_backend!(conn, c => {
        diesel::insert_into(domain_block::table)
            .values(row)
            .on_conflict((domain_block::account_id, domain_block::domain))
            .do_nothing()
            .execute(c)?
    });
    Ok(added == 1)
}

/// Removes a block; `false` where there is none.
pub fn delete(conn: &mut Conn, account: AccountId, domain: &str) -> DbResult<bool> {
    let found = domain_block::table.filter(
        domain_block::account_id
            .eq(account.get())
            .and(domain_block::domain.eq(domain)),
    );
    Ok(diesel::delete(found).execute(conn)? == 1)
}

/// Which of those domains `account` blocks.
pub fn among(conn: &mut Conn, account: AccountId, domains: &[&str]) -> DbResult<Vec<String>> {
    let mut found = Vec::new();
    for chunk in domains.chunks(crate::CHUNK) {
        let some: Vec<String> = domain_block::table
            .filter(domain_block::account_id.eq(account.get()))
            .filter(domain_block::domain.eq_any(padded(chunk.iter().copied())))
            .select(domain_block::domain)
            .prepared_once()
            .load(conn)?;
        found.extend(some);
    }
    Ok(found)
}

/// What somebody blocks, the latest first.
pub fn page(conn: &mut Conn, account: AccountId, page: Page) -> DbResult<Vec<DomainBlockRow>> {
    let query = domain_block::table
        .filter(domain_block::account_id.eq(account.get()))
        .select(DomainBlockRow::as_select());
    Ok(paged!(conn, query, domain_block::id, page))
}

/// Forgets what an account blocks, at most `limit`; gives how many.
pub fn delete_of_account(conn: &mut Conn, account: AccountId, limit: i64) -> DbResult<usize> {
    let some: Vec<i64> = domain_block::table
        .filter(domain_block::account_id.eq(account.get()))
        .order(domain_block::id.asc())
        .limit(limit.min(i64::try_from(crate::CHUNK).unwrap_or(i64::MAX)))
        .select(domain_block::id)
        .load(conn)?;
    let chosen = domain_block::table.filter(domain_block::id.eq_any(padded(some)));
    Ok(diesel::delete(chosen).prepared_once().execute(conn)?)
}

/// Who blocks a domain for themselves.
pub fn of_domain(conn: &mut Conn, domain: &str) -> DbResult<Vec<AccountId>> {
    let ids: Vec<i64> = domain_block::table
        .filter(domain_block::domain.eq(domain))
        .select(domain_block::account_id)
        .load(conn)?;
    Ok(ids.into_iter().map(AccountId::from).collect())
}
