//! Who moderates groups, and what was posted in them.

use diesel::prelude::*;
use staffroom_domain::{AccountId, StatusId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::{group_moderator, group_post};

/// A row of `group_moderator`: who moderates a group of this instance.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = group_moderator, treat_none_as_default_value = false)]
pub struct GroupModeratorRow {
    /// The group.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub group_id: AccountId,
    /// Who moderates it, here or elsewhere.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// Since when.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}

/// A row of `group_post`: a post that began a thread in a group, ours or remote, or one that was taken
/// out of it.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = group_post, treat_none_as_default_value = false)]
pub struct GroupPostRow {
    /// The post.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// The group.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub group_id: AccountId,
    /// Whether a moderator took it out.
    pub removed: bool,
    /// Since when.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}

/// Makes somebody a moderator; `false` where they are one.
pub fn add_moderator(conn: &mut Conn, row: GroupModeratorRow) -> DbResult<bool> {
    let added = each_backend!(conn, c => {
        diesel::insert_into(group_moderator::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(c)?
    });
    Ok(added == 1)
}

/// Makes them none any more; `false` where they are none.
pub fn remove_moderator(conn: &mut Conn, group: AccountId, account: AccountId) -> DbResult<bool> {
    let row = group_moderator::table.find((group.get(), account.get()));
    Ok(diesel::delete(row).execute(conn)? == 1)
}

/// Whether somebody moderates a group.
pub fn is_moderator(conn: &mut Conn, group: AccountId, account: AccountId) -> DbResult<bool> {
    let row = group_moderator::table
        .find((group.get(), account.get()))
        .select(group_moderator::group_id);
    Ok(diesel::select(diesel::dsl::exists(row)).get_result(conn)?)
}

/// Who moderates a group, at most `limit`.
pub fn moderators(conn: &mut Conn, group: AccountId, limit: i64) -> DbResult<Vec<AccountId>> {
    let found: Vec<i64> = group_moderator::table
        .filter(group_moderator::group_id.eq(group.get()))
        .order(group_moderator::account_id.asc())
        .limit(limit)
        .select(group_moderator::account_id)
        .load(conn)?;
    Ok(found.into_iter().map(AccountId::from).collect())
}

/// Which groups somebody moderates, at most `limit`.
pub fn moderated(conn: &mut Conn, account: AccountId, limit: i64) -> DbResult<Vec<AccountId>> {
    let found: Vec<i64> = group_moderator::table
        .filter(group_moderator::account_id.eq(account.get()))
        .order(group_moderator::group_id.asc())
        .limit(limit)
        .select(group_moderator::group_id)
        .load(conn)?;
    Ok(found.into_iter().map(AccountId::from).collect())
}

/// A post begins a thread in a group; `false` where it did before, or was taken out.
pub fn add_post(conn: &mut Conn, row: GroupPostRow) -> DbResult<bool> {
    let added = each_backend!(conn, c => {
        diesel::insert_into(group_post::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(c)?
    });
    Ok(added == 1)
}

/// A post is in the group no more, for good.
pub fn take_out(
    conn: &mut Conn,
    status: StatusId,
    group: AccountId,
    now: Timestamp,
) -> DbResult<()> {
    let row = GroupPostRow {
        status_id: status,
        group_id: group,
        removed: true,
        created_at: now,
    };
    if !add_post(conn, row)? {
        diesel::update(group_post::table.find((status.get(), group.get())))
            .set(group_post::removed.eq(true))
            .execute(conn)?;
    }
    Ok(())
}

/// What is noted of those posts.
pub fn of_posts(conn: &mut Conn, ids: &[StatusId]) -> DbResult<Vec<GroupPostRow>> {
    let mut rows = Vec::new();
    for chunk in ids.chunks(crate::CHUNK) {
        rows.extend(
            group_post::table
                .filter(group_post::status_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
                .order((group_post::status_id.asc(), group_post::group_id.asc()))
                .select(GroupPostRow::as_select())
                .prepared_once()
                .load(conn)?,
        );
    }
    Ok(rows)
}
