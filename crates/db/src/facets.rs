//! By what practices are found.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use staffroom_domain::StatusId;

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::PreparedOnce as _;
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::facet;
use crate::statuses::Page;

/// A row of `facet`: that a practice has a concept.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = facet, treat_none_as_default_value = false)]
pub struct FacetRow {
    /// The slug of the scheme: `ph`.
    pub scheme: String,
    /// The slug of the concept, or the IRI of one that is not known here.
    pub concept: String,
    /// Which status.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
}

/// Writes the facets of a status, in the place of those that were there. Each once.
pub fn replace(conn: &mut Conn, status: StatusId, rows: &[FacetRow]) -> DbResult<()> {
    delete_of(conn, status)?;
    for chunk in rows.chunks(crate::CHUNK) {
        each_backend!(conn, c => {
            diesel::insert_into(facet::table)
                .values(chunk.to_vec())
                .on_conflict_do_nothing()
                .execute(c)?
        });
    }
    Ok(())
}

/// A status is found by nothing any more.
pub fn delete_of(conn: &mut Conn, status: StatusId) -> DbResult<()> {
    diesel::delete(facet::table.filter(facet::status_id.eq(status.get())))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// The facets of a status, in order.
pub fn of_status(conn: &mut Conn, status: StatusId) -> DbResult<Vec<FacetRow>> {
    let mut rows: Vec<FacetRow> = facet::table
        .filter(facet::status_id.eq(status.get()))
        .select(FacetRow::as_select())
        .load(conn)?;
    rows.sort_unstable_by(|a, b| (&a.scheme, &a.concept).cmp(&(&b.scheme, &b.concept)));
    Ok(rows)
}

/// Statuses that have a facet of each group (scheme and concept), the newest first. Each is looked for from
/// the first facet of the first group on, so the rarest stands best there.
pub fn page(
    conn: &mut Conn,
    groups: &[Vec<(String, String)>],
    page: Page,
) -> DbResult<Vec<StatusId>> {
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = BigInt)]
        status_id: i64,
    }
    let Some((first, rest)) = groups.split_first().filter(|(first, _)| !first.is_empty()) else {
        return Ok(Vec::new());
    };
    let mut asked = Asked::new(conn.is_sqlite());
    let above = page.since_id.max(page.min_id).unwrap_or(0);
    let below = page.max_id.unwrap_or(i64::MAX);
    let bounds = format!("f.status_id < {below} AND f.status_id > {above}");
    let direction = if page.min_id.is_some() { "ASC" } else { "DESC" };
    let mut conditions = String::new();
    for group in rest.iter().filter(|group| !group.is_empty()) {
        let any: Vec<String> = group
            .iter()
            .map(|pair| {
                let (scheme, concept) = asked.pair(pair);
                format!(
                    "EXISTS (SELECT 1 FROM facet o WHERE o.scheme = {scheme} AND o.concept = {concept} \
                     AND o.status_id = f.status_id)"
                )
            })
            .collect();
        conditions = format!("{conditions} AND ({})", any.join(" OR "));
    }
    let limit = page.limit;
    let mut parts: Vec<String> = first
        .iter()
        .map(|pair| {
            let (scheme, concept) = asked.pair(pair);
            format!(
                "SELECT f.status_id FROM facet f WHERE f.scheme = {scheme} AND f.concept = {concept} \
                 AND {bounds}{conditions} ORDER BY f.status_id {direction} LIMIT {limit}"
            )
        })
        .collect();
    let sql = if parts.len() == 1 {
        parts.remove(0)
    } else {
        let parts: Vec<String> = parts
            .iter()
            .map(|part| format!("SELECT * FROM ({part}) AS part"))
            .collect();
        let all = parts.join(" UNION ");
        format!("{all} ORDER BY status_id {direction} LIMIT {limit}")
    };
    let mut found: Vec<Found> = match conn {
        Conn::Sqlite(c) => {
            let mut query = diesel::sql_query(sql).into_boxed();
            for text in asked.texts {
                query = query.bind::<Text, _>(text);
            }
            query.load(c)?
        }
        Conn::Postgres(c) => {
            let mut query = diesel::sql_query(sql).into_boxed();
            for text in asked.texts {
                query = query.bind::<Text, _>(text);
            }
            query.load(c)?
        }
    };
    if page.min_id.is_some() {
        found.reverse();
    }
    Ok(found.into_iter().map(|row| row.status_id.into()).collect())
}

/// The texts of a statement, in the order of their places.
struct Asked {
    is_sqlite: bool,
    texts: Vec<String>,
}

impl Asked {
    const fn new(is_sqlite: bool) -> Self {
        Self {
            is_sqlite,
            texts: Vec::new(),
        }
    }

    fn pair(&mut self, (scheme, concept): &(String, String)) -> (String, String) {
        (self.place(scheme), self.place(concept))
    }

    fn place(&mut self, text: &str) -> String {
        let known = self.texts.iter().position(|there| there == text);
        let at = known.unwrap_or_else(|| {
            self.texts.push(text.to_owned());
            self.texts.len() - 1
        });
        let mark = if self.is_sqlite { '?' } else { '$' };
        format!("{mark}{}", at + 1)
    }
}
