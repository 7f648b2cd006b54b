//! Saying that one tries a practice, and reporting what came of it, in a form on one page.

use actix_web::http::StatusCode;
use serde_json::json;
use staffroom_domain::StatusId;
use staffroom_service::drafts::{self, Begun, DraftContent, DraftError, DraftKind, NewDraft};
use staffroom_service::practices;
use staffroom_service::secrets::Token;
use staffroom_vocabulary::{EvidenceLevel, Facet as _};

use super::draft::{About, BY_ITSELF, Entry, Said, kept_by_itself, publish, seen};
use crate::access::SignedIn;
use crate::draft::{Form, entered};
use crate::error::PageError;
use crate::flash::Flash;
use crate::form::PostForm;
use crate::page::{Page, PageResult, redirect};
use crate::words::key;

/// `GET /practices/{id}/adoption`
pub(crate) async fn show_adoption(page: Page, who: SignedIn) -> PageResult {
    show(&page, &who, DraftKind::Adoption).await
}

/// `GET /practices/{id}/outcome`
pub(crate) async fn show_outcome(page: Page, who: SignedIn) -> PageResult {
    show(&page, &who, DraftKind::Outcome).await
}

/// `POST /practices/{id}/adoption`
pub(crate) async fn submit_adoption(page: Page, who: SignedIn, form: PostForm) -> PageResult {
    submit(&page, &who, &form, DraftKind::Adoption).await
}

/// `POST /practices/{id}/outcome`
pub(crate) async fn submit_outcome(page: Page, who: SignedIn, form: PostForm) -> PageResult {
    submit(&page, &who, &form, DraftKind::Outcome).await
}

async fn show(page: &Page, who: &SignedIn, kind: DraftKind) -> PageResult {
    let about = about(page, who).await?.1;
    let content = begun(kind);
    let once = Token::generate(&*page.ctx().random).as_str().to_owned();
    let entry = Entry {
        once,
        ..empty(page, kind, about, &content)
    };
    entry.page(page, StatusCode::OK)
}

/// The practice, which whoever asks may see.
async fn about(page: &Page, who: &SignedIn) -> Result<(StatusId, About), PageError> {
    let id: StatusId = page.segment("id")?;
    let it = practices::get(page.ctx(), Some(who.user.account.id), id).await?;
    let title = it.view.status.title.unwrap_or_default();
    Ok((id, About::new(id, &title)))
}

/// What goes without saying: whoever reports has tried it.
fn begun(kind: DraftKind) -> DraftContent {
    let mut content = DraftContent::default();
    if kind == DraftKind::Outcome {
        let tried = json!(EvidenceLevel::Tried.iri());
        content.record.insert("evidenceLevel".to_owned(), tried);
    }
    content
}

/// A form that nothing was kept of yet.
fn empty<'a>(page: &Page, kind: DraftKind, about: About, content: &'a DraftContent) -> Entry<'a> {
    Entry {
        kind,
        about: Some(about),
        draft: None,
        once: String::new(),
        action: page.path().to_owned(),
        content,
        problems: &[],
        said: Said::Nothing,
    }
}

async fn submit(page: &Page, who: &SignedIn, form: &PostForm, kind: DraftKind) -> PageResult {
    let (practice, about) = about(page, who).await?;
    let by = who.user.account.id;
    let questions = Form::of_entry(kind);
    let content = entered(&begun(kind), questions.fields(), &form.0);
    let new = NewDraft {
        kind,
        about: Some(practice),
        content: content.clone(),
    };
    let key_of_form = form.0.get("key");
    let once =
        (!key_of_form.is_empty()).then(|| (who.user.user.id, format!("draft {key_of_form}")));
    let made = match drafts::create_once(page.ctx(), by, new, once).await {
        Ok(Begun::Now(view)) => Ok(*view),
        // Sent again: it is the same draft, unless it is published by now.
        Ok(Begun::Before(id)) => {
            match drafts::save(page.ctx(), by, id, seen(&form.0), content.clone()).await {
                Err(DraftError::NotFound) => {
                    let there = format!("/practices/{practice}#reports");
                    let note = match drafts::published(page.ctx(), by, id).await? {
                        Some(_) => Flash::DraftPublished,
                        None => Flash::DraftGone,
                    };
                    return Ok(redirect(page, &there, Some(note)));
                }
                kept => kept,
            }
        }
        Err(error) => Err(error),
    };
    let (note, problems) = match made {
        Ok(view) if form.0.get("do") == "publish" => return publish(page, by, view, None).await,
        Ok(view) if form.0.get("do") == BY_ITSELF => {
            return Ok(kept_by_itself(&view, &format!("/drafts/{}", view.row.id)));
        }
        Ok(view) => {
            let there = format!("/drafts/{}", view.row.id);
            return Ok(redirect(page, &there, Some(Flash::DraftSaved)));
        }
        Err(DraftError::TooMany) => (key("draft-too-many"), Vec::new()),
        Err(DraftError::Invalid(problems)) => (key("draft-too-much"), problems),
        Err(error) => return Err(error.into()),
    };
    let entry = Entry {
        once: key_of_form.to_owned(),
        problems: &problems,
        said: Said::Note(note),
        ..empty(page, kind, about, &content)
    };
    entry.page(page, StatusCode::UNPROCESSABLE_ENTITY)
}
