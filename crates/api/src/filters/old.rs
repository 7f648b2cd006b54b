//! `GET` and `POST /api/v1/filters`, and `GET`, `PUT`, `PATCH` and `DELETE /api/v1/filters/:id`: each
//! filter is one keyword.

use actix_web::HttpResponse;
use serde_json::json;
use staffroom_service::filters::{self, OldFilterChange};

use super::{contexts, expiry};
use crate::call::{Answer, Call};
use crate::entities::V1Filter;
use crate::error::ApiError;

/// All of the caller's.
pub(crate) async fn list(call: Call) -> Answer {
    let by = call.user("read:filters")?;
    let all = filters::list_old(&call.ctx, by).await?;
    let shown: Vec<V1Filter> = all.iter().map(V1Filter::from).collect();
    Ok(HttpResponse::Ok().json(shown))
}

/// A new one.
pub(crate) async fn create(call: Call) -> Answer {
    let by = call.user("write:filters")?;
    let made = filters::create_old(&call.ctx, by, change(&call)?).await?;
    Ok(HttpResponse::Ok().json(V1Filter::from(&made)))
}

/// One of the caller's.
pub(crate) async fn show(call: Call) -> Answer {
    let by = call.user("read:filters")?;
    let found = filters::show_old(&call.ctx, by, call.id()?).await?;
    Ok(HttpResponse::Ok().json(V1Filter::from(&found)))
}

/// Changes what was given.
pub(crate) async fn update(call: Call) -> Answer {
    let by = call.user("write:filters")?;
    let changed = filters::update_old(&call.ctx, by, call.id()?, change(&call)?).await?;
    Ok(HttpResponse::Ok().json(V1Filter::from(&changed)))
}

/// Removes one.
pub(crate) async fn delete(call: Call) -> Answer {
    let by = call.user("write:filters")?;
    filters::delete_old(&call.ctx, by, call.id()?).await?;
    Ok(HttpResponse::Ok().json(json!({})))
}

fn change(call: &Call) -> Result<OldFilterChange, ApiError> {
    let params = &call.params;
    Ok(OldFilterChange {
        phrase: params.text("phrase"),
        contexts: contexts(params),
        irreversible: params.boolean("irreversible"),
        whole_word: params.boolean("whole_word"),
        expiry: expiry(params)?,
    })
}
