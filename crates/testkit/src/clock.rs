//! A clock that stands until it is moved.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use staffroom_domain::{Clock, Timestamp};

/// A clock that stands until a test moves it. Clones show the same time.
#[derive(Clone, Debug)]
pub struct FixedClock(Arc<AtomicI64>);

impl FixedClock {
    /// Where [`FixedClock::default`] stands: 2026-09-01T08:00:00Z, the first morning of a school
    /// year.
    pub const START: Timestamp = Timestamp::from_secs(1_788_249_600);

    /// A clock that stands at `now`.
    pub fn new(now: Timestamp) -> Self {
        Self(Arc::new(AtomicI64::new(now.as_micros())))
    }

    /// Moves it on, and gives the new time.
    pub fn advance(&self, by: Duration) -> Timestamp {
        let by = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
        Timestamp::from_micros(self.0.fetch_add(by, Ordering::SeqCst).saturating_add(by))
    }

    /// Puts it to any time, also an earlier one.
    pub fn set(&self, now: Timestamp) {
        self.0.store(now.as_micros(), Ordering::SeqCst);
    }
}

impl Default for FixedClock {
    fn default() -> Self {
        Self::new(Self::START)
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_share_the_time_and_it_moves_only_by_hand() {
        let clock = FixedClock::default();
        let other = clock.clone();
        assert_eq!(clock.now(), FixedClock::START);
        let moved = clock.advance(Duration::from_secs(5));
        assert_eq!(other.now(), moved);
        assert_eq!(moved.since(FixedClock::START), Duration::from_secs(5));
        other.set(Timestamp::from_secs(1));
        assert_eq!(clock.now(), Timestamp::from_secs(1));
    }
}
