//! Taking hosts, and reading what waits for them: one transaction and one reading for many.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use staffroom_db::deliveries::{self, DeliveryRow};
use staffroom_db::peers::{self, Claim, PeerRow};
use staffroom_db::{DbError, activities, remote_actors};
use staffroom_domain::{AccountId, ActivityId, Timestamp, random};

use super::followers;
use crate::Federation;
use crate::knock::Reads;

/// How many deliveries a host gets in one round.
const PER_ROUND: i64 = 64;
/// A round begins nothing new after half a minute, and what it began ends within the other.
const LEASE: Duration = Duration::from_secs(90);

/// One delivery with everything that is sent.
pub(super) struct Parcel {
    /// The row.
    pub(super) row: DeliveryRow,
    /// Who sends.
    pub(super) account: AccountId,
    /// The activity.
    pub(super) body: Bytes,
    /// The value of the header of FEP-8fcf.
    pub(super) followers: Option<String>,
}

/// A host that was claimed, with what can be sent to it now.
pub(super) struct Load {
    /// The host.
    pub(super) peer: PeerRow,
    /// Which signatures it reads.
    pub(super) reads: Reads,
    /// The lease.
    pub(super) token: i64,
    /// What must be sent in order, thread by thread; the oldest first.
    pub(super) threads: VecDeque<VecDeque<Parcel>>,
    /// Whether nothing is exchanged with it: what waits is thrown away.
    pub(super) unwanted: bool,
}

/// Claims at most `limit` hosts that are due, and reads what can be sent to them.
pub(super) async fn claim(fed: &Federation, limit: usize) -> Result<Vec<Load>, DbError> {
    let ctx = fed.ctx();
    let now = ctx.now();
    // Looking costs the writer nothing.
    let next = ctx.db.read(peers::next_due).await?;
    if limit == 0 || next.is_none_or(|next| next > now) {
        return Ok(Vec::new());
    }
    let token = i64::from_le_bytes(random::bytes(&*ctx.random));
    let claim = Claim {
        now,
        lease_until: now.plus(LEASE),
        token,
        limit: i64::try_from(limit).unwrap_or(i64::MAX),
    };
    let claimed = ctx.db.write(move |conn| peers::claim(conn, claim)).await?;
    if claimed.is_empty() {
        return Ok(Vec::new());
    }
    let policies = fed
        .policies()
        .of_many(claimed.iter().map(|peer| &peer.host))
        .await?;
    let is_wanted = |peer: &PeerRow| policies.get(&peer.host).is_some_and(|p| p.federates);
    let hosts = claimed.iter().filter(|peer| is_wanted(peer));
    let mut waiting = read(fed, hosts.map(|peer| peer.host.clone()).collect(), now).await?;
    Ok(claimed
        .into_iter()
        .map(|peer| Load {
            unwanted: !is_wanted(&peer),
            reads: Reads::of(Some(&peer), now),
            threads: waiting.remove(&peer.host).unwrap_or_default(),
            token,
            peer,
        })
        .collect())
}

type Threads = VecDeque<VecDeque<Parcel>>;

async fn read(
    fed: &Federation,
    hosts: Vec<String>,
    now: Timestamp,
) -> Result<HashMap<String, Threads>, DbError> {
    let addresses = fed.addresses().clone();
    fed.ctx()
        .db
        .read(move |conn| {
            let rows = deliveries::next_for(conn, &hosts, PER_ROUND, now)?;
            let wanted: HashSet<ActivityId> = rows.iter().map(|row| row.activity_id).collect();
            let wanted: Vec<ActivityId> = wanted.into_iter().collect();
            let activities: HashMap<ActivityId, (AccountId, Bytes)> =
                activities::find_many(conn, &wanted)?
                    .into_iter()
                    .map(|row| (row.id, (row.account_id, Bytes::from(row.body))))
                    .collect();
            let mut digests: HashMap<(AccountId, String), Arc<str>> = HashMap::new();
            let mut threads = HashMap::new();
            for row in rows {
                let Some((account, body)) = activities.get(&row.activity_id).cloned() else {
                    continue;
                };
                let mut header = None;
                if row.sync_followers {
                    let key = (account, row.host.clone());
                    if !digests.contains_key(&key) {
                        let ids = remote_actors::followers_on_host(conn, account, &row.host)?;
                        let value = followers::header(&addresses, account, &ids);
                        digests.insert(key.clone(), value.into());
                    }
                    header = digests.get(&key).map(ToString::to_string);
                }
                let parcel = Parcel {
                    account,
                    body,
                    followers: header,
                    row,
                };
                sort_in(threads.entry(parcel.row.host.clone()).or_default(), parcel);
            }
            Ok(threads)
        })
        .await
}

/// Rows come in the order of their ids.
fn sort_in(threads: &mut Threads, parcel: Parcel) {
    let same = |thread: &&mut VecDeque<Parcel>| {
        let first = thread.front();
        first.is_some_and(|first| first.row.thread_key == parcel.row.thread_key)
    };
    match threads.iter_mut().find(same) {
        Some(thread) => thread.push_back(parcel),
        None => threads.push_back(VecDeque::from([parcel])),
    }
}
