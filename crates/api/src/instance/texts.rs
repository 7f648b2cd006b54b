//! Texts about the instance.

use actix_web::HttpResponse;
use serde_json::json;
use staffroom_domain::Timestamp;
use staffroom_service::about::{self, Text, Written};
use staffroom_text::escape;

use crate::call::{Answer, Call};
use crate::entities::{day, moment};
use crate::error::ApiError;

/// `GET /api/v1/instance/extended_description`; the short one where there is no other.
pub(crate) async fn extended_description(call: Call) -> Answer {
    let written = about::text(&call.ctx, Text::Description).await?;
    let description = call.ctx.config.instance.description.trim();
    Ok(answer(written, &format!("<p>{}</p>", escape(description))))
}

/// `GET /api/v1/instance/privacy_policy`
pub(crate) async fn privacy_policy(call: Call) -> Answer {
    let written = about::text(&call.ctx, Text::Privacy).await?;
    Ok(answer(
        written,
        "<p>The people who run this server have not written down yet how they treat your data. Ask them.</p>",
    ))
}

/// `GET /api/v1/instance/terms_of_service`
pub(crate) async fn terms_of_service(call: Call) -> Answer {
    let written = about::text(&call.ctx, Text::Terms).await?;
    let written = written.ok_or(ApiError::NotFound)?;
    Ok(HttpResponse::Ok().json(json!({
        "effective_date": day(written.at),
        "effective": true,
        "content": written.html,
        "succeeded_by": null,
    })))
}

fn answer(written: Option<Written>, otherwise: &str) -> HttpResponse {
    let (content, at) = written.map_or_else(
        || (otherwise.to_owned(), Timestamp::from_secs(0)),
        |written| (written.html, written.at),
    );
    HttpResponse::Ok().json(json!({"updated_at": moment(at), "content": content}))
}
