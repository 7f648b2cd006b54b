//! Accounts, also of other servers: found, and what is done with one.

use askama::Template;
use staffroom_domain::AccountId;
use staffroom_service::accounts::AccountRow;
use staffroom_service::staff::{self, MAX_NOTE, Step};

use super::admin_log::ShownAction;
use super::admin_reports::{category, decision, explained};
use super::role_choice::names;
use crate::access::Moderator;
use crate::error::PageError;
use crate::flash::Flash;
use crate::form::{PostForm, Problems};
use crate::layout::Layout;
use crate::moment::Moment;
use crate::page::{Page, PageResult, form_again, html, redirect};
use crate::shown::Person;
use crate::words::{Message, Words, key};

/// As many reports, and entries of the log, stand on the page of an account.
const SHOWN: i64 = 20;

#[derive(Template)]
#[template(path = "admin_accounts.html")]
struct AccountsPage {
    layout: Layout,
    t: Words,
    wanted: String,
    accounts: Vec<ShownAccount>,
}

#[derive(Template)]
#[template(path = "admin_account.html")]
struct AccountPage {
    layout: Layout,
    t: Words,
    form_token: String,
    problems: Problems,
    account: ShownAccount,
    login: Option<Login>,
    choices: Vec<Choice>,
    may_delete: bool,
    note: String,
    most: usize,
    reports: Vec<Report>,
    log: Vec<ShownAction>,
}

struct ShownAccount {
    id: String,
    person: Person,
    state: Option<Message>,
    since: Moment,
    posts: i64,
    followers: i64,
}

struct Login {
    id: String,
    email: Option<String>,
    roles: String,
}

struct Choice {
    value: &'static str,
    label: Message,
    about: Message,
    chosen: bool,
}

struct Report {
    id: String,
    category: Message,
    made: Moment,
    decided: Option<Message>,
}

impl ShownAccount {
    fn new(page: &Page, row: &AccountRow) -> Self {
        let state = if row.suspended_at.is_some() {
            Some(key("accounts-suspended"))
        } else if row.is_suspended() {
            Some(key("accounts-server-suspended"))
        } else if row.limited_at.is_some() {
            Some(key("accounts-limited"))
        } else if row.is_limited() {
            Some(key("accounts-server-limited"))
        } else {
            None
        };
        Self {
            id: row.id.to_string(),
            person: Person::new(&page.ctx().addresses, row),
            state,
            since: row.created_at.into(),
            posts: row.statuses_count,
            followers: row.followers_count,
        }
    }
}

/// `GET /admin/accounts?q=amira`
pub(crate) async fn list(page: Page, visitor: Moderator) -> PageResult {
    let wanted = page.query().get("q").trim().to_owned();
    let rows = staff::people(page.ctx(), visitor.by(), &wanted).await?;
    html(&AccountsPage {
        layout: page.layout(),
        t: page.words(),
        wanted,
        accounts: rows
            .iter()
            .map(|row| ShownAccount::new(&page, row))
            .collect(),
    })
}

/// `GET /admin/accounts/1`
pub(crate) async fn show(page: Page, visitor: Moderator) -> PageResult {
    let id: AccountId = page.segment("id")?;
    html(&template(&page, &visitor, id, ("", ""), Problems::default()).await?)
}

/// `POST /admin/accounts/1`
pub(crate) async fn act(page: Page, visitor: Moderator, form: PostForm) -> PageResult {
    let id: AccountId = page.segment("id")?;
    let (chosen, note) = (form.0.get("step"), form.0.get("note"));
    let problems = match Step::from_name(chosen) {
        None => Problems::one("step", key("problem-no-step")),
        Some(Step::Delete) if form.0.get("sure") != "yes" => {
            Problems::one("sure", key("problem-not-sure"))
        }
        Some(step) => match staff::act(page.ctx(), visitor.by(), id, step, note).await {
            Ok(_) if step == Step::Delete => {
                let flash = Some(Flash::AccountDeleted);
                return Ok(redirect(&page, "/admin/accounts", flash));
            }
            Ok(_) => {
                let there = format!("/admin/accounts/{id}");
                return Ok(redirect(&page, &there, Some(Flash::AccountChanged)));
            }
            Err(error) => explained(error, "step", "note")?,
        },
    };
    form_again(&template(&page, &visitor, id, (chosen, note), problems).await?)
}

async fn template(
    page: &Page,
    visitor: &Moderator,
    id: AccountId,
    (chosen, note): (&str, &str),
    problems: Problems,
) -> Result<AccountPage, PageError> {
    let (ctx, by) = (page.ctx(), visitor.by());
    let found = staff::find(ctx, by, id).await?;
    let reports = staff::of_person(ctx, by, id, SHOWN).await?;
    let log = staff::about_account(ctx, by, id, SHOWN).await?;
    let words = page.words();
    Ok(AccountPage {
        layout: page.layout(),
        t: words,
        form_token: page.form_token(),
        problems,
        account: ShownAccount::new(page, &found.account),
        login: found.login.map(|login| Login {
            id: login.user.id.to_string(),
            email: login.user.email.clone(),
            roles: names(words, &login.roles),
        }),
        may_delete: found.steps.contains(&Step::Delete),
        choices: found
            .steps
            .into_iter()
            .map(|step| choice(step, chosen))
            .collect(),
        note: note.to_owned(),
        most: MAX_NOTE,
        reports: reports
            .into_iter()
            .map(|row| Report {
                id: row.id.to_string(),
                category: category(&row.category),
                made: row.created_at.into(),
                decided: row.resolved_at.map(|_| decision(row.decision.as_deref())),
            })
            .collect(),
        log: log.into_iter().map(ShownAction::new).collect(),
    })
}

fn choice(step: Step, chosen: &str) -> Choice {
    let (label, about) = match step {
        Step::Limit => (key("account-limit"), key("account-limit-about")),
        Step::Unlimit => (key("account-unlimit"), key("account-unlimit-about")),
        Step::Suspend => (key("account-suspend"), key("account-suspend-about")),
        Step::Unsuspend => (key("account-unsuspend"), key("account-unsuspend-about")),
        Step::Delete => (key("account-delete"), key("account-delete-about")),
    };
    Choice {
        value: step.as_str(),
        label,
        about,
        chosen: step.as_str() == chosen,
    }
}
