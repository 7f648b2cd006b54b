//! `GET /api/staffroom/v1/events/:id/attendees`, and what organisers decide about each of them.

use actix_web::HttpResponse;
use serde::Serialize;
use staffroom_domain::ParticipationId;
use staffroom_service::calendar::{self, ATTENDEES, Decision};
use utoipa::ToSchema;

use super::link_to;
use crate::call::{Answer, Call};
use crate::entities::{Attendee, MyPlace, TakenPlaces};
use crate::error::ApiError;
use crate::paging::part;

/// Who takes part.
#[derive(Serialize, ToSchema)]
pub(in crate::staffroom) struct Attendees {
    /// How many places there are, and how many are taken.
    places: Vec<TakenPlaces>,
    /// Who, in the order in which they first asked; for organisers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<Vec<Attendee>>,
    /// Where there are more; also in the header `Link`.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// Who takes part in an event: how many, for everybody who may see it; who, for its organisers, 200 at once.
#[utoipa::path(
    get,
    path = "/events/{id}/attendees",
    operation_id = "listAttendees",
    tag = "events",
    params(
        ("id" = String, Path, description = "The id of the event"),
        ("after" = Option<String>, Query, description = "Where the part before has ended, as its `next` says"),
    ),
    responses((status = 200, description = "Who takes part", body = Attendees, headers(("Link" = String, description = "The part after (RFC 8288)")))),
    security((), ("bearer" = ["read:events"])),
)]
pub(in crate::staffroom) async fn list(call: Call) -> Answer {
    let viewer = call.anybody("read:events")?;
    let id = call.id()?;
    let after = call.params.present("after");
    let after: Option<ParticipationId> = after.and_then(|text| text.parse().ok());
    let shown = calendar::show(&call.ctx, viewer, id).await?;
    let found = calendar::attendees(&call.ctx, viewer, id, after).await?;
    let is_full = |people: &Vec<calendar::Attendee>| {
        i64::try_from(people.len()).is_ok_and(|number| number >= ATTENDEES)
    };
    let next = found.people.as_ref().filter(|people| is_full(people));
    let next = next.and_then(|people| people.last());
    let next = next.map(|last| part(&call, &["after"], "after", &last.row.id.to_string()));
    let shaper = call.shaper();
    let items = found.people.as_ref();
    let items = items.map(|people| people.iter().map(|it| shaper.attendee(it)).collect());
    let mut answer = HttpResponse::Ok();
    link_to(&mut answer, next.as_deref());
    Ok(answer.json(Attendees {
        places: shown
            .view
            .plan
            .as_ref()
            .map(TakenPlaces::of)
            .unwrap_or_default(),
        items,
        next,
    }))
}

/// Whoever organises the event gives somebody a place, also where all are taken. They are told.
#[utoipa::path(
    post,
    path = "/attendees/{id}/accept",
    operation_id = "acceptAttendee",
    tag = "events",
    params(("id" = String, Path, description = "The id of a place, as `attendees` lists it")),
    responses((status = 200, description = "What they have now", body = MyPlace)),
    security(("bearer" = ["write:events"])),
)]
pub(in crate::staffroom) async fn accept(call: Call) -> Answer {
    decide(&call, Decision::Accept).await
}

/// Whoever organises the event takes somebody's place, or refuses them one. They are told, get none by asking again, and
/// whoever waits comes up.
#[utoipa::path(
    post,
    path = "/attendees/{id}/decline",
    operation_id = "declineAttendee",
    tag = "events",
    params(("id" = String, Path, description = "The id of a place, as `attendees` lists it")),
    responses((status = 200, description = "What they have now", body = MyPlace)),
    security(("bearer" = ["write:events"])),
)]
pub(in crate::staffroom) async fn decline(call: Call) -> Answer {
    decide(&call, Decision::Decline).await
}

/// Whoever organises the event makes somebody the first of those who wait. They are told.
#[utoipa::path(
    post,
    path = "/attendees/{id}/move-up",
    operation_id = "moveAttendeeUp",
    tag = "events",
    params(("id" = String, Path, description = "The id of a place, as `attendees` lists it")),
    responses((status = 200, description = "What they have now", body = MyPlace)),
    security(("bearer" = ["write:events"])),
)]
pub(in crate::staffroom) async fn move_up(call: Call) -> Answer {
    decide(&call, Decision::First).await
}

async fn decide(call: &Call, decision: Decision) -> Answer {
    let by = call.user("write:events")?;
    let row = calendar::decide(&call.ctx, by, call.id()?, decision).await?;
    let place = MyPlace::new(&row, None).ok_or(ApiError::NotFound)?;
    Ok(HttpResponse::Ok().json(place))
}
