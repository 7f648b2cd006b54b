//! Finding practices by their words and facets. The databases search by different means, so there are two of each
//! statement.
//!
//! Each facet is a word of its own in the index beside the words of the text, so that both are looked for at once and
//! no list of all practices with a facet is read. What is found is read the newest first and never more than is asked
//! for.

use diesel::backend::Backend;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, HasSqlType, Integer, Text};
use staffroom_domain::{AccountId, StatusId};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::RunQueryDsl;
use crate::schema::{practice_search, practice_search_text};
use crate::search::Term;

/// A row of `practice_search`: what a public practice is found and counted by.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = practice_search, treat_none_as_default_value = false)]
pub struct PracticeSearchRow {
    /// Which status.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// Whose.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// Who may find it: see [`Listing`].
    pub listing: i32,
    /// Its facets, one a line.
    pub facets: String,
}

/// A row of `practice_search_text`: the words that a public practice is found by.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = practice_search_text, treat_none_as_default_value = false)]
pub struct PracticeSearchTextRow {
    /// Which status.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// Its facets, each as a word.
    pub tokens: String,
    /// Its words, folded, with spaces between them.
    pub words: String,
}

/// Who may find a practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    /// Whoever may find what its author posts.
    AsAuthor,
    /// Everybody.
    Everybody,
    /// Only whoever has something to do with it.
    Nobody,
}

impl Listing {
    const fn as_i32(self) -> i32 {
        match self {
            Self::AsAuthor => 0,
            Self::Everybody => 1,
            Self::Nobody => 2,
        }
    }

    const fn from_i32(number: i32) -> Self {
        match number {
            0 => Self::AsAuthor,
            1 => Self::Everybody,
            _ => Self::Nobody,
        }
    }
}

/// A scheme and a concept.
pub type Facet = (String, String);

/// A practice that is to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findable {
    /// Which status.
    pub status: StatusId,
    /// Whose.
    pub account: AccountId,
    /// By whom.
    pub listing: Listing,
    /// Its facets.
    pub facets: Vec<Facet>,
    /// Its words, folded, with spaces between them.
    pub words: String,
}

/// A practice that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundPractice {
    /// Which status.
    pub status: StatusId,
    /// Whose.
    pub account: AccountId,
    /// By whom it may be found.
    pub listing: Listing,
    facets: String,
}

impl FoundPractice {
    /// Its facets.
    pub fn facets(&self) -> impl Iterator<Item = (&str, &str)> {
        self.lines().filter_map(|facet| facet.split_once(' '))
    }

    /// Its facets, each as it is kept: the scheme, a space, the concept. Who counts many asks for one text of each.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.facets.lines()
    }

    fn has_one_of(&self, group: &[Facet]) -> bool {
        self.facets().any(|(scheme, concept)| {
            group
                .iter()
                .any(|facet| facet.0 == scheme && facet.1 == concept)
        })
    }
}

/// What is looked for; everything has to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WantedPractice {
    /// Words that stand in it.
    pub terms: Vec<Term>,
    /// Words that do not; only beside something that is looked for.
    pub without: Vec<Term>,
    /// Of each of these one facet.
    pub facets: Vec<Vec<Facet>>,
    /// Only those before this one.
    pub below: Option<StatusId>,
    /// Only those after this one.
    pub above: Option<StatusId>,
    /// Only those that were written here.
    pub is_local: bool,
    /// Where not all are read, those are that are nearest to `above`.
    pub is_upwards: bool,
}

/// Makes practices findable by what they say now, and those of `ids` that are not among them no more.
pub fn put(conn: &mut Conn, ids: &[StatusId], practices: Vec<Findable>) -> DbResult<()> {
    for chunk in ids.chunks(crate::CHUNK) {
        let ids = padded(chunk.iter().map(|id| id.get()));
        let before = practice_search::table.filter(practice_search::status_id.eq_any(ids.clone()));
        diesel::delete(before).prepared_once().execute(conn)?;
        let before =
            practice_search_text::table.filter(practice_search_text::status_id.eq_any(ids));
        diesel::delete(before).prepared_once().execute(conn)?;
    }
    let (mut rows, mut texts) = (Vec::new(), Vec::new());
    for practice in practices {
        let (row, text) = split(practice);
        rows.push(row);
        texts.push(text);
    }
    for chunk in rows.chunks(crate::CHUNK) {
        each_backend!(conn, c => {
            diesel::insert_into(practice_search::table).values(chunk.to_vec()).execute(c)?
        });
    }
    for chunk in texts.chunks(crate::CHUNK) {
        each_backend!(conn, c => {
            diesel::insert_into(practice_search_text::table).values(chunk.to_vec()).execute(c)?
        });
    }
    Ok(())
}

fn split(practice: Findable) -> (PracticeSearchRow, PracticeSearchTextRow) {
    let (mut facets, mut tokens) = (String::new(), Vec::new());
    for facet in &practice.facets {
        // A line is a facet.
        if facet.0.contains([' ', '\n', '\r']) || facet.1.contains(['\n', '\r']) {
            continue;
        }
        facets.push_str(&facet.0);
        facets.push(' ');
        facets.push_str(&facet.1);
        facets.push('\n');
        tokens.push(token(facet));
    }
    let row = PracticeSearchRow {
        status_id: practice.status,
        account_id: practice.account,
        listing: practice.listing.as_i32(),
        facets,
    };
    let text = PracticeSearchTextRow {
        status_id: practice.status,
        tokens: tokens.join(" "),
        words: practice.words,
    };
    (row, text)
}

/// Lets a practice be found no more.
pub fn remove(conn: &mut Conn, status: StatusId) -> DbResult<()> {
    diesel::delete(practice_search::table.find(status.get()))
        .prepared_once()
        .execute(conn)?;
    diesel::delete(practice_search_text::table.find(status.get()))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Practices in which everything holds, the newest first, at most `limit`. `is_local` holds only where nothing else is looked for.
pub fn find(conn: &mut Conn, wanted: &WantedPractice, limit: i64) -> DbResult<Vec<FoundPractice>> {
    let (sql, texts) = if wanted.terms.is_empty() && wanted.facets.is_empty() {
        (all(wanted, limit), Vec::new())
    } else if conn.is_sqlite() {
        (for_sqlite(wanted, limit), vec![match_of(wanted)])
    } else {
        for_postgres(wanted, limit)
    };
    let rows: Vec<(i64, i64, i32, String)> =
        each_backend!(conn, c => Statement { sql, texts }.load(c)?);
    let mut found: Vec<FoundPractice> = rows
        .into_iter()
        .map(|(status, account, listing, facets)| FoundPractice {
            status: status.into(),
            account: account.into(),
            listing: Listing::from_i32(listing),
            facets,
        })
        .collect();
    if wanted.is_upwards {
        found.reverse();
    }
    // Two facets can be the same word: of those that are no slugs only a digest is in the index.
    let is_exact = |facet: &Facet| plain(facet).is_some();
    for group in &wanted.facets {
        if !group.iter().all(is_exact) {
            found.retain(|practice| practice.has_one_of(group));
        }
    }
    Ok(found)
}

/// A statement for one of the databases, with a question mark for each text that it asks for, in their order. Its rows are
/// read by position: of a search there are thousands, and each value would be looked for by its name.
struct Statement {
    sql: String,
    texts: Vec<String>,
}

impl<DB> QueryFragment<DB> for Statement
where
    DB: Backend + HasSqlType<Text>,
    String: ToSql<Text, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        // Each page is a text of its own.
        out.unsafe_to_cache_prepared();
        let mut texts = self.texts.iter();
        for (n, part) in self.sql.split('?').enumerate() {
            if n > 0
                && let Some(text) = texts.next()
            {
                out.push_bind_param::<Text, _>(text)?;
            }
            out.push_sql(part);
        }
        Ok(())
    }
}

impl Query for Statement {
    type SqlType = (BigInt, BigInt, Integer, Text);
}

impl QueryId for Statement {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C> diesel::RunQueryDsl<C> for Statement {}

const COLUMNS: &str = "p.status_id, p.account_id, p.listing, p.facets";

fn bounds(wanted: &WantedPractice, column: &str) -> String {
    format!(
        "{column} < {} AND {column} > {}",
        wanted.below.map_or(i64::MAX, StatusId::get),
        wanted.above.map_or(0, StatusId::get)
    )
}

const fn direction(wanted: &WantedPractice) -> &'static str {
    if wanted.is_upwards { "ASC" } else { "DESC" }
}

fn all(wanted: &WantedPractice, limit: i64) -> String {
    let (bounds, direction) = (bounds(wanted, "p.status_id"), direction(wanted));
    let whose = if wanted.is_local {
        "JOIN status s ON s.id = p.status_id AND s.local "
    } else {
        ""
    };
    format!(
        "SELECT {COLUMNS} FROM practice_search p {whose}WHERE {bounds} \
         ORDER BY p.status_id {direction} LIMIT {limit}"
    )
}

fn for_sqlite(wanted: &WantedPractice, limit: i64) -> String {
    let bounds = bounds(wanted, "practice_search_index.rowid");
    let direction = direction(wanted);
    // The index gives its rows in this order by itself.
    format!(
        "SELECT {COLUMNS} FROM practice_search_index CROSS JOIN practice_search p \
         ON p.status_id = practice_search_index.rowid \
         WHERE practice_search_index MATCH ? AND {bounds} \
         ORDER BY practice_search_index.rowid {direction} LIMIT {limit}"
    )
}

/// In the language of FTS5. A quoted text has no operators.
fn match_of(wanted: &WantedPractice) -> String {
    let quoted = |term: &Term| {
        let words = term.words.join(" ").replace('"', "");
        let more = if term.is_prefix { " *" } else { "" };
        format!("\"{words}\"{more}")
    };
    let mut all: Vec<String> = Vec::new();
    for group in &wanted.facets {
        let any: Vec<String> = group
            .iter()
            .map(|facet| format!("\"{}\"", token(facet)))
            .collect();
        all.push(format!("tokens : ({})", any.join(" OR ")));
    }
    if !wanted.terms.is_empty() {
        let terms: Vec<String> = wanted.terms.iter().map(quoted).collect();
        all.push(format!("words : ({})", terms.join(" AND ")));
    }
    let all = all.join(" AND ");
    if wanted.without.is_empty() {
        return all;
    }
    let none: Vec<String> = wanted.without.iter().map(quoted).collect();
    format!("({all}) NOT words : ({})", none.join(" OR "))
}

fn for_postgres(wanted: &WantedPractice, limit: i64) -> (String, Vec<String>) {
    let mut texts = vec![query_of(wanted)];
    let mut conditions = vec![
        "array_to_tsvector(string_to_array(btrim(t.tokens || ' ' || t.words), ' ')) @@ CAST(? AS tsquery)"
            .to_owned(),
        bounds(wanted, "t.status_id"),
    ];
    // The index knows of words whether they are there, and not where.
    let in_a_row = |term: &&Term| term.words.len() > 1;
    let wanted_terms = wanted.terms.iter().filter(in_a_row).map(|it| (it, ">"));
    for (term, sign) in wanted_terms.chain(wanted.without.iter().map(|it| (it, "="))) {
        let end = if term.is_prefix { "" } else { " " };
        texts.push(format!(" {}{end}", term.words.join(" ")));
        conditions.push(format!("position(? in ' ' || t.words || ' ') {sign} 0"));
    }
    let (conditions, direction) = (conditions.join(" AND "), direction(wanted));
    let sql = format!(
        "SELECT {COLUMNS} FROM practice_search_text t JOIN practice_search p ON p.status_id = t.status_id \
         WHERE {conditions} ORDER BY t.status_id {direction} LIMIT {limit}"
    );
    (sql, texts)
}

/// As a `tsquery`. A quoted text has no operators.
fn query_of(wanted: &WantedPractice) -> String {
    let mut all: Vec<String> = Vec::new();
    for group in &wanted.facets {
        let any: Vec<String> = group
            .iter()
            .map(|facet| format!("'{}'", token(facet)))
            .collect();
        all.push(format!("({})", any.join(" | ")));
    }
    for term in &wanted.terms {
        for (n, word) in term.words.iter().enumerate() {
            let word = word.replace(['\'', '\\'], "");
            let is_last = n + 1 == term.words.len();
            let more = if is_last && term.is_prefix { ":*" } else { "" };
            all.push(format!("'{word}'{more}"));
        }
    }
    all.join(" & ")
}

/// The longest concept that is a word as it stands.
const MAX_PLAIN: usize = 60;

/// A facet of slugs, as a word.
fn plain((scheme, concept): &Facet) -> Option<String> {
    let is_slug = |text: &str| {
        text.bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    let fits = !scheme.contains('-') && concept.len() <= MAX_PLAIN;
    (fits && is_slug(scheme) && is_slug(concept))
        .then(|| format!("{MARK}f_{scheme}_{}", concept.replace('-', "_")))
}

/// Begins what is a facet. No word of a text has it, so that none is taken for a facet where both are in one index.
const MARK: char = '=';

/// A facet as a single word: the mark, then letters, digits and underscores.
fn token(facet: &Facet) -> String {
    plain(facet).unwrap_or_else(|| {
        let mut digest: u64 = 0xcbf2_9ce4_8422_2325;
        for byte in facet.0.bytes().chain([b' ']).chain(facet.1.bytes()) {
            digest = (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        format!("{MARK}h_{digest:016x}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facet(scheme: &str, concept: &str) -> Facet {
        (scheme.to_owned(), concept.to_owned())
    }

    fn term(words: &[&str], is_prefix: bool) -> Term {
        Term {
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            is_prefix,
        }
    }

    #[test]
    fn a_facet_is_one_word() {
        assert_eq!(token(&facet("ph", "primary-ks1")), "=f_ph_primary_ks1");
        let others = [
            facet("tech", "https://elsewhere.example/v/\" OR 'x"),
            facet("region", "GB-WLS"),
            facet("ph", "primary_ks1"),
            facet("a-b", "c"),
        ];
        for facet in others {
            let token = token(&facet);
            assert!(token.starts_with("=h_"), "{token}");
            assert!(
                token
                    .bytes()
                    .skip(1)
                    .all(|b| b.is_ascii_alphanumeric() || b == b'_')
            );
        }
    }

    /// Catalogue 61.
    #[test]
    fn what_is_asked_for_has_no_operators() {
        let wanted = WantedPractice {
            terms: vec![term(&["a\" OR \"b"], true), term(&["c", "d"], false)],
            without: vec![term(&["e"], false)],
            facets: vec![vec![facet("ph", "x"), facet("ph", "y")]],
            ..WantedPractice::default()
        };
        assert_eq!(
            match_of(&wanted),
            "(tokens : (\"=f_ph_x\" OR \"=f_ph_y\") AND words : (\"a OR b\" * AND \"c d\")) NOT words : (\"e\")"
        );
        let wanted = WantedPractice {
            terms: vec![term(&["a' | 'b\\"], true), term(&["c", "d"], false)],
            without: Vec::new(),
            ..wanted
        };
        assert_eq!(
            query_of(&wanted),
            "('=f_ph_x' | '=f_ph_y') & 'a | b':* & 'c' & 'd'"
        );
        let (sql, texts) = for_postgres(&wanted, 5);
        assert!(sql.contains("position(? in"), "{sql}");
        assert_eq!(texts.get(1).map(String::as_str), Some(" c d "));
    }

    #[test]
    fn a_facet_that_is_no_line_is_none() {
        let (row, text) = split(Findable {
            status: StatusId::from(1),
            account: AccountId::from(1),
            listing: Listing::AsAuthor,
            facets: vec![
                facet("ph", "x"),
                facet("tech", "a\nph y"),
                facet("t t", "a"),
            ],
            words: String::new(),
        });
        assert_eq!(row.facets, "ph x\n");
        assert_eq!(text.tokens, "=f_ph_x");
    }
}
