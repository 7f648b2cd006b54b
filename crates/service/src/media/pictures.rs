//! Pictures of people and custom emojis: kept before they are used.

use staffroom_db::DbError;
use staffroom_db::accounts::AccountRow;
use staffroom_db::uploads;
use staffroom_domain::AccountId;
use staffroom_media::{Nature, PictureRules};

use super::address::Variant;
use super::keeping::{blank, keep_new};
use super::{Incoming, MediaError, make};
use crate::context::Ctx;
use crate::tx::Tx;

/// What becomes of a picture of a profile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum PictureChange {
    /// It stays.
    #[default]
    Keep,
    /// There is none any more.
    Remove,
    /// The one that [`keep_picture`] has kept there.
    Set(String),
}

/// Makes of a file a picture for a profile or an emoji, and keeps it; gives where. It goes again after a
/// day unless it is used.
pub async fn keep_picture(
    ctx: &Ctx,
    by: Option<AccountId>,
    what: Variant,
    file: &Incoming,
) -> Result<String, MediaError> {
    let kind = make::judge(ctx, file)?;
    if kind.nature() != Nature::Picture {
        return Err(MediaError::invalid(
            "content type is invalid: it is no picture",
        ));
    }
    let rules: PictureRules = what.rules();
    let made = make::make(ctx, file.path().to_owned(), kind, rules).await?;
    let row = blank(ctx, by, what.word(), kind, String::new());
    let row = keep_new(ctx, row, &made).await?;
    Ok(format!("/{}", row.path))
}

/// Puts changes of pictures into a profile; what is shown no more goes.
pub(crate) fn change_in(
    tx: &mut Tx<'_>,
    row: &mut AccountRow,
    avatar: &PictureChange,
    header: &PictureChange,
) -> Result<(), DbError> {
    for (change, slot) in [(avatar, &mut row.avatar_url), (header, &mut row.header_url)] {
        let new = match change {
            PictureChange::Keep => continue,
            PictureChange::Remove => None,
            PictureChange::Set(address) => Some(address.clone()),
        };
        if let Some(address) = &new {
            use_in(tx, address)?;
        }
        if let Some(before) = std::mem::replace(slot, new) {
            drop_in(tx, &before)?;
        }
    }
    Ok(())
}

/// Something shows the picture from now on.
pub(crate) fn use_in(tx: &mut Tx<'_>, address: &str) -> Result<(), DbError> {
    uploads::keep(tx.conn, address.trim_start_matches('/'))
}

/// Nothing shows the picture any more.
pub(crate) fn drop_in(tx: &mut Tx<'_>, address: &str) -> Result<(), DbError> {
    let now = tx.now;
    uploads::release(tx.conn, address.trim_start_matches('/'), now)
}
