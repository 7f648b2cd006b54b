//! The organisation of the instance as its voice: it announces what is found out here and may be listed elsewhere, so
//! that a hub need not know everybody who teaches here ([ADR 0020]).
//!
//! It announces practices, outcomes and calendar events that everybody may see and that their authors let indexes have:
//! each as a boost, for servers that know nothing else, and what becomes of it unchanged (FEP-1b12), which federation
//! does ([`of_status`]). What a practice lets one hub have (`hub:DOMAIN`) goes to that hub alone.
//!
//! [ADR 0020]: ../../../docs/developers/adr/0020-hubs-and-their-members.md

use futures_util::future::BoxFuture;
use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::announced_records::{self as rows, AnnouncedRow};
use staffroom_db::practices::{self, PracticeRow};
use staffroom_db::statuses::{self, StatusRow};
use staffroom_db::{Conn, DbError, outcomes};
use staffroom_domain::job::{ClaimedJob, JobKind, JobPayload, NewJob};
use staffroom_domain::practice::Index;
use staffroom_domain::{
    AccountId, Event, RecordKind, StatusId, StatusKind, TypedRecord, Visibility,
};

use crate::context::Ctx;
use crate::hub;
use crate::ports::{JobError, JobHandler};
use crate::statuses::{boost_quietly_in, unboost_in};
use crate::tx::Tx;

/// How many statuses are looked at in one transaction.
const STATUSES_AT_ONCE: i64 = 200;
/// How many accounts are looked at in one transaction.
const ACCOUNTS_AT_ONCE: i64 = 200;

/// Who is told of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everybody who follows.
    Everybody,
    /// The hub of this domain alone.
    Hub(String),
}

/// The organisation that speaks for the instance: the one that has lived here for longest.
pub fn of_instance(conn: &mut Conn) -> Result<Option<AccountRow>, DbError> {
    let first = accounts::organisations_here(conn, 1)?.pop();
    Ok(first.filter(AccountRow::is_active))
}

/// What is known of whether a status is announced, or was.
pub fn of_status(conn: &mut Conn, status: StatusId) -> Result<Option<AnnouncedRow>, DbError> {
    rows::find(conn, status)
}

/// Whom those who wrote something let have it, as far as indexes go; nobody for what is no practice, outcome or event.
pub fn audience(
    conn: &mut Conn,
    author: &AccountRow,
    status: &StatusRow,
) -> Result<Option<Audience>, DbError> {
    let is_open = status.deleted_at.is_none() && status.visibility() == Visibility::Public;
    if !is_open || status.is_boost() || !author.is_active() || author.is_limited() {
        return Ok(None);
    }
    let as_author = author.indexable.then_some(Audience::Everybody);
    if status.kind() == StatusKind::Event {
        return Ok(as_author);
    }
    if let Some(practice) = practices::find(conn, status.id)? {
        return Ok(of_practice(&practice, as_author));
    }
    let Some(outcome) = outcomes::find(conn, status.id)?.filter(|_| as_author.is_some()) else {
        return Ok(None);
    };
    // Whoever is told of an outcome looks for what it is about.
    match outcome.practice_id {
        Some(practice) => of_subject(conn, practice.into()),
        None => Ok(as_author),
    }
}

fn of_practice(practice: &PracticeRow, as_author: Option<Audience>) -> Option<Audience> {
    let record = TypedRecord::stored(RecordKind::Practice, &practice.record).ok();
    match record.and_then(|it| it.practice()?.index) {
        None => as_author,
        Some(Index::All) => Some(Audience::Everybody),
        Some(Index::Hub(domain)) => Some(Audience::Hub(domain)),
        Some(Index::None) => None,
    }
}

/// Who may have the practice that an outcome is about, ours or of another server.
fn of_subject(conn: &mut Conn, id: StatusId) -> Result<Option<Audience>, DbError> {
    let (Some(status), Some(practice)) = (statuses::find(conn, id)?, practices::find(conn, id)?)
    else {
        return Ok(None);
    };
    let is_open = status.deleted_at.is_none() && status.visibility() == Visibility::Public;
    let author = accounts::find(conn, practice.account_id)?;
    let author = author.filter(|author| author.is_active() && is_open);
    Ok(author
        .and_then(|author| of_practice(&practice, author.indexable.then_some(Audience::Everybody))))
}

/// Something here was written, or who may have it has changed: it is announced, or not any more.
pub(crate) fn settle_in(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    status: &StatusRow,
) -> Result<(), DbError> {
    if !author.is_local() || !status.local {
        return Ok(());
    }
    let there = rows::find(tx.conn, status.id)?;
    let wanted = audience(tx.conn, author, status)?;
    if wanted.is_none() && there.is_none() {
        return Ok(());
    }
    // Its own it says itself.
    let voice = of_instance(tx.conn)?.filter(|voice| voice.id != author.id);
    match (voice, wanted) {
        (Some(voice), Some(wanted)) => announce_in(tx, &voice, status, there.as_ref(), &wanted)?,
        _ => take_back_in(tx, status)?,
    }
    // What its author says came of it goes where the practice goes.
    for result in outcomes::of_author(tx.conn, status.id, author.id)? {
        if let Some(result) = statuses::find(tx.conn, result.status_id)? {
            settle_in(tx, author, &result)?;
        }
    }
    Ok(())
}

fn announce_in(
    tx: &mut Tx<'_>,
    voice: &AccountRow,
    status: &StatusRow,
    there: Option<&AnnouncedRow>,
    wanted: &Audience,
) -> Result<(), DbError> {
    let hub = match wanted {
        Audience::Everybody => None,
        Audience::Hub(domain) => Some(domain.clone()),
    };
    let stands = there
        .is_some_and(|row| row.is_standing() && row.hub == hub && row.organisation_id == voice.id);
    if stands {
        return Ok(());
    }
    if there.is_some_and(AnnouncedRow::is_standing) {
        take_back_in(tx, status)?;
    }
    rows::put(
        tx.conn,
        AnnouncedRow {
            status_id: status.id,
            organisation_id: voice.id,
            hub: hub.clone(),
            announced_at: tx.now,
            withdrawn_at: None,
        },
    )?;
    match hub {
        None => {
            let now = tx.now;
            boost_quietly_in(tx, voice, status, Visibility::Public, now)
        }
        Some(hub) => tell_hub_in(tx, voice.id, status.id, hub),
    }
}

fn tell_hub_in(
    tx: &mut Tx<'_>,
    account: AccountId,
    status: StatusId,
    hub: String,
) -> Result<(), DbError> {
    tx.emit(&Event::AnnouncedToHub {
        account,
        status,
        hub,
    })
}

/// Something is announced no more, or is gone.
pub(crate) fn take_back_in(tx: &mut Tx<'_>, status: &StatusRow) -> Result<(), DbError> {
    let Some(row) = rows::find(tx.conn, status.id)?.filter(AnnouncedRow::is_standing) else {
        return Ok(());
    };
    if let Some(voice) = accounts::find(tx.conn, row.organisation_id)?
        && let Some(boost) = statuses::find_boost(tx.conn, voice.id, status.id)?
    {
        unboost_in(tx, &voice, &boost)?;
    }
    let withdrawn_at = Some(tx.now.as_micros());
    rows::put(
        tx.conn,
        AnnouncedRow {
            withdrawn_at,
            ..row
        },
    )
}

/// Has looked through what somebody wrote, or everybody, whether it is to be announced: who may have it has changed for
/// all of it; or a hub of that domain follows from now on.
pub(crate) fn look_through_later(
    tx: &mut Tx<'_>,
    account: Option<AccountId>,
    hub: Option<String>,
) -> Result<(), DbError> {
    let key = hub.as_ref().map(|hub| {
        let name = account.map_or_else(|| "all".to_owned(), |id| id.to_string());
        format!("announce-{name}-{hub}")
    });
    let job = NewJob::now(JobPayload::AnnounceRecords { account, hub }, tx.now);
    // Where somebody has changed their mind, without a dedup key: a job that has begun has passed by some of it.
    tx.queue(&match key {
        Some(key) => job.with_dedup_key(key),
        None => job,
    })?;
    Ok(())
}

/// Looks through what is here.
pub struct AnnounceRecordsHandler(pub Ctx);

impl JobHandler for AnnounceRecordsHandler {
    fn kind(&self) -> JobKind {
        JobKind::AnnounceRecords
    }

    fn run<'a>(&'a self, job: &'a ClaimedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let JobPayload::AnnounceRecords { account, hub } = &job.payload else {
                return Err(JobError::Hopeless("nothing to announce".into()));
            };
            let done = match account {
                Some(account) => look_through(&self.0, *account, hub.clone()).await,
                None => look_through_all(&self.0, hub.clone()).await,
            };
            done.map_err(JobError::retry)
        })
    }
}

/// Queues everybody here who has posted anything.
async fn look_through_all(ctx: &Ctx, hub: Option<String>) -> Result<(), DbError> {
    let mut after = String::new();
    loop {
        let (from, hub) = (after.clone(), hub.clone());
        let last = ctx
            .transact(move |tx| {
                let some = accounts::of_domain(tx.conn, "", &from, ACCOUNTS_AT_ONCE)?;
                for row in some.iter().filter(|row| row.statuses_count > 0) {
                    look_through_later(tx, Some(row.id), hub.clone())?;
                }
                Ok::<_, DbError>(some.last().map(|row| row.username_folded.clone()))
            })
            .await?;
        let Some(last) = last else { return Ok(()) };
        after = last;
    }
}

/// Announces what somebody wrote, or takes it back, as it is now.
async fn look_through(ctx: &Ctx, account: AccountId, hub: Option<String>) -> Result<(), DbError> {
    let mut after = StatusId::from(0);
    loop {
        let hub = hub.clone();
        let last = ctx
            .transact(move |tx| {
                let Some(author) = accounts::find(tx.conn, account)? else {
                    return Ok(None);
                };
                let some = statuses::all_of(tx.conn, account, after, STATUSES_AT_ONCE)?;
                for status in &some {
                    look_at(tx, &author, status, hub.as_deref())?;
                }
                Ok::<_, DbError>(some.last().map(|row| row.id))
            })
            .await?;
        let Some(last) = last else { return Ok(()) };
        after = last;
    }
}

fn look_at(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    status: &StatusRow,
    hub: Option<&str>,
) -> Result<(), DbError> {
    let before = rows::find(tx.conn, status.id)?;
    settle_in(tx, author, status)?;
    hub::announce_in(tx, status.id)?;
    // The hub did not follow when it was told.
    let is_for_hub = |row: &AnnouncedRow| row.is_standing() && row.hub.as_deref() == hub;
    match (hub, before.filter(is_for_hub)) {
        (Some(hub), Some(row)) => tell_hub_in(tx, row.organisation_id, status.id, hub.to_owned()),
        _ => Ok(()),
    }
}
