//! Notes about an event and its talks, and writing one.

use actix_web::http::StatusCode;
use askama::Template;
use staffroom_domain::StatusId;
use staffroom_domain::practice::Problem;
use staffroom_service::calendar::{self, CalendarError, EventView, NewNote};
use staffroom_service::filters::Context;
use staffroom_service::links;
use staffroom_service::secrets::Token;
use staffroom_service::statuses::StatusView;
use staffroom_vocabulary::{Facet as _, Licence};

use super::compose::{LanguageChoice, is_language, languages};
use super::event::{find, talks_of};
use crate::access::{MaybeSignedIn, SignedIn};
use crate::draft::ShownOption;
use crate::fields::Fields;
use crate::flash::Flash;
use crate::form::{PostForm, Problems};
use crate::layout::Layout;
use crate::page::{Page, PageResult, html_with, redirect};
use crate::post::posts_of;
use crate::shown::{Shown, viewer};
use crate::words::{Message, Words, key};

/// How many notes a page has.
const NOTES: i64 = 20;

#[derive(Template)]
#[template(path = "event_notes.html")]
struct NotesPage {
    layout: Layout,
    t: Words,
    form_token: String,
    id: StatusId,
    title: String,
    notes: Vec<ShownNote>,
    more: Option<String>,
    is_later: bool,
    /// Where somebody is signed in.
    form: Option<NoteForm>,
    sign_in: String,
    problems: Problems,
}

/// A note.
pub(super) struct ShownNote {
    /// What it is about, where that is one talk.
    pub(super) about: Option<Message>,
    pub(super) post: Shown,
}

/// What is filled in.
struct NoteForm {
    key: String,
    talks: Vec<(i64, String, bool)>,
    text: String,
    links: String,
    licences: Vec<ShownOption>,
    languages: Vec<LanguageChoice>,
}

/// `GET /events/{id}/notes`
pub(crate) async fn show(page: Page, visitor: MaybeSignedIn) -> PageResult {
    let view = find(&page).await?;
    let elsewhere = view.page_elsewhere().and_then(links::web);
    if let Some(elsewhere) = elsewhere.filter(|_| visitor.0.is_none()) {
        return Ok(redirect(&page, elsewhere, None));
    }
    let none = Fields::default();
    notes(&page, &view, StatusCode::OK, Problems::default(), &none).await
}

/// `POST /events/{id}/notes`
pub(crate) async fn submit(page: Page, who: SignedIn, form: PostForm) -> PageResult {
    let view = find(&page).await?;
    let (ctx, fields) = (page.ctx(), &form.0);
    let some = |name: &str| Some(fields.get(name).trim().to_owned()).filter(|it| !it.is_empty());
    let new = NewNote {
        event: view.status.id,
        slot: fields.get("talk").parse().ok(),
        text: fields.get("text").replace("\r\n", "\n"),
        links: links_of(fields),
        licence: some("licence"),
        language: some("language").filter(|tag| is_language(tag)),
        application: None,
        idempotency: fields.attempt(who.user.user.id, "note"),
    };
    match calendar::add_note(ctx, who.user.account.id, new).await {
        Ok(_) => {
            let there = format!("/events/{}/notes", view.status.id);
            Ok(redirect(&page, &there, Some(Flash::NoteAdded)))
        }
        Err(CalendarError::Invalid(found)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            notes(&page, &view, status, wrong(&found), fields).await
        }
        // Whoever has written it can still copy it.
        Err(CalendarError::NotAllowed) => {
            let mut problems = Problems::default();
            problems.add("text", key("event-note-problem-closed"));
            notes(&page, &view, StatusCode::FORBIDDEN, problems, fields).await
        }
        Err(error) => Err(error.into()),
    }
}

/// One a line.
fn links_of(fields: &Fields) -> Vec<String> {
    let lines = fields.get("links").lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

fn wrong(found: &[Problem]) -> Problems {
    let mut problems = Problems::default();
    for problem in found {
        let member = problem.field.split('[').next().unwrap_or_default();
        let (id, text) = match (member, problem.code) {
            ("text", "missing") => ("text", key("event-note-problem-text")),
            ("text", _) => ("text", key("missing-too-long")),
            ("links", "too-many") => ("links", key("event-form-problem-many")),
            ("links", _) => ("links", key("missing-address")),
            ("slot", _) => ("talk", key("missing-unreadable")),
            ("licence", _) => ("licence", key("missing-licence")),
            _ => ("text", key("missing-unreadable")),
        };
        if problems.at(id).is_none() {
            problems.add(id, text);
        }
    }
    problems
}

async fn notes(
    page: &Page,
    view: &EventView,
    status: StatusCode,
    problems: Problems,
    fields: &Fields,
) -> PageResult {
    let (id, who) = (view.status.id, viewer(page));
    let after: Option<StatusId> = page.query().get("after").parse().ok();
    let found = calendar::notes(page.ctx(), who, id, after, NOTES).await?;
    let talks = talks_of(page, view).await?;
    let titles: Vec<(i64, &str)> = talks
        .iter()
        .map(|talk| (talk.number, talk.title.as_str()))
        .collect();
    html_with(
        status,
        &NotesPage {
            layout: page.layout(),
            t: page.words(),
            form_token: page.form_token(),
            id,
            title: view.status.title.clone().unwrap_or_default(),
            notes: shown(page, &found.views, &titles),
            more: found
                .next
                .map(|last| format!("/events/{id}/notes?after={last}")),
            is_later: after.is_some(),
            form: who.map(|_| form(page, &titles, fields)),
            sign_in: format!("/sign-in?return_to=/events/{id}/notes"),
            problems,
        },
    )
}

/// Notes with what they are about; those that a filter of the reader hides are left out.
pub(super) fn shown(page: &Page, views: &[StatusView], talks: &[(i64, &str)]) -> Vec<ShownNote> {
    let note = |view: &StatusView| {
        let post = posts_of(page, std::slice::from_ref(view), Some(Context::Thread)).pop()?;
        let slot = view.event_note.as_ref().and_then(|note| note.slot);
        let title = slot.and_then(|slot| {
            let talk = talks.iter().find(|(number, _)| *number == slot)?;
            Some(key("event-note-about").with("talk", talk.1))
        });
        Some(ShownNote { about: title, post })
    };
    views.iter().filter_map(note).collect()
}

fn form(page: &Page, talks: &[(i64, &str)], fields: &Fields) -> NoteForm {
    let words = page.words();
    let chosen: Option<i64> = fields.get("talk").parse().ok();
    let licence = fields.get("licence");
    let offered = Licence::ALL.iter().filter(|it| it.is_offered());
    NoteForm {
        key: match fields.get("key") {
            "" => Token::generate(&*page.ctx().random).as_str().to_owned(),
            key => key.to_owned(),
        },
        talks: talks
            .iter()
            .map(|(number, title)| (*number, (*title).to_owned(), chosen == Some(*number)))
            .collect(),
        text: fields.get("text").replace("\r\n", "\n"),
        links: fields.get("links").replace("\r\n", "\n"),
        licences: offered
            .map(|it| {
                let concept = it.concept();
                let label = concept.label(words.code());
                let (slug, name) = (concept.slug(), label.value.to_owned());
                let foreign = label.language != words.code();
                ShownOption {
                    lang: foreign.then(|| label.language.to_owned()),
                    ..ShownOption::plain(slug, name, slug == licence)
                }
            })
            .collect(),
        languages: languages(match fields.get("language") {
            "" => words.code(),
            language => language,
        }),
    }
}
