//! `PUT /api/staffroom/v1/adoptions/:id`: how far they are.

use actix_web::HttpResponse;
use staffroom_service::adoptions;

use super::{AdoptionBody, record};
use crate::call::Answer;
use crate::entities::Entry;
use crate::error::ApiError;
use crate::staffroom::body::Sent;
use crate::staffroom::{shown, words};

/// Whoever said it replaces an adoption. What it is about stays the same.
#[utoipa::path(
    put,
    path = "/adoptions/{id}",
    operation_id = "editAdoption",
    tag = "entries",
    params(("id" = String, Path, description = "The id of the adoption")),
    request_body = AdoptionBody,
    responses((status = 200, description = "As it is now", body = Entry)),
    security(("bearer" = ["write:practices"])),
)]
pub(in crate::staffroom) async fn handle(sent: Sent) -> Answer {
    let Sent { call, mut body } = sent;
    let by = call.user("write:practices")?;
    let id = call.id()?;
    let there = adoptions::get(&call.ctx, Some(by), id).await?;
    let subject = shown::own(&there.view.status, Some(by), &there.adoption.record)?;
    let record = record(&mut body, &subject)?;
    let text = body.text("text").unwrap_or_default();
    body.finish()?;
    let record = record.ok_or(ApiError::NotFound)?;
    let edited = adoptions::edit(&call.ctx, by, id, record, text).await;
    edited.map_err(words)?;
    let adoption = adoptions::get(&call.ctx, Some(by), id).await?;
    Ok(HttpResponse::Ok().json(shown::entry(&call, &adoption.view)?))
}
