//! The memory of the server while it works.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use crate::process::resident_bytes;

const EVERY: Duration = Duration::from_millis(50);

/// Reads the resident memory of a process again and again.
pub(crate) struct Memory {
    process: Arc<AtomicU32>,
    peak: Arc<AtomicU64>,
}

impl Memory {
    /// Starts to read. The process may change, and 0 is none.
    pub(crate) fn watch(process: Arc<AtomicU32>) -> Self {
        let peak = Arc::new(AtomicU64::new(0));
        let (watched, highest) = (Arc::clone(&process), Arc::downgrade(&peak));
        tokio::spawn(async move {
            while let Some(highest) = highest.upgrade() {
                highest.fetch_max(resident(&watched), Ordering::Relaxed);
                drop(highest);
                tokio::time::sleep(EVERY).await;
            }
        });
        Self { process, peak }
    }

    /// The highest since the last time, in bytes; `None` if no process is known.
    pub(crate) fn take_peak(&self) -> Option<u64> {
        let now = resident(&self.process);
        let peak = self.peak.swap(now, Ordering::Relaxed).max(now);
        (peak > 0).then_some(peak)
    }
}

fn resident(process: &AtomicU32) -> u64 {
    match process.load(Ordering::Relaxed) {
        0 => 0,
        // It may be between two lives.
        process => resident_bytes(process).unwrap_or(0),
    }
}
