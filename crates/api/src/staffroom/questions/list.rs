//! `GET /api/staffroom/v1/questions`: what is asked.

use actix_web::HttpResponse;
use serde::Serialize;
use staffroom_service::hub;
use utoipa::ToSchema;

use crate::call::{Answer, Call};
use crate::entities::Question;
use crate::paging::{STATUSES, links, older, page};

/// Questions, the newest first.
#[derive(Serialize, ToSchema)]
pub(in crate::staffroom) struct Questions {
    /// Each of them.
    items: Vec<Question>,
    /// Where older ones are; also in the header `Link`.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// What is asked on this hub, the newest first. 404 on an instance that is no hub.
#[utoipa::path(
    get,
    path = "/questions",
    operation_id = "listQuestions",
    tag = "hub",
    params(
        ("max_id" = Option<String>, Query, description = "Older than this one"),
        ("min_id" = Option<String>, Query, description = "Right after this one"),
        ("since_id" = Option<String>, Query, description = "Newer than this one"),
        ("limit" = Option<i64>, Query, description = "At most so many: 20 by default, up to 40"),
    ),
    responses((status = 200, description = "Questions", body = Questions, headers(("Link" = String, description = "The parts before and after (RFC 8288)")))),
    security((), ("bearer" = ["read:practices"])),
)]
pub(in crate::staffroom) async fn handle(call: Call) -> Answer {
    let viewer = call.anybody("read:practices")?;
    let part = hub::questions(&call.ctx, viewer, page(&call, STATUSES)?).await?;
    let shaper = call.shaper();
    let list = Questions {
        items: part.items.iter().map(|it| shaper.question(it)).collect(),
        next: older(&call, part.oldest),
    };
    let mut answer = HttpResponse::Ok();
    links(&call, &mut answer, part.newest, part.oldest);
    Ok(answer.json(list))
}
