//! Boosts.

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::statuses::{self, Count, StatusRow};
use staffroom_db::{DbError, Unique};
use staffroom_domain::{AccountId, Event, News, StatusId, StatusKind, Timestamp, Visibility};

use super::favourite::actor_and_target;
use super::store::Draft;
use super::{StatusError, may_act, may_boost};
use crate::context::Ctx;
use crate::notifications::{self, Kind};
use crate::timelines::{self, Delivery};
use crate::tx::Tx;

/// Somebody here boosts a status; gives the boost. Boosting it again gives the same one.
pub async fn boost(
    ctx: &Ctx,
    by: AccountId,
    status: StatusId,
    visibility: Option<Visibility>,
) -> Result<StatusId, StatusError> {
    let once = || ctx.transact(move |tx| boost_once(tx, by, status, visibility));
    match once().await {
        // The same, in the same moment, by another of their clients.
        Err(StatusError::Db(DbError::Unique(Unique::Boost))) => once().await,
        other => other,
    }
}

fn boost_once(
    tx: &mut Tx<'_>,
    by: AccountId,
    status: StatusId,
    visibility: Option<Visibility>,
) -> Result<StatusId, StatusError> {
    let (by, status) = actor_and_target(tx, by, status)?;
    may_act(&by)?;
    let is_own = status.account_id == by.id;
    let widest = match status.visibility() {
        Visibility::Public | Visibility::Unlisted => Visibility::Public,
        Visibility::Private if is_own => Visibility::Private,
        Visibility::Private | Visibility::Direct => return Err(StatusError::NotAllowed),
    };
    if !may_boost(tx.conn, by.id, &status)? {
        return Err(StatusError::invalid("Its author does not let you boost it"));
    }
    let wanted = visibility.unwrap_or(widest).max(widest);
    let wanted = wanted.min(Visibility::Private);
    let now = tx.now;
    let (row, _) = boost_in(tx, &by, &status, wanted, None, now)?;
    Ok(row.id)
}

/// Somebody here takes a boost back; gives the status.
pub async fn unboost(ctx: &Ctx, by: AccountId, status: StatusId) -> Result<StatusId, StatusError> {
    ctx.transact(move |tx| {
        let (by, status) = actor_and_target(tx, by, status)?;
        if let Some(boost) = statuses::find_boost(tx.conn, by.id, status.id)? {
            unboost_in(tx, &by, &boost)?;
        }
        Ok(status.id)
    })
    .await
}

/// `by` boosts a status; `uri` is the id of a remote Announce. Gives the boost, and whether it is new.
pub fn boost_in(
    tx: &mut Tx<'_>,
    by: &AccountRow,
    status: &StatusRow,
    visibility: Visibility,
    uri: Option<String>,
    published: Timestamp,
) -> Result<(StatusRow, bool), DbError> {
    if let Some(there) = statuses::find_boost(tx.conn, by.id, status.id)? {
        return Ok((there, false));
    }
    let row = write_in(tx, by, status, visibility, uri, published)?;
    if status.local {
        let to = status.account_id;
        notifications::tell(tx, Kind::Reblog, to, by, Some(status.id))?;
    }
    Ok((row, true))
}

/// The same by somebody here, without telling whoever wrote it: they know.
pub(crate) fn boost_quietly_in(
    tx: &mut Tx<'_>,
    by: &AccountRow,
    status: &StatusRow,
    visibility: Visibility,
    published: Timestamp,
) -> Result<(), DbError> {
    if statuses::find_boost(tx.conn, by.id, status.id)?.is_none() {
        write_in(tx, by, status, visibility, None, published)?;
    }
    Ok(())
}

fn write_in(
    tx: &mut Tx<'_>,
    by: &AccountRow,
    status: &StatusRow,
    visibility: Visibility,
    uri: Option<String>,
    published: Timestamp,
) -> Result<StatusRow, DbError> {
    let mut draft = Draft::note(by.clone(), published);
    draft.kind = StatusKind::Boost;
    draft.visibility = visibility;
    draft.uri = uri;
    let row = super::store::boost_row(tx, &draft, status)?;
    statuses::insert(tx.conn, row.clone())?;
    accounts::count_status(tx.conn, by.id, 1, row.created_at)?;
    statuses::add_to_count(tx.conn, status.id, Count::Boosts, 1)?;
    let delivery = Delivery {
        row: &row,
        author: by,
        original: Some(status),
        has_tags: false,
    };
    timelines::deliver(tx, delivery)?;
    tx.tell(News::Posted(row.id));
    if by.is_local() {
        tx.emit(&Event::Boosted { boost: row.id })?;
    }
    Ok(row)
}

/// `by` takes a boost back.
pub fn unboost_in(tx: &mut Tx<'_>, by: &AccountRow, boost: &StatusRow) -> Result<(), DbError> {
    let Some(of) = boost.boost_of_id.map(StatusId::from) else {
        return Ok(());
    };
    if !statuses::delete(tx.conn, boost.id)? {
        return Ok(());
    }
    tx.tell(News::Deleted {
        status: boost.id,
        author: by.id,
        open: boost.visibility().is_open(),
        named: Vec::new(),
    });
    accounts::count_status(tx.conn, by.id, -1, tx.now)?;
    statuses::add_to_count(tx.conn, of, Count::Boosts, -1)?;
    if let Some(status) = statuses::find(tx.conn, of)?
        && status.local
    {
        let to = status.account_id;
        notifications::withdraw(tx, Kind::Reblog, to, by.id, Some(of))?;
    }
    if by.is_local() {
        tx.emit(&Event::BoostRemoved {
            boost: boost.id,
            account: by.id,
            of,
            visibility: boost.visibility(),
        })?;
    }
    Ok(())
}
