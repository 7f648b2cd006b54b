//! The ledger of a practice of another server: its entries, each from its own origin, and what that server says that they
//! come to.

use std::collections::HashMap;

use staffroom_db::{Conn, DbError, practices, statuses};
use staffroom_domain::ledger::Rejection;
use staffroom_domain::{RecordKind, StatusId, TypedRecord};
use staffroom_net::FetchBudget;
use staffroom_protocol::Iri;
use staffroom_protocol::incoming::{ObjectRef, ledger_of, rejections_of};
use staffroom_service::ledger::{self, TheirList};

use super::collection::{Bounds, walk};
use super::error::ResolveError;
use super::fetch::{self, host_of, is_ours};
use super::object::member;
use crate::state::Federation;
use crate::verify::Errand;

/// How much of a ledger is read: its newest entries.
const LEDGER: Bounds = Bounds {
    pages: 5,
    items: 200,
};
/// Requests for one ledger in all.
const MOST_REQUESTS: u32 = 60;
/// Hosts of one domain that are asked for one ledger.
const MOST_HOSTS: usize = 5;
/// Entries of a third host that are asked for: no ledger can send everybody there.
const MOST_ABROAD: usize = 5;

/// Where a ledger is, and of which practice.
struct Place {
    practice: Iri,
    list: Iri,
}

/// Reads the ledger of a practice: fetches what is not here, and notes what its server says.
pub(super) async fn read(fed: &Federation, practice: StatusId) -> Result<(), ResolveError> {
    let place: Result<Option<Place>, DbError> = fed
        .ctx()
        .db
        .read(move |conn| place_of(conn, practice))
        .await;
    let Some(Place { practice: id, list }) = place? else {
        return Ok(());
    };
    let host = host_of(&list);
    if !fed.memory().may_queue(Errand::Ledgers, &host).await {
        return Err(ResolveError::AskedEnough);
    }
    let mut budget = FetchBudget::new(MOST_REQUESTS, MOST_HOSTS);
    let fetched = fetch::at(fed, &list, &mut budget).await?;
    let told = fetched.document.into_ledger()?;
    let first = told.collection.first.as_ref().and_then(ObjectRef::id);
    let first = first
        .filter(|first| first.same_origin(&list))
        .unwrap_or(list);
    let found = walk(fed, &first, LEDGER, &mut budget).await?;
    take(fed, &first, &found.items, &mut budget).await?;
    let rejected = match &told.rejected {
        Some(rejected) if rejected.same_origin(&first) => {
            rejections(fed, rejected, &mut budget).await?
        }
        _ => Vec::new(),
    };
    // What says something impossible, or is about another practice, says nothing.
    if told.counts_of(&id).is_none() {
        return Ok(());
    }
    let Some(summary) = told.summary else {
        return Ok(());
    };
    let read = TheirList {
        listed: u64::try_from(found.items.len()).unwrap_or(u64::MAX),
        complete: found.complete,
    };
    let done: Result<(), DbError> = fed
        .ctx()
        .transact(move |tx| ledger::tell_theirs_in(tx, practice, &summary, read, rejected))
        .await;
    Ok(done?)
}

/// What its server says that it did not take in, the newest; as far as it can be read.
async fn rejections(
    fed: &Federation,
    list: &Iri,
    budget: &mut FetchBudget,
) -> Result<Vec<Rejection>, ResolveError> {
    let (mut found, mut seen): (Vec<Rejection>, Vec<String>) = (Vec::new(), Vec::new());
    let mut next = Some(list.clone());
    for _ in 0..LEDGER.pages {
        let Some(at) = next.take().filter(|at| at.same_origin(list)) else {
            break;
        };
        if seen.iter().any(|there| there == at.canonical()) || found.len() >= LEDGER.items {
            break;
        }
        seen.push(at.canonical().to_owned());
        let page = match fetch::at(fed, &at, budget).await {
            Ok(fetched) => fetched.document.into_collection(),
            Err(ResolveError::Db(error)) => return Err(error.into()),
            Err(_) => break,
        };
        let Ok(page) = page else { break };
        for rejection in rejections_of(&page) {
            if found.iter().all(|there| there.id != rejection.id) {
                found.push(rejection);
            }
        }
        next = page.next.or(page.first).and_then(|next| next.id());
    }
    found.truncate(LEDGER.items);
    Ok(found)
}

fn place_of(conn: &mut Conn, id: StatusId) -> Result<Option<Place>, DbError> {
    let status = statuses::find(conn, id)?.filter(|row| !row.local && row.deleted_at.is_none());
    let uri = status
        .filter(|row| row.visibility().is_open())
        .and_then(|row| row.uri);
    let (Some(uri), Some(row)) = (uri, practices::find(conn, id)?) else {
        return Ok(None);
    };
    let record = TypedRecord::stored(RecordKind::Practice, &row.record).ok();
    let record = record.and_then(|record| record.practice());
    let place = Iri::parse(&uri).ok().and_then(|practice| {
        let list = ledger_of(&record?, &practice)?;
        Some(Place { practice, list })
    });
    Ok(place)
}

/// Fetches the entries that are not here, each from its own server; what answers nothing that is here is left out. What is
/// here already costs nobody anything, and does not count.
async fn take(
    fed: &Federation,
    list: &Iri,
    items: &[Iri],
    budget: &mut FetchBudget,
) -> Result<(), ResolveError> {
    let mut abroad: HashMap<String, usize> = HashMap::new();
    for item in items.iter().filter(|item| !is_ours(fed, item)) {
        if is_here(fed, item).await? {
            continue;
        }
        if !item.same_origin(list) {
            let asked = abroad.entry(host_of(item)).or_default();
            *asked += 1;
            if *asked > MOST_ABROAD {
                continue;
            }
        }
        match member(fed, item, None, budget).await {
            Err(ResolveError::Db(error)) => return Err(error.into()),
            Err(error) => tracing::debug!(%item, %error, "an entry of a ledger is not fetched"),
            Ok(_) => {}
        }
    }
    Ok(())
}

/// Whether it is here, or was and is deleted.
async fn is_here(fed: &Federation, item: &Iri) -> Result<bool, DbError> {
    let item = item.as_str().to_owned();
    fed.ctx()
        .db
        .read(move |conn| Ok(statuses::find_by_uri(conn, &item)?.is_some()))
        .await
}
