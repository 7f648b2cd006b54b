//! What the pages are given.

use actix_web::cookie::Cookie;
use staffroom_service::Ctx;
use staffroom_service::secrets::Token;

use crate::cookies::{Cookies, Jar};
use crate::words;

/// Everything that the pages need to know. Cheap to clone; one for each thread of the server.
#[derive(Clone)]
pub struct Web {
    /// The use cases' context.
    pub ctx: Ctx,
    /// Whether this instance is a trial, which never federates.
    pub trial: bool,
    /// The version of the program, as people are told it.
    pub version: &'static str,
    /// Where the source code of exactly this program can be had, which the licence asks for. None:
    /// the pages say to ask the contact.
    pub source_url: Option<String>,
}

impl Web {
    /// With the version of this crate and no address of the source code.
    pub fn new(ctx: Ctx, trial: bool) -> Self {
        words::load();
        Self {
            ctx,
            trial,
            version: env!("CARGO_PKG_VERSION"),
            source_url: None,
        }
    }

    /// The cookie that holds a session, for as long as the session lives unused.
    pub(crate) fn session_cookie(&self, token: &Token) -> Cookie<'static> {
        let lifetime = self.ctx.config.users.session_lifetime;
        let max_age = actix_web::cookie::time::Duration::try_from(lifetime).ok();
        self.cookies()
            .set(Jar::Session, token.as_str().to_owned(), max_age)
    }

    pub(crate) fn cookies(&self) -> Cookies {
        Cookies::new(self.ctx.config.server.url.is_https())
    }
}
