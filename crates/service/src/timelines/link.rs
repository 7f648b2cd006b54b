//! The timelines of pages that posts link to.

use std::collections::HashSet;

use staffroom_db::public_entries::{self, Entry};
use staffroom_db::statuses::Page;
use staffroom_db::{Conn, DbError, preview_cards};
use staffroom_domain::StatusId;
use staffroom_text::page_address;

use super::walk::{Part, walk, without_hidden};
use crate::cards;
use crate::context::Ctx;
use crate::statuses::Viewer;

/// A part of what everybody posted for everybody about a page, as somebody sees it, the newest first. A page
/// that nobody linked to is like one that only posts for few link to.
pub async fn link(ctx: &Ctx, viewer: Viewer, address: &str, page: Page) -> Result<Part, DbError> {
    let Some(address) = page_address(address) else {
        return Ok(Part::default());
    };
    let (digest, now) = (cards::digest_of(&address), ctx.now());
    ctx.db
        .read(move |conn| {
            let Some(card) = preview_cards::find_by_digest(conn, &digest)? else {
                return Ok(Part::default());
            };
            walk(
                conn,
                viewer,
                page,
                |conn, page| preview_cards::statuses_with(conn, card.id, page),
                |conn, entries| {
                    let entries = for_everybody(conn, entries)?;
                    without_hidden(conn, viewer, entries, now)
                },
            )
        })
        .await
}

/// Only what public timelines show.
fn for_everybody(conn: &mut Conn, mut entries: Vec<Entry>) -> Result<Vec<Entry>, DbError> {
    let ids: Vec<StatusId> = entries.iter().map(|entry| entry.status).collect();
    let listed: HashSet<StatusId> = public_entries::among(conn, &ids)?.into_iter().collect();
    entries.retain(|entry| listed.contains(&entry.status));
    Ok(entries)
}
