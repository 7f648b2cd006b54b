//! Timelines.

use staffroom_db::statuses::Page;
use staffroom_db::{DbError, home};
use staffroom_domain::AccountId;

use crate::context::Ctx;
use crate::statuses::{StatusView, load};

/// The longest page of a timeline.
pub const MAX_PAGE: i64 = 40;

/// A part of somebody's home timeline, the newest first.
pub async fn home(ctx: &Ctx, of: AccountId, page: Page) -> Result<Vec<StatusView>, DbError> {
    ctx.db
        .read(move |conn| {
            let page = Page {
                limit: page.limit.clamp(1, MAX_PAGE),
                ..page
            };
            let ids = home::page(conn, of, page)?;
            load(conn, Some(of), &ids)
        })
        .await
}
