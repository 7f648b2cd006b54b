//! `GET` and `POST /api/v2/filters`, and `GET`, `PUT`, `PATCH` and `DELETE /api/v2/filters/:id`.

use actix_web::HttpResponse;
use serde_json::json;
use staffroom_service::filters::{self, FilterChange};

use super::{contexts, expiry, keyword};
use crate::call::{Answer, Call};
use crate::entities::Filter;
use crate::error::ApiError;

/// All of the caller's.
pub(crate) async fn list(call: Call) -> Answer {
    let by = call.user("read:filters")?;
    let all = filters::list(&call.ctx, by).await?;
    let shown: Vec<Filter> = all.iter().map(Filter::from).collect();
    Ok(HttpResponse::Ok().json(shown))
}

/// A new one.
pub(crate) async fn create(call: Call) -> Answer {
    let by = call.user("write:filters")?;
    let made = filters::create(&call.ctx, by, change(&call)?).await?;
    Ok(HttpResponse::Ok().json(Filter::from(&made)))
}

/// One of the caller's.
pub(crate) async fn show(call: Call) -> Answer {
    let by = call.user("read:filters")?;
    let found = filters::show(&call.ctx, by, call.id()?).await?;
    Ok(HttpResponse::Ok().json(Filter::from(&found)))
}

/// Changes what was given, and leaves the rest.
pub(crate) async fn update(call: Call) -> Answer {
    let by = call.user("write:filters")?;
    let changed = filters::update(&call.ctx, by, call.id()?, change(&call)?).await?;
    Ok(HttpResponse::Ok().json(Filter::from(&changed)))
}

/// Removes one of the caller's.
pub(crate) async fn delete(call: Call) -> Answer {
    let by = call.user("write:filters")?;
    filters::delete(&call.ctx, by, call.id()?).await?;
    Ok(HttpResponse::Ok().json(json!({})))
}

fn change(call: &Call) -> Result<FilterChange, ApiError> {
    let params = &call.params;
    let keywords: Result<Vec<_>, ApiError> = params
        .groups("keywords_attributes")
        .iter()
        .map(keyword)
        .collect();
    Ok(FilterChange {
        title: params.text("title"),
        contexts: contexts(params),
        action: params.present("filter_action"),
        expiry: expiry(params)?,
        keywords: keywords?,
    })
}
