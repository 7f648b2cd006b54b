//! Other servers, and whether they answer.

use diesel::prelude::*;
use staffroom_domain::Timestamp;

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::schema::peer;

/// A row of `peer`: other servers: whether they answer, and when the next delivery to them is due.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = peer, treat_none_as_default_value = false)]
pub struct PeerRow {
    /// Host name, with the port where there is one.
    pub host: String,
    /// When we first had to do with it.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub first_seen_at: Timestamp,
    /// Microseconds since the Unix epoch; when it last took a delivery or sent one.
    pub last_success_at: Option<i64>,
    /// Microseconds since the Unix epoch; since when it has not answered.
    pub first_failure_at: Option<i64>,
    /// Failures since the last success.
    pub failures: i32,
    /// What the last failure said.
    pub last_error: Option<String>,
    /// The signature scheme that it last took: `cavage` or `rfc9421`.
    pub scheme: Option<String>,
    /// Microseconds since the Unix epoch; when deliveries to it go on. None: nothing waits.
    pub due_at: Option<i64>,
    /// Microseconds since the Unix epoch; while a worker delivers to it.
    pub lease_until: Option<i64>,
    /// Whose lease it is.
    pub lease_token: Option<i64>,
}
