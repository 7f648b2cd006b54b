//! Reports: taken on, and decided.

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::reports::ReportRow;
use staffroom_db::{Conn, DbError, reports, statuses, users};
use staffroom_domain::{AccountId, ReportId, Roles, UserId};

use super::log::{Entry, Kind};
use super::people::{Step, act_in};
use super::{By, StaffError, Who, checked, note_by, read};
use crate::context::Ctx;
use crate::reports::{ReportView, find_in, statuses_of, with_people};
use crate::statuses::remove_with_results_in;
use crate::tx::Tx;

/// The longest page of reports.
const MAX_PAGE: i64 = 200;

/// What is done about a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Nothing: it was not so, or it was settled in another way.
    Nothing,
    /// The posts that it names go.
    DeletePosts,
    /// Who is reported is limited.
    Limit,
    /// Who is reported is shut out.
    Suspend,
}

impl Decision {
    /// All of them, the mildest first.
    pub const ALL: [Self; 4] = [Self::Nothing, Self::DeletePosts, Self::Limit, Self::Suspend];

    /// The name in the database and in forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::DeletePosts => "delete-posts",
            Self::Limit => "limit",
            Self::Suspend => "suspend",
        }
    }

    /// The decision of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == name)
    }
}

/// A report with who deals with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The report, with whom it is by and about.
    pub view: ReportView,
    /// The handle of whoever has taken it on.
    pub taken_by: Option<String>,
}

/// Reports before `before`, the latest first, at most `limit`; only the open ones, where that is said. For whoever deals
/// with reports, and without the statuses.
pub async fn open(
    ctx: &Ctx,
    by: By,
    only_open: bool,
    before: Option<ReportId>,
    limit: i64,
) -> Result<Vec<Case>, StaffError> {
    read(ctx, by, Roles::may_moderate, move |conn| {
        let limit = limit.clamp(1, MAX_PAGE);
        let rows = if only_open {
            reports::open(conn, before, limit)?
        } else {
            reports::list(conn, before, limit)?
        };
        let views = with_people(conn, rows)?;
        cases(conn, views)
    })
    .await
}

/// One report with everything that it names. For whoever deals with reports.
pub async fn case(ctx: &Ctx, by: By, id: ReportId) -> Result<Case, StaffError> {
    read(ctx, by, Roles::may_moderate, move |conn| {
        let view = find_in(conn, id)?.into_iter().collect();
        Ok(cases(conn, view)?.pop())
    })
    .await?
    .ok_or(StaffError::NotFound)
}

fn cases(conn: &mut Conn, views: Vec<ReportView>) -> Result<Vec<Case>, DbError> {
    let ids = views.iter().filter_map(|view| view.report.assigned_to);
    let mut ids: Vec<UserId> = ids.map(UserId::from).collect();
    ids.sort_unstable();
    ids.dedup();
    let handles = if ids.is_empty() {
        Vec::new()
    } else {
        users::handles(conn, &ids)?
    };
    let named = |id: i64| {
        let found = handles.iter().find(|(user, _)| user.get() == id);
        found.map(|(_, name)| name.clone())
    };
    Ok(views
        .into_iter()
        .map(|view| Case {
            taken_by: view.report.assigned_to.and_then(named),
            view,
        })
        .collect())
}

/// The latest reports about an account, at most `limit`.
pub async fn of_person(
    ctx: &Ctx,
    by: By,
    target: AccountId,
    limit: i64,
) -> Result<Vec<ReportRow>, StaffError> {
    read(ctx, by, Roles::may_moderate, move |conn| {
        reports::of_target(conn, target, limit.clamp(1, MAX_PAGE))
    })
    .await
}

/// Somebody takes an open report on, or gives it back.
pub async fn assign(ctx: &Ctx, by: UserId, id: ReportId, takes: bool) -> Result<(), StaffError> {
    ctx.transact(move |tx| {
        let who = Who::allowed(tx.conn, By::User(by), Roles::may_moderate)?;
        let (row, target) = there(tx.conn, id)?;
        let to = takes.then_some(by);
        if row.assigned_to == to.map(UserId::get) {
            return Ok(());
        }
        if !reports::assign(tx.conn, id, to)? {
            return Err(StaffError::NotFound);
        }
        let kind = if takes {
            Kind::ReportAssigned
        } else {
            Kind::ReportUnassigned
        };
        note_report(tx, &who, kind, (&row, &target), "")
    })
    .await
}

/// Decides an open report: what is to be done is done, and noted, in the same transaction; or nothing at all.
pub async fn decide(
    ctx: &Ctx,
    by: By,
    id: ReportId,
    decision: Decision,
    note: &str,
) -> Result<(), StaffError> {
    let note = checked(note)?;
    ctx.transact(move |tx| {
        let who = Who::allowed(tx.conn, by, Roles::may_moderate)?;
        let (row, target) = there(tx.conn, id)?;
        if who
            .as_user()
            .is_some_and(|user| user.account.id == target.id)
        {
            return Err(StaffError::Itself);
        }
        if !reports::resolve(tx.conn, id, (decision.as_str(), &note), tx.now)? {
            return Err(StaffError::NotFound);
        }
        match decision {
            Decision::Nothing => {}
            Decision::DeletePosts => delete_posts(tx, &who, &row, &target, &note)?,
            Decision::Limit => drop(act_in(tx, &who, target.id, Step::Limit, &note)?),
            Decision::Suspend => drop(act_in(tx, &who, target.id, Step::Suspend, &note)?),
        }
        note_report(
            tx,
            &who,
            Kind::ReportDecided,
            (&row, &target),
            decision.as_str(),
        )
    })
    .await
}

fn there(conn: &mut Conn, id: ReportId) -> Result<(ReportRow, AccountRow), StaffError> {
    let row = reports::find(conn, id)?.ok_or(StaffError::NotFound)?;
    let target = accounts::find(conn, row.target_id)?.ok_or(StaffError::NotFound)?;
    Ok((row, target))
}

fn delete_posts(
    tx: &mut Tx<'_>,
    who: &Who,
    report: &ReportRow,
    target: &AccountRow,
    note: &str,
) -> Result<(), StaffError> {
    // Whoever may not limit somebody may not take away what they wrote.
    let theirs = match users::of_account(tx.conn, target.id)? {
        Some(user) => users::find(tx.conn, user)?.map(|user| user.roles),
        None => None,
    };
    let theirs = theirs.unwrap_or_default();
    if !who.may(|roles| roles.may_moderate_person(&theirs)) {
        return Err(StaffError::MayNot);
    }
    let mut count = 0_usize;
    for status in statuses::find_many(tx.conn, &statuses_of(report))? {
        if status.account_id == target.id && status.deleted_at.is_none() {
            remove_with_results_in(tx, target, &status)?;
            count += 1;
        }
    }
    if count == 0 {
        return Ok(());
    }
    let entry = Entry {
        kind: Kind::PostsDeleted,
        account: Some(target.id),
        subject: &target.acct(),
        note: &format!("{count}. {note}"),
    };
    Ok(note_by(tx, who, &entry)?)
}

fn note_report(
    tx: &mut Tx<'_>,
    who: &Who,
    kind: Kind,
    (report, target): (&ReportRow, &AccountRow),
    note: &str,
) -> Result<(), StaffError> {
    let entry = Entry {
        kind,
        account: Some(target.id),
        subject: &format!("{} ({})", target.acct(), report.id),
        note,
    };
    Ok(note_by(tx, who, &entry)?)
}

/// Open reports, at most as many as are counted.
pub(super) fn count_open(conn: &mut Conn, most: i64) -> Result<usize, DbError> {
    Ok(reports::open(conn, None, most)?.len())
}
