//! `POST /oauth/token`: a client program gets a token.

use actix_web::HttpResponse;
use actix_web::http::header;
use staffroom_service::oauth::{self, OauthError};
use staffroom_service::sessions::Browser;

use super::client;
use crate::ask::Ask;
use crate::call::Answer;
use crate::entities::Token;

/// For a code, for itself, and in builds for tests of clients for a password.
pub(crate) async fn handle(ask: Ask) -> Answer {
    let params = &ask.params;
    let grant = params
        .present("grant_type")
        .ok_or(OauthError::Missing("grant_type"))?;
    let ctx = &ask.ctx;
    if !["authorization_code", "client_credentials", "password"].contains(&grant.as_str()) {
        return Err(OauthError::UnsupportedGrantType.into());
    }
    let application = oauth::authenticate_client(ctx, &client::shown(&ask)).await?;
    let scope = params.present("scope");
    let issued = match grant.as_str() {
        "authorization_code" => {
            let code = params.present("code").ok_or(OauthError::Missing("code"))?;
            let redirect_uri = params
                .present("redirect_uri")
                .ok_or(OauthError::Missing("redirect_uri"))?;
            let verifier = params.present("code_verifier");
            oauth::exchange_code(ctx, application, &code, redirect_uri, verifier).await?
        }
        "client_credentials" => {
            oauth::client_credentials(ctx, application, scope.as_deref()).await?
        }
        _ => {
            let name = params.text("username").unwrap_or_default();
            let password = params.text("password").unwrap_or_default();
            let browser = Browser {
                address: ask.address(),
                user_agent: ask
                    .header(&header::USER_AGENT)
                    .unwrap_or_default()
                    .to_owned(),
            };
            let who = (name.as_str(), password);
            oauth::password(ctx, application, who, scope.as_deref(), browser).await?
        }
    };
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(Token::from(&issued)))
}
