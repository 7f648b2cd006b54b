//! Who blocks whom.

use diesel::prelude::*;
use staffroom_domain::{AccountId, BlockId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::schema::block;

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
