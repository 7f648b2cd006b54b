//! The organisation of the instance as its voice: it announces what is found out here and may be listed elsewhere, so
//! that a hub need not know everybody who teaches here ([ADR 0020]).
//!
//! It announces practices, outcomes and calendar events that everybody may see and that their authors let indexes have:
//! each as a boost, for servers that know nothing else, and what becomes of it unchanged (FEP-1b12), which federation
//! does ([`of_status`]). What a practice lets one hub have (`hub:DOMAIN`) goes to that hub alone.
//!
//! [ADR 0020]: ../../../../docs/developers/adr/0020-hubs-and-their-members.md

mod look;

pub use look::{AnnounceOutcomesHandler, AnnounceRecordsHandler};

pub(crate) use look::{look_through_later, look_through_theirs_later, outcomes_later};

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::announced_records::{self as rows, AnnouncedRow};
use staffroom_db::practices::{self, PracticeRow};
use staffroom_db::statuses::{self, StatusRow};
use staffroom_db::{Conn, DbError, outcomes};
use staffroom_domain::practice::Index;
use staffroom_domain::{
    AccountId, Event, RecordKind, StatusId, StatusKind, TypedRecord, Visibility,
};

use crate::records::{may_be_entry, may_be_practice, status_at};
use crate::statuses::{boost_quietly_in, unboost_in};
use crate::tx::Tx;

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

/// What an organisation here announces to everybody, the oldest first, among at most `limit` that it ever announced after
/// `after`; with the last of these, where there are more.
pub fn announced_page(
    conn: &mut Conn,
    organisation: AccountId,
    after: StatusId,
    limit: usize,
) -> Result<(Vec<StatusId>, Option<StatusId>), DbError> {
    let most = i64::try_from(limit).unwrap_or(i64::MAX);
    let found = rows::page(conn, organisation, after, most.saturating_add(1))?;
    let more = found.len() > limit;
    let page = found.iter().take(limit);
    let last = page.clone().next_back().map(|row| row.status_id);
    let is_told = |row: &&AnnouncedRow| row.is_standing() && row.hub.is_none();
    let ids = page.filter(is_told).map(|row| row.status_id).collect();
    Ok((ids, last.filter(|_| more)))
}

/// Whom those who wrote something let have it, as far as indexes go; nobody for what is no practice, outcome or event.
pub fn audience(
    conn: &mut Conn,
    author: &AccountRow,
    status: &StatusRow,
) -> Result<Option<Audience>, DbError> {
    if !is_open(author, status) {
        return Ok(None);
    }
    if status.kind() == StatusKind::Event {
        return Ok(as_author(author));
    }
    if let Some(practice) = practices::find(conn, status.id)? {
        return Ok(audience_of_practice(author, status, &practice));
    }
    let Some(outcome) = outcomes::find(conn, status.id)?.filter(|_| author.indexable) else {
        return Ok(None);
    };
    // Whoever is told of an outcome looks for what it is about.
    match outcome.practice_id {
        Some(practice) => of_subject(conn, practice.into()),
        // What is known here and is no practice any more goes nowhere, nor does what was said of it.
        None => match status.in_reply_to_id {
            Some(answered) => of_subject(conn, answered.into()),
            None => Ok(as_author(author)),
        },
    }
}

/// Whether everybody may see something, and whose it is.
fn is_open(author: &AccountRow, status: &StatusRow) -> bool {
    let is_public = status.deleted_at.is_none() && status.visibility() == Visibility::Public;
    is_public && !status.is_boost() && author.is_active() && !author.is_limited()
}

fn as_author(author: &AccountRow) -> Option<Audience> {
    author.indexable.then_some(Audience::Everybody)
}

/// Whether whoever wrote something lets every index have it. A practice may say otherwise of itself
/// ([`audience_of_practice`]), and what is about a practice goes no further than that.
pub(crate) fn is_let_by(author: &AccountRow, status: &StatusRow) -> bool {
    author.indexable && is_open(author, status)
}

/// [`audience`] of a practice that was read already.
pub(crate) fn audience_of_practice(
    author: &AccountRow,
    status: &StatusRow,
    practice: &PracticeRow,
) -> Option<Audience> {
    if !is_open(author, status) {
        return None;
    }
    let record = TypedRecord::stored(RecordKind::Practice, &practice.record).ok();
    by_index(author, record.and_then(|it| it.practice()?.index))
}

fn by_index(author: &AccountRow, index: Option<Index>) -> Option<Audience> {
    match index {
        None => as_author(author),
        Some(Index::All) => Some(Audience::Everybody),
        Some(Index::Hub(domain)) => Some(Audience::Hub(domain)),
        Some(Index::None) => None,
    }
}

/// What [`audience`] will be of something, before its record is written.
pub(crate) enum Foreseen {
    /// That, or nobody.
    Audience(Option<Audience>),
    /// It shows only once the record is written.
    Nothing,
}

/// What can be foreseen of something of another instance. The practice that an outcome is about is held until the transaction
/// ends: nobody changes who may have that before the outcome is counted.
pub(crate) fn foresee(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    status: &StatusRow,
    record: &TypedRecord,
) -> Result<Foreseen, DbError> {
    if let Some(it) = record.practice().filter(|_| may_be_practice(status)) {
        let audience = by_index(author, it.index);
        let audience = audience.filter(|_| is_open(author, status));
        return Ok(Foreseen::Audience(audience));
    }
    let Some(it) = record.outcome().filter(|_| may_be_entry(status)) else {
        return Ok(Foreseen::Nothing);
    };
    let Some(about) = status_at(tx.conn, tx.addresses, &it.practice)? else {
        return Ok(Foreseen::Nothing);
    };
    if practices::lock(tx.conn, about.id)?.is_none() {
        return Ok(Foreseen::Nothing);
    }
    let audience = if is_let_by(author, status) {
        of_subject(tx.conn, about.id)?
    } else {
        None
    };
    Ok(Foreseen::Audience(audience))
}

/// Who may have the practice that an outcome is about, ours or of another server.
fn of_subject(conn: &mut Conn, id: StatusId) -> Result<Option<Audience>, DbError> {
    let (Some(status), Some(practice)) = (statuses::find(conn, id)?, practices::find(conn, id)?)
    else {
        return Ok(None);
    };
    let author = accounts::find(conn, practice.account_id)?;
    Ok(author.and_then(|author| audience_of_practice(&author, &status, &practice)))
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
    let is_changed = if let Some((voice, wanted)) = voice.zip(wanted) {
        announce_in(tx, &voice, status, there.as_ref(), &wanted)?
    } else {
        take_back_in(tx, status)?;
        there.as_ref().is_some_and(AnnouncedRow::is_standing)
    };
    if is_changed {
        outcomes_later(tx, status.id)?;
    }
    Ok(())
}

/// A practice of another server was changed: what people here say came of it goes where the practice may go.
pub(crate) fn changed_elsewhere_in(
    tx: &mut Tx<'_>,
    before: &PracticeRow,
    now: &TypedRecord,
) -> Result<(), DbError> {
    let record = TypedRecord::stored(RecordKind::Practice, &before.record).ok();
    let index = |record: &TypedRecord| record.practice().and_then(|it| it.index);
    if record.as_ref().and_then(index) == index(now) {
        return Ok(());
    }
    outcomes_later(tx, before.status_id)
}

fn announce_in(
    tx: &mut Tx<'_>,
    voice: &AccountRow,
    status: &StatusRow,
    there: Option<&AnnouncedRow>,
    wanted: &Audience,
) -> Result<bool, DbError> {
    let hub = match wanted {
        Audience::Everybody => None,
        Audience::Hub(domain) => Some(domain.clone()),
    };
    let stands = there
        .is_some_and(|row| row.is_standing() && row.hub == hub && row.organisation_id == voice.id);
    if stands {
        return Ok(false);
    }
    // Whoever is told no more hears of the change that says so.
    let formerly = there.filter(|row| row.is_standing());
    let formerly = formerly.map(|row| row.hub.clone().unwrap_or_default());
    if formerly.is_some() {
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
            formerly_until: formerly.is_some().then(|| tx.now.as_micros()),
            formerly,
        },
    )?;
    match hub {
        None => {
            let now = tx.now;
            boost_quietly_in(tx, voice, status, Visibility::Public, now)?;
        }
        Some(hub) => tell_hub_in(tx, voice.id, status.id, hub)?,
    }
    Ok(true)
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
