//! Who follows whom, as somebody else may see it.

use std::collections::HashMap;

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::follows::{self, FollowRow};
use staffroom_db::statuses::Page;
use staffroom_db::{Conn, DbError};
use staffroom_domain::{AccountId, Timestamp};

use crate::context::Ctx;
use crate::follows::FollowError;
use crate::hiding;
use crate::listing::{Part, active};
use crate::statuses::Viewer;

/// How many accounts are looked up at once by their ids.
pub const MAX_ACCOUNTS: usize = 40;

/// Which side of somebody's follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Those who follow them.
    Followers,
    /// Those whom they follow.
    Following,
}

impl Side {
    const fn other(self, row: &FollowRow) -> AccountId {
        match self {
            Self::Followers => row.account_id,
            Self::Following => row.target_id,
        }
    }
}

/// A part of those who follow somebody, or whom they follow, the latest first, as far as is known here.
/// Nobody but they see it where they keep it to themselves; and nobody sees those who are hidden from them.
pub async fn list(
    ctx: &Ctx,
    viewer: Viewer,
    of: AccountId,
    side: Side,
    page: Page,
) -> Result<Part<AccountRow>, FollowError> {
    let now = ctx.now();
    ctx.db
        .read(move |conn| {
            let account = accounts::find(conn, of)?.filter(AccountRow::is_active);
            let account = account.ok_or(FollowError::NotFound)?;
            let is_own = viewer == Some(account.id);
            if !is_own && (account.hides_network || is_shut_out(conn, viewer, &account)?) {
                return Ok(Part::whole(Vec::new()));
            }
            let rows = match side {
                Side::Followers => follows::followers_page(conn, account.id, page)?,
                Side::Following => follows::following_page(conn, account.id, page)?,
            };
            let rows = Part::of(rows, |row| row.id.get()).of_page(page);
            let ids: Vec<AccountId> = rows.items.iter().map(|row| side.other(row)).collect();
            let mut others = active(conn, &ids)?;
            if !is_own {
                let hidden = hiding::among(conn, viewer, others.values(), now)?;
                others.retain(|id, _| !hidden.contains(id));
            }
            Ok(rows.filter_map(|row| others.get(&side.other(&row)).cloned()))
        })
        .await
}

fn is_shut_out(conn: &mut Conn, viewer: Viewer, by: &AccountRow) -> Result<bool, DbError> {
    let Some(viewer) = viewer else {
        return Ok(false);
    };
    Ok(staffroom_db::blocks::find(conn, by.id, viewer)?.is_some())
}

/// Several accounts, in the order of `ids`; those that are gone or shut out are left out.
pub async fn several(ctx: &Ctx, ids: Vec<AccountId>) -> Result<Vec<AccountRow>, DbError> {
    ctx.db
        .read(move |conn| {
            let mut found = active(conn, &ids)?;
            Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
        })
        .await
}

/// Whom the viewer follows among those who follow each of `others`, at most [`MAX_ACCOUNTS`] for each. Those
/// who keep that to themselves are left out. The number of queries does not depend on how many they are.
pub async fn familiar(
    ctx: &Ctx,
    viewer: AccountId,
    others: Vec<AccountId>,
) -> Result<Vec<(AccountId, Vec<AccountRow>)>, DbError> {
    let now = ctx.now();
    ctx.db
        .read(move |conn| {
            let there = active(conn, &others)?;
            let asked: Vec<AccountId> = there
                .values()
                .filter(|row| !row.hides_network && row.id != viewer)
                .map(|row| row.id)
                .collect();
            let pairs = follows::familiar(conn, viewer, &asked)?;
            let people = visible(conn, viewer, &pairs, now)?;
            Ok(others
                .into_iter()
                .filter(|other| there.contains_key(other))
                .map(|other| {
                    let theirs = pairs.iter().filter(|(_, target)| *target == other);
                    let theirs = theirs.filter_map(|(follower, _)| people.get(follower).cloned());
                    (other, theirs.take(MAX_ACCOUNTS).collect())
                })
                .collect())
        })
        .await
}

fn visible(
    conn: &mut Conn,
    viewer: AccountId,
    pairs: &[(AccountId, AccountId)],
    now: Timestamp,
) -> Result<HashMap<AccountId, AccountRow>, DbError> {
    let mut ids: Vec<AccountId> = pairs.iter().map(|(follower, _)| *follower).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut people = active(conn, &ids)?;
    people.retain(|_, row| !row.hides_network);
    let hidden = hiding::among(conn, Some(viewer), people.values(), now)?;
    people.retain(|id, _| !hidden.contains(id));
    Ok(people)
}
