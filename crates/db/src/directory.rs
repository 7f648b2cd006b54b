//! Those who want to be found, and those who are not proposed again.

use diesel::prelude::*;
use staffroom_domain::{AccountId, Timestamp};

use crate::accounts::AccountRow;
use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper, load_boxed};
use crate::schema::{account, suggestion_dismissal};

/// A row of `suggestion_dismissal`: somebody who is not proposed again.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = suggestion_dismissal, treat_none_as_default_value = false)]
pub struct SuggestionDismissalRow {
    /// To whom.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// Who.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub target_id: AccountId,
    /// Since when.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}

/// In which order people are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Those who posted last come first; who never posted is left out.
    Active,
    /// Those who came last come first.
    New,
}

/// Those who want to be found, at most `limit`: all that are known here, or only those of here. `before`
/// is the time and the id of the last of the part before.
pub fn page(
    conn: &mut Conn,
    order: Order,
    only_local: bool,
    before: Option<(i64, AccountId)>,
    limit: i64,
) -> DbResult<Vec<AccountRow>> {
    let mut query = account::table
        .filter(account::discoverable)
        .filter(account::deleted_at.is_null())
        .filter(account::suspended_at.is_null())
        .filter(account::domain_level.is_null())
        .filter(account::moved_to_uri.is_null())
        .limit(limit)
        .select(AccountRow::as_select())
        .into_boxed();
    if only_local {
        query = query.filter(account::domain.eq(""));
    }
    let (at, id) = before.map_or((i64::MAX, i64::MAX), |(at, id)| (at, id.get()));
    Ok(match order {
        Order::Active => {
            let some = query
                .filter(account::last_status_at.le(at))
                .filter(account::last_status_at.lt(at).or(account::id.lt(id)));
            load_boxed(
                some.order((account::last_status_at.desc(), account::id.desc())),
                conn,
            )?
        }
        Order::New => {
            let some = query
                .filter(account::created_at.le(at))
                .filter(account::created_at.lt(at).or(account::id.lt(id)));
            load_boxed(
                some.order((account::created_at.desc(), account::id.desc())),
                conn,
            )?
        }
    })
}

/// Proposes somebody no more.
pub fn dismiss(conn: &mut Conn, row: SuggestionDismissalRow) -> DbResult<()> {
    each_backend!(conn, c => {
        diesel::insert_into(suggestion_dismissal::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(c)?
    });
    Ok(())
}

/// Which of those accounts are not proposed to `account` again.
pub fn dismissed_among(
    conn: &mut Conn,
    account: AccountId,
    others: &[AccountId],
) -> DbResult<Vec<AccountId>> {
    let found: Vec<i64> = suggestion_dismissal::table
        .filter(suggestion_dismissal::account_id.eq(account.get()))
        .filter(suggestion_dismissal::target_id.eq_any(padded(others.iter().map(|id| id.get()))))
        .select(suggestion_dismissal::target_id)
        .prepared_once()
        .load(conn)?;
    Ok(found.into_iter().map(AccountId::from).collect())
}

/// Forgets whom an account does not want to be proposed.
pub fn delete_dismissals_of(conn: &mut Conn, account: AccountId, limit: i64) -> DbResult<usize> {
    let some: Vec<i64> = suggestion_dismissal::table
        .filter(suggestion_dismissal::account_id.eq(account.get()))
        .limit(limit)
        .select(suggestion_dismissal::target_id)
        .load(conn)?;
    let chosen = suggestion_dismissal::table
        .filter(suggestion_dismissal::account_id.eq(account.get()))
        .filter(suggestion_dismissal::target_id.eq_any(padded(some)));
    Ok(diesel::delete(chosen).prepared_once().execute(conn)?)
}
