//! Events with their places, one by one and in lists; and who takes part.

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::event_plans::{self, EventPage, EventPlanRow, Listed};
use staffroom_db::events::{self, EventRow};
use staffroom_db::participations::{self, ParticipationRow};
use staffroom_db::statuses::{self, StatusRow};
use staffroom_db::{Conn, DbError};
use staffroom_domain::calendar::{EventRecord, PlaceKind};
use staffroom_domain::text::fold;
use staffroom_domain::{AccountId, ParticipationId, StatusId, StatusKind, Timestamp};

use super::join::{Joined, places};
use super::organise::value;
use super::shown::place_in;
use super::{CalendarError, may_organise};
use crate::context::Ctx;
use crate::statuses::may_see;

/// Some more than a page may have.
const MOST: i64 = 500;
/// How many who take part are shown at once.
pub const ATTENDEES: i64 = 200;
/// The most who take part that are given all together.
pub const EVERYBODY: usize = 20_000;
/// How many who take part are read at once, where all are needed.
const AT_ONCE: i64 = 500;

/// An event with everything that is shown of it.
#[derive(Clone, Debug, PartialEq)]
pub struct EventView {
    /// The status.
    pub status: StatusRow,
    /// Who holds it.
    pub author: AccountRow,
    /// When and where.
    pub event: EventRow,
    /// What it has beside; none of a remote one whose server writes no record.
    pub plan: Option<EventPlanRow>,
    /// The same, read.
    pub record: EventRecord,
    /// How many have a place, and how many wait, of each kind.
    pub taken: Vec<(PlaceKind, i64, i64)>,
}

/// Which events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lists {
    /// Those that were made here.
    Here,
    /// Those of a series.
    Series(String),
    /// Those that name a concept: its IRI.
    Concept(String),
}

/// A part of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// Which events.
    pub of: Lists,
    /// Also those that are over, that far back; none: only what is coming, or goes on now.
    pub since: Option<Timestamp>,
    /// What comes after this one.
    pub after: Option<(Timestamp, StatusId)>,
    /// How many at most.
    pub limit: i64,
}

/// Who takes part.
#[derive(Clone, Debug, PartialEq)]
pub struct Attendee {
    /// Who.
    pub account: AccountRow,
    /// How.
    pub row: ParticipationRow,
}

/// Who takes part, as far as somebody may know.
#[derive(Clone, Debug, PartialEq)]
pub struct Attendees {
    /// How many have a place, and how many wait, of each kind.
    pub taken: Vec<(PlaceKind, i64, i64)>,
    /// Who; for the event's organisers only.
    pub people: Option<Vec<Attendee>>,
}

impl EventView {
    /// How many have a place.
    pub fn going(&self) -> i64 {
        self.taken.iter().map(|(_, going, _)| going).sum()
    }

    /// How many places there are of a kind; none: as many as come, or nobody knows.
    pub fn most(&self, kind: PlaceKind) -> Option<u32> {
        self.plan.as_ref().and_then(|plan| places(plan, kind).most)
    }

    /// Whether there are places of a kind.
    pub fn has(&self, kind: PlaceKind) -> bool {
        self.record.mode.has(kind) && self.most(kind) != Some(0)
    }

    /// The page of an event elsewhere; where its server tells none, its id.
    pub fn page_elsewhere(&self) -> Option<&str> {
        let status = &self.status;
        let page = status.url.as_deref().or(status.uri.as_deref());
        page.filter(|_| !status.local)
    }

    /// Whether it is over.
    pub fn is_over(&self, now: Timestamp) -> bool {
        super::plan::until(&self.event) <= now
    }
}

/// An event, as somebody may see it.
///
/// # Errors
///
/// [`CalendarError::NotFound`] where there is none, or it is not for them.
pub async fn find_event(
    ctx: &Ctx,
    viewer: Option<AccountId>,
    event: StatusId,
) -> Result<EventView, CalendarError> {
    ctx.db
        .read(move |conn| {
            let status = statuses::find(conn, event)?.ok_or(CalendarError::NotFound)?;
            if status.kind() != StatusKind::Event || !may_see(conn, viewer, &status)? {
                return Err(CalendarError::NotFound);
            }
            load(conn, vec![status])?
                .pop()
                .ok_or(CalendarError::NotFound)
        })
        .await
}

/// A part of a list of public events, the earliest first; without those of limited accounts, for which nobody here asked.
pub async fn list(ctx: &Ctx, list: List) -> Result<Vec<EventView>, DbError> {
    let now = ctx.now();
    ctx.db
        .read(move |conn| {
            let page = EventPage {
                until: list.since.unwrap_or(now),
                from: Timestamp::from_micros(i64::MIN),
                after: list.after,
                limit: list.limit.clamp(1, MOST),
            };
            let listed = match list.of {
                Lists::Here => Listed::Here,
                Lists::Series(name) => Listed::Series(fold(&name)),
                Lists::Concept(iri) => Listed::Concept(iri),
            };
            let plans = event_plans::list(conn, listed, page)?;
            let ids: Vec<StatusId> = plans.iter().map(|plan| plan.status_id).collect();
            let mut rows = statuses::find_many(conn, &ids)?;
            let place = |row: &StatusRow| ids.iter().position(|id| *id == row.id);
            rows.sort_by_key(place);
            load(conn, rows)
        })
        .await
}

fn load(conn: &mut Conn, rows: Vec<StatusRow>) -> Result<Vec<EventView>, DbError> {
    let ids: Vec<StatusId> = rows.iter().map(|row| row.id).collect();
    let people: Vec<AccountId> = rows.iter().map(|row| row.account_id).collect();
    let people = accounts::find_many(conn, &people)?;
    let events = events::of_statuses(conn, &ids)?;
    let plans = event_plans::of_statuses(conn, &ids)?;
    let counts = participations::counts(conn, &ids)?;
    let view = |status: StatusRow| {
        let plan = plans.iter().find(|plan| plan.status_id == status.id);
        Some(EventView {
            author: people
                .iter()
                .find(|row| row.id == status.account_id)?
                .clone(),
            event: events
                .iter()
                .find(|row| row.status_id == status.id)?
                .clone(),
            record: plan
                .and_then(|plan| EventRecord::read(&value(&plan.record)))
                .unwrap_or_default(),
            plan: plan.cloned(),
            taken: taken(&counts, status.id),
            status,
        })
    };
    let views = rows.into_iter().filter_map(view);
    Ok(views.filter(|view| view.author.is_active()).collect())
}

/// How many have a place, and how many wait, of each kind.
pub(crate) fn taken(
    counts: &[(StatusId, String, String, i64)],
    event: StatusId,
) -> Vec<(PlaceKind, i64, i64)> {
    let number = |kind: PlaceKind, state: &str| {
        counts
            .iter()
            .filter(|(id, of, is, _)| *id == event && of == kind.as_str() && is == state)
            .map(|(_, _, _, number)| number)
            .sum()
    };
    PlaceKind::ALL
        .into_iter()
        .map(|kind| {
            let going = number(kind, ParticipationRow::GOING);
            (kind, going, number(kind, ParticipationRow::WAITING))
        })
        .collect()
}

/// Who takes part in an event of ours: how many, for everybody who may see it; who, for its organisers.
///
/// # Errors
///
/// As [`find_event`].
pub async fn attendees(
    ctx: &Ctx,
    viewer: Option<AccountId>,
    event: StatusId,
    after: Option<ParticipationId>,
) -> Result<Attendees, CalendarError> {
    ctx.db
        .read(move |conn| {
            let row = crate::statuses::live(conn, event)?;
            if row.kind() != StatusKind::Event || !may_see(conn, viewer, &row)? {
                return Err(CalendarError::NotFound);
            }
            let by = match viewer {
                Some(viewer) => accounts::find(conn, viewer)?,
                None => None,
            };
            let organises = match &by {
                Some(by) => row.local && may_organise(conn, by, row.account_id)?,
                None => false,
            };
            let counts = participations::counts(conn, &[event])?;
            let people = if organises {
                let after = after.unwrap_or_else(|| ParticipationId::from(0));
                Some(people(conn, event, after)?)
            } else {
                None
            };
            Ok(Attendees {
                taken: taken(&counts, event),
                people,
            })
        })
        .await
}

/// Everybody who takes part in an event of ours, for its organisers; at most [`EVERYBODY`].
///
/// # Errors
///
/// [`CalendarError::NotAllowed`] for whoever sees it and does not organise it.
pub async fn everybody(
    ctx: &Ctx,
    by: AccountId,
    event: StatusId,
) -> Result<Vec<Attendee>, CalendarError> {
    let mut all = Vec::new();
    let mut after = None;
    loop {
        let found = attendees(ctx, Some(by), event, after).await?;
        let found = found.people.ok_or(CalendarError::NotAllowed)?;
        let is_last = i64::try_from(found.len()).is_ok_and(|number| number < ATTENDEES);
        after = found.last().map(|one| one.row.id);
        all.extend(found);
        if is_last || after.is_none() || all.len() >= EVERYBODY {
            return Ok(all);
        }
    }
}

fn people(
    conn: &mut Conn,
    event: StatusId,
    after: ParticipationId,
) -> Result<Vec<Attendee>, DbError> {
    let rows = participations::of_event_with_declined(conn, event, after, ATTENDEES)?;
    let ids: Vec<AccountId> = rows.iter().map(|row| row.account_id).collect();
    let accounts = accounts::find_many(conn, &ids)?;
    let attendee = |row: ParticipationRow| {
        let account = accounts.iter().find(|it| it.id == row.account_id)?.clone();
        Some(Attendee { account, row })
    };
    Ok(rows.into_iter().filter_map(attendee).collect())
}

/// Who of other servers takes part in an event of ours: they are told what becomes of it. Nobody in other statuses.
pub fn participants_elsewhere(
    conn: &mut Conn,
    status: &StatusRow,
) -> Result<Vec<AccountId>, DbError> {
    let mut found = Vec::new();
    if !status.local || status.kind() != StatusKind::Event {
        return Ok(found);
    }
    let mut after = ParticipationId::from(0);
    loop {
        let rows = participations::of_event(conn, status.id, after, AT_ONCE)?;
        let Some(last) = rows.last() else { break };
        after = last.id;
        let ids: Vec<AccountId> = rows.iter().map(|row| row.account_id).collect();
        let people = accounts::find_many(conn, &ids)?;
        let people = people.into_iter().filter(|row| !row.is_local());
        found.extend(people.map(|row| row.id));
    }
    Ok(found)
}

/// What somebody has at an event: their row, and for one of ours how they stand now.
pub async fn my_place(
    ctx: &Ctx,
    account: AccountId,
    event: StatusId,
) -> Result<Option<(ParticipationRow, Joined)>, DbError> {
    ctx.db
        .read(move |conn| {
            let Some(event) = statuses::find(conn, event)? else {
                return Ok(None);
            };
            let place = place_in(conn, account, &event)?;
            Ok(place.map(|place| (place.row, place.joined)))
        })
        .await
}
