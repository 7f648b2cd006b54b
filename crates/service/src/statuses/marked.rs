//! Who marked a status, and what somebody marked: likes, boosts and bookmarks as lists. Their cursors are
//! the ids of the marks.

use staffroom_db::accounts::AccountRow;
use staffroom_db::statuses::{self, Page};
use staffroom_db::{Conn, DbError, bookmarks, favourites};
use staffroom_domain::{AccountId, StatusId, Timestamp};

use super::view::{StatusView, load, load_one};
use super::{StatusError, Viewer};
use crate::context::Ctx;
use crate::hiding;
use crate::listing::{Part, active};

/// Reads a part of the marks of something: cursors with whose, or of what, they are.
type ReadPart<K, C, V> = fn(&mut Conn, K, Page) -> Result<Vec<(C, V)>, DbError>;

/// The longest page of people.
const MAX_PEOPLE: i64 = 80;

/// What somebody keeps, the last kept first; what is not for them any more is left out.
pub async fn bookmarked_by(
    ctx: &Ctx,
    by: AccountId,
    page: Page,
) -> Result<Part<StatusView>, DbError> {
    marked(ctx, by, page, bookmarks::page).await
}

/// What somebody likes, the last liked first; what is not for them any more is left out.
pub async fn favourited_by(
    ctx: &Ctx,
    by: AccountId,
    page: Page,
) -> Result<Part<StatusView>, DbError> {
    marked(ctx, by, page, favourites::page).await
}

async fn marked<C: Copy + Into<i64> + Send + 'static>(
    ctx: &Ctx,
    by: AccountId,
    page: Page,
    read: ReadPart<AccountId, C, StatusId>,
) -> Result<Part<StatusView>, DbError> {
    let page = page.at_most(crate::timelines::MAX_PAGE);
    ctx.db
        .read(move |conn| {
            let found = read(conn, by, page)?;
            let ids: Vec<StatusId> = found.iter().map(|(_, id)| *id).collect();
            let views = load(conn, Some(by), &ids)?;
            Ok(part(found, page).showing(views))
        })
        .await
}

/// Who likes a status that the viewer may see, the last first.
pub async fn likers(
    ctx: &Ctx,
    viewer: Viewer,
    status: StatusId,
    page: Page,
) -> Result<Part<AccountRow>, StatusError> {
    people(ctx, viewer, status, page, favourites::likers).await
}

/// Who boosted a status that the viewer may see, the last first.
pub async fn boosters(
    ctx: &Ctx,
    viewer: Viewer,
    status: StatusId,
    page: Page,
) -> Result<Part<AccountRow>, StatusError> {
    people(ctx, viewer, status, page, statuses::boosters).await
}

async fn people<C: Copy + Into<i64> + Send + 'static>(
    ctx: &Ctx,
    viewer: Viewer,
    status: StatusId,
    page: Page,
    read: ReadPart<StatusId, C, AccountId>,
) -> Result<Part<AccountRow>, StatusError> {
    let (page, now) = (page.at_most(MAX_PEOPLE), ctx.now());
    ctx.db
        .read(move |conn| {
            let view = load_one(conn, viewer, status)?.ok_or(StatusError::NotFound)?;
            let of = view.boost_of.map_or(view.status.id, |of| of.status.id);
            let found = read(conn, of, page)?;
            let ids: Vec<AccountId> = found.iter().map(|(_, id)| *id).collect();
            let people = shown(conn, viewer, &ids, now)?;
            Ok(part(found, page).showing(people))
        })
        .await
}

fn part<C: Copy + Into<i64>, T>(found: Vec<(C, T)>, page: Page) -> Part<(C, T)> {
    Part::of(found, |(cursor, _)| (*cursor).into()).of_page(page)
}

/// Those accounts in their order, without those who are gone and those whom the viewer does not see.
fn shown(
    conn: &mut Conn,
    viewer: Viewer,
    ids: &[AccountId],
    now: Timestamp,
) -> Result<Vec<AccountRow>, DbError> {
    let mut there = active(conn, ids)?;
    let hidden = hiding::among(conn, viewer, there.values(), now)?;
    let people = ids.iter().filter(|id| !hidden.contains(id));
    Ok(people.filter_map(|id| there.remove(id)).collect())
}
