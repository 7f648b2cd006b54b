//! What somebody was told, in groups.

use std::collections::HashMap;

use staffroom_db::accounts::AccountRow;
use staffroom_db::notifications::{self as rows, NotificationRow, Slice};
use staffroom_db::statuses::Page;
use staffroom_db::{Conn, DbError};
use staffroom_domain::{AccountId, NotificationId, StatusId};

use super::kind::Kind;
use super::list::{
    MAX_PAGE, NotificationView, Wanted, lone, people_of, report, reports_of, shown, statuses_of,
};
use crate::context::Ctx;
use crate::listing::Part;
use crate::reports::ReportRow;
use crate::statuses::StatusView;

/// Notifications that are shown as one.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupView {
    /// What they have in common.
    pub key: String,
    /// The newest.
    pub head: NotificationRow,
    /// How many there are.
    pub count: i64,
    /// Nothing of it on this page is older. Where a group goes on beyond the page this is a bound, and no
    /// notification has that id.
    pub oldest: NotificationId,
    /// Who the last are by, the latest first.
    pub sample: Vec<AccountId>,
    /// Of which report, and about whom it is.
    pub report: Option<(ReportRow, AccountRow)>,
}

/// Groups with what they are about, each account and each status once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Groups {
    /// The groups, the newest first.
    pub groups: Vec<GroupView>,
    /// Who is named in them.
    pub accounts: Vec<AccountRow>,
    /// What they are about.
    pub statuses: Vec<StatusView>,
    /// The id of the newest that was read, also where it is not shown.
    pub newest: Option<i64>,
    /// The same of the oldest; none where it is known that nothing comes after it.
    pub oldest: Option<i64>,
}

/// A part of what somebody was told in groups, the newest first. `is_grouped` says of which kinds there are
/// groups; of the others each stands alone.
pub async fn groups(
    ctx: &Ctx,
    of: AccountId,
    wanted: Wanted,
    is_grouped: impl Fn(Kind) -> bool + Send + 'static,
    page: Page,
) -> Result<Groups, DbError> {
    ctx.db
        .read(move |conn| {
            let limit = page.limit.clamp(1, MAX_PAGE);
            // What one account did is not shown together with what others did.
            let by_one = wanted.from.is_some();
            let is_grouped = |kind: Kind| !by_one && is_grouped(kind);
            let slices = wanted.slices(|kind| !is_grouped(kind));
            let page = Page { limit, ..page };
            let rows = rows::read(conn, of, &slices, page)?;
            let ends = Part::of(rows.clone(), |row| row.id.get()).of_page(page);
            let together: Vec<&str> = Kind::ALL
                .into_iter()
                .filter(|kind| kind.is_grouped() && is_grouped(*kind))
                .map(Kind::as_str)
                .collect();
            let end = rows.last().map(|row| row.id);
            let found = view(conn, of, rows, &together, end)?;
            Ok(Groups {
                newest: ends.newest,
                oldest: ends.oldest,
                ..found
            })
        })
        .await
}

/// One group of somebody.
pub async fn group(ctx: &Ctx, of: AccountId, key: String) -> Result<Option<Groups>, DbError> {
    ctx.db
        .read(move |conn| {
            let (row, together) = if let Some(id) = lone(&key) {
                let rows = rows::find_many(conn, &[id])?;
                let row = rows.into_iter().find(|row| row.account_id == of);
                (row, String::new())
            } else {
                let row = rows::head(conn, of, &key)?;
                let kind = row.as_ref().map(|row| row.kind.clone());
                (row, kind.unwrap_or_default())
            };
            let found = view(conn, of, row.into_iter().collect(), &[&together], None)?;
            Ok(Some(found).filter(|found| !found.groups.is_empty()))
        })
        .await
}

/// Who a group of somebody is by: its notifications, the newest first.
pub async fn group_accounts(
    ctx: &Ctx,
    of: AccountId,
    key: String,
    page: Page,
) -> Result<Part<NotificationView>, DbError> {
    ctx.db
        .read(move |conn| {
            let limit = page.limit.clamp(1, MAX_PAGE);
            let page = Page { limit, ..page };
            let mut rows = match lone(&key) {
                Some(id) => rows::find_many(conn, &[id])?,
                None => rows::read(conn, of, &[Slice::Group(&key)], page)?,
            };
            rows.retain(|row| row.account_id == of);
            shown(conn, of, rows)
        })
        .await
}

fn view(
    conn: &mut Conn,
    of: AccountId,
    rows: Vec<NotificationRow>,
    together: &[&str],
    end: Option<NotificationId>,
) -> Result<Groups, DbError> {
    let reports = reports_of(conn, &rows)?;
    let samples: Vec<Vec<AccountId>> = rows
        .iter()
        .map(|row| {
            if together.contains(&&*row.kind) {
                row.sample_accounts()
            } else {
                vec![row.from_account_id]
            }
        })
        .collect();
    let mut people: Vec<AccountId> = samples.iter().flatten().copied().collect();
    people.extend(reports.iter().map(|report| report.target_id));
    let people = people_of(conn, people)?;
    let statuses = statuses_of(conn, of, &rows)?;
    let mut groups = Vec::new();
    for (row, mut sample) in rows.into_iter().zip(samples) {
        sample.retain(|account| people.contains_key(account));
        let about = row.status_id.map(StatusId::from);
        let is_gone = about.is_some_and(|status| !statuses.contains_key(&status));
        if sample.is_empty() || is_gone {
            continue;
        }
        let report = match row.report_id {
            Some(id) => match report(id, &reports, &people) {
                Some(report) => Some(report),
                None => continue,
            },
            None => None,
        };
        groups.push(grouped(row, sample, report, together, end));
    }
    Ok(with_what_is_named(groups, &people, &statuses))
}

fn grouped(
    head: NotificationRow,
    sample: Vec<AccountId>,
    report: Option<(ReportRow, AccountRow)>,
    together: &[&str],
    end: Option<NotificationId>,
) -> GroupView {
    let is_group = together.contains(&&*head.kind);
    if !is_group {
        return GroupView {
            key: format!("ungrouped-{}", head.id),
            count: 1,
            oldest: head.id,
            sample,
            report,
            head,
        };
    }
    let first = NotificationId::from(head.first_id);
    GroupView {
        key: head.group_key.clone(),
        count: head.group_count,
        oldest: end.map_or(first, |end| end.max(first)).min(head.id),
        sample,
        report,
        head,
    }
}

fn with_what_is_named(
    groups: Vec<GroupView>,
    people: &HashMap<AccountId, AccountRow>,
    statuses: &HashMap<StatusId, StatusView>,
) -> Groups {
    let mut seen = Vec::new();
    let mut about = Vec::new();
    for group in &groups {
        for account in &group.sample {
            if !seen.contains(account) {
                seen.push(*account);
            }
        }
        if let Some(status) = group.head.status_id.map(StatusId::from)
            && !about.contains(&status)
        {
            about.push(status);
        }
    }
    Groups {
        accounts: seen
            .iter()
            .filter_map(|id| people.get(id))
            .cloned()
            .collect(),
        statuses: about
            .iter()
            .filter_map(|id| statuses.get(id))
            .cloned()
            .collect(),
        groups,
        newest: None,
        oldest: None,
    }
}
