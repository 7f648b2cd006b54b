//! `WebPushSubscription`.

use std::collections::BTreeMap;

use serde::Serialize;
use staffroom_service::notifications::Kind;
use staffroom_service::push::Subscription;

/// The bits of an id that are shown: clients of phones keep it as a number of 32 bits.
const SHOWN: i64 = 0x7fff_ffff;

/// Where a program is told.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct WebPushSubscription {
    /// A number, and a short one: nothing is asked for by it.
    id: i64,
    endpoint: String,
    standard: bool,
    policy: &'static str,
    alerts: BTreeMap<&'static str, bool>,
    server_key: String,
}

impl From<&Subscription> for WebPushSubscription {
    fn from(row: &Subscription) -> Self {
        let alerts = Kind::ALL
            .into_iter()
            .map(|kind| (kind.as_str(), row.alerts.contains(&kind)));
        Self {
            id: row.id.get() & SHOWN,
            endpoint: row.endpoint.clone(),
            standard: row.standard,
            policy: row.policy.as_str(),
            alerts: alerts.collect(),
            server_key: row.server_key.clone(),
        }
    }
}
