//! `/api/v1/tags`, `/api/v1/followed_tags` and `/api/v1/featured_tags`.

use actix_web::HttpResponse;
use serde_json::json;
use staffroom_domain::{AccountId, FeaturedTagId};
use staffroom_service::tags::{self, TagView};

use crate::call::{Answer, Call};
use crate::error::ApiError;
use crate::paging::{TAGS, listed, page};

fn name(call: &Call) -> &str {
    call.request.match_info().get("name").unwrap_or_default()
}

fn answer(call: &Call, view: &TagView) -> HttpResponse {
    HttpResponse::Ok().json(call.shaper().hashtag(view))
}

/// `GET /api/v1/tags/:name`. Everybody may look.
pub(crate) async fn show(call: Call) -> Answer {
    let viewer = call.caller.person();
    let viewer = viewer.map(|bearer| bearer.user.account.id);
    let view = tags::show(&call.ctx, viewer, name(&call)).await?;
    Ok(answer(&call, &view))
}

/// `POST /api/v1/tags/:name/follow`.
pub(crate) async fn follow(call: Call) -> Answer {
    let by = call.user("write:follows")?;
    let view = tags::follow(&call.ctx, by, name(&call)).await?;
    Ok(answer(&call, &view))
}

/// `POST /api/v1/tags/:name/unfollow`.
pub(crate) async fn unfollow(call: Call) -> Answer {
    let by = call.user("write:follows")?;
    let view = tags::unfollow(&call.ctx, by, name(&call)).await?;
    Ok(answer(&call, &view))
}

/// `POST /api/v1/tags/:name/feature`.
pub(crate) async fn feature(call: Call) -> Answer {
    let by = call.user("write:accounts")?;
    let view = tags::feature_by_name(&call.ctx, by, name(&call)).await?;
    Ok(answer(&call, &view))
}

/// `POST /api/v1/tags/:name/unfeature`.
pub(crate) async fn unfeature(call: Call) -> Answer {
    let by = call.user("write:accounts")?;
    let view = tags::unfeature_by_name(&call.ctx, by, name(&call)).await?;
    Ok(answer(&call, &view))
}

/// `GET /api/v1/followed_tags`, the latest first. The cursor is the id of the following.
pub(crate) async fn followed(call: Call) -> Answer {
    let by = call.user("read:follows")?;
    let part = tags::followed(&call.ctx, by, page(&call, TAGS)?).await?;
    let shown = call.shaper().hashtags(&part.items);
    Ok(listed(&call, &shown, part.newest, part.oldest))
}

/// `GET /api/v1/featured_tags`: those of the caller.
pub(crate) async fn featured(call: Call) -> Answer {
    let by = call.user("read:accounts")?;
    featured_by(&call, by).await
}

/// `GET /api/v1/accounts/:id/featured_tags`.
pub(crate) async fn featured_of(call: Call) -> Answer {
    call.anybody("read:accounts")?;
    featured_by(&call, call.id()?).await
}

async fn featured_by(call: &Call, of: AccountId) -> Answer {
    let found = tags::featured(&call.ctx, of).await?;
    let shaper = call.shaper();
    let shown = found.iter().map(|featured| shaper.featured_tag(featured));
    let shown: Vec<_> = shown.collect();
    Ok(HttpResponse::Ok().json(shown))
}

/// `POST /api/v1/featured_tags`.
pub(crate) async fn add_featured(call: Call) -> Answer {
    let by = call.user("write:accounts")?;
    let name = call.params.present("name");
    let name = name.ok_or_else(|| ApiError::missing("name"))?;
    let featured = tags::feature(&call.ctx, by, &name).await?;
    Ok(HttpResponse::Ok().json(call.shaper().featured_tag(&featured)))
}

/// `DELETE /api/v1/featured_tags/:id`.
pub(crate) async fn remove_featured(call: Call) -> Answer {
    let by = call.user("write:accounts")?;
    let id: FeaturedTagId = call.id()?;
    tags::unfeature(&call.ctx, by, id).await?;
    Ok(HttpResponse::Ok().json(json!({})))
}

/// `GET /api/v1/featured_tags/suggestions`: those that the caller uses most.
pub(crate) async fn proposed(call: Call) -> Answer {
    let by = call.user("read:accounts")?;
    let found = tags::proposed(&call.ctx, by).await?;
    Ok(HttpResponse::Ok().json(call.shaper().hashtags(&found)))
}
