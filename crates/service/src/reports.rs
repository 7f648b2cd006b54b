//! Reports: made by people here and by other servers, read by those who look after the instance.

use std::net::IpAddr;

use staffroom_db::accounts::{self, AccountRow};
pub use staffroom_db::reports::ReportRow;
use staffroom_db::statuses::{self, StatusRow};
use staffroom_db::{Conn, DbError, reports, rules};
use staffroom_domain::{AccountId, Event, ReportId, RuleId, StatusId};
use thiserror::Error;

use crate::accounts::ensure_instance_actor;
use crate::context::Ctx;
use crate::limits::{Limited, TooMany, network};
use crate::notifications;
use crate::staff::{self, By, Decision, StaffError};
use crate::statuses::{Viewer, may_see};
use crate::tx::Tx;

/// The longest reason, in characters.
pub const MAX_COMMENT: usize = 1_000;
/// The most statuses of a report.
pub const MAX_STATUSES: usize = 50;
/// The longest page of reports.
const MAX_PAGE: i64 = 200;

/// What a report is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Category {
    /// Advertising, floods.
    Spam,
    /// Something that the law forbids.
    Legal,
    /// Something that the rules of this instance forbid.
    Violation,
    /// Anything else.
    #[default]
    Other,
}

impl Category {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Spam, Self::Legal, Self::Violation, Self::Other];

    /// The name in the database and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Spam => "spam",
            Self::Legal => "legal",
            Self::Violation => "violation",
            Self::Other => "other",
        }
    }

    /// The category of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == name)
    }
}

/// A report that somebody here makes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewReport {
    /// What of theirs; what is not theirs, or not for whoever reports, is left out.
    pub statuses: Vec<StatusId>,
    /// Why, plain text.
    pub comment: String,
    /// Whether the other server is to know, without learning who reports.
    pub forward: bool,
    /// What it is about; where nothing is said, rules that were broken, or something else.
    pub category: Option<Category>,
    /// Which rules were broken, where it is about these.
    pub rules: Vec<RuleId>,
}

/// Why there is no report.
#[derive(Clone, Debug, Error)]
pub enum ReportError {
    /// Nobody there.
    #[error("Record not found")]
    NotFound,
    /// What was given cannot be. The text says why.
    #[error("Validation failed: {0}")]
    Invalid(String),
    /// There were too many that nobody signed.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Somebody here reports an account.
pub async fn report(
    ctx: &Ctx,
    by: AccountId,
    target: AccountId,
    new: NewReport,
) -> Result<(ReportRow, AccountRow), ReportError> {
    make(ctx, by, Some(by), target, new).await
}

/// Somebody without a login reports an account: in the name of the instance, about what everybody sees, with a reason, and
/// never told to another server.
///
/// # Errors
///
/// [`ReportError::TooMany`] where there were many from that network, or from everywhere.
pub async fn report_unsigned(
    ctx: &Ctx,
    from: IpAddr,
    target: AccountId,
    new: NewReport,
) -> Result<(), ReportError> {
    if new.comment.trim().is_empty() {
        return Err(ReportError::Invalid("Comment can't be blank".to_owned()));
    }
    ctx.limits.check(Limited::ReportFrom, &network(from))?;
    ctx.limits.check(Limited::ReportFromAnywhere, "")?;
    let by = ensure_instance_actor(ctx).await?.id;
    let new = NewReport {
        forward: false,
        ..new
    };
    make(ctx, by, None, target, new).await?;
    Ok(())
}

async fn make(
    ctx: &Ctx,
    by: AccountId,
    viewer: Viewer,
    target: AccountId,
    new: NewReport,
) -> Result<(ReportRow, AccountRow), ReportError> {
    if new.comment.trim().chars().count() > MAX_COMMENT {
        return Err(ReportError::Invalid(format!(
            "Comment is too long (maximum is {MAX_COMMENT} characters)"
        )));
    }
    if new.statuses.len() > MAX_STATUSES {
        return Err(ReportError::Invalid(format!(
            "Statuses can't be more than {MAX_STATUSES}"
        )));
    }
    let category = new.category.unwrap_or(if new.rules.is_empty() {
        Category::Other
    } else {
        Category::Violation
    });
    if category != Category::Violation && !new.rules.is_empty() {
        return Err(ReportError::Invalid("Rules must be blank".to_owned()));
    }
    ctx.transact(move |tx| {
        let mut rules = new.rules.clone();
        rules.sort_unstable();
        rules.dedup();
        let known = rules::list(tx.conn)?;
        if !rules.iter().all(|id| known.iter().any(|row| row.id == *id)) {
            let reason = "Rules does not reference valid rules";
            return Err(ReportError::Invalid(reason.to_owned()));
        }
        let target = accounts::find(tx.conn, target)?.filter(|row| row.deleted_at.is_none());
        let target = target.ok_or(ReportError::NotFound)?;
        let mut ids: Vec<StatusId> = Vec::new();
        for row in statuses::find_many(tx.conn, &new.statuses)? {
            if row.account_id == target.id && may_see(tx.conn, viewer, &row)? {
                ids.push(row.id);
            }
        }
        ids.sort_unstable();
        let new = NewReport {
            statuses: ids,
            forward: new.forward && !target.is_local(),
            category: Some(category),
            rules,
            ..new
        };
        let row = row(tx, by, target.id, &new);
        reports::insert(tx.conn, row.clone())?;
        notifications::tell_of_report(tx, &row)?;
        if row.forwarded {
            tx.emit(&Event::Reported { report: row.id })?;
        }
        Ok((row, target))
    })
    .await
}

/// A report that another server makes by this activity; `false` where it made it before. What it says
/// and names has been cut to what is kept.
pub fn report_in(
    tx: &mut Tx<'_>,
    by: AccountId,
    target: AccountId,
    new: &NewReport,
    uri: String,
) -> Result<bool, DbError> {
    let row = ReportRow {
        uri: Some(uri),
        ..row(tx, by, target, new)
    };
    let is_new = reports::insert(tx.conn, row.clone())?;
    if is_new {
        notifications::tell_of_report(tx, &row)?;
    }
    Ok(is_new)
}

fn row(tx: &mut Tx<'_>, by: AccountId, target: AccountId, new: &NewReport) -> ReportRow {
    ReportRow {
        id: tx.new_id(),
        account_id: by,
        target_id: target,
        comment: new.comment.trim().to_owned(),
        status_ids: in_json(&new.statuses),
        uri: None,
        created_at: tx.now,
        resolved_at: None,
        category: new.category.unwrap_or_default().as_str().to_owned(),
        forwarded: new.forward,
        rule_ids: in_json(&new.rules),
        assigned_to: None,
        decision: None,
        decision_note: String::new(),
    }
}

fn in_json<T: serde::Serialize>(ids: &[T]) -> String {
    serde_json::to_string(ids).unwrap_or_else(|_| "[]".to_owned())
}

/// Which rules a report names; some may be gone since.
pub fn rules_of(row: &ReportRow) -> Vec<RuleId> {
    serde_json::from_str(&row.rule_ids).unwrap_or_default()
}

/// Which statuses a report names.
pub fn statuses_of(row: &ReportRow) -> Vec<StatusId> {
    serde_json::from_str(&row.status_ids).unwrap_or_default()
}

/// A reported status in plain text.
pub fn text_of(row: &StatusRow) -> String {
    staffroom_text::plain_text(&row.content)
}

/// A report with whom it is by and about.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportView {
    /// The row.
    pub report: ReportRow,
    /// Who reports; of another server, often its own actor.
    pub by: Option<AccountRow>,
    /// Who is reported.
    pub target: Option<AccountRow>,
    /// What of theirs, as far as it is here and not deleted.
    pub statuses: Vec<StatusRow>,
}

/// Reports before `before`, the latest first, at most `limit`; without the statuses.
pub async fn list(
    ctx: &Ctx,
    before: Option<ReportId>,
    limit: i64,
) -> Result<Vec<ReportView>, DbError> {
    ctx.db
        .read(move |conn| {
            let rows = reports::list(conn, before, limit.clamp(1, MAX_PAGE))?;
            with_people(conn, rows)
        })
        .await
}

/// Reports with whom they are by and about.
pub(crate) fn with_people(
    conn: &mut Conn,
    rows: Vec<ReportRow>,
) -> Result<Vec<ReportView>, DbError> {
    let ids = rows.iter().flat_map(|row| [row.account_id, row.target_id]);
    let people = accounts::find_many(conn, &ids.collect::<Vec<_>>())?;
    let person = |id: AccountId| people.iter().find(|row| row.id == id).cloned();
    Ok(rows
        .into_iter()
        .map(|report| ReportView {
            by: person(report.account_id),
            target: person(report.target_id),
            statuses: Vec::new(),
            report,
        })
        .collect())
}

/// One report with everything.
pub async fn find(ctx: &Ctx, id: ReportId) -> Result<Option<ReportView>, DbError> {
    ctx.db.read(move |conn| find_in(conn, id)).await
}

pub(crate) fn find_in(conn: &mut Conn, id: ReportId) -> Result<Option<ReportView>, DbError> {
    let Some(report) = reports::find(conn, id)? else {
        return Ok(None);
    };
    let mut found = statuses::find_many(conn, &statuses_of(&report))?;
    found.retain(|row| row.deleted_at.is_none());
    found.sort_by_key(|row| row.id);
    Ok(Some(ReportView {
        by: accounts::find(conn, report.account_id)?,
        target: accounts::find(conn, report.target_id)?,
        statuses: found,
        report,
    }))
}

/// Notes on the command line that a report was dealt with, in another way than by [`crate::staff::decide`]; `false` where
/// it was before, or is none.
pub async fn resolve(ctx: &Ctx, id: ReportId) -> Result<bool, DbError> {
    match staff::decide(ctx, By::CommandLine, id, Decision::Nothing, "").await {
        Ok(()) => Ok(true),
        Err(StaffError::Db(error)) => Err(error),
        Err(_) => Ok(false),
    }
}
