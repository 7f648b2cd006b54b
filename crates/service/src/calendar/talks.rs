//! Talks of events here: offered, accepted into the programme, withdrawn; and what a practice can be made of.

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::event_plans;
use staffroom_db::statuses::{self, StatusRow};
use staffroom_db::talks::{self as rows, TalkRow};
use staffroom_db::{Conn, DbError};
use staffroom_domain::calendar::{
    EventRecord, SlotKind, SlotOffer, SlotRecord, SlotStatus, TalkOffer, check_talk,
};
use staffroom_domain::practice::Problem;
use staffroom_domain::record::RecordText;
use staffroom_domain::text::{single_line, truncate};
use staffroom_domain::{AccountId, Event, Local, StatusId, StatusKind, TalkId, UserId};

use super::CalendarError;
use super::organise::{organised, value};
use crate::context::Ctx;
use crate::statuses::{claim, may_see};
use crate::tx::Tx;

/// The most talks of an event.
const TALKS: i64 = 500;
/// The longest title of a talk.
const TITLE: usize = 300;

/// A talk that an organiser enters, or that its speaker offers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewTalk {
    /// How it is held.
    pub kind: SlotKind,
    /// How long; none: as long as its kind is.
    pub minutes: Option<u16>,
    /// What it is called.
    pub title: String,
    /// Who speaks, here; none: whoever `speaker_name` says.
    pub speaker: Option<AccountId>,
    /// As they want to be called.
    pub speaker_name: Option<String>,
    /// Which practice it is about: the id of a status.
    pub practice: Option<String>,
    /// The same for every attempt at it: the second enters none.
    pub idempotency: Option<(UserId, String)>,
}

/// Enters the programme that a new event brings.
pub(super) fn enter_in(
    tx: &mut Tx<'_>,
    event: &StatusRow,
    slots: &[SlotRecord],
) -> Result<(), DbError> {
    for (number, slot) in (1..).zip(slots) {
        let speaker = match &slot.speaker {
            Some(uri) => accounts::find_by_uri(tx.conn, uri)?.or(local(tx, uri)?),
            None => None,
        };
        let row = TalkRow {
            id: tx.new_id(),
            status_id: event.id,
            number,
            kind: slot.kind.as_str().to_owned(),
            minutes: slot.minutes.into(),
            title: single_line(&slot.title),
            speaker_id: speaker.as_ref().map(|row| row.id.get()),
            speaker_uri: slot.speaker.clone().filter(|_| speaker.is_none()),
            speaker_name: slot.speaker_name.as_deref().map(single_line),
            practice: slot.practice.clone(),
            state: slot.status.as_str().to_owned(),
            created_at: tx.now,
        };
        rows::put(tx.conn, row)?;
    }
    Ok(())
}

fn local(tx: &mut Tx<'_>, uri: &str) -> Result<Option<AccountRow>, DbError> {
    match tx.addresses.parse(uri) {
        Some(Local::Actor(id)) => accounts::find(tx.conn, id),
        _ => Ok(None),
    }
}

/// Somebody who has a place to speak says what about; without a title, what they offered before stands again.
pub(super) fn offer_in(
    tx: &mut Tx<'_>,
    account: &AccountRow,
    event: &StatusRow,
    talk: Option<&TalkOffer>,
) -> Result<(), DbError> {
    let there = rows::of_speaker(tx.conn, event.id, account.id)?;
    let there = there.into_iter().next();
    let is_withdrawn = there
        .as_ref()
        .is_some_and(|row| row.state == SlotStatus::Withdrawn.as_str());
    let title = talk
        .map(|talk| single_line(&talk.title))
        .unwrap_or_default();
    let title = truncate(&title, TITLE).to_owned();
    let kind = talk.map(|talk| talk.kind).unwrap_or_default();
    let offered = SlotStatus::Offered.as_str().to_owned();
    let row = match there {
        Some(there) if title.is_empty() => TalkRow {
            state: offered,
            ..there
        },
        None if title.is_empty() => return Ok(()),
        Some(there) => TalkRow {
            // What was accepted was another talk.
            state: offered,
            minutes: minutes(tx.conn, event.id, kind)?.into(),
            kind: kind.as_str().to_owned(),
            title: title.clone(),
            ..there
        },
        None => {
            let Some(number) = next_number(tx.conn, event.id)? else {
                return Ok(());
            };
            new_talk(tx, account, event.id, number, kind, title.clone())?
        }
    };
    let before = rows::find(tx.conn, row.id)?;
    let says_the_same = before
        .as_ref()
        .is_some_and(|it| title.is_empty() || (it.title == row.title && it.kind == row.kind));
    if says_the_same && !is_withdrawn {
        return Ok(());
    }
    rows::put(tx.conn, row)?;
    programme_changed_in(tx, event.id)
}

fn new_talk(
    tx: &mut Tx<'_>,
    account: &AccountRow,
    event: StatusId,
    number: i64,
    kind: SlotKind,
    title: String,
) -> Result<TalkRow, DbError> {
    Ok(TalkRow {
        id: tx.new_id(),
        status_id: event,
        number,
        kind: kind.as_str().to_owned(),
        minutes: minutes(tx.conn, event, kind)?.into(),
        title,
        speaker_id: Some(account.id.get()),
        speaker_uri: None,
        speaker_name: None,
        practice: None,
        state: SlotStatus::Offered.as_str().to_owned(),
        created_at: tx.now,
    })
}

/// Somebody speaks no more.
pub(super) fn withdraw_in(
    tx: &mut Tx<'_>,
    account: &AccountRow,
    event: StatusId,
) -> Result<(), DbError> {
    set_all_in(tx, account.id, event, SlotStatus::Withdrawn)
}

/// The organisers have no place for somebody.
pub(super) fn decline_in(
    tx: &mut Tx<'_>,
    account: AccountId,
    event: StatusId,
) -> Result<(), DbError> {
    set_all_in(tx, account, event, SlotStatus::Declined)
}

fn set_all_in(
    tx: &mut Tx<'_>,
    speaker: AccountId,
    event: StatusId,
    state: SlotStatus,
) -> Result<(), DbError> {
    let all = rows::of_speaker(tx.conn, event, speaker)?;
    if all.is_empty() {
        return Ok(());
    }
    for row in all {
        let row = TalkRow {
            state: state.as_str().to_owned(),
            ..row
        };
        rows::put(tx.conn, row)?;
    }
    programme_changed_in(tx, event)
}

fn next_number(conn: &mut Conn, event: StatusId) -> Result<Option<i64>, DbError> {
    let all = rows::of_event(conn, event, TALKS)?;
    let is_full = i64::try_from(all.len()).is_ok_and(|number| number >= TALKS);
    let last = all.last().map_or(0, |row| row.number);
    Ok((!is_full).then(|| last.saturating_add(1)))
}

/// As long as the event offers, else as long as its kind is.
fn minutes(conn: &mut Conn, event: StatusId, kind: SlotKind) -> Result<u16, DbError> {
    let plan = event_plans::find(conn, event)?;
    let record = plan.and_then(|plan| EventRecord::read(&value(&plan.record)));
    let offers: Vec<SlotOffer> = record
        .map(|record| record.slots_offered)
        .unwrap_or_default();
    let offered = offers.iter().find(|offer| offer.kind == kind);
    Ok(offered.map_or(kind.minutes(), |offer| offer.minutes))
}

/// An organiser enters a talk into the programme.
///
/// # Errors
///
/// [`CalendarError::NotAllowed`] for whoever does not organise the event.
pub async fn add_talk(
    ctx: &Ctx,
    by: AccountId,
    event: StatusId,
    new: NewTalk,
) -> Result<TalkId, CalendarError> {
    ctx.transact(move |tx| {
        let (_, row, _) = organised(tx, by, event)?;
        let title = single_line(&new.title);
        let mut problems = Vec::new();
        if title.is_empty() || title.chars().count() > TITLE {
            let message = "Say what the talk is called, in at most 300 characters.";
            problems.push(Problem::new("title", "missing", message));
        }
        // As in a programme that comes with its event.
        let as_slot = SlotRecord {
            title: title.clone(),
            minutes: 1,
            speaker_name: new.speaker_name.clone(),
            practice: new.practice.clone(),
            ..SlotRecord::default()
        };
        problems.extend(
            check_talk(&as_slot)
                .into_iter()
                .filter(|it| it.field != "title"),
        );
        if let Some(speaker) = new.speaker
            && !accounts::find(tx.conn, speaker)?.is_some_and(|row| row.is_active())
        {
            let message = "There is no such account here. Leave it out, and say their name.";
            problems.push(Problem::new("speaker", "unknown", message));
        }
        if !problems.is_empty() {
            return Err(CalendarError::Invalid(problems));
        }
        let id: TalkId = tx.new_id();
        if let Some(before) = claim(tx, new.idempotency, id.get(), false)? {
            return entered_before(tx, row.id, before.made_id.into());
        }
        let Some(number) = next_number(tx.conn, row.id)? else {
            return Err(CalendarError::invalid(
                "",
                "too-many",
                "An event has at most 500 talks.",
            ));
        };
        let offered = minutes(tx.conn, row.id, new.kind)?;
        let talk = TalkRow {
            id,
            status_id: row.id,
            number,
            kind: new.kind.as_str().to_owned(),
            minutes: new.minutes.unwrap_or(offered).clamp(1, 240).into(),
            title,
            speaker_id: new.speaker.map(AccountId::get),
            speaker_uri: None,
            speaker_name: new.speaker_name.as_deref().map(single_line),
            practice: new.practice,
            state: SlotStatus::Accepted.as_str().to_owned(),
            created_at: tx.now,
        };
        rows::put(tx.conn, talk)?;
        programme_changed_in(tx, row.id)?;
        Ok(id)
    })
    .await
}

/// The talk that the same attempt has entered.
fn entered_before(tx: &mut Tx<'_>, event: StatusId, talk: TalkId) -> Result<TalkId, CalendarError> {
    let is_it = rows::find(tx.conn, talk)?.is_some_and(|row| row.status_id == event);
    is_it.then_some(talk).ok_or_else(|| {
        let message = "This Idempotency-Key was used before, and not for this. Send another one.";
        CalendarError::invalid("", "key-used", message)
    })
}

/// An organiser takes a talk into the programme, or not. Gives the event.
///
/// # Errors
///
/// As [`add_talk`].
pub async fn decide_talk(
    ctx: &Ctx,
    by: AccountId,
    talk: TalkId,
    accepted: bool,
) -> Result<StatusId, CalendarError> {
    ctx.transact(move |tx| {
        let talk = rows::find(tx.conn, talk)?.ok_or(CalendarError::NotFound)?;
        let (_, row, _) = organised(tx, by, talk.status_id)?;
        if talk.state == SlotStatus::Withdrawn.as_str() {
            return Err(CalendarError::NotFound);
        }
        let state = if accepted {
            SlotStatus::Accepted
        } else {
            SlotStatus::Declined
        };
        let talk = TalkRow {
            state: state.as_str().to_owned(),
            ..talk
        };
        rows::put(tx.conn, talk)?;
        programme_changed_in(tx, row.id)?;
        Ok(row.id)
    })
    .await
}

/// The talks of an event: those that were accepted; for its organisers all; for a speaker also their own. Who has an
/// account and says no other name is called as their account is.
pub async fn programme(
    ctx: &Ctx,
    viewer: Option<AccountId>,
    event: StatusId,
) -> Result<Vec<TalkRow>, CalendarError> {
    ctx.db
        .read(move |conn| programme_in(conn, viewer, event))
        .await
}

pub(super) fn programme_in(
    conn: &mut Conn,
    viewer: Option<AccountId>,
    event: StatusId,
) -> Result<Vec<TalkRow>, CalendarError> {
    let row = crate::statuses::live(conn, event)?;
    if row.kind() != StatusKind::Event || !may_see(conn, viewer, &row)? {
        return Err(CalendarError::NotFound);
    }
    let by = match viewer {
        Some(viewer) => accounts::find(conn, viewer)?,
        None => None,
    };
    let organises = match &by {
        Some(by) => super::may_organise(conn, by, row.account_id)?,
        None => false,
    };
    let mut talks = rows::of_event(conn, event, TALKS)?;
    talks.retain(|talk| {
        organises
            || talk.state == SlotStatus::Accepted.as_str()
            || (talk.speaker_id.is_some() && talk.speaker_id == viewer.map(AccountId::get))
    });
    name_speakers(conn, &mut talks)?;
    Ok(talks)
}

/// One talk, for whoever sees it in the programme.
///
/// # Errors
///
/// [`CalendarError::NotFound`] for everybody else.
pub async fn get_talk(
    ctx: &Ctx,
    viewer: Option<AccountId>,
    talk: TalkId,
) -> Result<TalkRow, CalendarError> {
    ctx.db
        .read(move |conn| {
            let row = rows::find(conn, talk)?.ok_or(CalendarError::NotFound)?;
            let all = programme_in(conn, viewer, row.status_id)?;
            let found = all.into_iter().find(|it| it.id == talk);
            found.ok_or(CalendarError::NotFound)
        })
        .await
}

/// A speaker takes their own talk back, also where they may not see the event any more; their place stays theirs. Gives
/// the event.
///
/// # Errors
///
/// [`CalendarError::NotFound`] for everybody else.
pub async fn withdraw_talk(
    ctx: &Ctx,
    by: AccountId,
    talk: TalkId,
) -> Result<StatusId, CalendarError> {
    ctx.transact(move |tx| {
        let found = rows::find(tx.conn, talk)?.ok_or(CalendarError::NotFound)?;
        let event = crate::statuses::live(tx.conn, found.status_id)?;
        event_plans::lock(tx.conn, event.id)?;
        let found = rows::find(tx.conn, talk)?.ok_or(CalendarError::NotFound)?;
        if found.speaker_id != Some(by.get()) {
            return Err(CalendarError::NotFound);
        }
        let row = TalkRow {
            state: SlotStatus::Withdrawn.as_str().to_owned(),
            ..found
        };
        rows::put(tx.conn, row)?;
        programme_changed_in(tx, event.id)?;
        Ok(event.id)
    })
    .await
}

fn name_speakers(conn: &mut Conn, talks: &mut [TalkRow]) -> Result<(), DbError> {
    let nameless = talks.iter().filter(|talk| talk.speaker_name.is_none());
    let ids: Vec<AccountId> = nameless
        .filter_map(|talk| talk.speaker_id.map(AccountId::from))
        .collect();
    let people = accounts::find_many(conn, &ids)?;
    for talk in talks.iter_mut().filter(|talk| talk.speaker_name.is_none()) {
        let speaker = people
            .iter()
            .find(|row| Some(row.id.get()) == talk.speaker_id && row.is_active());
        talk.speaker_name =
            speaker.map(|row| own_name(row).unwrap_or_else(|| format!("@{}", row.acct())));
    }
    Ok(())
}

fn own_name(account: &AccountRow) -> Option<String> {
    Some(staffroom_text::display_name(&account.display_name)).filter(|name| !name.is_empty())
}

/// Writes the programme into the event's record, where it is another, and tells those who have the event.
fn programme_changed_in(tx: &mut Tx<'_>, event: StatusId) -> Result<(), DbError> {
    if !write_programme_in(tx, event)? {
        return Ok(());
    }
    let Some(row) = statuses::find(tx.conn, event)? else {
        return Ok(());
    };
    let row = StatusRow {
        edited_at: Some(tx.now.as_micros()),
        ..row
    };
    statuses::update(tx.conn, row)?;
    tx.emit(&Event::StatusEdited {
        status: event,
        also_to: Vec::new(),
    })
}

/// Writes the accepted talks into the event's record; `false` where they stand there already.
pub(super) fn write_programme_in(tx: &mut Tx<'_>, event: StatusId) -> Result<bool, DbError> {
    let Some(plan) = event_plans::find(tx.conn, event)? else {
        return Ok(false);
    };
    let mut slots = Vec::new();
    for talk in rows::of_event(tx.conn, event, TALKS)? {
        if talk.state == SlotStatus::Accepted.as_str() {
            slots.push(slot(tx, talk)?);
        }
    }
    let mut record = value(&plan.record);
    if let Some(members) = record.as_object_mut() {
        members.remove("slots");
        if !slots.is_empty() {
            let slots = serde_json::to_value(slots).unwrap_or_default();
            members.insert("slots".to_owned(), slots);
        }
    }
    // A programme of five hundred long titles has no room in a record: then the one before stays.
    let Ok(text) = RecordText::of_value(record) else {
        return Ok(false);
    };
    if text.as_str() == plan.record {
        return Ok(false);
    }
    event_plans::set_record(tx.conn, event, text.as_str(), tx.now)?;
    Ok(true)
}

fn slot(tx: &mut Tx<'_>, talk: TalkRow) -> Result<SlotRecord, DbError> {
    let speaker = match talk.speaker_id {
        Some(id) => accounts::find(tx.conn, AccountId::from(id))?.filter(AccountRow::is_active),
        None => None,
    };
    let own_name = speaker.as_ref().and_then(own_name);
    Ok(SlotRecord {
        order: u32::try_from(talk.number).ok(),
        kind: SlotKind::from_name(&talk.kind).unwrap_or(SlotKind::Custom),
        minutes: u16::try_from(talk.minutes).unwrap_or_default(),
        title: talk.title,
        speaker: speaker
            .map(|row| crate::accounts::uri(tx.addresses, &row))
            .or(talk.speaker_uri),
        speaker_name: talk.speaker_name.or(own_name),
        practice: talk.practice,
        status: SlotStatus::Accepted,
    })
}
