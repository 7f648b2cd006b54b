//! Home timelines.

use staffroom_db::statuses::Page;
use staffroom_db::{DbError, home as entries};
use staffroom_domain::AccountId;

use super::walk::{Part, short};
use crate::context::Ctx;
use crate::statuses::load;

/// A part of somebody's home timeline, the newest first.
pub async fn home(ctx: &Ctx, of: AccountId, page: Page) -> Result<Part, DbError> {
    let page = short(page);
    ctx.db
        .read(move |conn| {
            let ids = entries::page(conn, of, page)?;
            let views = load(conn, Some(of), &ids)?;
            Ok(Part::of_page(&ids, views, page))
        })
        .await
}
