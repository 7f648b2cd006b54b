//! What is kept from people, by whom it is from: to be let in, or forgotten.

use staffroom_db::accounts::AccountRow;
use staffroom_db::notification_policies::{
    self as rows, NotificationPermissionRow, NotificationRequestRow,
};
use staffroom_db::statuses::Page;
use staffroom_db::{Conn, DbError, notifications};
use staffroom_domain::{AccountId, News, NotificationRequestId, StatusId};

use crate::context::Ctx;
use crate::listing::{Part, active};
use crate::statuses::{StatusView, load};
use crate::tx::Tx;

/// How many are removed in one statement's reading.
const AT_ONCE: i64 = 500;
/// The longest page.
const MAX_PAGE: i64 = 80;

/// What one account did and is kept from somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestView {
    /// The row.
    pub request: NotificationRequestRow,
    /// Who did it.
    pub from: AccountRow,
    /// The last status among it.
    pub last_status: Option<StatusView>,
}

/// The requests of somebody, the newest first.
pub async fn requests(ctx: &Ctx, of: AccountId, page: Page) -> Result<Part<RequestView>, DbError> {
    ctx.db
        .read(move |conn| {
            let limit = page.limit.clamp(1, MAX_PAGE);
            let rows = rows::requests(conn, of, Page { limit, ..page })?;
            let part = Part::of(rows.clone(), |row| row.id.get());
            Ok(part.showing(view(conn, of, rows)?))
        })
        .await
}

/// One request of somebody.
pub async fn find_request(
    ctx: &Ctx,
    of: AccountId,
    id: NotificationRequestId,
) -> Result<Option<RequestView>, DbError> {
    ctx.db
        .read(move |conn| {
            let row = rows::find_request(conn, of, id)?;
            Ok(view(conn, of, row.into_iter().collect())?.pop())
        })
        .await
}

fn view(
    conn: &mut Conn,
    of: AccountId,
    rows: Vec<NotificationRequestRow>,
) -> Result<Vec<RequestView>, DbError> {
    let from: Vec<AccountId> = rows.iter().map(|row| row.from_account_id).collect();
    let from = active(conn, &from)?;
    let ids: Vec<StatusId> = rows
        .iter()
        .filter_map(|row| row.last_status_id.map(StatusId::from))
        .collect();
    let statuses = load(conn, Some(of), &ids)?;
    let status = |id: i64| statuses.iter().find(|view| view.status.id.get() == id);
    Ok(rows
        .into_iter()
        .filter_map(|request| {
            Some(RequestView {
                from: from.get(&request.from_account_id)?.clone(),
                last_status: request.last_status_id.and_then(status).cloned(),
                request,
            })
        })
        .collect())
}

/// Lets in whom some requests are of, from now on too; `false` where somebody has none of an id, and then
/// nobody is let in.
pub async fn accept_requests(
    ctx: &Ctx,
    of: AccountId,
    ids: Vec<NotificationRequestId>,
) -> Result<bool, DbError> {
    ctx.transact(move |tx| {
        let Some(requests) = all(tx, of, &ids)? else {
            return Ok(false);
        };
        for request in &requests {
            let from = request.from_account_id;
            let permission = NotificationPermissionRow {
                account_id: of,
                from_account_id: from,
                created_at: tx.now,
            };
            rows::permit(tx.conn, permission)?;
            notifications::let_in(tx.conn, of, from)?;
            rows::remove_request(tx.conn, request)?;
        }
        if !requests.is_empty() {
            tx.tell(News::NotificationsMerged(of));
        }
        Ok(true)
    })
    .await
}

/// Forgets what is kept away by some requests; `false` where somebody has none of an id, and then nothing
/// is forgotten.
pub async fn dismiss_requests(
    ctx: &Ctx,
    of: AccountId,
    ids: Vec<NotificationRequestId>,
) -> Result<bool, DbError> {
    ctx.transact(move |tx| {
        let Some(requests) = all(tx, of, &ids)? else {
            return Ok(false);
        };
        for request in requests {
            let from = request.from_account_id;
            loop {
                let kept = notifications::find_between(tx.conn, of, from, true, AT_ONCE)?;
                if kept.is_empty() {
                    break;
                }
                notifications::remove(tx.conn, &kept)?;
            }
            if let Some(left) = rows::find_request(tx.conn, of, request.id)? {
                rows::remove_request(tx.conn, &left)?;
            }
        }
        Ok(true)
    })
    .await
}

fn all(
    tx: &mut Tx<'_>,
    of: AccountId,
    ids: &[NotificationRequestId],
) -> Result<Option<Vec<NotificationRequestRow>>, DbError> {
    let mut found = Vec::new();
    for id in ids {
        match rows::find_request(tx.conn, of, *id)? {
            Some(row) => found.push(row),
            None => return Ok(None),
        }
    }
    Ok(Some(found))
}
