//! An event once more, on another day: the next of a series.

use staffroom_db::accounts;
use staffroom_db::event_plans;
use staffroom_db::events;
use staffroom_db::statuses::StatusRow;
use staffroom_domain::calendar::EventRecord;
use staffroom_domain::{AccountId, StatusId, StatusKind, UserId};

use super::clock::as_long;
use super::organise::{Made, NewEvent, NewPlace, create, value};
use super::{CalendarError, may_organise};
use crate::context::Ctx;
use crate::statuses::{live, may_see};

/// What is another of the next one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewDate {
    /// What it is called; none: the same.
    pub title: Option<String>,
    /// Its time zone; none: the same.
    pub zone: Option<String>,
    /// When it begins, there: `2027-01-28T18:00`.
    pub starts: String,
    /// When it ends; none: it lasts for as long.
    pub ends: Option<String>,
    /// By which program it is made.
    pub application: Option<i64>,
    /// The same for every attempt at it.
    pub idempotency: Option<(UserId, String)>,
}

/// Makes an event like one that is there, on another day: with everything but its programme and those who take part.
///
/// # Errors
///
/// As [`create`]; [`CalendarError::NotAllowed`] for whoever does not organise the one that is there.
pub async fn copy(
    ctx: &Ctx,
    by: AccountId,
    event: StatusId,
    date: NewDate,
) -> Result<Made, CalendarError> {
    let there = ctx
        .db
        .read(move |conn| {
            let account = accounts::find(conn, by)?.ok_or(CalendarError::NotFound)?;
            let row = live(conn, event)?;
            let is_event = row.local && row.kind() == StatusKind::Event;
            if !is_event || !may_see(conn, Some(by), &row)? {
                return Err(CalendarError::NotFound);
            }
            if !may_organise(conn, &account, row.account_id)? {
                return Err(CalendarError::NotAllowed);
            }
            let plan = event_plans::find(conn, event)?.ok_or(CalendarError::NotFound)?;
            let when = events::of_statuses(conn, &[event])?.pop();
            let when = when.ok_or(CalendarError::NotFound)?;
            Ok((row, plan, when))
        })
        .await?;
    let (row, plan, when) = there;
    let lasts = when.ends_local.as_deref();
    let ends = date.ends.or_else(|| {
        let ends = lasts?;
        as_long(&when.starts_local, ends, &date.starts)
    });
    let place = when.place_name.map(|name| NewPlace {
        name,
        address: when.place_address.unwrap_or_default(),
    });
    let mut record = EventRecord::read(&value(&plan.record)).unwrap_or_default();
    record.slots = Vec::new();
    let new = NewEvent {
        title: date.title.unwrap_or_else(|| title(&row)),
        visibility: Some(row.visibility()),
        text: row.source,
        language: row.language,
        zone: date.zone.unwrap_or(when.zone),
        starts: date.starts,
        ends,
        place,
        online_url: plan.online_url,
        join_url: when.join_url,
        state: None,
        record,
        group: (row.account_id != by).then_some(row.account_id),
        application: date.application,
        idempotency: date.idempotency,
    };
    create(ctx, by, new).await
}

fn title(row: &StatusRow) -> String {
    row.title.clone().unwrap_or_default()
}
