//! Outgoing activities.

use diesel::prelude::*;
use staffroom_domain::{AccountId, ActivityId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::schema::activity;

/// A row of `activity`: outgoing activities, as the bytes that are signed and sent.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = activity, treat_none_as_default_value = false)]
pub struct ActivityRow {
    /// Its id; the last part of the activity's own.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: ActivityId,
    /// The event that it was made of: it is made once.
    pub event_id: Option<i64>,
    /// Whose.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// `Create`, `Follow` …
    pub kind: String,
    /// The JSON document.
    pub body: String,
    /// Whether it stands in the outbox collection.
    pub public: bool,
    /// The status that it is about.
    pub status_id: Option<i64>,
    /// When it was made.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}
