//! An event as its organisers wrote it, to be changed, or to be made once more on another day.

use staffroom_db::event_plans;
use staffroom_db::events;
use staffroom_db::{Conn, accounts};
use staffroom_domain::calendar::EventRecord;
use staffroom_domain::{AccountId, StatusId, StatusKind};

use super::organise::{NewEvent, NewPlace, value};
use super::{CalendarError, may_organise};
use crate::context::Ctx;
use crate::statuses::{live, may_see};

/// An event of ours as it was written, with its programme as it is.
///
/// # Errors
///
/// [`CalendarError::NotAllowed`] for whoever sees it and does not organise it.
pub async fn as_written(
    ctx: &Ctx,
    by: AccountId,
    event: StatusId,
) -> Result<NewEvent, CalendarError> {
    ctx.db
        .read(move |conn| as_written_in(conn, by, event))
        .await
}

fn as_written_in(
    conn: &mut Conn,
    by: AccountId,
    event: StatusId,
) -> Result<NewEvent, CalendarError> {
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
    let place = when.place_name.map(|name| NewPlace {
        name,
        address: when.place_address.unwrap_or_default(),
    });
    Ok(NewEvent {
        title: row.title.clone().unwrap_or_default(),
        visibility: Some(row.visibility()),
        text: row.source,
        language: row.language,
        zone: when.zone,
        starts: when.starts_local,
        ends: when.ends_local,
        place,
        online_url: plan.online_url,
        join_url: when.join_url,
        state: Some(when.state),
        was: None,
        record: EventRecord::read(&value(&plan.record)).unwrap_or_default(),
        group: (row.account_id != by).then_some(row.account_id),
        application: None,
        idempotency: None,
    })
}
