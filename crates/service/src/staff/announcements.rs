//! What everybody here is told: made, changed and taken away.

use staffroom_db::DbError;
use staffroom_db::announcements::{self as rows, AnnouncementRow};
use staffroom_domain::text::{single_line, truncate};
use staffroom_domain::{AnnouncementId, News, Roles, Timestamp};
use thiserror::Error;

use super::{By, Kind, StaffError, Who, note, read};
use crate::announcements::{MAX_TEXT, NewAnnouncement, is_over};
use crate::context::Ctx;

/// The longest page of the list.
const MAX_PAGE: i64 = 200;
/// So much of the text is noted in the log, in characters.
const NOTED: usize = 100;
/// A day, in microseconds.
const DAY: i64 = 24 * 60 * 60 * 1_000_000;

/// Why something is not told.
#[derive(Clone, Debug, Error)]
pub enum StaffAnnouncementError {
    /// They may not, or there is none.
    #[error(transparent)]
    Staff(#[from] StaffError),
    /// It says nothing.
    #[error("an announcement needs a text")]
    NoText,
    /// It says too much.
    #[error("the text is too long (at most {MAX_TEXT} characters)")]
    TooLong,
    /// It ends before it begins.
    #[error("the end must be after the beginning")]
    Order,
    /// Nobody would see it.
    #[error("it is over already; give an end that lies ahead, or none")]
    Over,
    /// Somebody else was faster.
    #[error("it was changed meanwhile; look at what it says now")]
    Changed,
}

impl From<DbError> for StaffAnnouncementError {
    fn from(error: DbError) -> Self {
        Self::Staff(error.into())
    }
}

/// All of them, also those that are over, the newest first, before `before`, at most `limit`.
pub async fn announcements(
    ctx: &Ctx,
    by: By,
    before: Option<AnnouncementId>,
    limit: i64,
) -> Result<Vec<AnnouncementRow>, StaffError> {
    read(ctx, by, Roles::is_staff, move |conn| {
        rows::list(conn, before, limit.clamp(1, MAX_PAGE))
    })
    .await
}

/// One of them, also one that is over.
pub async fn announcement(
    ctx: &Ctx,
    by: By,
    id: AnnouncementId,
) -> Result<AnnouncementRow, StaffError> {
    let found = read(ctx, by, Roles::is_staff, move |conn| rows::find(conn, id));
    found.await?.ok_or(StaffError::NotFound)
}

/// Tells everybody here something.
pub async fn announce(
    ctx: &Ctx,
    by: By,
    new: NewAnnouncement,
) -> Result<AnnouncementRow, StaffAnnouncementError> {
    let now = ctx.now();
    let before = AnnouncementRow {
        id: ctx.new_id(),
        text: String::new(),
        starts_at: None,
        ends_at: None,
        all_day: false,
        published_at: now,
        updated_at: now,
    };
    let row = written(&before, &new)?;
    if is_over(ctx, &row) {
        return Err(StaffAnnouncementError::Over);
    }
    ctx.transact(move |tx| {
        let who = Who::allowed(tx.conn, by, Roles::is_staff)?;
        let (id, words) = (row.id.to_string(), noted(&row));
        note(tx, &who, (Kind::AnnouncementMade, &id, &words))?;
        rows::insert(tx.conn, row.clone())?;
        tx.tell(News::Announced(row.id));
        Ok(row)
    })
    .await
}

/// Gives one another text and other times; `false` where it has them already. One whose end has passed by that is over.
pub async fn change_announcement(
    ctx: &Ctx,
    by: By,
    id: AnnouncementId,
    new: NewAnnouncement,
) -> Result<bool, StaffAnnouncementError> {
    let outer = ctx.clone();
    ctx.transact(move |tx| {
        let who = Who::allowed(tx.conn, by, Roles::is_staff)?;
        let before = rows::find(tx.conn, id)?.ok_or(StaffError::NotFound)?;
        let seen = new.instead_of.unwrap_or(before.updated_at);
        let after = written(&before, &new)?;
        if after == before {
            return Ok(false);
        }
        if seen != before.updated_at {
            return Err(StaffAnnouncementError::Changed);
        }
        let after = AnnouncementRow {
            updated_at: tx.now,
            ..after
        };
        rows::update(tx.conn, &after)?;
        let words = noted(&after);
        note(
            tx,
            &who,
            (Kind::AnnouncementChanged, &id.to_string(), &words),
        )?;
        tx.tell(if is_over(&outer, &after) {
            News::AnnouncementGone(id)
        } else {
            News::Announced(id)
        });
        Ok(true)
    })
    .await
}

/// Takes one away; `false` where there is none.
pub async fn remove_announcement(
    ctx: &Ctx,
    by: By,
    id: AnnouncementId,
) -> Result<bool, StaffError> {
    ctx.transact(move |tx| {
        let who = Who::allowed(tx.conn, by, Roles::is_staff)?;
        let is_gone = rows::delete(tx.conn, id)?;
        if is_gone {
            note(tx, &who, (Kind::AnnouncementRemoved, &id.to_string(), ""))?;
            tx.tell(News::AnnouncementGone(id));
        }
        Ok(is_gone)
    })
    .await
}

/// An announcement with what is to be in it, if that can be.
fn written(
    row: &AnnouncementRow,
    new: &NewAnnouncement,
) -> Result<AnnouncementRow, StaffAnnouncementError> {
    let text = new.text.replace("\r\n", "\n").trim().to_owned();
    if text.is_empty() {
        return Err(StaffAnnouncementError::NoText);
    }
    if text.chars().count() > MAX_TEXT {
        return Err(StaffAnnouncementError::TooLong);
    }
    let all_day = new.all_day && (new.starts_at.is_some() || new.ends_at.is_some());
    let kept = |at: Timestamp| {
        let micros = at.as_micros();
        if all_day {
            micros - micros.rem_euclid(DAY)
        } else {
            micros
        }
    };
    let (starts_at, ends_at) = (new.starts_at.map(kept), new.ends_at.map(kept));
    if let (Some(start), Some(end)) = (starts_at, ends_at)
        // A day can be both.
        && (end < start || (end == start && !all_day))
    {
        return Err(StaffAnnouncementError::Order);
    }
    Ok(AnnouncementRow {
        text,
        starts_at,
        ends_at,
        all_day,
        ..row.clone()
    })
}

/// The words by which it is known in the log.
fn noted(row: &AnnouncementRow) -> String {
    truncate(&single_line(&row.text), NOTED).to_owned()
}
