//! Announcing an event, changing one, and announcing the next of a series: one form, which keeps what was filled in until
//! it is right, and announces once however often it is sent.

mod problems;
mod rows;
mod sections;
mod written;

use actix_web::http::StatusCode;
use askama::Template;
use staffroom_domain::StatusId;
use staffroom_service::calendar::{
    self, CalendarError, EventPreview, Made, NewEvent, at_local, preview,
};
use staffroom_service::groups;
use staffroom_service::secrets::Token;
use staffroom_text::sanitize_shown;

use super::event_words;
use crate::access::SignedIn;
use crate::error::PageError;
use crate::fields::Fields;
use crate::flash::Flash;
use crate::form::{PostForm, Problems};
use crate::layout::Layout;
use crate::page::{Page, PageResult, html_with, redirect};
use crate::words::{Message, Words, key};
pub(super) use rows::Clock;
use rows::{MOST_TALKS, WrittenTalk};
pub(super) use sections::zone_field;
use sections::{Asking, Section};
use written::Written;

#[derive(Template)]
#[template(path = "event_edit.html")]
struct EditPage {
    layout: Layout,
    t: Words,
    form_token: String,
    title: Message,
    /// Where it is sent.
    action: String,
    /// The page of the event, and what it is called, where it is there.
    event: Option<(String, String)>,
    key: String,
    /// The state of one that is there.
    was: Option<String>,
    problems: Problems,
    notice: Option<Message>,
    preview: Option<ShownPreview>,
    sections: Vec<Section>,
    /// Of a new one, the rows of its programme.
    talks: Option<Vec<ShownRow>>,
    has_room: bool,
}

/// What other servers will show.
struct ShownPreview {
    title: String,
    lang: String,
    line: String,
    /// Safe HTML.
    html: String,
    hashtags: String,
}

/// A row of the programme.
struct ShownRow {
    number: usize,
    talk: WrittenTalk,
    kinds: Vec<(&'static str, Message, bool)>,
    /// Whether it was just added: who listens to the page goes on there.
    is_new: bool,
}

/// What the form is about.
enum Which {
    /// A new event, like one that is there where that is said.
    New(Option<StatusId>),
    /// One that is there.
    There(StatusId),
}

/// What a form shows.
struct Shown<'a> {
    which: &'a Which,
    written: Written,
    problems: Problems,
    preview: Option<(NewEvent, EventPreview)>,
    has_new_row: bool,
}

impl<'a> Shown<'a> {
    const fn new(which: &'a Which, written: Written, problems: Problems) -> Self {
        Self {
            which,
            written,
            problems,
            preview: None,
            has_new_row: false,
        }
    }
}

/// `GET /events/new`, and `GET /events/new?like={id}`
pub(crate) async fn show_new(page: Page, who: SignedIn) -> PageResult {
    let which = Which::New(page.query().get("like").parse().ok());
    let mut written = before(&page, &who, &which).await?;
    Token::generate(&*page.ctx().random)
        .as_str()
        .clone_into(&mut written.key);
    form(
        &page,
        &who,
        Shown::new(&which, written, Problems::default()),
    )
    .await
}

/// `POST /events/new`
pub(crate) async fn submit_new(page: Page, who: SignedIn, sent: PostForm) -> PageResult {
    let which = Which::New(page.query().get("like").parse().ok());
    submit(&page, &who, &sent.0, &which).await
}

/// `GET /events/{id}/edit`
pub(crate) async fn show(page: Page, who: SignedIn) -> PageResult {
    let which = Which::There(page.segment("id")?);
    let written = before(&page, &who, &which).await?;
    form(
        &page,
        &who,
        Shown::new(&which, written, Problems::default()),
    )
    .await
}

/// `POST /events/{id}/edit`
pub(crate) async fn edit(page: Page, who: SignedIn, sent: PostForm) -> PageResult {
    let which = Which::There(page.segment("id")?);
    submit(&page, &who, &sent.0, &which).await
}

/// What the form begins with: only organisers see what they wrote.
async fn before(page: &Page, who: &SignedIn, which: &Which) -> Result<Written, PageError> {
    let (ctx, by) = (page.ctx(), who.user.account.id);
    match which {
        Which::New(None) => {
            let zone = ctx.config.instance.time_zone.as_str();
            Ok(Written::empty(zone, page.words().code()))
        }
        Which::New(Some(id)) => {
            let there = calendar::as_written(ctx, by, *id).await?;
            Ok(Written::of(&there).once_more())
        }
        Which::There(id) => Ok(Written::of(&calendar::as_written(ctx, by, *id).await?)),
    }
}

async fn submit(page: &Page, who: &SignedIn, sent: &Fields, which: &Which) -> PageResult {
    let mut written = Written::read(sent, &before(page, who, which).await?);
    let wish = sent.get("do");
    if wish == "row" {
        written.add_row();
        let shown = Shown {
            has_new_row: true,
            ..Shown::new(which, written, Problems::default())
        };
        return form(page, who, shown).await;
    }
    let mut problems = Problems::default();
    let event = written.event(&mut problems);
    let is_there = match which {
        Which::There(id) => Some(*id),
        Which::New(_) => None,
    };
    // A form that was open for long does not undo what was decided meanwhile.
    let was = sent.get("was");
    if is_there.is_some() && !was.is_empty() && was != written.was {
        problems.add("state", key("event-form-problem-was"));
    }
    // What the form cannot read is told together with everything else that is wrong.
    if wish == "preview" || !problems.is_empty() {
        let preview = match preview(page.ctx(), event.clone(), is_there) {
            Ok(preview) => Some((event, preview)).filter(|_| problems.is_empty()),
            Err(CalendarError::Invalid(found)) => {
                problems::add(&mut problems, &found, &written, &event);
                None
            }
            Err(error) => return Err(error.into()),
        };
        let shown = Shown {
            preview,
            ..Shown::new(which, written, problems)
        };
        return form(page, who, shown).await;
    }
    match keep(page, who, which, sent, event.clone()).await {
        Ok(made) => {
            let there = format!("/events/{}", made.id);
            let flash = match (which, made.notices.is_empty()) {
                (Which::New(_), true) => Flash::EventMade,
                (Which::There(_), true) => Flash::EventChanged,
                (_, false) => Flash::EventTwice,
            };
            Ok(redirect(page, &there, Some(flash)))
        }
        Err(CalendarError::Invalid(found)) => {
            problems::add(&mut problems, &found, &written, &event);
            form(page, who, Shown::new(which, written, problems)).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn keep(
    page: &Page,
    who: &SignedIn,
    which: &Which,
    sent: &Fields,
    event: NewEvent,
) -> Result<Made, CalendarError> {
    let by = who.user.account.id;
    match which {
        Which::There(id) => {
            // Who holds it and who sees it was said when it was announced.
            let event = NewEvent {
                visibility: None,
                group: None,
                was: Some(sent.get("was").to_owned()).filter(|was| !was.is_empty()),
                ..event
            };
            calendar::edit(page.ctx(), by, *id, event).await
        }
        Which::New(_) => {
            let event = NewEvent {
                idempotency: sent.attempt(who.user.user.id, "event"),
                state: None,
                ..event
            };
            calendar::create(page.ctx(), by, event).await
        }
    }
}

async fn form(page: &Page, who: &SignedIn, shown: Shown<'_>) -> PageResult {
    let (ctx, words) = (page.ctx(), page.words());
    let groups = match shown.which {
        Which::New(_) => groups::moderated(ctx, who.user.account.id).await?,
        Which::There(_) => Vec::new(),
    };
    let Shown {
        which,
        written,
        problems,
        preview,
        has_new_row,
    } = shown;
    let is_there = matches!(which, Which::There(_));
    let (title, action) = match which {
        Which::New(None) => (key("event-form-new"), "/events/new".to_owned()),
        Which::New(Some(id)) => (key("event-form-next"), format!("/events/new?like={id}")),
        Which::There(id) => (key("event-form-edit"), format!("/events/{id}/edit")),
    };
    let like = match which {
        Which::New(Some(id)) | Which::There(id) => Some(format!("/events/{id}")),
        Which::New(None) => None,
    };
    let asking = Asking {
        words,
        now: ctx.now(),
        written: &written,
        is_there,
        groups: &groups,
    };
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    html_with(
        status,
        &EditPage {
            layout: page.layout().coming_back_to(action.clone()),
            t: words,
            form_token: page.form_token(),
            title,
            action,
            event: like.map(|href| (href, written.title.clone())),
            problems,
            notice: preview.as_ref().and_then(|(event, _)| twice(event)),
            preview: preview.map(|(event, it)| ShownPreview {
                title: it.title,
                lang: event.language.unwrap_or_default(),
                line: it.line,
                html: sanitize_shown(&it.html),
                hashtags: hashtags(&it.hashtags),
            }),
            sections: asking.sections(),
            talks: (!is_there).then(|| shown_rows(&written, has_new_row)),
            has_room: written.talks.len() < MOST_TALKS,
            was: is_there.then_some(written.was),
            key: written.key,
        },
    )
}

/// Clocks go back, and a time comes twice.
fn twice(event: &NewEvent) -> Option<Message> {
    let times = std::iter::once(&event.starts).chain(&event.ends);
    let is_twice = times
        .filter_map(|local| at_local(&event.zone, local).ok())
        .any(|found| found.notice.is_some());
    is_twice.then(|| key("event-form-twice").with("zone", &event.zone))
}

fn hashtags(names: &[String]) -> String {
    let all: Vec<String> = names.iter().map(|name| format!("#{name}")).collect();
    all.join(" ")
}

fn shown_rows(written: &Written, has_new_row: bool) -> Vec<ShownRow> {
    let last = written.talks.len();
    let all = (1..).zip(&written.talks);
    all.map(|(number, talk)| ShownRow {
        number,
        kinds: event_words::talk_kinds(&talk.kind),
        talk: talk.clone(),
        is_new: has_new_row && number == last,
    })
    .collect()
}
