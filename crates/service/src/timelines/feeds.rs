//! Keeping home timelines and lists true when what their owners want changes.

use std::collections::HashSet;

use staffroom_db::briefs::{self, StatusBrief};
use staffroom_db::home::{self, HomeEntryRow};
use staffroom_db::lists::{self, ListEntryRow, ListRow};
use staffroom_db::statuses::{self, OfAccount, Page};
use staffroom_db::{Conn, DbError};
use staffroom_domain::{AccountId, ListId, StatusId};

use super::stands::Reader;
use crate::context::Ctx;
use crate::tx::Tx;

/// How many of the newest posts of somebody come at once when they begin to be read.
const BACKFILL: i64 = 40;
/// How many entries are looked at in one reading.
const AT_ONCE: i64 = 400;
/// How many timelines are cut in one transaction.
const CUT_AT_ONCE: usize = 50;

/// Takes out of somebody's home timeline and lists what they do not want there any more.
pub(crate) fn purge(tx: &mut Tx<'_>, reader: AccountId) -> Result<(), DbError> {
    let mut page = first();
    loop {
        let ids = home::page(tx.conn, reader, page)?;
        let Some(last) = ids.last() else { break };
        page.max_id = Some(last.get());
        let unwanted = unwanted(tx, reader, &ids, Reader::wants)?;
        home::remove(tx.conn, reader, &unwanted)?;
    }
    for list in lists::of_account(tx.conn, reader, crate::lists::MAX_LISTS)? {
        purge_list(tx, &list)?;
    }
    Ok(())
}

/// The same for what one account posted in their home timeline.
pub(crate) fn purge_author(
    tx: &mut Tx<'_>,
    reader: AccountId,
    author: AccountId,
) -> Result<(), DbError> {
    let ids = home::by_author(tx.conn, reader, author)?;
    if ids.is_empty() {
        return Ok(());
    }
    let unwanted = unwanted(tx, reader, &ids, Reader::wants)?;
    home::remove(tx.conn, reader, &unwanted)
}

/// The same for one list.
pub(crate) fn purge_list(tx: &mut Tx<'_>, list: &ListRow) -> Result<(), DbError> {
    let mut page = first();
    loop {
        let ids = lists::page(tx.conn, list.id, page)?;
        let Some(oldest) = ids.last() else {
            return Ok(());
        };
        page.max_id = Some(oldest.get());
        let unwanted = unwanted(tx, list.account_id, &ids, |known, brief| {
            known.wants_in(brief, list)
        })?;
        lists::remove_entries(tx.conn, list.id, &unwanted)?;
    }
}

const fn first() -> Page {
    Page {
        max_id: None,
        since_id: None,
        min_id: None,
        limit: AT_ONCE,
    }
}

fn unwanted(
    tx: &mut Tx<'_>,
    reader: AccountId,
    ids: &[StatusId],
    wants: impl Fn(&Reader, &StatusBrief) -> bool,
) -> Result<Vec<StatusId>, DbError> {
    let briefs = briefs::find_many(tx.conn, ids)?;
    let known = Reader::load(tx.conn, reader, &briefs, tx.now)?;
    let wanted: HashSet<StatusId> = briefs
        .iter()
        .filter(|brief| wants(&known, brief))
        .map(|brief| brief.id)
        .collect();
    let ids = ids.iter().filter(|id| !wanted.contains(id));
    Ok(ids.copied().collect())
}

/// Brings the newest posts of an account into somebody's home timeline and lists, where they are wanted.
/// They take their place by when they were posted.
pub(crate) fn merge(tx: &mut Tx<'_>, reader: AccountId, author: AccountId) -> Result<(), DbError> {
    let ids = newest_of(tx.conn, author)?;
    merge_posts(tx, reader, &ids)
}

/// Brings the newest posts of accounts into a list that they were put into.
pub(crate) fn merge_into_list(
    tx: &mut Tx<'_>,
    list: &ListRow,
    members: &[AccountId],
) -> Result<(), DbError> {
    for member in members {
        let ids = newest_of(tx.conn, *member)?;
        let posts = in_order(tx.conn, &ids)?;
        let known = Reader::load(tx.conn, list.account_id, &posts, tx.now)?;
        add_to_list(tx, &known, list, &posts)?;
    }
    Ok(())
}

const fn newest() -> Page {
    Page {
        max_id: None,
        since_id: None,
        min_id: None,
        limit: BACKFILL,
    }
}

fn newest_of(conn: &mut Conn, author: AccountId) -> Result<Vec<StatusId>, DbError> {
    statuses::of_account(conn, author, OfAccount::default(), newest())
}

/// Those statuses, the oldest first: so a boost comes after what it boosts.
fn in_order(conn: &mut Conn, ids: &[StatusId]) -> Result<Vec<StatusBrief>, DbError> {
    let mut posts = briefs::find_many(conn, ids)?;
    posts.sort_unstable_by_key(|post| post.id);
    Ok(posts)
}

fn merge_posts(tx: &mut Tx<'_>, reader: AccountId, ids: &[StatusId]) -> Result<(), DbError> {
    let posts = in_order(tx.conn, ids)?;
    let known = Reader::load(tx.conn, reader, &posts, tx.now)?;
    // What would be cut off again does not come in.
    let floor = home::nth(tx.conn, reader, tx.timeline_length - 1)?;
    let originals: Vec<StatusId> = posts.iter().map(StatusBrief::original_id).collect();
    let there = home::originals_among(tx.conn, reader, &originals)?;
    let mut seen: HashSet<StatusId> = there.into_iter().collect();
    let mut entries = Vec::new();
    for post in &posts {
        let is_in_reach = floor.is_none_or(|floor| post.id > floor);
        if is_in_reach && known.wants(post) && seen.insert(post.original_id()) {
            entries.push(HomeEntryRow {
                account_id: reader,
                status_id: post.id,
                original_id: post.original_id(),
            });
        }
    }
    home::add(tx.conn, &entries)?;
    for list in &known.lists {
        add_to_list(tx, &known, list, &posts)?;
    }
    Ok(())
}

fn add_to_list(
    tx: &mut Tx<'_>,
    known: &Reader,
    list: &ListRow,
    posts: &[StatusBrief],
) -> Result<(), DbError> {
    let mut seen: HashSet<StatusId> = HashSet::new();
    let mut entries = Vec::new();
    for post in posts {
        if known.wants_in(post, list) && seen.insert(post.original_id()) {
            entries.push(ListEntryRow {
                list_id: list.id,
                status_id: post.id,
                original_id: post.original_id(),
            });
        }
    }
    lists::add_entries(tx.conn, &entries)
}

/// Cuts all home timelines and lists to the length that they may have; gives how many entries went.
pub(crate) async fn cut(ctx: &Ctx) -> Result<usize, DbError> {
    let mut cut = 0;
    let mut after = AccountId::from(0);
    while let Some((last, some)) = ctx
        .transact(move |tx| {
            let (mut last, mut some) = (None, 0);
            for _ in 0..CUT_AT_ONCE {
                let next = home::next_with_entries(tx.conn, last.unwrap_or(after))?;
                let Some(account) = next else { break };
                some += home::prune(tx.conn, account, tx.timeline_length)?;
                last = Some(account);
            }
            Ok::<_, DbError>(last.map(|last| (last, some)))
        })
        .await?
    {
        (after, cut) = (last, cut + some);
    }
    let mut after = ListId::from(0);
    while let Some((last, some)) = ctx
        .transact(move |tx| {
            let (mut last, mut some) = (None, 0);
            for _ in 0..CUT_AT_ONCE {
                let next = lists::next_with_entries(tx.conn, last.unwrap_or(after))?;
                let Some(found) = next else { break };
                some += lists::prune(tx.conn, found, tx.timeline_length)?;
                last = Some(found);
            }
            Ok::<_, DbError>(last.map(|last| (last, some)))
        })
        .await?
    {
        (after, cut) = (last, cut + some);
    }
    Ok(cut)
}
