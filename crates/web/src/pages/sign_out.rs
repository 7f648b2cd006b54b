//! Signing out.

use staffroom_service::sessions;

use crate::access::MaybeSignedIn;
use crate::cookies::Jar;
use crate::error::PageError;
use crate::flash::Flash;
use crate::form::PostForm;
use crate::page::{Page, PageResult, redirect};

pub(crate) async fn submit(page: Page, visitor: MaybeSignedIn, _form: PostForm) -> PageResult {
    if let Some(signed_in) = visitor.0 {
        sessions::revoke(page.ctx(), signed_in.user.user.id, signed_in.session).await?;
    }
    signed_out(&page)
}

/// Takes the session from the browser and goes to the first page.
pub(crate) fn signed_out(page: &Page) -> PageResult {
    session_ended(page, Flash::SignedOut)
}

/// The same, saying why.
pub(crate) fn session_ended(page: &Page, flash: Flash) -> PageResult {
    let mut answer = redirect(page, "/", Some(flash));
    let cookie = page.web().cookies().remove(Jar::Session);
    answer.add_cookie(&cookie).map_err(PageError::internal)?;
    Ok(answer)
}
