//! What the inboxes remember in memory: how much a server has sent of late.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use moka::future::Cache;
use staffroom_db::{DbError, accounts, inbox, peers};
use staffroom_domain::{AccountId, Local};

use super::threads::Threads;
use crate::Federation;

/// Requests of one address before its signature is looked at, per second and at once: a large server
/// sends from few, and behind a proxy that is not trusted all come from one.
const FROM_ADDRESS: (u32, u32) = (10_000, 20_000);
/// Verified activities of one host: per second, and at once. More than a core verifies is no limit; how
/// much of them may wait is the one that holds.
const FROM_HOST: (u32, u32) = (8_000, 16_000);
/// A host of which so many activities wait has to wait itself.
const MOST_WAITING: i64 = 10_000;
/// How many hosts and addresses are remembered.
const REMEMBERED: u64 = 50_000;
/// How long a count of waiting activities is believed.
const COUNTED_FOR: Duration = Duration::from_secs(10);
/// How long it is believed whether somebody is here.
const RECIPIENT_KEPT_FOR: Duration = Duration::from_mins(1);
/// How often it is noted that a server is alive.
const HEARD_EVERY: Duration = Duration::from_mins(1);
/// How often an actor's followers are compared.
const COMPARED_EVERY: Duration = Duration::from_hours(1);
/// How long a host waits whose activities do not get applied fast enough.
const BACKLOG_PAUSE: Duration = Duration::from_mins(1);
/// After so many requests the counters of those who were quiet are dropped.
const SWEEP_AFTER: usize = 100_000;

/// Whose inbox it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Recipient {
    /// Somebody's.
    Here,
    /// Nobody's, ever.
    Nobody,
    /// Somebody's who is gone.
    Gone,
}

/// The memory of the inboxes. Cheap to clone; one for each process.
#[derive(Clone)]
pub struct InboxState(Arc<Memory>);

struct Memory {
    trial: bool,
    threads: Threads,
    from_address: DefaultKeyedRateLimiter<String>,
    from_host: DefaultKeyedRateLimiter<String>,
    waiting: Cache<String, i64>,
    recipients: Cache<String, Recipient>,
    heard: Cache<String, ()>,
    compared: Cache<AccountId, ()>,
}

impl InboxState {
    /// With nothing remembered. A trial instance has no inbox.
    pub fn new(trial: bool) -> Self {
        Self(Arc::new(Memory {
            trial,
            threads: Threads::default(),
            from_address: limiter(FROM_ADDRESS),
            from_host: limiter(FROM_HOST),
            waiting: cache(COUNTED_FOR),
            recipients: cache(RECIPIENT_KEPT_FOR),
            heard: cache(HEARD_EVERY),
            compared: cache(COMPARED_EVERY),
        }))
    }

    /// Whether this is a trial instance, which nobody can send anything.
    pub fn is_trial(&self) -> bool {
        self.0.trial
    }

    /// Which threads are in the hands of this process.
    pub(super) fn threads(&self) -> &Threads {
        &self.0.threads
    }

    /// How long a sender at this address has to wait.
    ///
    /// # Errors
    ///
    /// The time to wait.
    pub fn check_address(&self, address: &str) -> Result<(), Duration> {
        check(&self.0.from_address, address)
    }

    /// How long a host has to wait: it sends too fast, or faster than we apply.
    pub async fn check_host(
        &self,
        fed: &Federation,
        host: &str,
    ) -> Result<Option<Duration>, DbError> {
        if let Err(pause) = check(&self.0.from_host, host) {
            return Ok(Some(pause));
        }
        let waiting = match self.0.waiting.get(host).await {
            Some(waiting) => waiting,
            None => self.count_waiting(fed, host).await?,
        };
        Ok((waiting >= MOST_WAITING).then_some(BACKLOG_PAUSE))
    }

    async fn count_waiting(&self, fed: &Federation, host: &str) -> Result<i64, DbError> {
        let asked = host.to_owned();
        let waiting = fed
            .ctx()
            .db
            .read(move |conn| inbox::backlog_of(conn, &asked, MOST_WAITING))
            .await?;
        self.0.waiting.insert(host.to_owned(), waiting).await;
        Ok(waiting)
    }

    /// Whose inbox that is, by what stands after `/ap/actors/`.
    pub(super) async fn recipient(&self, fed: &Federation, id: &str) -> Result<Recipient, DbError> {
        let uri = format!("{}/ap/actors/{id}", fed.addresses().origin());
        let Some(Local::Actor(account)) = fed.addresses().parse(&uri) else {
            return Ok(Recipient::Nobody);
        };
        if let Some(known) = self.0.recipients.get(id).await {
            return Ok(known);
        }
        let row = fed
            .ctx()
            .db
            .read(move |conn| accounts::find(conn, account))
            .await?;
        let found = match row.filter(accounts::AccountRow::is_local) {
            None => Recipient::Nobody,
            Some(row) if row.deleted_at.is_some() => Recipient::Gone,
            Some(_) => Recipient::Here,
        };
        self.0.recipients.insert(id.to_owned(), found).await;
        Ok(found)
    }

    /// Notes that a server is alive, at most once a minute.
    pub async fn heard_from(&self, fed: &Federation, host: &str) -> Result<(), DbError> {
        if self.0.heard.contains_key(host) {
            return Ok(());
        }
        self.0.heard.insert(host.to_owned(), ()).await;
        let (host, now) = (host.to_owned(), fed.ctx().now());
        fed.ctx()
            .db
            .write(move |conn| peers::heard_from(conn, &host, now).map(|_| ()))
            .await
    }

    /// Whether an actor's followers were not compared within the last hour.
    pub(super) fn may_compare(&self, actor: AccountId) -> bool {
        !self.0.compared.contains_key(&actor)
    }

    /// Notes that an actor's followers were compared.
    pub(super) async fn compared(&self, actor: AccountId) {
        self.0.compared.insert(actor, ()).await;
    }
}

fn limiter((each_second, at_once): (u32, u32)) -> DefaultKeyedRateLimiter<String> {
    let each_second = NonZeroU32::new(each_second).unwrap_or(NonZeroU32::MIN);
    let at_once = NonZeroU32::new(at_once).unwrap_or(NonZeroU32::MIN);
    RateLimiter::keyed(Quota::per_second(each_second).allow_burst(at_once))
}

fn check(limiter: &DefaultKeyedRateLimiter<String>, key: &str) -> Result<(), Duration> {
    if limiter.len() > SWEEP_AFTER {
        limiter.retain_recent();
    }
    let checked = limiter.check_key(&key.to_owned());
    checked.map_err(|until| until.wait_time_from(DefaultClock::default().now()))
}

fn cache<K, V>(kept_for: Duration) -> Cache<K, V>
where
    K: std::hash::Hash + Eq + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    Cache::builder()
        .max_capacity(REMEMBERED)
        .time_to_live(kept_for)
        .build()
}
