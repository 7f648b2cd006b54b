//! How much the library of a hub has: kept in the transaction that changes it, so that whoever looks at it adds up
//! nothing.
//!
//! What may be counted is what anybody finds ([`Listed`]). Of outcomes those of known settings count, as in the
//! headline of each ledger. Whatever changes a practice, its author, its ledger or whether it may be listed says
//! [`Tx::recount_in_library`]; at the end of the transaction what the practice is counted by is compared with what it was.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::BoxFuture;
use staffroom_db::library::{self as rows, Change, CountKey, LibraryEntryRow};
use staffroom_db::locks::{Exclusive, take_turn};
use staffroom_db::statuses::Page;
use staffroom_db::{Conn, DbError, ledgers, practices};
use staffroom_domain::job::{ClaimedJob, JobKind, JobPayload, NewJob};
use staffroom_domain::ledger::OutcomeCounts;
use staffroom_domain::practice::PracticeRecord;
use staffroom_domain::{AccountId, StatusId};
use staffroom_vocabulary::{Facet as _, Problem, TechnologyType};

use super::listed::Listed;
use super::snapshots::look_again_in;
use crate::context::Ctx;
use crate::ledger::summary_in;
use crate::ports::{JobError, JobHandler};
use crate::records::facets_of;
use crate::search;
use crate::tx::Tx;

/// The lane of everything.
pub(super) const ALL: &str = "all";
/// The lane of languages.
pub(super) const LANGUAGE: &str = "language";
/// The lane of countries.
pub(super) const COUNTRY: &str = "country";
/// The lane of problems and technologies.
pub(super) const MAP: &str = "map";
/// How many practices are looked at in one transaction.
const AT_ONCE: i64 = 100;
/// How many entries are added up at once.
const ENTRIES_AT_ONCE: i64 = 1_000;

/// How many of these outcomes are no successes.
pub(super) fn unsuccessful(counts: &OutcomeCounts) -> u64 {
    [
        counts.no_effect,
        counts.harmful,
        counts.inconclusive,
        counts.abandoned,
    ]
    .iter()
    .fold(0, |sum, n| sum.saturating_add(*n))
}

/// Compares what those practices are counted by with what they were, at the end of a transaction.
pub(crate) fn settle_in(tx: &mut Tx<'_>, touched: BTreeSet<StatusId>) -> Result<(), DbError> {
    if touched.is_empty() {
        return Ok(());
    }
    take_turn(tx.conn, Exclusive::Library)?;
    let mut changes = BTreeMap::new();
    for practice in touched {
        let before = rows::entry(tx.conn, practice)?;
        let now = entry_now(tx, practice)?;
        if before == now {
            continue;
        }
        for (row, sign) in [(&before, -1), (&now, 1)] {
            if let Some(row) = row {
                change(&mut changes, row, sign);
            }
        }
        if before.is_none() {
            // Its author lets it be listed now, or again.
            look_again_in(tx, practice)?;
        }
        match now {
            Some(row) => rows::put_entry(tx.conn, row)?,
            None => rows::delete_entry(tx.conn, practice)?,
        }
    }
    rows::add(tx.conn, &changes)
}

/// What a practice is counted by now; nothing where it is in no list.
fn entry_now(tx: &mut Tx<'_>, id: StatusId) -> Result<Option<LibraryEntryRow>, DbError> {
    let Some((status, practice, record)) = Listed::in_tx(tx).for_everybody(tx.conn, id)? else {
        return Ok(None);
    };
    let ledger = ledgers::find(tx.conn, id)?;
    let summary = summary_in(tx.addresses, &practice, &status, ledger.as_ref(), tx.now);
    let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    Ok(Some(LibraryEntryRow {
        status_id: id,
        facets: facets(&record),
        outcomes: number(summary.outcomes.total()),
        unsuccessful: number(unsuccessful(&summary.outcomes)),
    }))
}

/// Under what it is counted: problems and technologies of the vocabulary with those above them, its language and country.
fn facets(record: &PracticeRecord) -> String {
    let (problem, technology) = (Problem::scheme(), TechnologyType::scheme());
    let mut lines = BTreeSet::new();
    for (scheme, concept) in facets_of(record) {
        let is_known = [problem, technology]
            .iter()
            .any(|it| it.slug() == scheme && it.concept(&concept).is_some());
        // `cy-GB` is also in `cy`, and `GB-WLS` in `GB`: the wider is counted.
        let lane = match scheme.as_str() {
            "language" => Some(LANGUAGE),
            "region" => Some(COUNTRY),
            _ => None,
        };
        match lane {
            Some(lane) if !concept.contains(['-', '\n', '\r']) => {
                lines.insert(format!("{lane} {concept}\n"));
            }
            None if is_known => {
                lines.insert(format!("{scheme} {concept}\n"));
            }
            _ => {}
        }
    }
    lines.into_iter().collect()
}

/// Adds an entry to what changes, or takes it away.
fn change(changes: &mut BTreeMap<CountKey, Change>, row: &LibraryEntryRow, sign: i64) {
    let facets: Vec<(&str, &str)> = row
        .facets
        .lines()
        .filter_map(|line| line.split_once(' '))
        .collect();
    let (problem, technology) = (Problem::scheme().slug(), TechnologyType::scheme().slug());
    let of = |scheme: &'static str| facets.iter().filter(move |facet| facet.0 == scheme);
    let key = |lane: &str, concept: &str, other: &str| {
        (lane.to_owned(), concept.to_owned(), other.to_owned())
    };
    let mut keys = vec![key(ALL, "", "")];
    keys.extend(facets.iter().map(|(lane, concept)| key(lane, concept, "")));
    for (_, one) in of(problem) {
        keys.extend(of(technology).map(|(_, other)| key(MAP, one, other)));
    }
    for key in keys {
        let sum = changes.entry(key).or_default();
        sum.0 += sign;
        sum.1 += sign.saturating_mul(row.outcomes);
        sum.2 += sign.saturating_mul(row.unsuccessful);
    }
}

/// Somebody is gone: what they wrote is listed no more, also before it is taken away. What else changes who may have it is
/// looked through ([`look_again_in`](super::look_again_in)).
pub(crate) fn author_changed_in(tx: &mut Tx<'_>, account: AccountId) -> Result<(), DbError> {
    if !tx.is_hub {
        return Ok(());
    }
    let account = Some(account);
    tx.queue(&NewJob::now(JobPayload::CountLibrary { account }, tx.now))?;
    Ok(())
}

/// Counts again what somebody wrote, or everything.
pub struct CountLibraryHandler(pub Ctx);

impl JobHandler for CountLibraryHandler {
    fn kind(&self) -> JobKind {
        JobKind::CountLibrary
    }

    fn run<'a>(&'a self, job: &'a ClaimedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let JobPayload::CountLibrary { account } = &job.payload else {
                return Err(JobError::Hopeless("nothing to count".into()));
            };
            let done = match account {
                Some(account) => look_through(&self.0, Some(*account)).await,
                None => count_library(&self.0).await.map(|_| ()),
            };
            done.map_err(JobError::retry)
        })
    }
}

/// Counts the whole library of this hub from nothing, and has made findable anew what it lists; gives how many practices it
/// has.
pub async fn count_library(ctx: &Ctx) -> Result<u64, DbError> {
    if !ctx.config.is_hub() {
        return Ok(0);
    }
    look_through(ctx, None).await?;
    forget_what_is_gone(ctx).await?;
    ctx.transact(add_up_in).await
}

/// Practices in pieces, the newest first; of one author or of all.
async fn look_through(ctx: &Ctx, account: Option<AccountId>) -> Result<(), DbError> {
    let mut page = Page {
        limit: AT_ONCE,
        ..Page::default()
    };
    loop {
        let last = ctx
            .transact(move |tx| {
                let some = some_of(tx.conn, account, page)?;
                for id in &some {
                    tx.recount_in_library(*id);
                    // What is listed here may be something else altogether: an instance may have become a hub.
                    if account.is_none() {
                        search::record_changed(tx, *id)?;
                    }
                }
                Ok::<_, DbError>(some.last().copied())
            })
            .await?;
        let Some(last) = last else { return Ok(()) };
        page.max_id = Some(last.get());
    }
}

fn some_of(
    conn: &mut Conn,
    account: Option<AccountId>,
    page: Page,
) -> Result<Vec<StatusId>, DbError> {
    let some = match account {
        Some(account) => practices::page_of_account(conn, account, page)?,
        None => practices::page(conn, practices::PracticeRow::PUBLISHED, page)?,
    };
    Ok(some.into_iter().map(|(status, _)| status).collect())
}

/// Entries of practices that are not there any more.
async fn forget_what_is_gone(ctx: &Ctx) -> Result<(), DbError> {
    let mut after = StatusId::from(0);
    loop {
        let last = ctx
            .transact(move |tx| {
                let some = rows::entries(tx.conn, after, AT_ONCE)?;
                for row in &some {
                    tx.recount_in_library(row.status_id);
                    search::record_changed(tx, row.status_id)?;
                }
                Ok::<_, DbError>(some.last().map(|row| row.status_id))
            })
            .await?;
        let Some(last) = last else { return Ok(()) };
        after = last;
    }
}

/// Adds up what each practice is counted by.
fn add_up_in(tx: &mut Tx<'_>) -> Result<u64, DbError> {
    take_turn(tx.conn, Exclusive::Library)?;
    let (mut changes, mut after, mut counted) = (BTreeMap::new(), StatusId::from(0), 0);
    loop {
        let some = rows::entries(tx.conn, after, ENTRIES_AT_ONCE)?;
        let Some(last) = some.last() else { break };
        after = last.status_id;
        for row in &some {
            change(&mut changes, row, 1);
            counted += 1;
        }
    }
    rows::clear(tx.conn)?;
    rows::add(tx.conn, &changes)?;
    Ok(counted)
}
