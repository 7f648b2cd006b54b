//! Going to another server, or coming from one.

use askama::Template;
use staffroom_service::accounts::also_known_as;
use staffroom_service::moving::{self, MAX_ALIASES, MoveError};
use staffroom_service::own_password::{self, OwnPasswordError};
use staffroom_service::rate_limits::Called;

use crate::access::SignedIn;
use crate::error::PageError;
use crate::flash::Flash;
use crate::form::{PostForm, Problems};
use crate::layout::Layout;
use crate::page::{Page, PageResult, form_again, html, redirect};
use crate::words::{Message, Words, key};

const HERE: &str = "/settings/account";

#[derive(Template)]
#[template(path = "settings_account.html")]
struct AccountPage {
    layout: Layout,
    t: Words,
    form_token: String,
    problems: Problems,
    username: String,
    /// What is typed in at the other server.
    handle: String,
    aliases: Vec<String>,
    moved_to: Option<String>,
    alias: String,
    target: String,
}

pub(crate) async fn show(page: Page, visitor: SignedIn) -> PageResult {
    html(&template(&page, &visitor, ("", ""), Problems::default()))
}

pub(crate) async fn submit(page: Page, visitor: SignedIn, form: PostForm) -> PageResult {
    let (fields, ctx, by) = (form.0, page.ctx(), visitor.user.account.id);
    let (alias, target) = (fields.get("alias").trim(), fields.get("target").trim());
    // Other servers are asked.
    page.count(by, Called::Anything)?;
    let problems = match fields.get("do") {
        "add" => match moving::add_alias(ctx, by, alias).await {
            Ok(_) => return Ok(redirect(&page, HERE, Some(Flash::SettingsSaved))),
            Err(error) => Problems::one("alias", told(error)?),
        },
        "remove" => match moving::remove_alias(ctx, by, alias).await {
            Ok(_) | Err(MoveError::NoSuchAlias(_)) => {
                return Ok(redirect(&page, HERE, Some(Flash::SettingsSaved)));
            }
            Err(error) => return Err(failed(error)),
        },
        "come-back" => match moving::come_back(ctx, by).await {
            Ok(()) | Err(MoveError::NotMoved) => {
                return Ok(redirect(&page, HERE, Some(Flash::SettingsSaved)));
            }
            Err(error) => return Err(failed(error)),
        },
        "move" => {
            let password = fields.get("current").to_owned();
            match own_password::check(ctx, &visitor.user, password).await {
                Ok(()) => match moving::move_away(ctx, by, target).await {
                    Ok(_) => return Ok(redirect(&page, HERE, Some(Flash::AccountMoved))),
                    Err(error) => Problems::one("target", told(error)?),
                },
                Err(OwnPasswordError::Wrong) => {
                    Problems::one("current", key("problem-wrong-password"))
                }
                Err(error) => return Err(error.into()),
            }
        }
        _ => return Err(PageError::BadRequest),
    };
    form_again(&template(&page, &visitor, (alias, target), problems))
}

/// What was wrong with an address; or what is ours to mend.
fn told(error: MoveError) -> Result<Message, PageError> {
    Ok(match error {
        MoveError::NoSuchTarget(_) => key("problem-move-nobody"),
        MoveError::NoExchange => key("problem-move-no-exchange"),
        MoveError::Itself => key("problem-move-itself"),
        MoveError::TooMany => key("problem-move-many").with("most", MAX_ALIASES),
        MoveError::TooSoon(_) => key("problem-move-soon"),
        MoveError::TargetGone(_) => key("problem-move-gone"),
        MoveError::NotMutual { .. } => key("problem-move-not-mutual"),
        MoveError::Directory(_) => key("problem-move-unreachable"),
        other => return Err(failed(other)),
    })
}

fn failed(error: MoveError) -> PageError {
    match error {
        MoveError::Db(error) => error.into(),
        MoveError::Gone => PageError::not_found(),
        _ => PageError::BadRequest,
    }
}

fn template(
    page: &Page,
    visitor: &SignedIn,
    (alias, target): (&str, &str),
    problems: Problems,
) -> AccountPage {
    let row = &visitor.user.account;
    let domain = page.ctx().config.account_domain();
    AccountPage {
        username: row.username.clone(),
        handle: format!("@{}@{}", row.username, domain.as_str()),
        aliases: also_known_as(row),
        moved_to: row.moved_to_uri.clone(),
        alias: alias.to_owned(),
        target: target.to_owned(),
        form_token: page.form_token(),
        layout: page.layout(),
        t: page.words(),
        problems,
    }
}

impl From<OwnPasswordError> for PageError {
    fn from(error: OwnPasswordError) -> Self {
        match error {
            OwnPasswordError::Wrong => Self::BadRequest,
            OwnPasswordError::TooMany(wait) => wait.into(),
            OwnPasswordError::Hash(error) => error.into(),
            OwnPasswordError::Db(error) => error.into(),
        }
    }
}
