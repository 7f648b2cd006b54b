//! Writing a post: a form that keeps what was filled in until it is right, and posts once however often it is sent.

pub(crate) mod choices;
mod files;
mod written;

use askama::Template;
use staffroom_domain::{AccountId, StatusId, Timestamp, UserId};
use staffroom_service::preferences;
use staffroom_service::secrets::Token;
use staffroom_service::statuses::{self, NewStatus, Posted, StatusError, StatusView};

use crate::access::SignedIn;
use crate::flash::Flash;
use crate::form::Problems;
use crate::layout::Layout;
use crate::page::{Page, PageResult, form_again, html, redirect, with_script};
use crate::parts::PostParts;
use crate::post::posts_of;
use crate::shown::Shown;
use crate::words::{Message, Words, key};
use crate::{assets, problems};
pub(super) use choices::{LanguageChoice, languages};
use choices::{VisibilityChoice, visibilities};
use files::ShownFile;
use written::Written;
pub(super) use written::is_language;

/// How many files can be chosen at once.
const SLOTS: [&str; 2] = ["file-1", "file-2"];

/// A place for a new file.
struct Slot {
    name: &'static str,
    /// What is said of the file.
    about: String,
}

impl Slot {
    const fn empty(name: &'static str) -> Self {
        Self {
            name,
            about: String::new(),
        }
    }
}

#[derive(Template)]
#[template(path = "compose.html")]
struct Compose {
    layout: Layout,
    t: Words,
    form_token: String,
    script: &'static str,
    problems: Problems,
    title: Message,
    /// What is answered.
    parent: Option<Shown>,
    written: Written,
    visibilities: Vec<VisibilityChoice>,
    languages: Vec<LanguageChoice>,
    files: Vec<ShownFile>,
    slots: [Slot; 2],
    has_room: bool,
    asks_descriptions: bool,
    most: usize,
    most_options: usize,
}

pub(crate) async fn show(page: Page, visitor: SignedIn) -> PageResult {
    let by = visitor.user.account.id;
    let query = page.query();
    let parent = match query.get("reply").trim().parse::<StatusId>() {
        Ok(id) => Some(statuses::show(page.ctx(), Some(by), id).await?),
        Err(_) => None,
    };
    let chosen = preferences::of(page.ctx(), by).await?;
    let key = Token::generate(&*page.ctx().random);
    let written = Written::begin(&visitor, &query, parent.as_ref(), &chosen, key.as_str());
    let form = form(
        &page,
        parent.as_ref(),
        written,
        (Vec::new(), SLOTS.map(Slot::empty)),
        Problems::default(),
    );
    Ok(with_script(html(&form)?))
}

pub(crate) async fn submit(page: Page, visitor: SignedIn, sent: PostParts) -> PageResult {
    let mut sent = sent;
    let (ctx, by) = (page.ctx(), visitor.user.account.id);
    let mut written = Written::read(visitor.user.user.id, &sent.fields);
    if let Some(key) = written.attempt.clone()
        && let Some(posted) = posted_before(&page, by, key).await?
    {
        return Ok(onward(&page, &visitor, posted));
    }
    let mut problems = Problems::default();
    let parent = match written.reply {
        Some(id) => parent(&page, by, id, &mut problems).await?,
        None => None,
    };
    if parent.is_none() {
        written.reply = None;
    }
    let (files, slots) = files::take(&page, by, &mut sent, &mut problems).await?;
    let goes_on = sent.fields.get("do") == "attach" || files::is_removal(&sent.fields);
    if goes_on {
        let form = form(&page, parent.as_ref(), written, (files, slots), problems);
        let answer = if form.problems.is_empty() {
            html(&form)?
        } else {
            form_again(&form)?
        };
        return Ok(with_script(answer));
    }
    if ctx.config.posting.ask_descriptions {
        files::check(&files, &mut problems);
    }
    let (new, at) = written.to_post(&files, ctx.now(), &mut problems);
    if problems.is_empty() {
        match send(&page, &visitor, new, at).await {
            Ok(answer) => return Ok(answer),
            Err(StatusError::Invalid(reason)) => problems.add("text", refused(&reason)),
            Err(StatusError::NotAllowed) => problems.add("text", key("problem-post-moved")),
            Err(StatusError::NoParent) => problems.add("text", key("problem-post-parent")),
            Err(error) => return Err(error.into()),
        }
    }
    let form = form(&page, parent.as_ref(), written, (files, slots), problems);
    Ok(with_script(form_again(&form)?))
}

async fn send(
    page: &Page,
    visitor: &SignedIn,
    new: NewStatus,
    at: Option<Timestamp>,
) -> Result<actix_web::HttpResponse, StatusError> {
    let (ctx, by) = (page.ctx(), &visitor.user.account);
    let posted = if let Some(at) = at {
        statuses::schedule(ctx, by.id, new, at).await?
    } else {
        let view = statuses::publish_and_show(ctx, by.id, new).await?;
        Posted::Now(Box::new(view))
    };
    Ok(onward(page, visitor, posted))
}

/// What the same form has posted before: its files are in that post, and cannot be taken in once more.
async fn posted_before(
    page: &Page,
    by: AccountId,
    key: (UserId, String),
) -> Result<Option<Posted>, StatusError> {
    match statuses::made_with(page.ctx(), by, key).await {
        Err(StatusError::NotFound) => Ok(None),
        other => other,
    }
}

/// What is answered; where it is gone meanwhile, what was written is not.
async fn parent(
    page: &Page,
    by: AccountId,
    id: StatusId,
    problems: &mut Problems,
) -> Result<Option<StatusView>, StatusError> {
    match statuses::show(page.ctx(), Some(by), id).await {
        Ok(view) => Ok(Some(view)),
        Err(StatusError::NotFound) => {
            problems.add("text", key("problem-post-parent"));
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

fn onward(page: &Page, visitor: &SignedIn, posted: Posted) -> actix_web::HttpResponse {
    let by = &visitor.user.account;
    match posted {
        Posted::Now(view) => {
            let there = format!("/@{}/{}", by.username, view.status.id);
            redirect(page, &there, Some(Flash::Posted))
        }
        Posted::Later(_) => redirect(page, "/scheduled", Some(Flash::PostedLater)),
    }
}

fn form(
    page: &Page,
    parent: Option<&StatusView>,
    written: Written,
    (files, slots): (Vec<ShownFile>, [Slot; 2]),
    problems: Problems,
) -> Compose {
    let shown = parent.and_then(|it| posts_of(page, std::slice::from_ref(it), None).pop());
    let has_direct = page.ctx().config.direct_messages();
    Compose {
        title: match &parent {
            Some(_) => key("compose-reply-title"),
            None => key("compose-title"),
        },
        parent: shown.map(Shown::without_controls),
        visibilities: visibilities(&written.visibility, has_direct),
        languages: languages(&written.language),
        has_room: files.len() < statuses::MAX_ATTACHMENTS,
        files,
        slots,
        asks_descriptions: page.ctx().config.posting.ask_descriptions,
        most: statuses::MAX_TEXT,
        most_options: statuses::MAX_POLL_OPTION,
        script: assets::compose_url(),
        form_token: page.form_token(),
        layout: page.layout(),
        t: page.words(),
        problems,
        written,
    }
}

/// What the service says in English, for programs.
pub(super) fn refused(reason: &str) -> Message {
    let reason = reason.trim_end_matches('.');
    key("problem-post-refused").with("reason", reason)
}

/// A text that is too long, or nothing.
pub(super) fn check_text(text: &str, warning: &str, is_alone: bool, problems: &mut Problems) {
    if text.trim().is_empty() && is_alone {
        problems.add("text", key("problem-post-empty"));
    }
    let length = staffroom_text::count(text) + staffroom_text::count(warning);
    if length > statuses::MAX_TEXT {
        problems.add("text", problems::too_long(length, statuses::MAX_TEXT));
    }
}
