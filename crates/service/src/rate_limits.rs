//! How often clients may call: per token, per person, per network.
//!
//! The numbers are Mastodon's, which clients are written for. Counted is as with a bucket that is refilled
//! evenly, so that whoever has to wait does not wait for long.

use std::hash::{BuildHasher as _, RandomState};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use staffroom_config::Api;
use staffroom_domain::{AccessTokenId, AccountId};

use crate::limits::network;

/// How many are told from each other at once. Beyond that strangers share counters, so that somebody with
/// many addresses does not fill the memory.
const TOLD_APART: usize = 100_000;
/// How many counters are shared then.
const SHARED: u64 = 4_096;

/// Who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calling {
    /// Somebody, by a token.
    Person(AccessTokenId, AccountId),
    /// Somebody at a page.
    Visitor(AccountId),
    /// Nobody who is known, from this address.
    Stranger(IpAddr),
}

/// What is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Called {
    /// Anything.
    Anything,
    /// The upload of a file.
    Upload,
    /// A deletion.
    Deletion,
    /// A picture, or another file of another server. Browsers show no token with it, and whole schools
    /// have one address, so it has a generous counter of its own.
    RemoteFile,
}

/// How many calls are left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// How many there are.
    pub limit: u32,
    /// How many are left.
    pub remaining: u32,
    /// After this time without a call there are as many as ever.
    pub resets_in: Duration,
    /// For how long no call is answered; nothing where this one is.
    pub wait: Option<Duration>,
}

/// The counters, in memory: they are about minutes.
pub struct RateLimits {
    hasher: RandomState,
    token: Counter,
    person: Counter,
    network: Counter,
    upload: Counter,
    deletion: Counter,
    remote_file: Counter,
}

type Limiter = RateLimiter<u64, HashMapStateStore<u64>, DefaultClock, StateInformationMiddleware>;

/// So many in so much time.
struct Counter {
    limiter: Limiter,
    limit: u32,
    period: Duration,
}

impl Counter {
    fn new(limit: u32, within: Duration, percent: u32) -> Self {
        let scaled = u64::from(limit) * u64::from(percent) / 100;
        let limit = u32::try_from(scaled).unwrap_or(u32::MAX);
        let burst = NonZeroU32::new(limit).unwrap_or(NonZeroU32::MIN);
        let period = (within / burst.get()).max(Duration::from_nanos(1));
        let quota = Quota::with_period(period).unwrap_or_else(|| Quota::per_minute(burst));
        Self {
            limiter: RateLimiter::hashmap(quota.allow_burst(burst))
                .with_middleware::<StateInformationMiddleware>(),
            limit: burst.get(),
            period,
        }
    }

    fn check(&self, key: u64) -> Standing {
        let key = if self.limiter.len() < TOLD_APART {
            key
        } else {
            key % SHARED
        };
        let (remaining, wait) = match self.limiter.check_key(&key) {
            Ok(state) => (state.remaining_burst_capacity(), None),
            Err(not_until) => {
                let wait = not_until.wait_time_from(DefaultClock::default().now());
                (0, Some(wait))
            }
        };
        Standing {
            limit: self.limit,
            remaining,
            resets_in: self.period * self.limit.saturating_sub(remaining),
            wait,
        }
    }

    fn prune(&self) {
        self.limiter.retain_recent();
        self.limiter.shrink_to_fit();
    }
}

impl RateLimits {
    /// As the settings say.
    pub(crate) fn new(settings: &Api) -> Self {
        let (short, long) = (Duration::from_mins(5), Duration::from_mins(30));
        let counter = |limit, within| Counter::new(limit, within, settings.rate_limit_percent);
        Self {
            hasher: RandomState::new(),
            token: counter(300, short),
            person: counter(1_500, short),
            network: counter(300, short),
            upload: counter(30, long),
            deletion: counter(30, long),
            remote_file: counter(6_000, short),
        }
    }

    /// Counts a call, and tells how many are left: of those that are fewest.
    pub fn count(&self, calling: Calling, called: Called) -> Standing {
        match calling {
            Calling::Stranger(address) => {
                let counter = match called {
                    Called::RemoteFile => &self.remote_file,
                    Called::Anything | Called::Upload | Called::Deletion => &self.network,
                };
                counter.check(self.hasher.hash_one(network(address)))
            }
            Calling::Visitor(account) => {
                let counter = match called {
                    Called::Upload => &self.upload,
                    Called::Deletion => &self.deletion,
                    Called::Anything | Called::RemoteFile => &self.person,
                };
                counter.check(self.hasher.hash_one(account))
            }
            Calling::Person(token, account) => {
                let person = self.person.check(self.hasher.hash_one(account));
                if person.wait.is_some() {
                    return person;
                }
                let special = match called {
                    Called::Anything | Called::RemoteFile => None,
                    Called::Upload => Some(&self.upload),
                    Called::Deletion => Some(&self.deletion),
                };
                let special = special.map(|it| it.check(self.hasher.hash_one(account)));
                if let Some(special) = special.filter(|it| it.wait.is_some()) {
                    return special;
                }
                self.token.check(self.hasher.hash_one(token))
            }
        }
    }

    /// Forgets who has not called for long.
    pub(crate) fn prune(&self) {
        for counter in [
            &self.token,
            &self.person,
            &self.network,
            &self.upload,
            &self.deletion,
            &self.remote_file,
        ] {
            counter.prune();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(percent: u32) -> RateLimits {
        RateLimits::new(&Api {
            rate_limits: true,
            rate_limit_percent: percent,
        })
    }

    fn person(token: i64, account: i64) -> Calling {
        Calling::Person(token.into(), account.into())
    }

    #[test]
    fn one_token_is_used_up_and_then_the_person() {
        let limits = limits(1);
        let counts: Vec<_> = (0..4)
            .map(|_| limits.count(person(1, 1), Called::Anything))
            .collect();
        assert_eq!(
            counts.iter().map(|it| it.remaining).collect::<Vec<_>>(),
            [2, 1, 0, 0]
        );
        assert_eq!(counts[0].limit, 3);
        assert!(counts[2].wait.is_none());
        let wait = counts[3].wait.unwrap();
        assert!(wait > Duration::from_secs(90) && wait <= Duration::from_secs(100));
        // Another token of the same person, until the person has called fifteen times.
        let more = (2..20).map(|token| limits.count(person(token, 1), Called::Anything));
        assert_eq!(more.filter(|it| it.wait.is_none()).count(), 11);
        assert!(limits.count(person(99, 2), Called::Anything).wait.is_none());
    }

    #[test]
    fn deletions_and_uploads_are_fewer() {
        let limits = limits(100);
        for _ in 0..30 {
            assert!(limits.count(person(1, 1), Called::Deletion).wait.is_none());
        }
        let refused = limits.count(person(1, 1), Called::Deletion);
        assert_eq!((refused.limit, refused.remaining), (30, 0));
        assert!(refused.wait.is_some());
        assert!(limits.count(person(1, 1), Called::Upload).wait.is_none());
        assert!(limits.count(person(1, 1), Called::Anything).wait.is_none());
    }

    /// Catalogue 57.
    #[test]
    fn many_addresses_neither_fill_the_memory_nor_go_free() {
        let limits = limits(1);
        for n in 0..(u32::try_from(TOLD_APART).unwrap() + 10_000) {
            let address = IpAddr::from(n.to_be_bytes());
            limits.count(Calling::Stranger(address), Called::Anything);
        }
        let most = TOLD_APART + usize::try_from(SHARED).unwrap();
        assert!(limits.network.limiter.len() <= most);
        let new: IpAddr = "203.0.113.9".parse().unwrap();
        let counted: Vec<_> = (0..4)
            .map(|_| limits.count(Calling::Stranger(new), Called::Anything))
            .collect();
        assert!(counted.last().unwrap().wait.is_some());
        limits.prune();
        let household = |n: u16| -> IpAddr { format!("2001:db8:1:2::{n:x}").parse().unwrap() };
        let fresh = (0..4).map(|n| limits.count(Calling::Stranger(household(n)), Called::Anything));
        assert!(fresh.last().unwrap().wait.is_some(), "one network");
    }
}
