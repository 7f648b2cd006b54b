//! `POST /oauth/revoke`: a client program gives a token back (RFC 7009).

use actix_web::HttpResponse;
use serde_json::json;
use staffroom_service::oauth::{self, OauthError};

use super::client;
use crate::ask::Ask;
use crate::call::Answer;

/// Its own tokens only. Whoever does not say who they are is told no more than that (as Mastodon does: 403).
pub(crate) async fn handle(ask: Ask) -> Answer {
    let token = ask.params.present("token");
    let known = oauth::authenticate_client(&ask.ctx, &client::shown(&ask)).await;
    let application = known.map_err(|error| match error {
        OauthError::InvalidClient => OauthError::UnauthorizedClient,
        other => other,
    })?;
    if let Some(token) = token {
        oauth::revoke(&ask.ctx, application.id, &token).await?;
    }
    Ok(HttpResponse::Ok().json(json!({})))
}
