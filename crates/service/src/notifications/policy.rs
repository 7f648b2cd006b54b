//! Whom people want to hear of.

use std::time::Duration;

use staffroom_db::accounts::AccountRow;
use staffroom_db::notification_policies::{self as rows, NotificationPolicyRow};
use staffroom_db::{DbError, follows, statuses};
use staffroom_domain::{AccountId, StatusId, Timestamp, Visibility};

use super::kind::Kind;
use super::tell::is_of_the_instance;
use crate::context::Ctx;
use crate::tx::Tx;

/// An account is new for so long (Mastodon: `NEW_ACCOUNT_THRESHOLD`).
const NEW_FOR: Duration = Duration::from_hours(30 * 24);
/// Whoever has followed for less than this is not a follower yet (Mastodon: `NEW_FOLLOWER_THRESHOLD`):
/// following would else be the way around.
const FOLLOWER_AFTER: Duration = Duration::from_hours(3 * 24);

/// What somebody decided about a sort of account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// They hear of it.
    Accept,
    /// It is kept from them until they let its author in.
    Filter,
    /// It is as if it had not been.
    Drop,
}

impl Decision {
    /// The name in the database and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Filter => "filter",
            Self::Drop => "drop",
        }
    }

    /// By its name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Accept, Self::Filter, Self::Drop]
            .into_iter()
            .find(|one| one.as_str() == name)
    }
}

/// What becomes of a notification.
pub(super) type Verdict = Decision;

/// Whom somebody wants to hear of, and how much is kept from them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Of accounts that they do not follow.
    pub for_not_following: Decision,
    /// Of accounts that do not follow them.
    pub for_not_followers: Decision,
    /// Of accounts that are new.
    pub for_new_accounts: Decision,
    /// Of direct posts that answer nothing of theirs.
    pub for_private_mentions: Decision,
    /// Of limited accounts.
    pub for_limited_accounts: Decision,
    /// Of how many accounts something is kept from them.
    pub pending_requests: i64,
    /// How much is kept from them.
    pub pending_notifications: i64,
}

impl From<&NotificationPolicyRow> for Policy {
    fn from(row: &NotificationPolicyRow) -> Self {
        let read = |name: &str| Decision::from_name(name).unwrap_or(Decision::Accept);
        Self {
            for_not_following: read(&row.for_not_following),
            for_not_followers: read(&row.for_not_followers),
            for_new_accounts: read(&row.for_new_accounts),
            for_private_mentions: read(&row.for_private_mentions),
            for_limited_accounts: read(&row.for_limited_accounts),
            pending_requests: row.pending_requests,
            pending_notifications: row.pending_notifications,
        }
    }
}

/// What somebody changes of their policy; what is none stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PolicyChange {
    /// Of accounts that they do not follow.
    pub for_not_following: Option<Decision>,
    /// Of accounts that do not follow them.
    pub for_not_followers: Option<Decision>,
    /// Of accounts that are new.
    pub for_new_accounts: Option<Decision>,
    /// Of direct posts that answer nothing of theirs.
    pub for_private_mentions: Option<Decision>,
    /// Of limited accounts.
    pub for_limited_accounts: Option<Decision>,
}

/// The policy of somebody.
pub async fn policy(ctx: &Ctx, of: AccountId) -> Result<Policy, DbError> {
    let now = ctx.now();
    let row = ctx.db.read(move |conn| rows::find(conn, of)).await?;
    let row = row.unwrap_or_else(|| NotificationPolicyRow::standard(of, now));
    Ok(Policy::from(&row))
}

/// Changes it: for what comes from now on.
pub async fn set_policy(ctx: &Ctx, of: AccountId, change: PolicyChange) -> Result<Policy, DbError> {
    ctx.transact(move |tx| {
        let row = rows::find(tx.conn, of)?;
        let mut row = row.unwrap_or_else(|| NotificationPolicyRow::standard(of, tx.now));
        for (column, new) in [
            (&mut row.for_not_following, change.for_not_following),
            (&mut row.for_not_followers, change.for_not_followers),
            (&mut row.for_new_accounts, change.for_new_accounts),
            (&mut row.for_private_mentions, change.for_private_mentions),
            (&mut row.for_limited_accounts, change.for_limited_accounts),
        ] {
            if let Some(new) = new {
                new.as_str().clone_into(column);
            }
        }
        row.updated_at = tx.now;
        let policy = Policy::from(&row);
        rows::put(tx.conn, row)?;
        Ok(policy)
    })
    .await
}

/// What becomes of what `from` did, by what `to` decided: the strictest of what applies.
pub(super) fn judge(
    tx: &mut Tx<'_>,
    kind: Kind,
    to: AccountId,
    from: &AccountRow,
    status: Option<StatusId>,
) -> Result<Verdict, DbError> {
    if !kind.may_be_kept_away() {
        return Ok(Verdict::Accept);
    }
    let row = rows::find(tx.conn, to)?;
    let policy = row.as_ref().map_or_else(
        || Policy::from(&NotificationPolicyRow::standard(to, tx.now)),
        Policy::from,
    );
    let verdict = strictest(tx, policy, kind, to, from, status)?;
    if verdict != Verdict::Accept
        && (rows::has_permission(tx.conn, to, from.id)? || is_of_the_instance(tx, from)?)
    {
        return Ok(Verdict::Accept);
    }
    Ok(verdict)
}

fn strictest(
    tx: &mut Tx<'_>,
    policy: Policy,
    kind: Kind,
    to: AccountId,
    from: &AccountRow,
    status: Option<StatusId>,
) -> Result<Verdict, DbError> {
    let mut verdict = Verdict::Accept;
    if policy.for_not_followers > verdict && !has_followed(tx, from.id, to)? {
        verdict = policy.for_not_followers;
    }
    // Whom they follow is none of the others.
    let mut others = policy.for_not_following;
    if from.is_limited() {
        others = others.max(policy.for_limited_accounts);
    }
    let is_new = from.created_at > before(tx.now, NEW_FOR);
    if is_new {
        others = others.max(policy.for_new_accounts);
    }
    if policy.for_private_mentions > others.max(verdict) && is_private(tx, kind, to, status)? {
        others = policy.for_private_mentions;
    }
    if others > verdict && !follows::is_accepted(tx.conn, to, from.id)? {
        verdict = others;
    }
    Ok(verdict)
}

fn has_followed(tx: &mut Tx<'_>, who: AccountId, whom: AccountId) -> Result<bool, DbError> {
    let follow = follows::find(tx.conn, who, whom)?;
    let since = before(tx.now, FOLLOWER_AFTER);
    Ok(follow.is_some_and(|follow| follow.is_accepted() && follow.created_at <= since))
}

/// Whether it is a direct post that answers nothing of theirs.
fn is_private(
    tx: &mut Tx<'_>,
    kind: Kind,
    to: AccountId,
    status: Option<StatusId>,
) -> Result<bool, DbError> {
    let (Kind::Mention, Some(status)) = (kind, status) else {
        return Ok(false);
    };
    let status = statuses::find(tx.conn, status)?;
    Ok(status.is_some_and(|status| {
        status.visibility() == Visibility::Direct && status.in_reply_to_account_id != Some(to.get())
    }))
}

fn before(now: Timestamp, by: Duration) -> Timestamp {
    let by = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
    Timestamp::from_micros(now.as_micros().saturating_sub(by))
}
