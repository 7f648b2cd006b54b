//! Whom somebody does not want to see: blocked and muted people, and servers. People are let go by the buttons of
//! `person_marks`.

use askama::Template;
use staffroom_service::accounts::AccountRow;
use staffroom_service::domain_blocks::{self, DomainBlockError};
use staffroom_service::{mutes, relationships};

use super::network::PEOPLE;
use crate::access::SignedIn;
use crate::error::PageError;
use crate::flash::Flash;
use crate::form::{PostForm, Problems};
use crate::layout::Layout;
use crate::moment::Moment;
use crate::page::{Page, PageResult, form_again, html, redirect};
use crate::paging::{self, Paging};
use crate::shown::Person;
use crate::words::{Words, key};

const SERVERS: &str = "/settings/blocks/servers";

#[derive(Template)]
#[template(path = "settings_blocks.html")]
struct BlocksPage {
    layout: Layout,
    t: Words,
    form_token: String,
    here: String,
    is_muted: bool,
    people: Vec<Shut>,
    paging: Paging,
    is_later: bool,
}

struct Shut {
    id: String,
    person: Person,
    until: Option<Moment>,
}

impl Shut {
    fn new(row: &AccountRow, until: Option<Moment>) -> Self {
        Self {
            id: row.id.to_string(),
            person: Person::here(row),
            until,
        }
    }
}

#[derive(Template)]
#[template(path = "settings_blocks_servers.html")]
struct ServersPage {
    layout: Layout,
    t: Words,
    form_token: String,
    problems: Problems,
    servers: Vec<String>,
    paging: Paging,
    is_later: bool,
    domain: String,
}

/// Blocked people.
pub(crate) async fn show(page: Page, visitor: SignedIn) -> PageResult {
    let asked = paging::asked(&page, PEOPLE);
    let part = relationships::blocked(page.ctx(), visitor.user.account.id, asked).await?;
    let people = part.items.iter().map(|row| Shut::new(row, None)).collect();
    html(&people_page(
        &page,
        people,
        Paging::of_part(&page, &part),
        false,
    ))
}

/// Muted people.
pub(crate) async fn muted(page: Page, visitor: SignedIn) -> PageResult {
    let asked = paging::asked(&page, PEOPLE);
    let part = mutes::list(page.ctx(), visitor.user.account.id, asked).await?;
    let people = part.items.iter();
    let people = people.map(|it| Shut::new(&it.account, it.until.map(Moment::from)));
    html(&people_page(
        &page,
        people.collect(),
        Paging::of_part(&page, &part),
        true,
    ))
}

fn people_page(page: &Page, people: Vec<Shut>, paging: Paging, is_muted: bool) -> BlocksPage {
    BlocksPage {
        is_later: paging::is_later(page),
        here: page.here().to_owned(),
        form_token: page.form_token(),
        layout: page.layout(),
        t: page.words(),
        is_muted,
        people,
        paging,
    }
}

/// Blocked servers.
pub(crate) async fn servers(page: Page, visitor: SignedIn) -> PageResult {
    html(&servers_page(&page, &visitor, "", Problems::default()).await?)
}

pub(crate) async fn change_servers(page: Page, visitor: SignedIn, form: PostForm) -> PageResult {
    let (ctx, by) = (page.ctx(), visitor.user.account.id);
    let domain = form.0.get("domain").trim();
    let done = match form.0.get("do") {
        "add" => domain_blocks::add(ctx, by, domain).await,
        "remove" => domain_blocks::remove(ctx, by, domain).await,
        _ => return Err(PageError::BadRequest),
    };
    match done {
        Ok(()) => Ok(redirect(&page, SERVERS, Some(Flash::SettingsSaved))),
        Err(DomainBlockError::NoDomain) => {
            let problems = Problems::one("domain", key("problem-domain"));
            form_again(&servers_page(&page, &visitor, domain, problems).await?)
        }
        Err(DomainBlockError::Db(error)) => Err(error.into()),
    }
}

async fn servers_page(
    page: &Page,
    visitor: &SignedIn,
    domain: &str,
    problems: Problems,
) -> Result<ServersPage, PageError> {
    let asked = paging::asked(page, PEOPLE);
    let part = domain_blocks::list(page.ctx(), visitor.user.account.id, asked).await?;
    Ok(ServersPage {
        paging: Paging::of_part(page, &part),
        is_later: paging::is_later(page),
        servers: part.items,
        domain: domain.to_owned(),
        form_token: page.form_token(),
        layout: page.layout(),
        t: page.words(),
        problems,
    })
}
