//! What local people are told of.

use diesel::prelude::*;
use staffroom_domain::{AccountId, NotificationId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::schema::notification;

/// A row of `notification`: what local people are told of.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = notification, treat_none_as_default_value = false)]
pub struct NotificationRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: NotificationId,
    /// Who is told.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// As in the Mastodon API: `mention`, `follow`, `follow_request`, `favourite`, `reblog`, `poll`, `update`, `status`.
    pub kind: String,
    /// By whom.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub from_account_id: AccountId,
    /// Of which status.
    pub status_id: Option<i64>,
    /// When.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}
