//! What decisions about servers mean for the accounts that are here.
//!
//! Each account of a server that is limited or suspended carries that level, so that whoever reads need
//! not look for a decision. A job writes the levels, a bounded number at a time; accounts that come
//! later get theirs when they are kept.

use std::collections::{HashMap, HashSet};

use futures_util::future::BoxFuture;
use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::domain_policies::{self, DomainPolicyRow};
use staffroom_db::{Conn, DbError, attachments, deliveries, emojis, remote_actors};
use staffroom_domain::AccountId;
use staffroom_domain::job::{ClaimedJob, JobKind, JobPayload, NewJob};

use crate::context::Ctx;
use crate::follows::remove_some;
use crate::hub;
use crate::policies::{ALLOW, LIMIT, SUSPEND};
use crate::ports::{JobError, JobHandler};
use crate::tx::Tx;

/// Domains in one job.
const DOMAINS_OF_A_JOB: usize = 500;
/// Names that are looked at in one reading.
const NAMES_AT_ONCE: usize = 500;
/// Accounts that are changed in one transaction.
const ACCOUNTS_AT_ONCE: i64 = 100;
/// Follows that are ended in one transaction.
const FOLLOWS_AT_ONCE: i64 = 200;

/// Queues what follows from decisions about these domains, made or taken back.
pub(crate) fn enqueue(tx: &mut Tx<'_>, domains: &[String]) -> Result<(), DbError> {
    for chunk in domains.chunks(DOMAINS_OF_A_JOB) {
        let payload = JobPayload::ApplyPolicies {
            domains: chunk.to_vec(),
        };
        // Without a dedup key: a job that has begun may have passed by what is new.
        tx.queue(&NewJob::now(payload, tx.now))?;
    }
    Ok(())
}

/// What holds for an account whose id is of `host` and whose handle is of `domain`: the stricter of
/// the two; none where nothing is held against it.
pub(crate) fn level_of(
    tx: &mut Tx<'_>,
    host: &str,
    domain: &str,
) -> Result<Option<&'static str>, DbError> {
    Ok(Held::find(tx, host, domain)?.level)
}

/// What holds for an account now: the stricter of what was decided about it and about its server.
pub(crate) fn level_now(
    tx: &mut Tx<'_>,
    row: &AccountRow,
) -> Result<Option<&'static str>, DbError> {
    let of_server = if row.is_local() {
        None
    } else {
        let hosts = remote_actors::hosts_of(tx.conn, &[row.id])?;
        let host = hosts.first().map_or(row.domain.as_str(), |(_, host)| host);
        level_of(tx, host, &row.domain)?
    };
    // "suspend" is the greater word, too.
    Ok(of_server.max(row.own_level()))
}

/// What is held against an account because of its server.
#[derive(Clone, Copy, Debug, Default)]
struct Held {
    level: Option<&'static str>,
    without_media: bool,
}

impl Held {
    fn find(tx: &mut Tx<'_>, host: &str, domain: &str) -> Result<Self, DbError> {
        let mut held = Self::default();
        let names = [host, domain];
        let different = if host == domain { 1 } else { 2 };
        for name in names.into_iter().take(different) {
            let row = domain_policies::find_covering(tx.conn, name, tx.now)?;
            let one = row.as_ref().map(Self::of).unwrap_or_default();
            // "suspend" is the greater word, too.
            held.level = held.level.max(one.level);
            held.without_media |= one.without_media;
        }
        Ok(held)
    }

    fn of(row: &DomainPolicyRow) -> Self {
        let level = match row.level.as_str() {
            ALLOW => None,
            LIMIT => Some(LIMIT),
            // A level of a newer version is more than we know: better nothing.
            _ => Some(SUSPEND),
        };
        Self {
            level,
            without_media: row.reject_media || level == Some(SUSPEND),
        }
    }
}

/// Does the job. `forget` is called when it is done: what other parts remember of these servers may
/// be no longer true.
pub struct ApplyPoliciesHandler {
    /// The context.
    pub ctx: Ctx,
    /// Called when it is done.
    pub forget: Box<dyn Fn() + Send + Sync>,
}

impl JobHandler for ApplyPoliciesHandler {
    fn kind(&self) -> JobKind {
        JobKind::ApplyPolicies
    }

    fn run<'a>(&'a self, job: &'a ClaimedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let JobPayload::ApplyPolicies { domains } = &job.payload else {
                return Err(JobError::Hopeless("no decisions".into()));
            };
            let changed = apply(&self.ctx, domains).await.map_err(JobError::retry)?;
            tracing::info!(changed, "decisions about servers were applied");
            (self.forget)();
            Ok(())
        })
    }
}

/// Which names are walked through.
#[derive(Clone, Copy, Debug)]
enum Names {
    /// The hosts of actors' ids.
    Hosts,
    /// The domains of handles.
    Domains,
    /// The hosts that something waits for.
    Waiting,
}

impl Names {
    fn next(self, conn: &mut Conn, after: &str) -> Result<Option<String>, DbError> {
        match self {
            Self::Hosts => remote_actors::next_host(conn, after),
            Self::Domains => accounts::next_domain(conn, after),
            Self::Waiting => deliveries::next_host(conn, after),
        }
    }
}

/// Gives the accounts of these domains, and of those below them, the level that holds for them now,
/// and drops what waits for suspended ones; gives how many accounts changed.
pub async fn apply(ctx: &Ctx, domains: &[String]) -> Result<usize, DbError> {
    let domains: HashSet<String> = domains.iter().cloned().collect();
    for host in covered(ctx, Names::Waiting, &domains).await? {
        drop_waiting(ctx, host).await?;
    }
    let mut changed = 0;
    for names in [Names::Hosts, Names::Domains] {
        for name in covered(ctx, names, &domains).await? {
            changed += walk(ctx, names, name.clone()).await?;
            if matches!(names, Names::Hosts) {
                hub::shut_out(ctx, &name).await?;
            }
        }
    }
    Ok(changed)
}

/// The names that these domains cover. One seek for each name that there is, some hundreds in a
/// reading.
async fn covered(
    ctx: &Ctx,
    names: Names,
    domains: &HashSet<String>,
) -> Result<Vec<String>, DbError> {
    let mut found = Vec::new();
    let mut after = String::new();
    loop {
        let from = after.clone();
        let some: Vec<String> = ctx
            .db
            .read(move |conn| {
                let mut some: Vec<String> = Vec::new();
                while some.len() < NAMES_AT_ONCE {
                    let last = some.last().unwrap_or(&from);
                    let Some(name) = names.next(conn, last)? else {
                        break;
                    };
                    some.push(name);
                }
                Ok::<_, DbError>(some)
            })
            .await?;
        let Some(last) = some.last() else {
            return Ok(found);
        };
        after.clone_from(last);
        found.extend(some.into_iter().filter(|name| {
            let mut parts = domain_policies::covering(name).into_iter();
            parts.any(|part| domains.contains(part))
        }));
    }
}

async fn drop_waiting(ctx: &Ctx, host: String) -> Result<(), DbError> {
    ctx.transact(move |tx| {
        if level_of(tx, &host, &host)? == Some(SUSPEND) {
            deliveries::drop_host(tx.conn, &host)?;
        }
        Ok(())
    })
    .await
}

/// Where a walk through the accounts of a name has got to.
#[derive(Clone, Debug, Default)]
struct Place {
    id: i64,
    username: String,
}

async fn walk(ctx: &Ctx, names: Names, name: String) -> Result<usize, DbError> {
    let mut place = Place::default();
    let mut changed = 0;
    loop {
        let (name, from) = (name.clone(), place.clone());
        let (more, next) = ctx
            .transact(move |tx| {
                let rows = page(tx.conn, names, &name, &from)?;
                let Some(last) = rows.last() else {
                    return Ok((0, None));
                };
                let next = Place {
                    id: last.id.get(),
                    username: last.username_folded.clone(),
                };
                let (changed, is_done) = mark(tx, rows)?;
                // With many followers it takes several turns.
                Ok::<_, DbError>((changed, Some(if is_done { next } else { from })))
            })
            .await?;
        changed += more;
        match next {
            Some(next) => place = next,
            None => break,
        }
    }
    if matches!(names, Names::Domains) {
        ctx.transact(move |tx| {
            if Held::find(tx, &name, &name)?.without_media {
                emojis::remove_of_domain(tx.conn, &name)?;
            }
            Ok::<_, DbError>(())
        })
        .await?;
    }
    Ok(changed)
}

fn page(
    conn: &mut Conn,
    names: Names,
    name: &str,
    from: &Place,
) -> Result<Vec<AccountRow>, DbError> {
    if matches!(names, Names::Domains) {
        return accounts::of_domain(conn, name, &from.username, ACCOUNTS_AT_ONCE);
    }
    let ids = remote_actors::on_host(conn, name, from.id.into(), ACCOUNTS_AT_ONCE)?;
    let mut rows = accounts::find_many(conn, &ids)?;
    rows.sort_by_key(|row| row.id);
    Ok(rows)
}

/// Gives these accounts their levels; gives how many changed, and whether nothing is left to be done.
fn mark(tx: &mut Tx<'_>, rows: Vec<AccountRow>) -> Result<(usize, bool), DbError> {
    let ids: Vec<AccountId> = rows.iter().map(|row| row.id).collect();
    let hosts: HashMap<AccountId, String> = remote_actors::hosts_of(tx.conn, &ids)?
        .into_iter()
        .collect();
    let mut known: HashMap<(String, String), Held> = HashMap::new();
    let (mut changed, mut room) = (0, FOLLOWS_AT_ONCE);
    for mut row in rows {
        let host = hosts.get(&row.id).unwrap_or(&row.domain).clone();
        let key = (host, row.domain.clone());
        let held = match known.get(&key) {
            Some(held) => *held,
            None => Held::find(tx, &key.0, &key.1)?,
        };
        known.insert(key, held);
        if held.level == Some(SUSPEND) {
            // Nobody is told: nothing is exchanged with its server.
            room -= remove_some(tx, &row, room)?;
        }
        let has_media = row.avatar_url.is_some() || row.header_url.is_some();
        if held.without_media && held.level != Some(SUSPEND) {
            attachments::remove_of_account(tx.conn, row.id)?;
        }
        let loses_media = has_media && held.without_media && held.level != Some(SUSPEND);
        let level = held.level.max(row.own_level());
        if row.domain_level.as_deref() == level && !loses_media {
            continue;
        }
        if loses_media {
            (row.avatar_url, row.header_url) = (None, None);
        }
        if row.domain_level.as_deref() != level {
            hub::theirs_changed_in(tx, &row)?;
        }
        row.domain_level = level.map(str::to_owned);
        accounts::update(tx.conn, row)?;
        changed += 1;
    }
    Ok((changed, room > 0))
}
