//! A forgotten password: asking for a link, and setting a new one by it.

use askama::Template;
use staffroom_service::password_resets::{self, ResetError};
use staffroom_service::users::UserError;

use super::instance::Instance;
use crate::cookies::Jar;
use crate::error::PageError;
use crate::flash::Flash;
use crate::form::{PostForm, Problems};
use crate::layout::Layout;
use crate::page::{Page, PageResult, form_again, html, redirect};
use crate::problems;
use crate::words::{Words, key};

#[derive(Template)]
#[template(path = "password_reset_request.html")]
struct RequestPage {
    layout: Layout,
    t: Words,
    form_token: String,
    problems: Problems,
    name: String,
    instance: Instance,
}

impl RequestPage {
    fn new(page: &Page, name: &str, problems: Problems) -> Self {
        Self {
            layout: page.layout(),
            t: page.words(),
            form_token: page.form_token(),
            problems,
            name: name.to_owned(),
            instance: Instance::of(page),
        }
    }
}

pub(crate) async fn show_request(page: Page) -> PageResult {
    html(&RequestPage::new(&page, "", Problems::default()))
}

pub(crate) async fn request(page: Page, form: PostForm) -> PageResult {
    let name = form.0.get("name");
    if name.trim().is_empty() {
        let problems = Problems::one("name", key("problem-name-missing"));
        return form_again(&RequestPage::new(&page, name, problems));
    }
    match password_resets::request(page.ctx(), name, page.address()).await {
        Ok(()) => Ok(redirect(&page, "/sign-in", Some(Flash::ResetRequested))),
        // The page says so by itself.
        Err(ResetError::NoMail) => form_again(&RequestPage::new(&page, name, Problems::default())),
        Err(error) => Err(refusal(error)),
    }
}

#[derive(Template)]
#[template(path = "password_reset.html")]
struct LinkPage {
    layout: Layout,
    t: Words,
    form_token: String,
    problems: Problems,
    action: String,
    display_name: String,
    username: String,
    min_password: u32,
}

impl LinkPage {
    async fn new(page: &Page, token: &str, problems: Problems) -> Result<Self, PageError> {
        let user = password_resets::open(page.ctx(), token, page.address())
            .await
            .map_err(refusal)?;
        Ok(Self {
            layout: page.layout(),
            t: page.words(),
            form_token: page.form_token(),
            problems,
            action: page.path().to_owned(),
            display_name: user.account.display_name,
            username: user.account.username,
            min_password: page.ctx().config.users.min_password_length,
        })
    }
}

pub(crate) async fn show_link(page: Page) -> PageResult {
    let token: String = page.segment("token")?;
    html(&LinkPage::new(&page, &token, Problems::default()).await?)
}

pub(crate) async fn set(page: Page, form: PostForm) -> PageResult {
    let token: String = page.segment("token")?;
    let password = form.0.get("password").to_owned();
    match password_resets::set_by_link(page.ctx(), &token, password, page.address()).await {
        Ok(_) => {
            let mut answer = redirect(&page, "/sign-in", Some(Flash::PasswordSetByLink));
            let cookie = page.web().cookies().remove(Jar::Session);
            answer.add_cookie(&cookie).map_err(PageError::internal)?;
            Ok(answer)
        }
        Err(ResetError::User(UserError::Password(error))) => {
            let problems = Problems::one("password", problems::password(&error));
            form_again(&LinkPage::new(&page, &token, problems).await?)
        }
        Err(error) => Err(refusal(error)),
    }
}

fn refusal(error: ResetError) -> PageError {
    match error {
        ResetError::NotOpen => PageError::DeadLink(key("error-dead-reset")),
        ResetError::TooMany(wait) => wait.into(),
        ResetError::Db(error) => error.into(),
        ResetError::Hash(error) => error.into(),
        other => PageError::internal(other),
    }
}
