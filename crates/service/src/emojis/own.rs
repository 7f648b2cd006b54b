//! The custom emojis of this instance: added and taken away by those who look after it.

use std::time::Duration;

use staffroom_db::emojis::{self, EmojiRow};
use staffroom_db::{Conn, DbError};
use staffroom_domain::Roles;
use thiserror::Error;

use super::is_shortcode;
use crate::context::Ctx;
use crate::media::{self, Incoming, MediaError, Receiving, Variant};
use crate::staff::{self, By, Kind, StaffError, Who};

/// The most emojis of an instance: clients load all of them at once.
pub const MAX_OWN: usize = 1_000;
/// The largest file, in bytes.
pub const LARGEST: u64 = 2 * 1024 * 1024;
/// The longest category, in characters.
pub const MAX_CATEGORY: usize = 60;

/// An emoji that is to be added.
#[derive(Clone, Debug, Default)]
pub struct NewOwn {
    /// What people write between colons.
    pub shortcode: String,
    /// Under which word pickers show it.
    pub category: Option<String>,
    /// Whether it takes the place of one that is called so.
    pub replaces: bool,
}

/// Why an emoji is not added or taken away.
#[derive(Debug, Error)]
pub enum OwnError {
    /// They may not.
    #[error(transparent)]
    Staff(#[from] StaffError),
    /// No text could show it.
    #[error("{0:?} cannot stand between colons; use letters, digits and _, two at least")]
    Shortcode(String),
    /// There is one that is called so.
    #[error("there is an emoji :{0}: already")]
    Taken(String),
    /// The word is too long.
    #[error("a category has at most {MAX_CATEGORY} characters")]
    Category,
    /// There are as many as there can be.
    #[error("there are {MAX_OWN} emojis already")]
    Full,
    /// The file is too large.
    #[error("the picture is larger than 2 MiB")]
    TooLarge,
    /// The file is no picture, or cannot be kept.
    #[error(transparent)]
    Media(#[from] MediaError),
}

impl From<DbError> for OwnError {
    fn from(error: DbError) -> Self {
        Self::Staff(error.into())
    }
}

/// All of them, by shortcode, as the bytes of those are: databases sort letters in ways of their own, and whoever pages through
/// them goes on after the last one.
pub async fn own(ctx: &Ctx) -> Result<Vec<EmojiRow>, DbError> {
    let mut rows = ctx.db.read(all).await?;
    rows.sort_unstable_by(|a, b| a.shortcode.cmp(&b.shortcode));
    Ok(rows)
}

fn all(conn: &mut Conn) -> Result<Vec<EmojiRow>, DbError> {
    let most = i64::try_from(MAX_OWN).unwrap_or(i64::MAX);
    emojis::of_domain(conn, "", most)
}

/// A file of these bytes, to be given to [`add`].
pub async fn receive(ctx: &Ctx, picture: &[u8]) -> Result<Incoming, OwnError> {
    if picture.len() as u64 > LARGEST {
        return Err(OwnError::TooLarge);
    }
    let mut file = Receiving::new(ctx, LARGEST)?;
    file.write(picture).await?;
    let file = file.finish().await?;
    Ok(file.ok_or_else(|| MediaError::Invalid("the file is empty".to_owned()))?)
}

/// Adds an emoji; or gives the one of that shortcode, where it is to be replaced, another picture and category.
pub async fn add(ctx: &Ctx, by: By, new: NewOwn, picture: &Incoming) -> Result<EmojiRow, OwnError> {
    if let Some(problem) = problems(&new).into_iter().next() {
        return Err(problem);
    }
    if picture
        .as_file()
        .metadata()
        .map_err(MediaError::from)?
        .len()
        > LARGEST
    {
        return Err(OwnError::TooLarge);
    }
    // Nobody makes us work on a picture who may not; whether they still may is asked again.
    let wanted = new.clone();
    let may_come = ctx.db.read(move |conn| {
        Who::allowed(conn, by, Roles::is_staff)?;
        replaced(conn, &wanted).map(drop)
    });
    may_come.await?;
    let address = media::keep_picture(ctx, None, Variant::Emoji, picture).await?;
    ctx.transact(move |tx| {
        let who = Who::allowed(tx.conn, by, Roles::is_staff)?;
        let before = replaced(tx.conn, &new)?;
        // The newer picture wins, also twice in a moment.
        let after = before
            .as_ref()
            .map(|row| row.updated_at.plus(Duration::from_micros(1)));
        let row = EmojiRow {
            id: before.as_ref().map_or_else(|| tx.new_id(), |row| row.id),
            domain: String::new(),
            shortcode: new.shortcode,
            uri: None,
            image_url: address.clone(),
            updated_at: after.map_or(tx.now, |after| after.max(tx.now)),
            category: new.category,
        };
        emojis::upsert(tx.conn, row.clone())?;
        media::use_in(tx, &address)?;
        let kind = if let Some(before) = before {
            media::drop_in(tx, &before.image_url)?;
            Kind::EmojiChanged
        } else {
            Kind::EmojiAdded
        };
        let category = row.category.as_deref().unwrap_or_default();
        staff::note(tx, &who, (kind, &named(&row.shortcode), category))?;
        Ok(row)
    })
    .await
}

/// What is wrong with an emoji, whatever its picture is.
pub fn problems(new: &NewOwn) -> Vec<OwnError> {
    let mut problems = Vec::new();
    if !is_shortcode(&new.shortcode) {
        problems.push(OwnError::Shortcode(new.shortcode.clone()));
    }
    let category = new.category.as_deref().unwrap_or_default();
    if category.chars().count() > MAX_CATEGORY {
        problems.push(OwnError::Category);
    }
    problems
}

/// The one whose place a new one takes, where there is a place for it.
fn replaced(conn: &mut Conn, new: &NewOwn) -> Result<Option<EmojiRow>, OwnError> {
    let mut there = all(conn)?;
    match there.iter().position(|row| row.shortcode == new.shortcode) {
        Some(_) if !new.replaces => Err(OwnError::Taken(new.shortcode.clone())),
        Some(place) => Ok(Some(there.swap_remove(place))),
        None if there.len() >= MAX_OWN => Err(OwnError::Full),
        None => Ok(None),
    }
}

/// Removes an emoji; `false` where there is none. Texts show its shortcode then.
pub async fn remove(ctx: &Ctx, by: By, shortcode: &str) -> Result<bool, StaffError> {
    let shortcode = shortcode.to_owned();
    ctx.transact(move |tx| {
        let who = Who::allowed(tx.conn, by, Roles::is_staff)?;
        let Some(row) = emojis::find_many(tx.conn, "", &[shortcode])?.pop() else {
            return Ok(false);
        };
        media::drop_in(tx, &row.image_url)?;
        staff::note(tx, &who, (Kind::EmojiRemoved, &named(&row.shortcode), ""))?;
        Ok(emojis::remove(tx.conn, row.id)?)
    })
    .await
}

/// As people write it.
fn named(shortcode: &str) -> String {
    format!(":{shortcode}:")
}
