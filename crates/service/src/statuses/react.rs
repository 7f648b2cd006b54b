//! Emoji reactions (FEP-c0e0).

use staffroom_db::DbError;
use staffroom_db::accounts::AccountRow;
use staffroom_db::reactions::{self, ReactionRow};
use staffroom_db::statuses::StatusRow;
use staffroom_domain::{AccountId, Event, StatusId};

use super::favourite::actor_and_target;
use super::{StatusError, may_act};
use crate::context::Ctx;
use crate::notifications::{self, Kind};
use crate::tx::Tx;

/// The most reactions of one person here to one status.
pub const MAX_REACTIONS: i64 = 10;

/// Somebody here reacts with an emoji. The same again changes nothing.
pub async fn react(
    ctx: &Ctx,
    by: AccountId,
    status: StatusId,
    content: &str,
) -> Result<StatusId, StatusError> {
    let content = content.to_owned();
    if !staffroom_text::is_emoji(&content) {
        return Err(StatusError::invalid("this is no emoji"));
    }
    ctx.transact(move |tx| {
        let (by, status) = actor_and_target(tx, by, status)?;
        may_act(&by)?;
        let there = reactions::count_by(tx.conn, by.id, status.id)?;
        let is_there = reactions::find(tx.conn, by.id, status.id, &content)?.is_some();
        if !is_there && there >= MAX_REACTIONS {
            return Err(StatusError::invalid(format!(
                "you have reacted with {MAX_REACTIONS} emojis already"
            )));
        }
        react_in(tx, &by, &status, &content, None, None)?;
        Ok(status.id)
    })
    .await
}

/// Somebody here takes a reaction back.
pub async fn unreact(
    ctx: &Ctx,
    by: AccountId,
    status: StatusId,
    content: &str,
) -> Result<StatusId, StatusError> {
    let content = content.to_owned();
    ctx.transact(move |tx| {
        let (by, status) = actor_and_target(tx, by, status)?;
        unreact_in(tx, &by, &status, &content)?;
        Ok(status.id)
    })
    .await
}

/// Keeps a reaction; `false` where it is there already. `content` is an emoji or `:shortcode:`; `uri` is
/// the id of a remote activity.
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
    let reaction = row.id;
    if !reactions::insert(tx.conn, row)? {
        return Ok(false);
    }
    if status.local {
        // The client API has no word for it; whoever posted is told that somebody liked it.
        let to = status.account_id;
        notifications::tell(tx, Kind::Favourite, to, by, Some(status.id))?;
    }
    if by.is_local() && !status.local {
        tx.emit(&Event::Reacted {
            reaction,
            account: by.id,
            status: status.id,
            content: content.to_owned(),
        })?;
    }
    Ok(true)
}

/// Takes back `by`'s reaction of that content; `false` where there is none.
pub fn unreact_in(
    tx: &mut Tx<'_>,
    by: &AccountRow,
    status: &StatusRow,
    content: &str,
) -> Result<bool, DbError> {
    let Some(row) = reactions::find(tx.conn, by.id, status.id, content)? else {
        return Ok(false);
    };
    reactions::delete(tx.conn, row.id)?;
    if by.is_local() && !status.local {
        tx.emit(&Event::ReactionRemoved {
            reaction: row.id,
            account: by.id,
            status: status.id,
            content: content.to_owned(),
        })?;
    }
    Ok(true)
}
