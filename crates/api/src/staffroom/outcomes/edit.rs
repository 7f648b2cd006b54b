//! `PUT /api/staffroom/v1/outcomes/:id`: changing.

use actix_web::HttpResponse;
use staffroom_service::outcomes;

use super::{OutcomeBody, record};
use crate::call::Answer;
use crate::entities::Entry;
use crate::error::ApiError;
use crate::staffroom::body::Sent;
use crate::staffroom::{shown, words};

/// Whoever reported it replaces an outcome. What it is about stays the same.
#[utoipa::path(
    put,
    path = "/outcomes/{id}",
    operation_id = "editOutcome",
    tag = "entries",
    params(("id" = String, Path, description = "The id of the outcome")),
    request_body = OutcomeBody,
    responses((status = 200, description = "As it is now", body = Entry)),
    security(("bearer" = ["write:practices"])),
)]
pub(in crate::staffroom) async fn handle(sent: Sent) -> Answer {
    let Sent { call, mut body } = sent;
    let by = call.user("write:practices")?;
    let id = call.id()?;
    let there = outcomes::get(&call.ctx, Some(by), id).await?;
    let subject = shown::own(&there.view.status, Some(by), &there.outcome.record)?;
    let record = record(&mut body, &subject)?;
    let text = body.text("text").unwrap_or_default();
    body.finish()?;
    let record = record.ok_or(ApiError::NotFound)?;
    let edited = outcomes::edit(&call.ctx, by, id, record, text).await;
    edited.map_err(words)?;
    let outcome = outcomes::get(&call.ctx, Some(by), id).await?;
    Ok(HttpResponse::Ok().json(shown::entry(&call, &outcome.view)?))
}
