//! Reading a timeline of which not everything is for whoever reads.

use std::collections::HashSet;

use staffroom_db::accounts;
use staffroom_db::public_entries::Entry;
use staffroom_db::statuses::Page;
use staffroom_db::{Conn, DbError, follows};
use staffroom_domain::{AccountId, StatusId, Timestamp};

use super::MAX_PAGE;
use crate::hiding;
use crate::statuses::{StatusView, Viewer, load};

/// How often more is read where much of what was read is not for the reader. What lies beyond is on the
/// next page, so a page costs the same however much there is.
const MAX_ROUNDS: usize = 8;
/// How much is read at once at most.
const MAX_BATCH: i64 = 320;

/// A part of a timeline as somebody sees it, the newest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    /// What is shown.
    pub views: Vec<StatusView>,
    /// What is newer begins after this.
    pub newest: Option<i64>,
    /// What is older begins before this.
    pub oldest: Option<i64>,
    /// Whether it is known that nothing older comes.
    pub is_last: bool,
}

impl Part {
    /// Exactly these, of which some may not be shown.
    pub(super) fn of(ids: &[StatusId], views: Vec<StatusView>) -> Self {
        Self {
            views,
            newest: ids.first().map(|id| id.get()),
            oldest: ids.last().map(|id| id.get()),
            is_last: false,
        }
    }

    /// The same where fewer may have been read than the page could have. A page that is read upwards says nothing of
    /// what comes after.
    pub(super) fn of_page(ids: &[StatusId], views: Vec<StatusView>, page: Page) -> Self {
        let is_short = usize::try_from(page.limit).is_ok_and(|limit| ids.len() < limit);
        Self {
            is_last: is_short && page.min_id.is_none(),
            ..Self::of(ids, views)
        }
    }
}

/// The page, not longer than pages may be.
pub(super) fn short(page: Page) -> Page {
    Page {
        limit: page.limit.clamp(1, MAX_PAGE),
        ..page
    }
}

/// Reads until a page is full, leaving out what `keep` does.
pub(crate) fn walk(
    conn: &mut Conn,
    viewer: Viewer,
    page: Page,
    mut read: impl FnMut(&mut Conn, Page) -> Result<Vec<Entry>, DbError>,
    mut keep: impl FnMut(&mut Conn, Vec<Entry>) -> Result<Vec<Entry>, DbError>,
) -> Result<Part, DbError> {
    let page = short(page);
    let enough = usize::try_from(page.limit).unwrap_or(usize::MAX);
    let is_upwards = page.min_id.is_some();
    let mut next = page;
    let mut kept: Vec<StatusId> = Vec::new();
    let (mut reached, mut is_last) = (None, false);
    for _ in 0..MAX_ROUNDS {
        let mut batch = read(conn, next)?;
        if is_upwards {
            batch.reverse();
        }
        let Some(end) = batch.last().map(|entry| entry.status.get()) else {
            (reached, is_last) = (None, true);
            break;
        };
        is_last = batch.len() < usize::try_from(next.limit).unwrap_or(usize::MAX);
        kept.extend(keep(conn, batch)?.iter().map(|entry| entry.status));
        if kept.len() >= enough || is_last {
            reached = None;
            break;
        }
        reached = Some(end);
        if is_upwards {
            next.min_id = reached;
        } else {
            next.max_id = reached;
        }
        next.limit = (next.limit * 4).min(MAX_BATCH);
    }
    let has_more = kept.len() > enough;
    kept.truncate(enough);
    if is_upwards {
        kept.reverse();
    }
    let mut part = Part::of(&kept, load(conn, viewer, &kept)?);
    if is_upwards {
        part.newest = reached.or(part.newest);
    } else {
        part.oldest = reached.or(part.oldest);
        part.is_last = is_last && !has_more;
    }
    Ok(part)
}

/// Leaves out what somebody does not want to see, or may not, in a timeline that nobody put together for
/// them: posts of accounts that are gone, of limited ones whom they do not follow, and of those whom they
/// hide or who block them.
pub(crate) fn without_hidden(
    conn: &mut Conn,
    viewer: Viewer,
    mut entries: Vec<Entry>,
    now: Timestamp,
) -> Result<Vec<Entry>, DbError> {
    let authors: HashSet<AccountId> = entries.iter().map(|entry| entry.author).collect();
    let mut authors: Vec<AccountId> = authors.into_iter().collect();
    authors.sort_unstable();
    let rows = accounts::find_many(conn, &authors)?;
    let mut shown: HashSet<AccountId> = rows
        .iter()
        .filter(|row| row.is_active())
        .map(|row| row.id)
        .collect();
    let limited = rows.iter().filter(|row| row.is_limited());
    let limited: Vec<AccountId> = limited.map(|row| row.id).collect();
    if !limited.is_empty() {
        let followed = match viewer {
            Some(viewer) => follows::followed_among(conn, viewer, &limited)?,
            None => Vec::new(),
        };
        for account in limited {
            if !followed.contains(&account) && viewer != Some(account) {
                shown.remove(&account);
            }
        }
    }
    for account in hiding::among(conn, viewer, &rows, now)? {
        shown.remove(&account);
    }
    entries.retain(|entry| shown.contains(&entry.author));
    Ok(entries)
}
