//! Which practices were made from one another, one level deep.

use std::collections::HashMap;

use staffroom_db::{Conn, DbError, lineage, practices, statuses};
use staffroom_domain::ledger::LedgerSummary;
use staffroom_domain::{Addresses, Local, StatusId, Timestamp};

use super::edit::record_of;
use crate::context::Ctx;
use crate::ledger::summary_in;
use crate::records::{RecordError, RecordView, uri_of};
use crate::statuses::{StatusView, Viewer, load, may_see, without_hidden, without_limited};

/// How many practices are shown on either side.
pub const MAX_RELATIVES: usize = 20;

/// A practice that another was made from, or that was made from another.
#[derive(Clone, Debug, PartialEq)]
pub struct Relative {
    /// The id of its object.
    pub uri: String,
    /// It, with its ledger; none where it is not here, or not for whoever looks.
    pub here: Option<(StatusView, LedgerSummary)>,
}

/// What stands around a practice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Relatives {
    /// What it was made from, in its author's order.
    pub made_from: Vec<Relative>,
    /// What was made from it, the newest first.
    pub adapted_by: Vec<Relative>,
}

/// The practices that a practice names as those that it was made from, and those that name it so: of either at most
/// [`MAX_RELATIVES`]. The number of statements does not depend on how many there are.
pub async fn relatives(
    ctx: &Ctx,
    viewer: Viewer,
    practice: StatusId,
) -> Result<Relatives, RecordError> {
    let (addresses, now) = (ctx.addresses.clone(), ctx.now());
    ctx.db
        .read(move |conn| {
            let row = statuses::find(conn, practice)?.ok_or(RecordError::NotFound)?;
            if !may_see(conn, viewer, &row)? {
                return Err(RecordError::NotFound);
            }
            let it = practices::find(conn, practice)?.ok_or(RecordError::NotFound)?;
            let own = uri_of(&addresses, &row);
            let mut named = record_of(&it).adopts;
            named.retain(|uri| *uri != own);
            named.truncate(MAX_RELATIVES);
            let above = at(conn, &addresses, &named)?;
            let most = i64::try_from(MAX_RELATIVES).unwrap_or(i64::MAX);
            let mut below = lineage::made_from(conn, &own, most)?;
            below.retain(|id| *id != practice);
            let ids: Vec<StatusId> = above.values().chain(&below).copied().collect();
            let mut seen = seen(conn, &addresses, viewer, &ids, now)?;
            let made_from = named.into_iter().map(|uri| Relative {
                here: above.get(&uri).and_then(|id| seen.get(id)).cloned(),
                uri,
            });
            let made_from = made_from.collect();
            let adapted_by = below.iter().filter_map(|id| seen.remove(id));
            let adapted_by = adapted_by.map(|here| Relative {
                uri: uri_of(&addresses, &here.0.status),
                here: Some(here),
            });
            Ok(Relatives {
                made_from,
                adapted_by: adapted_by.collect(),
            })
        })
        .await
}

/// Which of those objects are here.
fn at(
    conn: &mut Conn,
    addresses: &Addresses,
    uris: &[String],
) -> Result<HashMap<String, StatusId>, DbError> {
    let mut found = HashMap::new();
    let mut elsewhere = Vec::new();
    for uri in uris {
        match addresses.parse(uri) {
            Some(Local::Object(id)) => {
                found.insert(uri.clone(), id);
            }
            Some(_) => {}
            None => elsewhere.push(uri.clone()),
        }
    }
    found.extend(statuses::ids_of_uris(conn, &elsewhere)?);
    Ok(found)
}

/// Those that the viewer may see and wants to, with their ledgers.
fn seen(
    conn: &mut Conn,
    addresses: &Addresses,
    viewer: Viewer,
    ids: &[StatusId],
    now: Timestamp,
) -> Result<HashMap<StatusId, (StatusView, LedgerSummary)>, DbError> {
    let views = load(conn, viewer, ids)?;
    let views = without_hidden(conn, viewer, views, now)?;
    let views = without_limited(conn, viewer, views)?;
    let with_ledger = |view: StatusView| {
        let Some(RecordView::Practice { practice, ledger }) = &view.record else {
            return None;
        };
        let summary = summary_in(addresses, practice, &view.status, ledger.as_deref(), now);
        Some((view.status.id, (view, summary)))
    };
    Ok(views.into_iter().filter_map(with_ledger).collect())
}
