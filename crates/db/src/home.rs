//! Home timelines.

use diesel::prelude::*;
use staffroom_domain::{AccountId, StatusId};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::schema::home_entry;

/// A row of `home_entry`: home timelines of local accounts, filled when something is posted.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = home_entry, treat_none_as_default_value = false)]
pub struct HomeEntryRow {
    /// Whose home timeline.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// Which status or boost.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
}
