//! One fetch at a time for each actor: whoever asks meanwhile takes what it brings.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use moka::future::Cache;
use tokio::sync::{Mutex, OwnedMutexGuard};

/// More actors than are fetched at the same time.
const MOST: u64 = 10_000;
/// Longer than any fetch takes.
const KEPT_FOR: Duration = Duration::from_mins(5);

/// The fetches that are under way.
pub struct Flights(Cache<String, Arc<Flight>>);

#[derive(Default)]
struct Flight {
    turn: Arc<Mutex<()>>,
    landed: AtomicU64,
}

/// The right to fetch; ends with it.
pub(crate) struct Turn {
    flight: Arc<Flight>,
    /// Whether somebody else has fetched it while this one waited.
    pub(crate) others_landed: bool,
    _guard: OwnedMutexGuard<()>,
}

impl Turn {
    /// Says that it was fetched and is stored.
    pub(crate) fn landed(&self) {
        self.flight.landed.fetch_add(1, Ordering::AcqRel);
    }
}

impl Default for Flights {
    fn default() -> Self {
        Self(
            Cache::builder()
                .max_capacity(MOST)
                .time_to_idle(KEPT_FOR)
                .build(),
        )
    }
}

impl Flights {
    /// Waits until nobody else fetches this.
    pub(crate) async fn enter(&self, uri: &str) -> Turn {
        let flight = self.0.get_with_by_ref(uri, async { Arc::default() }).await;
        let before = flight.landed.load(Ordering::Acquire);
        let guard = Arc::clone(&flight.turn).lock_owned().await;
        let others_landed = flight.landed.load(Ordering::Acquire) != before;
        Turn {
            flight,
            others_landed,
            _guard: guard,
        }
    }
}
