//! What an account posted, as somebody sees it.

use staffroom_db::statuses::{self, OfAccount, Page};
use staffroom_db::{Conn, DbError, accounts, follows};
use staffroom_domain::{AccountId, Timestamp};

use super::StatusError;
use super::pin::pinned;
use super::view::{StatusView, load};
use super::visibility::Viewer;
use crate::context::Ctx;
use crate::hiding;
use crate::listing::Part;
use crate::timelines::MAX_PAGE;

/// A part of what an account posted, the newest first. What is for followers only is there for those
/// who follow.
pub async fn of_account(
    ctx: &Ctx,
    viewer: Viewer,
    account: AccountId,
    wanted: OfAccount,
    page: Page,
) -> Result<Part<StatusView>, StatusError> {
    let now = ctx.now();
    ctx.db
        .read(move |conn| {
            let row = accounts::find(conn, account)?.filter(accounts::AccountRow::is_active);
            let row = row.ok_or(StatusError::NotFound)?;
            let sees_more = match viewer {
                Some(viewer) => viewer == row.id || follows::is_accepted(conn, viewer, row.id)?,
                None => false,
            };
            let wanted = OfAccount {
                only_open: wanted.only_open || !sees_more,
                ..wanted
            };
            let page = Page {
                limit: page.limit.clamp(1, MAX_PAGE),
                ..page
            };
            let ids = statuses::of_account(conn, row.id, wanted, page)?;
            let part = Part::of(ids, |id| id.get()).of_page(page);
            let views = load(conn, viewer, &part.items)?;
            Ok(part.showing(without_hidden_boosts(conn, viewer, views, now)?))
        })
        .await
}

/// Leaves out boosts of those whom the viewer does not want to see. Who looks at somebody's posts wants to
/// see theirs.
fn without_hidden_boosts(
    conn: &mut Conn,
    viewer: Viewer,
    mut views: Vec<StatusView>,
    now: Timestamp,
) -> Result<Vec<StatusView>, DbError> {
    let boosted = views.iter().filter_map(|view| view.boost_of.as_ref());
    let hidden = hiding::among(conn, viewer, boosted.map(|of| &of.author), now)?;
    views.retain(|view| {
        let of = view.boost_of.as_ref();
        of.is_none_or(|of| !hidden.contains(&of.author.id))
    });
    Ok(views)
}

/// What an account features, as somebody sees it.
pub async fn pinned_by(
    ctx: &Ctx,
    viewer: Viewer,
    account: AccountId,
) -> Result<Vec<StatusView>, StatusError> {
    ctx.db
        .read(move |conn| {
            let row = accounts::find(conn, account)?.filter(accounts::AccountRow::is_active);
            let row = row.ok_or(StatusError::NotFound)?;
            let ids = pinned(conn, row.id)?;
            Ok(load(conn, viewer, &ids)?)
        })
        .await
}
