//! Votes, and the end of polls.

use std::collections::BTreeSet;
use std::time::Duration;

use staffroom_db::DbError;
use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::polls::{self, PollRow, PollVoteRow};
use staffroom_db::statuses::StatusRow;
use staffroom_domain::job::{JobPayload, NewJob};
use staffroom_domain::{AccountId, Event, StatusId, Timestamp, VoteId};

use super::favourite::actor_and_target;
use super::{PollView, StatusError, may_act};
use crate::context::Ctx;
use crate::notifications::{self, Kind};
use crate::tx::Tx;

/// How many polls are closed in one transaction.
const CLOSED_AT_ONCE: i64 = 50;
/// How many voters are told of a poll's end in one reading.
const VOTERS_AT_ONCE: i64 = 500;

/// Other servers are told how a poll stands at most once in this time, and at its end, however many vote.
const TOLD_EVERY: Duration = Duration::from_mins(3);

/// Somebody here votes. The choices are positions from 0.
pub async fn vote(
    ctx: &Ctx,
    by: AccountId,
    status: StatusId,
    choices: Vec<i32>,
) -> Result<StatusId, StatusError> {
    ctx.transact(move |tx| {
        let (by, status) = actor_and_target(tx, by, status)?;
        may_act(&by)?;
        polls::lock(tx.conn, status.id)?;
        let poll = poll_of(tx, status.id)?.ok_or(StatusError::NotFound)?;
        check(tx, &by, &status, &poll, &choices)?;
        let votes = vote_in(tx, &by, &status, &poll, &choices, None)?;
        if votes.is_empty() {
            return Err(StatusError::invalid("You have already voted on this poll"));
        }
        Ok(status.id)
    })
    .await
}

fn check(
    tx: &mut Tx<'_>,
    by: &AccountRow,
    status: &StatusRow,
    poll: &PollRow,
    choices: &[i32],
) -> Result<(), StatusError> {
    if status.account_id == by.id {
        return Err(StatusError::invalid("You cannot vote in your own polls"));
    }
    if is_over(poll, tx.now) {
        return Err(StatusError::invalid("The poll has already ended"));
    }
    let options = polls::options(tx.conn, &[status.id])?.len();
    let distinct: BTreeSet<i32> = choices.iter().copied().collect();
    let fits = |n: &i32| usize::try_from(*n).is_ok_and(|n| n < options);
    if distinct.is_empty() || distinct.len() != choices.len() || !distinct.iter().all(fits) {
        return Err(StatusError::invalid(
            "The chosen vote option does not exist for the poll",
        ));
    }
    // Where one may choose several, one may add to one's choice.
    let before = polls::votes_of(tx.conn, by.id, &[status.id])?;
    let is_used_up = if poll.multiple {
        before.iter().any(|vote| distinct.contains(&vote.position))
    } else {
        !before.is_empty() || distinct.len() > 1
    };
    if is_used_up {
        Err(StatusError::invalid("You have already voted on this poll"))
    } else {
        Ok(())
    }
}

/// The poll of a status.
pub(super) fn poll_of(tx: &mut Tx<'_>, status: StatusId) -> Result<Option<PollRow>, DbError> {
    Ok(polls::of_statuses(tx.conn, &[status])?.pop())
}

/// Whether nobody can vote any more.
pub(super) fn is_over(poll: &PollRow, now: Timestamp) -> bool {
    poll.closed_at.is_some() || poll.ends_at.is_some_and(|end| end <= now.as_micros())
}

impl PollView {
    /// When voting ended, or will.
    pub fn ends_at(&self) -> Option<Timestamp> {
        let end = self.poll.closed_at.or(self.poll.ends_at);
        end.map(Timestamp::from_micros)
    }

    /// Whether nobody can vote any more.
    pub fn is_over(&self, now: Timestamp) -> bool {
        is_over(&self.poll, now)
    }

    /// Whether it may be told how many chose what: where whoever made it does not want that before its end,
    /// nobody is told before.
    pub fn shows_totals(&self, now: Timestamp) -> bool {
        self.is_over(now) || !self.poll.hides_totals
    }
}

/// Notes the votes of `by` (one activity each when they come from elsewhere, with its `uri`); gives
/// those that are new. A poll that is over, a choice that is none, or a second choice where one may
/// choose one, counts nothing.
pub fn vote_in(
    tx: &mut Tx<'_>,
    by: &AccountRow,
    status: &StatusRow,
    poll: &PollRow,
    choices: &[i32],
    uri: Option<&str>,
) -> Result<Vec<VoteId>, DbError> {
    polls::lock(tx.conn, status.id)?;
    let before = polls::votes_of(tx.conn, by.id, &[status.id])?;
    if is_over(poll, tx.now) || (!poll.multiple && !before.is_empty()) {
        return Ok(Vec::new());
    }
    let mut added = Vec::new();
    for position in choices {
        let row = PollVoteRow {
            id: tx.new_id(),
            status_id: status.id,
            account_id: by.id,
            position: *position,
            uri: uri.map(str::to_owned),
            created_at: tx.now,
        };
        let id = row.id;
        if polls::add_vote(tx.conn, row)? {
            polls::count_vote(tx.conn, status.id, *position)?;
            added.push(id);
        }
    }
    if !added.is_empty() && before.is_empty() {
        polls::count_voter(tx.conn, status.id)?;
    }
    if !added.is_empty() {
        if status.local {
            tell_later(tx, status.id)?;
        } else if by.is_local() {
            tx.emit(&Event::Voted {
                account: by.id,
                status: status.id,
                votes: added.clone(),
            })?;
        }
    }
    Ok(added)
}

/// Queues that other servers are told. Time is cut into pieces, each with one job at its end: a vote that
/// comes while one job runs is in the piece of the next.
fn tell_later(tx: &mut Tx<'_>, status: StatusId) -> Result<(), DbError> {
    if !tx.federates {
        return Ok(());
    }
    let piece = i64::try_from(TOLD_EVERY.as_micros()).unwrap_or(i64::MAX);
    let number = tx.now.as_micros().div_euclid(piece).saturating_add(1);
    let end = Timestamp::from_micros(number.saturating_mul(piece));
    let job = NewJob::now(JobPayload::TellPoll { status }, tx.now)
        .not_before(end)
        .with_dedup_key(format!("poll-{status}-{number}"));
    tx.queue(&job)?;
    Ok(())
}

/// Lets other servers know how a poll of ours stands, unless they were told at its end.
pub async fn tell_poll(ctx: &Ctx, status: StatusId) -> Result<(), DbError> {
    ctx.transact(move |tx| {
        let is_open = poll_of(tx, status)?.is_some_and(|poll| poll.closed_at.is_none());
        let there = staffroom_db::statuses::find(tx.conn, status)?;
        if is_open && there.is_some_and(|row| row.local && row.deleted_at.is_none()) {
            tx.emit(&Event::PollChanged { status })?;
        }
        Ok(())
    })
    .await
}

/// Closes the polls whose time is over and tells those who made them or voted; gives how many.
pub async fn close_polls(ctx: &Ctx) -> Result<usize, DbError> {
    ctx.transact(|tx| {
        let due = polls::due_to_close(tx.conn, tx.now, CLOSED_AT_ONCE)?;
        for poll in &due {
            polls::close(tx.conn, poll.status_id, tx.now)?;
            let Some(status) = staffroom_db::statuses::find(tx.conn, poll.status_id)? else {
                continue;
            };
            tell_of_end(tx, &status)?;
            if status.local {
                tx.emit(&Event::PollChanged { status: status.id })?;
            }
        }
        Ok(due.len())
    })
    .await
}

fn tell_of_end(tx: &mut Tx<'_>, status: &StatusRow) -> Result<(), DbError> {
    if status.local {
        let row_to = status.account_id;
        notifications::tell_anyway(tx, Kind::Poll, row_to, status.account_id, status.id)?;
    }
    let Some(author) = accounts::find(tx.conn, status.account_id)? else {
        return Ok(());
    };
    let mut after = AccountId::from(0);
    loop {
        let voters = polls::voters(tx.conn, status.id, after, VOTERS_AT_ONCE)?;
        let Some(last) = voters.last().copied() else {
            return Ok(());
        };
        for voter in accounts::find_many(tx.conn, &voters)? {
            if voter.is_local() {
                notifications::tell(tx, Kind::Poll, voter.id, &author, Some(status.id))?;
            }
        }
        after = last;
    }
}
