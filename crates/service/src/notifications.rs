//! What local people are told of.

use staffroom_db::notifications::{self, NotificationRow};
use staffroom_db::{DbError, blocks};
use staffroom_domain::{AccountId, StatusId};

use crate::tx::Tx;

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

/// Tells `to`, unless they did it themselves or blocked whoever did it.
pub(crate) fn tell(
    tx: &mut Tx<'_>,
    kind: Kind,
    to: AccountId,
    by: AccountId,
    status: Option<StatusId>,
) -> Result<(), DbError> {
    if to == by || blocks::find(tx.conn, to, by)?.is_some() {
        return Ok(());
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
