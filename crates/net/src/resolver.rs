//! From names to the addresses that are dialled: the place where the policy cannot be got round.
//!
//! The HTTP library dials exactly what comes from here, so that no second answer of the DNS counts.

use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};
use std::pin::Pin;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::sync::Semaphore;

use crate::error::NetError;
use crate::policy::AddressPolicy;

/// Addresses of one host that are tried at most.
const MOST_ADDRESSES: usize = 8;
/// Threads that wait for the DNS at the same time at most.
const MOST_LOOKUPS: usize = 128;

/// What a [`Lookup`] gives, later.
pub type LookedUp = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// Asks the DNS. Its answers are filtered by the policy, whoever it is.
pub trait Lookup: Send + Sync + 'static {
    /// All addresses of a host name.
    fn lookup(&self, host: &str) -> LookedUp;
}

/// The resolver of this machine.
#[derive(Debug)]
pub struct SystemLookup {
    free: Arc<Semaphore>,
}

impl Default for SystemLookup {
    fn default() -> Self {
        Self {
            free: Arc::new(Semaphore::new(MOST_LOOKUPS)),
        }
    }
}

impl Lookup for SystemLookup {
    fn lookup(&self, host: &str) -> LookedUp {
        // The dot at the end keeps the resolver from trying the name inside of the local domain.
        let host = format!("{host}.");
        let free = Arc::clone(&self.free);
        Box::pin(async move {
            let place = free.acquire_owned().await.map_err(io::Error::other)?;
            // The library call blocks, and goes on when nobody waits for it any more: hence the
            // place goes with it.
            let asked = tokio::task::spawn_blocking(move || {
                let found = (host.as_str(), 0).to_socket_addrs();
                drop(place);
                found.map(|found| found.map(|address| address.ip()).collect())
            });
            asked.await.map_err(io::Error::other)?
        })
    }
}

/// The resolver that the HTTP library is given.
pub(crate) struct CheckedResolver {
    policy: Arc<AddressPolicy>,
    lookup: Arc<dyn Lookup>,
}

impl CheckedResolver {
    pub(crate) fn new(policy: Arc<AddressPolicy>, lookup: Arc<dyn Lookup>) -> Self {
        Self { policy, lookup }
    }
}

impl Resolve for CheckedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        if let Some(address) = self.policy.pinned(name.as_str()) {
            return Box::pin(async move { Ok(Box::new(std::iter::once(address)) as Addrs) });
        }
        let policy = Arc::clone(&self.policy);
        let asked = self.lookup.lookup(name.as_str());
        Box::pin(async move {
            let found = asked
                .await
                .map_err(|error| NetError::Dns(error.to_string()))?;
            let allowed = allowed(&policy, found)?;
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

/// Those that may be dialled; where there is none, why the first may not.
fn allowed(policy: &AddressPolicy, found: Vec<IpAddr>) -> Result<Vec<SocketAddr>, NetError> {
    let mut refusal = None;
    let mut allowed = Vec::new();
    for address in found {
        match policy.check_address(address) {
            // Port 0 stands for that of the URL.
            Ok(()) => allowed.push(SocketAddr::new(address, 0)),
            Err(reason) => {
                refusal.get_or_insert(reason);
            }
        }
        if allowed.len() == MOST_ADDRESSES {
            break;
        }
    }
    match refusal {
        _ if !allowed.is_empty() => Ok(allowed),
        Some(reason) => Err(reason.into()),
        None => Err(NetError::Dns("no address".to_owned())),
    }
}
