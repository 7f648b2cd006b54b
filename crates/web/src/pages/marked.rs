//! What somebody keeps or likes. Only they see these lists.

use askama::Template;
use staffroom_service::listing::Part;
use staffroom_service::statuses::{self, StatusView};

use super::timelines::POSTS;
use crate::access::SignedIn;
use crate::layout::Layout;
use crate::page::{Page, PageResult, html};
use crate::paging::{self, Paging};
use crate::post::posts_of;
use crate::shown::Shown;
use crate::words::{Message, Words, key};

#[derive(Template)]
#[template(path = "marked.html")]
struct Marked {
    layout: Layout,
    t: Words,
    title: Message,
    about: Message,
    /// What to do where there is nothing.
    empty: Message,
    posts: Vec<Shown>,
    paging: Paging,
    is_later: bool,
}

pub(crate) async fn bookmarks(page: Page, visitor: SignedIn) -> PageResult {
    let asked = paging::asked(&page, POSTS);
    let part = statuses::bookmarked_by(page.ctx(), visitor.user.account.id, asked).await?;
    let texts = [
        key("layout-bookmarks"),
        key("bookmarks-about"),
        key("bookmarks-none"),
    ];
    answer(&page, &part, texts)
}

pub(crate) async fn favourites(page: Page, visitor: SignedIn) -> PageResult {
    let asked = paging::asked(&page, POSTS);
    let part = statuses::favourited_by(page.ctx(), visitor.user.account.id, asked).await?;
    let texts = [
        key("layout-favourites"),
        key("favourites-about"),
        key("favourites-none"),
    ];
    answer(&page, &part, texts)
}

fn answer(page: &Page, part: &Part<StatusView>, texts: [Message; 3]) -> PageResult {
    let [title, about, empty] = texts;
    html(&Marked {
        title,
        about,
        empty,
        posts: posts_of(page, &part.items, None),
        paging: Paging::of_part(page, part),
        is_later: paging::is_later(page),
        layout: page.layout(),
        t: page.words(),
    })
}
