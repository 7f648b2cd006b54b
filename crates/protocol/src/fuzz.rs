//! One entry for fuzzers: whatever bytes from outside can meet.

use crate::handle::Handle;
use crate::incoming;
use crate::iri::Iri;
use crate::nodeinfo::{Discovery, IncomingNodeInfo};
use crate::webfinger::Jrd;

/// Reads bytes by every reader and view of this crate, and forgets what they say. It must not panic.
pub fn read_everything(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = (
            Iri::parse(text),
            Handle::parse(text),
            crate::parse_date(text),
        );
    }
    let _ = Jrd::parse(bytes).map(|jrd| jrd.actor());
    let _ = (Discovery::parse(bytes), IncomingNodeInfo::parse(bytes));
    let Ok(document) = incoming::parse(bytes) else {
        return;
    };
    let _ = (document.shape(), document.id(), document.object());
    let _ = (document.actor(), document.key(), document.stamp());
    if let Ok(ledger) = document.clone().into_ledger() {
        let _ = incoming::rejections_of(&ledger.collection);
        for entry in ledger.entries() {
            let _ = ledger.counts_of(&entry);
        }
    }
    if let Ok(activity) = document.into_activity()
        && let Some(object) = activity.embedded()
    {
        let _ = incoming::IncomingObject::read(object);
        let _ = incoming::IncomingActivity::from_object(object.clone());
    }
}
