//! The accounts of a hub that announce what is in its library.

use diesel::prelude::*;
use staffroom_domain::{AccountId, Timestamp};

use crate::connection::Conn;
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::hub_topic;

/// A row of `hub_topic`: an account that announces what has a concept, or everything.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = hub_topic, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct HubTopicRow {
    /// Which account.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// The slug of the concept's scheme; empty for the library as a whole.
    pub scheme: String,
    /// The slug of the concept; empty for the library as a whole.
    pub concept: String,
    /// Whether it announces what is new.
    pub is_on: bool,
    /// `auto` or `daily`.
    pub digest: String,
    /// Since when: what came before is not announced.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub since: Timestamp,
    /// How much it announced on the day `said_on`.
    pub said: i32,
    /// A day: how many since 1970, UTC.
    pub said_on: i64,
    /// The day of its last digest.
    pub told_on: i64,
}

impl HubTopicRow {
    /// The `digest` of what announces each thing, and on busy days the rest in one post.
    pub const AUTO: &str = "auto";
    /// The `digest` of what tells everything once a day in one post.
    pub const DAILY: &str = "daily";

    /// Whether it is the library as a whole.
    pub const fn is_library(&self) -> bool {
        self.scheme.is_empty()
    }
}

/// Writes a new one.
pub fn insert(conn: &mut Conn, row: HubTopicRow) -> DbResult<()> {
    diesel::insert_into(hub_topic::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// Writes what is decided about one: whether it is on, since when, and how it tells. What it has said and told is counted by
/// others meanwhile.
pub fn update(conn: &mut Conn, row: &HubTopicRow) -> DbResult<()> {
    diesel::update(hub_topic::table.find(row.account_id.get()))
        .set((
            hub_topic::is_on.eq(row.is_on),
            hub_topic::digest.eq(&row.digest),
            hub_topic::since.eq(row.since.as_micros()),
        ))
        .execute(conn)?;
    Ok(())
}

/// That of an account.
pub fn find(conn: &mut Conn, account: AccountId) -> DbResult<Option<HubTopicRow>> {
    Ok(hub_topic::table
        .find(account.get())
        .select(HubTopicRow::as_select())
        .first(conn)
        .optional()?)
}

/// That of a concept, by the slugs of its scheme and its own; of the library as a whole, by two empty ones.
pub fn of_concept(conn: &mut Conn, scheme: &str, concept: &str) -> DbResult<Option<HubTopicRow>> {
    Ok(hub_topic::table
        .filter(hub_topic::scheme.eq(scheme))
        .filter(hub_topic::concept.eq(concept))
        .select(HubTopicRow::as_select())
        .first(conn)
        .optional()?)
}

/// Those of some concepts, by pairs of such slugs; by their accounts, so that no two transactions that write to them wait
/// for each other.
pub fn of_concepts(conn: &mut Conn, concepts: &[(String, String)]) -> DbResult<Vec<HubTopicRow>> {
    let mut found = Vec::new();
    for chunk in concepts.chunks(crate::CHUNK) {
        let slugs = chunk.iter().map(|(_, concept)| concept.clone());
        let rows: Vec<HubTopicRow> = hub_topic::table
            .filter(hub_topic::concept.eq_any(padded(slugs)))
            .select(HubTopicRow::as_select())
            .prepared_once()
            .load(conn)?;
        // Slugs are the same in more than one scheme.
        let is_one = |row: &HubTopicRow| {
            chunk
                .iter()
                .any(|(scheme, concept)| *scheme == row.scheme && *concept == row.concept)
        };
        found.extend(rows.into_iter().filter(is_one));
    }
    found.sort_unstable_by_key(|row| row.account_id);
    found.dedup_by_key(|row| row.account_id);
    Ok(found)
}

/// All, by their concepts, the library first.
pub fn list(conn: &mut Conn) -> DbResult<Vec<HubTopicRow>> {
    Ok(hub_topic::table
        .order((hub_topic::scheme.asc(), hub_topic::concept.asc()))
        .select(HubTopicRow::as_select())
        .load(conn)?)
}

/// One may announce one thing more on that day; `false` where that was enough. Whoever else asks in the same moment waits.
pub fn say(conn: &mut Conn, account: AccountId, day: i64, most: i32) -> DbResult<bool> {
    diesel::update(hub_topic::table.find(account.get()))
        .filter(hub_topic::said_on.ne(day))
        .set((hub_topic::said.eq(0), hub_topic::said_on.eq(day)))
        .execute(conn)?;
    let said = diesel::update(hub_topic::table.find(account.get()))
        .filter(hub_topic::said.lt(most))
        .set(hub_topic::said.eq(hub_topic::said + 1))
        .execute(conn)?;
    Ok(said == 1)
}

/// One tells its digest of that day; `false` where it has. Whoever else asks in the same moment waits.
pub fn tell(conn: &mut Conn, account: AccountId, day: i64) -> DbResult<bool> {
    let told = diesel::update(hub_topic::table.find(account.get()))
        .filter(hub_topic::told_on.lt(day))
        .set(hub_topic::told_on.eq(day))
        .execute(conn)?;
    Ok(told == 1)
}
