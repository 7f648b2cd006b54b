//! `PUT /api/staffroom/v1/adoptions/:id`: how far they are.

use actix_web::HttpResponse;
use staffroom_domain::RecordKind;
use staffroom_domain::practice::AdoptionRecord;
use staffroom_service::{adoptions, practices};

use super::AdoptionBody;
use crate::call::Answer;
use crate::entities::Entry;
use crate::staffroom::body::Sent;
use crate::staffroom::sent_entry::SentEntry;
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
    let Sent { call, body } = sent;
    let by = call.user("write:practices")?;
    let id = call.id()?;
    let kind = RecordKind::Adoption;
    let (subject, row) = practices::subject_of_own(&call.ctx, by, id, kind).await?;
    let sent = SentEntry::changed(body, &subject, &row, AdoptionRecord::parse)?;
    let edited = adoptions::edit(&call.ctx, by, id, sent.record, sent.text).await;
    edited.map_err(words)?;
    let adoption = adoptions::get(&call.ctx, Some(by), id).await?;
    Ok(HttpResponse::Ok().json(shown::entry(&call, &adoption.view)?))
}
