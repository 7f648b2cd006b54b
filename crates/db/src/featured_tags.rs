//! Hashtags that people here show on their profile.

use diesel::dsl::case_when;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};
use staffroom_domain::{AccountId, FeaturedTagId, StatusId, TagId, Timestamp, Visibility};

use crate::account_posts;
use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::PreparedOnce as _;
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::{featured_tag, status, status_tag, tag};
use crate::tags::TagRow;

/// A row of `featured_tag`: a hashtag that somebody here shows on their profile.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = featured_tag, treat_none_as_default_value = false)]
pub struct FeaturedTagRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: FeaturedTagId,
    /// Whose profile.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// Which hashtag.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub tag_id: TagId,
    /// How many statuses that everybody may see they posted with it.
    pub statuses_count: i64,
    /// Microseconds since the Unix epoch; when they posted the last of them.
    pub last_status_at: Option<i64>,
    /// Since when.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}

/// Shows a hashtag; `false` where it is shown already.
pub fn insert(conn: &mut Conn, row: FeaturedTagRow) -> DbResult<bool> {
    let added = each_backend!(conn, c => {
        diesel::insert_into(featured_tag::table)
            .values(row)
            .on_conflict((featured_tag::account_id, featured_tag::tag_id))
            .do_nothing()
            .execute(c)?
    });
    Ok(added == 1)
}

/// Shows it no more; `false` where there is none of that id on that profile.
pub fn delete(conn: &mut Conn, account: AccountId, id: FeaturedTagId) -> DbResult<bool> {
    let found = featured_tag::table
        .find(id.get())
        .filter(featured_tag::account_id.eq(account.get()));
    Ok(diesel::delete(found).execute(conn)? == 1)
}

/// The hashtag that an account shows, if it does.
pub fn find(conn: &mut Conn, account: AccountId, tag: TagId) -> DbResult<Option<FeaturedTagRow>> {
    Ok(featured_tag::table
        .filter(featured_tag::account_id.eq(account.get()))
        .filter(featured_tag::tag_id.eq(tag.get()))
        .select(FeaturedTagRow::as_select())
        .first(conn)
        .optional()?)
}

/// The hashtags on a profile. There are few.
pub fn of_account(conn: &mut Conn, account: AccountId) -> DbResult<Vec<(FeaturedTagRow, TagRow)>> {
    Ok(featured_tag::table
        .inner_join(tag::table)
        .filter(featured_tag::account_id.eq(account.get()))
        .select((FeaturedTagRow::as_select(), TagRow::as_select()))
        .load(conn)?)
}

/// Forgets the hashtags on a profile.
pub fn delete_of_account(conn: &mut Conn, account: AccountId) -> DbResult<usize> {
    let rows = featured_tag::table.filter(featured_tag::account_id.eq(account.get()));
    Ok(diesel::delete(rows).execute(conn)?)
}

/// Counts a status with its hashtags, where its author shows them and everybody may see it.
pub(crate) fn count_in(conn: &mut Conn, id: StatusId) -> DbResult<()> {
    let author = open(id).select(status::account_id);
    let tags = status_tag::table
        .filter(status_tag::status_id.eq(id.get()))
        .select(status_tag::tag_id);
    let rows = featured_tag::table
        .filter(featured_tag::account_id.eq_any(author))
        .filter(featured_tag::tag_id.eq_any(tags));
    // Older ones come, too: from elsewhere, or by an edit.
    let at = id.made_at().as_micros();
    let is_newest = featured_tag::last_status_at
        .is_null()
        .or(featured_tag::last_status_at.lt(at));
    let newer = case_when(is_newest, at.into_sql::<Nullable<BigInt>>())
        .otherwise(featured_tag::last_status_at);
    diesel::update(rows)
        .set((
            featured_tag::statuses_count.eq(featured_tag::statuses_count + 1),
            featured_tag::last_status_at.eq(newer),
        ))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Counts a status no more with its hashtags, which it is about to lose: after `account_tag` has lost them.
pub(crate) fn count_out(conn: &mut Conn, id: StatusId) -> DbResult<()> {
    let author = open(id).select(status::account_id);
    let tags = status_tag::table
        .filter(status_tag::status_id.eq(id.get()))
        .select(status_tag::tag_id);
    let shown: Vec<(i64, i64, i64)> = featured_tag::table
        .filter(featured_tag::account_id.eq_any(author))
        .filter(featured_tag::tag_id.eq_any(tags))
        .select((
            featured_tag::id,
            featured_tag::account_id,
            featured_tag::tag_id,
        ))
        .prepared_once()
        .load(conn)?;
    for (row, account, tag) in shown {
        let last = account_posts::last_tagged(conn, account.into(), tag.into())?;
        let counted = featured_tag::table
            .find(row)
            .filter(featured_tag::statuses_count.gt(0));
        diesel::update(counted)
            .set((
                featured_tag::statuses_count.eq(featured_tag::statuses_count - 1),
                featured_tag::last_status_at.eq(last.map(|id| id.made_at().as_micros())),
            ))
            .prepared_once()
            .execute(conn)?;
    }
    Ok(())
}

/// A status that everybody may see.
#[diesel::dsl::auto_type]
fn open(id: StatusId) -> _ {
    let number: i64 = id.get();
    let widest: i32 = Visibility::Unlisted.as_i32();
    status::table
        .filter(status::id.eq(number))
        .filter(status::visibility.le(widest))
}
