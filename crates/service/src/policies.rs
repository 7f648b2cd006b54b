//! Decisions about other servers.

pub use staffroom_db::domain_policies::DomainPolicyRow;
use staffroom_db::{DbError, deliveries, domain_policies};
use staffroom_domain::Timestamp;

use crate::context::Ctx;
use crate::domain_levels;
use crate::staff::{self, Kind, Who};
use crate::tx::Tx;

/// The level of a server that may exchange with us where only chosen ones may.
pub const ALLOW: &str = "allow";
/// The level of a server whose posts stand in no public timeline.
pub const LIMIT: &str = "limit";
/// The level of a server with which nothing is exchanged.
pub const SUSPEND: &str = "suspend";

/// How many decisions are read at once.
const PAGE: i64 = 500;

/// A decision without a reason, for ever. `domain` is lower case and ASCII.
pub fn decision(domain: &str, level: &str, now: Timestamp) -> DomainPolicyRow {
    DomainPolicyRow {
        domain: domain.to_owned(),
        level: level.to_owned(),
        reject_media: false,
        reject_reports: false,
        obfuscate: false,
        public_comment: String::new(),
        private_comment: String::new(),
        created_at: now,
        expires_at: None,
    }
}

/// Whether nothing is exchanged with that server, by a decision about it or about a domain that it is part
/// of. `host` is lower case and ASCII.
pub async fn is_suspended(ctx: &Ctx, host: &str) -> Result<bool, DbError> {
    let (host, now) = (host.to_owned(), ctx.now());
    let row = ctx
        .db
        .read(move |conn| domain_policies::find_covering(conn, &host, now))
        .await?;
    Ok(row.is_some_and(|row| !matches!(row.level.as_str(), ALLOW | LIMIT)))
}

/// Writes decisions that were made on the command line, all or none, in place of earlier ones about the same domains. What
/// waits for a server that is suspended now is not sent any more; a job sees to its accounts, and to the hosts below
/// it.
pub async fn upsert(ctx: &Ctx, rows: Vec<DomainPolicyRow>) -> Result<(), DbError> {
    ctx.transact(move |tx| upsert_in(tx, &Who::COMMAND_LINE, rows))
        .await
}

/// The part of [`upsert`] that is the same for whoever decides.
pub(crate) fn upsert_in(
    tx: &mut Tx<'_>,
    who: &Who,
    rows: Vec<DomainPolicyRow>,
) -> Result<(), DbError> {
    let domains: Vec<String> = rows.iter().map(|row| row.domain.clone()).collect();
    for row in rows {
        if row.level == SUSPEND {
            deliveries::drop_host(tx.conn, &row.domain)?;
        }
        staff::note(tx, who, (Kind::ServerDecided, &row.domain, &row.level))?;
        domain_policies::upsert(tx.conn, row)?;
    }
    domain_levels::enqueue(tx, &domains)
}

/// Takes a decision back on the command line; `false` where there is none about that very domain.
pub async fn remove(ctx: &Ctx, domain: &str) -> Result<bool, DbError> {
    let domain = domain.to_owned();
    ctx.transact(move |tx| remove_in(tx, &Who::COMMAND_LINE, &domain))
        .await
}

/// The part of [`remove`] that is the same for whoever decides.
pub(crate) fn remove_in(tx: &mut Tx<'_>, who: &Who, domain: &str) -> Result<bool, DbError> {
    let removed = domain_policies::remove(tx.conn, domain)?;
    if removed {
        staff::note(tx, who, (Kind::ServerReleased, domain, ""))?;
        domain_levels::enqueue(tx, &[domain.to_owned()])?;
    }
    Ok(removed)
}

/// Removes decisions whose time is over; gives how many.
pub(crate) async fn expire(ctx: &Ctx) -> Result<usize, DbError> {
    ctx.transact(move |tx| {
        let domains = domain_policies::expire(tx.conn, tx.now)?;
        domain_levels::enqueue(tx, &domains)?;
        Ok(domains.len())
    })
    .await
}

/// All decisions, by name.
pub async fn list(ctx: &Ctx) -> Result<Vec<DomainPolicyRow>, DbError> {
    ctx.db
        .read(|conn| {
            let mut all: Vec<DomainPolicyRow> = Vec::new();
            loop {
                let after = all.last().map(|row| row.domain.clone());
                let page = domain_policies::list(conn, after.as_deref(), PAGE)?;
                if page.is_empty() {
                    return Ok(all);
                }
                all.extend(page);
            }
        })
        .await
}
