//! Those who want to be found, and whom somebody may want to follow.

use std::collections::HashSet;

use staffroom_db::accounts::AccountRow;
use staffroom_db::directory::{self as rows, SuggestionDismissalRow};
use staffroom_db::{Conn, DbError, follows};
use staffroom_domain::{AccountId, Timestamp};

pub use staffroom_db::directory::Order;

use crate::context::Ctx;
use crate::hiding;
use crate::statuses::Viewer;

/// As many are read at once where some are left out.
const AT_ONCE: i64 = 80;
/// How often more are read.
const MAX_ROUNDS: usize = 5;
/// How far into the directory one can look.
const DEEPEST: usize = 400;

/// Those who want to be found, without those who are hidden from the viewer, after the first `offset`.
pub async fn list(
    ctx: &Ctx,
    viewer: Viewer,
    order: Order,
    only_local: bool,
    (offset, limit): (usize, usize),
) -> Result<Vec<AccountRow>, DbError> {
    let now = ctx.now();
    let most = offset.saturating_add(limit);
    if most > DEEPEST {
        return Ok(Vec::new());
    }
    ctx.db
        .read(move |conn| {
            let found = collected(conn, (order, only_local), most, |conn, page| {
                hiding::among(conn, viewer, page, now)
            })?;
            Ok(found.into_iter().skip(offset).collect())
        })
        .await
}

/// Reads on until so many are there that are not among those whom `left_out` names.
fn collected(
    conn: &mut Conn,
    (order, only_local): (Order, bool),
    most: usize,
    mut left_out: impl FnMut(&mut Conn, &[AccountRow]) -> Result<HashSet<AccountId>, DbError>,
) -> Result<Vec<AccountRow>, DbError> {
    let mut found: Vec<AccountRow> = Vec::new();
    let mut before = None;
    for _ in 0..MAX_ROUNDS {
        let page = rows::page(conn, order, only_local, before, AT_ONCE)?;
        let Some(last) = page.last() else { break };
        let at = match order {
            Order::Active => last.last_status_at.unwrap_or_default(),
            Order::New => last.created_at.as_micros(),
        };
        before = Some((at, last.id));
        let out = left_out(conn, &page)?;
        found.extend(page.into_iter().filter(|row| !out.contains(&row.id)));
        if found.len() >= most {
            break;
        }
    }
    found.truncate(most);
    Ok(found)
}

/// Whom somebody may want to follow: people of this instance who want to be found, those who posted last
/// first; nobody whom they follow already or asked to, who is hidden from them or whom they did not want to be
/// shown again.
pub async fn suggestions(
    ctx: &Ctx,
    to: AccountId,
    limit: usize,
) -> Result<Vec<AccountRow>, DbError> {
    let now = ctx.now();
    ctx.db
        .read(move |conn| {
            collected(conn, (Order::Active, true), limit, |conn, page| {
                known(conn, to, page, now)
            })
        })
        .await
}

fn known(
    conn: &mut Conn,
    to: AccountId,
    page: &[AccountRow],
    now: Timestamp,
) -> Result<HashSet<AccountId>, DbError> {
    let ids: Vec<AccountId> = page.iter().map(|row| row.id).collect();
    let mut known = hiding::among(conn, Some(to), page, now)?;
    known.extend(
        follows::by_among(conn, to, &ids)?
            .iter()
            .map(|row| row.target_id),
    );
    known.extend(rows::dismissed_among(conn, to, &ids)?);
    known.insert(to);
    Ok(known)
}

/// Somebody does not want to be shown somebody again.
pub async fn dismiss(ctx: &Ctx, to: AccountId, other: AccountId) -> Result<(), DbError> {
    ctx.transact(move |tx| {
        if staffroom_db::accounts::find(tx.conn, other)?.is_some() {
            let row = SuggestionDismissalRow {
                account_id: to,
                target_id: other,
                created_at: tx.now,
            };
            rows::dismiss(tx.conn, row)?;
        }
        Ok(())
    })
    .await
}
