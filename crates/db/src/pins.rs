//! Statuses featured on profiles.

use diesel::prelude::*;
use staffroom_domain::{AccountId, StatusId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
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
