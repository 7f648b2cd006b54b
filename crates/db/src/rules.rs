//! What people here agree to.

use diesel::prelude::*;
use staffroom_domain::{RuleId, Timestamp};

use crate::connection::Conn;
use crate::error::DbResult;
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::rule;

/// How many rules are read.
const MOST: i64 = 100;

/// A row of `rule`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = rule, treat_none_as_default_value = false)]
pub struct RuleRow {
    /// Its id, which is also its place.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: RuleId,
    /// The rule.
    pub text: String,
    /// More about it; may be empty.
    pub hint: String,
    /// Since when.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}

/// Adds a rule, after the others.
pub fn insert(conn: &mut Conn, row: RuleRow) -> DbResult<()> {
    diesel::insert_into(rule::table).values(row).execute(conn)?;
    Ok(())
}

/// All rules, in their order.
pub fn list(conn: &mut Conn) -> DbResult<Vec<RuleRow>> {
    Ok(rule::table
        .order(rule::id.asc())
        .limit(MOST)
        .select(RuleRow::as_select())
        .load(conn)?)
}

/// Takes a rule away; `false` where there is none.
pub fn delete(conn: &mut Conn, id: RuleId) -> DbResult<bool> {
    Ok(diesel::delete(rule::table.find(id.get())).execute(conn)? == 1)
}
