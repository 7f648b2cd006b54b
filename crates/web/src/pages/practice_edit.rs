//! Beginning to change a practice of one's own: a draft is made of it.

use actix_web::http::StatusCode;
use askama::Template;
use staffroom_domain::StatusId;
use staffroom_service::drafts::{self, DraftError};
use staffroom_service::practices;

use super::draft::About;
use crate::access::SignedIn;
use crate::error::PageError;
use crate::form::PostForm;
use crate::layout::Layout;
use crate::page::{Page, PageResult, html_with, redirect};
use crate::words::Words;

#[derive(Template)]
#[template(path = "practice_edit.html")]
struct EditPage {
    layout: Layout,
    t: Words,
    form_token: String,
    about: About,
    is_full: bool,
}

/// `GET /practices/{id}/edit`
pub(crate) async fn show(page: Page, who: SignedIn) -> PageResult {
    template(&page, &who, StatusCode::OK, false).await
}

/// `POST /practices/{id}/edit`
pub(crate) async fn submit(page: Page, who: SignedIn, _form: PostForm) -> PageResult {
    let id: StatusId = page.segment("id")?;
    match drafts::edit_practice(page.ctx(), who.user.account.id, id).await {
        Ok(view) => Ok(redirect(&page, &format!("/drafts/{}", view.row.id), None)),
        Err(DraftError::TooMany) => {
            template(&page, &who, StatusCode::UNPROCESSABLE_ENTITY, true).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Nobody else is told that there is something to change.
async fn template(page: &Page, who: &SignedIn, status: StatusCode, is_full: bool) -> PageResult {
    let id: StatusId = page.segment("id")?;
    let by = who.user.account.id;
    let it = practices::get(page.ctx(), Some(by), id).await?;
    if it.view.status.account_id != by || !it.view.status.local {
        return Err(PageError::not_found());
    }
    let title = it.view.status.title.unwrap_or_default();
    html_with(
        status,
        &EditPage {
            layout: page.layout(),
            t: page.words(),
            form_token: page.form_token(),
            about: About::new(id, &title),
            is_full,
        },
    )
}
