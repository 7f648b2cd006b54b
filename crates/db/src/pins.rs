//! Statuses featured on profiles.

use diesel::prelude::*;
use staffroom_domain::{AccountId, StatusId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::pin;

/// A row of `pin`: statuses that their authors feature on their profile.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = pin, treat_none_as_default_value = false)]
pub struct PinRow {
    /// Who pins.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// Which.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// When.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}

/// Features a status; `false` where it is featured already.
pub fn insert(conn: &mut Conn, row: PinRow) -> DbResult<bool> {
    let added = each_backend!(conn, c => {
        diesel::insert_into(pin::table)
            .values(row)
            .on_conflict((pin::account_id, pin::status_id))
            .do_nothing()
            .execute(c)?
    });
    Ok(added == 1)
}

/// Features it no more; `false` where it is not featured.
pub fn delete(conn: &mut Conn, by: AccountId, status: StatusId) -> DbResult<bool> {
    Ok(diesel::delete(pin::table.find((by.get(), status.get()))).execute(conn)? == 1)
}

/// Removes all pins of a status.
pub fn delete_of(conn: &mut Conn, by: AccountId, status: StatusId) -> DbResult<()> {
    diesel::delete(pin::table.find((by.get(), status.get()))).execute(conn)?;
    Ok(())
}

/// What an account features, the last pinned first, at most `limit`.
pub fn of_account(conn: &mut Conn, account: AccountId, limit: i64) -> DbResult<Vec<StatusId>> {
    let mut rows: Vec<PinRow> = pin::table
        .filter(pin::account_id.eq(account.get()))
        .order(pin::status_id.desc())
        .limit(limit)
        .select(PinRow::as_select())
        .load(conn)?;
    rows.sort_by_key(|row| std::cmp::Reverse(row.created_at));
    Ok(rows.into_iter().map(|row| row.status_id).collect())
}
