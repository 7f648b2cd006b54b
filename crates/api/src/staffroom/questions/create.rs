//! `POST /api/staffroom/v1/questions`: asking.

use staffroom_domain::ApplicationId;
use staffroom_service::hub::{self, NewQuestion};
use staffroom_vocabulary::Concept;

use super::QuestionBody;
use crate::call::Answer;
use crate::entities::AnsweredQuestion;
use crate::staffroom::body::Sent;
use crate::staffroom::shown;

/// Asks everybody on a hub, and those who follow its topics, whether they have tried something. It is a public post, with hashtags
/// for its concepts; the hub answers once with practices that fit. At most three within a day. 404 on an instance that is no hub. The same
/// `Idempotency-Key` again gives what was asked the first time.
#[utoipa::path(
    post,
    path = "/questions",
    operation_id = "ask",
    tag = "hub",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same for every attempt at this question")),
    request_body = QuestionBody,
    responses((status = 201, description = "It is asked", body = AnsweredQuestion, headers(("Location" = String, description = "Its address in this API")))),
    security(("bearer" = ["write:practices"])),
)]
pub(in crate::staffroom) async fn handle(sent: Sent) -> Answer {
    let Sent { call, mut body } = sent;
    let bearer = call.bearer("write:practices")?;
    let by = bearer.user.account.id;
    let text = body.text("text").unwrap_or_default();
    let language = body.language();
    let mut concepts = Vec::new();
    for name in body.texts("concepts") {
        match Concept::from_path(&name).or_else(|| Concept::from_iri(&name)) {
            Some(concept) => concepts.push(concept),
            None => body.problem("concepts", "unknown-concept", UNKNOWN),
        }
    }
    body.finish()?;
    let new = NewQuestion {
        text,
        concepts,
        language,
        application: bearer.application.map(ApplicationId::get),
        idempotency: call.idempotency(bearer),
    };
    let id = hub::ask_question(&call.ctx, by, new).await?;
    let asked = hub::question(&call.ctx, Some(by), id).await?;
    let asked = call.shaper().answered_question(&asked);
    Ok(shown::made(&call, "questions", id).json(asked))
}

const UNKNOWN: &str =
    "The vocabulary has no such concept. GET /api/staffroom/v1/vocabulary finds those that it has.";
