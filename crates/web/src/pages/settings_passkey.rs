//! One passkey: what it is called, and taking it away.

use askama::Template;
use staffroom_domain::PasskeyId;
use staffroom_service::own_password::OwnPasswordError;
use staffroom_service::passkeys::{self, LONGEST_NAME, RemoveError, RenameError};

use super::settings_passkeys::{HERE, ShownPasskey};
use crate::access::SignedIn;
use crate::error::PageError;
use crate::flash::Flash;
use crate::form::{PostForm, Problems};
use crate::layout::Layout;
use crate::page::{Page, PageResult, form_again, html, redirect};
use crate::words::{Words, key};

#[derive(Template)]
#[template(path = "settings_passkey.html")]
struct PasskeyPage {
    layout: Layout,
    t: Words,
    form_token: String,
    problems: Problems,
    passkey: ShownPasskey,
    longest_name: usize,
    username: String,
}

impl PasskeyPage {
    async fn new(
        page: &Page,
        visitor: &SignedIn,
        id: PasskeyId,
        problems: Problems,
    ) -> Result<Self, PageError> {
        let found = passkeys::find(page.ctx(), visitor.user.user.id, id).await?;
        Ok(Self {
            layout: page.layout(),
            t: page.words(),
            form_token: page.form_token(),
            problems,
            passkey: found.ok_or_else(PageError::not_found)?.into(),
            longest_name: LONGEST_NAME,
            username: visitor.user.account.username.clone(),
        })
    }
}

pub(crate) async fn show(page: Page, visitor: SignedIn) -> PageResult {
    let id = page.segment("id")?;
    html(&PasskeyPage::new(&page, &visitor, id, Problems::default()).await?)
}

pub(crate) async fn submit(page: Page, visitor: SignedIn, form: PostForm) -> PageResult {
    let id = page.segment("id")?;
    let (fields, ctx, user) = (form.0, page.ctx(), &visitor.user);
    let problems = match fields.get("do") {
        "rename" => match passkeys::rename(ctx, user.user.id, id, fields.get("name")).await {
            Ok(()) => return Ok(redirect(&page, HERE, Some(Flash::SettingsSaved))),
            Err(RenameError::NoName) => Problems::one("name", key("problem-passkey-name")),
            Err(RenameError::Gone) => return Err(PageError::not_found()),
            Err(RenameError::Db(error)) => return Err(error.into()),
        },
        "remove" => {
            let password = fields.get("current").to_owned();
            match passkeys::remove(ctx, user, id, password).await {
                Ok(()) => return Ok(redirect(&page, HERE, Some(Flash::PasskeyRemoved))),
                Err(RemoveError::Password(OwnPasswordError::Wrong)) => {
                    Problems::one("current", key("problem-wrong-password"))
                }
                Err(RemoveError::Gone) => return Err(PageError::not_found()),
                Err(RemoveError::Password(error)) => return Err(error.into()),
                Err(RemoveError::Db(error)) => return Err(error.into()),
            }
        }
        _ => return Err(PageError::BadRequest),
    };
    form_again(&PasskeyPage::new(&page, &visitor, id, problems).await?)
}
