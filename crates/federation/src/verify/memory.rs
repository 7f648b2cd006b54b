//! What this process remembers, so that most requests need neither the database nor the network.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use moka::Expiry;
use moka::future::Cache;
use moka::policy::EvictionPolicy;
use staffroom_db::accounts::AccountRow;
use staffroom_domain::{AccountId, Timestamp};
use staffroom_net::registrable_domain;
use staffroom_signatures::{PublicKey, Verified};

use super::VerifyError;
use crate::resolve::{COUNTED_FOR, Flights, Members};

/// Keys in memory.
const KEYS: u64 = 50_000;
/// A key is looked up in the database again after this time.
const KEYS_KEPT_FOR: Duration = Duration::from_hours(1);
/// A suspension that another process made is noticed after this time.
const ACCOUNTS_KEPT_FOR: Duration = Duration::from_mins(1);
/// Keys that could not be had.
const FAILURES: u64 = 50_000;
/// A key that could not be had is not asked for again within this time.
const FAILURE_KEPT_FOR: Duration = Duration::from_mins(5);
/// The same where the other server did not answer.
const SILENCE_KEPT_FOR: Duration = Duration::from_secs(30);
/// The key of a signature that did not fit is fetched again once in this time.
const ONE_REFETCH_IN: Duration = Duration::from_mins(5);
/// Lookups of unknown keys at the hosts of one registrable domain, and for requests from one address,
/// within [`ONE_REFETCH_IN`]: whoever invents keys makes us ask others no more often than this.
const LOOKUPS: u32 = 300;
/// Domains and addresses that are counted.
const COUNTED: u64 = 20_000;
/// How old an account is, is looked up once in this time.
const LOOKED_AT_EVERY: Duration = Duration::from_hours(1);
/// Members of organisations elsewhere.
const MEMBERS: u64 = 200_000;
/// An organisation is asked again after this time.
const MEMBERS_KEPT_FOR: Duration = Duration::from_hours(1);
/// Signatures that were seen.
const SIGNATURES: u64 = 500_000;

/// What somebody can make us ask the hosts of a registrable domain for. Each is counted for itself: who uses up the one
/// holds up none of the others.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Errand {
    /// Actors, and what they feature: whoever makes up actors does not fill the queue.
    Actors,
    /// Ledgers of practices.
    Ledgers,
    /// Whom organisations list.
    Organisations,
    /// Entries of a ledger that is kept elsewhere, because its author says that there are such.
    Entries,
    /// What members of a hub have.
    Harvest,
    /// What of that they show without being asked for it.
    Shown,
}

impl Errand {
    /// How many of one registrable domain within [`COUNTED_FOR`].
    const fn most(self) -> u32 {
        match self {
            Self::Actors | Self::Ledgers => 100,
            Self::Organisations => 50,
            Self::Entries => 30,
            Self::Harvest => 1_200,
            Self::Shown => 12_000,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Actors => "actors",
            Self::Ledgers => "ledgers",
            Self::Organisations => "organisations",
            Self::Entries => "entries",
            Self::Harvest => "harvest",
            Self::Shown => "shown",
        }
    }
}

/// A key, and whose it is.
#[derive(Clone)]
pub(crate) struct KnownKey {
    pub(crate) key: PublicKey,
    pub(crate) account: AccountId,
    pub(crate) fetched_at: Timestamp,
    /// From then on it signs nothing any more.
    pub(crate) expires_at: Option<Timestamp>,
}

impl KnownKey {
    /// Whether its owner does not sign with it any more.
    pub(crate) fn has_expired(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|expires_at| expires_at <= now)
    }
}

/// Keys, failures, signatures and fetches under way, of one instance.
pub struct Memory {
    keys: Cache<String, KnownKey>,
    accounts: Cache<AccountId, Arc<AccountRow>>,
    failures: Cache<String, VerifyError>,
    refetched: Cache<String, ()>,
    lookups: Cache<String, Arc<AtomicU32>>,
    queued: Cache<String, Arc<AtomicU32>>,
    looked_at: Cache<AccountId, ()>,
    seen: Cache<[u8; 32], Duration>,
    members: Cache<String, Arc<Members>>,
    flights: Flights,
}

/// As long as the value says.
struct AsItSays;

impl Expiry<[u8; 32], Duration> for AsItSays {
    fn expire_after_create(&self, _: &[u8; 32], kept: &Duration, _: Instant) -> Option<Duration> {
        Some(*kept)
    }
}

/// Shorter where trying again may help.
struct ByKind;

impl Expiry<String, VerifyError> for ByKind {
    fn expire_after_create(&self, _: &String, error: &VerifyError, _: Instant) -> Option<Duration> {
        Some(match error {
            VerifyError::Unavailable(_) => SILENCE_KEPT_FOR,
            _ => FAILURE_KEPT_FOR,
        })
    }
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            keys: Cache::builder()
                .max_capacity(KEYS)
                .time_to_live(KEYS_KEPT_FOR)
                .build(),
            accounts: Cache::builder()
                .max_capacity(KEYS)
                .time_to_live(ACCOUNTS_KEPT_FOR)
                .build(),
            failures: Cache::builder()
                .max_capacity(FAILURES)
                .expire_after(ByKind)
                .build(),
            refetched: Cache::builder()
                .max_capacity(FAILURES)
                .eviction_policy(EvictionPolicy::lru())
                .time_to_live(ONE_REFETCH_IN)
                .build(),
            lookups: Cache::builder()
                .max_capacity(COUNTED)
                .eviction_policy(EvictionPolicy::lru())
                .time_to_live(ONE_REFETCH_IN)
                .build(),
            queued: Cache::builder()
                .max_capacity(COUNTED)
                .eviction_policy(EvictionPolicy::lru())
                .time_to_live(COUNTED_FOR)
                .build(),
            looked_at: Cache::builder()
                .max_capacity(KEYS)
                .time_to_live(LOOKED_AT_EVERY)
                .build(),
            seen: Cache::builder()
                .max_capacity(SIGNATURES)
                .eviction_policy(EvictionPolicy::lru())
                .expire_after(AsItSays)
                .build(),
            members: Cache::builder()
                .weigher(|_: &String, members: &Arc<Members>| {
                    u32::try_from(members.len())
                        .unwrap_or(u32::MAX)
                        .saturating_add(1)
                })
                .max_capacity(MEMBERS)
                .time_to_live(MEMBERS_KEPT_FOR)
                .build(),
            flights: Flights::default(),
        }
    }
}

impl Memory {
    pub(crate) fn flights(&self) -> &Flights {
        &self.flights
    }

    pub(super) async fn key(&self, key_id: &str) -> Option<KnownKey> {
        self.keys.get(key_id).await
    }

    /// Looks at these keys anew from now on: their owner was fetched, and may have replaced them.
    pub(crate) async fn forget_keys(&self, key_ids: &[String]) {
        for key_id in key_ids {
            self.keys.invalidate(key_id).await;
        }
    }

    pub(super) async fn keep_key(&self, key_id: &str, key: KnownKey) {
        self.failures.invalidate(key_id).await;
        self.keys.insert(key_id.to_owned(), key).await;
    }

    pub(super) async fn account(&self, id: AccountId) -> Option<Arc<AccountRow>> {
        self.accounts.get(&id).await
    }

    pub(super) async fn keep_account(&self, row: &Arc<AccountRow>) {
        self.accounts.insert(row.id, Arc::clone(row)).await;
    }

    /// To be called where an account has changed: suspended, deleted, refreshed.
    pub async fn forget_account(&self, id: AccountId) {
        self.accounts.invalidate(&id).await;
    }

    /// To be called where what holds for whole servers has changed.
    pub fn forget_everybody(&self) {
        self.accounts.invalidate_all();
    }

    pub(super) async fn failure(&self, key_id: &str) -> Option<VerifyError> {
        self.failures.get(key_id).await
    }

    pub(super) async fn keep_failure(&self, key_id: &str, error: &VerifyError) {
        if !matches!(error, VerifyError::Db(_)) {
            self.failures.insert(key_id.to_owned(), error.clone()).await;
        }
    }

    /// Whether a key may be fetched because a signature did not fit it. Says so once in a while only.
    pub(super) async fn may_refetch(&self, key_id: &str) -> bool {
        let entry = self.refetched.entry_by_ref(key_id).or_insert(()).await;
        entry.is_fresh()
    }

    /// Whether a host may be asked about one more key, for a request from there.
    pub(super) async fn may_ask(&self, host: &str, from: Option<&str>) -> bool {
        // Names below one's own domain cost nothing.
        let name = host.split_once(':').map_or(host, |(name, _)| name);
        if !self.counts(registrable_domain(name)).await {
            return false;
        }
        match from {
            Some(from) => self.counts(&format!("from {from}")).await,
            None => true,
        }
    }

    async fn counts(&self, key: &str) -> bool {
        is_within(&self.lookups, key, LOOKUPS).await
    }

    /// Whether a host may be asked for one more of these.
    pub(crate) async fn may_queue(&self, errand: Errand, host: &str) -> bool {
        let name = host.split_once(':').map_or(host, |(name, _)| name);
        let key = format!("{} of {}", errand.name(), registrable_domain(name));
        is_within(&self.queued, &key, errand.most()).await
    }

    /// Whether it is time to look how old an account is. Says so once in a while only.
    pub(crate) async fn looks_at(&self, id: AccountId) -> bool {
        let entry = self.looked_at.entry(id).or_insert(()).await;
        entry.is_fresh()
    }

    /// Whom an organisation elsewhere lists, as it said lately.
    pub(crate) async fn members(&self, organisation: &str) -> Option<Arc<Members>> {
        self.members.get(organisation).await
    }

    pub(crate) async fn keep_members(&self, organisation: &str, members: &Arc<Members>) {
        let members = Arc::clone(members);
        self.members.insert(organisation.to_owned(), members).await;
    }

    /// Whether a signature is seen for the first time.
    pub(super) async fn is_first(&self, verified: &Verified, now: Timestamp) -> bool {
        let kept = verified.remember_until.since(now);
        let entry = self.seen.entry(verified.replay_key).or_insert(kept).await;
        entry.is_fresh()
    }

    pub(super) async fn forget_signature(&self, replay_key: &[u8; 32]) {
        self.seen.invalidate(replay_key).await;
    }
}

/// Counts one more under a key; `false` where there were enough.
async fn is_within(counts: &Cache<String, Arc<AtomicU32>>, key: &str, most: u32) -> bool {
    let count = counts.get_with_by_ref(key, async { Arc::default() }).await;
    count.fetch_add(1, Ordering::Relaxed) < most
}
