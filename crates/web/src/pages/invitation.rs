//! Accepting an invitation.

use askama::Template;
use staffroom_domain::EmailAddress;
use staffroom_service::invitations::InvitationRow;
use staffroom_service::invitations::{self, Guest, InvitationError};
use staffroom_service::sessions;
use staffroom_service::users::{MAX_DISPLAY_NAME, UserError};

use super::role_choice::names;
use super::sign_in::signed_in;
use crate::error::PageError;
use crate::flash::Flash;
use crate::form::{PostForm, Problems};
use crate::layout::Layout;
use crate::moment::Moment;
use crate::page::{Page, PageResult, form_again, html};
use crate::problems;
use crate::words::{Words, key};

#[derive(Template)]
#[template(path = "invitation.html")]
struct InvitationPage {
    layout: Layout,
    t: Words,
    form_token: String,
    problems: Problems,
    action: String,
    note: String,
    roles: String,
    expires: Moment,
    filled: Filled,
    min_password: u32,
    max_display_name: usize,
    account_domain: String,
}

/// What the guest wrote, without the password.
#[derive(Default)]
struct Filled {
    username: String,
    display_name: String,
    email: String,
}

impl InvitationPage {
    fn new(
        page: &Page,
        row: &InvitationRow,
        filled: Filled,
        problems: Problems,
    ) -> Result<Self, PageError> {
        Ok(Self {
            layout: page.layout(),
            t: page.words(),
            form_token: page.form_token(),
            problems,
            action: page.path().to_owned(),
            note: row.note.clone(),
            roles: names(page.words(), &row.roles()?),
            expires: row.expires_at.into(),
            filled,
            min_password: page.ctx().config.users.min_password_length,
            max_display_name: MAX_DISPLAY_NAME,
            account_domain: page.ctx().config.account_domain().to_string(),
        })
    }
}

pub(crate) async fn show(page: Page) -> PageResult {
    let token: String = page.segment("token")?;
    let row = open(&page, &token).await?;
    let filled = Filled {
        email: row.email.clone().unwrap_or_default(),
        ..Filled::default()
    };
    html(&InvitationPage::new(
        &page,
        &row,
        filled,
        Problems::default(),
    )?)
}

pub(crate) async fn submit(page: Page, form: PostForm) -> PageResult {
    let token: String = page.segment("token")?;
    let fields = form.0;
    let filled = Filled {
        username: fields.get("username").to_owned(),
        display_name: fields.get("display_name").to_owned(),
        email: fields.get("email").trim().to_owned(),
    };
    let email = match filled.email.as_str() {
        "" => None,
        text => match EmailAddress::parse(text) {
            Ok(email) => Some(email),
            Err(error) => {
                return again(
                    &page,
                    &token,
                    filled,
                    Problems::one("email", problems::email(&error)),
                )
                .await;
            }
        },
    };
    let guest = Guest {
        username: filled.username.clone(),
        display_name: filled.display_name.clone(),
        email,
        password: fields.get("password").to_owned(),
    };
    match invitations::accept(page.ctx(), &token, guest, page.address()).await {
        Ok(user) => {
            let (session, _) = sessions::begin(page.ctx(), user, page.browser()).await?;
            signed_in(&page, &session, "/", Flash::Welcome)
        }
        Err(InvitationError::User(error)) => again(&page, &token, filled, explained(error)?).await,
        Err(error) => Err(refusal(error)),
    }
}

/// The form once more, with what is wrong in it.
async fn again(page: &Page, token: &str, filled: Filled, problems: Problems) -> PageResult {
    let row = open(page, token).await?;
    form_again(&InvitationPage::new(page, &row, filled, problems)?)
}

async fn open(page: &Page, token: &str) -> Result<InvitationRow, PageError> {
    invitations::open(page.ctx(), token, page.address())
        .await
        .map_err(refusal)
}

fn refusal(error: InvitationError) -> PageError {
    match error {
        InvitationError::NotOpen => PageError::DeadLink(key("error-dead-invitation")),
        InvitationError::TooMany(wait) => wait.into(),
        InvitationError::Db(error) => error.into(),
        InvitationError::Hash(error) => error.into(),
        other => PageError::internal(other),
    }
}

fn explained(error: UserError) -> Result<Problems, PageError> {
    match error {
        UserError::UsernameTaken(name) => {
            let problem = key("problem-username-taken").with("name", name);
            Ok(Problems::one("username", problem))
        }
        UserError::Username(error) => Ok(Problems::one("username", problems::username(&error))),
        UserError::EmailTaken(email) => {
            let problem = key("problem-email-taken").with("email", email);
            Ok(Problems::one("email", problem))
        }
        UserError::Password(error) => Ok(Problems::one("password", problems::password(&error))),
        UserError::Db(error) => Err(error.into()),
        other => Err(PageError::internal(other)),
    }
}
