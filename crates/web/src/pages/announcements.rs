//! What everybody here is told, for whoever has read it. It is shown on the page of the home timeline.

use staffroom_domain::AnnouncementId;
use staffroom_service::announcements::{self, AnnouncementError};

use crate::access::SignedIn;
use crate::error::PageError;
use crate::flash::Flash;
use crate::form::PostForm;
use crate::page::{Page, PageResult, redirect};

/// `POST /announcements/{id}/dismiss`: it was read.
pub(crate) async fn dismiss(page: Page, visitor: SignedIn, _: PostForm) -> PageResult {
    let id: AnnouncementId = page.segment("id")?;
    match announcements::dismiss(page.ctx(), visitor.user.user.id, id).await {
        // One that was taken away meanwhile is shown no more either.
        Ok(()) | Err(AnnouncementError::NotFound) => {
            Ok(redirect(&page, "/home", Some(Flash::AnnouncementDismissed)))
        }
        Err(AnnouncementError::Db(error)) => Err(error.into()),
        Err(other) => Err(PageError::internal(other)),
    }
}
