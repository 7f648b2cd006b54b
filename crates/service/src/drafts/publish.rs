//! Publishing a draft, by the same functions as everything else that is published.

use serde_json::Value;
use staffroom_db::drafts::{self, DraftRow};
use staffroom_db::{accounts, attachments, statuses, users};
use staffroom_domain::practice::{AdoptionRecord, OutcomeRecord, Problem};
use staffroom_domain::{AccountId, AttachmentId, DraftId, StatusId};

use super::DraftError;
use super::content::{DraftContent, DraftKind};
use super::read::own;
use crate::adoptions::{self, NewAdoption};
use crate::context::Ctx;
use crate::media;
use crate::outcomes::{self, NewOutcome};
use crate::practices::{self, NewPractice, PracticeEdit};
use crate::statuses::{People, claim, made_with_key, people_named, take_out_in};
use crate::tx::Tx;

/// Publishes a draft; then it is gone, and with it the post that it was made of. Gives the status of what was published.
/// `version` is the one that its author has seen; none: whatever is there.
///
/// # Errors
///
/// [`DraftError::Invalid`] with everything that is wrong or missing; then the draft stays.
pub async fn publish(
    ctx: &Ctx,
    by: AccountId,
    id: DraftId,
    version: Option<i32>,
    application: Option<i64>,
) -> Result<StatusId, DraftError> {
    let text = ctx
        .db
        .read(move |conn| Ok::<_, DraftError>(own(conn, by, id)?.text))
        .await?;
    let people = people_named(ctx, &text).await?;
    ctx.transact(move |tx| {
        let row = own(tx.conn, by, id)?;
        if version.is_some_and(|version| version != row.version) {
            return Err(DraftError::Changed);
        }
        publish_in(tx, &row, &people, application)
    })
    .await
}

/// What a draft of somebody became lately; none where it was dropped, or is there.
pub async fn published(
    ctx: &Ctx,
    by: AccountId,
    id: DraftId,
) -> Result<Option<StatusId>, DraftError> {
    let user = ctx.db.read(move |conn| users::of_account(conn, by)).await?;
    let Some(user) = user else { return Ok(None) };
    let before = made_with_key(ctx, (user, key_of(id))).await?;
    Ok(before.map(|row| row.made_id.into()))
}

/// By what is found again which status a draft became: whoever publishes it once more is led there.
fn key_of(id: DraftId) -> String {
    format!("published draft {id}")
}

/// As [`publish`]. Whoever calls it gives up its transaction where this fails.
pub(super) fn publish_in(
    tx: &mut Tx<'_>,
    row: &DraftRow,
    people: &People,
    application: Option<i64>,
) -> Result<StatusId, DraftError> {
    let status = make_in(tx, row, people, application)?;
    if let Some(user) = users::of_account(tx.conn, row.account_id)? {
        claim(tx, Some((user, key_of(row.id))), status.get(), false)?;
    }
    Ok(status)
}

fn make_in(
    tx: &mut Tx<'_>,
    row: &DraftRow,
    people: &People,
    application: Option<i64>,
) -> Result<StatusId, DraftError> {
    let content = DraftContent::of(row);
    let by = row.account_id;
    // Whoever publishes it twice, or changes it meanwhile, is told; it becomes one thing, as its author saw it.
    if !drafts::delete_version(tx.conn, row.id, row.version)? {
        return Err(DraftError::Changed);
    }
    let files = take_files(tx, row)?;
    let id: StatusId = tx.new_id();
    let record = Value::Object(content.record.clone());
    match (DraftKind::of(row), row.edits_id) {
        (DraftKind::Practice, None) => {
            let (record, result) = content.practice().map_err(DraftError::Invalid)?;
            let new = NewPractice {
                title: content.title,
                text: content.text,
                record,
                result,
                visibility: content.visibility,
                files,
                application,
                idempotency: None,
            };
            Ok(practices::publish_in(tx, by, id, new, people)?)
        }
        (DraftKind::Practice, Some(edited)) => {
            not_overtaken(tx, row, edited.into())?;
            let (record, result) = content.practice().map_err(DraftError::Invalid)?;
            let edit = PracticeEdit {
                title: content.title,
                text: content.text,
                record,
                result,
                visibility: None,
                files: None,
            };
            practices::edit_in(tx, by, edited.into(), edit, people)?;
            Ok(edited.into())
        }
        (DraftKind::Adoption, _) => {
            let record = AdoptionRecord::parse(&record).map_err(DraftError::Invalid)?;
            let new = NewAdoption {
                words: content.text,
                visibility: content.visibility,
                language: content.language,
                application,
                ..NewAdoption::of(record)
            };
            Ok(adoptions::say_in(tx, id, by, new, people)?)
        }
        (DraftKind::Outcome, _) => {
            let record = OutcomeRecord::parse(&record).map_err(DraftError::Invalid)?;
            let new = NewOutcome {
                words: content.text,
                visibility: content.visibility,
                language: content.language,
                files,
                application,
                ..NewOutcome::of(record)
            };
            Ok(outcomes::report_in(tx, id, by, new, people)?)
        }
    }
}

/// A draft with all that a practice said says it again: what was changed in another way since would be undone.
fn not_overtaken(tx: &mut Tx<'_>, row: &DraftRow, practice: StatusId) -> Result<(), DraftError> {
    let status = statuses::find(tx.conn, practice)?.ok_or(DraftError::NotFound)?;
    if status.edited_at <= Some(row.created_at.as_micros()) {
        return Ok(());
    }
    let message = "The practice was changed after this draft of it was begun. Drop the draft, and begin again.";
    Err(DraftError::Invalid(vec![Problem::new(
        "text",
        "overtaken",
        message,
    )]))
}

/// Takes the post away that a draft was made of; gives its files, which what is published shows.
fn take_files(tx: &mut Tx<'_>, row: &DraftRow) -> Result<Vec<AttachmentId>, DraftError> {
    let Some(source) = row.source_id else {
        return Ok(Vec::new());
    };
    let Some(source) = statuses::find(tx.conn, source.into())? else {
        return Ok(Vec::new());
    };
    let author = accounts::find(tx.conn, row.account_id)?.ok_or(DraftError::NotFound)?;
    let files = attachments::of_statuses(tx.conn, &[source.id])?;
    if take_out_in(tx, &author, &source)? {
        media::give_back_in(tx, source.id)?;
    }
    Ok(files.into_iter().map(|file| file.id).collect())
}
