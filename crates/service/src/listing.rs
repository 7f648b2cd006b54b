//! Lists of accounts that are ordered by what connects them with somebody.

use std::collections::HashMap;

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::statuses::Page;
use staffroom_db::{Conn, DbError};
use staffroom_domain::AccountId;

/// A part of a list, the newest first. Its ends are those of what was read, also where that is not shown:
/// so nobody hides what comes after them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<T> {
    /// What is shown.
    pub items: Vec<T>,
    /// The id by which the list is ordered, of the newest.
    pub newest: Option<i64>,
    /// The same of the oldest; none where it is known that nothing comes after it.
    pub oldest: Option<i64>,
}

impl<T> Part<T> {
    /// A list that has no other parts.
    pub const fn whole(items: Vec<T>) -> Self {
        Self {
            items,
            newest: None,
            oldest: None,
        }
    }

    /// Rows as they were read, the newest first.
    pub(crate) fn of(items: Vec<T>, id: impl Fn(&T) -> i64) -> Self {
        Self {
            newest: items.first().map(&id),
            oldest: items.last().map(&id),
            items,
        }
    }

    /// The same; where fewer were read than the page could have, nothing comes after them. A page that is
    /// read upwards from `min_id` says nothing of what comes after.
    #[must_use]
    pub(crate) fn of_page(mut self, page: Page) -> Self {
        if page.min_id.is_none()
            && usize::try_from(page.limit).is_ok_and(|limit| self.items.len() < limit)
        {
            self.oldest = None;
        }
        self
    }

    /// The same with what is shown of it.
    pub(crate) fn showing<U>(self, items: Vec<U>) -> Part<U> {
        Part {
            items,
            newest: self.newest,
            oldest: self.oldest,
        }
    }

    /// The same with other items.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Part<U> {
        Part {
            items: self.items.into_iter().map(change).collect(),
            newest: self.newest,
            oldest: self.oldest,
        }
    }

    /// The same with other items; `None` is left out.
    pub(crate) fn filter_map<U>(self, change: impl FnMut(T) -> Option<U>) -> Part<U> {
        Part {
            items: self.items.into_iter().filter_map(change).collect(),
            newest: self.newest,
            oldest: self.oldest,
        }
    }
}

/// The accounts of those ids, in one query; those that are gone or shut out are left out.
pub(crate) fn active(
    conn: &mut Conn,
    ids: &[AccountId],
) -> Result<HashMap<AccountId, AccountRow>, DbError> {
    Ok(accounts::find_many(conn, ids)?
        .into_iter()
        .filter(AccountRow::is_active)
        .map(|row| (row.id, row))
        .collect())
}
