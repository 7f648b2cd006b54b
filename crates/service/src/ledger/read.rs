//! Reading ledgers.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use staffroom_db::adoptions::{self, AdoptionRow};
use staffroom_db::ledgers::{self, LedgerRow};
use staffroom_db::outcomes::{self, OutcomeRow};
use staffroom_db::practices::{self, PracticeRow};
use staffroom_db::statuses::{self, Page, StatusRow};
use staffroom_db::{Conn, DbError, accounts, lineage};
use staffroom_domain::ledger::{
    Entry, Facts, Filter, LedgerSummary, LikeMine, Lineage, OutcomeCounts, Reason, Rejection,
    Reported, like_mine as settings_like_mine,
};
use staffroom_domain::practice::{FoundElsewhere, Version};
use staffroom_domain::{AccountId, Addresses, StatusId, Timestamp};

use super::recompute::read_json;
use crate::context::Ctx;
use crate::listing::Part;
use crate::records::{RecordError, entry_of_adoption, entry_of_outcome, uri_of};
use crate::statuses::{Viewer, may_see};

/// The longest page of entries.
const MAX_PAGE: i64 = 100;
/// How many practices that were made from one are looked at.
const MOST_ADAPTATIONS: i64 = 100;
/// How many entries "settings like mine" are looked for in, the newest.
const MOST_LIKE_MINE: i64 = 2_000;

/// The ledger of a practice.
#[derive(Clone, Debug, PartialEq)]
pub struct LedgerView {
    /// The practice.
    pub practice: PracticeRow,
    /// Its status.
    pub status: StatusRow,
    /// What was counted here; with the digest of it once that is made.
    pub summary: LedgerSummary,
    /// What the practice's own server says, where that is another one, and when it said so.
    pub theirs: Option<(LedgerSummary, Timestamp)>,
    /// What the list of that server held when it was read: less than its summary says where that exaggerates.
    pub their_list: Option<TheirList>,
    /// How many entries are counted.
    pub entries: i64,
    /// The ledgers of practices that were made from this one.
    pub lineage: Lineage,
}

/// How much of a ledger of another server could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TheirList {
    /// How many entries its list held.
    pub listed: u64,
    /// Whether that is all of it.
    pub complete: bool,
}

/// What another server says of its ledger, as it is kept.
#[derive(Serialize, Deserialize)]
pub(super) struct Theirs {
    /// With what we do not know of it.
    pub(super) summary: Value,
    pub(super) list: TheirList,
    /// What it says that it did not take in.
    #[serde(default)]
    pub(super) rejected: Vec<Rejection>,
}

/// An entry that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerEntry {
    /// The status.
    pub status: StatusId,
    /// The id of its object.
    pub uri: String,
    /// Whether it is an outcome; otherwise an adoption.
    pub is_outcome: bool,
    /// Since when it counts as said.
    pub said_at: Timestamp,
}

/// An entry that was rejected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// The status.
    pub status: StatusId,
    /// The id of its object.
    pub uri: String,
    /// Why: one of the codes of [`Reason`].
    pub reason: String,
}

/// The summary of the ledger of a practice as it is now; of one about which nobody entered anything, too.
pub fn summary_in(
    addresses: &Addresses,
    practice: &PracticeRow,
    status: &StatusRow,
    ledger: Option<&LedgerRow>,
    now: Timestamp,
) -> LedgerSummary {
    let version = u32::try_from(practice.version).unwrap_or(1);
    let rejected = ledger.map_or("{}", |row| &row.rejected);
    let facts = Facts {
        practice: uri_of(addresses, status),
        now,
        version: Version::of(version).unwrap_or_default(),
        withdrawn: practice.is_withdrawn(),
        withdrawn_outcomes: ledger.map_or(0, |row| u64::try_from(row.withdrawn).unwrap_or(0)),
        rejected: read_json::<std::collections::BTreeMap<Reason, u64>>(rejected),
    };
    let tally = read_json(ledger.map_or("{}", |row| &row.tally));
    let summary = LedgerSummary::of(&tally, &facts);
    match ledger.and_then(|row| row.digest.clone()) {
        Some(digest) => summary.with_digest(digest),
        None => summary,
    }
}

/// What was reported of a version of a practice that its level of evidence is about.
pub(crate) fn reported_in(
    conn: &mut Conn,
    practice: StatusId,
    version: Version,
) -> Result<Reported, DbError> {
    let ledger = ledgers::find(conn, practice)?;
    let tally = read_json(ledger.as_ref().map_or("{}", |row| &row.tally));
    Ok(Reported::of(&tally, version))
}

/// The summaries of those practices; three queries.
pub fn summaries_in(
    conn: &mut Conn,
    addresses: &Addresses,
    ids: &[StatusId],
    now: Timestamp,
) -> Result<HashMap<StatusId, LedgerSummary>, DbError> {
    let practices = practices::of_statuses(conn, ids)?;
    let ledgers = ledgers::of_practices(conn, ids)?;
    let statuses = statuses::find_many(conn, ids)?;
    let of = |practice: &PracticeRow| {
        let id = practice.status_id;
        let status = statuses.iter().find(|row| row.id == id)?;
        let ledger = ledgers.iter().find(|row| row.practice_id == id);
        Some((id, summary_in(addresses, practice, status, ledger, now)))
    };
    Ok(practices.iter().filter_map(of).collect())
}

/// What the line above a practice says of its ledger.
pub(crate) fn found_elsewhere(counts: &OutcomeCounts) -> FoundElsewhere {
    let few = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    FoundElsewhere {
        worked: few(counts.worked),
        partly: few(counts.partly),
        no_effect: few(counts.no_effect),
        harmful: few(counts.harmful),
        inconclusive: few(counts.inconclusive),
        abandoned: few(counts.abandoned),
    }
}

/// A practice that somebody may see, with its status.
pub(crate) fn practice_for(
    conn: &mut Conn,
    viewer: Viewer,
    id: StatusId,
) -> Result<(PracticeRow, StatusRow), RecordError> {
    let status = statuses::find(conn, id)?.ok_or(RecordError::NotFound)?;
    if !may_see(conn, viewer, &status)? {
        return Err(RecordError::NotFound);
    }
    let practice = practices::find(conn, id)?.ok_or(RecordError::NotFound)?;
    Ok((practice, status))
}

/// The ledger of a practice.
pub async fn read(
    ctx: &Ctx,
    viewer: Viewer,
    practice: StatusId,
) -> Result<LedgerView, RecordError> {
    let (addresses, now) = (ctx.addresses.clone(), ctx.now());
    ctx.db
        .read(move |conn| {
            let (practice, status) = practice_for(conn, viewer, practice)?;
            let ledger = ledgers::find(conn, practice.status_id)?;
            let summary = summary_in(&addresses, &practice, &status, ledger.as_ref(), now);
            let said = ledger.as_ref().and_then(|row| {
                let said: Theirs = serde_json::from_str(row.theirs.as_deref()?).ok()?;
                Some((said, Timestamp::from_micros(row.theirs_at?)))
            });
            let their_list = said.as_ref().map(|(said, _)| said.list);
            let theirs = said.and_then(|(said, at)| {
                let summary = serde_json::from_value(said.summary).ok()?;
                Some((summary, at))
            });
            let id = practice.status_id;
            let entries = outcomes::count_of_practice(conn, id, OutcomeRow::COUNTED)?
                + adoptions::count_of_practice(conn, id, AdoptionRow::COUNTED)?;
            let uri = uri_of(&addresses, &status);
            let made_from = lineage::made_from(conn, &uri, MOST_ADAPTATIONS)?;
            let made_from = open(conn, &made_from)?;
            let beside = summaries_in(conn, &addresses, &made_from, now)?;
            Ok(LedgerView {
                lineage: Lineage::beside(&uri, beside.into_values()),
                practice,
                status,
                summary,
                theirs,
                their_list,
                entries,
            })
        })
        .await
}

/// What the server of a practice elsewhere says that it did not take into its ledger, and why.
pub(crate) fn their_rejections(
    conn: &mut Conn,
    practice: StatusId,
) -> Result<Vec<Rejection>, DbError> {
    let row = ledgers::find(conn, practice)?;
    let said = row.and_then(|row| serde_json::from_str::<Theirs>(row.theirs.as_deref()?).ok());
    Ok(said.map_or_else(Vec::new, |said| said.rejected))
}

/// Those that everybody may see.
fn open(conn: &mut Conn, ids: &[StatusId]) -> Result<Vec<StatusId>, DbError> {
    let mut rows = statuses::find_many(conn, ids)?;
    rows.retain(|row| row.deleted_at.is_none() && row.visibility().is_open());
    let authors: Vec<AccountId> = rows.iter().map(|row| row.account_id).collect();
    let authors = accounts::find_many(conn, &authors)?;
    let is_active = |id: AccountId| authors.iter().any(|row| row.id == id && row.is_active());
    rows.retain(|row| is_active(row.account_id));
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// The entries of a ledger that count, the newest first. Those that only some may see are counted, and not named to
/// others.
pub async fn entries(
    ctx: &Ctx,
    viewer: Viewer,
    practice: StatusId,
    page: Page,
) -> Result<Vec<LedgerEntry>, RecordError> {
    let page = page.at_most(MAX_PAGE);
    ctx.db
        .read(move |conn| {
            let (practice, _) = practice_for(conn, viewer, practice)?;
            let id = practice.status_id;
            let outcomes = outcomes::page_of_practice(conn, id, OutcomeRow::COUNTED, page)?;
            let adoptions = adoptions::page_of_practice(conn, id, AdoptionRow::COUNTED, page)?;
            let mut all: Vec<LedgerEntry> = Vec::new();
            all.extend(outcomes.into_iter().map(|row| LedgerEntry {
                status: row.status_id,
                said_at: row.said_at,
                uri: row.uri,
                is_outcome: true,
            }));
            all.extend(adoptions.into_iter().map(|row| LedgerEntry {
                status: row.status_id,
                said_at: row.said_at,
                uri: row.uri,
                is_outcome: false,
            }));
            all.sort_unstable_by_key(|entry| std::cmp::Reverse(entry.status));
            shorten(&mut all, page);
            named_to(conn, viewer, all, |entry| entry.status)
        })
        .await
}

/// The entries that do not count, each with the reason, the newest first. Those that only some may see are not named to
/// others: a part may be short and not the last.
pub async fn rejected(
    ctx: &Ctx,
    viewer: Viewer,
    practice: StatusId,
    page: Page,
) -> Result<Part<Rejected>, RecordError> {
    let page = page.at_most(MAX_PAGE);
    ctx.db
        .read(move |conn| {
            let (practice, _) = practice_for(conn, viewer, practice)?;
            let id = practice.status_id;
            let outcomes = outcomes::page_of_practice(conn, id, OutcomeRow::REJECTED, page)?;
            let adoptions = adoptions::page_of_practice(conn, id, AdoptionRow::REJECTED, page)?;
            let of = |status, uri, reason: Option<String>| Rejected {
                status,
                uri,
                reason: reason.unwrap_or_default(),
            };
            let outcomes = outcomes.into_iter();
            let mut all: Vec<Rejected> = outcomes
                .map(|row| of(row.status_id, row.uri, row.reason))
                .collect();
            let adoptions = adoptions.into_iter();
            all.extend(adoptions.map(|row| of(row.status_id, row.uri, row.reason)));
            all.sort_unstable_by_key(|entry| std::cmp::Reverse(entry.status));
            shorten(&mut all, page);
            let read = Part::of(all, |entry| entry.status.get());
            Ok(Part {
                items: named_to(conn, viewer, read.items, |entry| entry.status)?,
                ..read
            })
        })
        .await
}

/// Two pages that were put together are one: upwards its end is at the top.
pub(super) fn shorten<T>(all: &mut Vec<T>, page: Page) {
    let most = usize::try_from(page.limit).unwrap_or(usize::MAX);
    if page.min_id.is_some() && all.len() > most {
        all.drain(..all.len() - most);
    } else {
        all.truncate(most);
    }
}

fn named_to<T>(
    conn: &mut Conn,
    viewer: Viewer,
    all: Vec<T>,
    id: impl Fn(&T) -> StatusId,
) -> Result<Vec<T>, RecordError> {
    let ids: Vec<StatusId> = all.iter().map(&id).collect();
    let mut seen = Vec::new();
    for row in statuses::find_many(conn, &ids)? {
        if row.visibility().is_open() || may_see(conn, viewer, &row)? {
            seen.push(row.id);
        }
    }
    Ok(all
        .into_iter()
        .filter(|entry| seen.contains(&id(entry)))
        .collect())
}

/// The ledger of settings like somebody's own. What only some may see is counted, and not named to others.
pub async fn like_mine(
    ctx: &Ctx,
    viewer: Viewer,
    practice: StatusId,
    filter: Filter,
) -> Result<LikeMine, RecordError> {
    let (addresses, now) = (ctx.addresses.clone(), ctx.now());
    ctx.db
        .read(move |conn| {
            let (practice, status) = practice_for(conn, viewer, practice)?;
            let id = practice.status_id;
            let page = Page {
                limit: MOST_LIKE_MINE,
                ..Page::default()
            };
            let mut all: Vec<Entry> = Vec::new();
            let mut reports: HashMap<String, StatusId> = HashMap::new();
            for state in [OutcomeRow::COUNTED, OutcomeRow::SUPERSEDED] {
                let rows = outcomes::page_of_practice(conn, id, state, page)?;
                all.extend(rows.iter().filter_map(entry_of_outcome));
                reports.extend(rows.into_iter().map(|row| (row.uri, row.status_id)));
            }
            let rows = adoptions::page_of_practice(conn, id, AdoptionRow::COUNTED, page)?;
            all.extend(rows.iter().filter_map(entry_of_adoption));
            let facts = Facts {
                practice: uri_of(&addresses, &status),
                now,
                version: Version::of(u32::try_from(practice.version).unwrap_or(1))
                    .unwrap_or_default(),
                withdrawn: practice.is_withdrawn(),
                withdrawn_outcomes: 0,
                rejected: std::collections::BTreeMap::new(),
            };
            match settings_like_mine(&all, &filter, &facts) {
                LikeMine::Texts(texts) => {
                    let found = texts.into_iter();
                    let found = found.filter_map(|uri| Some((*reports.get(&uri)?, uri)));
                    let named = named_to(conn, viewer, found.collect(), |(status, _)| *status)?;
                    Ok(LikeMine::Texts(
                        named.into_iter().map(|(_, uri)| uri).collect(),
                    ))
                }
                counts @ LikeMine::Counts(_) => Ok(counts),
            }
        })
        .await
}
