//! Which instances belong to this hub.

use diesel::prelude::*;
use staffroom_domain::{AccountId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::PreparedOnce as _;
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::hub_member;

/// A row of `hub_member`: an instance that was asked to belong to this hub.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = hub_member, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct HubMemberRow {
    /// The host of its ids, with the port where there is one.
    pub host: String,
    /// Its organisation.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// `asked`, `member`, `refused`, `left` or `removed`.
    pub state: String,
    /// When it was asked.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub asked_at: Timestamp,
    /// When that changed last.
    pub answered_at: Option<i64>,
    /// Whether what it has is being read: `none`, `running`, `done` or `failed`.
    pub harvest: String,
    /// The page of its outbox that is read next; none: the first.
    pub cursor: Option<String>,
    /// A page that was read before: where it comes again, the pages go round in a circle.
    pub mark: Option<String>,
    /// How many pages were read.
    pub pages: i32,
    /// When the last was.
    pub harvested_at: Option<i64>,
    /// How many practices of it count here.
    pub practices: i32,
    /// How many adoptions.
    pub adoptions: i32,
    /// How many outcomes.
    pub outcomes: i32,
    /// How many calendar events.
    pub events: i32,
}

impl HubMemberRow {
    /// The `state` of what has not answered.
    pub const ASKED: &str = "asked";
    /// The `state` of a member.
    pub const MEMBER: &str = "member";
    /// The `state` of what did not want to.
    pub const REFUSED: &str = "refused";
    /// The `state` of what was a member and wants to be none.
    pub const LEFT: &str = "left";
    /// The `state` of what the hub takes in no more.
    pub const REMOVED: &str = "removed";
    /// The `harvest` of what is not read.
    pub const NONE: &str = "none";
    /// The `harvest` of what is being read.
    pub const RUNNING: &str = "running";
    /// The `harvest` of what was read to its end, or as far as we read.
    pub const DONE: &str = "done";
    /// The `harvest` of what could not be read.
    pub const FAILED: &str = "failed";

    /// Whether it belongs to the hub.
    pub fn is_member(&self) -> bool {
        self.state == Self::MEMBER
    }

    /// Whether nothing of it may count.
    pub fn is_out(&self) -> bool {
        [Self::REFUSED, Self::LEFT, Self::REMOVED].contains(&self.state.as_str())
    }
}

/// What is decided of an instance, without how much of it counts.
#[derive(AsChangeset)]
#[diesel(table_name = hub_member, treat_none_as_null = true)]
struct Decided {
    account_id: i64,
    state: String,
    asked_at: i64,
    answered_at: Option<i64>,
    harvest: String,
    cursor: Option<String>,
    mark: Option<String>,
    pages: i32,
    harvested_at: Option<i64>,
}

/// Writes an instance, in the place of what was there. How much of one that is there counts is changed by [`count`] alone:
/// somebody may have counted since the row was read.
pub fn put(conn: &mut Conn, row: HubMemberRow) -> DbResult<()> {
    let decided = Decided {
        account_id: row.account_id.get(),
        state: row.state.clone(),
        asked_at: row.asked_at.as_micros(),
        answered_at: row.answered_at,
        harvest: row.harvest.clone(),
        cursor: row.cursor.clone(),
        mark: row.mark.clone(),
        pages: row.pages,
        harvested_at: row.harvested_at,
    };
    each_backend!(conn, c => {
        diesel::insert_into(hub_member::table)
            .values(row)
            .on_conflict(hub_member::host)
            .do_update()
            .set(decided)
            .prepared_once()
            .execute(c)?
    });
    Ok(())
}

/// The instance whose ids are of that host.
pub fn find(conn: &mut Conn, host: &str) -> DbResult<Option<HubMemberRow>> {
    Ok(hub_member::table
        .find(host)
        .select(HubMemberRow::as_select())
        .first(conn)
        .optional()?)
}

/// The same; nobody else changes it until this transaction ends.
pub fn lock(conn: &mut Conn, host: &str) -> DbResult<Option<HubMemberRow>> {
    match conn {
        Conn::Sqlite(_) => find(conn, host),
        Conn::Postgres(c) => Ok(hub_member::table
            .find(host)
            .select(HubMemberRow::as_select())
            .for_update()
            .first(c)
            .optional()?),
    }
}

/// The instance of that organisation.
pub fn of_account(conn: &mut Conn, account: AccountId) -> DbResult<Option<HubMemberRow>> {
    Ok(hub_member::table
        .filter(hub_member::account_id.eq(account.get()))
        .select(HubMemberRow::as_select())
        .first(conn)
        .optional()?)
}

/// Instances by their hosts, after `after`.
pub fn list(conn: &mut Conn, after: &str, limit: i64) -> DbResult<Vec<HubMemberRow>> {
    Ok(hub_member::table
        .filter(hub_member::host.gt(after))
        .order(hub_member::host.asc())
        .limit(limit)
        .select(HubMemberRow::as_select())
        .load(conn)?)
}

/// Instances that belong to the hub, by their hosts, after `after`.
pub fn belonging(conn: &mut Conn, after: &str, limit: i64) -> DbResult<Vec<HubMemberRow>> {
    Ok(hub_member::table
        .filter(hub_member::state.eq(HubMemberRow::MEMBER))
        .filter(hub_member::host.gt(after))
        .order(hub_member::host.asc())
        .limit(limit)
        .select(HubMemberRow::as_select())
        .load(conn)?)
}

/// How much of something counts here changes by that; nothing happens where the host is no member's.
pub fn count(conn: &mut Conn, host: &str, kind: &str, by: i32) -> DbResult<()> {
    let row = hub_member::table.find(host);
    match kind {
        "practice" => diesel::update(row)
            .set(hub_member::practices.eq(hub_member::practices + by))
            .execute(conn)?,
        "adoption" => diesel::update(row)
            .set(hub_member::adoptions.eq(hub_member::adoptions + by))
            .execute(conn)?,
        "outcome" => diesel::update(row)
            .set(hub_member::outcomes.eq(hub_member::outcomes + by))
            .execute(conn)?,
        _ => diesel::update(row)
            .set(hub_member::events.eq(hub_member::events + by))
            .execute(conn)?,
    };
    Ok(())
}
