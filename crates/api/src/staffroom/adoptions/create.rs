//! `POST /api/staffroom/v1/practices/:id/adoptions`: "we are trying this".

use staffroom_domain::ApplicationId;
use staffroom_service::adoptions::{self, NewAdoption};

use super::{AdoptionBody, record};
use crate::call::Answer;
use crate::entities::Entry;
use crate::error::ApiError;
use crate::staffroom::body::Sent;
use crate::staffroom::{shown, words};

/// Says that somebody takes a practice up, and by when they want to know what came of it. They are reminded on that day, and
/// nobody else is. The same `Idempotency-Key` again gives what was said the first time.
#[utoipa::path(
    post,
    path = "/practices/{id}/adoptions",
    operation_id = "adopt",
    tag = "entries",
    params(
        ("id" = String, Path, description = "The id of the practice"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same for every attempt at this adoption"),
    ),
    request_body = AdoptionBody,
    responses((status = 201, description = "It is said", body = Entry, headers(("Location" = String, description = "Its address in this API")))),
    security(("bearer" = ["write:practices"])),
)]
pub(in crate::staffroom) async fn handle(sent: Sent) -> Answer {
    let Sent { call, mut body } = sent;
    let bearer = call.bearer("write:practices")?;
    let by = bearer.user.account.id;
    let subject = shown::subject(&call, Some(by), call.id()?).await?;
    let record = record(&mut body, &subject)?;
    let (text, visibility, language) = (body.text("text"), body.visibility(), body.language());
    body.finish()?;
    let new = NewAdoption {
        words: text.unwrap_or_default(),
        visibility,
        language,
        application: bearer.application.map(ApplicationId::get),
        idempotency: call.idempotency(bearer),
        ..NewAdoption::of(record.ok_or(ApiError::NotFound)?)
    };
    let id = adoptions::say(&call.ctx, by, new).await.map_err(words)?;
    let adoption = adoptions::get(&call.ctx, Some(by), id).await?;
    let entry = shown::entry(&call, &adoption.view)?;
    Ok(shown::made(&call, "adoptions", id).json(entry))
}
