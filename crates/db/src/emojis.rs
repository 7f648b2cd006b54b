//! Custom emojis.

use diesel::prelude::*;
use staffroom_domain::{EmojiId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::emoji;

/// A row of `emoji`: custom emojis, ours (domain '') and those of other servers.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = emoji, treat_none_as_default_value = false)]
pub struct EmojiRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: EmojiId,
    /// Whose; empty: ours.
    pub domain: String,
    /// Without the colons.
    pub shortcode: String,
    /// The id of the Emoji object.
    pub uri: Option<String>,
    /// Where the picture is.
    pub image_url: String,
    /// When it was last changed.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub updated_at: Timestamp,
    /// Under which word pickers show it; ours only.
    pub category: Option<String>,
}

/// Writes an emoji, in place of an older one with its domain and shortcode, whose id stays; `false`
/// when the one that is there is as new or newer.
pub fn upsert(conn: &mut Conn, row: EmojiRow) -> DbResult<bool> {
    let updated_at = row.updated_at.as_micros();
    let changes = (
        emoji::uri.eq(row.uri.clone()),
        emoji::image_url.eq(row.image_url.clone()),
        emoji::updated_at.eq(updated_at),
        emoji::category.eq(row.category.clone()),
    );
    let written = each_backend!(conn, c => diesel::query_dsl::methods::FilterDsl::filter(
diesel::insert_into(emoji::table)
        .values(row)
        .on_conflict((emoji::domain, emoji::shortcode))
        .do_update()
        .set(changes),
emoji::updated_at.lt(updated_at),
)
.prepared_once().execute(c))?;
    Ok(written == 1)
}

/// One emoji.
pub fn find(conn: &mut Conn, id: EmojiId) -> DbResult<Option<EmojiRow>> {
    let query = emoji::table.find(id.get()).select(EmojiRow::as_select());
    Ok(query.prepared_once().get_result(conn).optional()?)
}

/// All emojis of a domain, by shortcode, at most `limit`.
pub fn of_domain(conn: &mut Conn, domain: &str, limit: i64) -> DbResult<Vec<EmojiRow>> {
    Ok(emoji::table
        .filter(emoji::domain.eq(domain))
        .order(emoji::shortcode.asc())
        .limit(limit)
        .select(EmojiRow::as_select())
        .prepared_once()
        .load(conn)?)
}

/// Forgets one emoji.
pub fn remove(conn: &mut Conn, id: EmojiId) -> DbResult<bool> {
    Ok(diesel::delete(emoji::table.find(id.get())).execute(conn)? == 1)
}

/// Forgets all emojis of a domain.
pub fn remove_of_domain(conn: &mut Conn, domain: &str) -> DbResult<usize> {
    Ok(diesel::delete(emoji::table.filter(emoji::domain.eq(domain))).execute(conn)?)
}

/// The emojis of a domain with those shortcodes, in no order.
pub fn find_many(conn: &mut Conn, domain: &str, shortcodes: &[String]) -> DbResult<Vec<EmojiRow>> {
    let mut rows = Vec::with_capacity(shortcodes.len());
    for chunk in shortcodes.chunks(crate::CHUNK) {
        rows.extend(
            emoji::table
                .filter(emoji::domain.eq(domain))
                .filter(emoji::shortcode.eq_any(padded(chunk)))
                .select(EmojiRow::as_select())
                .prepared_once()
                .load(conn)?,
        );
    }
    Ok(rows)
}

/// The emojis of those domains and shortcodes. One query for all of them.
pub fn find_pairs(conn: &mut Conn, pairs: &[(String, String)]) -> DbResult<Vec<EmojiRow>> {
    let mut rows = Vec::new();
    for chunk in pairs.chunks(crate::CHUNK) {
        let domains = chunk.iter().map(|(domain, _)| domain.as_str());
        let codes = chunk.iter().map(|(_, code)| code.as_str());
        let found: Vec<EmojiRow> = emoji::table
            .filter(emoji::domain.eq_any(domains))
            .filter(emoji::shortcode.eq_any(padded(codes)))
            .select(EmojiRow::as_select())
            .prepared_once()
            .load(conn)?;
        rows.extend(found.into_iter().filter(|row| {
            chunk
                .iter()
                .any(|(domain, code)| row.domain == *domain && row.shortcode == *code)
        }));
    }
    Ok(rows)
}
