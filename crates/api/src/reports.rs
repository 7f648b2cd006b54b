//! `POST /api/v1/reports`: telling those who look after the instance.

use actix_web::HttpResponse;
use staffroom_domain::{AccountId, RuleId, StatusId};
use staffroom_service::emojis;
use staffroom_service::reports::{self, Category, NewReport};

use crate::call::{Answer, Call};
use crate::error::ApiError;

/// Reports an account, and with `forward` to its server too.
pub(crate) async fn create(call: Call) -> Answer {
    let by = call.user("write:reports")?;
    let target: AccountId = call
        .id_param("account_id")?
        .ok_or_else(|| ApiError::missing("account_id"))?;
    let params = &call.params;
    let category = match params.present("category") {
        Some(name) => Some(
            Category::from_name(&name)
                .ok_or_else(|| ApiError::invalid("Category is not included in the list"))?,
        ),
        None => None,
    };
    let statuses: Result<Vec<StatusId>, _> = params
        .texts("status_ids")
        .iter()
        .map(|id| id.trim().parse())
        .collect();
    let rules: Result<Vec<RuleId>, _> = params
        .texts("rule_ids")
        .iter()
        .map(|id| id.trim().parse())
        .collect();
    let new = NewReport {
        statuses: statuses.map_err(|_| ApiError::NotFound)?,
        comment: params.text("comment").unwrap_or_default(),
        forward: params.boolean("forward").unwrap_or(false),
        category,
        rules: rules.map_err(|_| ApiError::invalid("Rules does not reference valid rules"))?,
    };
    let (report, target) = reports::report(&call.ctx, by, target, new).await?;
    let emojis = emojis::shown_by(&call.ctx, vec![target.clone()]).await?;
    let shown = call.shaper().report(&report, &target, &emojis);
    Ok(HttpResponse::Ok().json(shown))
}
