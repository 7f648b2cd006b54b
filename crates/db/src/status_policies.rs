//! Who may like and boost a status.

use diesel::prelude::*;
use staffroom_domain::StatusId;

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::PreparedOnce as _;
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::status_policy;

/// A row of `status_policy`: who may like and boost a status, where that is not everybody.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = status_policy, treat_none_as_default_value = false)]
pub struct StatusPolicyRow {
    /// Of which status.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// Who may like it: `public`, `followers`, `nobody`.
    pub likes: String,
    /// Who may boost it: `public`, `followers`, `nobody`.
    pub boosts: String,
}

/// Writes who may do what with a status, in the place of what was there.
pub fn put(conn: &mut Conn, row: StatusPolicyRow) -> DbResult<()> {
    each_backend!(conn, c => {
        diesel::insert_into(status_policy::table)
            .values(row.clone())
            .on_conflict(status_policy::status_id)
            .do_update()
            .set(row)
            .prepared_once()
            .execute(c)?
    });
    Ok(())
}

/// Who may do what with a status; none: everybody everything.
pub fn find(conn: &mut Conn, status: StatusId) -> DbResult<Option<StatusPolicyRow>> {
    Ok(status_policy::table
        .find(status.get())
        .select(StatusPolicyRow::as_select())
        .first(conn)
        .optional()?)
}

/// Everybody may do everything with a status.
pub fn delete_of(conn: &mut Conn, status: StatusId) -> DbResult<()> {
    diesel::delete(status_policy::table.find(status.get()))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}
