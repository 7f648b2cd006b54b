//! `GET /api/v1/apps/verify_credentials`: which client program a token was given to.

use actix_web::HttpResponse;
use staffroom_service::{oauth, push};

use crate::call::{Answer, Call};
use crate::caller::Caller;
use crate::entities::Application;
use crate::error::ApiError;

/// Any token does. One that was made on the command line belongs to no program.
pub(crate) async fn handle(call: Call) -> Answer {
    let id = match &call.caller {
        Caller::Nobody => return Err(ApiError::Unauthorized),
        Caller::Person(bearer) => bearer.application.ok_or(ApiError::NotFound)?,
        Caller::Application(bearer) => bearer.application,
    };
    let found = oauth::application(&call.ctx, id).await?;
    let row = found.ok_or(ApiError::Unauthorized)?;
    let key = push::public_key(&call.ctx).await?;
    Ok(HttpResponse::Ok().json(Application::new(&row, key)))
}
