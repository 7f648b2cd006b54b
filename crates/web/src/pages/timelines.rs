//! Timelines of people who are signed in: home, what is posted here, and everything that is known here.

use askama::Template;
use staffroom_service::announcements;
use staffroom_service::filters::Context;
use staffroom_service::timelines::{self, Kinds, Part};

use crate::access::SignedIn;
use crate::announcement::ShownAnnouncement;
use crate::layout::Layout;
use crate::page::{Page, PageResult, html};
use crate::paging::{self, Paging};
use crate::post::posts;
use crate::shown::Shown;
use crate::words::{Message, SaidHtml, Words, key};

/// How many posts a page has.
pub(super) const POSTS: i64 = 20;

#[derive(Template)]
#[template(path = "timeline.html")]
struct Timeline {
    layout: Layout,
    t: Words,
    form_token: String,
    title: Message,
    about: Message,
    /// What everybody here is told, and this reader has not dismissed.
    announcements: Vec<ShownAnnouncement>,
    /// What to do where there is nothing.
    empty: SaidHtml,
    posts: Vec<Shown>,
    paging: Paging,
    is_later: bool,
}

pub(crate) async fn home(page: Page, visitor: SignedIn) -> PageResult {
    let asked = paging::asked(&page, POSTS);
    let part = timelines::home(page.ctx(), visitor.user.account.id, asked).await?;
    let texts = [key("timeline-home"), key("timeline-home-about")];
    let empty = page.words().html("timeline-home-empty");
    let told = if paging::is_later(&page) {
        Vec::new()
    } else {
        announcements::unread_by(page.ctx(), visitor.user.user.id).await?
    };
    let told = told.iter().map(|row| ShownAnnouncement::new(&page, row));
    html(&Timeline {
        announcements: told.collect(),
        ..timeline(&page, &part, Context::Home, texts, empty)
    })
}

pub(crate) async fn local(page: Page, visitor: SignedIn) -> PageResult {
    let kinds = Kinds {
        local: Some(true),
        only_media: false,
    };
    let part = public(&page, &visitor, kinds).await?;
    let texts = [key("timeline-local"), key("timeline-local-about")];
    let empty = page.words().html("timeline-local-empty");
    html(&timeline(&page, &part, Context::Public, texts, empty))
}

pub(crate) async fn everybody(page: Page, visitor: SignedIn) -> PageResult {
    let part = public(&page, &visitor, Kinds::default()).await?;
    let texts = [key("timeline-public"), key("timeline-public-about")];
    let empty = page.words().html("timeline-public-empty");
    html(&timeline(&page, &part, Context::Public, texts, empty))
}

async fn public(
    page: &Page,
    visitor: &SignedIn,
    kinds: Kinds,
) -> Result<Part, staffroom_service::DbError> {
    let viewer = Some(visitor.user.account.id);
    let asked = paging::asked(page, POSTS);
    timelines::public(page.ctx(), viewer, kinds, asked).await
}

fn timeline(
    page: &Page,
    part: &Part,
    list: Context,
    texts: [Message; 2],
    empty: SaidHtml,
) -> Timeline {
    let [title, about] = texts;
    Timeline {
        title,
        about,
        empty,
        announcements: Vec::new(),
        posts: posts(page, &part.views, list),
        paging: Paging::of_timeline(page, part),
        is_later: paging::is_later(page),
        form_token: page.form_token(),
        layout: page.layout(),
        t: page.words(),
    }
}
