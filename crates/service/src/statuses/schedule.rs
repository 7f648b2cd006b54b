//! Statuses that wait for their time.

use std::time::Duration;

use staffroom_db::accounts;
use staffroom_db::idempotency::IdempotencyRow;
use staffroom_db::scheduled_statuses::{self, ScheduledStatusRow};
use staffroom_db::statuses::Page;
use staffroom_db::uploads::{self, UploadRow};
use staffroom_db::{Conn, DbError, users};
use staffroom_domain::job::{JobPayload, NewJob};
use staffroom_domain::{AccountId, AttachmentId, ScheduledStatusId, Timestamp, UserId};

use super::publish::{
    NewStatus, Outcome, claim, made_before, made_with_key, may_be_posted, people_named,
    publish_once, validate,
};
use super::{StatusError, StatusView, may_act, show};
use crate::context::Ctx;
use crate::listing::Part;
use crate::media;
use crate::tx::Tx;

/// What waits is written at least so long before its time, as in Mastodon.
const AT_LEAST: Duration = Duration::from_mins(5);
/// How many of one person may wait.
pub const MAX_SCHEDULED: usize = 300;
/// How many of one person may wait for the same day.
pub const MAX_SCHEDULED_A_DAY: usize = 25;
/// The longest page of what waits.
const MAX_PAGE: i64 = 40;

/// A status that waits for its time.
#[derive(Clone, Debug, PartialEq)]
pub struct Scheduled {
    /// Its id.
    pub id: ScheduledStatusId,
    /// When it is posted.
    pub at: Timestamp,
    /// What is posted.
    pub new: NewStatus,
    /// Its files, in order.
    pub files: Vec<UploadRow>,
}

/// What somebody posted, now or for later.
#[derive(Clone, Debug, PartialEq)]
pub enum Posted {
    /// It is there.
    Now(Box<StatusView>),
    /// It waits.
    Later(Box<Scheduled>),
}

impl Scheduled {
    /// Those rows with their files, read by one query.
    fn from_rows(conn: &mut Conn, rows: &[ScheduledStatusRow]) -> Result<Vec<Self>, DbError> {
        let mut all = Vec::with_capacity(rows.len());
        for row in rows {
            all.push(Self {
                id: row.id,
                at: row.scheduled_at,
                new: parsed(row)?,
                files: Vec::new(),
            });
        }
        let ids: Vec<AttachmentId> = all
            .iter()
            .flat_map(|one| one.new.files.iter().copied())
            .collect();
        let found = uploads::find_many(conn, &ids)?;
        for one in &mut all {
            let files = one.new.files.iter();
            one.files = files
                .filter_map(|id| found.iter().find(|row| row.id == *id).cloned())
                .collect();
        }
        Ok(all)
    }

    fn from_row(conn: &mut Conn, row: ScheduledStatusRow) -> Result<Self, StatusError> {
        let one = Self::from_rows(conn, &[row])?.pop();
        one.ok_or(StatusError::NotFound)
    }
}

/// What is to be posted.
fn parsed(row: &ScheduledStatusRow) -> Result<NewStatus, DbError> {
    serde_json::from_str(&row.params).map_err(|error| DbError::Corrupt(error.to_string()))
}

/// Lets go of the files of one that was taken away and is not posted.
fn give_up_in(tx: &mut Tx<'_>, row: &ScheduledStatusRow) -> Result<(), DbError> {
    match parsed(row) {
        Ok(new) => media::let_go_in(tx, &new.files),
        // Nobody knows its files; they stay until their owner goes.
        Err(_) => Ok(()),
    }
}

/// Keeps a status until its time. What is due already is posted at once, as in Mastodon.
pub async fn schedule(
    ctx: &Ctx,
    by: AccountId,
    new: NewStatus,
    at: Timestamp,
) -> Result<Posted, StatusError> {
    if at <= ctx.now() {
        let view = super::publish_and_show(ctx, by, new).await?;
        return Ok(Posted::Now(Box::new(view)));
    }
    validate(&new)?;
    let kept = if let Some(before) = made_before(ctx, new.idempotency.clone(), &new.text).await? {
        Kept::Before(before)
    } else {
        // Whoever is named is made known now: later nobody waits for an answer.
        people_named(ctx, &new.text).await?;
        keep(ctx, by, new, at).await?
    };
    match kept {
        Kept::New(kept) => Ok(Posted::Later(kept)),
        Kept::Before(before) => made(ctx, by, &before).await,
    }
}

/// What a key has made before, for forms that take files in before they post.
pub async fn made_with(
    ctx: &Ctx,
    by: AccountId,
    key: (UserId, String),
) -> Result<Option<Posted>, StatusError> {
    match made_with_key(ctx, key).await? {
        Some(before) => made(ctx, by, &before).await.map(Some),
        None => Ok(None),
    }
}

async fn made(ctx: &Ctx, by: AccountId, before: &IdempotencyRow) -> Result<Posted, StatusError> {
    Ok(if before.is_scheduled {
        let kept = scheduled(ctx, by, before.made_id.into()).await?;
        Posted::Later(Box::new(kept))
    } else {
        let view = show(ctx, Some(by), before.made_id.into()).await?;
        Posted::Now(Box::new(view))
    })
}

/// What became of an attempt to keep a status.
enum Kept {
    /// It waits.
    New(Box<Scheduled>),
    /// The same key has made this before.
    Before(IdempotencyRow),
}

async fn keep(
    ctx: &Ctx,
    by: AccountId,
    new: NewStatus,
    at: Timestamp,
) -> Result<Kept, StatusError> {
    ctx.transact(move |tx| {
        let id: ScheduledStatusId = tx.new_id();
        if let Some(before) = claim(tx, new.idempotency.clone(), id.get(), true)? {
            return Ok(Kept::Before(before));
        }
        let author = accounts::lock(tx.conn, by)?.ok_or(StatusError::NotFound)?;
        may_act(&author)?;
        may_be_posted(tx, &author, &new)?;
        check_time(tx, by, at, None)?;
        media::hold_in(tx, by, &new.files)?;
        let params = serde_json::to_string(&new);
        let row = ScheduledStatusRow {
            id,
            account_id: by,
            scheduled_at: at,
            params: params.map_err(|error| DbError::Corrupt(error.to_string()))?,
            created_at: tx.now,
        };
        scheduled_statuses::insert(tx.conn, row.clone())?;
        wake_at(tx, id, at)?;
        Ok(Kept::New(Box::new(Scheduled::from_row(tx.conn, row)?)))
    })
    .await
}

/// Whether a status may wait for that time beside those that wait already. `instead_of` is the time that
/// one of them gives up for it.
fn check_time(
    tx: &mut Tx<'_>,
    by: AccountId,
    at: Timestamp,
    instead_of: Option<Timestamp>,
) -> Result<(), StatusError> {
    if at < tx.now.plus(AT_LEAST) {
        return Err(StatusError::invalid(
            "Scheduled at The scheduled date must be in the future",
        ));
    }
    let most = i64::try_from(MAX_SCHEDULED).unwrap_or(i64::MAX);
    let mut times = scheduled_statuses::times(tx.conn, by, most)?;
    if let Some(old) = instead_of
        && let Some(place) = times.iter().position(|time| *time == old)
    {
        times.remove(place);
    }
    if times.len() >= MAX_SCHEDULED {
        return Err(StatusError::invalid(format!(
            "You have exceeded the limit of {MAX_SCHEDULED} scheduled posts"
        )));
    }
    let same_day = times.iter().filter(|time| day(**time) == day(at)).count();
    if same_day >= MAX_SCHEDULED_A_DAY {
        return Err(StatusError::invalid(format!(
            "You have exceeded the limit of {MAX_SCHEDULED_A_DAY} scheduled posts for today"
        )));
    }
    Ok(())
}

/// The day in UTC, counted from the first of 1970.
const fn day(at: Timestamp) -> i64 {
    at.as_secs().div_euclid(86_400)
}

fn wake_at(tx: &mut Tx<'_>, id: ScheduledStatusId, at: Timestamp) -> Result<(), DbError> {
    let job = NewJob::now(JobPayload::PublishScheduled { scheduled: id }, tx.now)
        .not_before(at)
        .with_dedup_key(format!("scheduled-{id}-{}", at.as_micros()));
    tx.queue(&job)?;
    Ok(())
}

/// What of somebody waits, the last written first.
pub async fn scheduled_by(
    ctx: &Ctx,
    by: AccountId,
    page: Page,
) -> Result<Part<Scheduled>, DbError> {
    let page = page.at_most(MAX_PAGE);
    ctx.db
        .read(move |conn| {
            let rows = scheduled_statuses::page(conn, by, page)?;
            let part = Part::of(rows.clone(), |row| row.id.get()).of_page(page);
            Ok(part.showing(Scheduled::from_rows(conn, &rows)?))
        })
        .await
}

/// One that waits, for whoever wrote it.
pub async fn scheduled(
    ctx: &Ctx,
    by: AccountId,
    id: ScheduledStatusId,
) -> Result<Scheduled, StatusError> {
    ctx.db
        .read(move |conn| {
            let row = scheduled_statuses::find(conn, id)?.filter(|row| row.account_id == by);
            Scheduled::from_row(conn, row.ok_or(StatusError::NotFound)?)
        })
        .await
}

/// Gives one that waits another time.
pub async fn reschedule(
    ctx: &Ctx,
    by: AccountId,
    id: ScheduledStatusId,
    at: Timestamp,
) -> Result<Scheduled, StatusError> {
    ctx.transact(move |tx| {
        accounts::lock(tx.conn, by)?;
        let row = scheduled_statuses::find(tx.conn, id)?.filter(|row| row.account_id == by);
        let row = row.ok_or(StatusError::NotFound)?;
        check_time(tx, by, at, Some(row.scheduled_at))?;
        scheduled_statuses::set_time(tx.conn, id, at)?;
        wake_at(tx, id, at)?;
        let row = ScheduledStatusRow {
            scheduled_at: at,
            ..row
        };
        Scheduled::from_row(tx.conn, row)
    })
    .await
}

/// One that waits is not posted.
pub async fn unschedule(
    ctx: &Ctx,
    by: AccountId,
    id: ScheduledStatusId,
) -> Result<(), StatusError> {
    ctx.transact(move |tx| {
        let row = scheduled_statuses::find(tx.conn, id)?.filter(|row| row.account_id == by);
        let row = row.ok_or(StatusError::NotFound)?;
        if scheduled_statuses::delete(tx.conn, row.id)? {
            give_up_in(tx, &row)?;
        }
        Ok(())
    })
    .await
}

/// Posts one whose time has come, once, whoever else does it too. What cannot be posted any more (its
/// author's login is closed, what it answers is gone) is given up, as in Mastodon.
pub async fn publish_scheduled(ctx: &Ctx, id: ScheduledStatusId) -> Result<(), StatusError> {
    let now = ctx.now();
    let found = ctx
        .db
        .read(move |conn| {
            let Some(row) = scheduled_statuses::find(conn, id)? else {
                return Ok(None);
            };
            let user = users::find_by_account(conn, row.account_id)?;
            let may_post = user
                .is_some_and(|user| user.user.disabled_at.is_none() && user.account.is_active());
            Ok::<_, DbError>(Some((row, may_post)))
        })
        .await?;
    // Gone, or put off: then another job is queued for its time.
    let Some((row, may_post)) = found.filter(|(row, _)| row.scheduled_at <= now) else {
        return Ok(());
    };
    let by = row.account_id;
    let outcome = match (may_post, parsed(&row)) {
        (true, Ok(new)) => {
            let people = people_named(ctx, &new.text).await?;
            publish_once(ctx, by, new, people, Some(id)).await
        }
        (true, Err(error)) => Err(error.into()),
        (false, _) => Err(StatusError::NotAllowed),
    };
    match outcome {
        Ok(Outcome::New(_) | Outcome::Stored(_) | Outcome::Before(_) | Outcome::NotNow) => Ok(()),
        Err(StatusError::Db(error)) if !matches!(error, DbError::Corrupt(_)) => Err(error.into()),
        Err(error) => {
            tracing::warn!(scheduled = %id, %error, "a scheduled status cannot be posted and is given up");
            ctx.transact(move |tx| {
                if scheduled_statuses::delete_due(tx.conn, id, tx.now)? {
                    give_up_in(tx, &row)?;
                }
                Ok(())
            })
            .await
        }
    }
}
