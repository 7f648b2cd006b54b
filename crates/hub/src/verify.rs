//! Asking for something at its own origin: only then it counts.

use staffroom_db::{DbError, hub_items, statuses};
use staffroom_domain::StatusId;
use staffroom_federation::Federation;
use staffroom_federation::receive::{ReceiveError, Reread, read_again};
use staffroom_federation::resolve::{RESTS_FOR, ResolveError, may_ask};
use staffroom_service::hub::{self, Finding, HubItemRow};

/// What came of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Checked {
    /// It is known what its server says of it.
    Done,
    /// There is nothing to ask for.
    Nothing,
    /// Its server was asked for enough lately.
    AskedEnough,
}

/// Asks for one thing that was reported. Where its server was asked for enough, later.
pub(crate) async fn item(fed: &Federation, status: StatusId) -> Result<(), ResolveError> {
    if check(fed, status).await? == Checked::AskedEnough {
        let at = fed.ctx().now().plus(RESTS_FOR);
        hub::verify_later(fed.ctx(), status, at).await?;
    }
    Ok(())
}

/// Asks for something unless it is verified already.
pub(crate) async fn check(fed: &Federation, status: StatusId) -> Result<Checked, ResolveError> {
    let known: Result<Option<HubItemRow>, DbError> = fed
        .ctx()
        .db
        .read(move |conn| hub_items::find(conn, status))
        .await;
    match known? {
        Some(row) if !row.is_verified() => check_again(fed, &row).await,
        _ => Ok(Checked::Nothing),
    }
}

/// Asks for something, verified or not.
pub(crate) async fn check_again(
    fed: &Federation,
    known: &HubItemRow,
) -> Result<Checked, ResolveError> {
    let status = known.status_id;
    let row: Result<_, DbError> = fed
        .ctx()
        .db
        .read(move |conn| statuses::find(conn, status))
        .await;
    let row = row?.filter(|row| !row.local && row.deleted_at.is_none());
    let Some(row) = row else {
        return Ok(Checked::Nothing);
    };
    if !may_ask(fed, &known.host).await {
        return Ok(Checked::AskedEnough);
    }
    let reread = match read_again(fed, &row).await {
        Ok(reread) => reread,
        Err(ReceiveError::Temporary(reason)) => return Err(ResolveError::Temporary(reason)),
        Err(ReceiveError::Db(error)) => return Err(error.into()),
        Err(error) => {
            tracing::debug!(uri = row.uri, %error, "something is not shown by its own server");
            Reread::Same
        }
    };
    let done: Result<(), ReceiveError> = fed
        .ctx()
        .transact(move |tx| {
            let finding = match &reread {
                Reread::Changed(..) => Finding::Shown,
                Reread::Same | Reread::Gone(_) => Finding::NotShown,
            };
            // What it says is written first, and counts for nothing yet.
            reread.keep_of(tx, &row)?;
            hub::settle_in(tx, status, finding)?;
            Ok(())
        })
        .await;
    match done {
        Ok(()) => Ok(Checked::Done),
        Err(ReceiveError::Db(error)) => Err(error.into()),
        Err(error) => Err(ResolveError::Refused(error.to_string())),
    }
}
