//! Which accounts of a hub one can follow from anywhere, and going on at one's own server to do so.

use askama::Template;
use staffroom_service::accounts::AccountRow;
use staffroom_service::hub;
use staffroom_vocabulary::Concept;

use crate::error::PageError;
use crate::layout::Layout;
use crate::page::{Page, PageResult, html};
use crate::practice::Named;
use crate::shown::viewer;
use crate::words::Words;

#[derive(Template)]
#[template(path = "library_follow.html")]
struct FollowPage {
    layout: Layout,
    t: Words,
    form_token: String,
    is_signed_in: bool,
    accounts: Vec<Followable>,
}

/// An account that announces what is new.
struct Followable {
    /// `@library@hub.example`, as one searches for it.
    handle: String,
    /// Its page here.
    path: String,
    /// What it is about; none: all of it.
    about: Option<Named>,
    followers: i64,
}

/// Those that one can follow, the library first.
async fn followable(page: &Page) -> Result<Vec<Followable>, PageError> {
    let all = hub::to_follow(page.ctx()).await?;
    let all = all.into_iter();
    Ok(all
        .map(|(concept, row)| shown(page, concept, &row))
        .collect())
}

fn shown(page: &Page, concept: Option<&Concept>, row: &AccountRow) -> Followable {
    let (words, domain) = (page.words(), page.ctx().config.account_domain());
    Followable {
        handle: format!("@{}@{domain}", row.username),
        path: format!("/@{}", row.username),
        about: concept.map(|it| Named {
            href: Some(format!("/vocab/{}", it.path())),
            ..Named::text(words, it.label(words.code()))
        }),
        followers: row.followers_count,
    }
}

/// `GET /library/follow`
pub(crate) async fn show(page: Page) -> PageResult {
    if !page.ctx().config.is_hub() {
        return Err(PageError::not_found());
    }
    html(&FollowPage {
        accounts: followable(&page).await?,
        is_signed_in: viewer(&page).is_some(),
        form_token: page.form_token(),
        layout: page.layout(),
        t: page.words(),
    })
}
