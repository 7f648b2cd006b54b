//! A question of a hub: what fits, what people answer, and answering it.

use actix_web::http::StatusCode;
use askama::Template;
use staffroom_domain::{StatusId, Visibility};
use staffroom_service::filters::Context;
use staffroom_service::hub::{self, AnsweredQuestion, NewAnswer, QuestionError};
use staffroom_service::practices::{self, PracticeFilter};
use staffroom_service::records::RecordView;
use staffroom_service::secrets::Token;
use staffroom_service::statuses::{self, StatusView};

use super::compose::{LanguageChoice, is_language, languages};
use super::questions::{Linked, about, linked, problem, text_of};
use crate::access::SignedIn;
use crate::error::PageError;
use crate::fields::Fields;
use crate::flash::Flash;
use crate::form::{PostForm, Problems};
use crate::layout::Layout;
use crate::machines;
use crate::page::{Page, PageResult, html_with, redirect};
use crate::post::posts_of;
use crate::practice::{Hit, Named};
use crate::shown::{Shown, viewer};
use crate::words::Words;

/// How many of one's own practices can be chosen.
const OWN: i64 = 40;
/// So much of the question is its title.
const TITLE: usize = 80;

#[derive(Template)]
#[template(path = "question.html")]
struct QuestionPage {
    layout: Layout,
    t: Words,
    id: StatusId,
    title: String,
    lang: Option<String>,
    indexed: bool,
    /// The address of the post.
    path: String,
    post: Shown,
    about: Vec<Named>,
    suggestions: Vec<Hit>,
    answers: Vec<Shown>,
    problems: Problems,
    /// Where somebody is signed in.
    form: Option<AnswerForm>,
    sign_in: String,
}

/// What is filled in.
struct AnswerForm {
    form_token: String,
    key: String,
    text: String,
    practices: Vec<(Linked, bool)>,
    languages: Vec<LanguageChoice>,
}

/// `GET /library/questions/{id}`
pub(crate) async fn show(page: Page) -> PageResult {
    let found = find(&page).await?;
    let form = form(&page, &Fields::default()).await?;
    question(&page, &found, StatusCode::OK, Problems::default(), form)
}

/// `POST /library/questions/{id}`: an answer.
pub(crate) async fn submit(page: Page, visitor: SignedIn, sent: PostForm) -> PageResult {
    let id: StatusId = page.segment("id")?;
    let (ctx, fields) = (page.ctx(), &sent.0);
    let language = fields.get("language").trim();
    let new = NewAnswer {
        question: id,
        text: fields.get("text").replace("\r\n", "\n"),
        practice: fields.get("practice").parse().ok(),
        language: Some(language.to_owned()).filter(|tag| is_language(tag)),
        idempotency: fields.attempt(visitor.user.user.id, "answer"),
    };
    match hub::answer_question(ctx, visitor.user.account.id, new).await {
        Ok(_) => {
            let there = format!("/library/questions/{id}");
            Ok(redirect(&page, &there, Some(Flash::QuestionAnswered)))
        }
        Err(error) => {
            let is_practice = matches!(error, QuestionError::NoPractice);
            let message = problem(error)?;
            let found = find(&page).await?;
            let form = form(&page, fields).await?;
            // Where there is nothing to choose from, there is no such field.
            let can_choose = form.as_ref().is_some_and(|it| !it.practices.is_empty());
            let field = if is_practice && can_choose {
                "practice"
            } else {
                "text"
            };
            let problems = Problems::one(field, message);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            question(&page, &found, status, problems, form)
        }
    }
}

async fn find(page: &Page) -> Result<AnsweredQuestion, PageError> {
    let id: StatusId = page.segment("id")?;
    Ok(hub::question(page.ctx(), viewer(page), id).await?)
}

fn question(
    page: &Page,
    found: &AnsweredQuestion,
    status: StatusCode,
    problems: Problems,
    form: Option<AnswerForm>,
) -> PageResult {
    let (ctx, words) = (page.ctx(), page.words());
    let view = &found.question.view;
    let id = view.status.id;
    let post = posts_of(page, std::slice::from_ref(view), None).pop();
    let hits = found.suggestions.iter();
    let hits = hits.filter_map(|view| Hit::new(words, &ctx.addresses, view, ctx.now()));
    html_with(
        status,
        &QuestionPage {
            id,
            title: title(&text_of(&found.question)),
            lang: view.status.language.clone().filter(|it| it != words.code()),
            indexed: machines::is_indexed(view),
            path: format!("/@{}/{id}", view.author.acct()),
            post: post.ok_or_else(PageError::not_found)?,
            about: about(words, &found.question.concepts),
            suggestions: hits.collect(),
            answers: posts_of(page, &found.answers, Some(Context::Thread)),
            problems,
            form,
            sign_in: format!("/sign-in?return_to=/library/questions/{id}"),
            layout: page.layout(),
            t: words,
        },
    )
}

/// The first line, as far as a title goes.
fn title(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= TITLE {
        return line.to_owned();
    }
    let mut short: String = line.chars().take(TITLE).collect();
    if let Some((whole, _)) = short.rsplit_once(' ') {
        short = whole.to_owned();
    }
    short.push('…');
    short
}

async fn form(page: &Page, fields: &Fields) -> Result<Option<AnswerForm>, PageError> {
    let Some(own) = viewer(page) else {
        return Ok(None);
    };
    let query = page.query();
    let named = match fields.get("practice") {
        "" => linked(page, query.get("practice")).await?,
        id => linked(page, id).await?,
    };
    let chosen = named.as_ref().map(|it| it.id);
    let by = PracticeFilter {
        by: Some(own),
        ..PracticeFilter::default()
    };
    let part = statuses::Page {
        limit: OWN,
        ..statuses::Page::default()
    };
    let theirs = practices::list(page.ctx(), Some(own), by, part).await?;
    let mut all: Vec<Linked> = theirs
        .views
        .iter()
        .filter_map(|view| own_practice(page, view))
        .collect();
    if let Some(named) = named.filter(|it| !all.iter().any(|own| own.id == it.id)) {
        all.insert(0, named);
    }
    let all = all.into_iter().map(|it| {
        let is_chosen = Some(it.id) == chosen;
        (it, is_chosen)
    });
    Ok(Some(AnswerForm {
        form_token: page.form_token(),
        key: match fields.get("key") {
            "" => Token::generate(&*page.ctx().random).as_str().to_owned(),
            key => key.to_owned(),
        },
        text: fields.get("text").replace("\r\n", "\n"),
        practices: all.collect(),
        languages: languages(match fields.get("language") {
            "" => page.words().code(),
            language => language,
        }),
    }))
}

/// One that everybody may read, and that its author stands by.
fn own_practice(page: &Page, view: &StatusView) -> Option<Linked> {
    let Some(RecordView::Practice { practice, .. }) = &view.record else {
        return None;
    };
    let row = &view.status;
    let is_open = matches!(row.visibility(), Visibility::Public | Visibility::Unlisted);
    let lang = row.language.clone();
    (is_open && !practice.is_withdrawn()).then(|| Linked {
        id: row.id,
        title: row.title.clone().unwrap_or_default(),
        lang: lang.filter(|it| it != page.words().code()),
    })
}
