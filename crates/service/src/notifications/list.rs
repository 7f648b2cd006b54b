//! What somebody was told, one by one.

use std::collections::HashMap;

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::notifications::{self as rows, NotificationRow, Slice};
use staffroom_db::statuses::Page;
use staffroom_db::{Conn, DbError};
use staffroom_db::{markers, reports};
use staffroom_domain::{AccountId, NotificationId, ReportId, StatusId, UserId};

use super::kind::Kind;
use crate::context::Ctx;
use crate::listing::Part;
use crate::reports::ReportRow;
use crate::statuses::{StatusView, load};

/// The longest page of notifications.
pub const MAX_PAGE: i64 = 80;
/// To how many is counted what somebody has not read.
pub const MAX_UNREAD: i64 = 1_000;

/// Something that somebody was told of.
#[derive(Clone, Debug, PartialEq)]
pub struct NotificationView {
    /// The row.
    pub notification: NotificationRow,
    /// By whom.
    pub from: AccountRow,
    /// Of which status.
    pub status: Option<StatusView>,
    /// Of which report, and about whom it is.
    pub report: Option<(ReportRow, AccountRow)>,
}

/// Which notifications are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Only kinds of these names; none: all.
    pub only: Vec<String>,
    /// No kinds of these names.
    pub without: Vec<String>,
    /// Only by this account, also what is kept away.
    pub from: Option<AccountId>,
    /// Also what is kept away.
    pub with_filtered: bool,
}

impl Wanted {
    /// The kinds that are wanted; none: all of them.
    pub(super) fn kinds(&self) -> Option<Vec<Kind>> {
        if self.only.is_empty() && self.without.is_empty() {
            return None;
        }
        let named = |names: &[String], kind: Kind| {
            // A client names kinds of the Mastodon API, our own API all of them.
            let of_kind = [kind.as_str(), kind.client_name()];
            names.iter().any(|it| of_kind.contains(&it.as_str()))
        };
        let wanted = Kind::ALL.into_iter().filter(|kind| {
            (self.only.is_empty() || named(&self.only, *kind)) && !named(&self.without, *kind)
        });
        Some(wanted.collect())
    }

    /// Both what is kept away and what is not, or only this.
    pub(super) fn filtered(&self) -> &'static [bool] {
        if self.with_filtered {
            &[false, true]
        } else {
            &[false]
        }
    }

    /// The parts to read; `all` says of which kinds all are wanted, and not only the newest of a group.
    pub(super) fn slices(&self, all: impl Fn(Kind) -> bool) -> Vec<Slice<'static>> {
        let kinds = self.kinds();
        let each = || kinds.clone().unwrap_or_else(|| Kind::ALL.to_vec());
        if let Some(from) = self.from {
            let by_kind = each().into_iter();
            return by_kind
                .map(|kind| Slice::From {
                    from,
                    kind: kind.as_str(),
                })
                .collect();
        }
        let heads = |all: bool| if all { &[true, false][..] } else { &[true][..] };
        let alike = |wanted: bool| {
            Kind::ALL
                .iter()
                .all(|kind| !kind.is_grouped() || all(*kind) == wanted)
        };
        let whole = match kinds {
            None if alike(true) => Some(true),
            None if alike(false) => Some(false),
            _ => None,
        };
        let mut slices = Vec::new();
        for filtered in self.filtered().iter().copied() {
            if let Some(whole) = whole {
                slices.extend(heads(whole).iter().map(|heads| Slice::All {
                    filtered,
                    heads: *heads,
                }));
                continue;
            }
            for kind in each() {
                let is_all = kind.is_grouped() && all(kind);
                slices.extend(heads(is_all).iter().map(|heads| Slice::Kind {
                    kind: kind.as_str(),
                    filtered,
                    heads: *heads,
                }));
            }
        }
        slices
    }
}

/// A part of what somebody was told, the newest first; nothing of statuses that are not for them any
/// more, or of accounts that are gone.
pub async fn list(
    ctx: &Ctx,
    of: AccountId,
    wanted: Wanted,
    page: Page,
) -> Result<Part<NotificationView>, DbError> {
    ctx.db
        .read(move |conn| {
            let limit = page.limit.clamp(1, MAX_PAGE);
            let rows = rows::read(conn, of, &wanted.slices(|_| true), Page { limit, ..page })?;
            shown(conn, of, rows)
        })
        .await
}

/// One notification of somebody.
pub async fn find(
    ctx: &Ctx,
    of: AccountId,
    id: NotificationId,
) -> Result<Option<NotificationView>, DbError> {
    ctx.db
        .read(move |conn| {
            let mut rows = rows::find_many(conn, &[id])?;
            rows.retain(|row| row.account_id == of);
            Ok(view_in(conn, of, rows)?.pop())
        })
        .await
}

/// Forgets one notification of somebody; `false` where they have none of that id.
pub async fn dismiss(ctx: &Ctx, of: AccountId, id: NotificationId) -> Result<bool, DbError> {
    ctx.db
        .write(move |conn| {
            let mut rows = rows::find_many(conn, &[id])?;
            rows.retain(|row| row.account_id == of);
            rows::remove(conn, &rows)?;
            Ok(!rows.is_empty())
        })
        .await
}

/// Forgets a group of somebody; `false` where they have none of that key.
pub async fn dismiss_group(ctx: &Ctx, of: AccountId, key: String) -> Result<bool, DbError> {
    if let Some(id) = lone(&key) {
        return dismiss(ctx, of, id).await;
    }
    let gone = ctx
        .db
        .write(move |conn| rows::delete_group(conn, of, &key))
        .await?;
    Ok(gone > 0)
}

/// Forgets all that somebody was told, but for what is kept from them.
pub async fn clear(ctx: &Ctx, of: AccountId) -> Result<(), DbError> {
    ctx.db.write(move |conn| rows::clear(conn, of)).await?;
    Ok(())
}

/// How many somebody has not read yet, counted to `limit`: those after `read`, the last that they read.
pub async fn unread(
    ctx: &Ctx,
    of: AccountId,
    wanted: Wanted,
    all: impl Fn(Kind) -> bool + Send + 'static,
    read: Option<i64>,
    limit: i64,
) -> Result<usize, DbError> {
    ctx.db
        .read(move |conn| {
            let page = Page {
                max_id: None,
                since_id: read,
                min_id: None,
                limit: limit.clamp(1, MAX_UNREAD),
            };
            Ok(rows::read(conn, of, &wanted.slices(all), page)?.len())
        })
        .await
}

/// How many groups somebody has not read yet, counted to `limit`: after the mark of whichever of their programs
/// moved it last.
pub async fn unread_groups(
    ctx: &Ctx,
    user: UserId,
    of: AccountId,
    limit: i64,
) -> Result<usize, DbError> {
    ctx.db
        .read(move |conn| {
            let marker = markers::find(conn, user, &["notifications"])?.pop();
            let page = Page {
                max_id: None,
                since_id: marker.and_then(|row| row.last_read_id.parse().ok()),
                min_id: None,
                limit: limit.clamp(1, MAX_UNREAD),
            };
            let slices = Wanted::default().slices(|kind| !kind.is_grouped());
            Ok(rows::read(conn, of, &slices, page)?.len())
        })
        .await
}

/// The notification that a key names by itself.
pub(super) fn lone(key: &str) -> Option<NotificationId> {
    key.strip_prefix("ungrouped-")?.parse().ok()
}

/// A part of a list of notifications with what is shown of it.
pub(super) fn shown(
    conn: &mut Conn,
    of: AccountId,
    rows: Vec<NotificationRow>,
) -> Result<Part<NotificationView>, DbError> {
    let part = Part::of(rows.clone(), |row| row.id.get());
    Ok(part.showing(view_in(conn, of, rows)?))
}

/// Notifications with what they are about; those of accounts or statuses that are gone, or not for `of` any
/// more, are left out.
pub(crate) fn view_in(
    conn: &mut Conn,
    of: AccountId,
    rows: Vec<NotificationRow>,
) -> Result<Vec<NotificationView>, DbError> {
    let reports = reports_of(conn, &rows)?;
    let mut people: Vec<AccountId> = rows.iter().map(|row| row.from_account_id).collect();
    people.extend(reports.iter().map(|report| report.target_id));
    let people = people_of(conn, people)?;
    let statuses = statuses_of(conn, of, &rows)?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let status = match row.status_id.map(StatusId::from) {
                Some(id) => Some(statuses.get(&id)?.clone()),
                None => None,
            };
            let report = match row.report_id {
                Some(id) => Some(report(id, &reports, &people)?),
                None => None,
            };
            Some(NotificationView {
                from: people.get(&row.from_account_id)?.clone(),
                notification: row,
                status,
                report,
            })
        })
        .collect())
}

/// Accounts by their ids, but for those that are gone.
pub(super) fn people_of(
    conn: &mut Conn,
    mut ids: Vec<AccountId>,
) -> Result<HashMap<AccountId, AccountRow>, DbError> {
    ids.sort_unstable();
    ids.dedup();
    Ok(accounts::find_many(conn, &ids)?
        .into_iter()
        .filter(AccountRow::is_active)
        .map(|row| (row.id, row))
        .collect())
}

/// The statuses of notifications, as far as they are for `of`.
pub(super) fn statuses_of(
    conn: &mut Conn,
    of: AccountId,
    rows: &[NotificationRow],
) -> Result<HashMap<StatusId, StatusView>, DbError> {
    let mut ids: Vec<StatusId> = rows
        .iter()
        .filter_map(|row| row.status_id.map(StatusId::from))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    Ok(load(conn, Some(of), &ids)?
        .into_iter()
        .map(|view| (view.status.id, view))
        .collect())
}

/// The reports of notifications.
pub(super) fn reports_of(
    conn: &mut Conn,
    rows: &[NotificationRow],
) -> Result<Vec<ReportRow>, DbError> {
    let ids: Vec<ReportId> = rows
        .iter()
        .filter_map(|row| row.report_id.map(ReportId::from))
        .collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    reports::find_many(conn, &ids)
}

/// A report with whom it is about.
pub(super) fn report(
    id: i64,
    reports: &[ReportRow],
    people: &HashMap<AccountId, AccountRow>,
) -> Option<(ReportRow, AccountRow)> {
    let report = reports.iter().find(|report| report.id.get() == id)?;
    Some((report.clone(), people.get(&report.target_id)?.clone()))
}
