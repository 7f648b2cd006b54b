//! Deleting a post of one's own, after being asked once more.

use askama::Template;
use staffroom_domain::StatusId;
use staffroom_service::rate_limits::Called;
use staffroom_service::statuses;

use crate::access::SignedIn;
use crate::error::PageError;
use crate::flash::Flash;
use crate::form::PostForm;
use crate::layout::Layout;
use crate::page::{Page, PageResult, html, redirect};
use crate::post::posts_of;
use crate::shown::Shown;
use crate::words::Words;

#[derive(Template)]
#[template(path = "post_delete.html")]
struct DeletePage {
    layout: Layout,
    t: Words,
    form_token: String,
    post: Shown,
}

pub(crate) async fn show(page: Page, visitor: SignedIn) -> PageResult {
    let id: StatusId = page.segment("id")?;
    let view = statuses::show_own(page.ctx(), visitor.user.account.id, id).await?;
    let post = posts_of(&page, std::slice::from_ref(&view), None).pop();
    html(&DeletePage {
        post: post.ok_or_else(PageError::not_found)?.without_controls(),
        form_token: page.form_token(),
        layout: page.layout(),
        t: page.words(),
    })
}

pub(crate) async fn submit(page: Page, visitor: SignedIn, _: PostForm) -> PageResult {
    let id: StatusId = page.segment("id")?;
    page.count(visitor.user.account.id, Called::Deletion)?;
    statuses::delete(page.ctx(), visitor.user.account.id, id).await?;
    Ok(redirect(&page, "/home", Some(Flash::PostDeleted)))
}
