//! Endpoints of what there is not here: the least that is true, so that clients go on.

use actix_web::HttpResponse;
use actix_web::web;
use serde_json::json;

use crate::call::{Answer, Call};
use crate::endpoints::{Endpoints, act, at, look};
use crate::error::ApiError;

/// Registers them.
pub(crate) fn endpoints(cfg: &mut Endpoints) {
    for path in [
        "/v1/trends",
        "/v1/trends/tags",
        "/v1/trends/statuses",
        "/v1/trends/links",
        "/v1/peers/search",
    ] {
        cfg.service(look(path, nothing));
    }
    cfg.service(look("/v1/endorsements", nothing_of_mine))
        .service(look("/v1/donation_campaigns", no_content))
        .service(at("/v1/emails/confirmations").route(web::post().to(confirm)))
        .service(look("/v1/emails/check_confirmation", is_confirmed));
    // Nothing is worked out in the background, and there are no reports about a year.
    cfg.service(look("/v1_alpha/async_refreshes/{id}", none))
        .service(look("/v1/annual_reports", none))
        .service(look("/v1/annual_reports/{id}", none))
        .service(look("/v1/annual_reports/{id}/state", none))
        .service(act("/v1/annual_reports/{id}/read", none))
        .service(act("/v1/annual_reports/{id}/generate", none));
}

/// Nothing is counted that would show what many talk about.
async fn nothing(_call: Call) -> Answer {
    Ok(HttpResponse::Ok().json(json!([])))
}

async fn nothing_of_mine(call: Call) -> Answer {
    call.user("read:accounts")?;
    Ok(HttpResponse::Ok().json(json!([])))
}

async fn no_content(_call: Call) -> Answer {
    Ok(HttpResponse::NoContent().finish())
}

async fn none(call: Call) -> Answer {
    call.somebody()?;
    Err(ApiError::NotFound)
}

/// Mail addresses are not checked here, so none waits for that.
async fn confirm(call: Call) -> Answer {
    call.bearer("write:accounts")?;
    Err(ApiError::Forbidden(
        "This method is only available while the e-mail is awaiting confirmation".to_owned(),
    ))
}

async fn is_confirmed(call: Call) -> Answer {
    call.somebody()?;
    Ok(HttpResponse::Ok().json(true))
}
