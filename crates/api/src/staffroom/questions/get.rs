//! `GET /api/staffroom/v1/questions/:id`: a question, with what fits and what people answer.

use actix_web::HttpResponse;
use staffroom_service::hub;

use crate::call::{Answer, Call};
use crate::entities::AnsweredQuestion;

/// A question, with at most five practices that fit, as they are found now, and at most forty answers.
#[utoipa::path(
    get,
    path = "/questions/{id}",
    operation_id = "getQuestion",
    tag = "hub",
    params(("id" = String, Path, description = "Its id; also that of the post in the Mastodon client API")),
    responses((status = 200, description = "The question", body = AnsweredQuestion)),
    security((), ("bearer" = ["read:practices"])),
)]
pub(in crate::staffroom) async fn handle(call: Call) -> Answer {
    let viewer = call.anybody("read:practices")?;
    let found = hub::question(&call.ctx, viewer, call.id()?).await?;
    Ok(HttpResponse::Ok().json(call.shaper().answered_question(&found)))
}
