//! By which passkeys somebody can sign in, and one more.

use askama::Template;
use staffroom_service::own_password::OwnPasswordError;
use staffroom_service::passkeys::{self, AddError, LONGEST_NAME, MOST, PasskeyRow};

use super::sign_in_passkey::{asked, problem};
use crate::access::SignedIn;
use crate::assets;
use crate::error::PageError;
use crate::flash::Flash;
use crate::form::{PostForm, Problems};
use crate::layout::Layout;
use crate::moment::Moment;
use crate::page::{Page, PageResult, form_again, html, redirect, with_script};
use crate::words::{Words, key};

pub(super) const HERE: &str = "/settings/passkeys";

#[derive(Template)]
#[template(path = "settings_passkeys.html")]
struct PasskeysPage {
    layout: Layout,
    t: Words,
    form_token: String,
    problems: Problems,
    script: &'static str,
    passkeys: Vec<ShownPasskey>,
    most: i64,
    is_full: bool,
    /// Whether there can be any at this address.
    are_possible: bool,
    /// What was typed.
    name: String,
    longest_name: usize,
    username: String,
}

/// One of them, in words.
pub(super) struct ShownPasskey {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) added: Moment,
    pub(super) used: Option<Moment>,
}

impl From<PasskeyRow> for ShownPasskey {
    fn from(row: PasskeyRow) -> Self {
        Self {
            id: row.id.to_string(),
            name: row.name,
            added: row.created_at.into(),
            used: row.last_used_at.map(Moment::from),
        }
    }
}

impl PasskeysPage {
    async fn new(
        page: &Page,
        visitor: &SignedIn,
        name: &str,
        problems: Problems,
    ) -> Result<Self, PageError> {
        let rows = passkeys::list(page.ctx(), visitor.user.user.id).await?;
        let passkeys: Vec<_> = rows.into_iter().map(ShownPasskey::from).collect();
        Ok(Self {
            layout: page.layout(),
            t: page.words(),
            form_token: page.form_token(),
            problems,
            script: assets::passkey_url(),
            most: MOST,
            is_full: i64::try_from(passkeys.len()).is_ok_and(|number| number >= MOST),
            passkeys,
            are_possible: passkeys::are_possible(page.ctx()),
            name: name.to_owned(),
            longest_name: LONGEST_NAME,
            username: visitor.user.account.username.clone(),
        })
    }
}

pub(crate) async fn show(page: Page, visitor: SignedIn) -> PageResult {
    let shown = PasskeysPage::new(&page, &visitor, "", Problems::default()).await?;
    Ok(with_script(html(&shown)?))
}

pub(crate) async fn submit(page: Page, visitor: SignedIn, form: PostForm) -> PageResult {
    let (fields, user) = (form.0, &visitor.user);
    let (name, secret) = (fields.get("name"), page.visitor().form_binding());
    match fields.get("do") {
        "begin" => {
            let password = fields.get("current").to_owned();
            match passkeys::begin(page.ctx(), user, name, password, &secret).await {
                Ok(options) => Ok(asked(&options)),
                Err(AddError::NoName) => Ok(problem("noName", "name")),
                Err(AddError::Password(OwnPasswordError::Wrong)) => {
                    Ok(problem("wrongPassword", "current"))
                }
                Err(AddError::Full) => Ok(problem("full", "")),
                Err(error) => Err(failed(error)),
            }
        }
        "finish" => {
            let answer = fields.get("credential");
            let (field, text) = match passkeys::add(page.ctx(), user, name, answer, &secret).await {
                Ok(()) => return Ok(redirect(&page, HERE, Some(Flash::PasskeyAdded))),
                Err(AddError::NoName) => ("name", key("problem-passkey-name")),
                Err(AddError::Full) => ("passkey", key("problem-passkey-full").with("most", MOST)),
                Err(AddError::Known) => ("passkey", key("problem-passkey-known")),
                Err(AddError::Again | AddError::Refused(_)) => {
                    ("passkey", key("problem-passkey-new"))
                }
                Err(error) => return Err(failed(error)),
            };
            let problems = Problems::one(field, text);
            let shown = PasskeysPage::new(&page, &visitor, name, problems).await?;
            Ok(with_script(form_again(&shown)?))
        }
        _ => Err(PageError::BadRequest),
    }
}

fn failed(error: AddError) -> PageError {
    match error {
        AddError::Password(error) => error.into(),
        AddError::Db(error) => error.into(),
        AddError::NotHere => PageError::not_found(),
        other => PageError::internal(other),
    }
}
