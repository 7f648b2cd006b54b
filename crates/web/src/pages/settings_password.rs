//! Changing one's own password.

use askama::Template;
use staffroom_service::password_resets::{self, ResetError};
use staffroom_service::users::UserError;

use crate::access::SignedIn;
use crate::error::PageError;
use crate::flash::Flash;
use crate::form::{PostForm, Problems};
use crate::layout::Layout;
use crate::page::{Page, PageResult, form_again, html, redirect};
use crate::problems;
use crate::words::{Words, key};

#[derive(Template)]
#[template(path = "settings_password.html")]
struct PasswordPage {
    layout: Layout,
    t: Words,
    form_token: String,
    problems: Problems,
    username: String,
    min_password: u32,
}

impl PasswordPage {
    fn new(page: &Page, visitor: &SignedIn, problems: Problems) -> Self {
        Self {
            layout: page.layout(),
            t: page.words(),
            form_token: page.form_token(),
            problems,
            username: visitor.user.account.username.clone(),
            min_password: page.ctx().config.users.min_password_length,
        }
    }
}

pub(crate) async fn show(page: Page, visitor: SignedIn) -> PageResult {
    html(&PasswordPage::new(&page, &visitor, Problems::default()))
}

/// Password managers look here for the page (W3C, "A Well-Known URL for Changing Passwords").
pub(crate) async fn known(page: Page) -> PageResult {
    Ok(redirect(&page, "/settings/password", None))
}

pub(crate) async fn submit(page: Page, visitor: SignedIn, form: PostForm) -> PageResult {
    let fields = form.0;
    let changed = password_resets::change(
        page.ctx(),
        &visitor.user,
        visitor.session,
        fields.get("current").to_owned(),
        fields.get("password").to_owned(),
    )
    .await;
    let problems = match changed {
        Ok(()) => {
            return Ok(redirect(
                &page,
                "/settings/password",
                Some(Flash::PasswordChanged),
            ));
        }
        Err(ResetError::WrongPassword) => Problems::one("current", key("problem-wrong-password")),
        Err(ResetError::User(UserError::Password(error))) => {
            Problems::one("password", problems::password(&error))
        }
        Err(ResetError::TooMany(wait)) => return Err(wait.into()),
        Err(ResetError::Db(error)) => return Err(error.into()),
        Err(other) => return Err(PageError::internal(other)),
    };
    form_again(&PasswordPage::new(&page, &visitor, problems))
}
