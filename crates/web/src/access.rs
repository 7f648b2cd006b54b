//! Who may see a page, visible in its handler's signature.

use std::future::{Ready, ready};
use std::ops::Deref;
use std::rc::Rc;

use actix_web::dev::Payload;
use actix_web::http::Method;
use actix_web::http::uri::PathAndQuery;
use actix_web::{FromRequest, HttpRequest};
use staffroom_domain::Roles;
use staffroom_service::sessions;
use staffroom_service::staff::By;

use crate::error::PageError;
use crate::page::Page;
use crate::return_to::ReturnTo;

/// Somebody who is signed in; everybody else is sent to the sign-in page and comes back.
pub(crate) struct SignedIn(Rc<sessions::SignedIn>);

/// Anybody, and who it is where they are signed in.
pub(crate) struct MaybeSignedIn(pub(crate) Option<SignedIn>);

/// Owners and administrators.
pub(crate) struct Staff(SignedIn);

/// Whoever deals with reports.
pub(crate) struct Moderator(SignedIn);

/// Whoever may invite people.
pub(crate) struct MayInvite(SignedIn);

impl SignedIn {
    /// Who asks, for what only those do who look after the instance.
    pub(crate) fn by(&self) -> By {
        By::User(self.user.user.id)
    }

    fn of(req: &HttpRequest) -> Result<Self, PageError> {
        let page = Page::of(req);
        let signed_in = page.visitor().signed_in().cloned();
        signed_in.map(Self).ok_or_else(|| {
            // Only a page that can be asked for again is worth coming back to.
            let can_come_back = matches!(*req.method(), Method::GET | Method::HEAD);
            let there = req.uri().path_and_query().map(PathAndQuery::as_str);
            PageError::SignInFirst(there.filter(|_| can_come_back).and_then(ReturnTo::parse))
        })
    }

    fn with(req: &HttpRequest, allowed: impl Fn(&Roles) -> bool) -> Result<Self, PageError> {
        let signed_in = Self::of(req)?;
        if allowed(&signed_in.user.roles) {
            Ok(signed_in)
        } else {
            Err(PageError::Forbidden)
        }
    }
}

impl Deref for SignedIn {
    type Target = sessions::SignedIn;

    fn deref(&self) -> &sessions::SignedIn {
        &self.0
    }
}

impl Deref for Staff {
    type Target = SignedIn;

    fn deref(&self) -> &SignedIn {
        &self.0
    }
}

impl Deref for Moderator {
    type Target = SignedIn;

    fn deref(&self) -> &SignedIn {
        &self.0
    }
}

impl Deref for MayInvite {
    type Target = sessions::SignedIn;

    fn deref(&self) -> &sessions::SignedIn {
        &self.0
    }
}

impl FromRequest for SignedIn {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(req))
    }
}

impl FromRequest for MaybeSignedIn {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(SignedIn::of(req).ok())))
    }
}

impl FromRequest for Staff {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(SignedIn::with(req, Roles::is_staff).map(Self))
    }
}

impl FromRequest for Moderator {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(SignedIn::with(req, Roles::may_moderate).map(Self))
    }
}

impl FromRequest for MayInvite {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(SignedIn::with(req, Roles::may_invite).map(Self))
    }
}
