//! Incoming activities between acceptance and effect.

use diesel::prelude::*;
use staffroom_domain::{InboxItemId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::schema::inbox_item;

/// A row of `inbox_item`: activities that came in and were verified, until they have been applied; then only what tells a repetition.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = inbox_item, treat_none_as_default_value = false)]
pub struct InboxItemRow {
    /// Its id, in the order of arrival.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: InboxItemId,
    /// The activity's id.
    pub activity_uri: String,
    /// `Create`, `Follow` …
    pub kind: String,
    /// Of whom it came.
    pub host: String,
    /// Who signed, where it is known here.
    pub account_id: Option<i64>,
    /// Who did it, as the activity says and the signature shows.
    pub actor_uri: String,
    /// Items with the same key are applied one after the other.
    pub thread_key: String,
    /// The JSON document; empty when it is done.
    pub body: String,
    /// When it came.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub received_at: Timestamp,
    /// Not before.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub run_at: Timestamp,
    /// How often it was tried.
    pub attempts: i32,
    /// What the last attempt said.
    pub last_error: Option<String>,
    /// Microseconds since the Unix epoch; when it was applied or given up.
    pub done_at: Option<i64>,
}
