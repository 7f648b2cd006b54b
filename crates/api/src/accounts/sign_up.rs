//! `POST /api/v1/accounts`: somebody joins by a client program.

use actix_web::HttpResponse;
use staffroom_service::oauth;
use staffroom_service::sign_ups::{self, SignUp};

use crate::ask::address;
use crate::call::{Answer, Call};
use crate::caller::Caller;
use crate::entities::Token;
use crate::error::ApiError;

/// With a token of the program's own; the answer is a token for whoever joined.
pub(crate) async fn handle(call: Call) -> Answer {
    let bearer = match &call.caller {
        Caller::Nobody => return Err(ApiError::Unauthorized),
        Caller::Application(bearer) if bearer.may("write:accounts") => bearer,
        Caller::Application(_) => return Err(ApiError::OutsideScopes),
        // Whoever has a token for somebody needs no second login.
        Caller::Person(_) => return Err(ApiError::NotAllowed),
    };
    let params = &call.params;
    let new = SignUp {
        username: params.text("username").unwrap_or_default(),
        email: params.text("email").unwrap_or_default(),
        password: params.text("password").unwrap_or_default(),
        agreement: params.boolean("agreement").unwrap_or(false),
        invitation: params.present("invite_code"),
    };
    let application = oauth::application(&call.ctx, bearer.application).await?;
    let application = application.ok_or(ApiError::Unauthorized)?;
    let user = sign_ups::sign_up(&call.ctx, new, address(&call.request)).await?;
    let issued = oauth::sign_up(&call.ctx, &application, user.user.id, &bearer.scopes).await?;
    Ok(HttpResponse::Ok().json(Token::from(&issued)))
}
