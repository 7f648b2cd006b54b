//! What there is beside the rows of statuses, asked of all tables at once: most statuses have nothing in most of them, and then
//! those need not be asked each.

use diesel::QueryableByName;
use diesel::RunQueryDsl as _;
use diesel::sql_types::{Array, BigInt, Integer, Text};
use staffroom_domain::{AccountId, StatusId};

use crate::connection::Conn;
use crate::error::DbResult;
use crate::prepared::PreparedOnce as _;

/// Something that may stand beside a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum Beside {
    /// Whom it addresses.
    Mentions = 1,
    /// Its hashtags.
    Tags = 1 << 1,
    /// Its files.
    Attachments = 1 << 2,
    /// The page that it links to, known already or not.
    Card = 1 << 3,
    /// A poll.
    Poll = 1 << 4,
    /// Reactions.
    Reactions = 1 << 5,
    /// That it, or its thread, is in a group, or was taken out of one.
    Groups = 1 << 6,
    /// That the viewer likes it.
    Favourite = 1 << 7,
    /// That the viewer boosted it.
    Boost = 1 << 8,
    /// That the viewer keeps it.
    Bookmark = 1 << 9,
    /// That the viewer features it.
    Pin = 1 << 10,
    /// That the viewer wants to hear no more of its thread.
    ThreadMute = 1 << 11,
    /// That its author blocks the viewer.
    Block = 1 << 12,
}

/// What stands beside one status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, QueryableByName)]
pub struct Glance {
    #[diesel(sql_type = BigInt)]
    status_id: i64,
    #[diesel(sql_type = Integer)]
    found: i32,
}

impl Glance {
    /// Of which status.
    pub fn status(&self) -> StatusId {
        self.status_id.into()
    }

    /// Whether it has that.
    pub const fn has(&self, what: Beside) -> bool {
        self.found & what as i32 != 0
    }
}

/// The same on both databases, but for how a list is given.
macro_rules! looking {
    ($list:literal, $viewer:literal) => {
        concat!(
            "SELECT s.id AS status_id, ",
            "CASE WHEN EXISTS (SELECT 1 FROM mention o WHERE o.status_id = s.id) THEN 1 ELSE 0 END",
            " + CASE WHEN EXISTS (SELECT 1 FROM status_tag o WHERE o.status_id = s.id) THEN 2 ELSE 0 END",
            " + CASE WHEN EXISTS (SELECT 1 FROM attachment o WHERE o.status_id = s.id) THEN 4 ELSE 0 END",
            " + CASE WHEN EXISTS (SELECT 1 FROM status_card o WHERE o.status_id = s.id) THEN 8 ELSE 0 END",
            " + CASE WHEN EXISTS (SELECT 1 FROM poll o WHERE o.status_id = s.id) THEN 16 ELSE 0 END",
            " + CASE WHEN EXISTS (SELECT 1 FROM reaction o WHERE o.status_id = s.id) THEN 32 ELSE 0 END",
            " + CASE WHEN EXISTS (SELECT 1 FROM group_post o WHERE o.status_id = s.id)",
            " OR EXISTS (SELECT 1 FROM group_post o WHERE o.status_id = s.thread_id) THEN 64 ELSE 0 END",
            " + CASE WHEN EXISTS (SELECT 1 FROM favourite o WHERE o.account_id = ",
            $viewer,
            " AND o.status_id = s.id) THEN 128 ELSE 0 END",
            " + CASE WHEN EXISTS (SELECT 1 FROM status o WHERE o.account_id = ",
            $viewer,
            " AND o.boost_of_id = s.id) THEN 256 ELSE 0 END",
            " + CASE WHEN EXISTS (SELECT 1 FROM bookmark o WHERE o.account_id = ",
            $viewer,
            " AND o.status_id = s.id) THEN 512 ELSE 0 END",
            " + CASE WHEN EXISTS (SELECT 1 FROM pin o WHERE o.account_id = ",
            $viewer,
            " AND o.status_id = s.id) THEN 1024 ELSE 0 END",
            " + CASE WHEN EXISTS (SELECT 1 FROM thread_mute o WHERE o.account_id = ",
            $viewer,
            " AND o.thread_id = s.thread_id) THEN 2048 ELSE 0 END",
            " + CASE WHEN EXISTS (SELECT 1 FROM block o WHERE o.account_id = s.account_id AND o.target_id = ",
            $viewer,
            ") THEN 4096 ELSE 0 END AS found FROM ",
            $list,
            " CROSS JOIN status s WHERE s.id = list.value"
        )
    };
}

/// Nobody has this id.
const NOBODY: i64 = 0;

/// What stands beside each of those statuses that are there, for somebody or for whoever is not signed in; in no order.
pub fn of_statuses(
    conn: &mut Conn,
    viewer: Option<AccountId>,
    ids: &[StatusId],
) -> DbResult<Vec<Glance>> {
    let viewer = viewer.map_or(NOBODY, AccountId::get);
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(crate::CHUNK) {
        let list: Vec<i64> = chunk.iter().map(|id| id.get()).collect();
        let rows: Vec<Glance> = match conn {
            Conn::Sqlite(c) => {
                let list: Vec<String> = list.iter().map(i64::to_string).collect();
                // Left of a CROSS JOIN stands what SQLite reads first.
                diesel::sql_query(looking!("json_each(?1) list", "?2"))
                    .bind::<Text, _>(format!("[{}]", list.join(",")))
                    .bind::<BigInt, _>(viewer)
                    .prepared_once()
                    .load(c)?
            }
            Conn::Postgres(c) => diesel::sql_query(looking!(
                "unnest($1::bigint[]) AS list (value)",
                "$2::bigint"
            ))
            .bind::<Array<BigInt>, _>(list)
            .bind::<BigInt, _>(viewer)
            .prepared_once()
            .load(c)?,
        };
        found.extend(rows);
    }
    Ok(found)
}
