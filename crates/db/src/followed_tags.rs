//! Hashtags that people here follow.

use diesel::prelude::*;
use staffroom_domain::{AccountId, FollowedTagId, StatusId, TagId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::paging::paged;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::{followed_tag, status_tag, tag};
use crate::statuses::Page;
use crate::tags::TagRow;

/// A row of `followed_tag`: a hashtag that somebody here follows.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = followed_tag, treat_none_as_default_value = false)]
pub struct FollowedTagRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: FollowedTagId,
    /// Who follows.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// Which hashtag.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub tag_id: TagId,
    /// Since when.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}

/// Follows a hashtag; `false` where it is followed already.
pub fn insert(conn: &mut Conn, row: FollowedTagRow) -> DbResult<bool> {
    let added = each_backend!(conn, c => {
        diesel::insert_into(followed_tag::table)
            .values(row)
            .on_conflict((followed_tag::account_id, followed_tag::tag_id))
            .do_nothing()
            .execute(c)?
    });
    Ok(added == 1)
}

/// Follows a hashtag no more; `false` where it was not followed.
pub fn delete(conn: &mut Conn, account: AccountId, tag: TagId) -> DbResult<bool> {
    let found = followed_tag::table.filter(
        followed_tag::account_id
            .eq(account.get())
            .and(followed_tag::tag_id.eq(tag.get())),
    );
    Ok(diesel::delete(found).execute(conn)? == 1)
}

/// Which of those hashtags `account` follows.
pub fn among(conn: &mut Conn, account: AccountId, tags: &[TagId]) -> DbResult<Vec<TagId>> {
    let mut found = Vec::new();
    for chunk in tags.chunks(crate::CHUNK) {
        let some: Vec<i64> = followed_tag::table
            .filter(followed_tag::account_id.eq(account.get()))
            .filter(followed_tag::tag_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
            .select(followed_tag::tag_id)
            .prepared_once()
            .load(conn)?;
        found.extend(some.into_iter().map(TagId::from));
    }
    Ok(found)
}

/// The hashtags that somebody follows, the latest first, with what each is followed by.
pub fn page(
    conn: &mut Conn,
    account: AccountId,
    page: Page,
) -> DbResult<Vec<(FollowedTagRow, TagRow)>> {
    let query = followed_tag::table
        .inner_join(tag::table)
        .filter(followed_tag::account_id.eq(account.get()))
        .select((FollowedTagRow::as_select(), TagRow::as_select()));
    Ok(paged!(conn, query, followed_tag::id, page))
}

/// Forgets the hashtags that an account follows, at most `limit`; gives how many.
pub fn delete_of_account(conn: &mut Conn, account: AccountId, limit: i64) -> DbResult<usize> {
    let some: Vec<i64> = followed_tag::table
        .filter(followed_tag::account_id.eq(account.get()))
        .order(followed_tag::id.asc())
        .limit(limit.min(i64::try_from(crate::CHUNK).unwrap_or(i64::MAX)))
        .select(followed_tag::id)
        .load(conn)?;
    let chosen = followed_tag::table.filter(followed_tag::id.eq_any(padded(some)));
    Ok(diesel::delete(chosen).prepared_once().execute(conn)?)
}

/// Who follows any of the hashtags that a status carries; whoever follows several is there as often.
pub fn followers_of(conn: &mut Conn, status: StatusId) -> DbResult<Vec<AccountId>> {
    let ids: Vec<i64> = status_tag::table
        .inner_join(followed_tag::table.on(followed_tag::tag_id.eq(status_tag::tag_id)))
        .filter(status_tag::status_id.eq(status.get()))
        .select(followed_tag::account_id)
        .load(conn)?;
    Ok(ids.into_iter().map(AccountId::from).collect())
}
