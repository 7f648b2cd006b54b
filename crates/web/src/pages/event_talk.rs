//! What is done with one talk: its speaker takes it back, organisers take it into the programme or not, and both make a
//! draft of a practice of it.

use staffroom_domain::TalkId;
use staffroom_service::calendar::{self, CalendarError};
use staffroom_service::drafts::{self, Begun, DraftError, DraftKind, NewDraft};

use crate::access::SignedIn;
use crate::error::PageError;
use crate::flash::Flash;
use crate::form::PostForm;
use crate::page::{Page, PageResult, redirect};

/// `POST /talks/{id}/{act}`
pub(crate) async fn act(page: Page, who: SignedIn, form: PostForm) -> PageResult {
    let (ctx, by) = (page.ctx(), who.user.account.id);
    let id: TalkId = page.segment("id")?;
    let act: String = page.segment("act")?;
    let (done, part) = match act.as_str() {
        "accept" => (
            calendar::decide_talk(ctx, by, id, true).await,
            "/people#talks",
        ),
        "decline" => (
            calendar::decide_talk(ctx, by, id, false).await,
            "/people#talks",
        ),
        "withdraw" => (calendar::withdraw_talk(ctx, by, id).await, "#talks"),
        "draft" => return draft(&page, &who, id, form.0.get("key")).await,
        _ => return Err(PageError::not_found()),
    };
    let (event, flash) = match done {
        Ok(event) => (event, Flash::TalkChanged),
        // It was possible when the page was made.
        Err(CalendarError::Invalid(_)) => {
            let talk = calendar::get_talk(ctx, Some(by), id).await?;
            (talk.status_id, Flash::NotPossible)
        }
        Err(error) => return Err(error.into()),
    };
    let there = format!("/events/{event}{part}");
    Ok(redirect(&page, &there, Some(flash)))
}

/// However often the button is pressed on one page, there is one draft.
async fn draft(page: &Page, who: &SignedIn, id: TalkId, key: &str) -> PageResult {
    let (ctx, by) = (page.ctx(), who.user.account.id);
    let seed = calendar::practice_of_talk(ctx, by, id).await?;
    let new = NewDraft {
        kind: DraftKind::Practice,
        about: None,
        content: seed.draft(),
    };
    let once = (!key.is_empty()).then(|| (who.user.user.id, format!("talk {id} {key}")));
    match drafts::create_once(ctx, by, new, once).await {
        Ok(Begun::Now(view)) => {
            let there = format!("/drafts/{}", view.row.id);
            Ok(redirect(page, &there, Some(Flash::DraftOfTalk)))
        }
        Ok(Begun::Before(id)) => Ok(redirect(page, &format!("/drafts/{id}"), None)),
        Err(DraftError::TooMany) => Ok(redirect(page, "/drafts", Some(Flash::DraftTooMany))),
        Err(error) => Err(error.into()),
    }
}
