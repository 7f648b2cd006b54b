//! Who takes part: asking for a place, waiting for one, coming up, leaving; in events here and elsewhere.

use serde_json::json;
use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::event_plans::{self, EventPlanRow};
use staffroom_db::events::{self, EventRow};
use staffroom_db::participations::{self, ParticipationRow};
use staffroom_db::statuses::StatusRow;
use staffroom_db::{Conn, DbError, blocks};
use staffroom_domain::calendar::{Mode, PlaceKind, Places, Standing, TalkOffer};
use staffroom_domain::{AccountId, Event, ParticipationId, StatusId, StatusKind};

use super::plan::until;
use super::{CalendarError, answers, talks};
use crate::context::Ctx;
use crate::statuses::{live, may_see};
use crate::tx::Tx;

/// How many of those who wait come up at once.
const COME_UP: i64 = 200;

/// What somebody asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Joining {
    /// Which kind of place; none: the one they have, else to listen, wherever one can.
    pub kind: Option<PlaceKind>,
    /// What they would speak about.
    pub talk: Option<TalkOffer>,
    /// The id of a remote person's Join.
    pub uri: Option<String>,
    /// The answer to the event by which they ask.
    pub reply: Option<StatusId>,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    /// They have a place.
    Going,
    /// They wait; this is their number.
    Waiting(u32),
    /// All places are taken.
    Full,
    /// There are no places of this kind.
    NotOffered,
    /// The organisers have refused them.
    Declined,
    /// It was called off.
    Cancelled,
    /// It is over.
    Over,
    /// One does not take part here: it is no such event, or its places are given elsewhere.
    NotTaken,
    /// The server of the event was asked.
    Asked,
}

/// How the server of a remote event answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    /// They have a place.
    Accepted,
    /// They wait, with that number where it is told.
    Tentatively(Option<u32>),
    /// They have none.
    Rejected,
    /// It takes no answers.
    Ignored,
}

/// Somebody here asks for a place.
///
/// # Errors
///
/// [`CalendarError::NotFound`] where they may not see the event.
pub async fn join(
    ctx: &Ctx,
    by: AccountId,
    event: StatusId,
    joining: Joining,
) -> Result<Joined, CalendarError> {
    ctx.transact(move |tx| {
        let (by, row) = visible(tx, by, event)?;
        if by.has_moved() {
            return Err(CalendarError::NotAllowed);
        }
        Ok(join_in(tx, &by, &row, &joining)?)
    })
    .await
}

/// Somebody here gives their place up; `false` where they had none.
///
/// # Errors
///
/// As [`join`].
pub async fn leave(ctx: &Ctx, by: AccountId, event: StatusId) -> Result<bool, CalendarError> {
    ctx.transact(move |tx| {
        let (by, row) = visible(tx, by, event)?;
        Ok(leave_in(tx, &by, &row)?)
    })
    .await
}

fn visible(
    tx: &mut Tx<'_>,
    by: AccountId,
    event: StatusId,
) -> Result<(AccountRow, StatusRow), CalendarError> {
    let by = accounts::find(tx.conn, by)?.ok_or(CalendarError::NotFound)?;
    let row = live(tx.conn, event)?;
    let is_event = row.kind() == StatusKind::Event;
    if is_event && may_see(tx.conn, Some(by.id), &row)? {
        Ok((by, row))
    } else {
        Err(CalendarError::NotFound)
    }
}

/// Somebody asks for a place. Asking again gives the same answer and no second place; another kind of place is another
/// place, at the end of its line.
pub fn join_in(
    tx: &mut Tx<'_>,
    account: &AccountRow,
    event: &StatusRow,
    joining: &Joining,
) -> Result<Joined, DbError> {
    // From here on nobody else is given a place there, nor is it changed: what is read before may be outdated.
    let plan = if event.local {
        event_plans::lock(tx.conn, event.id)?
    } else {
        None
    };
    let Some(when) = events::of_statuses(tx.conn, &[event.id])?.pop() else {
        return Ok(Joined::NotTaken);
    };
    if !event.local {
        return ask_in(tx, account, event, &when, joining);
    }
    let Some(plan) = plan else {
        return Ok(Joined::NotTaken);
    };
    if when.join_mode.as_deref() != Some("free")
        || blocks::find(tx.conn, event.account_id, account.id)?.is_some()
    {
        return Ok(Joined::NotTaken);
    }
    if when.state == "cancelled" {
        return Ok(Joined::Cancelled);
    }
    if plan.until_at <= tx.now {
        return Ok(Joined::Over);
    }
    let there = participations::find(tx.conn, event.id, account.id)?;
    // Asking again changes nothing: only those who organise it do.
    if there
        .as_ref()
        .is_some_and(|row| row.state == ParticipationRow::DECLINED)
    {
        return Ok(Joined::Declined);
    }
    let held = there.clone().filter(ParticipationRow::takes_part);
    let left = held
        .as_ref()
        .and_then(|row| PlaceKind::from_name(&row.kind));
    let kind = match joining.kind {
        None => left.unwrap_or_else(|| wanted(&plan, None)),
        asked => wanted(&plan, asked),
    };
    if let Some(held) = held.filter(|row| row.kind == kind.as_str()) {
        return again(tx, event, held, joining);
    }
    let standing = standing(tx, &plan, kind)?;
    let state = match standing {
        Standing::Going => ParticipationRow::GOING,
        Standing::Waiting(_) => ParticipationRow::WAITING,
        Standing::Full => return Ok(Joined::Full),
        Standing::NotOffered => return Ok(Joined::NotOffered),
    };
    let row = ParticipationRow {
        id: there.map_or_else(|| tx.new_id(), |row| row.id),
        status_id: event.id,
        account_id: account.id,
        kind: kind.as_str().to_owned(),
        state: state.to_owned(),
        place: participations::last_place(tx.conn, event.id)?.saturating_add(1),
        number: None,
        uri: joining.uri.clone(),
        reply_id: joining.reply.map(StatusId::get),
        joined_at: tx.now,
        changed_at: tx.now,
    };
    participations::put(tx.conn, row)?;
    if kind == PlaceKind::Speaker {
        talks::offer_in(tx, account, event, joining.talk.as_ref())?;
    } else if left == Some(PlaceKind::Speaker) {
        talks::withdraw_in(tx, account, event.id)?;
    }
    if let (Some(left), Some(author)) = (left, accounts::find(tx.conn, event.account_id)?) {
        come_up_in(tx, &author, event, left)?;
    }
    Ok(match standing {
        Standing::Waiting(number) => Joined::Waiting(number),
        _ => Joined::Going,
    })
}

/// The same place, the same answer; what else they say is noted.
fn again(
    tx: &mut Tx<'_>,
    event: &StatusRow,
    held: ParticipationRow,
    joining: &Joining,
) -> Result<Joined, DbError> {
    let joined = standing_of(tx.conn, &held)?;
    let account = accounts::find(tx.conn, held.account_id)?;
    if let (Some(account), Some(talk)) = (&account, &joining.talk) {
        talks::offer_in(tx, account, event, Some(talk))?;
    }
    // Its server has forgotten the answer, or never got it.
    let row = ParticipationRow {
        uri: joining.uri.clone().or_else(|| held.uri.clone()),
        reply_id: joining.reply.map(StatusId::get).or(held.reply_id),
        ..held
    };
    participations::put(tx.conn, row)?;
    Ok(joined)
}

/// How somebody stands who takes part in an event of ours.
pub(super) fn standing_of(conn: &mut Conn, row: &ParticipationRow) -> Result<Joined, DbError> {
    if row.state == ParticipationRow::DECLINED {
        return Ok(Joined::Declined);
    }
    if row.state != ParticipationRow::WAITING {
        return Ok(Joined::Going);
    }
    let before = participations::waiting_before(conn, row.status_id, &row.kind, row.place)?;
    let number = u32::try_from(before.saturating_add(1)).unwrap_or(u32::MAX);
    Ok(Joined::Waiting(number))
}

/// Whoever asks for no kind of place listens: where it is, else by the net.
fn wanted(plan: &EventPlanRow, kind: Option<PlaceKind>) -> PlaceKind {
    match kind {
        Some(kind @ (PlaceKind::Speaker | PlaceKind::Remote)) => kind,
        _ if has(plan, PlaceKind::Attendee) || !has(plan, PlaceKind::Remote) => PlaceKind::Attendee,
        _ => PlaceKind::Remote,
    }
}

/// Whether there are places of a kind at all.
fn has(plan: &EventPlanRow, kind: PlaceKind) -> bool {
    let mode = Mode::from_name(&plan.mode).unwrap_or_default();
    mode.has(kind) && places(plan, kind).most != Some(0)
}

/// The places of one kind at an event.
pub(super) fn places(plan: &EventPlanRow, kind: PlaceKind) -> Places {
    let most = match kind {
        PlaceKind::Speaker => plan.speakers,
        PlaceKind::Attendee => plan.attendees,
        PlaceKind::Remote => plan.remote,
    };
    Places {
        most: most.map(|most| u32::try_from(most.max(0)).unwrap_or(u32::MAX)),
        waits: plan.waits,
    }
}

fn standing(tx: &mut Tx<'_>, plan: &EventPlanRow, kind: PlaceKind) -> Result<Standing, DbError> {
    if !has(plan, kind) {
        return Ok(Standing::NotOffered);
    }
    let (going, waiting) = count(tx, plan.status_id, kind)?;
    Ok(places(plan, kind).ask(going, waiting))
}

fn count(tx: &mut Tx<'_>, event: StatusId, kind: PlaceKind) -> Result<(u32, u32), DbError> {
    let mut going_waiting = (0, 0);
    for (_, of, state, number) in participations::counts(tx.conn, &[event])? {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        if of == kind.as_str() && state == ParticipationRow::GOING {
            going_waiting.0 = number;
        } else if of == kind.as_str() {
            going_waiting.1 = number;
        }
    }
    Ok(going_waiting)
}

/// Gives free places to those who have waited longest, and tells them; none at an event that is called off or over, nor
/// of a kind that there is no more. The event must be locked.
pub(super) fn come_up_in(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    event: &StatusRow,
    kind: PlaceKind,
) -> Result<(), DbError> {
    let Some(plan) = event_plans::find(tx.conn, event.id)? else {
        return Ok(());
    };
    let when = events::of_statuses(tx.conn, &[event.id])?.pop();
    let takes_place = when.is_some_and(|when| when.state != "cancelled");
    if !takes_place || plan.until_at <= tx.now || !has(&plan, kind) {
        return Ok(());
    }
    let (going, waiting) = count(tx, event.id, kind)?;
    let up = i64::from(places(&plan, kind).come_up(going, waiting)).min(COME_UP);
    if up == 0 {
        return Ok(());
    }
    let (kind, waiting) = (kind.as_str(), ParticipationRow::WAITING);
    for row in participations::line(tx.conn, event.id, kind, waiting, 0, up)? {
        let row = ParticipationRow {
            state: ParticipationRow::GOING.to_owned(),
            changed_at: tx.now,
            ..row
        };
        participations::put(tx.conn, row.clone())?;
        tell_in(tx, author, event, &row)?;
    }
    Ok(())
}

/// Tells somebody how they stand now: as their server asked, else in words.
pub(super) fn tell_in(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    event: &StatusRow,
    row: &ParticipationRow,
) -> Result<(), DbError> {
    let Some(person) = accounts::find(tx.conn, row.account_id)?.filter(AccountRow::is_active)
    else {
        return Ok(());
    };
    if let Some(uri) = &row.uri {
        let object = remote_join(tx, uri, &person, event);
        let (verb, place) = match standing_of(tx.conn, row)? {
            Joined::Declined => ("Reject", None),
            Joined::Waiting(number) => ("TentativeAccept", Some(number)),
            _ => ("Accept", None),
        };
        return tx.emit(&Event::Answered {
            account: author.id,
            verb: verb.to_owned(),
            object,
            to: person.id,
            place,
        });
    }
    answers::say_place_in(tx, author, event, &person, row)
}

/// The Join of somebody elsewhere, as it is answered.
pub fn remote_join(tx: &Tx<'_>, uri: &str, person: &AccountRow, event: &StatusRow) -> String {
    json!({
        "type": "Join",
        "id": uri,
        "actor": crate::accounts::uri(tx.addresses, person),
        "object": tx.addresses.object(event.id),
    })
    .to_string()
}

/// Somebody takes part no more; `false` where they did not. Whoever waits comes up.
pub fn leave_in(tx: &mut Tx<'_>, account: &AccountRow, event: &StatusRow) -> Result<bool, DbError> {
    event_plans::lock(tx.conn, event.id)?;
    let there = participations::find(tx.conn, event.id, account.id)?;
    let Some(row) = there.filter(ParticipationRow::takes_part) else {
        return Ok(false);
    };
    let kind = PlaceKind::from_name(&row.kind);
    let id = row.id;
    participations::put(
        tx.conn,
        ParticipationRow {
            state: ParticipationRow::LEFT.to_owned(),
            changed_at: tx.now,
            number: None,
            ..row
        },
    )?;
    if !event.local {
        tx.emit(&Event::Left {
            participation: id,
            account: account.id,
            status: event.id,
        })?;
        return Ok(true);
    }
    talks::withdraw_in(tx, account, event.id)?;
    if let (Some(kind), Some(author)) = (kind, accounts::find(tx.conn, event.account_id)?) {
        come_up_in(tx, &author, event, kind)?;
    }
    Ok(true)
}

/// An answer to an event of ours is deleted: whoever took part by it does so no more.
pub(crate) fn answer_deleted_in(tx: &mut Tx<'_>, answer: &StatusRow) -> Result<(), DbError> {
    let Some(event) = answer.in_reply_to_id.map(StatusId::from) else {
        return Ok(());
    };
    let row = participations::find_by_reply(tx.conn, answer.account_id, event, answer.id)?;
    let Some(row) = row.filter(ParticipationRow::takes_part) else {
        return Ok(());
    };
    let event = staffroom_db::statuses::find(tx.conn, row.status_id)?;
    let account = accounts::find(tx.conn, row.account_id)?;
    if let (Some(event), Some(account)) = (event.filter(|event| event.local), account) {
        leave_in(tx, &account, &event)?;
    }
    Ok(())
}

/// Somebody who is gone takes part in nothing; at most `limit` at once. Gives whether there was anything.
pub fn leave_all_in(tx: &mut Tx<'_>, account: &AccountRow, limit: i64) -> Result<bool, DbError> {
    let all = participations::of_account(tx.conn, account.id, limit)?;
    for row in &all {
        if let Some(event) = staffroom_db::statuses::find(tx.conn, row.status_id)?
            && event.local
        {
            leave_in(tx, account, &event)?;
        }
        participations::delete(tx.conn, row.id)?;
    }
    Ok(!all.is_empty())
}

/// Somebody here asks the server of a remote event.
fn ask_in(
    tx: &mut Tx<'_>,
    account: &AccountRow,
    event: &StatusRow,
    when: &EventRow,
    joining: &Joining,
) -> Result<Joined, DbError> {
    let takes = matches!(when.join_mode.as_deref(), Some("free" | "restricted"));
    if !takes || !account.is_local() || !tx.federates {
        return Ok(Joined::NotTaken);
    }
    if when.state == "cancelled" {
        return Ok(Joined::Cancelled);
    }
    if until(when) <= tx.now {
        return Ok(Joined::Over);
    }
    let there = participations::find(tx.conn, event.id, account.id)?;
    if let Some(row) = there.as_ref().filter(|row| row.takes_part()) {
        let number = row.number.and_then(|number| u32::try_from(number).ok());
        return Ok(match row.state.as_str() {
            ParticipationRow::GOING => Joined::Going,
            ParticipationRow::WAITING => Joined::Waiting(number.unwrap_or_default()),
            _ => Joined::Asked,
        });
    }
    // Another id each time: an answer to a Join that was taken back answers nothing.
    if let Some(row) = &there {
        participations::delete(tx.conn, row.id)?;
    }
    let row = ParticipationRow {
        id: tx.new_id(),
        status_id: event.id,
        account_id: account.id,
        kind: joining
            .kind
            .unwrap_or(PlaceKind::Attendee)
            .as_str()
            .to_owned(),
        state: ParticipationRow::ASKED.to_owned(),
        place: 0,
        number: None,
        uri: None,
        reply_id: None,
        joined_at: tx.now,
        changed_at: tx.now,
    };
    participations::put(tx.conn, row.clone())?;
    tx.emit(&Event::Joined {
        participation: row.id,
        account: account.id,
        status: event.id,
    })?;
    Ok(Joined::Asked)
}

/// The server of a remote event answers somebody here; `false` where nobody waits for that.
pub fn answer_in(
    tx: &mut Tx<'_>,
    participation: ParticipationId,
    answered: Answered,
) -> Result<bool, DbError> {
    let row = participations::get(tx.conn, participation)?;
    let Some(row) = row.filter(|row| row.state != ParticipationRow::LEFT) else {
        return Ok(false);
    };
    let (state, number) = match answered {
        Answered::Accepted => (ParticipationRow::GOING, None),
        Answered::Tentatively(number) => (ParticipationRow::WAITING, number),
        Answered::Rejected => (ParticipationRow::DECLINED, None),
        Answered::Ignored => (ParticipationRow::IGNORED, None),
    };
    participations::put(
        tx.conn,
        ParticipationRow {
            state: state.to_owned(),
            number: number.map(i64::from),
            changed_at: tx.now,
            ..row
        },
    )?;
    Ok(true)
}
