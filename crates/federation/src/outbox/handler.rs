//! Makes the activities of an event, and queues them for every inbox, in one transaction.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use staffroom_db::activities::{self, ActivityRow};
use staffroom_db::deliveries::{self, Destination, Mailing};
use staffroom_db::{Conn, DbError};
use staffroom_domain::job::{ClaimedJob, JobKind, JobPayload};
use staffroom_domain::{Event, EventId};
use staffroom_service::ports::{JobError, JobHandler};
use tokio::sync::Mutex;

use super::build::{self, BuildError, Sending};
use super::proof::with_proof;
use crate::Federation;

/// The handlers of this module. `federates` as in [`super::FederationSubscriber`].
pub fn handlers(fed: &Federation, federates: bool) -> Vec<Box<dyn JobHandler>> {
    vec![
        Box::new(FederateHandler {
            fed: fed.clone(),
            federates,
            turn: Mutex::default(),
        }),
        Box::new(MakeKeysHandler(fed.clone())),
    ]
}

struct FederateHandler {
    fed: Federation,
    federates: bool,
    /// One event after the other, in the order in which they were taken from the queue: deliveries
    /// go in the order of their ids, and an Undo must not overtake what it undoes.
    turn: Mutex<()>,
}

impl JobHandler for FederateHandler {
    fn kind(&self) -> JobKind {
        JobKind::Federate
    }

    fn run<'a>(&'a self, job: &'a ClaimedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let JobPayload::Federate { id, event } = &job.payload else {
                return Err(JobError::Hopeless("not an event".into()));
            };
            if !self.federates {
                return Ok(());
            }
            let _turn = self.turn.lock().await;
            federate(&self.fed, *id, event).await
        })
    }
}

struct MakeKeysHandler(Federation);

impl JobHandler for MakeKeysHandler {
    fn kind(&self) -> JobKind {
        JobKind::MakeKeys
    }

    fn run<'a>(&'a self, job: &'a ClaimedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let JobPayload::MakeKeys { account } = &job.payload else {
                return Err(JobError::Hopeless("not an actor".into()));
            };
            self.0.keys_of(*account).await.map_err(JobError::retry)?;
            Ok(())
        })
    }
}

/// An activity that is ready, with its inboxes and their hosts.
type Prepared = (Sending, BTreeMap<String, String>);

async fn federate(fed: &Federation, id: EventId, event: &Event) -> Result<(), JobError> {
    let mut prepared = prepare(fed, event).await?;
    finish(fed, &mut prepared).await?;
    let mut passed_on = pass_on(fed, &prepared).await?;
    finish(fed, &mut passed_on).await?;
    prepared.append(&mut passed_on);
    // What nobody gets and nobody can read is not kept.
    prepared.retain(|(sending, inboxes)| sending.public || !inboxes.is_empty());
    if prepared.is_empty() {
        return Ok(());
    }
    let queued = store(fed, id, prepared).await.map_err(JobError::retry)?;
    if queued > 0 {
        fed.deliveries_due().notify_one();
    }
    metrics::counter!("staffroom_activities_total", "event" => event.kind()).increment(1);
    Ok(())
}

/// Leaves out the hosts that nothing goes to, and adds the proofs.
async fn finish(fed: &Federation, prepared: &mut [Prepared]) -> Result<(), JobError> {
    let hosts = prepared.iter().flat_map(|(_, inboxes)| inboxes.values());
    let policies = fed.policies().of_many(hosts).await;
    let policies = policies.map_err(JobError::retry)?;
    for (sending, inboxes) in prepared {
        inboxes.retain(|_, host| policies.get(host).is_some_and(|policy| policy.federates));
        let keys = fed.keys_of(sending.account).await;
        let keys = keys.map_err(JobError::retry)?;
        let actor = fed.addresses().actor(sending.account);
        let now = fed.ctx().now();
        sending.json = with_proof(&sending.json, &keys.ed25519, &actor, now)
            .map_err(|error| JobError::Hopeless(error.to_string()))?;
    }
    Ok(())
}

/// What groups here, and the organisation of the instance, pass on: the activities as they are sent, each with its proof.
async fn pass_on(fed: &Federation, prepared: &[Prepared]) -> Result<Vec<Prepared>, JobError> {
    let mut announced = Vec::new();
    for (sending, _) in prepared {
        for passed_on in &sending.passed_on_by {
            let announce = build::announce(fed, passed_on, &sending.json);
            announced.push(announce.map_err(|error| JobError::Hopeless(error.to_string()))?);
        }
    }
    if announced.is_empty() {
        return Ok(Vec::new());
    }
    fed.ctx()
        .db
        .read(move |conn| with_inboxes(conn, announced))
        .await
        .map_err(|error: DbError| JobError::retry(error))
}

fn with_inboxes(conn: &mut Conn, sendings: Vec<Sending>) -> Result<Vec<Prepared>, DbError> {
    sendings
        .into_iter()
        .map(|sending| {
            let inboxes = sending.to.inboxes(conn, sending.account)?;
            Ok((sending, inboxes))
        })
        .collect()
}

async fn prepare(fed: &Federation, event: &Event) -> Result<Vec<Prepared>, JobError> {
    if let Event::ProfileChanged { account }
    | Event::AccountMoved { account, .. }
    | Event::AccountDeleted { account } = event
    {
        // Whoever hears of it will look.
        fed.forget_actor(*account).await;
    }
    if let Event::StatusEdited { status, .. } | Event::StatusDeleted { status, .. } = event {
        fed.forget_document(&fed.addresses().object(*status)).await;
    }
    let keys = match event {
        Event::ProfileChanged { account } => {
            Some(fed.keys_of(*account).await.map_err(JobError::retry)?)
        }
        _ => None,
    };
    let (own, event) = (fed.clone(), event.clone());
    fed.ctx()
        .db
        .read(move |conn| {
            let built = build::build(conn, &own, keys.as_deref(), &event)?;
            Ok(with_inboxes(conn, built)?)
        })
        .await
        .map_err(|error: BuildError| match error {
            BuildError::Db(error) => JobError::retry(error),
            other => JobError::Hopeless(other.to_string()),
        })
}

/// Gives how many deliveries are new: none where the event was dealt with before.
async fn store(
    fed: &Federation,
    event: EventId,
    prepared: Vec<Prepared>,
) -> Result<usize, DbError> {
    let (ctx, now) = (fed.ctx().clone(), fed.ctx().now());
    let prepared = Arc::new(prepared);
    fed.ctx()
        .db
        .write(move |conn| {
            let mut queued = 0;
            for (n, (sending, inboxes)) in prepared.iter().enumerate() {
                let row = ActivityRow {
                    id: sending.id,
                    // An event is dealt with as a whole: the first stands for the others.
                    event_id: (n == 0).then_some(event.get()),
                    account_id: sending.account,
                    kind: sending.kind.clone(),
                    body: sending.json.clone(),
                    public: sending.public,
                    status_id: sending.status.map(staffroom_domain::StatusId::get),
                    created_at: now,
                };
                if !activities::insert(conn, row)? {
                    return Ok(queued);
                }
                let destinations: Vec<Destination> = inboxes
                    .iter()
                    .map(|(inbox, host)| Destination {
                        id: ctx.new_id(),
                        host: host.clone(),
                        inbox: inbox.clone(),
                    })
                    .collect();
                let mailing = Mailing {
                    activity_id: sending.id,
                    thread_key: &sending.thread_key,
                    sync_followers: sending.to.followers,
                };
                queued += deliveries::queue(conn, mailing, &destinations, now)?;
            }
            Ok(queued)
        })
        .await
}
