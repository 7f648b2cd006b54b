//! What holds for a server.

use std::collections::HashMap;
use std::time::Duration;

use moka::sync::Cache;
use staffroom_config::FederationMode;
use staffroom_db::domain_policies::{self, DomainPolicyRow};
use staffroom_service::{Ctx, DbError, policies};

/// How many servers' policies are kept in memory.
const KEPT: u64 = 20_000;
/// A decision of another process is noticed after this time.
const KEPT_FOR: Duration = Duration::from_secs(30);

/// What holds for a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a decision of its own"
)]
pub struct Policy {
    /// Whether anything is exchanged.
    pub federates: bool,
    /// Whether its posts stay out of public timelines.
    pub limited: bool,
    /// Whether its media are left out.
    pub reject_media: bool,
    /// Whether its reports are ignored.
    pub reject_reports: bool,
}

impl Policy {
    /// From the mode of this instance, and the decision that covers the server.
    pub fn new(mode: FederationMode, row: Option<&DomainPolicyRow>) -> Self {
        let level = row.map_or("", |row| row.level.as_str());
        let federates = match mode {
            FederationMode::Off => false,
            FederationMode::AllowList => matches!(level, policies::ALLOW | policies::LIMIT),
            // A level of a newer version is more than we know: better nothing.
            FederationMode::Open => matches!(level, "" | policies::ALLOW | policies::LIMIT),
        };
        Self {
            federates,
            limited: level == policies::LIMIT || !federates,
            reject_media: !federates || row.is_some_and(|row| row.reject_media),
            reject_reports: !federates || row.is_some_and(|row| row.reject_reports),
        }
    }
}

/// What holds for servers, with a memory. Cheap to clone.
#[derive(Clone)]
pub struct Policies {
    ctx: Ctx,
    known: Cache<String, Policy>,
}

impl Policies {
    /// Of an instance.
    pub fn new(ctx: &Ctx) -> Self {
        Self {
            ctx: ctx.clone(),
            known: Cache::builder()
                .max_capacity(KEPT)
                .time_to_live(KEPT_FOR)
                .build(),
        }
    }

    /// What holds for a host (a port is passed over); its own decision, or that of the nearest domain
    /// it is part of.
    pub async fn of(&self, host: &str) -> Result<Policy, DbError> {
        let found = self.of_many([host]).await?;
        let nothing = Policy::new(FederationMode::Off, None);
        Ok(found.get(host).copied().unwrap_or(nothing))
    }

    /// What holds for each of those hosts, in one reading for all that are not known yet.
    pub async fn of_many(
        &self,
        hosts: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Result<HashMap<String, Policy>, DbError> {
        let (mut found, mut missing) = (HashMap::new(), Vec::new());
        for host in hosts {
            let host = host.as_ref();
            match self.known.get(host) {
                Some(policy) => drop(found.insert(host.to_owned(), policy)),
                None => missing.push(host.to_owned()),
            }
        }
        if missing.is_empty() {
            return Ok(found);
        }
        let (mode, now) = (self.ctx.config.federation_mode(), self.ctx.now());
        let read = self
            .ctx
            .db
            .read(move |conn| {
                let mut read = Vec::with_capacity(missing.len());
                for host in missing {
                    let name = host.to_ascii_lowercase();
                    let row = domain_policies::find_covering(conn, &name, now)?;
                    read.push((host, Policy::new(mode, row.as_ref())));
                }
                Ok::<_, DbError>(read)
            })
            .await?;
        for (host, policy) in read {
            self.known.insert(host.clone(), policy);
            found.insert(host, policy);
        }
        Ok(found)
    }

    /// Forgets what is in memory: a decision was made or taken back.
    pub fn forget(&self) {
        self.known.invalidate_all();
    }

    /// Writes decisions; they hold at once.
    pub async fn set(&self, rows: Vec<DomainPolicyRow>) -> Result<(), DbError> {
        policies::upsert(&self.ctx, rows).await?;
        self.forget();
        Ok(())
    }

    /// Takes a decision back; `false` where there is none about that very domain.
    pub async fn remove(&self, domain: &str) -> Result<bool, DbError> {
        let removed = policies::remove(&self.ctx, domain).await?;
        self.forget();
        Ok(removed)
    }
}

#[cfg(test)]
mod tests {
    use staffroom_domain::Timestamp;

    use super::*;

    fn of(mode: FederationMode, level: &str) -> bool {
        let row = policies::decision("a.example", level, Timestamp::from_secs(1));
        Policy::new(mode, Some(&row).filter(|row| !row.level.is_empty())).federates
    }

    #[test]
    fn the_mode_says_what_holds_where_nothing_was_decided() {
        assert!(of(FederationMode::Open, ""));
        assert!(!of(FederationMode::AllowList, ""));
        assert!(of(FederationMode::AllowList, policies::ALLOW));
        assert!(of(FederationMode::AllowList, policies::LIMIT));
        for mode in [FederationMode::Open, FederationMode::AllowList] {
            assert!(!of(mode, policies::SUSPEND));
            assert!(!of(mode, "of a newer version"));
        }
        assert!(!of(FederationMode::Off, policies::ALLOW));
    }
}
