//! The first page.

use askama::Template;
use staffroom_service::calendar::{self, List, Lists};
use staffroom_service::practices::{self, PracticeFilter};
use staffroom_service::{hub, sign_ups, statuses, users};

use super::instance::Instance;
use crate::access::MaybeSignedIn;
use crate::layout::Layout;
use crate::moment::Moment;
use crate::page::{Page, PageResult, html};
use crate::practice::{Hit, LibraryNumbers};
use crate::words::Words;

/// How many practices the page has.
const PRACTICES: i64 = 5;
/// How many events.
const EVENTS: i64 = 3;

#[derive(Template)]
#[template(path = "landing.html")]
struct Landing {
    layout: Layout,
    t: Words,
    instance: Instance,
    nobody_yet: bool,
    everybody_joins: bool,
    signed_in: bool,
    /// On a hub.
    library: Option<LibraryNumbers>,
    practices: Vec<Hit>,
    events: Vec<ComingEvent>,
}

/// An event that is coming up.
struct ComingEvent {
    href: String,
    title: String,
    when: String,
    iso: String,
}

pub(crate) async fn show(page: Page, visitor: MaybeSignedIn) -> PageResult {
    let signed_in = visitor.0.is_some();
    let (ctx, words) = (page.ctx(), page.words());
    let part = statuses::Page {
        limit: PRACTICES,
        ..statuses::Page::default()
    };
    // The first page is the same for everybody.
    let latest = practices::list(ctx, None, PracticeFilter::default(), part).await?;
    let latest = latest.views.iter();
    let latest = latest.filter_map(|view| Hit::new(words, &ctx.addresses, view, ctx.now()));
    let coming = List {
        of: Lists::Here,
        since: None,
        after: None,
        limit: EVENTS,
    };
    let coming = calendar::list(ctx, coming).await?;
    let library = hub::totals(ctx).await?;
    html(&Landing {
        library: library.as_ref().map(LibraryNumbers::new),
        practices: latest.collect(),
        events: coming
            .iter()
            .map(|view| ComingEvent {
                href: format!("/events/{}", view.status.id),
                title: view.status.title.clone().unwrap_or_default(),
                when: calendar::time(&view.event, Some(words.code())),
                iso: Moment::from(view.event.starts_at).iso,
            })
            .collect(),
        nobody_yet: !signed_in && !users::any(page.ctx()).await?,
        everybody_joins: sign_ups::are_open(page.ctx()),
        signed_in,
        instance: Instance::of(&page),
        layout: page.layout(),
        t: page.words(),
    })
}
