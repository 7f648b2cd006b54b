//! `POST /api/staffroom/v1/practices/:id/outcomes`: what came of it.

use staffroom_domain::ApplicationId;
use staffroom_domain::practice::OutcomeRecord;
use staffroom_service::outcomes::{self, NewOutcome};
use staffroom_service::practices;

use super::OutcomeBody;
use crate::call::Answer;
use crate::entities::Entry;
use crate::staffroom::body::Sent;
use crate::staffroom::sent_entry::SentEntry;
use crate::staffroom::{shown, words};

/// Reports what came of a practice. It belongs to whoever reports it; the author of the practice can only reject it for a
/// reason that is listed. The same `Idempotency-Key` again gives what was reported the first time.
#[utoipa::path(
    post,
    path = "/practices/{id}/outcomes",
    operation_id = "report",
    tag = "entries",
    params(
        ("id" = String, Path, description = "The id of the practice"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same for every attempt at this outcome"),
    ),
    request_body = OutcomeBody,
    responses((status = 201, description = "It is reported", body = Entry, headers(("Location" = String, description = "Its address in this API")))),
    security(("bearer" = ["write:practices"])),
)]
pub(in crate::staffroom) async fn handle(sent: Sent) -> Answer {
    let Sent { call, body } = sent;
    let bearer = call.bearer("write:practices")?;
    let by = bearer.user.account.id;
    let subject = practices::subject(&call.ctx, Some(by), call.id()?).await?;
    let sent = SentEntry::new(body, &subject, OutcomeRecord::parse)?;
    let new = NewOutcome {
        words: sent.text,
        visibility: sent.visibility,
        language: sent.language,
        application: bearer.application.map(ApplicationId::get),
        idempotency: call.idempotency(bearer),
        ..NewOutcome::of(sent.record)
    };
    let id = outcomes::report(&call.ctx, by, new).await.map_err(words)?;
    let outcome = outcomes::get(&call.ctx, Some(by), id).await?;
    let entry = shown::entry(&call, &outcome.view)?;
    Ok(shown::made(&call, "outcomes", id).json(entry))
}
