//! The code that is asked for after the password.

use actix_web::HttpResponse;
use actix_web::cookie::time::Duration;
use askama::Template;
use staffroom_service::sessions;
use staffroom_service::two_factor::{self, AskedError, Pending};

use super::sign_in::signed_in;
use crate::access::MaybeSignedIn;
use crate::cookies::Jar;
use crate::error::PageError;
use crate::flash::Flash;
use crate::form::{PostForm, Problems};
use crate::layout::Layout;
use crate::page::{Page, PageResult, form_again, html, redirect};
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
}

impl CodePage {
    fn new(page: &Page, return_to: Option<ReturnTo>, problems: Problems) -> Self {
        Self {
            layout: page.layout().coming_back_to(address(return_to.as_ref())),
            t: page.words(),
            form_token: page.form_token(),
            problems,
            return_to,
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
    if !two_factor::is_pending(page.ctx(), &pending).await? {
        return Ok(password_first(&page, return_to.as_ref()));
    }
    html(&CodePage::new(&page, return_to, Problems::default()))
}

pub(crate) async fn submit(page: Page, visitor: MaybeSignedIn, form: PostForm) -> PageResult {
    let fields = form.0;
    let return_to = ReturnTo::parse(fields.get("return_to"));
    let pending = page.cookie(Jar::Code).unwrap_or_default();
    let ctx = page.ctx();
    match two_factor::sign_in(ctx, &pending, fields.get("code"), page.browser()).await {
        Ok((token, _)) => {
            if let Some(before) = visitor.0 {
                sessions::revoke(ctx, before.user.user.id, before.session).await?;
            }
            let there = return_to.as_ref().map_or("/", ReturnTo::as_str);
            forgotten(&page, signed_in(&page, &token, there, Flash::SignedIn)?)
        }
        Err(AskedError::WrongCode) => {
            let problems = Problems::one("code", key("problem-code"));
            form_again(&CodePage::new(&page, return_to, problems))
        }
        Err(AskedError::Again) => forgotten(&page, password_first(&page, return_to.as_ref())),
        Err(AskedError::TooMany(wait)) => Err(wait.into()),
        Err(AskedError::Db(error)) => Err(error.into()),
    }
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
