//! `Marker`.

use serde::Serialize;
use staffroom_domain::Timestamp;
use staffroom_service::markers::MarkerRow;

use super::shaper::moment;

/// How far somebody has read.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Marker {
    last_read_id: String,
    version: i64,
    updated_at: String,
}

impl Marker {
    /// Of a timeline that nobody has marked yet, in an account of that time: web clients break where it
    /// is missing.
    pub(crate) fn unread(since: Timestamp) -> Self {
        Self {
            last_read_id: "0".to_owned(),
            version: 0,
            updated_at: moment(since),
        }
    }
}

impl From<&MarkerRow> for Marker {
    fn from(row: &MarkerRow) -> Self {
        Self {
            last_read_id: row.last_read_id.clone(),
            version: row.version,
            updated_at: moment(row.updated_at),
        }
    }
}
