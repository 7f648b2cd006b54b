//! What a hub gives to everybody, for ever: one rule for what it signs ([`super::snapshots`]) and for what it gives away
//! ([`crate::open_data`]).
//!
//! It is what everybody may see, what its author lets every index have (not this hub alone), and, of what is elsewhere,
//! what its own server has shown. What is about a practice is given no further than the practice is.

use std::collections::{HashMap, HashSet};

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::hub_items::{self, HubItemRow};
use staffroom_db::practices::PracticeRow;
use staffroom_db::statuses::{self, StatusRow};
use staffroom_db::{Conn, DbError};
use staffroom_domain::{AccountId, StatusId};

use crate::voice::{self, Audience};

/// What is needed to judge some posts, read at once.
#[derive(Debug, Default)]
pub(crate) struct ForAll {
    posts: HashMap<StatusId, StatusRow>,
    authors: HashMap<AccountId, AccountRow>,
    shown: HashSet<StatusId>,
}

impl ForAll {
    pub(crate) fn read(conn: &mut Conn, ids: &[StatusId]) -> Result<Self, DbError> {
        let posts = statuses::find_many(conn, ids)?;
        let authors: HashSet<AccountId> = posts.iter().map(|post| post.account_id).collect();
        let authors: Vec<AccountId> = authors.into_iter().collect();
        let authors = accounts::find_many(conn, &authors)?;
        let items = hub_items::of_statuses(conn, ids)?;
        let shown = items.iter().filter(|item| HubItemRow::is_verified(item));
        Ok(Self {
            shown: shown.map(|item| item.status_id).collect(),
            authors: authors.into_iter().map(|row| (row.id, row)).collect(),
            posts: posts.into_iter().map(|row| (row.id, row)).collect(),
        })
    }

    /// The post of a practice and its author, where everybody may have it.
    pub(crate) fn practice(&self, row: &PracticeRow) -> Option<(&StatusRow, &AccountRow)> {
        let (post, author) = self.known(row.status_id)?;
        let audience = voice::audience_of_practice(author, post, row)?;
        (audience == Audience::Everybody).then_some((post, author))
    }

    /// Whether everybody may have an adoption or an outcome of a practice that is for all.
    pub(crate) fn entry(&self, id: StatusId) -> bool {
        self.known(id)
            .is_some_and(|(post, author)| voice::is_let_by(author, post))
    }

    /// Whether a post is there and not deleted.
    pub(crate) fn is_there(&self, id: StatusId) -> bool {
        self.posts
            .get(&id)
            .is_some_and(|post| post.deleted_at.is_none())
    }

    /// Something of here, or what its own server has shown.
    fn known(&self, id: StatusId) -> Option<(&StatusRow, &AccountRow)> {
        let post = self.posts.get(&id)?;
        let author = self.authors.get(&post.account_id)?;
        (post.local || self.shown.contains(&id)).then_some((post, author))
    }
}
