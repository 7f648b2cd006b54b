//! `POST /api/staffroom/v1/practices/:id/adoptions`: "we are trying this".

use staffroom_domain::ApplicationId;
use staffroom_domain::practice::AdoptionRecord;
use staffroom_service::adoptions::{self, NewAdoption};
use staffroom_service::practices;

use super::AdoptionBody;
use crate::call::Answer;
use crate::entities::Entry;
use crate::staffroom::body::Sent;
use crate::staffroom::sent_entry::SentEntry;
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
    let Sent { call, body } = sent;
    let bearer = call.bearer("write:practices")?;
    let by = bearer.user.account.id;
    let subject = practices::subject(&call.ctx, Some(by), call.id()?).await?;
    let sent = SentEntry::new(body, &subject, AdoptionRecord::parse)?;
    let new = NewAdoption {
        words: sent.text,
        visibility: sent.visibility,
        language: sent.language,
        application: bearer.application.map(ApplicationId::get),
        idempotency: call.idempotency(bearer),
        ..NewAdoption::of(sent.record)
    };
    let id = adoptions::say(&call.ctx, by, new).await.map_err(words)?;
    let adoption = adoptions::get(&call.ctx, Some(by), id).await?;
    let entry = shown::entry(&call, &adoption.view)?;
    Ok(shown::made(&call, "adoptions", id).json(entry))
}
