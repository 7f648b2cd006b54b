//! What was reported.

use diesel::prelude::*;
use staffroom_domain::{AccountId, ReportId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::schema::report;

/// A row of `report`: what people and other servers have reported.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = report, treat_none_as_default_value = false)]
pub struct ReportRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: ReportId,
    /// Who reports; another server's instance actor, often.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// Who is reported.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub target_id: AccountId,
    /// Why, plain text.
    pub comment: String,
    /// Which statuses, as a JSON array of ids.
    pub status_ids: String,
    /// The id of a remote Flag.
    pub uri: Option<String>,
    /// When.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
    /// Microseconds since the Unix epoch; when it was dealt with.
    pub resolved_at: Option<i64>,
}
