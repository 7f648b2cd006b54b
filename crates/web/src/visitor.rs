//! Whoever sent the request, found out once.

use std::cell::Cell;
use std::net::{IpAddr, Ipv4Addr};
use std::rc::Rc;

use actix_web::HttpRequest;
use actix_web::http::header::{ACCEPT_LANGUAGE, USER_AGENT};
use staffroom_domain::ClientAddress;
use staffroom_service::secrets::Token;
use staffroom_service::sessions::{self, Browser, SignedIn};
use staffroom_service::{Ctx, notifications};

use crate::cookies::{Cookies, Jar};
use crate::error::PageError;
use crate::fields::Fields;
use crate::flash::Flash;
use crate::layout::MOST_UNREAD;
use crate::words::{Language, Wishes};

/// Who asks, and what their browser brought. In the extensions of each request for a page.
pub(crate) struct Visitor {
    /// The session's holder, and the cookie that showed it.
    pub(crate) session: Option<(Rc<SignedIn>, Token)>,
    /// What the forms of somebody not signed in are bound to.
    pub(crate) form_nonce: Token,
    /// Whether the browser had that nonce already.
    pub(crate) has_form_cookie: bool,
    /// In which language the pages are for them.
    pub(crate) language: Language,
    /// How much of what they were told they have not read.
    pub(crate) unread: Cell<usize>,
    /// What to say once.
    pub(crate) flash: Option<Flash>,
    /// Whether a form was written, so that the nonce must stay.
    pub(crate) form_written: Cell<bool>,
    /// Whether the flash was shown, so that it must go.
    pub(crate) flash_shown: Cell<bool>,
}

impl Visitor {
    /// Looks at the cookies, and asks the database who holds the session if there is one.
    pub(crate) async fn identify(
        ctx: &Ctx,
        cookies: Cookies,
        req: &HttpRequest,
    ) -> Result<Self, PageError> {
        let mut visitor = Self::anonymous(ctx, cookies, req);
        let token = cookies
            .get(req, Jar::Session)
            .as_deref()
            .and_then(Token::parse);
        if let Some(token) = token {
            visitor.session = sessions::authenticate(ctx, &token, address(req))
                .await?
                .map(|signed_in| (Rc::new(signed_in), token));
        }
        let chosen = visitor
            .signed_in()
            .and_then(|who| who.user.user.page_language.as_deref());
        if let Some(chosen) = chosen.and_then(Language::from_tag) {
            visitor.language = chosen;
        }
        Ok(visitor)
    }

    /// The same without the session.
    pub(crate) fn anonymous(ctx: &Ctx, cookies: Cookies, req: &HttpRequest) -> Self {
        let nonce = cookies
            .get(req, Jar::Form)
            .as_deref()
            .and_then(Token::parse);
        Self {
            session: None,
            has_form_cookie: nonce.is_some(),
            form_nonce: nonce.unwrap_or_else(|| Token::generate(&*ctx.random)),
            language: language(ctx, cookies, req),
            flash: cookies
                .get(req, Jar::Flash)
                .as_deref()
                .and_then(Flash::parse),
            unread: Cell::new(0),
            form_written: Cell::new(false),
            flash_shown: Cell::new(false),
        }
    }

    /// Counts what they have not read, for the head of a page that is looked at.
    pub(crate) async fn count_unread(&self, ctx: &Ctx) -> Result<(), PageError> {
        if let Some(who) = self.signed_in() {
            let (user, account) = (who.user.user.id, who.user.account.id);
            let most = i64::try_from(MOST_UNREAD).unwrap_or(i64::MAX) + 1;
            let unread = notifications::unread_groups(ctx, user, account, most).await?;
            self.unread.set(unread);
        }
        Ok(())
    }

    pub(crate) fn signed_in(&self) -> Option<&Rc<SignedIn>> {
        self.session.as_ref().map(|(signed_in, _)| signed_in)
    }

    /// What forms for this visitor are bound to: the session, else the browser.
    pub(crate) fn form_binding(&self) -> String {
        match &self.session {
            Some((_, token)) => format!("session {}", token.as_str()),
            None => format!("form {}", self.form_nonce.as_str()),
        }
    }
}

/// The language for whoever sent the request, where nobody is signed in.
fn language(ctx: &Ctx, cookies: Cookies, req: &HttpRequest) -> Language {
    let cookie = cookies.get(req, Jar::Language);
    let header = req.headers().get(ACCEPT_LANGUAGE);
    Language::choose(Wishes {
        person: None,
        cookie: cookie.as_deref(),
        query: Fields::parse(req.query_string().as_bytes()).get("lang"),
        header: header.and_then(|value| value.to_str().ok()),
        instance: ctx.config.instance.language.as_str(),
    })
}

/// The network address that the request came from.
pub(crate) fn address(req: &HttpRequest) -> IpAddr {
    use actix_web::HttpMessage as _;
    req.extensions()
        .get::<ClientAddress>()
        .map(|client| client.0)
        .or_else(|| req.peer_addr().map(|peer| peer.ip()))
        .unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
}

/// The browser that somebody signs in with.
pub(crate) fn browser(req: &HttpRequest) -> Browser {
    let user_agent = req
        .headers()
        .get(USER_AGENT)
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
        .unwrap_or_default();
    Browser {
        address: address(req),
        user_agent,
    }
}
