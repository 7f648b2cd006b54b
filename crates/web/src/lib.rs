//! Pages and forms.

use actix_web::web::ServiceConfig;
use staffroom_service::Ctx;

/// Everything that the pages need to know.
#[derive(Clone)]
pub struct Web {
    /// The use cases' context.
    pub ctx: Ctx,
    /// Whether this instance is a trial.
    pub trial: bool,
}

impl Web {
    /// With the version of this crate.
    pub const fn new(ctx: Ctx, trial: bool) -> Self {
        Self { ctx, trial }
    }
}

/// Registers the pages.
pub fn configure(web: Web) -> impl FnOnce(&mut ServiceConfig) {
    move |config| {
        config.app_data(actix_web::web::Data::new(web));
    }
}
