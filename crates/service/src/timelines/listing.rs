//! What stands in the timelines of everybody: written with the status.

use staffroom_db::public_entries::{self, PublicEntryRow};
use staffroom_db::statuses::StatusRow;
use staffroom_db::tag_entries::{self, TagEntryRow};
use staffroom_db::tags::TagRow;
use staffroom_db::{DbError, attachments, tags};
use staffroom_domain::Visibility;

use crate::tx::Tx;

/// Shows a status in public timelines and in those of its hashtags, where it belongs there.
pub(crate) fn list(
    tx: &mut Tx<'_>,
    row: &StatusRow,
    media: bool,
    carried: &[TagRow],
) -> Result<(), DbError> {
    if !is_listed(row) {
        return Ok(());
    }
    let (status_id, account_id, local) = (row.id, row.account_id, row.local);
    if belongs_in_public(row) {
        let entry = PublicEntryRow {
            status_id,
            account_id,
            local,
            media,
            local_media: media.then_some(local),
        };
        public_entries::put(tx.conn, entry)?;
    }
    let entries: Vec<TagEntryRow> = carried
        .iter()
        .map(|tag| TagEntryRow {
            tag_id: tag.id,
            status_id,
            account_id,
            local,
            media,
            local_media: media.then_some(local),
            narrow_tag_id: tag.id,
        })
        .collect();
    tag_entries::insert_many(tx.conn, &entries)
}

/// Takes a status out of them; to be called while it still has its hashtags.
pub(crate) fn unlist(tx: &mut Tx<'_>, row: &StatusRow) -> Result<(), DbError> {
    if !is_listed(row) {
        return Ok(());
    }
    public_entries::remove(tx.conn, row.id)?;
    tag_entries::remove(tx.conn, row.id)
}

/// Shows a status again whose parts have changed.
pub(crate) fn relist(tx: &mut Tx<'_>, row: &StatusRow) -> Result<(), DbError> {
    if !is_listed(row) {
        return Ok(());
    }
    let media = !attachments::of_statuses(tx.conn, &[row.id])?.is_empty();
    let carried = tags::of_statuses(tx.conn, &[row.id])?;
    let carried: Vec<TagRow> = carried.into_iter().map(|(_, tag)| tag).collect();
    list(tx, row, media, &carried)
}

fn is_listed(row: &StatusRow) -> bool {
    row.visibility() == Visibility::Public && !row.is_boost()
}

/// Whether a status belongs to public timelines: they show no halves of conversations.
pub(crate) fn belongs_in_public(row: &StatusRow) -> bool {
    is_listed(row) && !answers_others(row)
}

/// Also what nobody here knows.
fn answers_others(row: &StatusRow) -> bool {
    let is_answer = row.in_reply_to_id.is_some() || row.in_reply_to_uri.is_some();
    is_answer && row.in_reply_to_account_id != Some(row.account_id.get())
}
