//! Deleting what was posted.

use staffroom_db::accounts::AccountRow;
use staffroom_db::statuses::{self, StatusRow};
use staffroom_db::{
    DbError, accounts, attachments, bookmarks, favourites, filters, home, lists, mentions,
    notifications, outcomes, pins, polls, preview_cards, reactions, tags,
};
use staffroom_domain::{AccountId, Event, News, StatusId};

use super::store::count_answer;
use super::{StatusError, live};
use crate::calendar;
use crate::context::Ctx;
use crate::conversations;
use crate::drafts;
use crate::groups;
use crate::hub;
use crate::media;
use crate::records;
use crate::search;
use crate::timelines;
use crate::tx::Tx;

/// How many boosts are removed in one statement's reading.
const BOOSTS_AT_ONCE: i64 = 500;

/// Somebody here deletes what they posted, with its files. A boost is taken back.
pub async fn delete(ctx: &Ctx, by: AccountId, status: StatusId) -> Result<(), StatusError> {
    delete_with(ctx, by, status, false).await
}

/// The same; its files are kept for a while, so that it can be written again with them.
pub async fn delete_to_rewrite(
    ctx: &Ctx,
    by: AccountId,
    status: StatusId,
) -> Result<(), StatusError> {
    delete_with(ctx, by, status, true).await
}

async fn delete_with(
    ctx: &Ctx,
    by: AccountId,
    status: StatusId,
    keeps_files: bool,
) -> Result<(), StatusError> {
    ctx.transact(move |tx| {
        let by = accounts::find(tx.conn, by)?.ok_or(StatusError::NotFound)?;
        let row = live(tx.conn, status)?;
        if row.account_id != by.id {
            return Err(StatusError::NotFound);
        }
        if row.is_boost() {
            super::unboost_in(tx, &by, &row)?;
        } else {
            remove_with_results_in(tx, &by, &row)?;
            if keeps_files {
                media::give_back_in(tx, row.id)?;
            }
        }
        Ok(())
    })
    .await
}

/// As [`remove_in`]; what the author of a practice reported about it themselves goes with it. What others did stays
/// theirs.
pub(crate) fn remove_with_results_in(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    status: &StatusRow,
) -> Result<(), DbError> {
    let results = outcomes::of_author(tx.conn, status.id, author.id)?;
    // The practice first: a result that goes before it would change it once more.
    remove_in(tx, author, status)?;
    for result in results {
        if let Some(row) = statuses::find(tx.conn, result.status_id)? {
            remove_in(tx, author, &row)?;
        }
    }
    Ok(())
}

/// Leaves a tombstone of a status and takes it out of everything; other servers hear of one of ours. Gives
/// `false` where it was deleted before.
pub fn remove_in(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    status: &StatusRow,
) -> Result<bool, DbError> {
    let mut also_to: Vec<AccountId> = mentions::of_statuses(tx.conn, &[status.id])?
        .into_iter()
        .map(|row| row.account_id)
        .collect();
    also_to.extend(status.in_reply_to_account_id.map(AccountId::from));
    also_to.sort_unstable();
    also_to.dedup();
    let took_part = calendar::participants_elsewhere(tx.conn, status)?;
    let was_told = !drafts::source_removed_in(tx, status)?;
    if !take_out_in(tx, author, status)? {
        return Ok(false);
    }
    if status.local && was_told {
        tx.emit(&Event::StatusDeleted {
            status: status.id,
            account: author.id,
            visibility: status.visibility(),
            also_to,
            took_part,
        })?;
    }
    Ok(true)
}

/// As [`remove_in`], without telling anybody.
pub(crate) fn take_out_in(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    status: &StatusRow,
) -> Result<bool, DbError> {
    if !statuses::bury(tx.conn, status.id, tx.now)? {
        return Ok(false);
    }
    tell_listeners(tx, status)?;
    records::remove_in(tx, status)?;
    groups::unboost_deleted(tx, status)?;
    hub::announce_in(tx, status.id)?;
    remove_boosts(tx, status.id)?;
    home::remove_status(tx.conn, status.id)?;
    lists::remove_status(tx.conn, status.id)?;
    timelines::unlist(tx, status)?;
    conversations::take_out_in(tx, status)?;
    search::removed(tx, status)?;
    notifications::delete_of(tx.conn, status.id.get())?;
    favourites::delete_of(tx.conn, status.id)?;
    bookmarks::delete_of(tx.conn, status.id)?;
    filters::remove_status(tx.conn, status.id)?;
    reactions::delete_of(tx.conn, status.id)?;
    mentions::delete_of(tx.conn, status.id)?;
    tags::delete_of(tx.conn, status.id)?;
    attachments::delete_of(tx.conn, status.id)?;
    if status.local {
        media::release_in(tx, status.id, &[])?;
    }
    preview_cards::unlink(tx.conn, status.id)?;
    polls::delete(tx.conn, status.id)?;
    calendar::answer_deleted_in(tx, status)?;
    calendar::forget_in(tx, status)?;
    pins::delete_of(tx.conn, author.id, status.id)?;
    accounts::count_status(tx.conn, author.id, -1, tx.now)?;
    count_answer(tx, status, -1)?;
    Ok(true)
}

/// Streams of those who could see it forget it.
fn tell_listeners(tx: &mut Tx<'_>, status: &StatusRow) -> Result<(), DbError> {
    let open = status.visibility().is_open();
    let named = if open {
        Vec::new()
    } else {
        mentions::of_statuses(tx.conn, &[status.id])?
    };
    tx.tell(News::Deleted {
        status: status.id,
        author: status.account_id,
        open,
        named: named.into_iter().map(|row| row.account_id).collect(),
    });
    Ok(())
}

/// Without events: whoever boosted it hears of the Delete. Groups took theirs back before. What stands of them in
/// timelines goes with the original.
fn remove_boosts(tx: &mut Tx<'_>, of: StatusId) -> Result<(), DbError> {
    loop {
        let boosts = statuses::boosts(tx.conn, of, None, BOOSTS_AT_ONCE)?;
        if boosts.is_empty() {
            return Ok(());
        }
        for boost in &boosts {
            tx.tell(News::Deleted {
                status: boost.id,
                author: boost.account_id,
                open: boost.visibility().is_open(),
                named: Vec::new(),
            });
        }
        statuses::delete_boosts(tx.conn, &boosts)?;
    }
}
