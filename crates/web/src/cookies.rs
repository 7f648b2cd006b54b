//! The cookies: their names, and the attributes that all of them have.

use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};

/// One of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Jar {
    /// Who is signed in.
    Session,
    /// Who has shown their password and is about to show a code.
    Code,
    /// What the forms of somebody not signed in are bound to.
    Form,
    /// What the next page says once.
    Flash,
    /// In which language the pages are, where somebody has chosen one.
    Language,
}

/// Makes and reads them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cookies {
    https: bool,
}

impl Cookies {
    pub(crate) const fn new(https: bool) -> Self {
        Self { https }
    }

    /// Browsers let nobody but this very host set a cookie with the prefix `__Host-`, and only by
    /// https; the plain names are for trying things out on one machine.
    const fn name(self, jar: Jar) -> &'static str {
        match (jar, self.https) {
            (Jar::Session, true) => "__Host-staffroom",
            (Jar::Session, false) => "staffroom",
            (Jar::Code, true) => "__Host-staffroom-code",
            (Jar::Code, false) => "staffroom-code",
            (Jar::Form, true) => "__Host-staffroom-form",
            (Jar::Form, false) => "staffroom-form",
            (Jar::Flash, true) => "__Host-staffroom-flash",
            (Jar::Flash, false) => "staffroom-flash",
            (Jar::Language, true) => "__Host-staffroom-language",
            (Jar::Language, false) => "staffroom-language",
        }
    }

    pub(crate) fn get(self, req: &HttpRequest, jar: Jar) -> Option<String> {
        req.cookie(self.name(jar))
            .map(|cookie| cookie.value().to_owned())
    }

    pub(crate) fn set(self, jar: Jar, value: String, max_age: Option<Duration>) -> Cookie<'static> {
        let mut cookie = self.plain(jar, value);
        cookie.set_max_age(max_age);
        cookie
    }

    pub(crate) fn remove(self, jar: Jar) -> Cookie<'static> {
        let mut cookie = self.plain(jar, String::new());
        cookie.make_removal();
        cookie
    }

    fn plain(self, jar: Jar, value: String) -> Cookie<'static> {
        Cookie::build(self.name(jar), value)
            .path("/")
            .http_only(true)
            .secure(self.https)
            .same_site(SameSite::Lax)
            .finish()
    }
}
