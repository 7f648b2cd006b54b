//! The buttons under a post. Each comes back to the place where it was pressed.

use staffroom_domain::StatusId;
use staffroom_service::statuses::{self, StatusError};

use crate::access::SignedIn;
use crate::error::PageError;
use crate::fields::Fields;
use crate::flash::Flash;
use crate::form::PostForm;
use crate::page::{Page, PageResult, redirect};
use crate::return_to::ReturnTo;

pub(crate) async fn act(page: Page, visitor: SignedIn, form: PostForm) -> PageResult {
    let (ctx, by) = (page.ctx(), visitor.user.account.id);
    let id: StatusId = page.segment("id")?;
    let what: String = page.segment("act")?;
    let fields = form.0;
    let done = match what.as_str() {
        "like" => statuses::favourite(ctx, by, id).await.map(|_| ()),
        "unlike" => statuses::unfavourite(ctx, by, id).await.map(|_| ()),
        "boost" => statuses::boost(ctx, by, id, None).await.map(|_| ()),
        "unboost" => statuses::unboost(ctx, by, id).await.map(|_| ()),
        "keep" => statuses::bookmark(ctx, by, id, true).await.map(|_| ()),
        "unkeep" => statuses::bookmark(ctx, by, id, false).await.map(|_| ()),
        "pin" => statuses::pin(ctx, by, id, true).await.map(|_| ()),
        "unpin" => statuses::pin(ctx, by, id, false).await.map(|_| ()),
        "mute" => statuses::mute_thread(ctx, by, id, true).await.map(|_| ()),
        "unmute" => statuses::mute_thread(ctx, by, id, false).await.map(|_| ()),
        "vote" => {
            let choices = fields.all("choice").filter_map(|it| it.parse().ok());
            let choices = choices.collect();
            statuses::vote(ctx, by, id, choices).await.map(|_| ())
        }
        _ => return Err(PageError::not_found()),
    };
    let flash = match done {
        Ok(()) => None,
        // It was possible when the page was made.
        Err(StatusError::Invalid(_) | StatusError::NotAllowed) => Some(Flash::NotPossible),
        Err(error) => return Err(error.into()),
    };
    Ok(redirect(&page, &back(&fields), flash))
}

/// Where the button was pressed.
pub(super) fn back(fields: &Fields) -> String {
    let there = ReturnTo::parse(fields.get("return_to"));
    there.map_or_else(|| "/home".to_owned(), |there| there.to_string())
}
