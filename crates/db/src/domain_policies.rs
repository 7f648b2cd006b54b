//! Decisions about other servers.

use diesel::prelude::*;
use staffroom_domain::Timestamp;

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::schema::domain_policy;

/// A row of `domain_policy`: what the people who run this instance decided about other servers; it holds for subdomains too.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = domain_policy, treat_none_as_default_value = false)]
pub struct DomainPolicyRow {
    /// Lower case, ASCII.
    pub domain: String,
    /// `allow`, `limit` or `suspend`.
    pub level: String,
    /// Whether its media are left out.
    pub reject_media: bool,
    /// Whether its reports are ignored.
    pub reject_reports: bool,
    /// Whether its name is shown incompletely in public lists.
    pub obfuscate: bool,
    /// The reason, for everybody.
    pub public_comment: String,
    /// The reason, for moderators.
    pub private_comment: String,
    /// Since when.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
    /// Microseconds since the Unix epoch; until when.
    pub expires_at: Option<i64>,
}
