//! What an account posted with files, and with which hashtags: so that those lists are read by an index.

use diesel::prelude::*;
use staffroom_domain::{AccountId, StatusId, TagId, Visibility};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::PreparedOnce as _;
use crate::run::{RunQueryDsl, load_boxed};
use crate::schema::{account_media, account_tag, status, status_tag};
use crate::statuses::{OfAccount, Page};

/// A row of `account_media`: a status with files.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = account_media, treat_none_as_default_value = false)]
pub struct AccountMediaRow {
    /// Whose.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// Which.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
}

/// A row of `account_tag`: a status with a hashtag.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = account_tag, treat_none_as_default_value = false)]
pub struct AccountTagRow {
    /// Whose.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// Which hashtag.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub tag_id: TagId,
    /// Which status.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
}

/// Notes that a status has files.
pub(crate) fn add_media(conn: &mut Conn, id: StatusId) -> DbResult<()> {
    each_backend!(conn, c => diesel::insert_into(account_media::table)
        .values(status::table.find(id.get()).select((status::account_id, status::id)))
        .into_columns((account_media::account_id, account_media::status_id))
        .on_conflict_do_nothing()
        .prepared_once().execute(c))?;
    Ok(())
}

/// Notes that a status has no files any more.
pub(crate) fn remove_media(conn: &mut Conn, id: StatusId) -> DbResult<()> {
    let author = status::table.find(id.get()).select(status::account_id);
    let row = account_media::table
        .filter(account_media::account_id.eq_any(author))
        .filter(account_media::status_id.eq(id.get()));
    diesel::delete(row).prepared_once().execute(conn)?;
    Ok(())
}

/// Notes that nothing of an account has files any more.
pub(crate) fn remove_media_of(conn: &mut Conn, account: AccountId) -> DbResult<()> {
    let rows = account_media::table.filter(account_media::account_id.eq(account.get()));
    diesel::delete(rows).execute(conn)?;
    Ok(())
}

/// Notes which hashtags a status has, as `status_tag` has them.
pub(crate) fn add_tags(conn: &mut Conn, id: StatusId) -> DbResult<()> {
    let rows = status_tag::table
        .inner_join(status::table.on(status::id.eq(status_tag::status_id)))
        .filter(status_tag::status_id.eq(id.get()))
        .select((
            status::account_id,
            status_tag::tag_id,
            status_tag::status_id,
        ));
    each_backend!(conn, c => diesel::insert_into(account_tag::table)
        .values(rows)
        .into_columns((account_tag::account_id, account_tag::tag_id, account_tag::status_id))
        .on_conflict_do_nothing()
        .prepared_once().execute(c))?;
    Ok(())
}

/// Notes that a status has no hashtags any more.
pub(crate) fn remove_tags(conn: &mut Conn, id: StatusId) -> DbResult<()> {
    let author = status::table.find(id.get()).select(status::account_id);
    let rows = account_tag::table
        .filter(account_tag::account_id.eq_any(author))
        .filter(account_tag::status_id.eq(id.get()));
    diesel::delete(rows).prepared_once().execute(conn)?;
    Ok(())
}

/// The hashtags of what an account posted last, the newest first, at most `limit`.
pub fn latest_tags(conn: &mut Conn, account: AccountId, limit: i64) -> DbResult<Vec<TagId>> {
    let found: Vec<i64> = account_tag::table
        .filter(account_tag::account_id.eq(account.get()))
        .order(account_tag::status_id.desc())
        .limit(limit)
        .select(account_tag::tag_id)
        .load(conn)?;
    Ok(found.into_iter().map(TagId::from).collect())
}

/// How many statuses that everybody may see an account posted with a hashtag, and the last of them. Reads
/// them: for when it is first asked.
pub fn count_tagged(
    conn: &mut Conn,
    account: AccountId,
    tag: TagId,
) -> DbResult<(i64, Option<StatusId>)> {
    let (count, last): (i64, Option<i64>) = account_tag::table
        .inner_join(status::table)
        .filter(account_tag::account_id.eq(account.get()))
        .filter(account_tag::tag_id.eq(tag.get()))
        .filter(status::deleted_at.is_null())
        .filter(status::visibility.le(Visibility::Unlisted.as_i32()))
        .select((
            diesel::dsl::count_star(),
            diesel::dsl::max(account_tag::status_id),
        ))
        .first(conn)?;
    Ok((count, last.map(StatusId::from)))
}

/// The last status that everybody may see which an account posted with a hashtag.
pub(crate) fn last_tagged(
    conn: &mut Conn,
    account: AccountId,
    tag: TagId,
) -> DbResult<Option<StatusId>> {
    let last: Option<i64> = account_tag::table
        .inner_join(status::table)
        .filter(account_tag::account_id.eq(account.get()))
        .filter(account_tag::tag_id.eq(tag.get()))
        .filter(status::deleted_at.is_null())
        .filter(status::visibility.le(Visibility::Unlisted.as_i32()))
        .order(account_tag::status_id.desc())
        .limit(1)
        .select(account_tag::status_id)
        .prepared_once()
        .get_result(conn)
        .optional()?;
    Ok(last.map(StatusId::from))
}

/// Narrows a query that joins `status` to what is wanted, and loads a part of it.
macro_rules! wanted_page {
    ($conn:expr, $query:expr, $id:expr, $wanted:expr, $page:expr) => {{
        let (wanted, page): (&OfAccount, Page) = ($wanted, $page);
        let widest = if wanted.only_open {
            Visibility::Unlisted
        } else {
            Visibility::Private
        };
        let mut query = $query
            .filter(status::deleted_at.is_null())
            .filter(status::visibility.le(widest.as_i32()))
            .limit(page.limit)
            .select($id)
            .into_boxed();
        if wanted.no_boosts {
            query = query.filter(status::boost_of_id.is_null());
        }
        if wanted.no_replies {
            let is_to_oneself = status::in_reply_to_account_id.eq(status::account_id.nullable());
            let is_none = status::in_reply_to_id
                .is_null()
                .and(status::in_reply_to_uri.is_null());
            query = query.filter(is_to_oneself.or(is_none));
        }
        if let Some(max) = page.max_id {
            query = query.filter($id.lt(max));
        }
        if let Some(since) = page.since_id {
            query = query.filter($id.gt(since));
        }
        let ids: Vec<i64> = match page.min_id {
            Some(min) => {
                let query = query.filter($id.gt(min)).order($id.asc());
                let mut ids: Vec<i64> = load_boxed(query, $conn)?;
                ids.reverse();
                ids
            }
            None => load_boxed(query.order($id.desc()), $conn)?,
        };
        ids.into_iter().map(StatusId::from).collect()
    }};
}

/// A part of what an account posted, the newest first, without tombstones and direct ones.
pub fn page(
    conn: &mut Conn,
    account: AccountId,
    wanted: &OfAccount,
    page: Page,
) -> DbResult<Vec<StatusId>> {
    if let Some(tag) = wanted.tagged {
        let query = account_tag::table
            .inner_join(status::table)
            .filter(account_tag::account_id.eq(account.get()))
            .filter(account_tag::tag_id.eq(tag.get()));
        if !wanted.only_media {
            return Ok(wanted_page!(
                conn,
                query,
                account_tag::status_id,
                wanted,
                page
            ));
        }
        let with_files = account_media::table
            .filter(account_media::account_id.eq(account.get()))
            .filter(account_media::status_id.eq(account_tag::status_id))
            .select(account_media::status_id);
        let query = query.filter(diesel::dsl::exists(with_files));
        return Ok(wanted_page!(
            conn,
            query,
            account_tag::status_id,
            wanted,
            page
        ));
    }
    if wanted.only_media {
        let query = account_media::table
            .inner_join(status::table)
            .filter(account_media::account_id.eq(account.get()));
        return Ok(wanted_page!(
            conn,
            query,
            account_media::status_id,
            wanted,
            page
        ));
    }
    let query = status::table.filter(status::account_id.eq(account.get()));
    Ok(wanted_page!(conn, query, status::id, wanted, page))
}
