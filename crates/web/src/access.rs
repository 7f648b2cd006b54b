//! Who may see a page, visible in its handler's signature.

use std::future::{Ready, ready};
use std::ops::Deref;
use std::rc::Rc;

use actix_web::dev::Payload;
use actix_web::http::Method;
use actix_web::http::uri::PathAndQuery;
use actix_web::{FromRequest, HttpRequest};
use futures_util::TryFutureExt as _;
use futures_util::future::LocalBoxFuture;
use staffroom_domain::Roles;
use staffroom_service::staff::By;
use staffroom_service::{sessions, two_factor};

use crate::error::PageError;
use crate::page::Page;
use crate::return_to::ReturnTo;

/// An answer for which the database may have to be asked.
type Asked<T> = LocalBoxFuture<'static, Result<T, PageError>>;

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

    /// Somebody with such roles, who has set up what the settings ask of them.
    fn with(req: &HttpRequest, allowed: fn(&Roles) -> bool) -> Asked<Self> {
        let (page, signed_in) = (Page::of(req), Self::of(req));
        Box::pin(async move {
            let signed_in = signed_in?;
            if !allowed(&signed_in.user.roles) {
                return Err(PageError::Forbidden);
            }
            if two_factor::is_lacking(page.ctx(), &signed_in.user).await? {
                return Err(PageError::TwoFactorFirst);
            }
            Ok(signed_in)
        })
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
    type Future = Asked<Self>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        Box::pin(SignedIn::with(req, Roles::is_staff).map_ok(Self))
    }
}

impl FromRequest for Moderator {
    type Error = PageError;
    type Future = Asked<Self>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        Box::pin(SignedIn::with(req, Roles::may_moderate).map_ok(Self))
    }
}

impl FromRequest for MayInvite {
    type Error = PageError;
    type Future = Asked<Self>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        Box::pin(SignedIn::with(req, Roles::may_invite).map_ok(Self))
    }
}
