//! Who belongs to which organisation.

use diesel::prelude::*;
use staffroom_domain::{AccountId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::run::RunQueryDsl;
use crate::schema::{account, organisation_member};

/// A row of `organisation_member`: that an account belongs to an organisation, as that organisation's own
/// server lists it; or that it was taken out.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = organisation_member, treat_none_as_default_value = false)]
pub struct MemberRow {
    /// The id of the organisation's actor.
    pub organisation: String,
    /// Who.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// Since when that is known here.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
    /// Whether they were taken out, and are not to be taken in again by what they enter.
    pub removed: bool,
}

/// Notes a member, unless something is known of them; gives whether it did.
pub fn add(conn: &mut Conn, row: MemberRow) -> DbResult<bool> {
    let added = each_backend!(conn, c => {
        diesel::insert_into(organisation_member::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(c)?
    });
    Ok(added == 1)
}

/// Notes a member, or that somebody was taken out, whatever was known.
pub fn set(conn: &mut Conn, row: MemberRow) -> DbResult<()> {
    let removed = row.removed;
    each_backend!(conn, c => {
        diesel::insert_into(organisation_member::table)
            .values(row)
            .on_conflict((organisation_member::organisation, organisation_member::account_id))
            .do_update()
            .set(organisation_member::removed.eq(removed))
            .execute(c)?
    });
    Ok(())
}

/// Whether somebody belongs to an organisation: `Some(false)` where they were taken out, none where nothing is known.
pub fn standing(conn: &mut Conn, organisation: &str, account: AccountId) -> DbResult<Option<bool>> {
    let removed: Option<bool> = organisation_member::table
        .find((organisation, account.get()))
        .select(organisation_member::removed)
        .first(conn)
        .optional()?;
    Ok(removed.map(|removed| !removed))
}

/// Whether somebody belongs to an organisation.
pub fn is_member(conn: &mut Conn, organisation: &str, account: AccountId) -> DbResult<bool> {
    Ok(standing(conn, organisation, account)? == Some(true))
}

/// The members of an organisation who are neither gone nor shut out.
macro_rules! active {
    ($organisation:expr) => {
        organisation_member::table
            .inner_join(account::table.on(account::id.eq(organisation_member::account_id)))
            .filter(organisation_member::organisation.eq($organisation))
            .filter(organisation_member::removed.eq(false))
            .filter(account::deleted_at.is_null())
            .filter(account::suspended_at.is_null())
            .filter(
                account::domain_level
                    .is_null()
                    .or(account::domain_level.ne("suspend")),
            )
    };
}

/// The active members of an organisation, by their ids, after `after`.
pub fn members(
    conn: &mut Conn,
    organisation: &str,
    after: AccountId,
    limit: i64,
) -> DbResult<Vec<AccountId>> {
    let ids: Vec<i64> = active!(organisation)
        .filter(organisation_member::account_id.gt(after.get()))
        .order(organisation_member::account_id.asc())
        .limit(limit)
        .select(organisation_member::account_id)
        .load(conn)?;
    Ok(ids.into_iter().map(AccountId::from).collect())
}

/// How many active members an organisation has.
pub fn count(conn: &mut Conn, organisation: &str) -> DbResult<i64> {
    Ok(active!(organisation).count().get_result(conn)?)
}

/// The organisations that somebody belongs to, by their ids.
pub fn of_account(conn: &mut Conn, account: AccountId) -> DbResult<Vec<String>> {
    Ok(organisation_member::table
        .filter(organisation_member::account_id.eq(account.get()))
        .filter(organisation_member::removed.eq(false))
        .order(organisation_member::organisation.asc())
        .select(organisation_member::organisation)
        .load(conn)?)
}

/// Somebody belongs nowhere any more.
pub fn delete_of_account(conn: &mut Conn, account: AccountId) -> DbResult<()> {
    let rows = organisation_member::table.filter(organisation_member::account_id.eq(account.get()));
    diesel::delete(rows).execute(conn)?;
    Ok(())
}
