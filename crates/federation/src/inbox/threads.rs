//! Which threads are being worked on.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// The threads in the hands of this process, so that what arrives for one of them is taken up by
/// whoever has it, and only the rest has to be looked for. Cheap to clone.
#[derive(Clone, Default)]
pub(super) struct Threads(Arc<Parts>);

#[derive(Default)]
struct Parts {
    /// With whether more has arrived since it was last looked.
    in_hand: Mutex<HashMap<String, bool>>,
    wake: Notify,
}

impl Threads {
    /// To be called after an activity was stored.
    pub(super) fn arrived(&self, thread: &str) {
        let is_in_hand = match self.lock().get_mut(thread) {
            Some(more) => {
                *more = true;
                true
            }
            None => false,
        };
        if !is_in_hand {
            self.0.wake.notify_one();
        }
    }

    /// Until something arrives for a thread that is in nobody's hands.
    pub(super) async fn others(&self) {
        self.0.wake.notified().await;
    }

    /// Takes a thread in hand. Something may have arrived since its activities were claimed.
    pub(super) fn begin(&self, thread: &str) {
        self.lock().insert(thread.to_owned(), true);
    }

    /// Whether to look for more of a thread; if not, it is in nobody's hands from now on.
    pub(super) fn goes_on(&self, thread: &str) -> bool {
        let mut in_hand = self.lock();
        let more = in_hand.get_mut(thread).is_some_and(std::mem::take);
        if !more {
            in_hand.remove(thread);
        }
        more
    }

    /// Leaves a thread to whoever claims it next.
    pub(super) fn leave(&self, thread: &str) {
        self.lock().remove(thread);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, bool>> {
        self.0
            .in_hand
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::Threads;

    #[test]
    fn what_arrives_is_for_whoever_has_the_thread_or_for_all() {
        let threads = Threads::default();
        let woken = || threads.others().now_or_never().is_some();
        threads.arrived("a");
        assert!(woken());
        threads.begin("a");
        assert!(threads.goes_on("a"), "it may have arrived in between");
        threads.arrived("a");
        assert!(!woken());
        assert!(threads.goes_on("a"));
        assert!(!threads.goes_on("a"));
        threads.arrived("a");
        assert!(woken(), "nobody had it any more");
        threads.begin("b");
        threads.leave("b");
        threads.arrived("b");
        assert!(woken());
    }
}
