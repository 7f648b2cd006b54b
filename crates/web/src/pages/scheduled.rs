//! Posts of somebody that wait for their time, and can be kept from being posted.

use askama::Template;
use staffroom_domain::ScheduledStatusId;
use staffroom_service::statuses::{self, Scheduled};

use super::timelines::POSTS;
use crate::access::SignedIn;
use crate::flash::Flash;
use crate::form::PostForm;
use crate::layout::Layout;
use crate::moment::Moment;
use crate::page::{Page, PageResult, html, redirect};
use crate::paging::{self, Paging};
use crate::words::{Message, Words};

#[derive(Template)]
#[template(path = "scheduled.html")]
struct ScheduledPage {
    layout: Layout,
    t: Words,
    form_token: String,
    posts: Vec<Waiting>,
    paging: Paging,
    is_later: bool,
}

struct Waiting {
    id: ScheduledStatusId,
    at: Moment,
    /// Who will see it.
    audience: Option<Message>,
    warning: String,
    text: String,
    language: Option<String>,
    files: usize,
}

pub(crate) async fn show(page: Page, visitor: SignedIn) -> PageResult {
    let asked = paging::asked(&page, POSTS);
    let part = statuses::scheduled_by(page.ctx(), visitor.user.account.id, asked).await?;
    html(&ScheduledPage {
        posts: part.items.iter().map(Waiting::new).collect(),
        paging: Paging::of_part(&page, &part),
        is_later: paging::is_later(&page),
        form_token: page.form_token(),
        layout: page.layout(),
        t: page.words(),
    })
}

/// `POST /scheduled/{id}/drop`
pub(crate) async fn drop_one(page: Page, visitor: SignedIn, _: PostForm) -> PageResult {
    let id: ScheduledStatusId = page.segment("id")?;
    statuses::unschedule(page.ctx(), visitor.user.account.id, id).await?;
    Ok(redirect(&page, "/scheduled", Some(Flash::PostDeleted)))
}

impl Waiting {
    fn new(waiting: &Scheduled) -> Self {
        let new = &waiting.new;
        Self {
            id: waiting.id,
            at: waiting.at.into(),
            audience: new.visibility.and_then(crate::shown::audience),
            warning: new.spoiler.trim().to_owned(),
            text: new.text.clone(),
            language: new.language.clone(),
            files: new.files.len(),
        }
    }
}
