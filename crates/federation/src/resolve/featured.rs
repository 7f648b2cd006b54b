//! What a remote actor features on its profile.

use staffroom_db::statuses::StatusRow;
use staffroom_db::{DbError, accounts, pins, remote_actors, statuses};
use staffroom_domain::{AccountId, StatusId};
use staffroom_net::FetchBudget;
use staffroom_protocol::Iri;
use staffroom_service::statuses::pin_in;

use super::collection::{Bounds, walk};
use super::error::ResolveError;
use super::object::single;
use crate::state::Federation;

/// How much of the list is read.
const FEATURED: Bounds = Bounds {
    pages: 2,
    items: 20,
};
/// Requests for one list in all.
const MOST_REQUESTS: u32 = 60;
/// Hosts of one domain that are asked.
const MOST_HOSTS: usize = 5;

/// Makes the pins of a remote account those that its server lists.
pub(super) async fn fetch(fed: &Federation, account: AccountId) -> Result<(), ResolveError> {
    let ctx = fed.ctx();
    let reach: Result<Option<String>, DbError> = ctx
        .db
        .read(move |conn| Ok(remote_actors::find(conn, account)?.and_then(|row| row.featured)))
        .await;
    let Some(list) = reach?.and_then(|uri| Iri::parse(&uri).ok()) else {
        return Ok(());
    };
    let mut budget = FetchBudget::new(MOST_REQUESTS, MOST_HOSTS);
    let found = walk(fed, &list, FEATURED, &mut budget).await?;
    let mut wanted = Vec::new();
    for item in found.items.iter().filter(|item| item.same_origin(&list)) {
        match single(fed, item.as_str(), &mut budget).await {
            Ok(Some(row)) if is_pinnable(&row, account) => wanted.push(row.id),
            Err(ResolveError::Db(error)) => return Err(error.into()),
            _ => {}
        }
    }
    keep(fed, account, wanted).await?;
    Ok(())
}

fn is_pinnable(row: &StatusRow, account: AccountId) -> bool {
    row.account_id == account && !row.is_boost() && row.visibility().is_open()
}

async fn keep(fed: &Federation, account: AccountId, wanted: Vec<StatusId>) -> Result<(), DbError> {
    fed.ctx()
        .transact(move |tx| {
            let Some(by) = accounts::find(tx.conn, account)? else {
                return Ok(());
            };
            let there = pins::of_account(tx.conn, account, 1_000)?;
            let changed = there
                .iter()
                .filter(|id| !wanted.contains(id))
                .map(|id| (*id, false))
                .chain(wanted.iter().map(|id| (*id, true)));
            for (id, pinned) in changed.collect::<Vec<_>>() {
                if let Some(row) = statuses::find(tx.conn, id)? {
                    pin_in(tx, &by, &row, pinned)?;
                }
            }
            Ok(())
        })
        .await
}
