//! Finding posts by their words. The databases search by different means, so there are two of each
//! statement.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use staffroom_domain::{AccountId, StatusId};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::RunQueryDsl;
use crate::schema::{search_pending, search_text};

/// A row of `search_text`: what a post is found by.
#[expect(
    clippy::struct_excessive_bools,
    reason = "a row has the columns that the table has"
)]
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, QueryableByName)]
#[diesel(table_name = search_text, treat_none_as_default_value = false)]
pub struct SearchTextRow {
    /// Which status.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// Whose.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// Its words, folded, with spaces between them.
    pub words: String,
    /// BCP 47.
    pub language: Option<String>,
    /// 0 public, 1 unlisted, 2 followers, 3 direct.
    pub visibility: i32,
    /// The kinds of its files, with spaces between them.
    pub media: String,
    /// Whether it has a poll.
    pub poll: bool,
    /// Whether it has a link.
    pub link: bool,
    /// Whether it answers something.
    pub reply: bool,
    /// Whether its media are hidden until asked for.
    pub sensitive: bool,
}

/// A row of `search_pending`: a post that is still to be made findable.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = search_pending, treat_none_as_default_value = false)]
pub struct SearchPendingRow {
    /// Which status.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
}

/// Words that stand in a post, one after the other; each of letters, digits, marks and underscores only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The words.
    pub words: Vec<String>,
    /// Whether the last may go on.
    pub is_prefix: bool,
}

/// What is looked for; everything has to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Words.
    pub terms: Vec<Term>,
    /// Whose.
    pub account: Option<AccountId>,
    /// With files.
    pub has_media: bool,
    /// With a poll.
    pub has_poll: bool,
    /// With a link.
    pub has_link: bool,
    /// Only those before this one.
    pub below: Option<StatusId>,
    /// Only those after this one.
    pub above: Option<StatusId>,
}

/// Lets a post be made findable, or once more. Where it waits already, whoever is about to make it findable
/// waits for this transaction, and reads what it has written.
pub fn await_indexing(conn: &mut Conn, status: StatusId) -> DbResult<()> {
    let row = SearchPendingRow { status_id: status };
    each_backend!(conn, c => {
        diesel::insert_into(search_pending::table)
            .values(row)
            .on_conflict(search_pending::status_id)
            .do_update()
            .set(search_pending::status_id.eq(status.get()))
            .prepared_once()
            .execute(c)?
    });
    Ok(())
}

#[derive(QueryableByName)]
struct Taken {
    #[diesel(sql_type = BigInt)]
    status_id: i64,
}

/// Takes posts that are to be made findable, the newest first, at most `limit`; they wait no more. What is
/// read of them afterwards is what they say: whoever changes one after this lets it wait again, once this
/// transaction has ended. Those that somebody is just changing are left for later.
pub fn take_pending(conn: &mut Conn, limit: i64) -> DbResult<Vec<StatusId>> {
    let bound = i64::MAX;
    let first = format!(
        "SELECT status_id FROM search_pending WHERE status_id < {bound} ORDER BY status_id DESC LIMIT"
    );
    let taken: Vec<Taken> = match conn {
        Conn::Sqlite(c) => diesel::sql_query(format!(
            "DELETE FROM search_pending WHERE status_id IN ({first} {limit}) RETURNING status_id"
        ))
        .load(c)?,
        Conn::Postgres(c) => diesel::sql_query(format!(
            "WITH first AS MATERIALIZED ({first} {limit} FOR UPDATE SKIP LOCKED) \
             DELETE FROM search_pending p USING first WHERE p.status_id = first.status_id \
             RETURNING p.status_id"
        ))
        .load(c)?,
    };
    Ok(taken.into_iter().map(|row| row.status_id.into()).collect())
}

/// Posts that wait, the newest first: those that [`take_pending`] would take.
pub fn pending(conn: &mut Conn, limit: i64) -> DbResult<Vec<StatusId>> {
    let ids: Vec<i64> = search_pending::table
        .order(search_pending::status_id.desc())
        .limit(limit)
        .select(search_pending::status_id)
        .load(conn)?;
    Ok(ids.into_iter().map(StatusId::from).collect())
}

/// A post waits no more. What is read after this holds whatever [`take_pending`] has led to.
pub fn wait_no_more(conn: &mut Conn, status: StatusId) -> DbResult<()> {
    diesel::delete(search_pending::table.find(status.get())).execute(conn)?;
    Ok(())
}

/// Makes posts findable by what they say now, and those of `ids` that are not among them no more.
pub fn put(conn: &mut Conn, ids: &[StatusId], rows: Vec<SearchTextRow>) -> DbResult<()> {
    for chunk in ids.chunks(crate::CHUNK) {
        let before = search_text::table
            .filter(search_text::status_id.eq_any(padded(chunk.iter().map(|id| id.get()))));
        diesel::delete(before).prepared_once().execute(conn)?;
    }
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let chunk: Vec<SearchTextRow> = rows.by_ref().take(crate::CHUNK).collect();
        each_backend!(conn, c => {
            diesel::insert_into(search_text::table).values(chunk).execute(c)?
        });
    }
    Ok(())
}

/// Lets a post be found no more.
pub fn remove(conn: &mut Conn, status: StatusId) -> DbResult<()> {
    diesel::delete(search_text::table.find(status.get())).execute(conn)?;
    Ok(())
}

/// Posts in which everything holds, the newest first; those that words in a row only have in another
/// order may be among them.
pub fn find(conn: &mut Conn, wanted: &Wanted, limit: i64) -> DbResult<Vec<SearchTextRow>> {
    let mut conditions = vec![
        format!(
            "t.status_id < {}",
            wanted.below.map_or(i64::MAX, StatusId::get)
        ),
        format!("t.status_id > {}", wanted.above.map_or(0, StatusId::get)),
    ];
    if let Some(account) = wanted.account {
        conditions.push(format!("t.account_id = {account}"));
    }
    for (is_wanted, condition) in [
        (wanted.has_media, "t.media <> ''"),
        (wanted.has_poll, "t.poll"),
        (wanted.has_link, "t.link"),
    ] {
        if is_wanted {
            conditions.push(condition.to_owned());
        }
    }
    let conditions = conditions.join(" AND ");
    let rest = format!("{conditions} ORDER BY t.status_id DESC LIMIT {limit}");
    if wanted.terms.is_empty() {
        let all = format!("SELECT t.* FROM search_text t WHERE {rest}");
        return Ok(diesel::sql_query(all).load(conn)?);
    }
    match conn {
        Conn::Sqlite(c) => {
            let bounds = format!(
                "search_index.rowid < {} AND search_index.rowid > {}",
                wanted.below.map_or(i64::MAX, StatusId::get),
                wanted.above.map_or(0, StatusId::get)
            );
            // The index gives its rows in this order by itself.
            let sql = format!(
                "SELECT t.* FROM search_index CROSS JOIN search_text t \
                 ON t.status_id = search_index.rowid \
                 WHERE search_index MATCH ? AND {bounds} AND {conditions} \
                 ORDER BY search_index.rowid DESC LIMIT {limit}"
            );
            let asked = for_sqlite(&wanted.terms);
            Ok(diesel::sql_query(sql).bind::<Text, _>(asked).load(c)?)
        }
        Conn::Postgres(c) => {
            let sql = format!(
                "SELECT t.* FROM search_text t \
                 WHERE array_to_tsvector(string_to_array(t.words, ' ')) @@ CAST($1 AS tsquery) AND {rest}"
            );
            let asked = for_postgres(&wanted.terms);
            Ok(diesel::sql_query(sql).bind::<Text, _>(asked).load(c)?)
        }
    }
}

/// In the language of FTS5. A quoted text has no operators.
fn for_sqlite(terms: &[Term]) -> String {
    let terms: Vec<String> = terms
        .iter()
        .map(|term| {
            let words = term.words.join(" ").replace('"', "");
            let more = if term.is_prefix { " *" } else { "" };
            format!("\"{words}\"{more}")
        })
        .collect();
    terms.join(" AND ")
}

/// As a `tsquery`. A quoted text has no operators.
fn for_postgres(terms: &[Term]) -> String {
    let mut lexemes = Vec::new();
    for term in terms {
        for (n, word) in term.words.iter().enumerate() {
            let word = word.replace(['\'', '\\'], "");
            let is_last = n + 1 == term.words.len();
            let more = if is_last && term.is_prefix { ":*" } else { "" };
            lexemes.push(format!("'{word}'{more}"));
        }
    }
    lexemes.join(" & ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_has_no_operators() {
        let term = |words: &[&str], is_prefix| Term {
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            is_prefix,
        };
        let terms = [term(&["a\" OR \"b"], true), term(&["c", "d"], false)];
        assert_eq!(for_sqlite(&terms), "\"a OR b\" * AND \"c d\"");
        let terms = [term(&["a' | 'b\\"], true), term(&["c", "d"], false)];
        assert_eq!(for_postgres(&terms), "'a | b':* & 'c' & 'd'");
    }
}
