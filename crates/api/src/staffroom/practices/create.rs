//! `POST /api/staffroom/v1/practices`: publishing.

use staffroom_domain::ApplicationId;
use staffroom_service::practices::{self, NewPractice};

use super::{PracticeBody, Written};
use crate::call::Answer;
use crate::entities::Practice;
use crate::staffroom::body::Sent;
use crate::staffroom::shown;

/// Publishes a practice. The same `Idempotency-Key` again gives what was published the first time.
#[utoipa::path(
    post,
    path = "/practices",
    operation_id = "publishPractice",
    tag = "practices",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same for every attempt at this practice")),
    request_body = PracticeBody,
    responses((status = 201, description = "It is published", body = Practice, headers(("Location" = String, description = "Its address in this API")))),
    security(("bearer" = ["write:practices"])),
)]
pub(in crate::staffroom) async fn handle(sent: Sent) -> Answer {
    let Sent { call, mut body } = sent;
    let bearer = call.bearer("write:practices")?;
    let by = bearer.user.account.id;
    let written = Written::of(&mut body);
    let visibility = body.visibility();
    body.finish()?;
    let new = NewPractice {
        title: written.title,
        text: written.text,
        record: written.record.unwrap_or_default(),
        result: written.result,
        visibility,
        files: written.files.unwrap_or_default(),
        application: bearer.application.map(ApplicationId::get),
        idempotency: call.idempotency(bearer),
    };
    let id = practices::publish(&call.ctx, by, new).await?;
    let practice = shown::practice(&call, Some(by), id).await?;
    Ok(shown::made(&call, "practices", id).json(practice))
}
