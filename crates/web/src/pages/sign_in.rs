//! Signing in.

use actix_web::HttpResponse;
use askama::Template;
use staffroom_service::secrets::Token;
use staffroom_service::sessions::{self, SignInError};
use staffroom_service::{passkeys, sign_ups};

use super::sign_in_code;
use crate::access::MaybeSignedIn;
use crate::assets;
use crate::error::PageError;
use crate::flash::Flash;
use crate::form::{PostForm, Problems};
use crate::layout::Layout;
use crate::page::{Page, PageResult, form_again, html, redirect, with_script};
use crate::return_to::ReturnTo;
use crate::words::{Words, key};

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    layout: Layout,
    t: Words,
    form_token: String,
    problems: Problems,
    name: String,
    return_to: Option<ReturnTo>,
    everybody_joins: bool,
    /// Which script asks for a passkey, where there can be any.
    script: Option<&'static str>,
}

impl SignInPage {
    fn new(page: &Page, name: &str, return_to: Option<ReturnTo>, problems: Problems) -> Self {
        Self {
            layout: page.layout().coming_back_to(
                return_to
                    .as_ref()
                    .map_or_else(|| "/sign-in".to_owned(), ReturnTo::sign_in),
            ),
            t: page.words(),
            form_token: page.form_token(),
            problems,
            name: name.to_owned(),
            return_to,
            everybody_joins: sign_ups::are_open(page.ctx()),
            script: passkeys::are_possible(page.ctx()).then(assets::passkey_url),
        }
    }
}

/// The page again, with what is wrong.
pub(super) fn again(
    page: &Page,
    name: &str,
    return_to: Option<ReturnTo>,
    problems: Problems,
) -> PageResult {
    let answer = form_again(&SignInPage::new(page, name, return_to, problems))?;
    Ok(with_script(answer))
}

pub(crate) async fn show(page: Page, visitor: MaybeSignedIn) -> PageResult {
    let return_to = ReturnTo::parse(page.query().get("return_to"));
    // Somebody with several logins may want another one.
    let again = page.query().get("again") == "1";
    if visitor.0.is_some() && !again {
        let there = return_to.as_ref().map_or("/", ReturnTo::as_str);
        return Ok(redirect(&page, there, None));
    }
    let shown = SignInPage::new(&page, "", return_to, Problems::default());
    Ok(with_script(html(&shown)?))
}

pub(crate) async fn submit(page: Page, visitor: MaybeSignedIn, form: PostForm) -> PageResult {
    let fields = form.0;
    let (name, password) = (fields.get("username"), fields.get("password"));
    let return_to = ReturnTo::parse(fields.get("return_to"));
    let again = |problems| again(&page, name, return_to.clone(), problems);
    if name.trim().is_empty() {
        return again(Problems::one("username", key("problem-name-missing")));
    }
    let result = sessions::sign_in(page.ctx(), name, password.to_owned(), page.browser()).await;
    match result {
        Ok((token, _)) => {
            if let Some(before) = visitor.0 {
                sessions::revoke(page.ctx(), before.user.user.id, before.session).await?;
            }
            let there = return_to.as_ref().map_or("/", ReturnTo::as_str);
            signed_in(&page, &token, there, Flash::SignedIn)
        }
        Err(SignInError::Wrong) => again(Problems::one("username", key("problem-wrong"))),
        Err(SignInError::Disabled) => again(Problems::one("username", key("problem-closed"))),
        Err(SignInError::CodeNeeded(pending)) => {
            sign_in_code::ask(&page, &pending, return_to.as_ref())
        }
        Err(SignInError::TooMany(wait)) => Err(wait.into()),
        Err(SignInError::Hash(error)) => Err(error.into()),
        Err(SignInError::Db(error)) => Err(error.into()),
    }
}

/// Gives the browser its session and goes on.
pub(crate) fn signed_in(page: &Page, token: &Token, there: &str, flash: Flash) -> PageResult {
    let cookie = page.web().session_cookie(token);
    let mut answer: HttpResponse = redirect(page, there, Some(flash));
    answer.add_cookie(&cookie).map_err(PageError::internal)?;
    Ok(answer)
}
