//! `GET /api/staffroom/v1/drafts`: one's own drafts.

use actix_web::HttpResponse;
use serde::Serialize;
use staffroom_service::drafts;
use utoipa::ToSchema;

use crate::call::{Answer, Call};
use crate::entities::Draft;

/// Drafts, the last begun first.
#[derive(Serialize, ToSchema)]
pub(in crate::staffroom) struct Drafts {
    /// Each of them; nobody has more than a hundred.
    items: Vec<Draft>,
}

/// One's own drafts, all of them.
#[utoipa::path(
    get,
    path = "/drafts",
    operation_id = "listDrafts",
    tag = "drafts",
    responses((status = 200, description = "Drafts", body = Drafts)),
    security(("bearer" = ["read:practices"])),
)]
pub(in crate::staffroom) async fn handle(call: Call) -> Answer {
    let of = call.user("read:practices")?;
    let views = drafts::list(&call.ctx, of).await?;
    let items = views.iter().map(Draft::new).collect();
    Ok(HttpResponse::Ok().json(Drafts { items }))
}
