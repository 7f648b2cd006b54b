//! Public timelines.

use staffroom_db::DbError;
use staffroom_db::public_entries::{self, Kinds};
use staffroom_db::statuses::Page;

use super::walk::{Part, walk, without_hidden};
use crate::context::Ctx;
use crate::statuses::Viewer;

/// A part of a public timeline as somebody sees it, the newest first.
pub async fn public(ctx: &Ctx, viewer: Viewer, kinds: Kinds, page: Page) -> Result<Part, DbError> {
    let now = ctx.now();
    ctx.db
        .read(move |conn| {
            walk(
                conn,
                viewer,
                page,
                |conn, page| public_entries::page(conn, kinds, page),
                |conn, entries| without_hidden(conn, viewer, entries, now),
            )
        })
        .await
}
