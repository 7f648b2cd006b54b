//! Deliveries of outgoing activities.

use diesel::prelude::*;
use staffroom_domain::{ActivityId, DeliveryId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::schema::delivery;

/// A row of `delivery`: one activity for one inbox, until it has been taken.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = delivery, treat_none_as_default_value = false)]
pub struct DeliveryRow {
    /// Its id; deliveries of one thread to one host go in this order.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: DeliveryId,
    /// Which activity.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub activity_id: ActivityId,
    /// Where to.
    pub host: String,
    /// Which inbox.
    pub inbox: String,
    /// Deliveries with the same key to one host wait for one another.
    pub thread_key: String,
    /// Whether the digest of the followers on that host goes along (FEP-8fcf).
    pub sync_followers: bool,
    /// How often it was tried.
    pub attempts: i32,
    /// Not before.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub run_at: Timestamp,
    /// When it was queued; given up eight days after.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
    /// What the last attempt said.
    pub last_error: Option<String>,
}
