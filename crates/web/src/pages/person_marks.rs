//! The buttons beside somebody: following, muting and blocking them, and answering what they asked for.

use staffroom_domain::AccountId;
use staffroom_service::follows::{self, FollowError, Wishes};
use staffroom_service::{mutes, networks};

use super::post_marks::back;
use crate::access::SignedIn;
use crate::error::PageError;
use crate::flash::Flash;
use crate::form::PostForm;
use crate::page::{Page, PageResult, redirect};

pub(crate) async fn act(page: Page, visitor: SignedIn, form: PostForm) -> PageResult {
    let (ctx, by) = (page.ctx(), visitor.user.account.id);
    let id: AccountId = page.segment("id")?;
    let what: String = page.segment("act")?;
    let fields = form.0;
    let done = match what.as_str() {
        "follow" => follows::follow(ctx, by, id, Wishes::default())
            .await
            .map(|row| (!row.is_accepted()).then_some(Flash::FollowAsked)),
        "unfollow" => follows::unfollow(ctx, by, id).await.map(|()| None),
        "mute" => mutes::mute(ctx, by, id, true, None)
            .await
            .map(|()| Some(Flash::PersonMuted)),
        "unmute" => mutes::unmute(ctx, by, id).await.map(|()| None),
        "block" => follows::block(ctx, by, id)
            .await
            .map(|()| Some(Flash::PersonBlocked)),
        "unblock" => follows::unblock(ctx, by, id).await.map(|()| None),
        "accept" => follows::answer(ctx, by, id, true).await.map(|()| None),
        "refuse" => follows::answer(ctx, by, id, false).await.map(|()| None),
        "remove" => follows::remove_follower(ctx, by, id).await.map(|()| None),
        _ => return Err(PageError::not_found()),
    };
    let flash = match done {
        Ok(flash) => flash,
        Err(FollowError::NotAllowed) => Some(Flash::NotPossible),
        Err(error) => return Err(error.into()),
    };
    let mut there = back(&fields);
    if what == "block"
        && let Some(row) = networks::several(ctx, vec![id]).await?.pop()
    {
        // What they posted for followers is not for whoever blocks them any more.
        let their = format!("/@{}", row.acct());
        if there
            .strip_prefix(&their)
            .is_some_and(|rest| rest.starts_with('/'))
        {
            there = their;
        }
    }
    Ok(redirect(&page, &there, flash))
}

impl From<FollowError> for PageError {
    fn from(error: FollowError) -> Self {
        match error {
            FollowError::NotFound | FollowError::NotAllowed => Self::not_found(),
            FollowError::Db(error) => error.into(),
        }
    }
}
