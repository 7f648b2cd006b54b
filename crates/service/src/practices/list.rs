//! Finding practices.

use std::collections::BTreeMap;

use staffroom_db::practice_search::Listing;
use staffroom_db::practices::{self, PracticeRow, PracticeVersionRow};
use staffroom_db::public_entries::Entry;
use staffroom_db::statuses::{self, Page};
use staffroom_db::{Conn, DbError, accounts, facets, follows, ledgers};
use staffroom_domain::ledger::LedgerSummary;
use staffroom_domain::practice::PracticeRecord;
use staffroom_domain::{AccountId, StatusId, Visibility};

use super::edit::record_of;
use crate::context::Ctx;
use crate::hub::Listed;
use crate::ledger::summary_in;
use crate::records::RecordError;
use crate::statuses::{StatusView, Viewer, load_one, may_see};
use crate::timelines::{Part, walk, without_hidden};

/// The most versions that are shown, the newest.
const MAX_VERSIONS: i64 = 100;
/// The most facets that can be asked for.
const MAX_FACETS: usize = 20;

/// What is looked for; everything has to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PracticeFilter {
    /// Scheme and concept, each by its slug, or the IRI of a concept that is not known here; also `region`,
    /// `language`, `licence` and `organisation` ([`facets_of`](crate::records::facets_of)). Of one scheme any is enough.
    pub facets: Vec<(String, String)>,
    /// Whose, also what is withdrawn.
    pub by: Option<AccountId>,
}

impl PracticeFilter {
    /// By scheme; what is asked for most narrowly stands first.
    fn groups(&self) -> Vec<Vec<(String, String)>> {
        let mut groups: BTreeMap<(usize, &str), Vec<(String, String)>> = BTreeMap::new();
        for facet in self.facets.iter().take(MAX_FACETS) {
            let place = NARROW.iter().position(|scheme| *scheme == facet.0);
            let key = (place.unwrap_or(NARROW.len()), facet.0.as_str());
            groups.entry(key).or_default().push(facet.clone());
        }
        groups.into_values().collect()
    }
}

/// Schemes of which a concept leaves the fewest practices, as a rule.
const NARROW: [&str; 6] = ["organisation", "tech", "su", "pr", "se", "ph"];

/// A practice as somebody sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct PracticeView {
    /// The status.
    pub view: StatusView,
    /// The practice.
    pub practice: PracticeRow,
    /// Its record, read.
    pub record: PracticeRecord,
    /// Its ledger.
    pub summary: LedgerSummary,
}

/// Practices as somebody sees them, the newest first.
pub async fn list(
    ctx: &Ctx,
    viewer: Viewer,
    filter: PracticeFilter,
    page: Page,
) -> Result<Part, DbError> {
    let (now, listed) = (ctx.now(), Listed::of(&ctx.config));
    ctx.db
        .read(move |conn| {
            let groups = filter.groups();
            walk(
                conn,
                viewer,
                page,
                |conn, page| read(conn, &filter, &groups, page),
                |conn, entries| {
                    let mut entries = visible(conn, viewer, &listed, entries)?;
                    match filter.by {
                        Some(by) => entries.retain(|entry| by == entry.author),
                        None if viewer.is_none() => entries = for_all(conn, &listed, entries)?,
                        None => {}
                    }
                    without_hidden(conn, viewer, entries, now)
                },
            )
        })
        .await
}

fn read(
    conn: &mut Conn,
    filter: &PracticeFilter,
    groups: &[Vec<(String, String)>],
    page: Page,
) -> Result<Vec<Entry>, DbError> {
    let found = match (filter.by, groups.is_empty()) {
        (Some(by), true) => practices::page_of_account(conn, by, page)?,
        (None, true) => practices::page(conn, PracticeRow::PUBLISHED, page)?,
        (_, false) => {
            let ids = facets::page(conn, groups, page)?;
            let rows = practices::of_statuses(conn, &ids)?;
            ids.iter()
                .filter_map(|id| rows.iter().find(|row| row.status_id == *id))
                .map(|row| (row.status_id, row.account_id))
                .collect()
        }
    };
    Ok(found
        .into_iter()
        .map(|(status, author)| Entry { status, author })
        .collect())
}

/// Without what the viewer may not see, and what is in no list.
fn visible(
    conn: &mut Conn,
    viewer: Viewer,
    listed: &Listed,
    mut entries: Vec<Entry>,
) -> Result<Vec<Entry>, DbError> {
    let ids: Vec<StatusId> = entries.iter().map(|entry| entry.status).collect();
    let rows = statuses::find_many(conn, &ids)?;
    let may_stand = listed.among(conn, &rows.iter().collect::<Vec<_>>())?;
    entries.retain(|entry| may_stand.contains(&entry.status));
    let authors: Vec<AccountId> = entries.iter().map(|entry| entry.author).collect();
    let followed = match viewer {
        Some(viewer) => follows::followed_among(conn, viewer, &authors)?,
        None => Vec::new(),
    };
    entries.retain(|entry| {
        let row = rows.iter().find(|row| row.id == entry.status);
        row.is_some_and(|row| {
            viewer == Some(row.account_id)
                || match row.visibility() {
                    Visibility::Public => true,
                    Visibility::Private => followed.contains(&row.account_id),
                    Visibility::Unlisted | Visibility::Direct => false,
                }
        })
    });
    Ok(entries)
}

/// Those that may stand in an index: what strangers are shown of everybody's practices is one.
fn for_all(
    conn: &mut Conn,
    listed: &Listed,
    mut entries: Vec<Entry>,
) -> Result<Vec<Entry>, DbError> {
    let ids: Vec<StatusId> = entries.iter().map(|entry| entry.status).collect();
    let mut authors: Vec<AccountId> = entries.iter().map(|entry| entry.author).collect();
    authors.sort_unstable();
    authors.dedup();
    let rows = practices::of_statuses(conn, &ids)?;
    let authors = accounts::find_many(conn, &authors)?;
    entries.retain(|entry| {
        let row = rows.iter().find(|row| row.status_id == entry.status);
        row.is_some_and(|row| match listed.listing(record_of(row).index.as_ref()) {
            Listing::Everybody => true,
            Listing::AsAuthor => {
                let author = authors.iter().find(|it| it.id == entry.author);
                author.is_some_and(|author| author.indexable)
            }
            Listing::Nobody => false,
        })
    });
    Ok(entries)
}

/// A practice as somebody sees it.
pub async fn get(ctx: &Ctx, viewer: Viewer, id: StatusId) -> Result<PracticeView, RecordError> {
    let (addresses, now) = (ctx.addresses.clone(), ctx.now());
    ctx.db
        .read(move |conn| {
            let view = load_one(conn, viewer, id)?.ok_or(RecordError::NotFound)?;
            let practice = practices::find(conn, id)?.ok_or(RecordError::NotFound)?;
            let ledger = ledgers::find(conn, id)?;
            let summary = summary_in(&addresses, &practice, &view.status, ledger.as_ref(), now);
            Ok(PracticeView {
                record: record_of(&practice),
                view,
                practice,
                summary,
            })
        })
        .await
}

/// The versions of a practice whose cores differ, the newest first; the first of them is what it is now.
pub async fn versions(
    ctx: &Ctx,
    viewer: Viewer,
    id: StatusId,
) -> Result<Vec<PracticeVersionRow>, RecordError> {
    ctx.db
        .read(move |conn| {
            let row = statuses::find(conn, id)?.ok_or(RecordError::NotFound)?;
            if !may_see(conn, viewer, &row)? || practices::find(conn, id)?.is_none() {
                return Err(RecordError::NotFound);
            }
            Ok(practices::versions(conn, id, MAX_VERSIONS)?)
        })
        .await
}
