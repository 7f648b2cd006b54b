//! A write transaction with what use cases need inside it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use staffroom_config::{FederationMode, Hubs};
use staffroom_db::{Conn, DbError, hub_members, jobs, outbox};
use staffroom_domain::job::NewJob;
use staffroom_domain::{Addresses, Event, IdGenerator, News, Random, StatusId, Timestamp};

use crate::context::Ctx;
use crate::hub;

/// An open write transaction. Local commands and activities of other servers meet here: the same
/// function does the work of both.
#[expect(
    clippy::struct_excessive_bools,
    reason = "what is set for this instance is one thing each"
)]
pub struct Tx<'a> {
    /// The connection.
    pub conn: &'a mut Conn,
    /// The present.
    pub now: Timestamp,
    /// The ids of what lives here.
    pub addresses: &'a Addresses,
    /// Whether anything is exchanged with other servers.
    pub federates: bool,
    /// How many posts a home timeline, or that of a list, keeps.
    pub timeline_length: i64,
    /// Whether people may write to one another alone.
    pub direct_messages: bool,
    /// Whether everybody here is of the organisation that lives here, where it is the only one.
    pub one_organisation: bool,
    /// Whether this is a hub: what comes from elsewhere counts once its own server has shown it.
    pub is_hub: bool,
    /// Which hubs are told what is found out here.
    pub hubs: Hubs,
    /// How often at most others are told of a ledger, or asked for one.
    pub ledger_interval: Duration,
    /// Whether pages that posts link to are fetched.
    pub previews: bool,
    /// The domain of handles here.
    pub account_domain: &'a str,
    /// The main language of the instance, by its short code.
    pub language: &'a str,
    attempts: u32,
    ids: &'a IdGenerator,
    random: &'a dyn Random,
    /// Practices of which it is to be seen, at the end, by what the library of this hub counts them.
    to_recount: BTreeSet<StatusId>,
    /// By how much, at the end, changes how much of what host counts.
    members: BTreeMap<(String, String), i32>,
}

impl Tx<'_> {
    /// A new id for something that happens now.
    pub fn new_id<T: From<i64>>(&self) -> T {
        self.ids.next(self.now)
    }

    /// A new id for something that happened at another time.
    pub fn dated_id<T: From<i64>>(&self, at: Timestamp) -> T {
        staffroom_domain::id::dated(at, self.now, self.random)
    }

    /// Some moment within that time from now on.
    pub(crate) fn within(&self, time: Duration) -> Timestamp {
        let drawn = u32::from_le_bytes(staffroom_domain::random::bytes::<4>(self.random));
        let part = f64::from(drawn) / f64::from(u32::MAX);
        self.now.plus(time.mul_f64(part))
    }

    /// Writes an event, to be seen with the commit of everything else.
    pub fn emit(&mut self, event: &Event) -> Result<(), DbError> {
        outbox::push(self.conn, self.ids.next(self.now), event, self.now)
    }

    /// Something about a practice has changed that the library of this hub counts it by, or may have.
    pub(crate) fn recount_in_library(&mut self, practice: StatusId) {
        if self.is_hub {
            self.to_recount.insert(practice);
        }
    }

    /// How much of some kind of a host counts on this hub changes by that. It is written at the end: whoever holds the number
    /// of a host then waits for the turn in the library alone, and nobody who has that turn waits for a number.
    pub(crate) fn count_of_member(&mut self, host: String, kind: String, by: i32) {
        let sum = self.members.entry((host, kind)).or_default();
        *sum = sum.saturating_add(by);
    }

    /// Tells those who listen, with the commit of everything else.
    pub fn tell(&self, news: News) {
        staffroom_db::news::tell(news);
    }

    /// Queues a job; `false` where one with its dedup key waits already.
    pub fn queue(&mut self, job: &NewJob) -> Result<bool, DbError> {
        let id = self.ids.next(self.now);
        jobs::enqueue(self.conn, id, job, self.attempts, self.now)
    }
}

impl Ctx {
    /// Runs `work` in one write transaction: all of its changes and events are kept when it answers
    /// `Ok`, and none otherwise.
    pub async fn transact<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        let ctx = self.clone();
        self.db
            .write(move |conn| {
                let account_domain = ctx.config.account_domain();
                let mut tx = Tx {
                    conn,
                    now: ctx.now(),
                    addresses: &ctx.addresses,
                    federates: ctx.config.federation_mode() != FederationMode::Off,
                    timeline_length: ctx.config.timelines.length.into(),
                    direct_messages: ctx.config.direct_messages(),
                    one_organisation: ctx.config.one_organisation(),
                    is_hub: ctx.config.is_hub(),
                    hubs: ctx.config.federation.hubs,
                    ledger_interval: ctx.config.federation.ledger_interval,
                    previews: ctx.config.media.link_previews
                        && ctx.config.federation_mode() != FederationMode::Off,
                    account_domain: account_domain.as_str(),
                    language: ctx.config.instance.language.as_str(),
                    attempts: ctx.config.jobs.max_attempts,
                    ids: &ctx.ids,
                    random: &*ctx.random,
                    to_recount: BTreeSet::new(),
                    members: BTreeMap::new(),
                };
                let answer = work(&mut tx)?;
                for ((host, kind), by) in std::mem::take(&mut tx.members) {
                    if by != 0 {
                        hub_members::count(tx.conn, &host, &kind, by)?;
                    }
                }
                let changed = std::mem::take(&mut tx.to_recount);
                hub::settle_library_in(&mut tx, changed)?;
                Ok(answer)
            })
            .await
    }
}
