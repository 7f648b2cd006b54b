//! Direct messages, by who is in them. Nobody else sees any.

use askama::Template;
use staffroom_domain::ConversationId;
use staffroom_service::conversations::{self, ConversationError, ConversationView};

use crate::access::SignedIn;
use crate::error::PageError;
use crate::form::PostForm;
use crate::layout::Layout;
use crate::page::{Page, PageResult, html, redirect};
use crate::paging::{self, Paging};
use crate::post::posts_of;
use crate::shown::{Person, Shown};
use crate::words::Words;

/// How many a page has.
const TALKS: i64 = 12;

#[derive(Template)]
#[template(path = "conversations.html")]
struct Conversations {
    layout: Layout,
    t: Words,
    form_token: String,
    talks: Vec<Conversation>,
    paging: Paging,
    is_later: bool,
    /// Whether this instance has direct messages.
    is_possible: bool,
}

struct Conversation {
    id: String,
    is_unread: bool,
    people: Vec<Person>,
    /// The newest of it.
    post: Shown,
}

pub(crate) async fn show(page: Page, visitor: SignedIn) -> PageResult {
    let (ctx, of) = (page.ctx(), visitor.user.account.id);
    let asked = paging::asked(&page, TALKS);
    let part = conversations::list(ctx, of, asked).await?;
    let shown = part.views.iter();
    html(&Conversations {
        talks: shown
            .filter_map(|it| Conversation::new(&page, it))
            .collect(),
        paging: Paging::new(&page, part.newest, part.oldest),
        is_later: paging::is_later(&page),
        is_possible: ctx.config.direct_messages(),
        form_token: page.form_token(),
        layout: page.layout(),
        t: page.words(),
    })
}

/// `POST /conversations/{id}/{act}`
pub(crate) async fn act(page: Page, visitor: SignedIn, _: PostForm) -> PageResult {
    let (ctx, of) = (page.ctx(), visitor.user.account.id);
    let id: ConversationId = page.segment("id")?;
    let what: String = page.segment("act")?;
    match what.as_str() {
        "read" => conversations::set_unread(ctx, of, id, false)
            .await
            .map(|_| ()),
        "unread" => conversations::set_unread(ctx, of, id, true)
            .await
            .map(|_| ()),
        "remove" => conversations::remove(ctx, of, id).await,
        _ => return Err(PageError::not_found()),
    }?;
    Ok(redirect(&page, "/conversations", None))
}

impl Conversation {
    /// None where its newest post is not for them any more.
    fn new(page: &Page, view: &ConversationView) -> Option<Self> {
        let last = view.last_status.as_ref()?;
        Some(Self {
            id: view.conversation.id.to_string(),
            is_unread: view.conversation.unread,
            people: view.accounts.iter().map(Person::here).collect(),
            post: posts_of(page, std::slice::from_ref(last), None).pop()?,
        })
    }
}

impl From<ConversationError> for PageError {
    fn from(error: ConversationError) -> Self {
        match error {
            ConversationError::NotFound => Self::not_found(),
            ConversationError::Db(error) => error.into(),
        }
    }
}
