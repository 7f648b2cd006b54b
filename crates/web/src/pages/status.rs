//! A post of somebody here, in its thread.

use askama::Template;
use staffroom_domain::StatusId;
use staffroom_service::filters::Context;
use staffroom_service::statuses;

use super::{practice, profile};
use crate::error::PageError;
use crate::layout::Layout;
use crate::machines;
use crate::page::{Page, PageResult, html, redirect};
use crate::post::posts_of;
use crate::shown::{self, Shown};
use crate::words::Words;

/// So much of a text is told to programs that show links.
const EXCERPT: usize = 200;

#[derive(Template)]
#[template(path = "status.html")]
struct StatusPage {
    layout: Layout,
    t: Words,
    title: String,
    excerpt: String,
    path: String,
    /// The object, for other servers.
    document: String,
    indexed: bool,
    oembed: String,
    above: Vec<Shown>,
    status: Shown,
    below: Vec<Shown>,
}

pub(crate) async fn show(page: Page) -> PageResult {
    let ctx = page.ctx();
    let author = profile::named(&page).await?;
    let id: StatusId = page.segment("id")?;
    let viewer = shown::viewer(&page);
    let view = statuses::show(ctx, viewer, id).await?;
    if view.status.account_id != author.id || view.boost_of.is_some() {
        return Err(PageError::not_found());
    }
    if let Some(practice) = practice::address(&view) {
        return Ok(redirect(&page, &practice, None));
    }
    let thread = statuses::thread(ctx, viewer, id).await?;
    let status = posts_of(&page, std::slice::from_ref(&view), None).pop();
    let status = status.ok_or_else(PageError::not_found)?;
    let text = match &status.warning {
        Some(warning) => warning.clone(),
        None => staffroom_text::plain_text(&status.html),
    };
    html(&StatusPage {
        title: page
            .words()
            .say("status-title")
            .with("name", &status.author.name)
            .with("time", page.words().minute(&status.written))
            .to_string(),
        excerpt: text.chars().take(EXCERPT).collect(),
        path: format!("/@{}/{id}", author.acct()),
        indexed: machines::is_indexed(&view),
        oembed: machines::oembed_of(&status.href),
        document: view.status.uri.unwrap_or_else(|| ctx.addresses.object(id)),
        above: posts_of(&page, &thread.ancestors, Some(Context::Thread)),
        below: posts_of(&page, &thread.descendants, Some(Context::Thread)),
        layout: page.layout(),
        t: page.words(),
        status,
    })
}
