//! Servers of which somebody here wants to see nobody: their own choice, not the instance's
//! ([`crate::policies`]).

use futures_util::future::BoxFuture;
use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::domain_blocks::{self as rows, DomainBlockRow};
use staffroom_db::follows::{self, FollowRow};
use staffroom_db::statuses::Page;
use staffroom_db::{DbError, notifications};
use staffroom_domain::job::{ClaimedJob, JobKind, JobPayload, NewJob};
use staffroom_domain::{AccountId, FollowId};
use thiserror::Error;

use crate::context::Ctx;
use crate::domains::{host_of, normal_domain};
use crate::follows::{end_in, refuse_in};
use crate::listing::Part;
use crate::ports::{JobError, JobHandler};
use crate::timelines;
use crate::tx::Tx;

/// How many follows, or notifications, are looked at in one transaction.
const AT_ONCE: i64 = 200;

/// Why a server is not blocked.
#[derive(Clone, Debug, Error)]
pub enum DomainBlockError {
    /// What was given is no domain.
    #[error("Validation failed: Domain is not a valid domain name")]
    NoDomain,
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Somebody here wants to see nobody of a server any more. A job ends what there is between them and
/// those there: nobody there follows them, or is followed, and nothing is told of them.
pub async fn add(ctx: &Ctx, by: AccountId, domain: &str) -> Result<(), DomainBlockError> {
    let domain = normal_domain(domain).ok_or(DomainBlockError::NoDomain)?;
    ctx.transact(move |tx| {
        let row = DomainBlockRow {
            id: tx.new_id(),
            account_id: by,
            domain: domain.clone(),
            created_at: tx.now,
        };
        if rows::insert(tx.conn, row)? {
            timelines::purge(tx, by)?;
            let key = format!("leave-{by}-{domain}");
            let payload = JobPayload::LeaveDomain {
                account: by,
                domain,
            };
            tx.queue(&NewJob::now(payload, tx.now).with_dedup_key(key))?;
        }
        Ok(())
    })
    .await
}

/// Takes that back. What ended does not begin again by itself.
pub async fn remove(ctx: &Ctx, by: AccountId, domain: &str) -> Result<(), DomainBlockError> {
    let domain = normal_domain(domain).ok_or(DomainBlockError::NoDomain)?;
    ctx.transact(move |tx| {
        rows::delete(tx.conn, by, &domain)?;
        Ok(())
    })
    .await
}

/// A part of the servers that somebody blocks, the latest first.
pub async fn list(ctx: &Ctx, of: AccountId, page: Page) -> Result<Part<String>, DbError> {
    ctx.db
        .read(move |conn| {
            let rows = Part::of(rows::page(conn, of, page)?, |row| row.id.get());
            Ok(rows.filter_map(|row| Some(row.domain)))
        })
        .await
}

/// What would end if somebody blocked a server: how many they follow there, and how many there follow
/// them. Counts at most [`PREVIEWED`] follows of each sort.
pub async fn preview(ctx: &Ctx, of: AccountId, domain: &str) -> Result<Preview, DomainBlockError> {
    let domain = normal_domain(domain).ok_or(DomainBlockError::NoDomain)?;
    let found = ctx
        .db
        .read(move |conn| {
            let mut preview = Preview::default();
            for side in [Side::Followers, Side::Following] {
                let mut before = None;
                let mut looked_at = 0;
                while looked_at < PREVIEWED {
                    let rows = side.page(conn, of, FollowRow::ACCEPTED, before)?;
                    let Some(last) = rows.last() else { break };
                    before = Some(last.id);
                    looked_at += rows.len();
                    let others: Vec<AccountId> = rows.iter().map(|row| side.other(row)).collect();
                    let others = accounts::find_many(conn, &others)?;
                    let there = others.iter().filter(|row| host_of(&row.domain) == domain);
                    match side {
                        Side::Followers => preview.followers += there.count(),
                        Side::Following => preview.following += there.count(),
                    }
                }
            }
            Ok::<_, DbError>(preview)
        })
        .await?;
    Ok(found)
}

/// How many follows are looked at for a preview.
pub const PREVIEWED: usize = 10_000;

/// What would end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// So many there follow them.
    pub followers: usize,
    /// So many there they follow.
    pub following: usize,
}

/// Which follows of somebody.
#[derive(Clone, Copy, Debug)]
enum Side {
    Followers,
    Following,
}

impl Side {
    fn page(
        self,
        conn: &mut staffroom_db::Conn,
        of: AccountId,
        state: i32,
        before: Option<FollowId>,
    ) -> Result<Vec<FollowRow>, DbError> {
        match self {
            Self::Followers => follows::followers(conn, of, state, before, AT_ONCE),
            Self::Following => follows::following(conn, of, state, before, AT_ONCE),
        }
    }

    const fn other(self, row: &FollowRow) -> AccountId {
        match self {
            Self::Followers => row.account_id,
            Self::Following => row.target_id,
        }
    }
}

/// Ends what there is between somebody here and those of a domain that they block, a piece in a
/// transaction. Whoever does it again finds less to do.
pub async fn leave(ctx: &Ctx, account: AccountId, domain: &str) -> Result<(), DbError> {
    for side in [Side::Followers, Side::Following] {
        for state in [FollowRow::ASKED, FollowRow::ACCEPTED] {
            let mut before = None;
            loop {
                let domain = domain.to_owned();
                let next = ctx
                    .transact(move |tx| sever(tx, account, &domain, (side, state), before))
                    .await?;
                let Some(next) = next else { break };
                before = Some(next);
            }
        }
    }
    let mut before = None;
    loop {
        let domain = domain.to_owned();
        let next = ctx
            .transact(move |tx| untell(tx, account, &domain, before))
            .await?;
        let Some(next) = next else { return Ok(()) };
        before = Some(next);
    }
}

/// Ends a piece of the follows between them; gives the last one that was looked at.
fn sever(
    tx: &mut Tx<'_>,
    account: AccountId,
    domain: &str,
    (side, state): (Side, i32),
    before: Option<FollowId>,
) -> Result<Option<FollowId>, DbError> {
    let is_blocked = !rows::among(tx.conn, account, &[domain])?.is_empty();
    let Some(own) = accounts::find(tx.conn, account)?.filter(|_| is_blocked) else {
        return Ok(None);
    };
    let piece = side.page(tx.conn, account, state, before)?;
    let ids: Vec<AccountId> = piece.iter().map(|row| side.other(row)).collect();
    let others = accounts::find_many(tx.conn, &ids)?;
    let there = |row: &FollowRow| -> Option<&AccountRow> {
        let id = side.other(row);
        others
            .iter()
            .find(|other| other.id == id && host_of(&other.domain) == domain)
    };
    for row in &piece {
        match (side, there(row)) {
            (_, None) => {}
            (Side::Followers, Some(other)) => refuse_in(tx, other, &own, row)?,
            (Side::Following, Some(other)) => end_in(tx, &own, other, row)?,
        }
    }
    Ok(piece.last().map(|row| row.id))
}

/// Takes back a piece of what was told of those there; gives the last one that was looked at.
fn untell(
    tx: &mut Tx<'_>,
    account: AccountId,
    domain: &str,
    before: Option<i64>,
) -> Result<Option<i64>, DbError> {
    if rows::among(tx.conn, account, &[domain])?.is_empty() {
        return Ok(None);
    }
    let page = Page {
        max_id: before,
        limit: AT_ONCE,
        ..Page::default()
    };
    let piece = notifications::page(tx.conn, account, page)?;
    let from: Vec<AccountId> = piece.iter().map(|row| row.from_account_id).collect();
    let mut from = accounts::find_many(tx.conn, &from)?;
    from.retain(|row| host_of(&row.domain) == domain);
    let chosen: Vec<_> = piece
        .iter()
        .filter(|row| from.iter().any(|from| from.id == row.from_account_id))
        .map(|row| row.id)
        .collect();
    notifications::delete_many(tx.conn, &chosen)?;
    Ok(piece.last().map(|row| row.id.get()))
}

/// Does the job.
pub struct LeaveDomainHandler(pub Ctx);

impl JobHandler for LeaveDomainHandler {
    fn kind(&self) -> JobKind {
        JobKind::LeaveDomain
    }

    fn run<'a>(&'a self, job: &'a ClaimedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let JobPayload::LeaveDomain { account, domain } = &job.payload else {
                return Err(JobError::Hopeless("no domain".into()));
            };
            let left = leave(&self.0, *account, domain).await;
            left.map_err(JobError::retry)
        })
    }
}
