//! Hashtags.

use diesel::prelude::*;
use staffroom_domain::{StatusId, TagId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::schema::{status_tag, tag};

/// A row of `tag`: hashtags.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = tag, treat_none_as_default_value = false)]
pub struct TagRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: TagId,
    /// As it is compared: folded.
    pub name: String,
    /// As it was first written.
    pub display: String,
    /// When it was first used.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}

/// A row of `status_tag`: which hashtags a status carries.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = status_tag, treat_none_as_default_value = false)]
pub struct StatusTagRow {
    /// Which status.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// Which hashtag.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub tag_id: TagId,
}
