//! Telling people, and taking it back.

use std::time::Duration;

use staffroom_db::accounts::AccountRow;
use staffroom_db::notifications::{self, ALONE, NotificationRow, sample_text};
use staffroom_db::reports::ReportRow;
use staffroom_db::statuses::{self as rows, StatusRow};
use staffroom_db::{DbError, notification_policies as policies, thread_mutes, users};
use staffroom_domain::{AccountId, NotificationId, Role, StatusId, Timestamp};

use super::kind::Kind;
use super::policy::{Verdict, judge};
use crate::tx::Tx;
use crate::{hiding, push};

/// What happens within one of these pieces of time becomes one group.
const GROUPED_WITHIN: Duration = Duration::from_hours(12);
/// How many people are told in one reading.
const AT_ONCE: i64 = 500;
/// Somebody does one sort of thing with one status once or, by reactions, a few times.
const CAUSED_AT_ONCE: i64 = 100;

/// Tells `to`, unless they did it themselves or want to hear nothing of it; or keeps it from them, where
/// they decided so.
pub(crate) fn tell(
    tx: &mut Tx<'_>,
    kind: Kind,
    to: AccountId,
    from: &AccountRow,
    status: Option<StatusId>,
) -> Result<(), DbError> {
    if to == from.id || hiding::tells_nothing(tx.conn, to, from, tx.now)? {
        return Ok(());
    }
    let verdict = judge(tx, kind, to, from, status)?;
    if verdict == Verdict::Drop {
        return Ok(());
    }
    let new = New::of(kind, to, from.id, status);
    insert(tx, &new, verdict == Verdict::Filter)
}

/// Tells somebody what concerns something of their own.
pub(crate) fn tell_anyway(
    tx: &mut Tx<'_>,
    kind: Kind,
    to: AccountId,
    by: AccountId,
    status: StatusId,
) -> Result<(), DbError> {
    insert(tx, &New::of(kind, to, by, Some(status)), false)
}

/// Tells those who want to hear of each post of `author`, but for those whom it names: they are told that.
pub(crate) fn tell_followers(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    status: StatusId,
    wanting: &[AccountId],
    named: &[AccountId],
) -> Result<(), DbError> {
    for to in wanting.iter().filter(|to| !named.contains(to)) {
        tell(tx, Kind::Status, *to, author, Some(status))?;
    }
    Ok(())
}

/// Tells those here who boosted a status that there is a new version.
pub(crate) fn tell_of_version(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    status: &StatusRow,
) -> Result<(), DbError> {
    let mut before = None;
    loop {
        let boosts = rows::boosts(tx.conn, status.id, before, AT_ONCE)?;
        let Some(last) = boosts.last() else {
            return Ok(());
        };
        before = Some(last.id);
        for boost in boosts.iter().filter(|boost| boost.local) {
            let to = boost.account_id;
            tell(tx, Kind::Update, to, author, Some(status.id))?;
        }
    }
}

/// Tells those who look after the instance of a report.
pub(crate) fn tell_of_report(tx: &mut Tx<'_>, report: &ReportRow) -> Result<(), DbError> {
    const WHO: [Role; 3] = [Role::Owner, Role::Admin, Role::Moderator];
    for to in users::accounts_with_roles(tx.conn, &WHO)? {
        if to == report.account_id {
            continue;
        }
        let new = New {
            report: Some(report.id.get()),
            ..New::of(Kind::AdminReport, to, report.account_id, None)
        };
        insert(tx, &new, false)?;
    }
    Ok(())
}

/// Whether `to` was told that `by` did this with a status.
pub(crate) fn is_told(
    tx: &mut Tx<'_>,
    kind: Kind,
    to: AccountId,
    by: AccountId,
    status: StatusId,
) -> Result<bool, DbError> {
    let status = Some(status.get());
    let told = notifications::find_caused(tx.conn, kind.as_str(), by, status, to, 1)?;
    Ok(!told.is_empty())
}

/// Takes back what `to` was told: whoever did it undid it.
pub(crate) fn withdraw(
    tx: &mut Tx<'_>,
    kind: Kind,
    to: AccountId,
    by: AccountId,
    status: Option<StatusId>,
) -> Result<(), DbError> {
    let status = status.map(StatusId::get);
    let told = notifications::find_caused(tx.conn, kind.as_str(), by, status, to, CAUSED_AT_ONCE)?;
    notifications::remove(tx.conn, &told)
}

/// A notification before it has an id.
struct New {
    kind: Kind,
    to: AccountId,
    by: AccountId,
    status: Option<StatusId>,
    report: Option<i64>,
}

impl New {
    const fn of(kind: Kind, to: AccountId, by: AccountId, status: Option<StatusId>) -> Self {
        Self {
            kind,
            to,
            by,
            status,
            report: None,
        }
    }

    fn row(&self, id: NotificationId, is_filtered: bool, now: Timestamp) -> NotificationRow {
        NotificationRow {
            id,
            account_id: self.to,
            kind: self.kind.as_str().to_owned(),
            from_account_id: self.by,
            status_id: self.status.map(StatusId::get),
            created_at: now,
            group_key: self.group_key(id, is_filtered, now),
            is_head: true,
            filtered: is_filtered,
            group_count: 1,
            first_id: id.get(),
            sample: sample_text(&[self.by]),
            report_id: self.report,
        }
    }

    /// What is kept from somebody is in no group: others of it may not be.
    fn group_key(&self, id: NotificationId, is_filtered: bool, now: Timestamp) -> String {
        let piece = i64::try_from(GROUPED_WITHIN.as_secs()).unwrap_or(i64::MAX);
        let piece = now.as_secs().div_euclid(piece);
        let kind = self.kind.as_str();
        match (self.kind, self.status) {
            _ if is_filtered => format!("{ALONE}{id}"),
            (Kind::Favourite | Kind::Reblog, Some(status)) => format!("{kind}-{status}-{piece}"),
            (Kind::Follow, _) => format!("{kind}-{piece}"),
            _ => format!("{ALONE}{id}"),
        }
    }
}

fn insert(tx: &mut Tx<'_>, new: &New, is_filtered: bool) -> Result<(), DbError> {
    if let Some(status) = new.status
        && thread_mutes::covers(tx.conn, new.to, status)?
    {
        return Ok(());
    }
    let row = new.row(tx.new_id(), is_filtered, tx.now);
    if is_filtered {
        let (id, status) = (tx.new_id(), row.status_id);
        policies::keep_away(tx.conn, new.to, new.by, status, id, tx.now)?;
    } else {
        push::queue(tx, &row)?;
    }
    notifications::insert(tx.conn, row)
}

/// Whether somebody works for the instance: what they say is never kept away.
pub(super) fn is_of_the_instance(tx: &mut Tx<'_>, from: &AccountRow) -> Result<bool, DbError> {
    if !from.is_local() {
        return Ok(false);
    }
    if from.id == AccountId::INSTANCE {
        return Ok(true);
    }
    let Some(user) = users::of_account(tx.conn, from.id)? else {
        return Ok(false);
    };
    let user = users::find(tx.conn, user)?;
    Ok(user.is_some_and(|user| user.roles.is_staff() || user.roles.has(Role::Moderator)))
}
