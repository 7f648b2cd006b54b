//! `PUT /api/staffroom/v1/outcomes/:id`: changing.

use actix_web::HttpResponse;
use staffroom_domain::RecordKind;
use staffroom_domain::practice::OutcomeRecord;
use staffroom_service::{outcomes, practices};

use super::OutcomeBody;
use crate::call::Answer;
use crate::entities::Entry;
use crate::staffroom::body::Sent;
use crate::staffroom::sent_entry::SentEntry;
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
    let Sent { call, body } = sent;
    let by = call.user("write:practices")?;
    let id = call.id()?;
    let kind = RecordKind::Outcome;
    let (subject, row) = practices::subject_of_own(&call.ctx, by, id, kind).await?;
    let sent = SentEntry::changed(body, &subject, &row, OutcomeRecord::parse)?;
    let edited = outcomes::edit(&call.ctx, by, id, sent.record, sent.text).await;
    edited.map_err(words)?;
    let outcome = outcomes::get(&call.ctx, Some(by), id).await?;
    Ok(HttpResponse::Ok().json(shown::entry(&call, &outcome.view)?))
}
