//! What is known of pages that posts link to.

use diesel::prelude::*;
use staffroom_domain::{AccountId, CardId, StatusId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::paging::paged;
use crate::prepared::{PreparedOnce as _, padded};
use crate::public_entries::Entry;
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::{preview_card, status, status_card};
use crate::statuses::Page;

/// A row of `preview_card`: a page, as it describes itself.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = preview_card, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct PreviewCardRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: CardId,
    /// The address that posts link to, normalised.
    pub url: String,
    /// A digest of that.
    pub url_digest: String,
    /// `waiting` until it was fetched, `ready`, or `none` where there is nothing to show.
    pub state: String,
    /// Plain text.
    pub title: String,
    /// Plain text.
    pub description: String,
    /// `link` or `photo`.
    pub kind: String,
    /// Plain text.
    pub author_name: String,
    /// http or https, or empty.
    pub author_url: String,
    /// Plain text.
    pub provider_name: String,
    /// http or https, or empty.
    pub provider_url: String,
    /// Where its picture is.
    pub image_url: Option<String>,
    /// What the picture shows, plain text.
    pub image_description: String,
    /// Of the picture, in pixels; 0: unknown.
    pub width: i32,
    /// Of the picture, in pixels; 0: unknown.
    pub height: i32,
    /// BCP 47.
    pub language: Option<String>,
    /// When it was published, in microseconds.
    pub published_at: Option<i64>,
    /// When somebody first linked to it.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
    /// When it is fetched again, if somebody links to it.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub expires_at: Timestamp,
}

impl PreviewCardRow {
    /// Nothing is known yet.
    pub const WAITING: &'static str = "waiting";
    /// It can be shown.
    pub const READY: &'static str = "ready";
    /// There is nothing to show.
    pub const NONE: &'static str = "none";
}

/// A row of `status_card`: which page is shown below a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = status_card, treat_none_as_default_value = false)]
pub struct StatusCardRow {
    /// Below which status.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// Which page.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub card_id: CardId,
}

/// One page.
pub fn find(conn: &mut Conn, id: CardId) -> DbResult<Option<PreviewCardRow>> {
    let query = preview_card::table
        .find(id.get())
        .select(PreviewCardRow::as_select());
    Ok(query.prepared_once().get_result(conn).optional()?)
}

/// The page with that digest of its address.
pub fn find_by_digest(conn: &mut Conn, digest: &str) -> DbResult<Option<PreviewCardRow>> {
    Ok(preview_card::table
        .filter(preview_card::url_digest.eq(digest))
        .select(PreviewCardRow::as_select())
        .prepared_once()
        .get_result(conn)
        .optional()?)
}

/// Adds a page, unless another has added it meanwhile.
pub fn insert(conn: &mut Conn, row: PreviewCardRow) -> DbResult<()> {
    each_backend!(conn, c => diesel::insert_into(preview_card::table)
        .values(row)
        .on_conflict_do_nothing()
        .prepared_once()
        .execute(c))?;
    Ok(())
}

/// Writes what is known of a page now.
pub fn update(conn: &mut Conn, row: PreviewCardRow) -> DbResult<()> {
    diesel::update(preview_card::table.find(row.id.get()))
        .set(row)
        .execute(conn)?;
    Ok(())
}

/// Shows a page below a status, in the place of another.
pub fn link(conn: &mut Conn, status: StatusId, card: CardId) -> DbResult<()> {
    let row = StatusCardRow {
        status_id: status,
        card_id: card,
    };
    each_backend!(conn, c => diesel::insert_into(status_card::table)
        .values(row)
        .on_conflict(status_card::status_id)
        .do_update()
        .set(status_card::card_id.eq(card.get()))
        .prepared_once()
        .execute(c))?;
    Ok(())
}

/// Shows no page below a status any more.
pub fn unlink(conn: &mut Conn, status: StatusId) -> DbResult<()> {
    diesel::delete(status_card::table.find(status.get()))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// The pages that are shown below those statuses.
pub fn of_statuses(conn: &mut Conn, ids: &[StatusId]) -> DbResult<Vec<(StatusId, PreviewCardRow)>> {
    let mut rows = Vec::new();
    for chunk in ids.chunks(crate::CHUNK) {
        let found: Vec<(i64, PreviewCardRow)> = status_card::table
            .inner_join(preview_card::table)
            .filter(status_card::status_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
            .filter(preview_card::state.eq(PreviewCardRow::READY))
            .select((status_card::status_id, PreviewCardRow::as_select()))
            .prepared_once()
            .load(conn)?;
        rows.extend(found.into_iter().map(|(id, row)| (StatusId::from(id), row)));
    }
    Ok(rows)
}

/// Forgets pages that no status shows and that were to be fetched again since then, at most `limit`; gives how
/// many.
pub fn prune(conn: &mut Conn, before: Timestamp, limit: i64) -> DbResult<usize> {
    let shown = status_card::table.filter(status_card::card_id.eq(preview_card::id));
    let ids: Vec<i64> = preview_card::table
        .filter(preview_card::expires_at.lt(before.as_micros()))
        .filter(diesel::dsl::not(diesel::dsl::exists(shown)))
        .order(preview_card::expires_at.asc())
        .limit(limit)
        .select(preview_card::id)
        .prepared_once()
        .load(conn)?;
    Ok(diesel::delete(preview_card::table.filter(preview_card::id.eq_any(ids))).execute(conn)?)
}

/// The statuses below which a page is shown, whoever may see them, the newest first.
pub fn statuses_with(conn: &mut Conn, card: CardId, page: Page) -> DbResult<Vec<Entry>> {
    let query = status_card::table
        .inner_join(status::table.on(status::id.eq(status_card::status_id)))
        .filter(status_card::card_id.eq(card.get()))
        .select((status_card::status_id, status::account_id));
    let rows: Vec<(i64, i64)> = paged!(conn, query, status_card::status_id, page);
    Ok(rows
        .into_iter()
        .map(|(status, account)| Entry {
            status: status.into(),
            author: AccountId::from(account),
        })
        .collect())
}
