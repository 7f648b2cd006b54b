//! The client programs that may use somebody's account.

use askama::Template;
use staffroom_domain::AccessTokenId;
use staffroom_service::oauth::{self, Approved};

use super::oauth_words;
use crate::access::SignedIn;
use crate::error::PageError;
use crate::flash::Flash;
use crate::form::PostForm;
use crate::layout::Layout;
use crate::moment::Moment;
use crate::page::{Page, PageResult, html, redirect};
use crate::words::{Message, Words};

const HERE: &str = "/settings/applications";

#[derive(Template)]
#[template(path = "settings_applications.html")]
struct ApplicationsPage {
    layout: Layout,
    t: Words,
    form_token: String,
    applications: Vec<ShownApplication>,
}

struct ShownApplication {
    id: String,
    name: String,
    website: Option<String>,
    may: Vec<Message>,
    since: Moment,
    last_used: Option<Moment>,
}

impl From<Approved> for ShownApplication {
    fn from(approved: Approved) -> Self {
        Self {
            id: approved.id.to_string(),
            name: approved.name,
            website: approved.website,
            may: oauth_words::of(approved.scopes.iter().map(String::as_str)),
            since: approved.since.into(),
            last_used: approved.last_used_at.map(Moment::from),
        }
    }
}

pub(crate) async fn show(page: Page, visitor: SignedIn) -> PageResult {
    let approved = oauth::approved(page.ctx(), visitor.user.user.id).await?;
    html(&ApplicationsPage {
        layout: page.layout(),
        t: page.words(),
        form_token: page.form_token(),
        applications: approved.into_iter().map(ShownApplication::from).collect(),
    })
}

pub(crate) async fn revoke(page: Page, visitor: SignedIn, _form: PostForm) -> PageResult {
    let id: AccessTokenId = page.segment("id")?;
    if !oauth::withdraw(page.ctx(), visitor.user.user.id, id).await? {
        return Err(PageError::not_found());
    }
    Ok(redirect(&page, HERE, Some(Flash::ApplicationRevoked)))
}
