//! `POST /api/staffroom/v1/events/:id/clone`: the next of a series.

use staffroom_domain::ApplicationId;
use staffroom_service::calendar::{self, NewDate};
use utoipa::ToSchema;

use super::changed;
use crate::call::Answer;
use crate::entities::Event;
use crate::staffroom::body::Sent;
use crate::staffroom::shown;

/// What is another of the next one.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the shape of what `Body` reads")]
pub(in crate::staffroom) struct CloneBody {
    /// When it begins, on the clocks of its place: `2027-03-18T18:00`.
    starts: String,
    /// When it ends; left out: it lasts for as long.
    ends: Option<String>,
    /// Its time zone; left out: the same.
    zone: Option<String>,
    /// What it is called; left out: the same.
    title: Option<String>,
}

/// Whoever organises an event announces one like it on another day: with everything but its programme and those who take
/// part. The same `Idempotency-Key` again gives what was announced the first time.
#[utoipa::path(
    post,
    path = "/events/{id}/clone",
    operation_id = "cloneEvent",
    tag = "events",
    params(
        ("id" = String, Path, description = "The id of the event"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same for every attempt at the next one"),
    ),
    request_body = CloneBody,
    responses((status = 201, description = "The next one is announced", body = Event, headers(("Location" = String, description = "Its address in this API")))),
    security(("bearer" = ["write:events"])),
)]
pub(in crate::staffroom) async fn handle(sent: Sent) -> Answer {
    let Sent { call, mut body } = sent;
    let bearer = call.bearer("write:events")?;
    let (by, id) = (bearer.user.account.id, call.id()?);
    let date = NewDate {
        title: body.text("title"),
        zone: body.text("zone"),
        starts: body.text("starts").unwrap_or_default(),
        ends: body.text("ends"),
        application: bearer.application.map(ApplicationId::get),
        idempotency: call.idempotency(bearer),
    };
    body.finish()?;
    let made = calendar::copy(&call.ctx, by, id, date).await?;
    let event = changed(&call, by, made.id, made.notices).await?;
    Ok(shown::made(&call, "events", made.id).json(event))
}
