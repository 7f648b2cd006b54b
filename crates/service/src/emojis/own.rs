//! The custom emojis of this instance.

use std::time::Duration;

use staffroom_db::DbError;
use staffroom_db::emojis::{self, EmojiRow};

use super::is_shortcode;
use crate::context::Ctx;
use crate::media::{self, MediaError, Receiving, Variant};

/// The most emojis of an instance: clients load all of them at once.
pub const MAX_OWN: usize = 1_000;
/// The largest file, in bytes.
const LARGEST: u64 = 2 * 1024 * 1024;
/// The longest category, in characters.
const MAX_CATEGORY: usize = 60;

/// All of them, by shortcode.
pub async fn own(ctx: &Ctx) -> Result<Vec<EmojiRow>, DbError> {
    let most = i64::try_from(MAX_OWN).unwrap_or(i64::MAX);
    ctx.db
        .read(move |conn| emojis::of_domain(conn, "", most))
        .await
}

/// Adds an emoji, or gives the one of that shortcode another picture.
///
/// # Errors
///
/// [`MediaError::Invalid`] where the shortcode cannot stand in a text, the picture is none, or there are
/// too many.
pub async fn add(
    ctx: &Ctx,
    shortcode: &str,
    picture: &[u8],
    category: Option<String>,
) -> Result<EmojiRow, MediaError> {
    if !is_shortcode(shortcode) {
        return Err(MediaError::Invalid(format!(
            "{shortcode:?} cannot stand between colons; use letters, digits and _"
        )));
    }
    if category
        .as_deref()
        .is_some_and(|text| text.chars().count() > MAX_CATEGORY)
    {
        return Err(MediaError::Invalid(format!(
            "Category is too long (maximum is {MAX_CATEGORY} characters)"
        )));
    }
    let there = own(ctx).await?;
    let before = there.iter().find(|row| row.shortcode == shortcode).cloned();
    if before.is_none() && there.len() >= MAX_OWN {
        return Err(MediaError::Invalid(format!(
            "there are {MAX_OWN} emojis already"
        )));
    }
    let mut file = Receiving::new(ctx, LARGEST)?;
    file.write(picture).await?;
    let file = file
        .finish()
        .await?
        .ok_or_else(|| MediaError::Invalid("the file is empty".to_owned()))?;
    let address = media::keep_picture(ctx, None, Variant::Emoji, &file).await?;
    let shortcode = shortcode.to_owned();
    ctx.transact(move |tx| {
        // The newer picture wins, also twice in a moment.
        let after = before
            .as_ref()
            .map(|row| row.updated_at.plus(Duration::from_micros(1)));
        let row = EmojiRow {
            id: before.as_ref().map_or_else(|| tx.new_id(), |row| row.id),
            domain: String::new(),
            shortcode,
            uri: None,
            image_url: address.clone(),
            updated_at: after.map_or(tx.now, |after| after.max(tx.now)),
            category,
        };
        emojis::upsert(tx.conn, row.clone())?;
        media::use_in(tx, &address)?;
        if let Some(before) = before {
            media::drop_in(tx, &before.image_url)?;
        }
        Ok(row)
    })
    .await
}

/// Removes an emoji; `false` where there is none. Texts show its shortcode then.
pub async fn remove(ctx: &Ctx, shortcode: &str) -> Result<bool, DbError> {
    let shortcode = shortcode.to_owned();
    ctx.transact(move |tx| {
        let Some(row) = emojis::find_many(tx.conn, "", &[shortcode])?.pop() else {
            return Ok(false);
        };
        media::drop_in(tx, &row.image_url)?;
        emojis::remove(tx.conn, row.id)
    })
    .await
}
