//! The code, or the passkey, that is asked for after the password.

use actix_web::HttpResponse;
use actix_web::cookie::time::Duration;
use askama::Template;
use staffroom_service::secrets::Token;
use staffroom_service::two_factor::{self, Asked, AskedError, Pending};
use staffroom_service::{passkeys, sessions};

use super::sign_in::signed_in;
use crate::access::MaybeSignedIn;
use crate::assets;
use crate::cookies::Jar;
use crate::error::PageError;
use crate::flash::Flash;
use crate::form::{PostForm, Problems};
use crate::layout::Layout;
use crate::page::{Page, PageResult, form_again, html, redirect, with_script};
use crate::return_to::{ReturnTo, percent_encode};
use crate::words::{Words, key};

#[derive(Template)]
#[template(path = "sign_in_code.html")]
struct CodePage {
    layout: Layout,
    t: Words,
    form_token: String,
    problems: Problems,
    return_to: Option<ReturnTo>,
    /// Which script asks for a passkey, where they have any.
    script: Option<&'static str>,
}

impl CodePage {
    fn new(page: &Page, asked: Asked, return_to: Option<ReturnTo>, problems: Problems) -> Self {
        let by_passkey = asked.has_passkeys && passkeys::are_possible(page.ctx());
        Self {
            layout: page.layout().coming_back_to(address(return_to.as_ref())),
            t: page.words(),
            form_token: page.form_token(),
            problems,
            return_to,
            script: by_passkey.then(assets::passkey_url),
        }
    }
}

fn address(return_to: Option<&ReturnTo>) -> String {
    return_to.map_or_else(
        || "/sign-in/code".to_owned(),
        |there| format!("/sign-in/code?return_to={}", percent_encode(there.as_str())),
    )
}

/// On to the page, with a note in the browser of who has shown their password. Nobody is signed in by it.
pub(crate) fn ask(page: &Page, pending: &Pending, return_to: Option<&ReturnTo>) -> PageResult {
    let mut answer = redirect(page, &address(return_to), None);
    let lifetime = Some(Duration::minutes(10));
    let cookie = page
        .web()
        .cookies()
        .set(Jar::Code, pending.as_str().to_owned(), lifetime);
    answer.add_cookie(&cookie).map_err(PageError::internal)?;
    Ok(answer)
}

pub(crate) async fn show(page: Page) -> PageResult {
    let return_to = ReturnTo::parse(page.query().get("return_to"));
    let pending = page.cookie(Jar::Code).unwrap_or_default();
    let Some(asked) = two_factor::asked(page.ctx(), &pending).await? else {
        return Ok(password_first(&page, return_to.as_ref()));
    };
    let shown = CodePage::new(&page, asked, return_to, Problems::default());
    Ok(with_script(html(&shown)?))
}

pub(crate) async fn submit(page: Page, visitor: MaybeSignedIn, form: PostForm) -> PageResult {
    let fields = form.0;
    let return_to = ReturnTo::parse(fields.get("return_to"));
    let pending = page.cookie(Jar::Code).unwrap_or_default();
    let code = fields.get("code");
    let done = two_factor::sign_in(page.ctx(), &pending, code, page.browser()).await;
    answer(&page, visitor, return_to, done).await
}

/// On to where they wanted to go, or the page again, or the password first.
pub(super) async fn answer(
    page: &Page,
    visitor: MaybeSignedIn,
    return_to: Option<ReturnTo>,
    done: Result<(Token, sessions::SignedIn), AskedError>,
) -> PageResult {
    let problems = match done {
        Ok((token, _)) => {
            if let Some(before) = visitor.0 {
                sessions::revoke(page.ctx(), before.user.user.id, before.session).await?;
            }
            let there = return_to.as_ref().map_or("/", ReturnTo::as_str);
            return forgotten(page, signed_in(page, &token, there, Flash::SignedIn)?);
        }
        Err(AskedError::WrongCode) => Problems::one("code", key("problem-code")),
        Err(AskedError::WrongPasskey) => Problems::one("passkey", key("problem-passkey-code")),
        Err(AskedError::Again) => return forgotten(page, password_first(page, return_to.as_ref())),
        Err(AskedError::TooMany(wait)) => return Err(wait.into()),
        Err(AskedError::Db(error)) => return Err(error.into()),
    };
    let pending = page.cookie(Jar::Code).unwrap_or_default();
    let Some(asked) = two_factor::asked(page.ctx(), &pending).await? else {
        return forgotten(page, password_first(page, return_to.as_ref()));
    };
    let again = form_again(&CodePage::new(page, asked, return_to, problems))?;
    Ok(with_script(again))
}

fn password_first(page: &Page, return_to: Option<&ReturnTo>) -> HttpResponse {
    let to = return_to.map_or_else(|| "/sign-in".to_owned(), ReturnTo::sign_in);
    redirect(page, &to, None)
}

/// Takes the note from the browser.
fn forgotten(page: &Page, mut answer: HttpResponse) -> PageResult {
    let cookie = page.web().cookies().remove(Jar::Code);
    answer.add_cookie(&cookie).map_err(PageError::internal)?;
    Ok(answer)
}
