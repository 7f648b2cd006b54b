//! `POST /api/staffroom/v1/practices/:id/assure`: a level of evidence that nobody can give themselves.

use actix_web::HttpResponse;
use staffroom_domain::practice::Problem;
use staffroom_service::practices;
use staffroom_vocabulary::Scheme;
use utoipa::ToSchema;

use crate::call::Answer;
use crate::entities::Practice;
use crate::error::ApiError;
use crate::staffroom::body::Sent;
use crate::staffroom::{facets, shown};

/// A level, as a curator sends it.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "the shape of what `Body` reads")]
pub(in crate::staffroom) struct AssureBody {
    /// `ev/replicated` or `ev/established`; or less, to take it back.
    evidence_level: String,
}

/// A curator of this server, who is not the author, gives a practice a level of evidence.
#[utoipa::path(
    post,
    path = "/practices/{id}/assure",
    operation_id = "assurePractice",
    tag = "practices",
    params(("id" = String, Path, description = "The id of the practice")),
    request_body = AssureBody,
    responses((status = 200, description = "As it is now", body = Practice)),
    security(("bearer" = ["write:practices"])),
)]
pub(in crate::staffroom) async fn handle(sent: Sent) -> Answer {
    let Sent { call, mut body } = sent;
    let by = call.user("write:practices")?;
    let id = call.id()?;
    let name = "evidenceLevel";
    let text = body.text(name).unwrap_or_default();
    body.finish()?;
    let missing = || Problem::new(name, "required", "Say which level it has.");
    let scheme = Scheme::from_property(name).filter(|_| !text.is_empty());
    let level = scheme
        .ok_or_else(missing)
        .and_then(|scheme| facets::concept(name, scheme, &text))
        .and_then(|concept| concept.facet().ok_or_else(missing))
        .map_err(|problem| ApiError::Record(vec![problem]))?;
    practices::assure(&call.ctx, by, id, level).await?;
    let practice = shown::practice(&call, Some(by), id).await?;
    Ok(HttpResponse::Ok().json(practice))
}
