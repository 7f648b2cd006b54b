//! Who follows whom.

use diesel::prelude::*;
use staffroom_domain::{AccountId, FollowId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::schema::follow;

/// A row of `follow`: who follows whom, and who asked to.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = follow, treat_none_as_default_value = false)]
pub struct FollowRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: FollowId,
    /// Who follows.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// Who is followed.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub target_id: AccountId,
    /// 0: asked, 1: accepted.
    pub state: i32,
    /// Whether the follower is of this instance.
    pub local: bool,
    /// The id of a remote follower's Follow activity.
    pub uri: Option<String>,
    /// Whether boosts are wanted in the home timeline.
    pub reblogs: bool,
    /// Whether the follower is told of each post.
    pub notify: bool,
    /// Languages wanted, as a JSON array; empty: all.
    pub languages: String,
    /// When it was asked.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}
