//! The timelines of lists.

use staffroom_db::lists;
use staffroom_db::statuses::Page;
use staffroom_domain::{AccountId, ListId};

use super::walk::{Part, short};
use crate::context::Ctx;
use crate::lists::{ListError, own};
use crate::statuses::load;

/// A part of the timeline of a list of somebody's, the newest first.
pub async fn list(ctx: &Ctx, of: AccountId, list: ListId, page: Page) -> Result<Part, ListError> {
    let page = short(page);
    ctx.db
        .read(move |conn| {
            let list = own(conn, of, list)?;
            let ids = lists::page(conn, list.id, page)?;
            let views = load(conn, Some(of), &ids)?;
            Ok(Part::of_page(&ids, views, page))
        })
        .await
}
