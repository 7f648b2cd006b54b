//! Emoji reactions.

use diesel::prelude::*;
use staffroom_domain::{AccountId, ReactionId, StatusId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::schema::reaction;

/// A row of `reaction`: emoji reactions.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = reaction, treat_none_as_default_value = false)]
pub struct ReactionRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: ReactionId,
    /// Whose.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// To which status.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// The emoji, or `:shortcode:`.
    pub content: String,
    /// The picture of a custom one.
    pub image_url: Option<String>,
    /// The id of a remote activity.
    pub uri: Option<String>,
    /// When.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}
