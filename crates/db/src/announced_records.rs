//! What the organisation of the instance announces of it.

use diesel::prelude::*;
use staffroom_domain::{AccountId, StatusId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::PreparedOnce as _;
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::announced_record;

/// A row of `announced_record`: that something here is announced, or was.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = announced_record, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct AnnouncedRow {
    /// Which status.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// By which organisation.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub organisation_id: AccountId,
    /// The domain of the one hub that is told of it; none where everybody is.
    pub hub: Option<String>,
    /// Since when.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub announced_at: Timestamp,
    /// When that was taken back.
    pub withdrawn_at: Option<i64>,
    /// Who was told before: the domain of a hub, or an empty text for everybody.
    pub formerly: Option<String>,
    /// Until when.
    pub formerly_until: Option<i64>,
}

impl AnnouncedRow {
    /// Whether it is announced now.
    pub const fn is_standing(&self) -> bool {
        self.withdrawn_at.is_none()
    }

    /// Whether it was announced until that moment or longer: whoever heard of it hears of what was done then.
    pub fn stood_at(&self, moment: Timestamp) -> bool {
        self.withdrawn_at.is_none_or(|at| at >= moment.as_micros())
    }

    /// Who was told until that moment or longer, and is not any more: the domain of a hub, or an empty text for everybody.
    pub fn told_before(&self, moment: Timestamp) -> Option<&str> {
        let until = self.formerly_until?;
        self.formerly
            .as_deref()
            .filter(|_| until >= moment.as_micros())
    }
}

/// Writes what is announced, in the place of what was there.
pub fn put(conn: &mut Conn, row: AnnouncedRow) -> DbResult<()> {
    each_backend!(conn, c => {
        diesel::insert_into(announced_record::table)
            .values(row.clone())
            .on_conflict(announced_record::status_id)
            .do_update()
            .set(row)
            .prepared_once()
            .execute(c)?
    });
    Ok(())
}

/// What is known of a status.
pub fn find(conn: &mut Conn, status: StatusId) -> DbResult<Option<AnnouncedRow>> {
    Ok(announced_record::table
        .find(status.get())
        .select(AnnouncedRow::as_select())
        .first(conn)
        .optional()?)
}

/// What an organisation announces or did, after `after`, in the order of its ids, at most `limit`.
pub fn page(
    conn: &mut Conn,
    organisation: AccountId,
    after: StatusId,
    limit: i64,
) -> DbResult<Vec<AnnouncedRow>> {
    Ok(announced_record::table
        .filter(announced_record::organisation_id.eq(organisation.get()))
        .filter(announced_record::status_id.gt(after.get()))
        .order(announced_record::status_id.asc())
        .limit(limit)
        .select(AnnouncedRow::as_select())
        .prepared_once()
        .load(conn)?)
}
