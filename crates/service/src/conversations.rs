//! Conversations: direct posts, as those who are in them see them.

use std::collections::HashMap;

use staffroom_db::accounts::{self, AccountRow};
pub use staffroom_db::conversations::ConversationRow;
use staffroom_db::conversations::{self as rows};
use staffroom_db::statuses::{Page, StatusRow};
use staffroom_db::{Conn, DbError, mentions};
use staffroom_domain::{AccountId, ConversationId, News, StatusId, Visibility};
use thiserror::Error;

use crate::context::Ctx;
use crate::hiding;
use crate::listing::Part;
use crate::statuses::{StatusView, load};
use crate::timelines::MAX_PAGE;
use crate::tx::Tx;

/// Why something cannot be done with a conversation.
#[derive(Clone, Debug, Error)]
pub enum ConversationError {
    /// There is none, or it is somebody else's.
    #[error("Record not found")]
    NotFound,
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// A conversation with what is shown of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ConversationView {
    /// The row.
    pub conversation: ConversationRow,
    /// The others; whoever talks to themselves, alone.
    pub accounts: Vec<AccountRow>,
    /// Its newest post.
    pub last_status: Option<StatusView>,
}

/// A part of somebody's conversations, those with the newest posts first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conversations {
    /// What is shown.
    pub views: Vec<ConversationView>,
    /// The newest post of the first.
    pub newest: Option<i64>,
    /// The newest post of the last; none where it is known that nothing comes after it.
    pub oldest: Option<i64>,
}

/// A part of somebody's conversations; bounded by the ids of their newest posts.
/// Where nobody writes to somebody alone, there are none.
pub async fn list(ctx: &Ctx, of: AccountId, page: Page) -> Result<Conversations, DbError> {
    if !ctx.config.direct_messages() {
        return Ok(Conversations::default());
    }
    ctx.db
        .read(move |conn| {
            let page = Page {
                limit: page.limit.clamp(1, MAX_PAGE),
                ..page
            };
            let rows = rows::page(conn, of, page)?;
            let part = Part::of(rows, |row| row.last_status_id.get()).of_page(page);
            Ok(Conversations {
                newest: part.newest,
                oldest: part.oldest,
                views: shown(conn, of, part.items)?,
            })
        })
        .await
}

/// Conversations as those see them whose they are; those that are gone are left out.
pub async fn find_many(
    ctx: &Ctx,
    ids: Vec<ConversationId>,
) -> Result<Vec<ConversationView>, DbError> {
    ctx.db
        .read(move |conn| {
            let mut of: HashMap<AccountId, Vec<_>> = HashMap::new();
            for row in rows::find_many(conn, &ids)? {
                of.entry(row.account_id).or_default().push(row);
            }
            let mut views = Vec::new();
            for (account, rows) in of {
                views.extend(shown(conn, account, rows)?);
            }
            Ok(views)
        })
        .await
}

/// Somebody has read a conversation, or takes that back.
pub async fn set_unread(
    ctx: &Ctx,
    of: AccountId,
    id: ConversationId,
    unread: bool,
) -> Result<ConversationView, ConversationError> {
    ctx.transact(move |tx| {
        let mut row = own(tx.conn, of, id)?;
        rows::set_last(tx.conn, row.id, row.last_status_id, unread)?;
        row.unread = unread;
        let view = shown(tx.conn, of, vec![row])?.pop();
        view.ok_or(ConversationError::NotFound)
    })
    .await
}

/// Somebody wants to see a conversation no more. Its posts stay; with the next one it comes back.
pub async fn remove(ctx: &Ctx, of: AccountId, id: ConversationId) -> Result<(), ConversationError> {
    ctx.transact(move |tx| {
        let row = own(tx.conn, of, id)?;
        rows::delete(tx.conn, row.id)?;
        Ok(())
    })
    .await
}

fn own(
    conn: &mut Conn,
    of: AccountId,
    id: ConversationId,
) -> Result<ConversationRow, ConversationError> {
    rows::find(conn, id)?
        .filter(|row| row.account_id == of)
        .ok_or(ConversationError::NotFound)
}

fn shown(
    conn: &mut Conn,
    of: AccountId,
    rows: Vec<ConversationRow>,
) -> Result<Vec<ConversationView>, DbError> {
    let mut people: Vec<AccountId> = rows.iter().flat_map(participants).collect();
    people.push(of);
    people.sort_unstable();
    people.dedup();
    let people: HashMap<AccountId, AccountRow> = accounts::find_many(conn, &people)?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let last: Vec<StatusId> = rows.iter().map(|row| row.last_status_id).collect();
    let mut last: HashMap<StatusId, StatusView> = load(conn, Some(of), &last)?
        .into_iter()
        .map(|view| (view.status.id, view))
        .collect();
    Ok(rows
        .into_iter()
        .map(|row| {
            let mut others = participants(&row);
            if others.is_empty() {
                others.push(of);
            }
            let others = others.iter().filter_map(|id| people.get(id));
            ConversationView {
                accounts: others.filter(|it| it.is_active()).cloned().collect(),
                last_status: last.remove(&row.last_status_id),
                conversation: row,
            }
        })
        .collect())
}

fn participants(row: &ConversationRow) -> Vec<AccountId> {
    let ids = row.participants.split(',').filter_map(|id| id.parse().ok());
    ids.collect()
}

/// Adds a direct status to the conversations of those here who are in it; where it was edited, only of
/// those who are new in it.
pub(crate) fn add_in(
    tx: &mut Tx<'_>,
    row: &StatusRow,
    author: &AccountRow,
    only: Option<&[(AccountId, bool)]>,
) -> Result<(), DbError> {
    if row.visibility() != Visibility::Direct || row.is_boost() {
        return Ok(());
    }
    let mut all: Vec<AccountId> = mentions::of_statuses(tx.conn, &[row.id])?
        .into_iter()
        .map(|mention| mention.account_id)
        .collect();
    all.push(author.id);
    all.sort_unstable();
    all.dedup();
    for person in accounts::find_many(tx.conn, &all)? {
        let is_author = person.id == author.id;
        let is_meant =
            only.is_none_or(|only| only.iter().any(|(account, _)| *account == person.id));
        if !is_meant
            || !person.is_local()
            || (!is_author && hiding::hides(tx.conn, person.id, author, tx.now)?)
        {
            continue;
        }
        let others = all.iter().filter(|id| **id != person.id);
        let others: Vec<String> = others.map(ToString::to_string).collect();
        add_for(tx, row, person.id, &others.join(","), !is_author)?;
    }
    Ok(())
}

fn add_for(
    tx: &mut Tx<'_>,
    row: &StatusRow,
    person: AccountId,
    participants: &str,
    unread: bool,
) -> Result<(), DbError> {
    let new = ConversationRow {
        id: tx.new_id(),
        account_id: person,
        thread_id: row.thread_id,
        participants: participants.to_owned(),
        last_status_id: row.id,
        unread,
    };
    let id = rows::put(tx.conn, new)?;
    rows::add_status(tx.conn, id, row.id)?;
    tx.tell(News::ConversationChanged {
        account: person,
        conversation: id.get(),
    });
    Ok(())
}

/// Takes a status that is deleted out of its conversations; one with nothing left goes.
pub(crate) fn take_out_in(tx: &mut Tx<'_>, row: &StatusRow) -> Result<(), DbError> {
    if row.visibility() != Visibility::Direct {
        return Ok(());
    }
    let of_it = rows::with_status(tx.conn, row.id)?;
    rows::remove_status(tx.conn, row.id)?;
    for conversation in of_it {
        match rows::newest(tx.conn, conversation.id)? {
            Some(last) => {
                rows::set_last(tx.conn, conversation.id, last, conversation.unread)?;
            }
            None => {
                rows::delete(tx.conn, conversation.id)?;
            }
        }
    }
    Ok(())
}
