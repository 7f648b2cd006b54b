//! The library of a hub: how much it has, and who belongs to it.

use askama::Template;
use staffroom_service::hub::{self, Member};
use staffroom_service::practices::{self, PracticeFilter};
use staffroom_service::statuses;

use crate::error::PageError;
use crate::layout::Layout;
use crate::page::{Page, PageResult, html};
use crate::practice::{Hit, LibraryNumbers};
use crate::return_to::percent_encode;
use crate::shown::Person;
use crate::words::Words;

/// How many practices the page has.
const PRACTICES: i64 = 5;
/// How many members.
const MEMBERS: usize = 50;

#[derive(Template)]
#[template(path = "library.html")]
struct LibraryPage {
    layout: Layout,
    t: Words,
    numbers: LibraryNumbers,
    latest: Vec<Hit>,
}

#[derive(Template)]
#[template(path = "library_members.html")]
struct MembersPage {
    layout: Layout,
    t: Words,
    members: Vec<ShownMember>,
    is_first: bool,
    next: Option<String>,
}

/// An instance that belongs to the hub.
struct ShownMember {
    host: String,
    organisation: Option<Person>,
    practices: i32,
    outcomes: i32,
    events: i32,
}

/// `GET /library`
pub(crate) async fn show(page: Page) -> PageResult {
    let (ctx, words) = (page.ctx(), page.words());
    let library = hub::library(ctx).await?;
    let library = library.ok_or_else(PageError::not_found)?;
    let part = statuses::Page {
        limit: PRACTICES,
        ..statuses::Page::default()
    };
    // The same for everybody.
    let latest = practices::list(ctx, None, PracticeFilter::default(), part).await?;
    let latest = latest.views.iter();
    let latest = latest.filter_map(|view| Hit::new(words, &ctx.addresses, view, ctx.now()));
    html(&LibraryPage {
        latest: latest.collect(),
        numbers: LibraryNumbers::new(&library),
        layout: page.layout(),
        t: words,
    })
}

/// `GET /library/members`
pub(crate) async fn members(page: Page) -> PageResult {
    let ctx = page.ctx();
    if !ctx.config.is_hub() {
        return Err(PageError::not_found());
    }
    let after = page.query().get("after").to_owned();
    // One more than is shown tells whether there is another page.
    let limit = i64::try_from(MEMBERS + 1).unwrap_or(i64::MAX);
    let mut found = hub::belonging(ctx, &after, limit).await?;
    let has_more = found.len() > MEMBERS;
    found.truncate(MEMBERS);
    let last = found.last().map(|it| it.row.host.clone());
    html(&MembersPage {
        members: found
            .into_iter()
            .map(|it| ShownMember::new(&page, it))
            .collect(),
        is_first: after.is_empty(),
        next: last
            .filter(|_| has_more)
            .map(|last| format!("/library/members?after={}", percent_encode(&last))),
        layout: page.layout(),
        t: page.words(),
    })
}

impl ShownMember {
    fn new(page: &Page, member: Member) -> Self {
        let row = member.row;
        Self {
            organisation: member.organisation.map(|it| Person::for_reader(page, &it)),
            host: row.host,
            practices: row.practices,
            outcomes: row.outcomes,
            events: row.events,
        }
    }
}
