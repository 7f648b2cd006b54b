//! How accounts stand to each other.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use staffroom_db::accounts::AccountRow;
use staffroom_db::blocks::{self, BlockRow};
use staffroom_db::follows::{self, FollowRow};
use staffroom_db::statuses::Page;
use staffroom_db::{Conn, DbError, account_notes, accounts, domain_blocks, mutes};
use staffroom_domain::{AccountId, FollowId, Timestamp};

use crate::context::Ctx;
use crate::domains::host_of;
use crate::listing::{Part, active};

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
    /// Whether the whole server of the other is blocked.
    pub domain_blocking: bool,
    /// Whether, and how, the other is muted.
    pub mute: Option<Mute>,
    /// What is noted about the other.
    pub note: String,
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

/// What of a mute a relationship shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mute {
    /// Whether nothing is told of them either.
    pub hides_notifications: bool,
    /// Until when; none: until they are unmuted.
    pub until: Option<Timestamp>,
}

/// How `of` stands to `other`.
pub async fn relationship(
    ctx: &Ctx,
    of: AccountId,
    other: AccountId,
) -> Result<Relationship, DbError> {
    let found = relationships(ctx, of, vec![other]).await?;
    let found = found.into_iter().next();
    Ok(found
        .map(|(_, relationship)| relationship)
        .unwrap_or_default())
}

/// How `of` stands to each of several others, in their order; those who are not here are left out. The
/// number of queries does not depend on how many they are.
pub async fn relationships(
    ctx: &Ctx,
    of: AccountId,
    others: Vec<AccountId>,
) -> Result<Vec<(AccountId, Relationship)>, DbError> {
    let now = ctx.now();
    ctx.db
        .read(move |conn| {
            let there = by(accounts::find_many(conn, &others)?, |row| row.id);
            let known = Known::load(conn, of, &there, now)?;
            Ok(others
                .into_iter()
                .filter_map(|other| Some((other, known.to(there.get(&other)?))))
                .collect())
        })
        .await
}

/// Everything about one account and several others.
struct Known {
    follows: HashMap<AccountId, FollowRow>,
    back: HashMap<AccountId, FollowRow>,
    blocking: HashSet<AccountId>,
    blocked_by: HashSet<AccountId>,
    mutes: HashMap<AccountId, Mute>,
    domains: Vec<String>,
    notes: HashMap<AccountId, String>,
}

impl Known {
    fn load(
        conn: &mut Conn,
        of: AccountId,
        others: &HashMap<AccountId, AccountRow>,
        now: Timestamp,
    ) -> Result<Self, DbError> {
        let ids: Vec<AccountId> = others.keys().copied().collect();
        let mut domains: Vec<&str> = others
            .values()
            .filter(|row| !row.is_local())
            .map(|row| host_of(&row.domain))
            .collect();
        domains.sort_unstable();
        domains.dedup();
        let muted = mutes::among(conn, of, &ids)?.into_iter();
        Ok(Self {
            follows: by(follows::by_among(conn, of, &ids)?, |row| row.target_id),
            back: by(follows::of_among(conn, of, &ids)?, |row| row.account_id),
            blocking: blocks::blocked_among(conn, of, &ids)?.into_iter().collect(),
            blocked_by: blocks::blockers_among(conn, of, &ids)?
                .into_iter()
                .collect(),
            mutes: muted
                .filter(|row| row.holds(now))
                .map(|row| {
                    let mute = Mute {
                        hides_notifications: row.hides_notifications,
                        until: row.expires_at.map(Timestamp::from_micros),
                    };
                    (row.target_id, mute)
                })
                .collect(),
            domains: domain_blocks::among(conn, of, &domains)?,
            notes: account_notes::among(conn, of, &ids)?
                .into_iter()
                .map(|row| (row.target_id, row.comment))
                .collect(),
        })
    }

    fn to(&self, other: &AccountRow) -> Relationship {
        let back = self.back.get(&other.id);
        let host = host_of(&other.domain);
        Relationship {
            follow: self.follows.get(&other.id).map(|row| FollowWishes {
                id: row.id,
                accepted: row.is_accepted(),
                reblogs: row.reblogs,
                notify: row.notify,
                languages: serde_json::from_str(&row.languages).unwrap_or_default(),
            }),
            followed_by: back.is_some_and(FollowRow::is_accepted),
            requested_by: back.is_some_and(|row| !row.is_accepted()),
            blocking: self.blocking.contains(&other.id),
            blocked_by: self.blocked_by.contains(&other.id),
            domain_blocking: !other.is_local() && self.domains.iter().any(|it| it == host),
            mute: self.mutes.get(&other.id).copied(),
            note: self.notes.get(&other.id).cloned().unwrap_or_default(),
        }
    }
}

/// A part of those whom somebody blocks, the latest first.
pub async fn blocked(ctx: &Ctx, of: AccountId, page: Page) -> Result<Part<AccountRow>, DbError> {
    ctx.db
        .read(move |conn| {
            let rows = Part::of(blocks::page(conn, of, page)?, |row| row.id.get());
            let ids: Vec<AccountId> = rows.items.iter().map(|row| row.target_id).collect();
            let accounts = active(conn, &ids)?;
            Ok(rows.filter_map(|row: BlockRow| accounts.get(&row.target_id).cloned()))
        })
        .await
}

fn by<K: Eq + Hash, R>(rows: Vec<R>, key: impl Fn(&R) -> K) -> HashMap<K, R> {
    rows.into_iter().map(|row| (key(&row), row)).collect()
}
