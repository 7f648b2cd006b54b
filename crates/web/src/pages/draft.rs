//! A draft: an adoption or an outcome on one page, of a practice what it holds so far and its screens. Whatever is sent is
//! kept, and only then published if that was asked for.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde_json::json;
use staffroom_domain::practice::Problem;
use staffroom_domain::{AccountId, DraftId, StatusId};
use staffroom_service::drafts::{
    self, DraftContent, DraftError, DraftKind, DraftView, MAX_DRAFTS, Preview, Seen, Turn,
};

use crate::access::SignedIn;
use crate::assets;
use crate::draft::{Form, Lack, ShownField, Step, entered, lacks};
use crate::error::PageError;
use crate::fields::Fields;
use crate::flash::Flash;
use crate::form::{PostForm, Problems};
use crate::layout::Layout;
use crate::page::{Page, PageResult, html_with, redirect, with_script};
use crate::words::{Message, Words, key};

#[derive(Template)]
#[template(path = "draft_entry.html")]
struct EntryPage {
    layout: Layout,
    t: Words,
    form_token: String,
    script: &'static str,
    title: Message,
    about: Option<About>,
    action: String,
    /// Whether there is a draft already.
    is_kept: bool,
    /// Of the draft; empty where there is none yet.
    version: String,
    once: String,
    note: Option<Message>,
    is_refused: bool,
    problems: Problems,
    lacks: Vec<ShownLack>,
    asked: Vec<ShownField>,
    more: Vec<ShownField>,
    is_more_open: bool,
}

#[derive(Template)]
#[template(path = "draft_practice.html")]
struct PracticePage {
    layout: Layout,
    t: Words,
    form_token: String,
    name: String,
    about: Option<About>,
    /// Its address.
    draft: String,
    version: i32,
    note: Option<Message>,
    is_refused: bool,
    lacks: Vec<ShownLack>,
    steps: Vec<ShownStep>,
    lang: Option<String>,
    line: String,
    hashtags: Vec<&'static str>,
}

/// The practice that a draft is about.
pub(super) struct About {
    pub(super) href: String,
    pub(super) title: String,
}

/// Something that is missing, with a link to where it is mended.
pub(super) struct ShownLack {
    pub(super) href: String,
    pub(super) text: Message,
}

/// A screen, in the list of them.
pub(super) struct ShownStep {
    pub(super) href: Option<String>,
    pub(super) title: Message,
    pub(super) is_here: bool,
    pub(super) lacks: bool,
}

/// What a form of an adoption or an outcome shows.
pub(super) struct Entry<'a> {
    pub(super) kind: DraftKind,
    pub(super) about: Option<About>,
    /// The draft, where it is kept already.
    pub(super) draft: Option<(DraftId, i32)>,
    /// What begins it once, however often it is sent; empty where it is kept already.
    pub(super) once: String,
    /// Where it is sent.
    pub(super) action: String,
    pub(super) content: &'a DraftContent,
    pub(super) problems: &'a [Problem],
    pub(super) said: Said,
}

/// What a form says above itself.
pub(super) enum Said {
    /// Nothing but what is missing.
    Nothing,
    /// That it cannot be published yet.
    Refused,
    /// Something else.
    Note(Message),
}

/// `GET /drafts/{id}`
pub(crate) async fn show(page: Page, who: SignedIn) -> PageResult {
    let view = own(&page, &who).await?;
    of_draft(&page, StatusCode::OK, &view, &view.lacks, Said::Nothing)
}

/// `POST /drafts/{id}`
pub(crate) async fn submit(page: Page, who: SignedIn, form: PostForm) -> PageResult {
    let view = match find(&page, &who).await {
        // Sent twice, or from two devices: it is led to what it became.
        Err(DraftError::NotFound) if form.0.get("do") == "publish" => {
            return became(&page, &who).await?.ok_or_else(PageError::not_found);
        }
        found => found?,
    };
    let by = who.user.account.id;
    let kept = if view.kind == DraftKind::Practice {
        view
    } else {
        let questions = Form::of_entry(view.kind);
        let content = entered(&view.content, questions.fields(), &form.0);
        match keep(&page, by, &view, &form.0, content.clone()).await? {
            Kept::Now(view) => *view,
            Kept::Not(status, said, problems) => {
                let entry = Entry {
                    draft: Some((view.row.id, view.row.version)),
                    content: &content,
                    problems: &problems,
                    said,
                    ..Entry::of(&view)
                };
                return entry.page(&page, status);
            }
        }
    };
    let there = format!("/drafts/{}", kept.row.id);
    match form.0.get("do") {
        "publish" => {
            // Of a practice the one that its author has seen before; what an entry says was sent just now.
            let seen = form.0.get("version").parse().ok();
            let seen = seen.filter(|_| kept.kind == DraftKind::Practice);
            publish(&page, by, kept, seen).await
        }
        BY_ITSELF => Ok(kept_by_itself(&kept, &there)),
        _ => Ok(redirect(&page, &there, Some(Flash::DraftSaved))),
    }
}

/// What the form's script asks for, while somebody types.
pub(super) const BY_ITSELF: &str = "auto";

/// Where the form is sent from now on, and over which version.
pub(super) fn kept_by_itself(view: &DraftView, action: &str) -> HttpResponse {
    HttpResponse::Ok().json(json!({ "action": action, "version": view.row.version.to_string() }))
}

/// `POST /drafts/{id}/drop`
pub(crate) async fn discard(page: Page, who: SignedIn, _form: PostForm) -> PageResult {
    let id: DraftId = page.segment("id")?;
    drafts::discard(page.ctx(), who.user.account.id, id, None).await?;
    Ok(redirect(&page, "/drafts", Some(Flash::DraftDropped)))
}

/// The draft of the address, of whoever is signed in.
pub(super) async fn own(page: &Page, who: &SignedIn) -> Result<DraftView, PageError> {
    Ok(find(page, who).await?)
}

async fn find(page: &Page, who: &SignedIn) -> Result<DraftView, DraftError> {
    let id: DraftId = page.segment("id").map_err(|_| DraftError::NotFound)?;
    drafts::get(page.ctx(), who.user.account.id, id).await
}

/// To what a draft that is gone became, where that is known.
async fn became(page: &Page, who: &SignedIn) -> Result<Option<HttpResponse>, PageError> {
    let (id, by) = (page.segment::<DraftId>("id")?, &who.user.account);
    let status = drafts::published(page.ctx(), by.id, id).await?;
    Ok(status.map(|status| {
        let there = format!("/@{}/{status}", by.username);
        redirect(page, &there, Some(Flash::DraftPublished))
    }))
}

/// What became of something that was sent.
pub(super) enum Kept {
    Now(Box<DraftView>),
    /// It is shown again, with this.
    Not(StatusCode, Said, Vec<Problem>),
}

/// What a form has seen, and which one it is where it was sent by its script.
pub(super) fn seen(form: &Fields) -> Seen {
    let (editor, number) = (form.get("editor"), form.get("turn").parse());
    let is_key = (16..=64).contains(&editor.len());
    let turn = number.ok().filter(|_| is_key).map(|number| Turn {
        editor: editor.to_owned(),
        number,
    });
    Seen {
        version: form.get("version").parse().ok(),
        turn,
    }
}

/// Keeps what was sent, over the version that the form was made of.
pub(super) async fn keep(
    page: &Page,
    by: AccountId,
    view: &DraftView,
    form: &Fields,
    content: DraftContent,
) -> Result<Kept, PageError> {
    match drafts::save(page.ctx(), by, view.row.id, seen(form), content).await {
        Ok(view) => Ok(Kept::Now(Box::new(view))),
        Err(DraftError::Changed) => {
            let note = Said::Note(key("draft-changed"));
            Ok(Kept::Not(StatusCode::CONFLICT, note, Vec::new()))
        }
        Err(DraftError::Invalid(problems)) => Ok(Kept::Not(
            StatusCode::UNPROCESSABLE_ENTITY,
            Said::Note(key("draft-too-much")),
            problems,
        )),
        Err(error) => Err(error.into()),
    }
}

/// Publishes a draft that is kept; what is missing is said on its page.
pub(super) async fn publish(
    page: &Page,
    by: AccountId,
    view: DraftView,
    seen: Option<i32>,
) -> PageResult {
    let (id, version) = (view.row.id, seen.unwrap_or(view.row.version));
    match drafts::publish(page.ctx(), by, id, Some(version), None).await {
        Ok(status) => {
            let there = match &view.about {
                Some(about) if view.kind != DraftKind::Practice => about.id,
                _ => status,
            };
            let part = if view.kind == DraftKind::Practice {
                ""
            } else {
                "#reports"
            };
            let there = format!("/practices/{there}{part}");
            Ok(redirect(page, &there, Some(Flash::DraftPublished)))
        }
        Err(DraftError::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            of_draft(page, status, &view, &problems, Said::Refused)
        }
        Err(DraftError::Changed | DraftError::NotFound) => {
            match drafts::get(page.ctx(), by, id).await {
                Ok(now) => {
                    let note = Said::Note(key("draft-changed"));
                    of_draft(page, StatusCode::CONFLICT, &now, &now.lacks, note)
                }
                Err(DraftError::NotFound) => Ok(redirect(page, "/drafts", Some(Flash::DraftGone))),
                Err(error) => Err(error.into()),
            }
        }
        Err(error) => Err(error.into()),
    }
}

/// The page of a draft that is kept.
pub(super) fn of_draft(
    page: &Page,
    status: StatusCode,
    view: &DraftView,
    problems: &[Problem],
    said: Said,
) -> Result<HttpResponse, PageError> {
    if view.kind == DraftKind::Practice {
        return practice(page, status, view, problems, &said);
    }
    let entry = Entry {
        problems,
        said,
        ..Entry::of(view)
    };
    entry.page(page, status)
}

fn practice(
    page: &Page,
    status: StatusCode,
    view: &DraftView,
    problems: &[Problem],
    said: &Said,
) -> PageResult {
    let draft = format!("/drafts/{}", view.row.id);
    let all = lacks(view.kind, problems);
    let Preview { line, hashtags } = view.content.preview();
    let words = page.words();
    html_with(
        status,
        &PracticePage {
            layout: page.layout(),
            t: words,
            form_token: page.form_token(),
            name: view.content.title.clone(),
            about: About::of(view),
            version: view.row.version,
            is_refused: matches!(said, Said::Refused),
            note: match said {
                Said::Note(note) => Some(note.clone()),
                Said::Nothing | Said::Refused => None,
            },
            steps: steps(Some(&draft), None, &all),
            lacks: all.iter().map(|it| ShownLack::new(it, &draft)).collect(),
            lang: view.content.language.clone(),
            line,
            hashtags,
            draft,
        },
    )
}

/// All screens of a practice.
pub(super) fn steps(draft: Option<&str>, here: Option<Step>, lacks: &[Lack]) -> Vec<ShownStep> {
    let shown = |step: Step| ShownStep {
        href: draft.map(|draft| format!("{draft}/{}", step.as_str())),
        title: step.title(),
        is_here: here == Some(step),
        lacks: draft.is_some() && lacks.iter().any(|it| it.step == Some(step)),
    };
    Step::ALL.into_iter().map(shown).collect()
}

impl<'a> Entry<'a> {
    fn of(view: &'a DraftView) -> Self {
        Self {
            kind: view.kind,
            about: About::of(view),
            draft: Some((view.row.id, view.row.version)),
            once: String::new(),
            action: format!("/drafts/{}", view.row.id),
            content: &view.content,
            problems: &[],
            said: Said::Nothing,
        }
    }

    pub(super) fn page(self, page: &Page, status: StatusCode) -> PageResult {
        let words = page.words();
        let all = lacks(self.kind, self.problems);
        let form = Form::of_entry(self.kind);
        let shown = |field| ShownField::new(words, field, self.content);
        let more: Vec<ShownField> = form.more.iter().map(shown).collect();
        let is_lacking = |it: &ShownField| all.iter().any(|lack| lack.field == it.name);
        let (is_refused, note) = match self.said {
            Said::Nothing => (false, None),
            Said::Refused => (true, None),
            Said::Note(note) => (false, Some(note)),
        };
        let template = EntryPage {
            layout: page.layout().coming_back_to(self.action.clone()),
            t: words,
            form_token: page.form_token(),
            script: assets::draft_url(),
            title: match self.kind {
                DraftKind::Adoption => key("draft-kind-adoption"),
                DraftKind::Practice | DraftKind::Outcome => key("draft-kind-outcome"),
            },
            is_kept: self.draft.is_some(),
            once: self.once,
            version: self
                .draft
                .map(|(_, version)| version.to_string())
                .unwrap_or_default(),
            problems: if is_refused || note.is_some() {
                Lack::on(&all, None)
            } else {
                Problems::default()
            },
            lacks: all.iter().map(|it| ShownLack::new(it, "")).collect(),
            asked: form.asked.iter().map(shown).collect(),
            is_more_open: more.iter().any(is_lacking),
            more,
            about: self.about,
            action: self.action,
            note,
            is_refused,
        };
        Ok(with_script(html_with(status, &template)?))
    }
}

impl About {
    pub(super) fn new(id: StatusId, title: &str) -> Self {
        Self {
            href: format!("/practices/{id}"),
            title: title.to_owned(),
        }
    }

    fn of(view: &DraftView) -> Option<Self> {
        view.about.as_ref().map(|it| Self::new(it.id, &it.title))
    }
}

impl ShownLack {
    pub(super) fn new(lack: &Lack, draft: &str) -> Self {
        Self {
            href: lack.href(draft),
            text: lack.text.clone(),
        }
    }
}

/// Whether somebody has as many drafts as there may be.
pub(super) fn is_full(drafts: &[DraftView]) -> bool {
    i64::try_from(drafts.len()).unwrap_or(i64::MAX) >= MAX_DRAFTS
}

impl From<DraftError> for PageError {
    fn from(error: DraftError) -> Self {
        match error {
            DraftError::NotFound => Self::not_found(),
            DraftError::NotAllowed => Self::Forbidden,
            DraftError::Changed | DraftError::TooMany | DraftError::Invalid(_) => Self::BadRequest,
            DraftError::Db(error) => error.into(),
        }
    }
}
