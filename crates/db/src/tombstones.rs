//! Objects that were deleted elsewhere.

use diesel::prelude::*;
use staffroom_domain::Timestamp;

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::schema::tombstone;

/// A row of `tombstone`: objects that were deleted, so that a late Create does not bring them back.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = tombstone, treat_none_as_default_value = false)]
pub struct TombstoneRow {
    /// The object's id.
    pub uri: String,
    /// When.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub deleted_at: Timestamp,
}
