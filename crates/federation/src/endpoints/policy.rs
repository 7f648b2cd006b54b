//! Which servers are shown anything, read from the table of decisions.

use std::time::Duration;

use moka::future::Cache;
use staffroom_config::FederationMode;
use staffroom_db::domain_policies;
use staffroom_service::{Ctx, DbError};

/// How many hosts are remembered.
const KEPT_HOSTS: u64 = 10_000;
/// After this a decision made meanwhile is noticed.
const KEPT_FOR: Duration = Duration::from_secs(10);

/// Whether we exchange anything with a host. To be replaced by `fed.policies()` when merged.
#[derive(Clone)]
pub(super) struct Allowed(Cache<String, bool>);

impl Allowed {
    pub(super) fn new() -> Self {
        Self(
            Cache::builder()
                .max_capacity(KEPT_HOSTS)
                .time_to_live(KEPT_FOR)
                .build(),
        )
    }

    pub(super) async fn is(&self, ctx: &Ctx, host: &str) -> Result<bool, DbError> {
        if let Some(known) = self.0.get(host).await {
            return Ok(known);
        }
        let (now, name) = (ctx.now(), host.to_owned());
        let row = ctx
            .db
            .read::<_, DbError, _>(move |conn| domain_policies::find_covering(conn, &name, now))
            .await?;
        let level = row.map_or_else(String::new, |row| row.level);
        let allowed = match ctx.config.federation_mode() {
            FederationMode::Open => level != "suspend",
            FederationMode::AllowList => matches!(level.as_str(), "allow" | "limit"),
            FederationMode::Off => false,
        };
        self.0.insert(host.to_owned(), allowed).await;
        Ok(allowed)
    }
}
