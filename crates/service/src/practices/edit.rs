//! Changing a practice.

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::practices::{self, PracticeRow};
use staffroom_db::statuses::StatusRow;
use staffroom_db::{DbError, attachments};
use staffroom_domain::practice::{
    Curator, OutcomeRecord, PracticeBasis, PracticeRecord, Problem, changes_core, check_practice,
};
use staffroom_domain::{AccountId, AttachmentId, RecordKind, StatusId, TypedRecord, Visibility};
use staffroom_text::Format;
use staffroom_vocabulary::{Assurance, ConceptRef, EvidenceLevel};

use super::line::line_in;
use super::publish::{
    completed, is_curator, not_a_member, one_line, own_result, report_own, result_problems,
    text_problems,
};
use crate::context::Ctx;
use crate::ledger::reported_in;
use crate::media;
use crate::organisations;
use crate::records::{
    Note, RecordChange, RecordError, hashtags, number, own_result_in, practice_row, with_tags,
};
use crate::statuses::{
    NewAttachment, People, PollChange, Revision, live, mentioned, people_named, render, revise_in,
    tags_of,
};
use crate::tx::Tx;

/// What its author makes of a practice.
#[derive(Clone, Debug, Default)]
pub struct PracticeEdit {
    /// What it is called.
    pub title: String,
    /// The description: Markdown.
    pub text: String,
    /// Everything else; `version`, `ledger` and `outcome` are set here.
    pub record: PracticeRecord,
    /// What came of it where its author tried it; none: what was reported stays. `practice` is set here, and the version
    /// is the present one.
    pub result: Option<OutcomeRecord>,
    /// The files that it shows, in order; none: as before.
    pub files: Option<Vec<AttachmentId>>,
    /// Who may see it. It stays for whom it was published: anything else is a mistake.
    pub visibility: Option<Visibility>,
}

/// A practice of somebody's own.
pub(crate) fn own(
    tx: &mut Tx<'_>,
    by: AccountId,
    id: StatusId,
) -> Result<(AccountRow, StatusRow, PracticeRow), RecordError> {
    // Locked first: what is entered about it waits, and what it says is what is changed.
    let practice = practices::lock(tx.conn, id)?.ok_or(RecordError::NotFound)?;
    let row = live(tx.conn, id)?;
    if row.account_id != by || !row.local {
        return Err(RecordError::NotFound);
    }
    let author = accounts::find(tx.conn, by)?.ok_or(RecordError::NotFound)?;
    Ok((author, row, practice))
}

pub(super) fn record_of(practice: &PracticeRow) -> PracticeRecord {
    let record = TypedRecord::stored(RecordKind::Practice, &practice.record).ok();
    record
        .and_then(|record| record.practice())
        .unwrap_or_default()
}

/// Its author changes a practice. Another core (steps, technology, size of the group) makes a new version, which new
/// results are about; what was reported of the ones before stays with them.
///
/// # Errors
///
/// As [`publish`](super::publish()).
pub async fn edit(
    ctx: &Ctx,
    by: AccountId,
    id: StatusId,
    edit: PracticeEdit,
) -> Result<(), RecordError> {
    let people = people_named(ctx, &edit.text).await?;
    ctx.transact(move |tx| edit_in(tx, by, id, edit, &people))
        .await
}

pub(crate) fn edit_in(
    tx: &mut Tx<'_>,
    by: AccountId,
    id: StatusId,
    edit: PracticeEdit,
    people: &People,
) -> Result<(), RecordError> {
    let (author, row, practice) = own(tx, by, id)?;
    let before = record_of(&practice);
    let there = own_result_in(tx.conn, id, by)?;
    let mut record = completed(tx, &author, id, edit.record)?;
    record.version = if changes_core(&before, &record) {
        before.version.next()
    } else {
        before.version
    };
    let version = record.version;
    let result = edit
        .result
        .map(|result| own_result(tx.addresses.object(id), version, &record, result));
    record.outcome = match &result {
        Some(result) => Some(result.outcome.clone()),
        None => before.outcome.clone().filter(|_| there.is_some()),
    };
    let mut problems = text_problems(&edit.title, &edit.text);
    let is_other = edit.visibility.is_some_and(|it| it != row.visibility());
    problems.extend(is_other.then(|| cannot_change("visibility")));
    // Nobody assures what is their own, also no curator.
    let reported = reported_in(tx.conn, id, version)?;
    let basis = PracticeBasis {
        own_outcomes: reported.own_outcomes.max(usize::from(result.is_some())),
        independent_comparisons: reported.independent_comparisons,
        curator: kept_curator(&before, &record),
    };
    problems.extend(check_practice(&record, &basis).err().unwrap_or_default());
    problems.extend(not_a_member(tx, by, record.organisation.as_deref())?);
    problems.extend(result.iter().flat_map(result_problems));
    if !problems.is_empty() {
        return Err(RecordError::Invalid(problems));
    }
    let typed = with_state(&record, &practice)?;
    let attachments = files(tx, by, id, edit.files)?;
    let rendered = render(tx, &edit.text, Format::Markdown, people);
    let line = match practice_row(tx, &author, &row, &typed) {
        Some((practice, _)) => line_in(tx, &practice, &row)?,
        None => row.spoiler.clone(),
    };
    let revision = Revision {
        title: Some(one_line(&edit.title)),
        mentions: mentioned(people, &rendered),
        tags: with_tags(hashtags(&record.hashtags()), tags_of(&rendered)),
        content: rendered.html,
        source: edit.text,
        source_format: "text/markdown".to_owned(),
        spoiler: line,
        sensitive: row.sensitive,
        language: record.language.clone(),
        edited: tx.now,
        attachments,
        poll: PollChange::Keep,
        emojis: Vec::new(),
        record: RecordChange::Become(typed),
        remote: None,
        own_event: None,
    };
    revise_in(tx, &author, &row, &revision)?;
    if let Some(result) = result {
        let row = live(tx.conn, id)?;
        // What was reported of a version before stays what it is.
        let of_version = there.filter(|there| there.practice_version == number(version));
        match of_version {
            Some(there) => revise_own(tx, &author, there.status_id, &result)?,
            None => report_own(tx, &author, &row, &result)?,
        }
    }
    Ok(())
}

/// Said of what is only said at first, where it is to be something else now.
pub fn cannot_change(field: &str) -> Problem {
    let message = "This is said once and stays. Leave it out, or send what it is.";
    Problem::new(field, "cannot-change", message)
}

/// The files that it shows, in order; where none are named, those that it showed before.
fn files(
    tx: &mut Tx<'_>,
    by: AccountId,
    id: StatusId,
    files: Option<Vec<AttachmentId>>,
) -> Result<Option<Vec<NewAttachment>>, RecordError> {
    let shown = if let Some(files) = files {
        files
    } else {
        let there = attachments::of_statuses(tx.conn, &[id])?;
        there.iter().map(|file| file.id).collect()
    };
    Ok(media::keep_in(tx, by, id, &shown, &[])?)
}

/// The record, withdrawn if it was.
fn with_state(record: &PracticeRecord, practice: &PracticeRow) -> Result<TypedRecord, RecordError> {
    let typed = TypedRecord::try_from(record)?;
    if practice.is_withdrawn() {
        Ok(super::withdraw::marked(&typed, true)?)
    } else {
        Ok(typed)
    }
}

/// A level that a curator gave stays while its author claims no other, and with the core that it was given to.
fn kept_curator(before: &PracticeRecord, record: &PracticeRecord) -> Option<Curator> {
    let assured: Option<Assurance> = before.assurance.as_ref().and_then(ConceptRef::facet);
    let is_kept = assured >= Some(Assurance::Curator)
        && !changes_core(before, record)
        && before.evidence_level == record.evidence_level
        && before.assurance == record.assurance;
    is_kept.then_some(Curator::Elsewhere)
}

fn revise_own(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    id: StatusId,
    result: &OutcomeRecord,
) -> Result<(), RecordError> {
    let row = live(tx.conn, id)?;
    let language = row.language.clone().unwrap_or_else(|| "en".to_owned());
    let typed = TypedRecord::try_from(result)?;
    let people = People::new();
    let note = Note::of_outcome(tx, result, &language, row.source.clone(), &people);
    let revision = note.revision(tx, &row, RecordChange::Become(typed));
    revise_in(tx, author, &row, &revision)?;
    Ok(())
}

/// A curator here, and not the author, gives a practice a level of evidence that nobody can give themselves.
///
/// # Errors
///
/// [`RecordError::NotAllowed`] for everybody else, [`RecordError::Invalid`] with what the level needs.
pub async fn assure(
    ctx: &Ctx,
    by: AccountId,
    id: StatusId,
    level: EvidenceLevel,
) -> Result<(), RecordError> {
    ctx.transact(move |tx| {
        let practice = practices::lock(tx.conn, id)?.ok_or(RecordError::NotFound)?;
        let row = live(tx.conn, id)?;
        if !row.local {
            return Err(RecordError::NotFound);
        }
        if row.account_id == by || !is_curator(tx.conn, by)? {
            return Err(RecordError::NotAllowed);
        }
        let author = accounts::find(tx.conn, row.account_id)?.ok_or(RecordError::NotFound)?;
        let own = organisations::default_of(tx, by)?;
        let is_elsewhere =
            own.is_some() && practice.organisation.is_some() && own != practice.organisation;
        let record = PracticeRecord {
            evidence_level: Some(level.into()),
            assurance: Some(Assurance::Curator.into()),
            ..record_of(&practice)
        };
        let reported = reported_in(tx.conn, id, record.version)?;
        let basis = PracticeBasis {
            own_outcomes: reported.own_outcomes,
            independent_comparisons: reported.independent_comparisons,
            curator: Some(if is_elsewhere {
                Curator::Elsewhere
            } else {
                Curator::SameOrganisation
            }),
        };
        check_practice(&record, &basis)?;
        write_record_in(tx, &author, &row, &with_state(&record, &practice)?)?;
        Ok(())
    })
    .await
}

/// A practice of ours says something else, and its text the same.
pub(super) fn write_record_in(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    row: &StatusRow,
    record: &TypedRecord,
) -> Result<(), DbError> {
    crate::records::put_in(tx, author, row, record)?;
    super::line::write_line_in(tx, row)
}
