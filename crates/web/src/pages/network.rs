//! Who follows somebody, and whom they follow. Nobody but they see it where they keep it to themselves.

use askama::Template;
use staffroom_service::networks::{self, Side};

use super::profile::{full_handle, named};
use crate::layout::Layout;
use crate::page::{Page, PageResult, html};
use crate::paging::{self, Paging};
use crate::shown::{self, Person};
use crate::words::{Message, Words, key};

/// How many people a page has.
pub(super) const PEOPLE: i64 = 40;

#[derive(Template)]
#[template(path = "network.html")]
struct Network {
    layout: Layout,
    t: Words,
    title: Message,
    of: Person,
    full_handle: String,
    people: Vec<Person>,
    paging: Paging,
    /// Whether whose it is keeps it to themselves.
    is_hidden: bool,
    is_elsewhere: bool,
}

pub(crate) async fn followers(page: Page) -> PageResult {
    answer(&page, Side::Followers).await
}

pub(crate) async fn following(page: Page) -> PageResult {
    answer(&page, Side::Following).await
}

async fn answer(page: &Page, side: Side) -> PageResult {
    let row = named(page).await?;
    let viewer = shown::viewer(page);
    let asked = paging::asked(page, PEOPLE);
    let part = networks::list(page.ctx(), viewer, row.id, side, asked).await?;
    let of = Person::for_reader(page, &row);
    html(&Network {
        title: match side {
            Side::Followers => key("network-followers").with("name", &of.name),
            Side::Following => key("network-following").with("name", &of.name),
        },
        full_handle: full_handle(page, &row),
        people: part
            .items
            .iter()
            .map(|it| Person::for_reader(page, it))
            .collect(),
        paging: Paging::of_part(page, &part),
        is_hidden: row.hides_network && viewer != Some(row.id),
        is_elsewhere: !row.is_local(),
        layout: page.layout(),
        t: page.words(),
        of,
    })
}
