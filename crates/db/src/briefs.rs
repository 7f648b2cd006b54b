//! What of a status decides for whom it is, without what it says.

use diesel::prelude::*;
use staffroom_domain::{AccountId, StatusId, Visibility};

use crate::connection::Conn;
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::status;
use crate::statuses::StatusRow;

/// Some columns of `status`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = status)]
pub struct StatusBrief {
    /// Its id.
    #[diesel(deserialize_as = i64)]
    pub id: StatusId,
    /// Whose.
    #[diesel(deserialize_as = i64)]
    pub account_id: AccountId,
    /// 0 public, 1 unlisted, 2 followers, 3 direct.
    pub visibility: i32,
    /// The status that this one boosts.
    pub boost_of_id: Option<i64>,
    /// The status that this one answers, where it is here.
    pub in_reply_to_id: Option<i64>,
    /// Whose status this one answers.
    pub in_reply_to_account_id: Option<i64>,
    /// The object that this one answers, where it is remote.
    pub in_reply_to_uri: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    /// Microseconds since the Unix epoch.
    pub deleted_at: Option<i64>,
}

impl StatusBrief {
    /// What it boosts; otherwise itself.
    pub fn original_id(&self) -> StatusId {
        self.boost_of_id.map_or(self.id, StatusId::from)
    }

    /// Who may see it.
    pub const fn visibility(&self) -> Visibility {
        Visibility::from_i32(self.visibility)
    }
}

impl From<&StatusRow> for StatusBrief {
    fn from(row: &StatusRow) -> Self {
        Self {
            id: row.id,
            account_id: row.account_id,
            visibility: row.visibility,
            boost_of_id: row.boost_of_id,
            in_reply_to_id: row.in_reply_to_id,
            in_reply_to_account_id: row.in_reply_to_account_id,
            in_reply_to_uri: row.in_reply_to_uri.clone(),
            language: row.language.clone(),
            deleted_at: row.deleted_at,
        }
    }
}

/// The briefs of a thread without boosts and tombstones, the oldest first, at most `limit`.
pub fn thread(conn: &mut Conn, thread: StatusId, limit: i64) -> DbResult<Vec<StatusBrief>> {
    Ok(status::table
        .filter(status::thread_id.eq(thread.get()))
        .filter(status::deleted_at.is_null())
        .filter(status::boost_of_id.is_null())
        .order(status::id.asc())
        .limit(limit)
        .select(StatusBrief::as_select())
        .load(conn)?)
}

/// The briefs of those statuses, in no order.
pub fn find_many(conn: &mut Conn, ids: &[StatusId]) -> DbResult<Vec<StatusBrief>> {
    let mut rows = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(crate::CHUNK) {
        rows.extend(
            status::table
                .filter(status::id.eq_any(padded(chunk.iter().map(|id| id.get()))))
                .select(StatusBrief::as_select())
                .prepared_once()
                .load(conn)?,
        );
    }
    Ok(rows)
}
