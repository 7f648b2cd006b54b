//! Which path is which endpoint. Written in full, as in [`crate::routes`].

use actix_web::web::ServiceConfig;

use super::{openapi, suggestions, vocabulary};
use crate::routes::look;

/// Registers the endpoints of our own API.
pub(crate) fn endpoints(cfg: &mut ServiceConfig) {
    cfg.service(look("/staffroom/v1/openapi.json", openapi::handle))
        .service(look("/staffroom/v1/vocabulary", vocabulary::handle))
        .service(look("/staffroom/v1/suggestions", suggestions::handle));
}
