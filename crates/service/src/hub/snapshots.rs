//! What this hub counted of a practice on a day, kept so that a number that somebody cites can be checked later ([ADR 0022]).
//!
//! What is signed names no entry: it has the digest of each id. Whoever has an id can tell whether it was counted; of what
//! was taken back since, nothing is left that leads to it. Which of them still stand is looked up when somebody asks
//! ([`standing`]).
//!
//! [ADR 0022]: ../../../../docs/developers/adr/0022-snapshots-and-open-data.md

use std::collections::BTreeSet;

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::HEXLOWER;
use serde_json::{Value, json};
use staffroom_db::adoptions::{self, AdoptionRow};
use staffroom_db::ledger_snapshots::{self as rows, LedgerSnapshotRow};
use staffroom_db::outcomes::{self, OutcomeRow};
use staffroom_db::practices::{self, PracticeRow};
use staffroom_db::statuses::{Page, StatusRow};
use staffroom_db::{Conn, DbError, ledgers};
use staffroom_domain::job::{JobPayload, NewJob};
use staffroom_domain::{Day, StatusId, Timestamp};
use staffroom_signatures::jcs;

use super::for_all::ForAll;
use crate::context::Ctx;
use crate::ledger;
use crate::records::uri_of;
use crate::tx::Tx;

/// How many entries are read at once.
const AT_ONCE: i64 = 200;

/// What is counted of a practice, to be signed and kept.
#[derive(Clone, Debug, PartialEq)]
pub struct DayCount {
    /// Of which practice.
    pub practice: StatusId,
    /// On which day, in UTC.
    pub day: Day,
    /// The counts, the digests of the ids of what they are made of, and the digest of all that.
    pub record: Value,
    changed_at: Timestamp,
}

/// Queues what is to be done once a day: a snapshot of each ledger that changed.
pub async fn snapshots_due(ctx: &Ctx) -> Result<usize, DbError> {
    if !ctx.config.is_hub() {
        return Ok(0);
    }
    take_later(ctx, StatusId::from(0)).await?;
    Ok(1)
}

/// Queues the snapshots of what comes after `after`.
pub async fn take_later(ctx: &Ctx, after: StatusId) -> Result<(), DbError> {
    ctx.transact(move |tx| {
        let payload = JobPayload::SnapshotLedgers { after };
        let key = format!("snapshots-{after}");
        tx.queue(&NewJob::now(payload, tx.now).with_dedup_key(key))?;
        Ok(())
    })
    .await
}

/// The practices whose ledgers changed since their last snapshot, after `after`.
pub async fn changed(ctx: &Ctx, after: StatusId, limit: i64) -> Result<Vec<StatusId>, DbError> {
    ctx.db
        .read(move |conn| rows::all_changed(conn, after, limit))
        .await
}

/// What is counted of a practice now; nothing where not everybody may have it.
pub async fn count(ctx: &Ctx, practice: StatusId) -> Result<Option<DayCount>, DbError> {
    let (addresses, now) = (ctx.addresses.clone(), ctx.now());
    ctx.db
        .read(move |conn| {
            let (Some((row, status)), Some(day)) = (for_all(conn, practice)?, Day::in_utc(now))
            else {
                return Ok(None);
            };
            let ledger = ledgers::find(conn, practice)?;
            let changed_at = ledger.as_ref().map_or(now, |row| row.changed_at);
            let summary = ledger::summary_in(&addresses, &row, &status, ledger.as_ref(), now);
            let summary = serde_json::to_value(summary);
            let summary = summary.map_err(|error| DbError::Corrupt(error.to_string()))?;
            let mut record = json!({
                "practice": uri_of(&addresses, &status),
                "practiceVersion": row.version,
                "day": String::from(day),
                "ledger": addresses.of_object(practice, "ledger"),
                "summary": summary,
                "entries": entries(conn, practice)?,
            });
            let text = jcs::to_string(&record);
            let text = text.map_err(|error| DbError::Corrupt(error.to_string()))?;
            if let Some(members) = record.as_object_mut() {
                members.insert("digest".to_owned(), digest_of(&text).into());
            }
            Ok(Some(DayCount {
                practice,
                day,
                record,
                changed_at,
            }))
        })
        .await
}

/// A practice that everybody may have.
fn for_all(conn: &mut Conn, id: StatusId) -> Result<Option<(PracticeRow, StatusRow)>, DbError> {
    let Some(row) = practices::find(conn, id)? else {
        return Ok(None);
    };
    let read = ForAll::read(conn, &[id])?;
    let post = read.practice(&row).map(|(post, _)| post.clone());
    Ok(post.map(|post| (row, post)))
}

/// The digests of the ids of all that counts, sorted.
fn entries(conn: &mut Conn, practice: StatusId) -> Result<Vec<String>, DbError> {
    let mut all = BTreeSet::new();
    let mut page = Page {
        limit: AT_ONCE,
        ..Page::default()
    };
    loop {
        let some = outcomes::page_of_practice(conn, practice, OutcomeRow::COUNTED, page)?;
        let Some(last) = some.last() else { break };
        page.max_id = Some(last.status_id.get());
        all.extend(some.iter().map(|row| digest_of(&row.uri)));
    }
    page.max_id = None;
    loop {
        let some = adoptions::page_of_practice(conn, practice, AdoptionRow::COUNTED, page)?;
        let Some(last) = some.last() else { break };
        page.max_id = Some(last.status_id.get());
        all.extend(some.iter().map(|row| digest_of(&row.uri)));
    }
    Ok(all.into_iter().collect())
}

/// What stands for an id where the id itself must not: whoever has the id can tell.
pub(crate) fn digest_of(text: &str) -> String {
    let hash = digest(&SHA256, text.as_bytes());
    format!("sha-256:{}", HEXLOWER.encode(hash.as_ref()))
}

/// Keeps a snapshot, signed by whoever calls it. Where the ledger changed meanwhile, or there is one of that day, it stays
/// among those that are due.
pub async fn keep(ctx: &Ctx, counted: DayCount, document: String) -> Result<(), DbError> {
    ctx.transact(move |tx| {
        let practice = counted.practice;
        // Locked first: what enters the ledger meanwhile waits.
        practices::lock(tx.conn, practice)?;
        // Who may have it can have changed since it was counted.
        if for_all(tx.conn, practice)?.is_none() {
            return rows::settled(tx.conn, practice);
        }
        let row = LedgerSnapshotRow {
            practice_id: practice,
            day: counted.day.start_in_utc(),
            document,
        };
        // Of a day there is one, whatever happens on it later: somebody may have cited it.
        if !rows::insert(tx.conn, row)? {
            return Ok(());
        }
        let ledger = ledgers::find(tx.conn, practice)?;
        if ledger.is_none_or(|row| row.changed_at == counted.changed_at) {
            rows::settled(tx.conn, practice)?;
        }
        Ok(())
    })
    .await
}

/// Of a practice that not everybody may have no snapshot is due, unless that has changed since it was counted. When its
/// ledger changes, or who may have it, it is looked at again.
pub async fn pass_over(ctx: &Ctx, practice: StatusId) -> Result<(), DbError> {
    ctx.transact(move |tx| {
        // Locked first: whoever changes it meanwhile says so afterwards.
        practices::lock(tx.conn, practice)?;
        match for_all(tx.conn, practice)? {
            None => rows::settled(tx.conn, practice),
            Some(_) => Ok(()),
        }
    })
    .await
}

/// Who may have a practice has changed, or may have: its ledger, where it has one, is looked at again.
pub(crate) fn look_again_in(tx: &mut Tx<'_>, practice: StatusId) -> Result<(), DbError> {
    if tx.is_hub && ledgers::find(tx.conn, practice)?.is_some() {
        rows::changed(tx.conn, practice)?;
    }
    Ok(())
}

/// The document of a day.
pub async fn snapshot(ctx: &Ctx, practice: StatusId, day: Day) -> Result<Option<String>, DbError> {
    let read = ctx.db.read(move |conn| rows::find(conn, practice, day));
    Ok(read.await?.map(|row| row.document))
}

/// The days of which there are snapshots, before `before`, the newest first.
pub async fn snapshot_days(
    ctx: &Ctx,
    practice: StatusId,
    before: Option<Timestamp>,
    limit: i64,
) -> Result<Vec<Timestamp>, DbError> {
    ctx.db
        .read(move |conn| rows::days(conn, practice, before, limit))
        .await
}

/// A part of what a snapshot was made of and still stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The ids.
    pub ids: Vec<String>,
    /// After which status the next part begins; none where this is the last.
    pub next: Option<StatusId>,
}

/// The ids behind the digests of a snapshot, of what everybody may still have: the newest first.
pub async fn standing(
    ctx: &Ctx,
    practice: StatusId,
    document: &str,
    after: Option<StatusId>,
) -> Result<Standing, DbError> {
    let document: Value = serde_json::from_str(document).unwrap_or_default();
    let named = document.pointer("/ledgerSnapshot/entries");
    let named = named.and_then(Value::as_array).into_iter().flatten();
    let named: BTreeSet<String> = named
        .filter_map(|it| it.as_str().map(str::to_owned))
        .collect();
    let page = Page {
        max_id: after.map(StatusId::get),
        limit: AT_ONCE,
        ..Page::default()
    };
    ctx.db
        .read(move |conn| {
            if for_all(conn, practice)?.is_none() {
                return Ok(Standing::default());
            }
            let reports = outcomes::all_of_practice(conn, practice, page)?;
            let adopted = adoptions::page_of_practice(conn, practice, AdoptionRow::COUNTED, page)?;
            let reports = reports.into_iter().map(|row| (row.status_id, row.uri));
            let adopted = adopted.into_iter().map(|row| (row.status_id, row.uri));
            let mut all: Vec<(StatusId, String)> = reports.chain(adopted).collect();
            all.sort_unstable_by_key(|(id, _)| std::cmp::Reverse(*id));
            let more = i64::try_from(all.len()).is_ok_and(|n| n >= AT_ONCE);
            all.truncate(usize::try_from(AT_ONCE).unwrap_or(usize::MAX));
            let next = all.last().map(|(id, _)| *id).filter(|_| more);
            all.retain(|(_, uri)| named.contains(&digest_of(uri)));
            let statuses: Vec<StatusId> = all.iter().map(|(id, _)| *id).collect();
            let read = ForAll::read(conn, &statuses)?;
            all.retain(|(id, _)| read.entry(*id));
            let ids = all.into_iter().map(|(_, uri)| uri).collect();
            Ok(Standing { ids, next })
        })
        .await
}
