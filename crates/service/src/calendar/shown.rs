//! Events as somebody sees them, with what they have there: one, those that are looked for, and their own.

use std::time::Duration;

use staffroom_db::accounts;
use staffroom_db::event_plans::{self, EventPage, Wanted};
use staffroom_db::participations::{self, ParticipationRow};
use staffroom_db::statuses::StatusRow;
use staffroom_db::{Conn, DbError};
use staffroom_domain::calendar::{EventKind, LONGEST_EVENT, Mode};
use staffroom_domain::text::fold;
use staffroom_domain::{AccountId, StatusId, Timestamp};
use staffroom_vocabulary::Concept;

use super::join::{Joined, standing_of};
use super::plan::OPEN_END;
use super::{CalendarError, may_organise};
use crate::context::Ctx;
use crate::groups;
use crate::statuses::{StatusView, Viewer, load, load_one};

/// The most groups of concepts that are looked for at once.
pub const MOST_CONCEPTS: usize = 20;
/// The most concepts that one of them comes to, with narrower ones.
const WITH_NARROWER: usize = 200;

/// An event as somebody sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct EventShown {
    /// The status, with everything that is shown of it.
    pub view: StatusView,
    /// What they have there.
    pub place: Option<MyPlace>,
    /// Whether they may change it.
    pub organises: bool,
}

/// What somebody has at an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MyPlace {
    /// The row.
    pub row: ParticipationRow,
    /// How they stand.
    pub joined: Joined,
}

/// Which events are looked for; everything has to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventQuery {
    /// Also those that are over, that far back; none: only what is coming, or goes on now.
    pub since: Option<Timestamp>,
    /// Only those that were made here.
    pub here: bool,
    /// Of that series, by name.
    pub series: Option<String>,
    /// Of that kind.
    pub kind: Option<EventKind>,
    /// Where one takes part so.
    pub mode: Option<Mode>,
    /// Of whom.
    pub by: Option<AccountId>,
    /// Of each group some concept is named, or a narrower one: IRIs.
    pub concepts: Vec<Vec<String>>,
}

/// A part of a list of events, the earliest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventPart {
    /// The events.
    pub views: Vec<StatusView>,
    /// What the viewer has there, where they have anything; without their number among those who wait.
    pub places: Vec<ParticipationRow>,
    /// Those among the events that the viewer organises, in their own name or that of a community whose steward they are.
    pub organised: Vec<StatusId>,
    /// Where the part after this one begins; none: there is no more.
    pub next: Option<(Timestamp, StatusId)>,
}

/// One event.
///
/// # Errors
///
/// [`CalendarError::NotFound`] where there is none, or it is not for them.
pub async fn show(ctx: &Ctx, viewer: Viewer, event: StatusId) -> Result<EventShown, CalendarError> {
    ctx.db
        .read(move |conn| {
            let view = load_one(conn, viewer, event)?;
            let view = view.filter(|view| view.event.is_some() && view.boost_of.is_none());
            let view = view.ok_or(CalendarError::NotFound)?;
            let (mut place, mut organises) = (None, false);
            if let Some(viewer) = viewer {
                place = place_in(conn, viewer, &view.status)?;
                let by = accounts::find(conn, viewer)?;
                organises = match &by {
                    Some(by) => {
                        view.status.local && may_organise(conn, by, view.status.account_id)?
                    }
                    None => false,
                };
            }
            Ok(EventShown {
                view,
                place,
                organises,
            })
        })
        .await
}

/// Whether somebody may change an event.
pub async fn organises(ctx: &Ctx, viewer: Viewer, event: &StatusRow) -> Result<bool, DbError> {
    let (Some(viewer), true) = (viewer, event.local) else {
        return Ok(false);
    };
    let holder = event.account_id;
    ctx.db
        .read(move |conn| match accounts::find(conn, viewer)? {
            Some(by) => may_organise(conn, &by, holder),
            None => Ok(false),
        })
        .await
}

/// What somebody has at an event: their row, and for one of ours how they stand now.
pub(super) fn place_in(
    conn: &mut Conn,
    account: AccountId,
    event: &StatusRow,
) -> Result<Option<MyPlace>, DbError> {
    let Some(row) = participations::find(conn, event.id, account)? else {
        return Ok(None);
    };
    let joined = match row.state.as_str() {
        ParticipationRow::ASKED => Joined::Asked,
        ParticipationRow::WAITING if !event.local => {
            let number = row.number.and_then(|number| u32::try_from(number).ok());
            Joined::Waiting(number.unwrap_or_default())
        }
        ParticipationRow::GOING | ParticipationRow::WAITING => standing_of(conn, &row)?,
        _ => Joined::NotTaken,
    };
    Ok(Some(MyPlace { row, joined }))
}

/// Public events that are looked for, of any server; without those of limited accounts, for which nobody here asked.
pub async fn search(
    ctx: &Ctx,
    viewer: Viewer,
    query: EventQuery,
    after: Option<(Timestamp, StatusId)>,
    limit: i64,
) -> Result<EventPart, DbError> {
    let until = query.since.unwrap_or_else(|| ctx.now());
    ctx.db
        .read(move |conn| {
            let page = EventPage {
                until,
                // Who lasts for longer is over before it stands here.
                from: until.minus(LONGEST_EVENT),
                after,
                limit: limit.saturating_add(1),
            };
            let found = event_plans::search(conn, &wanted(query), page)?;
            part(conn, viewer, found, limit)
        })
        .await
}

fn wanted(query: EventQuery) -> Wanted {
    let groups = query.concepts.into_iter().take(MOST_CONCEPTS);
    Wanted {
        here: query.here,
        series: query.series.map(|name| fold(&name)),
        kind: query.kind.map(|kind| kind.as_str().to_owned()),
        mode: query.mode.map(|mode| mode.as_str().to_owned()),
        by: query.by,
        concepts: groups.map(with_narrower).collect(),
    }
}

fn with_narrower(group: Vec<String>) -> Vec<String> {
    let mut all = group;
    let mut at = 0;
    while let Some(iri) = all.get(at).cloned() {
        at += 1;
        let narrower = Concept::from_iri(&iri).map_or(&[][..], Concept::narrower);
        for concept in narrower {
            if all.len() < WITH_NARROWER && all.iter().all(|known| known != concept.iri()) {
                all.push(concept.iri().to_owned());
            }
        }
    }
    all
}

/// What somebody takes part in, or organises, and is not over.
pub async fn upcoming(
    ctx: &Ctx,
    of: AccountId,
    after: Option<(Timestamp, StatusId)>,
    limit: i64,
) -> Result<EventPart, DbError> {
    let now = ctx.now();
    ctx.db
        .read(move |conn| {
            let page = |longest: Duration| EventPage {
                until: now,
                from: now.minus(longest),
                after,
                limit: limit.saturating_add(1),
            };
            let mut found = participations::coming(conn, of, page(OPEN_END))?;
            let groups = groups::moderated_in(conn, of)?;
            let mut holders: Vec<AccountId> = groups.iter().map(|group| group.id).collect();
            holders.push(of);
            found.extend(participations::held(conn, &holders, page(LONGEST_EVENT))?);
            found.sort_unstable();
            found.dedup();
            let mut part = part(conn, Some(of), found, limit)?;
            let held = |view: &&StatusView| holders.contains(&view.author.id);
            part.organised = part
                .views
                .iter()
                .filter(held)
                .map(|it| it.status.id)
                .collect();
            Ok(part)
        })
        .await
}

/// `found` is longer than the part where there is more.
fn part(
    conn: &mut Conn,
    viewer: Viewer,
    mut found: Vec<(Timestamp, StatusId)>,
    limit: i64,
) -> Result<EventPart, DbError> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let is_more = found.len() > limit;
    found.truncate(limit);
    let ids: Vec<StatusId> = found.iter().map(|(_, id)| *id).collect();
    let mut views = load(conn, viewer, &ids)?;
    views.retain(|view| view.author.is_active());
    let places = match viewer {
        Some(viewer) => participations::of_account_at(conn, viewer, &ids)?,
        None => Vec::new(),
    };
    Ok(EventPart {
        views,
        places,
        organised: Vec::new(),
        next: found.last().copied().filter(|_| is_more),
    })
}
