//! What came of a practice where somebody tried it. It belongs to whoever tried it: they report it, change it and take it
//! back; the author of the practice can only say that it is none ([`crate::ledger::reject`]).
//!
//! An outcome is about the version that was tried. Of what one setting reports, the newest of each adoption counts, the
//! others are kept as history ([`OutcomeRow::SUPERSEDED`]).

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::adoptions::{self, AdoptionRow};
pub use staffroom_db::outcomes::OutcomeRow;
use staffroom_db::practices::{self, PracticeRow};
use staffroom_db::statuses::StatusRow;
use staffroom_db::{DbError, organisation_members, outcomes as rows};
use staffroom_domain::ledger::Reason;
use staffroom_domain::practice::{OutcomeRecord, Problem, Reporter, Version, check_outcome};
use staffroom_domain::{
    AccountId, AttachmentId, RecordKind, StatusId, TypedRecord, UserId, Visibility,
};

use crate::context::Ctx;
use crate::media;
use crate::organisations;
use crate::practices::not_a_member;
use crate::records::{Making, Note, RecordChange, RecordError, status_at, uri_of};
use crate::statuses::{
    Draft, People, StatusView, Viewer, live, load_one, may_act, may_answer, may_see, people_named,
    remove_in, revise_in, store,
};
use crate::tx::Tx;

/// The longest words that stand beside a record, in characters as Mastodon counts them.
pub const MAX_WORDS: usize = 5_000;

/// What somebody here reports.
#[derive(Clone, Debug)]
pub struct NewOutcome {
    /// What came of it. `practice` is the id of the practice's object; without `organisation` it is the author's own,
    /// without `adoption` the newest adoption of the same practice by the same author.
    pub record: OutcomeRecord,
    /// What they say besides, as typed.
    pub words: String,
    /// Who may see it; none: whoever sees the practice.
    pub visibility: Option<Visibility>,
    /// BCP 47; none: that of the practice.
    pub language: Option<String>,
    /// Files that were uploaded, in order.
    pub files: Vec<AttachmentId>,
    /// By which program it is reported.
    pub application: Option<i64>,
    /// The same for every attempt of a client at this outcome.
    pub idempotency: Option<(UserId, String)>,
}

impl NewOutcome {
    /// What a record says and nothing else.
    pub const fn of(record: OutcomeRecord) -> Self {
        Self {
            record,
            words: String::new(),
            visibility: None,
            language: None,
            files: Vec::new(),
            application: None,
            idempotency: None,
        }
    }
}

/// A practice that somebody wants to enter something about.
pub(crate) struct Subject {
    pub(crate) status: StatusRow,
    pub(crate) practice: PracticeRow,
}

/// Finds the practice of that id, which `by` may see and answer.
pub(crate) fn subject_in(
    tx: &mut Tx<'_>,
    by: &AccountRow,
    uri: &str,
) -> Result<Subject, RecordError> {
    let status = status_at(tx.conn, tx.addresses, uri)?.ok_or(RecordError::NotFound)?;
    if !may_see(tx.conn, Some(by.id), &status)? {
        return Err(RecordError::NotFound);
    }
    let practice = practices::find(tx.conn, status.id)?.ok_or(RecordError::NotFound)?;
    if !may_answer(tx.conn, by.id, &status)? {
        return Err(RecordError::NotAllowed);
    }
    Ok(Subject { status, practice })
}

impl Subject {
    /// Who may see what is entered: nobody who does not see the practice.
    pub(crate) fn visibility(&self, wanted: Option<Visibility>) -> Visibility {
        let inherited = self.status.visibility();
        wanted.map_or(inherited, |wanted| wanted.max(inherited))
    }

    pub(crate) fn language(&self, wanted: Option<String>) -> String {
        wanted
            .or_else(|| self.status.language.clone())
            .unwrap_or_else(|| "en".to_owned())
    }

    /// Said of a version that there never was.
    pub(crate) fn version_problem(&self, version: Version) -> Option<Problem> {
        let last = u32::try_from(self.practice.version).unwrap_or(1);
        (version.get() > last).then(|| {
            let reason = Reason::UnknownVersion;
            Problem::new("practiceVersion", reason.as_str(), reason.english())
        })
    }
}

/// Said to whoever wants only some of those whom they name to see it: it is for whoever sees the practice, or fewer.
pub(crate) fn check_visibility(visibility: Visibility) -> Result<(), RecordError> {
    if visibility != Visibility::Direct {
        return Ok(());
    }
    Err(RecordError::problem(
        "visibility",
        "visibility",
        "This is for more than those whom it names. Choose who may see it.",
    ))
}

/// Said of words that are too long.
pub(crate) fn words_problem(words: &str) -> Option<Problem> {
    (staffroom_text::count(words) > MAX_WORDS).then(|| {
        let message = format!("Shorten this to {MAX_WORDS} characters.");
        Problem::new("words", "too-long", message)
    })
}

/// Somebody here reports what came of a practice. Gives the status.
///
/// # Errors
///
/// [`RecordError::NotFound`] where there is no such practice, also one that was deleted; [`RecordError::Invalid`] with
/// everything that is wrong or missing.
pub async fn report(ctx: &Ctx, by: AccountId, new: NewOutcome) -> Result<StatusId, RecordError> {
    let making = Making {
        key: new.idempotency.clone(),
        kind: RecordKind::Outcome,
        about: new.record.practice.clone(),
    };
    if let Some(before) = making.before(ctx, &new.words).await? {
        return Ok(before);
    }
    let people = people_named(ctx, &new.words).await?;
    ctx.transact(move |tx| {
        let id: StatusId = tx.new_id();
        if let Some(before) = making.claim_in(tx, id)? {
            return Ok(before);
        }
        report_in(tx, id, by, new, &people)
    })
    .await
}

/// As [`report`], with the people whom its words name.
pub(crate) fn report_in(
    tx: &mut Tx<'_>,
    id: StatusId,
    by: AccountId,
    new: NewOutcome,
    people: &People,
) -> Result<StatusId, RecordError> {
    let author = accounts::find(tx.conn, by)?.ok_or(RecordError::NotFound)?;
    may_act(&author)?;
    let subject = subject_in(tx, &author, &new.record.practice)?;
    let record = completed(tx, &author, &subject, new.record)?;
    let visibility = subject.visibility(new.visibility);
    check(tx, &author, &subject, &record, &new.words)?;
    check_visibility(visibility)?;
    let language = subject.language(new.language);
    let typed = TypedRecord::try_from(&record)?;
    let note = Note::of_outcome(tx, &record, &language, new.words, people);
    let parent = &subject.status;
    let draft = note.draft(tx, author, parent, visibility, language, typed)?;
    let draft = Draft {
        id: Some(id),
        attachments: media::claim_in(tx, by, &new.files)?,
        application: new.application,
        ..draft
    };
    Ok(store(tx, draft)?.id)
}

fn completed(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    subject: &Subject,
    record: OutcomeRecord,
) -> Result<OutcomeRecord, DbError> {
    let organisation = match record.organisation {
        Some(organisation) => Some(organisation),
        None => organisations::default_of(tx, author.id)?,
    };
    let adoption = match record.adoption {
        Some(adoption) => Some(adoption),
        None => adoptions::newest_of(tx.conn, subject.status.id, author.id)?.map(|row| row.uri),
    };
    Ok(OutcomeRecord {
        practice: uri_of(tx.addresses, &subject.status),
        organisation,
        adoption,
        ..record
    })
}

/// Whose the result is, from the practice's point of view.
fn reporter(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    practice: &PracticeRow,
    organisation: Option<&str>,
) -> Result<Reporter, DbError> {
    if practice.account_id == author.id {
        return Ok(Reporter::Author);
    }
    let is_same = organisation.is_some() && organisation == practice.organisation.as_deref();
    let is_theirs = is_same
        && organisation_members::is_member(
            tx.conn,
            organisation.unwrap_or_default(),
            practice.account_id,
        )?;
    Ok(if is_theirs {
        Reporter::Colleague
    } else {
        Reporter::Other
    })
}

fn check(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    subject: &Subject,
    record: &OutcomeRecord,
    words: &str,
) -> Result<(), RecordError> {
    let organisation = record.organisation.as_deref();
    let reporter = reporter(tx, author, &subject.practice, organisation)?;
    let mut problems = check_outcome(record, reporter).err().unwrap_or_default();
    problems.extend(subject.version_problem(record.practice_version));
    problems.extend(not_a_member(tx, author.id, organisation)?);
    problems.extend(adoption_problem(tx, author, subject, record)?);
    problems.extend(words_problem(words));
    if problems.is_empty() {
        Ok(())
    } else {
        Err(RecordError::Invalid(problems))
    }
}

/// An outcome ends an adoption of the same practice by the same author, or by a colleague.
fn adoption_problem(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    subject: &Subject,
    record: &OutcomeRecord,
) -> Result<Option<Problem>, DbError> {
    let Some(adoption) = &record.adoption else {
        return Ok(None);
    };
    let status = status_at(tx.conn, tx.addresses, adoption)?;
    let row: Option<AdoptionRow> = match status {
        Some(status) => adoptions::find(tx.conn, status.id)?,
        None => None,
    };
    let fits = row.is_some_and(|row| {
        let is_same = row.practice_id == Some(subject.status.id.get());
        let is_theirs = row.account_id == author.id
            || (row.organisation.is_some() && row.organisation == record.organisation);
        is_same && is_theirs
    });
    Ok((!fits).then(|| {
        Problem::new(
            "adoption",
            "no-adoption",
            "There is no adoption of this practice by you or your organisation at this address.",
        )
    }))
}

/// Its author changes an outcome. What it is about stays the same; `record.practice` is not looked at.
///
/// # Errors
///
/// As [`report`].
pub async fn edit(
    ctx: &Ctx,
    by: AccountId,
    id: StatusId,
    record: OutcomeRecord,
    words: String,
) -> Result<(), RecordError> {
    let people = people_named(ctx, &words).await?;
    ctx.transact(move |tx| {
        let row = live(tx.conn, id)?;
        let before = rows::find(tx.conn, id)?.ok_or(RecordError::NotFound)?;
        if row.account_id != by {
            return Err(RecordError::NotFound);
        }
        let author = accounts::find(tx.conn, by)?.ok_or(RecordError::NotFound)?;
        let subject = subject_in(tx, &author, &before.practice_uri)?;
        let adoption = record.adoption.or(before.adoption_uri);
        let record = OutcomeRecord { adoption, ..record };
        let record = completed(tx, &author, &subject, record)?;
        check(tx, &author, &subject, &record, &words)?;
        let language = subject.language(row.language.clone());
        let typed = TypedRecord::try_from(&record)?;
        let note = Note::of_outcome(tx, &record, &language, words, &people);
        let revision = note.revision(tx, &row, RecordChange::Become(typed));
        revise_in(tx, &author, &row, &revision)?;
        Ok(())
    })
    .await
}

/// Its author takes an outcome back: nothing of it is left but that one was withdrawn.
pub async fn withdraw(ctx: &Ctx, by: AccountId, id: StatusId) -> Result<(), RecordError> {
    ctx.transact(move |tx| {
        let row = live(tx.conn, id)?;
        if row.account_id != by || rows::find(tx.conn, id)?.is_none() {
            return Err(RecordError::NotFound);
        }
        let author = accounts::find(tx.conn, by)?.ok_or(RecordError::NotFound)?;
        remove_in(tx, &author, &row)?;
        Ok(())
    })
    .await
}

/// An outcome as somebody sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct OutcomeView {
    /// The status.
    pub view: StatusView,
    /// The outcome.
    pub outcome: OutcomeRow,
    /// Its record, read; none where it says nothing that we know.
    pub record: Option<OutcomeRecord>,
}

/// An outcome as somebody sees it.
pub async fn get(ctx: &Ctx, viewer: Viewer, id: StatusId) -> Result<OutcomeView, RecordError> {
    ctx.db
        .read(move |conn| {
            let view = load_one(conn, viewer, id)?.ok_or(RecordError::NotFound)?;
            let outcome = rows::find(conn, id)?.ok_or(RecordError::NotFound)?;
            let record = TypedRecord::stored(RecordKind::Outcome, &outcome.record).ok();
            Ok(OutcomeView {
                record: record.and_then(|record| record.outcome()),
                view,
                outcome,
            })
        })
        .await
}
