//! The browsers in which somebody is signed in.

use askama::Template;
use staffroom_domain::SessionId;
use staffroom_service::sessions;
use staffroom_service::sessions::SessionRow;

use super::sign_out::signed_out;
use crate::access::SignedIn;
use crate::browser;
use crate::error::PageError;
use crate::flash::Flash;
use crate::form::PostForm;
use crate::layout::Layout;
use crate::moment::Moment;
use crate::page::{Page, PageResult, html, redirect};
use crate::words::{Message, Words};

const HERE: &str = "/settings/sessions";

#[derive(Template)]
#[template(path = "settings_sessions.html")]
struct SessionsPage {
    layout: Layout,
    t: Words,
    form_token: String,
    sessions: Vec<ShownSession>,
}

struct ShownSession {
    id: String,
    browser: Message,
    address: String,
    began: Moment,
    last_seen: Moment,
    current: bool,
}

impl ShownSession {
    fn new(row: SessionRow, current: SessionId) -> Self {
        Self {
            id: row.id.to_string(),
            browser: browser::in_words(&row.user_agent),
            address: row.address,
            began: row.created_at.into(),
            last_seen: row.last_seen_at.into(),
            current: row.id == current,
        }
    }
}

pub(crate) async fn show(page: Page, visitor: SignedIn) -> PageResult {
    let rows = sessions::list(page.ctx(), visitor.user.user.id).await?;
    html(&SessionsPage {
        layout: page.layout(),
        t: page.words(),
        form_token: page.form_token(),
        sessions: rows
            .into_iter()
            .map(|row| ShownSession::new(row, visitor.session))
            .collect(),
    })
}

pub(crate) async fn revoke(page: Page, visitor: SignedIn, _form: PostForm) -> PageResult {
    let id: SessionId = page.segment("id")?;
    if !sessions::revoke(page.ctx(), visitor.user.user.id, id).await? {
        return Err(PageError::not_found());
    }
    if id == visitor.session {
        return signed_out(&page);
    }
    Ok(redirect(&page, HERE, Some(Flash::SessionRevoked)))
}

pub(crate) async fn revoke_others(page: Page, visitor: SignedIn, _form: PostForm) -> PageResult {
    let count = sessions::revoke_others(page.ctx(), &visitor).await?;
    Ok(redirect(&page, HERE, Some(Flash::OthersRevoked(count))))
}
