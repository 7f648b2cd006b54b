//! Drafts that nobody has touched for long.

use std::time::Duration;

use staffroom_db::{DbError, accounts, drafts, statuses};

use super::content::{DraftContent, DraftKind};
use super::desk::{Desk, reader_language};
use super::keep::discard_in;
use super::words::Words;
use crate::context::Ctx;
use crate::tx::Tx;

/// How many days a draft is kept that nobody changes.
const KEPT: u64 = 365;
/// How many days before it goes its author is told.
const NOTICE: u64 = 14;
/// How many are looked at in one transaction.
const AT_ONCE: i64 = 100;

/// Removes drafts that nobody has changed for a year, two weeks after their authors were told; gives how many.
pub async fn sweep(ctx: &Ctx) -> Result<usize, DbError> {
    while ctx.transact(notify_in).await? > 0 {}
    let mut removed = 0;
    loop {
        let some = ctx.transact(remove_in).await?;
        if some == 0 {
            return Ok(removed);
        }
        removed += some;
    }
}

const fn days(count: u64) -> Duration {
    Duration::from_hours(count * 24)
}

fn notify_in(tx: &mut Tx<'_>) -> Result<usize, DbError> {
    let since = tx.now.minus(days(KEPT - NOTICE));
    let rows = drafts::forgotten(tx.conn, since, None, AT_ONCE)?;
    let desk = Desk::find(tx)?;
    for row in &rows {
        drafts::set_noticed(tx.conn, row.id, tx.now)?;
        let Some(author) = accounts::find(tx.conn, row.account_id)? else {
            continue;
        };
        let source = match row.source_id {
            Some(source) => statuses::find(tx.conn, source.into())?,
            None => None,
        };
        let reader = reader_language(tx, &author, row.language.as_deref())?;
        let content = DraftContent::of(row);
        let name = Words::of(&reader).name(DraftKind::of(row), &content);
        let said = Words::of(&reader).goes_soon(&name, &Desk::page(tx, row));
        desk.write(tx, &author, source, &said)?;
    }
    Ok(rows.len())
}

fn remove_in(tx: &mut Tx<'_>) -> Result<usize, DbError> {
    let told = Some(tx.now.minus(days(NOTICE)));
    let since = tx.now.minus(days(KEPT));
    let rows = drafts::forgotten(tx.conn, since, told, AT_ONCE)?;
    let mut removed = 0;
    for row in &rows {
        removed += usize::from(discard_in(tx, row)?);
    }
    Ok(removed)
}
