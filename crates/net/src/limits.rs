//! How many calls are open at the same time, so that one domain can take neither all places nor all
//! memory.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};

use crate::error::NetError;

/// Places for open calls, for each registrable domain and in all.
#[derive(Debug)]
pub(crate) struct Places {
    in_all: Arc<Semaphore>,
    per_domain: usize,
    waiting_per_domain: usize,
    domains: Mutex<HashMap<String, Domain>>,
}

#[derive(Debug)]
struct Domain {
    free: Arc<Semaphore>,
    /// Calls that are open or wait.
    calls: usize,
}

/// A place that is taken until this is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    _of_domain: OwnedSemaphorePermit,
    _of_all: OwnedSemaphorePermit,
    _registered: Registered,
}

/// Counts as a call of its domain until it is dropped.
#[derive(Debug)]
struct Registered {
    places: Arc<Places>,
    domain: String,
}

impl Drop for Registered {
    fn drop(&mut self) {
        self.places.leave(&self.domain);
    }
}

impl Places {
    pub(crate) fn new(in_all: usize, per_domain: usize, waiting_per_domain: usize) -> Arc<Self> {
        Arc::new(Self {
            in_all: Arc::new(Semaphore::new(in_all)),
            per_domain,
            waiting_per_domain,
            domains: Mutex::new(HashMap::new()),
        })
    }

    /// Takes a place, or waits for one until then.
    ///
    /// Who waits for a domain holds no place of the others.
    pub(crate) async fn enter(
        self: &Arc<Self>,
        domain: &str,
        until: Instant,
    ) -> Result<Place, NetError> {
        let (free, registered) = self.register(domain)?;
        let both = async {
            let of_domain = free.acquire_owned().await;
            let of_all = Arc::clone(&self.in_all).acquire_owned().await;
            (of_domain, of_all)
        };
        match timeout_at(until, both).await {
            Ok((Ok(of_domain), Ok(of_all))) => Ok(Place {
                _of_domain: of_domain,
                _of_all: of_all,
                _registered: registered,
            }),
            _ => Err(NetError::Busy),
        }
    }

    fn register(self: &Arc<Self>, name: &str) -> Result<(Arc<Semaphore>, Registered), NetError> {
        let mut domains = self.domains.lock().unwrap_or_else(PoisonError::into_inner);
        let domain = domains.entry(name.to_owned()).or_insert_with(|| Domain {
            free: Arc::new(Semaphore::new(self.per_domain)),
            calls: 0,
        });
        if domain.calls >= self.per_domain.saturating_add(self.waiting_per_domain) {
            return Err(NetError::Busy);
        }
        domain.calls += 1;
        let registered = Registered {
            places: Arc::clone(self),
            domain: name.to_owned(),
        };
        Ok((Arc::clone(&domain.free), registered))
    }

    fn leave(&self, name: &str) {
        let mut domains = self.domains.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(domain) = domains.get_mut(name) {
            domain.calls = domain.calls.saturating_sub(1);
            if domain.calls == 0 {
                domains.remove(name);
            }
        }
    }
}

/// For which hosts connections are kept open after a call.
///
/// The HTTP library bounds them for each host only; this bounds the hosts.
#[derive(Debug)]
pub(crate) struct KeptHosts {
    most: usize,
    kept_for: Duration,
    hosts: Mutex<HashMap<String, Instant>>,
}

impl KeptHosts {
    pub(crate) fn new(most: usize, kept_for: Duration) -> Self {
        Self {
            most,
            kept_for,
            hosts: Mutex::new(HashMap::new()),
        }
    }

    /// Whether the connection of a call that begins now is kept.
    pub(crate) fn keeps(&self, host: &str, now: Instant) -> bool {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = hosts.get_mut(host) {
            *last = now;
            return true;
        }
        if hosts.len() >= self.most {
            hosts.retain(|_, last| now.saturating_duration_since(*last) < self.kept_for);
        }
        if hosts.len() >= self.most {
            return false;
        }
        hosts.insert(host.to_owned(), now);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOON: Duration = Duration::from_secs(1);

    #[tokio::test(start_paused = true)]
    async fn one_domain_takes_its_own_places_only() {
        let places = Places::new(3, 2, 1);
        let until = Instant::now() + SOON;
        let first = places.enter("a", until).await.unwrap();
        let _second = places.enter("a", until).await.unwrap();
        let waits = tokio::spawn({
            let places = Arc::clone(&places);
            async move { places.enter("a", until).await.map(drop) }
        });
        tokio::task::yield_now().await;
        assert_eq!(places.enter("a", until).await.unwrap_err(), NetError::Busy);
        places.enter("b", until).await.unwrap();
        drop(first);
        waits.await.unwrap().unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn who_waits_for_too_long_is_told_so_and_nothing_is_left() {
        let places = Places::new(1, 1, 10);
        let held = places.enter("a", Instant::now() + SOON).await.unwrap();
        for host in ["a", "b"] {
            let late = places.enter(host, Instant::now() + SOON).await;
            assert_eq!(late.unwrap_err(), NetError::Busy);
        }
        drop(held);
        assert!(places.domains.lock().unwrap().is_empty());
        places.enter("b", Instant::now() + SOON).await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn connections_are_kept_for_a_bounded_number_of_hosts() {
        let kept = KeptHosts::new(2, SOON);
        let start = Instant::now();
        assert!(kept.keeps("a", start) && kept.keeps("b", start));
        assert!(!kept.keeps("c", start));
        assert!(kept.keeps("a", start + SOON / 2));
        assert!(kept.keeps("c", start + SOON));
        assert!(!kept.keeps("b", start + SOON));
    }
}
