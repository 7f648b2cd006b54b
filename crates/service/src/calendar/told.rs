//! Who takes part here hears where an event is at another time or place, or does not take place: afterwards, some at a time,
//! so that nobody waits for it however many come. Those of other servers are sent the new version.

use futures_util::future::BoxFuture;
use staffroom_db::{DbError, accounts, notifications as rows, participations, statuses};
use staffroom_domain::job::{ClaimedJob, JobKind, JobPayload, NewJob};
use staffroom_domain::{AccountId, ParticipationId, StatusId, Timestamp};

use crate::context::Ctx;
use crate::notifications::{self, Kind};
use crate::ports::{JobError, JobHandler};
use crate::tx::Tx;

/// How many are told in one job.
const AT_ONCE: i64 = 500;

/// Has everybody here told who takes part that there is news of an event.
pub(super) fn tell_participants_later(tx: &mut Tx<'_>, event: StatusId) -> Result<(), DbError> {
    let since = tx.now;
    tell_after(tx, event, ParticipationId::from(0), since)
}

fn tell_after(
    tx: &mut Tx<'_>,
    event: StatusId,
    after: ParticipationId,
    since: Timestamp,
) -> Result<(), DbError> {
    let key = format!("told-{event}-{}-{after}", since.as_micros());
    let payload = JobPayload::TellParticipants {
        event,
        after,
        since,
    };
    tx.queue(&NewJob::now(payload, tx.now).with_dedup_key(key))?;
    Ok(())
}

/// Tells those who take part.
pub struct TellParticipantsHandler(pub Ctx);

impl JobHandler for TellParticipantsHandler {
    fn kind(&self) -> JobKind {
        JobKind::TellParticipants
    }

    fn run<'a>(&'a self, job: &'a ClaimedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let JobPayload::TellParticipants {
                event,
                after,
                since,
            } = job.payload
            else {
                return Err(JobError::Hopeless("no event".into()));
            };
            let told = self
                .0
                .transact(move |tx| tell_some(tx, event, after, since));
            told.await.map_err(JobError::retry)
        })
    }
}

/// Tells some, and queues the others. Whoever was told is not told again, also where the job was done and is done once more.
fn tell_some(
    tx: &mut Tx<'_>,
    event: StatusId,
    after: ParticipationId,
    since: Timestamp,
) -> Result<(), DbError> {
    let row = statuses::find(tx.conn, event)?.filter(|row| row.deleted_at.is_none());
    let Some(row) = row else { return Ok(()) };
    let Some(author) = accounts::find(tx.conn, row.account_id)? else {
        return Ok(());
    };
    let some = participations::of_event(tx.conn, event, after, AT_ONCE)?;
    let Some(last) = some.last() else {
        return Ok(());
    };
    let ids: Vec<AccountId> = some.iter().map(|row| row.account_id).collect();
    let news = (author.id, Kind::Update.as_str());
    let told = rows::told_since(tx.conn, event.get(), news, since, &ids)?;
    for person in accounts::find_many(tx.conn, &ids)? {
        if person.is_local() && person.id != author.id && !told.contains(&person.id) {
            notifications::tell(tx, Kind::Update, person.id, &author, Some(event))?;
        }
    }
    tell_after(tx, event, last.id, since)
}
