//! Whom people here do not want to read.

use diesel::prelude::*;
use staffroom_domain::{AccountId, MuteId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::paging::paged;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::mute;
use crate::statuses::Page;

/// A row of `mute`: whom somebody here does not want to read.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = mute, treat_none_as_default_value = false)]
pub struct MuteRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: MuteId,
    /// Who mutes.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// Who is muted.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub target_id: AccountId,
    /// Whether nothing is told of them either.
    pub hides_notifications: bool,
    /// Microseconds since the Unix epoch; until when.
    pub expires_at: Option<i64>,
    /// Since when.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}

impl MuteRow {
    /// Whether it counts at that moment: what has expired may still wait to be removed.
    pub fn holds(&self, now: Timestamp) -> bool {
        self.expires_at.is_none_or(|end| end > now.as_micros())
    }
}

/// Writes a mute, in place of an earlier one of the same, whose id and beginning stay.
pub fn upsert(conn: &mut Conn, row: MuteRow) -> DbResult<()> {
    let changes = (
        mute::hides_notifications.eq(row.hides_notifications),
        mute::expires_at.eq(row.expires_at),
    );
    each_backend!(conn, c => diesel::insert_into(mute::table)
        .values(row)
        .on_conflict((mute::account_id, mute::target_id))
        .do_update()
        .set(changes)
        .prepared_once().execute(c))?;
    Ok(())
}

/// The mute of `target` by `account`, also where it has expired.
pub fn find(conn: &mut Conn, account: AccountId, target: AccountId) -> DbResult<Option<MuteRow>> {
    Ok(mute::table
        .filter(
            mute::account_id
                .eq(account.get())
                .and(mute::target_id.eq(target.get())),
        )
        .select(MuteRow::as_select())
        .first(conn)
        .optional()?)
}

/// Removes a mute; `false` where it is gone.
pub fn delete(conn: &mut Conn, id: MuteId) -> DbResult<bool> {
    Ok(diesel::delete(mute::table.find(id.get())).execute(conn)? == 1)
}

/// The mutes of those accounts by `account`, also expired ones.
pub fn among(conn: &mut Conn, account: AccountId, targets: &[AccountId]) -> DbResult<Vec<MuteRow>> {
    let mut rows = Vec::new();
    for chunk in targets.chunks(crate::CHUNK) {
        let found: Vec<MuteRow> = mute::table
            .filter(mute::account_id.eq(account.get()))
            .filter(mute::target_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
            .select(MuteRow::as_select())
            .prepared_once()
            .load(conn)?;
        rows.extend(found);
    }
    Ok(rows)
}

/// Whom somebody mutes, the latest first, also expired ones.
pub fn page(conn: &mut Conn, account: AccountId, page: Page) -> DbResult<Vec<MuteRow>> {
    let query = mute::table
        .filter(mute::account_id.eq(account.get()))
        .select(MuteRow::as_select());
    Ok(paged!(conn, query, mute::id, page))
}

/// Mutes by an account, in no order that means anything, at most `limit`: for taking them away.
pub fn of_account(conn: &mut Conn, account: AccountId, limit: i64) -> DbResult<Vec<MuteRow>> {
    Ok(mute::table
        .filter(mute::account_id.eq(account.get()))
        .order(mute::id.asc())
        .limit(limit)
        .select(MuteRow::as_select())
        .load(conn)?)
}

/// Mutes whose time is over, at most `limit`.
pub fn expired(conn: &mut Conn, now: Timestamp, limit: i64) -> DbResult<Vec<MuteRow>> {
    Ok(mute::table
        .filter(mute::expires_at.le(now.as_micros()))
        .order(mute::expires_at.asc())
        .limit(limit)
        .select(MuteRow::as_select())
        .load(conn)?)
}

/// The mutes of any of those accounts, whoever mutes them, also expired ones.
pub fn of_targets(conn: &mut Conn, targets: &[AccountId]) -> DbResult<Vec<MuteRow>> {
    let mut rows = Vec::new();
    for chunk in targets.chunks(crate::CHUNK) {
        let found: Vec<MuteRow> = mute::table
            .filter(mute::target_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
            .select(MuteRow::as_select())
            .prepared_once()
            .load(conn)?;
        rows.extend(found);
    }
    Ok(rows)
}
