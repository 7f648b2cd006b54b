//! `POST /api/v1/apps`: a client program introduces itself.

use actix_web::HttpResponse;
use staffroom_service::oauth::{self, NewApplication};
use staffroom_service::push;

use crate::ask::Ask;
use crate::call::Answer;
use crate::entities::CredentialApplication;

/// Anybody may.
pub(crate) async fn handle(ask: Ask) -> Answer {
    let params = &ask.params;
    // A list, or one text of several lines; the scopes likewise.
    let redirect_uris = match params.texts("redirect_uris") {
        uris if uris.is_empty() => params.texts("redirect_uri"),
        uris => uris,
    };
    let new = NewApplication {
        name: params.text("client_name").unwrap_or_default(),
        redirect_uris,
        scopes: Some(params.texts("scopes").join(" ")),
        website: params.text("website"),
    };
    let made = oauth::register(&ask.ctx, new, ask.address()).await?;
    let key = push::public_key(&ask.ctx).await?;
    Ok(HttpResponse::Ok().json(CredentialApplication::new(&made, key)))
}
