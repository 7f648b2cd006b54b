//! What local people are told of.

use std::collections::HashMap;

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::notifications;
pub use staffroom_db::notifications::NotificationRow;
use staffroom_db::statuses::Page;
use staffroom_db::{Conn, DbError, follows, thread_mutes};
use staffroom_domain::{AccountId, StatusId};

use crate::context::Ctx;
use crate::hiding;
use crate::statuses::{StatusView, load};
use crate::tx::Tx;

/// The longest page of notifications.
pub const MAX_PAGE: i64 = 80;
/// How often more is read where few of a page are wanted.
const MAX_ROUNDS: usize = 5;

/// What somebody is told of, as the Mastodon API names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Somebody named them.
    Mention,
    /// Somebody follows them.
    Follow,
    /// Somebody wants to follow them.
    FollowRequest,
    /// Somebody likes what they posted.
    Favourite,
    /// Somebody boosted what they posted.
    Reblog,
    /// A poll that they made or voted in is over.
    Poll,
    /// Something that they boosted was changed.
    Update,
}

impl Kind {
    /// The name in the database and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mention => "mention",
            Self::Follow => "follow",
            Self::FollowRequest => "follow_request",
            Self::Favourite => "favourite",
            Self::Reblog => "reblog",
            Self::Poll => "poll",
            Self::Update => "update",
        }
    }
}

/// Tells `to`, unless they did it themselves, want to hear nothing of whoever did it or mute the thread; of
/// somebody who is limited they hear only where they follow them.
pub(crate) fn tell(
    tx: &mut Tx<'_>,
    kind: Kind,
    to: AccountId,
    by: AccountId,
    status: Option<StatusId>,
) -> Result<(), DbError> {
    if to == by {
        return Ok(());
    }
    if let Some(from) = accounts::find(tx.conn, by)? {
        let is_silent = hiding::tells_nothing(tx.conn, to, &from, tx.now)?
            || (from.is_limited() && !follows::is_accepted(tx.conn, to, by)?);
        if is_silent {
            return Ok(());
        }
    }
    insert(tx, kind, to, by, status)
}

/// Tells somebody what concerns something of their own.
pub(crate) fn tell_anyway(
    tx: &mut Tx<'_>,
    kind: Kind,
    to: AccountId,
    by: AccountId,
    status: StatusId,
) -> Result<(), DbError> {
    insert(tx, kind, to, by, Some(status))
}

fn insert(
    tx: &mut Tx<'_>,
    kind: Kind,
    to: AccountId,
    by: AccountId,
    status: Option<StatusId>,
) -> Result<(), DbError> {
    if let Some(status) = status
        && thread_mutes::covers(tx.conn, to, status)?
    {
        return Ok(());
    }
    let row = NotificationRow {
        id: tx.new_id(),
        account_id: to,
        kind: kind.as_str().to_owned(),
        from_account_id: by,
        status_id: status.map(StatusId::get),
        created_at: tx.now,
    };
    notifications::insert(tx.conn, row)
}

/// Takes back what `to` was told: whoever did it undid it.
pub(crate) fn withdraw(
    tx: &mut Tx<'_>,
    kind: Kind,
    to: AccountId,
    by: AccountId,
    status: Option<StatusId>,
) -> Result<(), DbError> {
    notifications::withdraw(tx.conn, kind.as_str(), by, status.map(StatusId::get), to)
}

/// Something that somebody was told of.
#[derive(Clone, Debug, PartialEq)]
pub struct NotificationView {
    /// The row.
    pub notification: NotificationRow,
    /// By whom.
    pub from: AccountRow,
    /// Of which status.
    pub status: Option<StatusView>,
}

/// Which kinds are wanted, by their names in the API.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Only these; empty: all.
    pub only: Vec<String>,
    /// Not these.
    pub without: Vec<String>,
}

impl Wanted {
    fn has(&self, kind: &str) -> bool {
        let is = |name: &String| name == kind;
        (self.only.is_empty() || self.only.iter().any(is)) && !self.without.iter().any(is)
    }
}

/// A part of what somebody was told, the newest first; nothing of statuses that are not for them any
/// more, or of accounts that are gone.
pub async fn list(
    ctx: &Ctx,
    of: AccountId,
    wanted: Wanted,
    page: Page,
) -> Result<Vec<NotificationView>, DbError> {
    ctx.db
        .read(move |conn| {
            let limit = page.limit.clamp(1, MAX_PAGE);
            let enough = usize::try_from(limit).unwrap_or(usize::MAX);
            let mut page = Page { limit, ..page };
            let mut rows = Vec::new();
            for _ in 0..MAX_ROUNDS {
                let more = notifications::page(conn, of, page)?;
                let is_last = more.len() < enough;
                page.max_id = more.last().map(|row| row.id.get());
                rows.extend(more.into_iter().filter(|row| wanted.has(&row.kind)));
                if is_last || rows.len() >= enough {
                    break;
                }
            }
            rows.truncate(enough);
            view_in(conn, of, rows)
        })
        .await
}

/// Notifications with what they are about; those of accounts or statuses that are gone, or not for `of` any
/// more, are left out.
pub(crate) fn view_in(
    conn: &mut Conn,
    of: AccountId,
    rows: Vec<NotificationRow>,
) -> Result<Vec<NotificationView>, DbError> {
    let from: Vec<AccountId> = rows.iter().map(|row| row.from_account_id).collect();
    let from: HashMap<AccountId, AccountRow> = accounts::find_many(conn, &from)?
        .into_iter()
        .filter(AccountRow::is_active)
        .map(|row| (row.id, row))
        .collect();
    let mut ids: Vec<StatusId> = rows
        .iter()
        .filter_map(|row| row.status_id.map(StatusId::from))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let statuses: HashMap<StatusId, StatusView> = load(conn, Some(of), &ids)?
        .into_iter()
        .map(|view| (view.status.id, view))
        .collect();
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let status = match row.status_id.map(StatusId::from) {
                Some(id) => Some(statuses.get(&id)?.clone()),
                None => None,
            };
            Some(NotificationView {
                from: from.get(&row.from_account_id)?.clone(),
                notification: row,
                status,
            })
        })
        .collect())
}
