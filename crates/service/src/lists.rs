//! Lists that people keep: timelines of some of those whom they follow.

use staffroom_db::accounts::{self, AccountRow};
pub use staffroom_db::lists::ListRow;
use staffroom_db::lists::{self as rows};
use staffroom_db::statuses::Page;
use staffroom_db::{Conn, DbError, follows};
use staffroom_domain::{AccountId, ListId};
use thiserror::Error;

use crate::context::Ctx;
use crate::listing::{Part, active};
use crate::timelines::{self, RepliesPolicy};
use crate::tx::Tx;

/// How many lists somebody may keep.
pub const MAX_LISTS: i64 = 50;
/// How many people are put into a list, or taken out of it, at once.
pub const MAX_MEMBERS_AT_ONCE: usize = 100;
/// The longest title, in characters.
pub const MAX_TITLE: usize = 256;
/// The longest page of members.
const MAX_PAGE: i64 = 80;
/// How many members are given where all are asked for.
const ALL_MEMBERS: i64 = 10_000;

/// Why something cannot be done with a list.
#[derive(Clone, Debug, Error)]
pub enum ListError {
    /// There is none, or it is somebody else's; or nobody whom they follow.
    #[error("Record not found")]
    NotFound,
    /// What was sent cannot be. The text says why.
    #[error("Validation failed: {0}")]
    Invalid(&'static str),
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// What a list is to be; what is not set stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListChange {
    /// What it is called.
    pub title: Option<String>,
    /// Which answers it shows: `followed`, `list` or `none`.
    pub replies_policy: Option<String>,
    /// Whether its members are not in the home timeline.
    pub exclusive: Option<bool>,
}

impl ListChange {
    fn apply(self, row: &mut ListRow) -> Result<(), ListError> {
        if let Some(title) = self.title {
            title.trim().clone_into(&mut row.title);
        }
        if row.title.is_empty() {
            return Err(ListError::Invalid("Title can't be blank"));
        }
        if row.title.chars().count() > MAX_TITLE {
            return Err(ListError::Invalid(
                "Title is too long (maximum is 256 characters)",
            ));
        }
        if let Some(policy) = self.replies_policy {
            if RepliesPolicy::from_name(&policy).is_none() {
                return Err(ListError::Invalid(
                    "Replies policy is not included in the list",
                ));
            }
            row.replies_policy = policy;
        }
        row.exclusive = self.exclusive.unwrap_or(row.exclusive);
        Ok(())
    }
}

/// The lists of somebody, the oldest first.
pub async fn all(ctx: &Ctx, of: AccountId) -> Result<Vec<ListRow>, DbError> {
    ctx.db
        .read(move |conn| rows::of_account(conn, of, MAX_LISTS))
        .await
}

/// One list of somebody's.
pub async fn get(ctx: &Ctx, of: AccountId, list: ListId) -> Result<ListRow, ListError> {
    ctx.db.read(move |conn| own(conn, of, list)).await
}

/// The list, where it is theirs.
pub(crate) fn own(conn: &mut Conn, of: AccountId, list: ListId) -> Result<ListRow, ListError> {
    rows::find(conn, list)?
        .filter(|row| row.account_id == of)
        .ok_or(ListError::NotFound)
}

/// Makes a list.
pub async fn create(ctx: &Ctx, of: AccountId, change: ListChange) -> Result<ListRow, ListError> {
    ctx.transact(move |tx| {
        let there = rows::of_account(tx.conn, of, MAX_LISTS)?;
        if i64::try_from(there.len()).unwrap_or(MAX_LISTS) >= MAX_LISTS {
            return Err(ListError::Invalid(
                "You have reached the maximum number of lists",
            ));
        }
        let mut row = ListRow {
            id: tx.new_id(),
            account_id: of,
            title: String::new(),
            replies_policy: "list".to_owned(),
            exclusive: false,
            created_at: tx.now,
        };
        change.apply(&mut row)?;
        rows::insert(tx.conn, row.clone())?;
        Ok(row)
    })
    .await
}

/// Changes a list, and what stands in it and in the home timeline because of that.
pub async fn change(
    ctx: &Ctx,
    of: AccountId,
    list: ListId,
    change: ListChange,
) -> Result<ListRow, ListError> {
    ctx.transact(move |tx| {
        let before = own(tx.conn, of, list)?;
        let mut row = before.clone();
        change.apply(&mut row)?;
        rows::update(tx.conn, row.clone())?;
        if before.replies_policy != row.replies_policy || before.exclusive != row.exclusive {
            timelines::purge(tx, of)?;
            for member in newest_members(tx, list)? {
                timelines::merge(tx, of, member)?;
            }
        }
        Ok(row)
    })
    .await
}

fn newest_members(tx: &mut Tx<'_>, list: ListId) -> Result<Vec<AccountId>, DbError> {
    let page = Page {
        limit: i64::try_from(MAX_MEMBERS_AT_ONCE).unwrap_or(i64::MAX),
        ..Page::default()
    };
    rows::members(tx.conn, list, page)
}

/// Removes a list. Who was only in it comes home again.
pub async fn delete(ctx: &Ctx, of: AccountId, list: ListId) -> Result<(), ListError> {
    ctx.transact(move |tx| {
        let row = own(tx.conn, of, list)?;
        let members = if row.exclusive {
            newest_members(tx, list)?
        } else {
            Vec::new()
        };
        rows::delete(tx.conn, list)?;
        for member in members {
            timelines::merge(tx, of, member)?;
        }
        Ok(())
    })
    .await
}

/// A part of who is in a list; all of them where the limit is 0.
pub async fn members(
    ctx: &Ctx,
    of: AccountId,
    list: ListId,
    page: Page,
) -> Result<Part<AccountRow>, ListError> {
    ctx.db
        .read(move |conn| {
            let list = own(conn, of, list)?;
            let limit = if page.limit == 0 {
                ALL_MEMBERS
            } else {
                page.limit.clamp(1, MAX_PAGE)
            };
            let page = Page { limit, ..page };
            let ids = rows::members(conn, list.id, page)?;
            let accounts = active(conn, &ids)?;
            let part = Part::of(ids, |id| id.get()).of_page(page);
            Ok(part.filter_map(|id| accounts.get(&id).cloned()))
        })
        .await
}

/// Puts people into a list. Its owner must follow them, or have asked to.
pub async fn add(
    ctx: &Ctx,
    of: AccountId,
    list: ListId,
    members: Vec<AccountId>,
) -> Result<(), ListError> {
    ctx.transact(move |tx| {
        let list = own(tx.conn, of, list)?;
        let members = few(members)?;
        let followed = follows::among(tx.conn, of, &members)?;
        let is_followed = |id: &AccountId| followed.iter().any(|row| row.target_id == *id);
        if !members.iter().all(|id| *id == of || is_followed(id)) {
            return Err(ListError::NotFound);
        }
        if !rows::members_among(tx.conn, list.id, &members)?.is_empty() {
            return Err(ListError::Invalid("Account has already been taken"));
        }
        rows::add_members(tx.conn, list.id, &members)?;
        timelines::merge_into_list(tx, &list, &members)?;
        if list.exclusive {
            timelines::purge(tx, of)?;
        }
        Ok(())
    })
    .await
}

/// Takes people out of a list; who is not in it does not matter.
pub async fn remove(
    ctx: &Ctx,
    of: AccountId,
    list: ListId,
    members: Vec<AccountId>,
) -> Result<(), ListError> {
    ctx.transact(move |tx| {
        let list = own(tx.conn, of, list)?;
        let members = few(members)?;
        rows::remove_members(tx.conn, list.id, &members)?;
        timelines::purge_list(tx, &list)?;
        if list.exclusive {
            for member in members {
                timelines::merge(tx, of, member)?;
            }
        }
        Ok(())
    })
    .await
}

fn few(mut members: Vec<AccountId>) -> Result<Vec<AccountId>, ListError> {
    members.sort_unstable();
    members.dedup();
    if members.len() > MAX_MEMBERS_AT_ONCE {
        return Err(ListError::Invalid("Too many accounts at once"));
    }
    Ok(members)
}

/// The lists of somebody that an account is in.
pub async fn with_member(
    ctx: &Ctx,
    of: AccountId,
    member: AccountId,
) -> Result<Vec<ListRow>, ListError> {
    ctx.db
        .read(move |conn| {
            if accounts::find(conn, member)?.is_none() {
                return Err(ListError::NotFound);
            }
            let of_member = rows::memberships(conn, of, &[member])?;
            let mut lists = rows::of_account(conn, of, MAX_LISTS)?;
            lists.retain(|list| of_member.iter().any(|(id, _)| *id == list.id));
            Ok(lists)
        })
        .await
}

/// Whoever is followed no more is in no list either.
pub(crate) fn forget_member(
    tx: &mut Tx<'_>,
    of: AccountId,
    member: AccountId,
) -> Result<(), DbError> {
    for (list, _) in rows::memberships(tx.conn, of, &[member])? {
        rows::remove_members(tx.conn, list, &[member])?;
        if let Some(list) = rows::find(tx.conn, list)? {
            timelines::purge_list(tx, &list)?;
        }
    }
    Ok(())
}
