//! Publishing a practice, with the author's own result.

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::statuses::StatusRow;
use staffroom_db::{Conn, DbError, users};
use staffroom_domain::practice::{
    OutcomeRecord, PracticeBasis, PracticeRecord, Problem, Reporter, Version, check_outcome,
    check_practice,
};
use staffroom_domain::{
    AccountId, AttachmentId, RecordKind, Role, StatusId, StatusKind, TypedRecord, UserId,
    Visibility,
};
use staffroom_text::Format;
use staffroom_vocabulary::{ConceptRef, EvidenceLevel, Independence};

use super::line_in;
use crate::context::Ctx;
use crate::media;
use crate::organisations;
use crate::records::{Making, Note, RecordError, hashtags, practice_row, with_tags};
use crate::statuses::{Draft, People, may_act, mentioned, people_named, render, store, tags_of};
use crate::tx::Tx;

/// The longest title, in characters.
pub const MAX_PRACTICE_TITLE: usize = 200;
/// The longest text, in characters as Mastodon counts them.
pub const MAX_PRACTICE_TEXT: usize = 40_000;

/// The licence of what names none: what the form proposes.
const DEFAULT_LICENCE: &str = "CC-BY-4.0";

/// What somebody here publishes.
#[derive(Clone, Debug, Default)]
pub struct NewPractice {
    /// What it is called, one line.
    pub title: String,
    /// The description: Markdown.
    pub text: String,
    /// Everything else. What the server says itself (`version`, `ledger`) is set here; without `organisation` it is the
    /// author's own. Where `outcome` is named and no `result` is given, the result is made of the record.
    pub record: PracticeRecord,
    /// What came of it where its author tried it; `practice` and `practiceVersion` are set here.
    pub result: Option<OutcomeRecord>,
    /// Who may see it; none: everybody.
    pub visibility: Option<Visibility>,
    /// Files that were uploaded, in order.
    pub files: Vec<AttachmentId>,
    /// By which program it is published.
    pub application: Option<i64>,
    /// The same for every attempt of a client at this practice.
    pub idempotency: Option<(UserId, String)>,
}

/// Publishes a practice, and its author's own result as an outcome. Gives the practice.
///
/// # Errors
///
/// [`RecordError::Invalid`] with everything that is wrong or missing; of the own result under `result.`.
pub async fn publish(ctx: &Ctx, by: AccountId, new: NewPractice) -> Result<StatusId, RecordError> {
    let making = Making {
        key: new.idempotency.clone(),
        kind: RecordKind::Practice,
        about: String::new(),
    };
    if let Some(before) = making.before(ctx, &new.text).await? {
        return Ok(before);
    }
    let people = people_named(ctx, &new.text).await?;
    ctx.transact(move |tx| {
        let id: StatusId = tx.new_id();
        match making.claim_in(tx, id)? {
            Some(before) => Ok(before),
            None => publish_in(tx, by, id, new, &people),
        }
    })
    .await
}

pub(crate) fn publish_in(
    tx: &mut Tx<'_>,
    by: AccountId,
    id: StatusId,
    new: NewPractice,
    people: &People,
) -> Result<StatusId, RecordError> {
    let author = accounts::find(tx.conn, by)?.ok_or(RecordError::NotFound)?;
    may_act(&author)?;
    let visibility = new.visibility.unwrap_or(Visibility::Public);
    let mut record = completed(tx, &author, id, new.record)?;
    let result = new.result.or_else(|| result_of(&record));
    record.outcome = result.as_ref().map(|result| result.outcome.clone());
    let result =
        result.map(|result| own_result(tx.addresses.object(id), Version::FIRST, &record, result));
    let mut problems = text_problems(&new.title, &new.text);
    if visibility == Visibility::Direct {
        problems.push(Problem::new(
            "visibility",
            "visibility",
            "A practice is for more than those whom it names. Choose who may see it.",
        ));
    }
    let basis = PracticeBasis {
        own_outcomes: usize::from(result.is_some()),
        ..PracticeBasis::default()
    };
    problems.extend(check_practice(&record, &basis).err().unwrap_or_default());
    problems.extend(not_a_member(tx, by, record.organisation.as_deref())?);
    problems.extend(result.iter().flat_map(result_problems));
    if !problems.is_empty() {
        return Err(RecordError::Invalid(problems));
    }
    let typed = TypedRecord::try_from(&record)?;
    let rendered = render(tx, &new.text, Format::Markdown, people);
    let draft = Draft {
        id: Some(id),
        kind: StatusKind::Article,
        visibility,
        title: Some(one_line(&new.title)),
        mentions: mentioned(people, &rendered),
        tags: with_tags(hashtags(&record.hashtags()), tags_of(&rendered)),
        content: rendered.html,
        source: new.text,
        source_format: "text/markdown".to_owned(),
        language: record.language.clone(),
        attachments: media::claim_in(tx, author.id, &new.files)?,
        application: new.application,
        record: Some(typed.clone()),
        ..Draft::note(author.clone(), tx.now)
    };
    let draft = Draft {
        spoiler: first_line(tx, &author, &draft, &typed)?,
        ..draft
    };
    let row = store(tx, draft)?;
    if let Some(result) = result {
        report_own(tx, &author, &row, &result)?;
    }
    Ok(row.id)
}

/// The line above a practice that is not there yet.
fn first_line(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    draft: &Draft,
    record: &TypedRecord,
) -> Result<String, DbError> {
    let status = draft.as_row(tx);
    match practice_row(tx, author, &status, record) {
        Some((practice, _)) => line_in(tx, &practice, &status),
        None => Ok(String::new()),
    }
}

/// Writes the author's own result as an outcome that answers the practice.
pub(super) fn report_own(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    practice: &StatusRow,
    result: &OutcomeRecord,
) -> Result<(), RecordError> {
    let language = practice.language.clone().unwrap_or_else(|| "en".to_owned());
    let people = People::new();
    let note = Note::of_outcome(tx, result, &language, String::new(), &people);
    let record = TypedRecord::try_from(result)?;
    let visibility = practice.visibility();
    let draft = note.draft(tx, author.clone(), practice, visibility, language, record)?;
    store(tx, draft)?;
    Ok(())
}

pub(super) fn one_line(text: &str) -> String {
    staffroom_domain::text::single_line(text)
}

pub(crate) fn text_problems(title: &str, text: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    let title = one_line(title);
    if title.is_empty() {
        problems.push(Problem::new(
            "title",
            "required",
            "Give it a title: what is done, in a few words.",
        ));
    }
    if title.chars().count() > MAX_PRACTICE_TITLE {
        let message = format!("Shorten the title to {MAX_PRACTICE_TITLE} characters.");
        problems.push(Problem::new("title", "too-long", message));
    }
    if text.trim().is_empty() {
        problems.push(Problem::new(
            "text",
            "required",
            "Describe what you did, so that others can try it.",
        ));
    }
    if staffroom_text::count(text) > MAX_PRACTICE_TEXT {
        let message = format!("Shorten the description to {MAX_PRACTICE_TEXT} characters.");
        problems.push(Problem::new("text", "too-long", message));
    }
    problems
}

/// With what the server says itself, and what goes without saying.
pub(super) fn completed(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    id: StatusId,
    record: PracticeRecord,
) -> Result<PracticeRecord, DbError> {
    let organisation = match record.organisation {
        Some(organisation) => Some(organisation),
        None => organisations::default_of(tx, author.id)?,
    };
    Ok(PracticeRecord {
        version: Version::FIRST,
        ledger: Some(tx.addresses.of_object(id, "ledger")),
        language: record.language.or_else(|| Some("en".to_owned())),
        licence: record.licence.or_else(|| Some(DEFAULT_LICENCE.to_owned())),
        organisation,
        ..record
    })
}

/// What a practice that names what came of it says of its author's own result.
pub(crate) fn result_of(record: &PracticeRecord) -> Option<OutcomeRecord> {
    let outcome = record.outcome.clone()?;
    let level = record.level();
    let by_itself =
        |level: EvidenceLevel| (EvidenceLevel::Tried..=EvidenceLevel::Compared).contains(&level);
    let level = level.map(|level| level.min(EvidenceLevel::Compared));
    Some(OutcomeRecord {
        evidence_level: level
            .filter(|level| by_itself(*level))
            .map(ConceptRef::from),
        study_design: record.study_design.clone(),
        measure: record.measure.clone(),
        learners: record.learners.clone(),
        comparison_learners: record.comparison_learners.clone(),
        cost_band: record.cost_band.clone(),
        staff_time_setup: record.staff_time_setup.clone(),
        staff_time_running: record.staff_time_running.clone(),
        would_warn_about: record.would_warn_about.clone(),
        lesson: record.what_did_not_work.clone(),
        ..OutcomeRecord::new(String::new(), Version::FIRST, outcome)
    })
}

/// An own result, with what goes without saying: whatever it does not say itself, the practice says.
pub(crate) fn own_result(
    practice: String,
    version: Version,
    record: &PracticeRecord,
    result: OutcomeRecord,
) -> OutcomeRecord {
    let or = |said: Vec<ConceptRef>, of_practice: &[ConceptRef]| {
        if said.is_empty() {
            of_practice.to_vec()
        } else {
            said
        }
    };
    let of_practice = result_of(&PracticeRecord {
        outcome: Some(result.outcome.clone()),
        ..record.clone()
    });
    let of_practice = of_practice.unwrap_or_else(|| result.clone());
    OutcomeRecord {
        practice,
        practice_version: version,
        evidence_level: result.evidence_level.or(of_practice.evidence_level),
        study_design: result.study_design.or(of_practice.study_design),
        measure: or(result.measure, &of_practice.measure),
        learners: result.learners.or(of_practice.learners),
        comparison_learners: result
            .comparison_learners
            .or(of_practice.comparison_learners),
        would_warn_about: result.would_warn_about.or(of_practice.would_warn_about),
        phase: or(result.phase, &record.phase),
        subject: or(result.subject, &record.subject),
        setting: or(result.setting, &record.setting),
        region: result.region.or_else(|| record.region.clone()),
        organisation: result.organisation.or_else(|| record.organisation.clone()),
        independence: result
            .independence
            .or_else(|| record.independence.clone())
            .or_else(|| Some(Independence::Originator.into())),
        interest_declared: result
            .interest_declared
            .or_else(|| record.interest_declared.clone()),
        product: if result.product.is_empty() {
            record.product.clone()
        } else {
            result.product
        },
        ..result
    }
}

pub(crate) fn result_problems(result: &OutcomeRecord) -> Vec<Problem> {
    let mut problems = check_outcome(result, Reporter::Author)
        .err()
        .unwrap_or_default();
    for problem in &mut problems {
        problem.field = format!("result.{}", problem.field);
    }
    problems
}

/// Whether somebody may give the practices of others levels of evidence.
pub(super) fn is_curator(conn: &mut Conn, by: AccountId) -> Result<bool, DbError> {
    let Some(user) = users::of_account(conn, by)? else {
        return Ok(false);
    };
    let user = users::find(conn, user)?;
    Ok(user.is_some_and(|user| user.roles.has(Role::Curator)))
}

/// Said to whoever names an organisation that is not theirs.
pub(crate) fn not_a_member(
    tx: &mut Tx<'_>,
    by: AccountId,
    organisation: Option<&str>,
) -> Result<Option<Problem>, DbError> {
    let Some(organisation) = organisation else {
        return Ok(None);
    };
    let may = organisations::may_name(tx, by, organisation)?;
    Ok((!may).then(|| {
        Problem::new(
            "organisation",
            "not-a-member",
            "You do not belong to this organisation here. Leave it out, or ask those who run the server.",
        )
    }))
}
