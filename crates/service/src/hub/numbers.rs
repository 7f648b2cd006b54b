//! What is read of the library of a hub: how much it has, where nobody has tried anything, and who belongs to it.

use std::collections::HashMap;

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::library::{self as rows, LibraryCountRow};
use staffroom_db::{Conn, DbError, hub_members};
use staffroom_domain::AccountId;
use staffroom_vocabulary::{Facet as _, Problem};

use super::library::{ALL, COUNTRY, LANGUAGE, MAP};
use super::members::HubMemberRow;
use crate::context::Ctx;

/// How many languages and countries are shown, the largest.
const LANES: i64 = 30;
/// The longest page of members.
const MEMBERS: i64 = 100;

/// How much there is of something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Practices that anybody finds.
    pub practices: u64,
    /// What known settings reported of them: one each.
    pub outcomes: u64,
    /// How many of these are no successes: no effect, harm, given up, or nobody can tell.
    pub unsuccessful: u64,
}

/// How much the library has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Library {
    /// How many instances belong to it.
    pub members: u64,
    /// In all.
    pub all: Counted,
    /// By language, the largest first.
    pub languages: Vec<(String, Counted)>,
    /// By country, the largest first.
    pub countries: Vec<(String, Counted)>,
}

/// How much there is of problems and technologies, those above them with what is below.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GapMap {
    problems: HashMap<String, Counted>,
    cells: HashMap<String, HashMap<String, Counted>>,
}

impl GapMap {
    /// Of a problem, whatever was tried.
    pub fn problem(&self, problem: &str) -> Counted {
        self.problems.get(problem).copied().unwrap_or_default()
    }

    /// Of both.
    pub fn cell(&self, problem: &str, technology: &str) -> Counted {
        let row = self.cells.get(problem);
        row.and_then(|row| row.get(technology))
            .copied()
            .unwrap_or_default()
    }
}

/// An instance that belongs to the hub.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// What is known of it.
    pub row: HubMemberRow,
    /// Its organisation, where that is not gone.
    pub organisation: Option<AccountRow>,
}

fn counted(row: &LibraryCountRow) -> Counted {
    let number = |n: i64| u64::try_from(n).unwrap_or(0);
    Counted {
        practices: number(row.practices),
        outcomes: number(row.outcomes),
        unsuccessful: number(row.unsuccessful),
    }
}

fn lane(conn: &mut Conn, name: &str, limit: i64) -> Result<Vec<(String, Counted)>, DbError> {
    let found = rows::lane(conn, name, limit)?;
    Ok(found
        .into_iter()
        .map(|row| (row.concept.clone(), counted(&row)))
        .collect())
}

/// How much the library of this hub has; nothing on an instance that is none.
pub async fn library(ctx: &Ctx) -> Result<Option<Library>, DbError> {
    if !ctx.config.is_hub() {
        return Ok(None);
    }
    ctx.db
        .read(|conn| {
            Ok(Some(Library {
                languages: lane(conn, LANGUAGE, LANES)?,
                countries: lane(conn, COUNTRY, LANES)?,
                ..totals_in(conn)?
            }))
        })
        .await
}

/// The same, without languages and countries.
pub async fn totals(ctx: &Ctx) -> Result<Option<Library>, DbError> {
    if !ctx.config.is_hub() {
        return Ok(None);
    }
    ctx.db.read(|conn| totals_in(conn).map(Some)).await
}

fn totals_in(conn: &mut Conn) -> Result<Library, DbError> {
    let all = lane(conn, ALL, 1)?;
    Ok(Library {
        members: u64::try_from(rows::members(conn)?).unwrap_or(0),
        all: all.first().map(|(_, all)| *all).unwrap_or_default(),
        ..Library::default()
    })
}

/// Which of these problems were met with which of these technologies, and what came of it; nothing on an instance that is no
/// hub.
pub async fn gap_map(
    ctx: &Ctx,
    problems: Vec<String>,
    technologies: Vec<String>,
) -> Result<Option<GapMap>, DbError> {
    if !ctx.config.is_hub() {
        return Ok(None);
    }
    ctx.db
        .read(move |conn| {
            let mut map = GapMap::default();
            for row in rows::of_concepts(conn, Problem::scheme().slug(), &problems)? {
                let count = counted(&row);
                map.problems.insert(row.concept, count);
            }
            for row in rows::cells(conn, MAP, &problems, &technologies)? {
                let count = counted(&row);
                let of_problem = map.cells.entry(row.concept).or_default();
                of_problem.insert(row.other, count);
            }
            Ok(Some(map))
        })
        .await
}

/// The instances that belong to this hub, by their hosts, after `after`; nothing on an instance that is none.
pub async fn belonging(ctx: &Ctx, after: &str, limit: i64) -> Result<Vec<Member>, DbError> {
    if !ctx.config.is_hub() {
        return Ok(Vec::new());
    }
    let (after, limit) = (after.to_owned(), limit.clamp(1, MEMBERS));
    ctx.db
        .read(move |conn| {
            let found = hub_members::belonging(conn, &after, limit)?;
            with_organisations(conn, found)
        })
        .await
}

/// Members with their organisations.
pub(crate) fn with_organisations(
    conn: &mut Conn,
    found: Vec<HubMemberRow>,
) -> Result<Vec<Member>, DbError> {
    let ids: Vec<AccountId> = found.iter().map(|row| row.account_id).collect();
    let people = accounts::find_many(conn, &ids)?;
    let of = |id: AccountId| {
        let row = people.iter().find(|row| row.id == id);
        row.filter(|row| row.is_active()).cloned()
    };
    Ok(found
        .into_iter()
        .map(|row| Member {
            organisation: of(row.account_id),
            row,
        })
        .collect())
}
