//! The lists that somebody keeps, and a form for a new one. Somebody can be put on them from here.

use askama::Template;
use staffroom_domain::AccountId;
use staffroom_service::accounts::{self, AccountRow};
use staffroom_service::lists::{self, ListChange, ListError, MAX_LISTS, MAX_TITLE};

use crate::access::SignedIn;
use crate::error::PageError;
use crate::form::{PostForm, Problems};
use crate::layout::Layout;
use crate::page::{Page, PageResult, form_again, html, redirect};
use crate::return_to::percent_encode;
use crate::shown::Person;
use crate::words::{Message, Words, key};

#[derive(Template)]
#[template(path = "lists.html")]
struct ListsPage {
    layout: Layout,
    t: Words,
    form_token: String,
    problems: Problems,
    lists: Vec<ShownList>,
    /// Who is to be put on one.
    whom: Option<Whom>,
    title: String,
    has_room: bool,
    most: i64,
}

struct ShownList {
    id: String,
    title: String,
    /// Whether whom it is about is on it.
    has_them: bool,
}

struct Whom {
    id: String,
    person: Person,
    /// Where it stands in the address.
    handle: String,
}

pub(crate) async fn show(page: Page, visitor: SignedIn) -> PageResult {
    let whom = asked(&page, page.query().get("add")).await?;
    html(&template(&page, &visitor, whom, "", Problems::default()).await?)
}

/// Makes a list; whoever is to be put on it is.
pub(crate) async fn submit(page: Page, visitor: SignedIn, form: PostForm) -> PageResult {
    let (ctx, of) = (page.ctx(), visitor.user.account.id);
    let whom = asked(&page, form.0.get("add")).await?;
    let title = form.0.get("title").trim();
    let problems = check_title(title);
    if !problems.is_empty() {
        return form_again(&template(&page, &visitor, whom, title, problems).await?);
    }
    let change = ListChange {
        title: Some(title.to_owned()),
        ..ListChange::default()
    };
    let list = match lists::create(ctx, of, change).await {
        Ok(list) => list,
        Err(ListError::Invalid(_)) => {
            let text = key("problem-lists-many").with("most", MAX_LISTS);
            let problems = Problems::one("title", text);
            return form_again(&template(&page, &visitor, whom, title, problems).await?);
        }
        Err(error) => return Err(error.into()),
    };
    let there = match whom {
        Some(row) => {
            lists::add(ctx, of, list.id, vec![row.id]).await?;
            back_to(&row)
        }
        None => format!("/lists/{}/members", list.id),
    };
    Ok(redirect(&page, &there, None))
}

/// Whom the address or the form names; nobody where it names nobody.
async fn asked(page: &Page, handle: &str) -> Result<Option<AccountRow>, PageError> {
    if handle.trim().is_empty() {
        return Ok(None);
    }
    let row = named(page, handle).await?;
    row.map(Some).ok_or_else(PageError::not_found)
}

/// Whom a handle means, where they are known here.
pub(super) async fn named(page: &Page, handle: &str) -> Result<Option<AccountRow>, PageError> {
    let handle = handle.trim();
    let handle = handle.strip_prefix('@').unwrap_or(handle);
    let (name, domain) = match handle.split_once('@') {
        Some((name, domain)) => (name, Some(domain)),
        None => (handle, None),
    };
    let row = accounts::find_by_handle(page.ctx(), name, domain).await?;
    Ok(row.filter(AccountRow::is_active))
}

/// The page on which somebody is put on lists.
pub(super) fn back_to(row: &AccountRow) -> String {
    format!("/lists?add={}", percent_encode(&format!("@{}", row.acct())))
}

/// What a list can be called.
pub(super) fn check_title(title: &str) -> Problems {
    let text: Option<Message> = if title.is_empty() {
        Some(key("problem-list-untitled"))
    } else if title.chars().count() > MAX_TITLE {
        Some(key("problem-list-title-long").with("most", MAX_TITLE))
    } else {
        None
    };
    text.map(|text| Problems::one("title", text))
        .unwrap_or_default()
}

async fn template(
    page: &Page,
    visitor: &SignedIn,
    whom: Option<AccountRow>,
    title: &str,
    problems: Problems,
) -> Result<ListsPage, PageError> {
    let (ctx, of) = (page.ctx(), visitor.user.account.id);
    let rows = lists::all(ctx, of).await?;
    let with_them = match &whom {
        Some(row) => of_member(page, of, row.id).await?,
        None => Vec::new(),
    };
    let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    Ok(ListsPage {
        lists: rows
            .into_iter()
            .map(|row| ShownList {
                id: row.id.to_string(),
                has_them: with_them.contains(&row.id.get()),
                title: row.title,
            })
            .collect(),
        whom: whom.map(|row| Whom {
            id: row.id.to_string(),
            person: Person::here(&row),
            handle: format!("@{}", row.acct()),
        }),
        title: title.to_owned(),
        has_room: count < MAX_LISTS,
        most: MAX_LISTS,
        form_token: page.form_token(),
        layout: page.layout(),
        t: page.words(),
        problems,
    })
}

async fn of_member(page: &Page, of: AccountId, member: AccountId) -> Result<Vec<i64>, PageError> {
    let lists = lists::with_member(page.ctx(), of, member).await?;
    Ok(lists.iter().map(|row| row.id.get()).collect())
}

impl From<ListError> for PageError {
    fn from(error: ListError) -> Self {
        match error {
            ListError::NotFound => Self::not_found(),
            ListError::Invalid(_) => Self::BadRequest,
            ListError::Db(error) => error.into(),
        }
    }
}
