//! What everybody here is told, as they see it. Here does not belong how it is made and taken away: that is
//! [`staff`](crate::staff).

use std::time::Duration;

use staffroom_db::announcements;
use staffroom_db::announcements::DismissalRow;
pub use staffroom_db::announcements::{AnnouncementReactionRow, AnnouncementRow};
pub use staffroom_db::emojis::EmojiRow;
use staffroom_db::{Conn, DbError, emojis};
use staffroom_domain::{AnnouncementId, News, Timestamp, UserId};
use staffroom_text::{Format, emoji_shortcodes, render};
use thiserror::Error;

use crate::calendar;
use crate::context::Ctx;
use crate::tx::Tx;

/// The longest, in characters.
pub const MAX_TEXT: usize = 5_000;
/// Days of zones end within this time of those in UTC, which begin at what is kept of them.
const DAYS_END_WITHIN: Duration = Duration::from_hours(48);
/// The most different emoji that one can be answered with.
const MAX_NAMES: usize = 8;

/// What an announcement says, and when that is which it is about.
#[derive(Clone, Debug, Default)]
pub struct NewAnnouncement {
    /// What it says, plain text.
    pub text: String,
    /// When that begins which it is about.
    pub starts_at: Option<Timestamp>,
    /// When that ends; then it is shown no more.
    pub ends_at: Option<Timestamp>,
    /// Whether begin and end are days, those of their moments in UTC; it is shown on the last of them too.
    pub all_day: bool,
    /// Whoever changes one: when that was written which they have seen. None: whatever is there.
    pub instead_of: Option<Timestamp>,
}

/// One as somebody sees it.
#[derive(Clone, Debug)]
pub struct AnnouncementView {
    /// The announcement.
    pub row: AnnouncementRow,
    /// Whether they have read it.
    pub read: bool,
    /// The emoji on it, in the order of their names.
    pub reactions: Vec<AnnouncementReactionRow>,
}

/// What somebody sees: announcements, and those of our emoji that are used on them.
#[derive(Clone, Debug, Default)]
pub struct Announcements {
    /// The newest first.
    pub all: Vec<AnnouncementView>,
    /// Pictures of short codes.
    pub emojis: Vec<EmojiRow>,
}

/// Why something cannot be done with one.
#[derive(Clone, Debug, Error)]
pub enum AnnouncementError {
    /// There is none.
    #[error("Record not found")]
    NotFound,
    /// What was given cannot be; the text says what.
    #[error("Validation failed: {0}")]
    Invalid(&'static str),
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// What an announcement says, as HTML: lines and links.
pub fn html(row: &AnnouncementRow) -> String {
    render(&row.text, Format::Plain, &|_| None, &|_| String::new()).html
}

/// Whether an announcement is shown no more. A day is over where the instance is.
pub fn is_over(ctx: &Ctx, row: &AnnouncementRow) -> bool {
    over_at(ctx.config.instance.time_zone.as_str(), row).is_some_and(|over| over <= ctx.now())
}

/// From when on it is shown no more; none where it has no end.
fn over_at(zone: &str, row: &AnnouncementRow) -> Option<Timestamp> {
    let ends = Timestamp::from_micros(row.ends_at?);
    Some(if row.all_day {
        calendar::end_of_day(zone, ends)
    } else {
        ends
    })
}

/// Those that are not over, as a user sees them; with those that they have read only where they ask so.
pub async fn shown_to(ctx: &Ctx, user: UserId, with_read: bool) -> Result<Announcements, DbError> {
    let ctx = ctx.clone();
    let db = ctx.db.clone();
    db.read(move |conn| {
        let (mut rows, read) = current(conn, &ctx, user)?;
        if !with_read {
            rows.retain(|row| !read.contains(&row.id));
        }
        views(conn, rows, &read)
    })
    .await
}

/// What a user has not read of it, without what people answered: pages do not show that.
pub async fn unread_by(ctx: &Ctx, user: UserId) -> Result<Vec<AnnouncementRow>, DbError> {
    let ctx = ctx.clone();
    let db = ctx.db.clone();
    db.read(move |conn| {
        let (mut rows, read) = current(conn, &ctx, user)?;
        rows.retain(|row| !read.contains(&row.id));
        Ok(rows)
    })
    .await
}

/// Those that are not over, the newest first, and which of them the user has read.
fn current(
    conn: &mut Conn,
    ctx: &Ctx,
    user: UserId,
) -> Result<(Vec<AnnouncementRow>, Vec<AnnouncementId>), DbError> {
    // A day is over somewhat later or earlier than in UTC.
    let since = ctx.now().minus(DAYS_END_WITHIN);
    let mut rows = announcements::ending_after(conn, since)?;
    rows.retain(|row| !is_over(ctx, row));
    if rows.is_empty() {
        return Ok((rows, Vec::new()));
    }
    let ids: Vec<AnnouncementId> = rows.iter().map(|row| row.id).collect();
    let read = announcements::dismissed(conn, user, &ids)?;
    Ok((rows, read))
}

/// Those of these that are there and not over, as they are told to everybody at once: nobody has read them.
pub async fn told(ctx: &Ctx, ids: Vec<AnnouncementId>) -> Result<Announcements, DbError> {
    let ctx = ctx.clone();
    let db = ctx.db.clone();
    db.read(move |conn| {
        let mut rows = announcements::find_many(conn, &ids)?;
        rows.retain(|row| !is_over(&ctx, row));
        views(conn, rows, &[])
    })
    .await
}

/// With the emoji that people answered with, and the pictures of ours.
fn views(
    conn: &mut Conn,
    rows: Vec<AnnouncementRow>,
    read: &[AnnouncementId],
) -> Result<Announcements, DbError> {
    if rows.is_empty() {
        return Ok(Announcements::default());
    }
    let ids: Vec<AnnouncementId> = rows.iter().map(|row| row.id).collect();
    let reactions = announcements::reactions(conn, &ids)?;
    let answered = reactions.iter().map(|row| row.name.as_str());
    let written = rows.iter().flat_map(|row| emoji_shortcodes(&row.text));
    let mut codes: Vec<String> = answered.chain(written).map(str::to_owned).collect();
    codes.sort_unstable();
    codes.dedup();
    let emojis = emojis::find_many(conn, "", &codes)?;
    let view = |row: AnnouncementRow| AnnouncementView {
        read: read.contains(&row.id),
        reactions: reactions
            .iter()
            .filter(|reaction| reaction.announcement_id == row.id)
            .cloned()
            .collect(),
        row,
    };
    Ok(Announcements {
        all: rows.into_iter().map(view).collect(),
        emojis,
    })
}

/// Notes that a user has read one.
pub async fn dismiss(ctx: &Ctx, user: UserId, id: AnnouncementId) -> Result<(), AnnouncementError> {
    let now = ctx.now();
    ctx.db
        .write(move |conn| {
            announcements::find(conn, id)?.ok_or(AnnouncementError::NotFound)?;
            let row = DismissalRow {
                user_id: user,
                announcement_id: id,
                created_at: now,
            };
            written(announcements::dismiss(conn, row))
        })
        .await
}

/// A user answers with an emoji, or the short code of one of ours. The same again changes nothing. Everybody who listens
/// hears how often it is used now.
pub async fn react(
    ctx: &Ctx,
    user: UserId,
    id: AnnouncementId,
    name: &str,
) -> Result<(), AnnouncementError> {
    let name = name.trim_matches(':').to_owned();
    ctx.transact(move |tx| {
        announcements::find(tx.conn, id)?.ok_or(AnnouncementError::NotFound)?;
        let is_known = staffroom_text::is_emoji(&name)
            || !emojis::find_many(tx.conn, "", std::slice::from_ref(&name))?.is_empty();
        if !is_known {
            return Err(AnnouncementError::Invalid("Name is not a recognized emoji"));
        }
        let mut names: Vec<String> = announcements::reactions(tx.conn, &[id])?
            .into_iter()
            .map(|row| row.name)
            .collect();
        names.dedup();
        if !names.contains(&name) && names.len() >= MAX_NAMES {
            return Err(AnnouncementError::Invalid(
                "Name limit of different reactions reached",
            ));
        }
        let row = AnnouncementReactionRow {
            announcement_id: id,
            name: name.clone(),
            user_id: user,
            created_at: tx.now,
        };
        written(announcements::react(tx.conn, row))?;
        tell_reaction(tx, id, name);
        Ok(())
    })
    .await
}

/// What came of writing about one that was there a moment ago: somebody else may have taken it away since.
fn written(done: Result<(), DbError>) -> Result<(), AnnouncementError> {
    match done {
        Err(DbError::Reference(_)) => Err(AnnouncementError::NotFound),
        done => Ok(done?),
    }
}

/// A user takes an emoji back.
pub async fn unreact(
    ctx: &Ctx,
    user: UserId,
    id: AnnouncementId,
    name: &str,
) -> Result<(), AnnouncementError> {
    let name = name.trim_matches(':').to_owned();
    ctx.transact(move |tx| {
        announcements::find(tx.conn, id)?.ok_or(AnnouncementError::NotFound)?;
        if !announcements::unreact(tx.conn, id, &name, user)? {
            return Err(AnnouncementError::NotFound);
        }
        tell_reaction(tx, id, name);
        Ok(())
    })
    .await
}

fn tell_reaction(tx: &mut Tx<'_>, announcement: AnnouncementId, name: String) {
    tx.tell(News::AnnouncementReaction { announcement, name });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_is_taken_away_in_the_same_moment_is_not_found() {
        let gone = written(Err(DbError::Reference("announcement".to_owned())));
        assert!(matches!(gone, Err(AnnouncementError::NotFound)));
        let busy = written(Err(DbError::Busy));
        assert!(matches!(busy, Err(AnnouncementError::Db(DbError::Busy))));
        assert!(written(Ok(())).is_ok());
    }
}
