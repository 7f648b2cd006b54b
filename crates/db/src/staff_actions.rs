//! What those who look after the instance did.

use diesel::prelude::*;
use staffroom_domain::{AccountId, StaffActionId, Timestamp};

use crate::connection::Conn;
use crate::error::DbResult;
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::staff_action;

/// A row of `staff_action`. It stays as it is for ever.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = staff_action, treat_none_as_default_value = false)]
pub struct StaffActionRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: StaffActionId,
    /// Who; none for the command line.
    pub user_id: Option<i64>,
    /// By which handle they were known then; nothing for the command line.
    pub user_name: String,
    /// What, as the use case names it.
    pub kind: String,
    /// About which account, where it is about one.
    pub account_id: Option<i64>,
    /// About whom or what, as it was known then.
    pub subject: String,
    /// Why, or with what.
    pub note: String,
    /// When.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}

/// Adds one.
pub fn insert(conn: &mut Conn, row: StaffActionRow) -> DbResult<()> {
    diesel::insert_into(staff_action::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// Those before `before`, the newest first, at most `limit`.
pub fn list(
    conn: &mut Conn,
    before: Option<StaffActionId>,
    limit: i64,
) -> DbResult<Vec<StaffActionRow>> {
    Ok(staff_action::table
        .filter(staff_action::id.lt(before.map_or(i64::MAX, StaffActionId::get)))
        .order(staff_action::id.desc())
        .limit(limit)
        .select(StaffActionRow::as_select())
        .load(conn)?)
}

/// The newest about an account, at most `limit`.
pub fn of_account(
    conn: &mut Conn,
    account: AccountId,
    limit: i64,
) -> DbResult<Vec<StaffActionRow>> {
    Ok(staff_action::table
        .filter(staff_action::account_id.eq(account.get()))
        .order(staff_action::id.desc())
        .limit(limit)
        .select(StaffActionRow::as_select())
        .load(conn)?)
}
