//! Who is addressed in a status.

use diesel::prelude::*;
use staffroom_domain::{AccountId, StatusId};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::schema::mention;

/// A row of `mention`: who is addressed in a status.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = mention, treat_none_as_default_value = false)]
pub struct MentionRow {
    /// In which status.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// Who.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// Addressed without being named in the text.
    pub silent: bool,
}
