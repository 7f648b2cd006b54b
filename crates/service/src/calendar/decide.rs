//! What organisers decide about who takes part.

use staffroom_db::events;
use staffroom_db::participations::{self, ParticipationRow};
use staffroom_domain::calendar::PlaceKind;
use staffroom_domain::{AccountId, ParticipationId};

use super::join::{come_up_in, tell_in};
use super::organise::organised;
use super::{CalendarError, talks};
use crate::context::Ctx;

/// What becomes of somebody who takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// They have a place, also where all are taken: organisers know how many chairs there are.
    Accept,
    /// They have none, and get none by asking again.
    Decline,
    /// They are the first of those who wait.
    First,
}

/// Decides about somebody who takes part in an event of ours. They are told.
///
/// # Errors
///
/// [`CalendarError::NotFound`] for whoever does not organise it: who takes part is not theirs to know.
pub async fn decide(
    ctx: &Ctx,
    by: AccountId,
    participation: ParticipationId,
    decision: Decision,
) -> Result<ParticipationRow, CalendarError> {
    ctx.transact(move |tx| {
        let row = participations::get(tx.conn, participation)?.ok_or(CalendarError::NotFound)?;
        let organised = organised(tx, by, row.status_id).map_err(|error| match error {
            CalendarError::NotAllowed => CalendarError::NotFound,
            other => other,
        });
        let (author, event, plan) = organised?;
        // As it is now that nobody else gives or takes places there.
        let row = participations::get(tx.conn, participation)?;
        let row = row.filter(|row| row.state != ParticipationRow::LEFT);
        let row = row.ok_or(CalendarError::NotFound)?;
        let when = events::of_statuses(tx.conn, &[event.id])?.pop();
        let takes_place = when.is_some_and(|when| when.state != "cancelled");
        if decision != Decision::Decline && (!takes_place || plan.until_at <= tx.now) {
            let message = "It is called off, or over: nobody gets a place there any more.";
            return Err(CalendarError::invalid("", "not-taking-place", message));
        }
        let mut changed = ParticipationRow {
            changed_at: tx.now,
            ..row.clone()
        };
        match decision {
            Decision::Accept => ParticipationRow::GOING.clone_into(&mut changed.state),
            Decision::Decline => ParticipationRow::DECLINED.clone_into(&mut changed.state),
            Decision::First => {
                if row.state != ParticipationRow::WAITING {
                    let message = "They do not wait for a place.";
                    return Err(CalendarError::invalid("", "not-waiting", message));
                }
                let first = participations::first_waiting(tx.conn, event.id, &row.kind)?;
                let first = first.filter(|first| *first < row.place);
                changed.place = first.map_or(row.place, |first| first.saturating_sub(1));
            }
        }
        if (&changed.state, changed.place) == (&row.state, row.place) {
            return Ok(row);
        }
        participations::put(tx.conn, changed.clone())?;
        tell_in(tx, &author, &event, &changed)?;
        if decision == Decision::Decline {
            talks::decline_in(tx, row.account_id, event.id)?;
            if let Some(kind) = PlaceKind::from_name(&row.kind) {
                come_up_in(tx, &author, &event, kind)?;
            }
        }
        Ok(changed)
    })
    .await
}
