//! How accounts stand to each other.

use staffroom_db::follows::{self, FollowRow};
use staffroom_db::{Conn, DbError, accounts, blocks};
use staffroom_domain::{AccountId, FollowId};

use crate::context::Ctx;

/// How two accounts stand to each other, as the Mastodon API's `Relationship`.
#[expect(
    clippy::struct_excessive_bools,
    reason = "the entity has these, each by itself"
)]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relationship {
    /// The follow of the other, accepted or not.
    pub follow: Option<FollowWishes>,
    /// Whether the other follows back.
    pub followed_by: bool,
    /// Whether the other asked to follow.
    pub requested_by: bool,
    /// Whether the other is blocked.
    pub blocking: bool,
    /// Whether the other blocks.
    pub blocked_by: bool,
}

/// What of a follow a relationship shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowWishes {
    /// Which.
    pub id: FollowId,
    /// Whether it was accepted.
    pub accepted: bool,
    /// Whether boosts are wanted.
    pub reblogs: bool,
    /// Whether each post is told.
    pub notify: bool,
    /// Languages wanted.
    pub languages: Vec<String>,
}

/// How `of` stands to `other`.
pub async fn relationship(
    ctx: &Ctx,
    of: AccountId,
    other: AccountId,
) -> Result<Relationship, DbError> {
    ctx.db
        .read(move |conn| relationship_in(conn, of, other))
        .await
}

/// How `of` stands to each of several others, in their order; those who are not here are left out.
pub async fn relationships(
    ctx: &Ctx,
    of: AccountId,
    others: Vec<AccountId>,
) -> Result<Vec<(AccountId, Relationship)>, DbError> {
    ctx.db
        .read(move |conn| {
            let there = accounts::find_many(conn, &others)?;
            others
                .into_iter()
                .filter(|other| there.iter().any(|row| row.id == *other))
                .map(|other| Ok((other, relationship_in(conn, of, other)?)))
                .collect()
        })
        .await
}

fn relationship_in(
    conn: &mut Conn,
    of: AccountId,
    other: AccountId,
) -> Result<Relationship, DbError> {
    let back = follows::find(conn, other, of)?;
    Ok(Relationship {
        follow: follows::find(conn, of, other)?.map(|row| FollowWishes {
            id: row.id,
            accepted: row.is_accepted(),
            reblogs: row.reblogs,
            notify: row.notify,
            languages: serde_json::from_str(&row.languages).unwrap_or_default(),
        }),
        followed_by: back.as_ref().is_some_and(FollowRow::is_accepted),
        requested_by: back.is_some_and(|row| !row.is_accepted()),
        blocking: blocks::find(conn, of, other)?.is_some(),
        blocked_by: blocks::find(conn, other, of)?.is_some(),
    })
}
