//! Somebody is asked whether a client program may use their account.

use actix_web::HttpResponse;
use actix_web::http::header::{self, HeaderValue};
use askama::Template;
use staffroom_service::oauth::{self, Refused, Wanted};
use url::form_urlencoded::Serializer;

use super::oauth_words;
use crate::access::MaybeSignedIn;
use crate::error::PageError;
use crate::fields::Fields;
use crate::form::PostForm;
use crate::layout::Layout;
use crate::page::{Page, PageResult, form_again, html, redirect};
use crate::return_to::ReturnTo;
use crate::words::{Message, Words, key};

/// No `form-action`: browsers apply it to where the form's answer leads to, which is the program.
const CONTENT_SECURITY_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; \
     frame-ancestors 'none'; base-uri 'none'",
);

/// What programs send, as it stands in the address and in the form.
const PARAMETERS: [&str; 7] = [
    "client_id",
    "redirect_uri",
    "response_type",
    "scope",
    "state",
    "code_challenge",
    "code_challenge_method",
];

#[derive(Template)]
#[template(path = "oauth_authorize.html")]
struct AuthorizePage {
    layout: Layout,
    t: Words,
    form_token: String,
    application: String,
    website: Option<String>,
    may: Vec<Message>,
    parameters: Vec<(&'static str, String)>,
    handle: String,
    other_login: String,
}

#[derive(Template)]
#[template(path = "oauth_refused.html")]
struct RefusedPage {
    layout: Layout,
    t: Words,
    text: Message,
}

/// `GET /oauth/authorize`. Whoever is not signed in does that first and comes back; with `force_login`
/// everybody does, for somebody with several logins.
pub(crate) async fn show(page: Page, visitor: MaybeSignedIn) -> PageResult {
    let fields = page.query();
    let asked = match oauth::examine(page.ctx(), &wanted(&fields)).await {
        Ok(asked) => asked,
        Err(refused) => return refuse(&page, &fields, &visitor, refused),
    };
    let here = address(&fields);
    let again = is_true(fields.get("force_login"));
    let Some(signed_in) = visitor.0.filter(|_| !again) else {
        let there = ReturnTo::parse(&here).ok_or(PageError::BadRequest)?;
        let sign_in = there.sign_in();
        let to = if again {
            format!("{sign_in}&again=1")
        } else {
            sign_in
        };
        return Ok(redirect(&page, &to, None));
    };
    let other = ReturnTo::parse(&here).map(|there| format!("{}&again=1", there.sign_in()));
    let shown = AuthorizePage {
        form_token: page.form_token(),
        application: asked.application.name.clone(),
        website: asked.application.website.clone(),
        may: oauth_words::of(asked.scopes.iter()),
        parameters: PARAMETERS
            .into_iter()
            .map(|name| (name, fields.get(name).to_owned()))
            .filter(|(_, value)| !value.is_empty())
            .collect(),
        handle: format!("@{}", signed_in.user.account.username),
        other_login: other.unwrap_or_else(|| "/sign-in?again=1".to_owned()),
        layout: page.layout(),
        t: page.words(),
    };
    html(&shown).map(open_to_programs)
}

/// `POST /oauth/authorize`. What is asked for is looked at again: the form may be old.
pub(crate) async fn submit(page: Page, visitor: MaybeSignedIn, form: PostForm) -> PageResult {
    let fields = form.0;
    let asked = match oauth::examine(page.ctx(), &wanted(&fields)).await {
        Ok(asked) => asked,
        Err(refused) => return refuse(&page, &fields, &visitor, refused),
    };
    let Some(signed_in) = visitor.0 else {
        let there = ReturnTo::parse(&address(&fields)).ok_or(PageError::BadRequest)?;
        return Ok(redirect(&page, &there.sign_in(), None));
    };
    let to = match fields.get("decision") {
        "allow" => oauth::grant(page.ctx(), &asked, signed_in.user.user.id).await?,
        "deny" => oauth::deny(&asked),
        _ => return Err(PageError::BadRequest),
    };
    Ok(open_to_programs(redirect(&page, &to, None)))
}

/// Whoever is not signed in does that before they are sent to a program with what is wrong: anybody can
/// introduce a program, and an address of ours is no way to a page of theirs.
fn refuse(page: &Page, fields: &Fields, visitor: &MaybeSignedIn, refused: Refused) -> PageResult {
    match refused {
        Refused::SentBack(_) if visitor.0.is_none() => {
            let there = ReturnTo::parse(&address(fields)).ok_or(PageError::BadRequest)?;
            Ok(redirect(page, &there.sign_in(), None))
        }
        Refused::SentBack(to) => Ok(open_to_programs(redirect(page, &to, None))),
        Refused::UnknownApplication => refused_here(page, key("oauth-refused-unknown")),
        Refused::UnknownAddress => refused_here(page, key("oauth-refused-address")),
        Refused::Db(error) => Err(error.into()),
    }
}

/// What is said here, since nobody may be sent on.
fn refused_here(page: &Page, text: Message) -> PageResult {
    form_again(&RefusedPage {
        layout: page.layout(),
        t: page.words(),
        text,
    })
}

fn wanted(fields: &Fields) -> Wanted {
    let text = |name: &str| fields.get(name).to_owned();
    Wanted {
        client_id: text("client_id"),
        redirect_uri: text("redirect_uri"),
        response_type: text("response_type"),
        scope: text("scope"),
        state: text("state"),
        challenge: text("code_challenge"),
        challenge_method: text("code_challenge_method"),
    }
}

/// The address of the question, with nothing in it but what belongs to it; not `force_login`, which has
/// been obeyed by whoever comes back here.
fn address(fields: &Fields) -> String {
    let mut query = Serializer::new(String::new());
    for name in PARAMETERS {
        let value = fields.get(name);
        if !value.is_empty() {
            query.append_pair(name, value);
        }
    }
    format!("/oauth/authorize?{}", query.finish())
}

fn is_true(text: &str) -> bool {
    !matches!(
        text,
        "" | "0" | "f" | "F" | "false" | "FALSE" | "off" | "OFF"
    )
}

fn open_to_programs(mut answer: HttpResponse) -> HttpResponse {
    answer
        .headers_mut()
        .insert(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY);
    answer
}
