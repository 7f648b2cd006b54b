//! Whom of us a remote actor counts as followers (FEP-8fcf), and followers of somebody who moved.

use std::collections::HashSet;
use std::time::Duration;

use staffroom_db::follows::{self as rows, FollowRow};
use staffroom_db::{DbError, accounts};
use staffroom_domain::{AccountId, FollowId, Local};
use staffroom_net::FetchBudget;
use staffroom_protocol::Iri;
use staffroom_service::Tx;
use staffroom_service::accounts::{AccountRow, also_known_as, uri};
use staffroom_service::follows::{FollowError, Wishes, accept_in, end_in, follow, unfollow};

use super::collection::{Bounds, walk};
use super::error::ResolveError;
use super::{Freshness, actor};
use crate::state::Federation;

/// How much of a partial collection is read.
const PARTIAL: Bounds = Bounds {
    pages: 100,
    items: 20_000,
};
/// Requests for one collection.
const MOST_REQUESTS: u32 = 110;
/// Follows that nobody here has are taken back, at most so many at once.
const MOST_TAKEN_BACK: usize = 100;
/// A follow so young may not have arrived when the collection was written.
const TOO_YOUNG: Duration = Duration::from_mins(10);
/// Followers that are read at once.
const AT_ONCE: i64 = 500;

async fn local_followers(fed: &Federation, account: AccountId) -> Result<Vec<FollowRow>, DbError> {
    let db = &fed.ctx().db;
    let mut all: Vec<FollowRow> = Vec::new();
    loop {
        let after = all.last().map_or(FollowId::from(0), |row| row.id);
        let more: Vec<FollowRow> = db
            .read(move |conn| rows::local_followers(conn, account, after, AT_ONCE))
            .await?;
        if more.is_empty() {
            return Ok(all);
        }
        all.extend(more);
    }
}

/// Compares a remote account's list of its followers here with ours: whom it does not list follows no
/// more, and whom we do not know as a follower is taken off its list.
pub(super) async fn synchronise(
    fed: &Federation,
    account: AccountId,
    list: &str,
) -> Result<(), ResolveError> {
    let ctx = fed.ctx();
    let Some(row) = find(fed, account).await? else {
        return Ok(());
    };
    let list = Iri::parse(list).map_err(ResolveError::invalid)?;
    let owner =
        Iri::parse(row.uri.as_deref().unwrap_or_default()).map_err(ResolveError::invalid)?;
    if !list.same_origin(&owner) {
        return Err(ResolveError::refused("the list is of another origin"));
    }
    let mut budget = FetchBudget::new(MOST_REQUESTS, 1);
    let found = walk(fed, &list, PARTIAL, &mut budget).await?;
    let listed: HashSet<AccountId> = found
        .items
        .iter()
        .filter_map(|item| match fed.addresses().parse(item.as_str()) {
            Some(Local::Actor(id)) => Some(id),
            _ => None,
        })
        .collect();
    let ours = local_followers(fed, account).await?;
    let known: HashSet<AccountId> = ours.iter().map(|follow| follow.account_id).collect();
    let now = ctx.now();
    let ended: Vec<FollowRow> = ours
        .into_iter()
        // Of half a list nobody can be said to be missing.
        .filter(|follow| found.complete && !listed.contains(&follow.account_id))
        .filter(|follow| now.since(follow.created_at) >= TOO_YOUNG)
        .collect();
    let unknown: Vec<AccountId> = listed
        .into_iter()
        .filter(|id| !known.contains(id))
        .take(MOST_TAKEN_BACK)
        .collect();
    ctx.transact(move |tx| {
        for follow in &ended {
            if let Some(by) = accounts::find(tx.conn, follow.account_id)? {
                end_in(tx, &by, &row, follow)?;
            }
        }
        for id in unknown {
            correct(tx, id, &row)?;
        }
        Ok::<(), DbError>(())
    })
    .await?;
    Ok(())
}

/// Somebody here is listed as a follower and is none.
fn correct(tx: &mut Tx<'_>, by: AccountId, target: &AccountRow) -> Result<(), DbError> {
    let Some(by) = accounts::find(tx.conn, by)?.filter(AccountRow::is_local) else {
        return Ok(());
    };
    match rows::find(tx.conn, by.id, target.id)? {
        Some(row) if row.is_accepted() => Ok(()),
        // It was accepted, and the answer was lost.
        Some(row) => accept_in(tx, &by, target, &row),
        None => {
            let row = FollowRow {
                id: tx.new_id(),
                account_id: by.id,
                target_id: target.id,
                state: FollowRow::ASKED,
                local: true,
                uri: None,
                reblogs: true,
                notify: false,
                languages: "[]".to_owned(),
                created_at: tx.now,
            };
            end_in(tx, &by, target, &row)
        }
    }
}

async fn find(fed: &Federation, id: AccountId) -> Result<Option<AccountRow>, DbError> {
    let ctx = fed.ctx();
    ctx.db.read(move |conn| accounts::find(conn, id)).await
}

/// Lets the followers here of an account that moved follow the account that it is now, if that one
/// says so too (FEP-7628).
pub(super) async fn transfer(
    fed: &Federation,
    from: AccountId,
    to: AccountId,
) -> Result<(), ResolveError> {
    let (Some(from), Some(to)) = (find(fed, from).await?, find(fed, to).await?) else {
        return Ok(());
    };
    let (old, new) = (uri(fed.addresses(), &from), uri(fed.addresses(), &to));
    // What the new account says is asked for now: the Move may be older than its answer.
    let to = actor(fed, &new, Freshness::Now).await?;
    if to.id == from.id || from.moved_to_uri.as_deref() != Some(&new) {
        return Err(ResolveError::refused("the account has not moved there"));
    }
    if !also_known_as(&to).contains(&old) {
        return Err(ResolveError::refused(
            "the new account does not know the old one",
        ));
    }
    for row in local_followers(fed, from.id).await? {
        if row.account_id == to.id {
            continue;
        }
        let wishes = Wishes {
            reblogs: Some(row.reblogs),
            notify: Some(row.notify),
            languages: serde_json::from_str(&row.languages).ok(),
        };
        match follow(fed.ctx(), row.account_id, to.id, wishes).await {
            Ok(_) => {}
            Err(FollowError::Db(error)) => return Err(error.into()),
            Err(error) => {
                tracing::debug!(%error, "a follower does not move along");
                continue;
            }
        }
        if let Err(FollowError::Db(error)) = unfollow(fed.ctx(), row.account_id, from.id).await {
            return Err(error.into());
        }
    }
    Ok(())
}
