//! When an author does not stand by a practice any more.

use staffroom_domain::{AccountId, RecordKind, RecordTextError, StatusId, TypedRecord};

use super::edit::{own, write_record_in};
use crate::context::Ctx;
use crate::records::{RecordError, WITHDRAWN};
use crate::statuses::remove_with_results_in;

/// The record, with or without the mark.
pub(super) fn marked(
    record: &TypedRecord,
    is_withdrawn: bool,
) -> Result<TypedRecord, RecordTextError> {
    let mut value = record.text().value();
    if let Some(members) = value.as_object_mut() {
        if is_withdrawn {
            members.insert(WITHDRAWN.to_owned(), true.into());
        } else {
            members.remove(WITHDRAWN);
        }
    }
    TypedRecord::read(RecordKind::Practice, value)
}

/// Its author withdraws a practice: it stays to be read, with what came of it elsewhere, is marked, and is found by no
/// facet any more.
pub async fn withdraw(ctx: &Ctx, by: AccountId, id: StatusId) -> Result<(), RecordError> {
    set(ctx, by, id, true).await
}

/// Its author stands by a practice again.
pub async fn reinstate(ctx: &Ctx, by: AccountId, id: StatusId) -> Result<(), RecordError> {
    set(ctx, by, id, false).await
}

async fn set(
    ctx: &Ctx,
    by: AccountId,
    id: StatusId,
    is_withdrawn: bool,
) -> Result<(), RecordError> {
    ctx.transact(move |tx| {
        let (author, row, practice) = own(tx, by, id)?;
        if practice.is_withdrawn() == is_withdrawn {
            return Ok(());
        }
        let record = TypedRecord::stored(RecordKind::Practice, &practice.record)?;
        write_record_in(tx, &author, &row, &marked(&record, is_withdrawn)?)?;
        Ok(())
    })
    .await
}

/// Its author deletes a practice, and their own results with it. What others entered about it stays theirs.
pub async fn delete(ctx: &Ctx, by: AccountId, id: StatusId) -> Result<(), RecordError> {
    ctx.transact(move |tx| {
        let (author, row, _) = own(tx, by, id)?;
        remove_with_results_in(tx, &author, &row)?;
        Ok(())
    })
    .await
}
