//! `GET /.well-known/oauth-authorization-server`: what this server can do (RFC 8414).

use actix_web::HttpResponse;
use serde_json::json;
use staffroom_service::oauth::KNOWN;

use crate::ask::Ask;
use crate::call::Answer;

/// The same for everybody.
pub(crate) async fn handle(ask: Ask) -> Answer {
    let origin = ask.ctx.config.server.url.origin();
    let at = |path: &str| format!("{origin}{path}");
    let mut grants = vec!["authorization_code", "client_credentials"];
    if ask.ctx.rehearsal {
        grants.push("password");
    }
    Ok(HttpResponse::Ok()
        .insert_header(("Cache-Control", "max-age=300, public"))
        .json(json!({
            "issuer": at("/"),
            "authorization_endpoint": at("/oauth/authorize"),
            "token_endpoint": at("/oauth/token"),
            "app_registration_endpoint": at("/api/v1/apps"),
            "revocation_endpoint": at("/oauth/revoke"),
            "userinfo_endpoint": at("/oauth/userinfo"),
            "scopes_supported": KNOWN.as_slice(),
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": grants,
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        })))
}
