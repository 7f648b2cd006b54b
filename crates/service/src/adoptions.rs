//! That somebody takes a practice up, and by when they want to know what came of it.
//!
//! Whoever says so is reminded on the day that they set themselves, and nobody else: a ledger counts how many are
//! overdue and names nobody.

use staffroom_db::accounts::{self, AccountRow};
pub use staffroom_db::adoptions::AdoptionRow;
use staffroom_db::statuses::StatusRow;
use staffroom_db::{DbError, adoptions as rows};
use staffroom_domain::practice::{AdoptionRecord, AdoptionStatus, check_adoption};
use staffroom_domain::{
    AccountId, Day, RecordKind, StatusId, Timestamp, TypedRecord, UserId, Visibility,
};

use crate::context::Ctx;
use crate::notifications::{self, Kind};
use crate::organisations;
use crate::outcomes::{Subject, check_visibility, subject_in, words_problem};
use crate::practices::not_a_member;
use crate::records::{Making, Note, RecordChange, RecordError, uri_of};
use crate::statuses::{
    Draft, People, StatusView, Viewer, live, load, load_one, may_act, people_named, revise_in,
    store,
};
use crate::tx::Tx;

/// How many are reminded in one transaction.
const AT_ONCE: i64 = 100;
/// The longest list of what is due.
const MAX_DUE: i64 = 80;
/// Nobody is reminded in the night: the hour (UTC) from which on a day has come.
const FROM_HOUR: u64 = 7;

/// What somebody here says.
#[derive(Clone, Debug)]
pub struct NewAdoption {
    /// What they will try. `practice` is the id of the practice's object; without `organisation` it is the author's own.
    pub record: AdoptionRecord,
    /// What they say besides, as typed.
    pub words: String,
    /// Who may see it; none: whoever sees the practice.
    pub visibility: Option<Visibility>,
    /// BCP 47; none: that of the practice.
    pub language: Option<String>,
    /// By which program it is said.
    pub application: Option<i64>,
    /// The same for every attempt of a client at this adoption.
    pub idempotency: Option<(UserId, String)>,
}

impl NewAdoption {
    /// What a record says and nothing else.
    pub const fn of(record: AdoptionRecord) -> Self {
        Self {
            record,
            words: String::new(),
            visibility: None,
            language: None,
            application: None,
            idempotency: None,
        }
    }
}

/// Somebody here says that they take a practice up. Gives the status.
///
/// # Errors
///
/// [`RecordError::NotFound`] where there is no such practice, also one that was deleted; [`RecordError::Invalid`] with
/// everything that is wrong or missing.
pub async fn say(ctx: &Ctx, by: AccountId, new: NewAdoption) -> Result<StatusId, RecordError> {
    let making = Making {
        key: new.idempotency.clone(),
        kind: RecordKind::Adoption,
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
        say_in(tx, id, by, new, &people)
    })
    .await
}

/// As [`say`], with the people whom its words name.
pub(crate) fn say_in(
    tx: &mut Tx<'_>,
    id: StatusId,
    by: AccountId,
    new: NewAdoption,
    people: &People,
) -> Result<StatusId, RecordError> {
    let author = accounts::find(tx.conn, by)?.ok_or(RecordError::NotFound)?;
    may_act(&author)?;
    let subject = subject_in(tx, &author, &new.record.practice)?;
    let record = completed(tx, &author, &subject, new.record)?;
    let visibility = subject.visibility(new.visibility);
    check(tx, &author, &subject, &record, None, &new.words)?;
    check_visibility(visibility)?;
    let language = subject.language(new.language);
    let typed = TypedRecord::try_from(&record)?;
    let note = Note::of_adoption(tx, &record, &language, new.words, people);
    let parent = &subject.status;
    let draft = note.draft(tx, author, parent, visibility, language, typed)?;
    let draft = Draft {
        id: Some(id),
        application: new.application,
        ..draft
    };
    Ok(store(tx, draft)?.id)
}

fn completed(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    subject: &Subject,
    record: AdoptionRecord,
) -> Result<AdoptionRecord, DbError> {
    let organisation = match record.organisation {
        Some(organisation) => Some(organisation),
        None => organisations::default_of(tx, author.id)?,
    };
    Ok(AdoptionRecord {
        practice: uri_of(tx.addresses, &subject.status),
        organisation,
        ..record
    })
}

/// `before` is the day that was set before: one that stays may pass.
fn check(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    subject: &Subject,
    record: &AdoptionRecord,
    before: Option<&AdoptionRecord>,
    words: &str,
) -> Result<(), RecordError> {
    let is_new = before.is_none_or(|before| before.decide_by != record.decide_by);
    let today = Day::in_utc(tx.now).filter(|_| is_new);
    let mut problems = check_adoption(record, today).err().unwrap_or_default();
    problems.extend(subject.version_problem(record.practice_version));
    problems.extend(not_a_member(tx, author.id, record.organisation.as_deref())?);
    problems.extend(words_problem(words));
    if problems.is_empty() {
        Ok(())
    } else {
        Err(RecordError::Invalid(problems))
    }
}

/// An adoption of somebody's own.
fn own(
    tx: &mut Tx<'_>,
    by: AccountId,
    id: StatusId,
) -> Result<(AccountRow, StatusRow, AdoptionRecord), RecordError> {
    let row = live(tx.conn, id)?;
    let there = rows::find(tx.conn, id)?.ok_or(RecordError::NotFound)?;
    if row.account_id != by {
        return Err(RecordError::NotFound);
    }
    let author = accounts::find(tx.conn, by)?.ok_or(RecordError::NotFound)?;
    let record = TypedRecord::stored(RecordKind::Adoption, &there.record)?;
    let record = record.adoption().ok_or(RecordError::NotFound)?;
    Ok((author, row, record))
}

/// Its author changes an adoption. What it is about stays the same; `record.practice` is not looked at.
///
/// # Errors
///
/// As [`say`].
pub async fn edit(
    ctx: &Ctx,
    by: AccountId,
    id: StatusId,
    record: AdoptionRecord,
    words: String,
) -> Result<(), RecordError> {
    let people = people_named(ctx, &words).await?;
    ctx.transact(move |tx| {
        let (author, row, before) = own(tx, by, id)?;
        let subject = subject_in(tx, &author, &before.practice)?;
        let record = completed(tx, &author, &subject, record)?;
        check(tx, &author, &subject, &record, Some(&before), &words)?;
        let language = subject.language(row.language.clone());
        let typed = TypedRecord::try_from(&record)?;
        let note = Note::of_adoption(tx, &record, &language, words, &people);
        let revision = note.revision(tx, &row, RecordChange::Become(typed));
        revise_in(tx, &author, &row, &revision)?;
        Ok(())
    })
    .await
}

/// Its author says how far they are, and nothing else.
pub async fn set_status(
    ctx: &Ctx,
    by: AccountId,
    id: StatusId,
    status: AdoptionStatus,
) -> Result<(), RecordError> {
    let (record, words) = ctx
        .transact(move |tx| {
            let (_, row, record) = own(tx, by, id)?;
            Ok::<_, RecordError>((record, row.source))
        })
        .await?;
    let record = AdoptionRecord { status, ..record };
    edit(ctx, by, id, record, words).await
}

/// An adoption as somebody sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct AdoptionView {
    /// The status.
    pub view: StatusView,
    /// The adoption.
    pub adoption: AdoptionRow,
    /// Its record, read; none where it says nothing that we know.
    pub record: Option<AdoptionRecord>,
}

/// An adoption as somebody sees it.
pub async fn get(ctx: &Ctx, viewer: Viewer, id: StatusId) -> Result<AdoptionView, RecordError> {
    ctx.db
        .read(move |conn| {
            let view = load_one(conn, viewer, id)?.ok_or(RecordError::NotFound)?;
            let adoption = rows::find(conn, id)?.ok_or(RecordError::NotFound)?;
            Ok(viewed(view, adoption))
        })
        .await
}

fn viewed(view: StatusView, adoption: AdoptionRow) -> AdoptionView {
    let record = TypedRecord::stored(RecordKind::Adoption, &adoption.record).ok();
    AdoptionView {
        record: record.and_then(|record| record.adoption()),
        view,
        adoption,
    }
}

/// What somebody has still to report, the soonest first. The next part begins after the last of it: after its day and its
/// id.
pub async fn due(
    ctx: &Ctx,
    of: AccountId,
    after: Option<(Timestamp, StatusId)>,
    limit: i64,
) -> Result<Vec<AdoptionView>, DbError> {
    ctx.db
        .read(move |conn| {
            let rows = rows::owed_by(conn, of, after, limit.clamp(1, MAX_DUE))?;
            let ids: Vec<StatusId> = rows.iter().map(|row| row.status_id).collect();
            let views = load(conn, Some(of), &ids)?;
            let with_view = |row: AdoptionRow| {
                let view = views.iter().find(|view| view.status.id == row.status_id)?;
                Some(viewed(view.clone(), row))
            };
            Ok(rows.into_iter().filter_map(with_view).collect())
        })
        .await
}

/// Reminds those who said that they would know by now; gives how many. Each is reminded once of each day that they set
/// themselves.
pub async fn remind(ctx: &Ctx) -> Result<usize, DbError> {
    let mut reminded = 0;
    loop {
        let some = ctx.transact(remind_in).await?;
        if some == 0 {
            return Ok(reminded);
        }
        reminded += some;
    }
}

fn remind_in(tx: &mut Tx<'_>) -> Result<usize, DbError> {
    let until = tx.now.minus(std::time::Duration::from_hours(FROM_HOUR));
    let due = rows::due(tx.conn, until, AT_ONCE)?;
    for row in &due {
        // Of one's own adoption, and by nobody else.
        notifications::tell_anyway(
            tx,
            Kind::AdoptionDue,
            row.account_id,
            row.account_id,
            row.status_id,
        )?;
    }
    let ids: Vec<StatusId> = due.iter().map(|row| row.status_id).collect();
    rows::set_reminded(tx.conn, &ids, tx.now)?;
    Ok(due.len())
}
