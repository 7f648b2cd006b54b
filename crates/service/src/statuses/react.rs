//! Emoji reactions of people elsewhere (FEP-c0e0).

use staffroom_db::DbError;
use staffroom_db::accounts::AccountRow;
use staffroom_db::reactions::{self, ReactionRow};
use staffroom_db::statuses::StatusRow;

use crate::notifications::{self, Kind};
use crate::tx::Tx;

/// Keeps a reaction; `false` where it is there already. `content` is an emoji or `:shortcode:`.
pub fn react_in(
    tx: &mut Tx<'_>,
    by: &AccountRow,
    status: &StatusRow,
    content: &str,
    image_url: Option<String>,
    uri: Option<String>,
) -> Result<bool, DbError> {
    let row = ReactionRow {
        id: tx.new_id(),
        account_id: by.id,
        status_id: status.id,
        content: content.to_owned(),
        image_url,
        uri,
        created_at: tx.now,
    };
    let is_new = reactions::insert(tx.conn, row)?;
    if is_new && status.local {
        // The client API has no word for it; whoever posted is told that somebody liked it.
        let to = status.account_id;
        notifications::tell(tx, Kind::Favourite, to, by.id, Some(status.id))?;
    }
    Ok(is_new)
}

/// Takes back the reaction that a remote activity made; `false` where there is none of theirs.
pub fn unreact_in(
    tx: &mut Tx<'_>,
    by: &AccountRow,
    status: &StatusRow,
    uri: &str,
) -> Result<bool, DbError> {
    reactions::delete_by_uri(tx.conn, by.id, status.id, uri)
}
