//! Who takes part here hears where an event is at another time or place, or does not take place: afterwards, some at a time,
//! so that nobody waits for it however many come. Those of other servers are sent the new version.

use futures_util::future::BoxFuture;
use staffroom_db::{DbError, accounts, participations, statuses};
use staffroom_domain::job::{ClaimedJob, JobKind, JobPayload, NewJob};
use staffroom_domain::{AccountId, ParticipationId, StatusId};

use crate::context::Ctx;
use crate::notifications::{self, Kind};
use crate::ports::{JobError, JobHandler};
use crate::tx::Tx;

/// How many are told in one job.
const AT_ONCE: i64 = 500;

/// Has everybody here told who takes part that there is news of an event.
pub(super) fn tell_participants_later(tx: &mut Tx<'_>, event: StatusId) -> Result<(), DbError> {
    tell_after(tx, event, ParticipationId::from(0))
}

fn tell_after(tx: &mut Tx<'_>, event: StatusId, after: ParticipationId) -> Result<(), DbError> {
    let payload = JobPayload::TellParticipants { event, after };
    tx.queue(&NewJob::now(payload, tx.now))?;
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
            let JobPayload::TellParticipants { event, after } = &job.payload else {
                return Err(JobError::Hopeless("no event".into()));
            };
            let (event, after) = (*event, *after);
            let told: Result<(), DbError> =
                self.0.transact(move |tx| tell_some(tx, event, after)).await;
            told.map_err(JobError::retry)
        })
    }
}

/// Tells some, and queues the others: whoever was told is not told again.
fn tell_some(tx: &mut Tx<'_>, event: StatusId, after: ParticipationId) -> Result<(), DbError> {
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
    for person in accounts::find_many(tx.conn, &ids)? {
        if person.is_local() && person.id != author.id {
            notifications::tell(tx, Kind::Update, person.id, &author, Some(event))?;
        }
    }
    tell_after(tx, event, last.id)
}
