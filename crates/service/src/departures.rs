//! An account is gone: what becomes of everything that is theirs. The same for accounts here and for
//! those elsewhere.

use std::time::Duration;

use futures_util::future::BoxFuture;
use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::statuses::{self as all, Count as StatusCount};
use staffroom_db::{
    DbError, account_notes, activities, archives, blocks, bookmarks, conversations, directory,
    domain_blocks, drafts, favourites, featured_tags, filters, followed_tags, home, imports, lists,
    mutes, notification_policies, notifications, organisation_members, preferences, reactions,
    scheduled_statuses, signing_keys, thread_mutes, uploads, users,
};
use staffroom_domain::job::{ClaimedJob, JobKind, JobPayload, NewJob};
use staffroom_domain::{AccountId, Event, StatusId, Timestamp};
use thiserror::Error;

use crate::actors;
use crate::actors::ActorError;
use crate::calendar;
use crate::context::Ctx;
use crate::follows::remove_some;
use crate::hub;
use crate::jobs::DELIVERED_WITHIN;
use crate::lists::MAX_LISTS;
use crate::ports::{JobError, JobHandler};
use crate::staff::{self, Entry, Kind, Who};
use crate::statuses::take_out_in;
use crate::tx::Tx;

/// How many of their statuses, or follows, go in one transaction.
const AT_ONCE: i64 = 100;
/// Keys are kept for so much longer than deliveries are tried.
const MARGIN: Duration = Duration::from_hours(24);

/// Why an account cannot be deleted.
#[derive(Clone, Debug, Error)]
pub enum DepartureError {
    /// Nobody of that name.
    #[error(transparent)]
    Actor(#[from] ActorError),
    /// Somebody signs in to it: then their login goes too.
    #[error("somebody signs in as @{0}; use `staffroom user delete {0}`")]
    HasLogin(String),
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Deletes an account that nobody signs in to, on the command line. Other servers are told; what it posted is cleared away
/// afterwards. Gives it as it was.
pub async fn delete_actor(ctx: &Ctx, name: &str) -> Result<AccountRow, DepartureError> {
    let actor = actors::get(ctx, name).await?;
    let id = actor.id;
    ctx.transact(move |tx| {
        if users::of_account(tx.conn, id)?.is_some() {
            return Err(DepartureError::HasLogin(actor.username));
        }
        leave_in(tx, id)?;
        let entry = Entry {
            kind: Kind::AccountDeleted,
            account: Some(id),
            subject: &actor.username,
            note: "",
        };
        staff::note_by(tx, &Who::COMMAND_LINE, &entry)?;
        Ok(actor)
    })
    .await
}

/// An account here goes: nobody sees it from now on, other servers are told, and the rest is queued.
pub(crate) fn leave_in(tx: &mut Tx<'_>, id: AccountId) -> Result<(), DbError> {
    if !mark_in(tx, id)? {
        return Ok(());
    }
    tx.emit(&Event::AccountDeleted { account: id })?;
    let payload = JobPayload::ClearAccount { account: id };
    tx.queue(&NewJob::now(payload, tx.now).with_dedup_key(format!("clear-{id}")))?;
    Ok(())
}

/// From now on nobody sees an account or what it posted; its handle stays taken. `false` where that was
/// so before.
pub fn mark_in(tx: &mut Tx<'_>, id: AccountId) -> Result<bool, DbError> {
    let Some(mut row) = accounts::find(tx.conn, id)?.filter(|row| row.deleted_at.is_none()) else {
        return Ok(false);
    };
    row.display_name.clear();
    row.summary.clear();
    row.summary_source.clear();
    "[]".clone_into(&mut row.fields);
    uploads::release_of_account(tx.conn, id, tx.now)?;
    archives::release_of_account(tx.conn, id, tx.now)?;
    row.avatar_url = None;
    row.header_url = None;
    row.discoverable = false;
    row.indexable = false;
    row.deleted_at = Some(tx.now.as_micros());
    accounts::update(tx.conn, row)?;
    hub::author_changed_in(tx, id)?;
    Ok(true)
}

/// Takes away everything of an account that is gone, a piece in a transaction. Whoever does it again
/// goes on where it ended.
pub async fn clear(ctx: &Ctx, id: AccountId) -> Result<(), DbError> {
    // First: otherwise they are counted anew with each post that goes.
    ctx.transact(move |tx| match gone(tx, id)? {
        Some(_) => featured_tags::delete_of_account(tx.conn, id),
        None => Ok(0),
    })
    .await?;
    let mut after = StatusId::from(0);
    while let Some(last) = ctx
        .transact(move |tx| clear_statuses(tx, id, after))
        .await?
    {
        after = last;
    }
    while ctx.transact(move |tx| clear_relations(tx, id)).await? {}
    Ok(())
}

/// Removes a piece of what they posted; gives the last of it. Nobody is told: that the account is gone
/// says it all.
fn clear_statuses(
    tx: &mut Tx<'_>,
    id: AccountId,
    after: StatusId,
) -> Result<Option<StatusId>, DbError> {
    let Some(actor) = gone(tx, id)? else {
        return Ok(None);
    };
    let piece = all::all_of(tx.conn, id, after, AT_ONCE)?;
    for row in &piece {
        match row.boost_of_id {
            Some(of) => {
                // A boost leaves no tombstone.
                all::delete(tx.conn, row.id)?;
                all::add_to_count(tx.conn, of.into(), StatusCount::Boosts, -1)?;
                accounts::count_status(tx.conn, id, -1, tx.now)?;
            }
            None => {
                take_out_in(tx, &actor, row)?;
            }
        }
    }
    Ok(piece.last().map(|row| row.id))
}

/// Removes a piece of what connects them with others; `false` when nothing was left.
fn clear_relations(tx: &mut Tx<'_>, id: AccountId) -> Result<bool, DbError> {
    let Some(actor) = gone(tx, id)? else {
        return Ok(false);
    };
    let mut is_more = remove_some(tx, &actor, AT_ONCE)? > 0;
    is_more |= calendar::leave_all_in(tx, &actor, AT_ONCE)?;
    for row in favourites::of_account(tx.conn, id, AT_ONCE)? {
        favourites::delete(tx.conn, row.id)?;
        all::add_to_count(tx.conn, row.status_id, StatusCount::Favourites, -1)?;
        is_more = true;
    }
    for row in reactions::of_account(tx.conn, id, AT_ONCE)? {
        is_more |= reactions::delete(tx.conn, row.id)?;
    }
    for row in blocks::of_account(tx.conn, id, AT_ONCE)? {
        is_more |= blocks::delete(tx.conn, row.id)?;
    }
    for row in mutes::of_account(tx.conn, id, AT_ONCE)? {
        is_more |= mutes::delete(tx.conn, row.id)?;
    }
    for row in account_notes::of_account(tx.conn, id, AT_ONCE)? {
        is_more |= account_notes::delete(tx.conn, id, row.target_id)?;
    }
    is_more |= domain_blocks::delete_of_account(tx.conn, id, AT_ONCE)? > 0;
    is_more |= followed_tags::delete_of_account(tx.conn, id, AT_ONCE)? > 0;
    is_more |= directory::delete_dismissals_of(tx.conn, id, AT_ONCE)? > 0;
    is_more |= preferences::delete(tx.conn, id)?;
    is_more |= conversations::delete_of_account(tx.conn, id, AT_ONCE)? > 0;
    is_more |= notifications::delete_of_account(tx.conn, id, AT_ONCE)? > 0;
    is_more |= notification_policies::delete_of_account(tx.conn, id, AT_ONCE)? > 0;
    is_more |= activities::delete_settled_of(tx.conn, id, AT_ONCE)? > 0;
    if !is_more {
        for list in lists::of_account(tx.conn, id, MAX_LISTS)? {
            lists::delete(tx.conn, list.id)?;
        }
        bookmarks::delete_of_account(tx.conn, id)?;
        thread_mutes::delete_of_account(tx.conn, id)?;
        filters::delete_of_account(tx.conn, id)?;
        organisation_members::delete_of_account(tx.conn, id)?;
        scheduled_statuses::delete_of_account(tx.conn, id)?;
        drafts::delete_of_account(tx.conn, id)?;
        imports::delete_of_account(tx.conn, id)?;
        home::prune(tx.conn, id, 0)?;
    }
    Ok(is_more)
}

fn gone(tx: &mut Tx<'_>, id: AccountId) -> Result<Option<AccountRow>, DbError> {
    Ok(accounts::find(tx.conn, id)?.filter(|row| row.deleted_at.is_some()))
}

/// Forgets the keys of an account that is gone, and what was kept of its activities.
async fn forget(ctx: &Ctx, id: AccountId) -> Result<(), DbError> {
    while ctx
        .transact(move |tx| {
            if gone(tx, id)?.is_none() {
                return Ok(false);
            }
            if activities::delete_settled_of(tx.conn, id, AT_ONCE)? > 0 {
                return Ok(true);
            }
            signing_keys::delete_of(tx.conn, id)?;
            Ok::<_, DbError>(false)
        })
        .await?
    {}
    Ok(())
}

/// The handlers of the jobs that clear away.
pub fn handlers(ctx: &Ctx) -> Vec<Box<dyn JobHandler>> {
    vec![
        Box::new(ClearHandler(ctx.clone())),
        Box::new(ForgetHandler(ctx.clone())),
    ]
}

struct ClearHandler(Ctx);

impl JobHandler for ClearHandler {
    fn kind(&self) -> JobKind {
        JobKind::ClearAccount
    }

    fn run<'a>(&'a self, job: &'a ClaimedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let JobPayload::ClearAccount { account } = job.payload else {
                return Err(JobError::Hopeless("no account".into()));
            };
            clear(&self.0, account).await.map_err(JobError::retry)?;
            queue_forgetting(&self.0, account)
                .await
                .map_err(JobError::retry)
        })
    }
}

/// Its Delete is signed for as long as it is tried; after that nothing needs its keys.
async fn queue_forgetting(ctx: &Ctx, id: AccountId) -> Result<(), DbError> {
    ctx.transact(move |tx| {
        let Some(since) = gone(tx, id)?.and_then(|row| row.deleted_at) else {
            return Ok(());
        };
        let payload = JobPayload::ForgetAccount { account: id };
        let job = NewJob {
            run_at: Timestamp::from_micros(since)
                .plus(DELIVERED_WITHIN)
                .plus(MARGIN),
            ..NewJob::now(payload, tx.now)
        };
        tx.queue(&job.with_dedup_key(format!("forget-{id}")))?;
        Ok(())
    })
    .await
}

struct ForgetHandler(Ctx);

impl JobHandler for ForgetHandler {
    fn kind(&self) -> JobKind {
        JobKind::ForgetAccount
    }

    fn run<'a>(&'a self, job: &'a ClaimedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let JobPayload::ForgetAccount { account } = job.payload else {
                return Err(JobError::Hopeless("no account".into()));
            };
            forget(&self.0, account).await.map_err(JobError::retry)
        })
    }
}
