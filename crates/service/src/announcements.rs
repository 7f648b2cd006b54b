//! What the people who run the instance tell everybody here.

use staffroom_db::announcements;
use staffroom_db::announcements::DismissalRow;
pub use staffroom_db::announcements::{AnnouncementReactionRow, AnnouncementRow};
pub use staffroom_db::emojis::EmojiRow;
use staffroom_db::{DbError, emojis};
use staffroom_domain::text::{single_line, truncate};
use staffroom_domain::{AnnouncementId, Timestamp, UserId};
use thiserror::Error;

use crate::context::Ctx;
use crate::staff::{self, Kind, Who};

/// The longest, in characters.
pub const MAX_TEXT: usize = 5_000;
/// So much of the text is noted in the log, in characters.
const NOTED: usize = 100;
/// The most different emoji that one can be answered with.
const MAX_NAMES: usize = 8;

/// One that is to be made.
#[derive(Clone, Debug, Default)]
pub struct NewAnnouncement {
    /// What it says, plain text.
    pub text: String,
    /// When that begins which it is about.
    pub starts_at: Option<Timestamp>,
    /// When that ends; then it is shown no more.
    pub ends_at: Option<Timestamp>,
    /// Whether begin and end are days.
    pub all_day: bool,
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

/// Tells everybody something, on the command line.
pub async fn create(ctx: &Ctx, new: NewAnnouncement) -> Result<AnnouncementRow, AnnouncementError> {
    let text = new.text.trim().to_owned();
    if text.is_empty() {
        return Err(AnnouncementError::Invalid("an announcement needs a text"));
    }
    if text.chars().count() > MAX_TEXT {
        return Err(AnnouncementError::Invalid(
            "the text is too long (at most 5000 characters)",
        ));
    }
    if let (Some(start), Some(end)) = (new.starts_at, new.ends_at)
        && end <= start
    {
        return Err(AnnouncementError::Invalid(
            "the end must be after the beginning",
        ));
    }
    let now = ctx.now();
    let row = AnnouncementRow {
        id: ctx.new_id(),
        text,
        starts_at: new.starts_at.map(Timestamp::as_micros),
        ends_at: new.ends_at.map(Timestamp::as_micros),
        all_day: new.all_day,
        published_at: now,
        updated_at: now,
    };
    let stored = row.clone();
    ctx.transact(move |tx| {
        let words = truncate(&single_line(&stored.text), NOTED).to_owned();
        let kind = Kind::AnnouncementMade;
        staff::note(
            tx,
            &Who::COMMAND_LINE,
            (kind, &stored.id.to_string(), &words),
        )?;
        announcements::insert(tx.conn, stored)
    })
    .await?;
    Ok(row)
}

/// All of them, also those that are over.
pub async fn list(ctx: &Ctx) -> Result<Vec<AnnouncementRow>, DbError> {
    ctx.db.read(announcements::list).await
}

/// Takes one away, on the command line; `false` where there is none.
pub async fn remove(ctx: &Ctx, id: AnnouncementId) -> Result<bool, DbError> {
    ctx.transact(move |tx| {
        let is_gone = announcements::delete(tx.conn, id)?;
        if is_gone {
            let kind = Kind::AnnouncementRemoved;
            staff::note(tx, &Who::COMMAND_LINE, (kind, &id.to_string(), ""))?;
        }
        Ok(is_gone)
    })
    .await
}

/// Those that are not over, as a user sees them; with those that they have read only where they ask so.
pub async fn shown_to(ctx: &Ctx, user: UserId, with_read: bool) -> Result<Announcements, DbError> {
    let now = ctx.now();
    ctx.db
        .read(move |conn| {
            let mut rows = announcements::list(conn)?;
            rows.retain(|row| is_current(row, now));
            if rows.is_empty() {
                return Ok(Announcements::default());
            }
            let ids: Vec<AnnouncementId> = rows.iter().map(|row| row.id).collect();
            let read = announcements::dismissed(conn, user, &ids)?;
            let reactions = announcements::reactions(conn, &ids)?;
            let mut codes: Vec<String> = reactions.iter().map(|row| row.name.clone()).collect();
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
            let all = rows.into_iter().map(view);
            Ok(Announcements {
                all: all.filter(|view| with_read || !view.read).collect(),
                emojis,
            })
        })
        .await
}

fn is_current(row: &AnnouncementRow, now: Timestamp) -> bool {
    row.ends_at.is_none_or(|end| end > now.as_micros())
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
            Ok(announcements::dismiss(conn, row)?)
        })
        .await
}

/// A user answers with an emoji, or the short code of one of ours. The same again changes nothing.
pub async fn react(
    ctx: &Ctx,
    user: UserId,
    id: AnnouncementId,
    name: &str,
) -> Result<(), AnnouncementError> {
    let (name, now) = (name.trim_matches(':').to_owned(), ctx.now());
    ctx.db
        .write(move |conn| {
            announcements::find(conn, id)?.ok_or(AnnouncementError::NotFound)?;
            let is_known = staffroom_text::is_emoji(&name)
                || !emojis::find_many(conn, "", std::slice::from_ref(&name))?.is_empty();
            if !is_known {
                return Err(AnnouncementError::Invalid("Name is not a recognized emoji"));
            }
            let mut names: Vec<String> = announcements::reactions(conn, &[id])?
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
                name,
                user_id: user,
                created_at: now,
            };
            Ok(announcements::react(conn, row)?)
        })
        .await
}

/// A user takes an emoji back.
pub async fn unreact(
    ctx: &Ctx,
    user: UserId,
    id: AnnouncementId,
    name: &str,
) -> Result<(), AnnouncementError> {
    let name = name.trim_matches(':').to_owned();
    ctx.db
        .write(move |conn| {
            announcements::find(conn, id)?.ok_or(AnnouncementError::NotFound)?;
            if announcements::unreact(conn, id, &name, user)? {
                Ok(())
            } else {
                Err(AnnouncementError::NotFound)
            }
        })
        .await
}
