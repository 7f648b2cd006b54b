//! `GET` and `POST /api/v2/filters/:id/keywords`, and `GET`, `PUT`, `PATCH` and `DELETE
//! /api/v2/filters/keywords/:id`.

use actix_web::HttpResponse;
use serde_json::json;
use staffroom_service::filters::{self, KeywordChange};

use super::keyword;
use crate::call::{Answer, Call};
use crate::entities::FilterKeyword;

/// Those of a filter.
pub(crate) async fn list(call: Call) -> Answer {
    let by = call.user("read:filters")?;
    let filter = filters::show(&call.ctx, by, call.id()?).await?;
    let shown: Vec<FilterKeyword> = filter.keywords.iter().map(FilterKeyword::from).collect();
    Ok(HttpResponse::Ok().json(shown))
}

/// A new one in a filter.
pub(crate) async fn create(call: Call) -> Answer {
    let by = call.user("write:filters")?;
    let change = KeywordChange {
        id: None,
        ..keyword(&call.params)?
    };
    let made = filters::add_keyword(&call.ctx, by, call.id()?, change).await?;
    Ok(HttpResponse::Ok().json(FilterKeyword::from(&made)))
}

/// One of the caller's.
pub(crate) async fn show(call: Call) -> Answer {
    let by = call.user("read:filters")?;
    let found = filters::keyword(&call.ctx, by, call.id()?).await?;
    Ok(HttpResponse::Ok().json(FilterKeyword::from(&found)))
}

/// Changes what was given.
pub(crate) async fn update(call: Call) -> Answer {
    let by = call.user("write:filters")?;
    let change = KeywordChange {
        id: None,
        ..keyword(&call.params)?
    };
    let changed = filters::change_keyword(&call.ctx, by, call.id()?, change).await?;
    Ok(HttpResponse::Ok().json(FilterKeyword::from(&changed)))
}

/// Removes one.
pub(crate) async fn delete(call: Call) -> Answer {
    let by = call.user("write:filters")?;
    filters::delete_keyword(&call.ctx, by, call.id()?).await?;
    Ok(HttpResponse::Ok().json(json!({})))
}
