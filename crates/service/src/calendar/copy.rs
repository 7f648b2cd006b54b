//! An event once more, on another day: the next of a series.

use staffroom_domain::{AccountId, StatusId, UserId};

use super::CalendarError;
use super::clock::as_long;
use super::organise::{Made, NewEvent, create};
use super::written::as_written;
use crate::context::Ctx;

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
    let there = as_written(ctx, by, event).await?;
    let lasts = there.ends.as_deref();
    let ends = date
        .ends
        .or_else(|| as_long(&there.starts, lasts?, &date.starts));
    let mut record = there.record;
    record.slots = Vec::new();
    let new = NewEvent {
        title: date.title.unwrap_or(there.title),
        zone: date.zone.unwrap_or(there.zone),
        starts: date.starts,
        ends,
        state: None,
        record,
        application: date.application,
        idempotency: date.idempotency,
        ..there
    };
    create(ctx, by, new).await
}
