//! `POST /api/staffroom/v1/events`: announcing.

use staffroom_domain::ApplicationId;
use staffroom_service::calendar::{self, NewEvent};

use super::{EventBody, changed, written};
use crate::call::Answer;
use crate::entities::Event;
use crate::staffroom::body::Sent;
use crate::staffroom::shown;

/// Announces an event. The same `Idempotency-Key` again gives what was announced the first time.
#[utoipa::path(
    post,
    path = "/events",
    operation_id = "announceEvent",
    tag = "events",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same for every attempt at this event")),
    request_body = EventBody,
    responses((status = 201, description = "It is announced", body = Event, headers(("Location" = String, description = "Its address in this API")))),
    security(("bearer" = ["write:events"])),
)]
pub(in crate::staffroom) async fn handle(sent: Sent) -> Answer {
    let Sent { call, mut body } = sent;
    let bearer = call.bearer("write:events")?;
    let by = bearer.user.account.id;
    let new = NewEvent {
        visibility: body.visibility(),
        group: body.id("group"),
        application: bearer.application.map(ApplicationId::get),
        idempotency: call.idempotency(bearer),
        ..written(&mut body)
    };
    body.finish()?;
    let made = calendar::create(&call.ctx, by, new).await?;
    let event = changed(&call, by, made.id, made.notices).await?;
    Ok(shown::made(&call, "events", made.id).json(event))
}
