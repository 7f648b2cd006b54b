//! `/api/v1/domain_blocks`: servers of which the caller wants to see nobody.

use actix_web::HttpResponse;
use serde_json::json;
use staffroom_service::domain_blocks;

use crate::call::{Answer, Call};
use crate::error::ApiError;
use crate::paging::{DOMAINS, listed, page};

/// Their names, the latest first.
pub(crate) async fn list(call: Call) -> Answer {
    let by = call.user("read:blocks")?;
    let part = domain_blocks::list(&call.ctx, by, page(&call, DOMAINS)?).await?;
    Ok(listed(&call, &part.items, part.newest, part.oldest))
}

/// Blocks a server.
pub(crate) async fn block(call: Call) -> Answer {
    let by = call.user("write:blocks")?;
    domain_blocks::add(&call.ctx, by, &domain(&call)?).await?;
    Ok(HttpResponse::Ok().json(json!({})))
}

/// Takes that back; the domain stands in the body or in the query.
pub(crate) async fn unblock(call: Call) -> Answer {
    let by = call.user("write:blocks")?;
    domain_blocks::remove(&call.ctx, by, &domain(&call)?).await?;
    Ok(HttpResponse::Ok().json(json!({})))
}

/// What would end if the caller blocked a server.
pub(crate) async fn preview(call: Call) -> Answer {
    let by = call.user("read:blocks")?;
    let preview = domain_blocks::preview(&call.ctx, by, &domain(&call)?).await?;
    Ok(HttpResponse::Ok().json(json!({
        "followers_count": preview.followers,
        "following_count": preview.following,
    })))
}

fn domain(call: &Call) -> Result<String, ApiError> {
    let domain = call.params.present("domain");
    domain.ok_or_else(|| ApiError::missing("domain"))
}
