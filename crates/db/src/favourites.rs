//! Who likes which status.

use diesel::prelude::*;
use staffroom_domain::{AccountId, FavouriteId, StatusId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::schema::favourite;

/// A row of `favourite`: who likes which status.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = favourite, treat_none_as_default_value = false)]
pub struct FavouriteRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: FavouriteId,
    /// Who.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// Which.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// The id of a remote Like.
    pub uri: Option<String>,
    /// When.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}
