//! The page that a handler makes: what it can ask for, and how it answers.

use std::future::{Ready, ready};
use std::rc::Rc;

use actix_web::dev::Payload;
use actix_web::http::header::HeaderValue;
use actix_web::http::uri::PathAndQuery;
use actix_web::http::{Method, StatusCode, header};
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, HttpResponse, web};
use askama::Template;
use staffroom_domain::AccountId;
use staffroom_service::rate_limits::{Called, Calling};
use staffroom_service::{Ctx, sessions};

use crate::cookies::Jar;
use crate::csrf;
use crate::error::PageError;
use crate::fields::Fields;
use crate::flash::Flash;
use crate::layout::Layout;
use crate::visitor::{self, Visitor};
use crate::web::Web;
use crate::words::Words;

/// What other pages may load, and our own scripts.
const OWN_SCRIPTS: &str = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; \
     connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// What handlers answer.
pub(crate) type PageResult = Result<HttpResponse, PageError>;

/// The instance, the visitor and the request of the page that is being made.
#[derive(Clone)]
pub(crate) struct Page {
    web: web::Data<Web>,
    visitor: Rc<Visitor>,
    req: HttpRequest,
}

impl FromRequest for Page {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(req)))
    }
}

impl Page {
    /// The page of a request that went through `frame`.
    #[expect(clippy::expect_used, reason = "routes.rs gives every page its Web")]
    pub(crate) fn of(req: &HttpRequest) -> Self {
        let web = req
            .app_data::<web::Data<Web>>()
            .expect("every route is registered by `configure`")
            .clone();
        let known = req.extensions().get::<Rc<Visitor>>().cloned();
        let visitor =
            known.unwrap_or_else(|| Rc::new(Visitor::anonymous(&web.ctx, web.cookies(), req)));
        Self {
            web,
            visitor,
            req: req.clone(),
        }
    }

    pub(crate) fn web(&self) -> &Web {
        &self.web
    }

    pub(crate) fn ctx(&self) -> &Ctx {
        &self.web.ctx
    }

    pub(crate) fn visitor(&self) -> &Visitor {
        &self.visitor
    }

    pub(crate) fn path(&self) -> &str {
        self.req.path()
    }

    pub(crate) fn query(&self) -> Fields {
        Fields::parse(self.req.query_string().as_bytes())
    }

    /// The text of a header, or nothing.
    pub(crate) fn header(&self, name: &header::HeaderName) -> Option<&str> {
        self.req
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
    }

    /// One of our cookies.
    pub(crate) fn cookie(&self, jar: Jar) -> Option<String> {
        self.web.cookies().get(&self.req, jar)
    }

    /// A header in its form, if it has it.
    pub(crate) fn typed_header<H: header::Header>(&self) -> Option<H> {
        H::parse(&self.req).ok()
    }

    /// What stands after the `?`, with it.
    pub(crate) fn query_suffix(&self) -> String {
        match self.req.query_string() {
            "" => String::new(),
            query => format!("?{query}"),
        }
    }

    /// Counts what somebody does, by what apps do for them too.
    pub(crate) fn count(&self, by: AccountId, called: Called) -> Result<(), PageError> {
        let ctx = self.ctx();
        let Some(limits) = ctx.limits.rates(&ctx.config.api) else {
            return Ok(());
        };
        match limits.count(Calling::Visitor(by), called).wait {
            None => Ok(()),
            Some(wait) => Err(PageError::TooMany(wait)),
        }
    }

    pub(crate) fn address(&self) -> std::net::IpAddr {
        visitor::address(&self.req)
    }

    pub(crate) fn browser(&self) -> sessions::Browser {
        visitor::browser(&self.req)
    }

    /// A piece of the path, such as an id; what cannot be one is no such page.
    pub(crate) fn segment<T: std::str::FromStr>(&self, name: &str) -> Result<T, PageError> {
        self.req
            .match_info()
            .get(name)
            .and_then(|text| text.parse().ok())
            .ok_or_else(PageError::not_found)
    }

    /// What the page speaks with; `t` in its template.
    pub(crate) fn words(&self) -> Words {
        Words::new(self.visitor.language)
    }

    /// Where somebody comes back to who leaves the page: itself, where it can be asked for again.
    pub(crate) fn here(&self) -> &str {
        let uri = self.req.uri();
        if matches!(*self.req.method(), Method::GET | Method::HEAD) {
            uri.path_and_query()
                .map_or(uri.path(), PathAndQuery::as_str)
        } else {
            uri.path()
        }
    }

    /// Whether no page of another site led here: only then others are asked for something.
    pub(crate) fn is_asked_from_here(&self) -> bool {
        let own = self.ctx().config.server.url.origin();
        !csrf::comes_from_elsewhere(self.req.headers(), &own)
    }

    /// Head and foot of the page.
    pub(crate) fn layout(&self) -> Layout {
        Layout::of(self)
    }

    /// The hidden field of a form on this page.
    pub(crate) fn form_token(&self) -> String {
        self.visitor.form_written.set(true);
        let ctx = self.ctx();
        csrf::token(&ctx.key, &*ctx.random, &self.visitor.form_binding())
    }
}

/// A page.
pub(crate) fn html(template: &impl Template) -> PageResult {
    html_with(StatusCode::OK, template)
}

/// A page with a script of ours, which does nothing that the page needs. All others have none.
pub(crate) fn with_script(mut answer: HttpResponse) -> HttpResponse {
    answer.headers_mut().insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(OWN_SCRIPTS),
    );
    answer
}

/// A form that was not right, shown again.
pub(crate) fn form_again(template: &impl Template) -> PageResult {
    html_with(StatusCode::UNPROCESSABLE_ENTITY, template)
}

/// A page with another status.
pub(crate) fn html_with(status: StatusCode, template: &impl Template) -> PageResult {
    let text = template.render().map_err(PageError::internal)?;
    Ok(HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .body(text))
}

/// On to another page with GET; that page says `flash` once.
pub(crate) fn redirect(page: &Page, to: &str, flash: Option<Flash>) -> HttpResponse {
    use actix_web::cookie::time::Duration;
    let mut answer = HttpResponse::SeeOther();
    answer.insert_header((header::LOCATION, to));
    if let Some(flash) = flash {
        let cookies = page.web.cookies();
        answer.cookie(cookies.set(Jar::Flash, flash.code(), Some(Duration::minutes(1))));
    }
    answer.finish()
}
