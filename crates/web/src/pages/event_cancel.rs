//! Calling an event off, after being asked once more.

use askama::Template;
use staffroom_domain::StatusId;
use staffroom_service::calendar;

use crate::access::SignedIn;
use crate::flash::Flash;
use crate::form::PostForm;
use crate::layout::Layout;
use crate::page::{Page, PageResult, html, redirect};
use crate::words::Words;

#[derive(Template)]
#[template(path = "event_cancel.html")]
struct CancelPage {
    layout: Layout,
    t: Words,
    form_token: String,
    id: StatusId,
    title: String,
    when: String,
    going: i64,
    is_cancelled: bool,
}

/// `GET /events/{id}/cancel`
pub(crate) async fn show(page: Page, who: SignedIn) -> PageResult {
    let id: StatusId = page.segment("id")?;
    let (ctx, by) = (page.ctx(), who.user.account.id);
    // Only organisers get what was written.
    let written = calendar::as_written(ctx, by, id).await?;
    let view = calendar::find_event(ctx, Some(by), id).await?;
    html(&CancelPage {
        layout: page.layout(),
        t: page.words(),
        form_token: page.form_token(),
        id,
        title: written.title,
        when: calendar::time(&view.event, Some(page.words().code())),
        going: view.going(),
        is_cancelled: view.event.state == "cancelled",
    })
}

/// `POST /events/{id}/cancel`
pub(crate) async fn submit(page: Page, who: SignedIn, _form: PostForm) -> PageResult {
    let id: StatusId = page.segment("id")?;
    calendar::cancel(page.ctx(), who.user.account.id, id).await?;
    let there = format!("/events/{id}");
    Ok(redirect(&page, &there, Some(Flash::EventCancelled)))
}
