//! `GET|POST /oauth/userinfo`: who somebody is, for programs that only want to know that.

use actix_web::HttpResponse;
use serde_json::json;

use crate::call::{Answer, Call};

/// Whose token it is.
pub(crate) async fn handle(call: Call) -> Answer {
    let bearer = call
        .bearer("profile")
        .or_else(|_| call.bearer("read:accounts"))?;
    let told = call.shaper().user_info(&bearer.user.account);
    Ok(HttpResponse::Ok().json(json!({
        "iss": format!("{}/", call.ctx.config.server.url.origin()),
        "sub": told.uri,
        "name": told.name,
        "preferred_username": bearer.user.account.username,
        "profile": told.page,
        "picture": told.picture,
    })))
}
