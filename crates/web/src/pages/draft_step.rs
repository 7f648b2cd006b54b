//! The screens of a practice that is being written: each is a form, and what is sent is kept.

use actix_web::http::StatusCode;
use askama::Template;
use staffroom_domain::practice::Problem;
use staffroom_service::drafts::{self, DraftContent, DraftError, DraftKind, DraftView, NewDraft};

use super::draft::{BY_ITSELF, Kept, Said, ShownLack, ShownStep, keep, kept_by_itself, own, steps};
use crate::access::SignedIn;
use crate::assets;
use crate::draft::{Lack, ShownField, Step, entered, lacks};
use crate::error::PageError;
use crate::flash::Flash;
use crate::form::{PostForm, Problems};
use crate::layout::Layout;
use crate::page::{Page, PageResult, html_with, redirect, with_script};
use crate::words::{Message, Words, key};

#[derive(Template)]
#[template(path = "draft_step.html")]
struct StepPage {
    layout: Layout,
    t: Words,
    form_token: String,
    script: &'static str,
    title: Message,
    name: String,
    /// The address of the draft.
    draft: String,
    action: String,
    is_kept: bool,
    version: String,
    note: Option<Message>,
    problems: Problems,
    lacks: Vec<ShownLack>,
    steps: Vec<ShownStep>,
    asked: Vec<ShownField>,
}

/// What a screen shows.
struct Screen<'a> {
    step: Step,
    /// None where nothing is kept yet.
    view: Option<&'a DraftView>,
    content: &'a DraftContent,
    problems: &'a [Problem],
    note: Option<Message>,
}

/// `GET /practices/new`
pub(crate) async fn show_new(page: Page, _who: SignedIn) -> PageResult {
    Screen::empty(&DraftContent::default()).page(&page, StatusCode::OK)
}

/// `POST /practices/new`
pub(crate) async fn submit_new(page: Page, who: SignedIn, form: PostForm) -> PageResult {
    let questions = Step::What.form(false);
    let content = entered(&DraftContent::default(), questions.fields(), &form.0);
    let new = NewDraft {
        kind: DraftKind::Practice,
        about: None,
        content: content.clone(),
    };
    let (note, problems) = match drafts::create(page.ctx(), who.user.account.id, new).await {
        Ok(view) => return Ok(onward(&page, &view, Step::What, form.0.get("do"))),
        Err(DraftError::TooMany) => (key("draft-too-many"), Vec::new()),
        Err(DraftError::Invalid(problems)) => (key("draft-too-much"), problems),
        Err(error) => return Err(error.into()),
    };
    let screen = Screen {
        problems: &problems,
        note: Some(note),
        ..Screen::empty(&content)
    };
    screen.page(&page, StatusCode::UNPROCESSABLE_ENTITY)
}

/// `GET /drafts/{id}/{step}`
pub(crate) async fn show(page: Page, who: SignedIn) -> PageResult {
    let (step, view) = asked(&page, &who).await?;
    let screen = Screen {
        step,
        view: Some(&view),
        content: &view.content,
        problems: &[],
        note: None,
    };
    screen.page(&page, StatusCode::OK)
}

/// `POST /drafts/{id}/{step}`
pub(crate) async fn submit(page: Page, who: SignedIn, form: PostForm) -> PageResult {
    let (step, view) = asked(&page, &who).await?;
    let questions = step.form(view.row.edits_id.is_some());
    let content = entered(&view.content, questions.fields(), &form.0);
    match keep(&page, who.user.account.id, &view, &form.0, content.clone()).await? {
        Kept::Now(view) => Ok(onward(&page, &view, step, form.0.get("do"))),
        Kept::Not(status, said, problems) => {
            let screen = Screen {
                step,
                view: Some(&view),
                content: &content,
                problems: &problems,
                note: match said {
                    Said::Note(note) => Some(note),
                    Said::Nothing | Said::Refused => None,
                },
            };
            screen.page(&page, status)
        }
    }
}

async fn asked(page: &Page, who: &SignedIn) -> Result<(Step, DraftView), PageError> {
    let step: String = page.segment("step")?;
    let step = Step::from_name(&step).ok_or_else(PageError::not_found)?;
    let view = own(page, who).await?;
    if view.kind == DraftKind::Practice {
        Ok((step, view))
    } else {
        Err(PageError::not_found())
    }
}

/// On to the next screen, or to the draft.
fn onward(page: &Page, view: &DraftView, step: Step, wish: &str) -> actix_web::HttpResponse {
    let draft = format!("/drafts/{}", view.row.id);
    if wish == BY_ITSELF {
        return kept_by_itself(view, &format!("{draft}/{}", step.as_str()));
    }
    match step.next().filter(|_| wish == "next") {
        Some(next) => redirect(page, &format!("{draft}/{}", next.as_str()), None),
        None => redirect(page, &draft, Some(Flash::DraftSaved)),
    }
}

impl<'a> Screen<'a> {
    const fn empty(content: &'a DraftContent) -> Self {
        Self {
            step: Step::What,
            view: None,
            content,
            problems: &[],
            note: None,
        }
    }

    fn page(self, page: &Page, status: StatusCode) -> PageResult {
        let words = page.words();
        let draft = self.view.map(|view| format!("/drafts/{}", view.row.id));
        let of_draft = self.view.map(|view| lacks(view.kind, &view.lacks));
        let of_draft = of_draft.unwrap_or_default();
        let wrong = lacks(DraftKind::Practice, self.problems);
        let is_published = self.view.is_some_and(|view| view.row.edits_id.is_some());
        let form = self.step.form(is_published);
        let action = match &draft {
            Some(draft) => format!("{draft}/{}", self.step.as_str()),
            None => page.path().to_owned(),
        };
        let template = StepPage {
            layout: page.layout().coming_back_to(action.clone()),
            t: words,
            form_token: page.form_token(),
            script: assets::draft_url(),
            title: self.step.title(),
            name: self.content.title.clone(),
            action,
            is_kept: draft.is_some(),
            version: self
                .view
                .map(|view| view.row.version.to_string())
                .unwrap_or_default(),
            note: self.note,
            problems: Lack::on(&wrong, Some(self.step)),
            steps: steps(draft.as_deref(), Some(self.step), &of_draft),
            asked: form
                .fields()
                .map(|field| ShownField::new(words, field, self.content))
                .collect(),
            lacks: {
                let draft = draft.as_deref().unwrap_or_default();
                of_draft
                    .iter()
                    .map(|it| ShownLack::new(it, draft))
                    .collect()
            },
            draft: draft.unwrap_or_default(),
        };
        Ok(with_script(html_with(status, &template)?))
    }
}
