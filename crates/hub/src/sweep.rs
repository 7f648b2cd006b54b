//! What is due is asked for again: what is gone, was changed, or may not be listed any more.

use std::collections::BTreeSet;

use staffroom_db::{DbError, accounts, hub_items, statuses};
use staffroom_domain::{AccountId, StatusId};
use staffroom_federation::Federation;
use staffroom_federation::resolve::{Freshness, ResolveError, actor, may_ask};
use staffroom_service::accounts::AccountRow;
use staffroom_service::hub::HubItemRow;
use staffroom_service::ledger;

use crate::verify::{self, Checked};

/// A server that does not answer so often is left alone for a while.
const MOST_SILENCES: usize = 3;

/// Asks for some of what a server has. What does not answer is tried again with the job, and passed by at its last attempt.
pub(crate) async fn some(
    fed: &Federation,
    host: &str,
    ids: &[StatusId],
    is_last: bool,
) -> Result<(), ResolveError> {
    let (items, authors) = known(fed, ids).await?;
    // Whether they let it be listed is theirs to say, and may have changed.
    for author in authors.iter().filter_map(|row| row.uri.as_deref()) {
        if !may_ask(fed, host).await {
            return Err(ResolveError::AskedEnough);
        }
        if let Err(ResolveError::Db(error)) = actor(fed, author, Freshness::Fresh).await {
            return Err(error.into());
        }
    }
    let mut silent = Vec::new();
    for row in &items {
        match verify::check_again(fed, row).await {
            Ok(Checked::AskedEnough) => return Err(ResolveError::AskedEnough),
            Err(ResolveError::Db(error)) => return Err(error.into()),
            Err(error) if error.is_temporary() => silent.push(error),
            _ => {}
        }
        if silent.len() >= MOST_SILENCES {
            break;
        }
    }
    read_ledgers_later(fed, &items).await?;
    match silent.pop() {
        Some(error) if !is_last => Err(error),
        _ => Ok(()),
    }
}

/// What is known of those, without what is over; and whose they are.
async fn known(
    fed: &Federation,
    ids: &[StatusId],
) -> Result<(Vec<HubItemRow>, Vec<AccountRow>), DbError> {
    let ids = ids.to_vec();
    fed.ctx()
        .db
        .read(move |conn| {
            let mut items = hub_items::of_statuses(conn, &ids)?;
            items.retain(|row| row.due_at.is_some());
            let ids: Vec<StatusId> = items.iter().map(|row| row.status_id).collect();
            let posts = statuses::find_many(conn, &ids)?;
            let authors: BTreeSet<AccountId> = posts
                .into_iter()
                .filter(|row| row.deleted_at.is_none())
                .map(|row| row.account_id)
                .collect();
            let authors: Vec<AccountId> = authors.into_iter().collect();
            Ok((items, accounts::find_many(conn, &authors)?))
        })
        .await
}

/// What their authors' servers say came of the practices among them may have changed too.
async fn read_ledgers_later(fed: &Federation, items: &[HubItemRow]) -> Result<(), DbError> {
    let practices = items.iter().filter(|row| row.kind == "practice");
    let practices: Vec<StatusId> = practices.map(|row| row.status_id).collect();
    fed.ctx()
        .transact(move |tx| {
            let mut practices = practices.into_iter();
            practices.try_for_each(|practice| ledger::read_theirs_later(tx, practice))
        })
        .await
}
