//! Who may see a status, and who may answer, like and boost it.

use staffroom_db::statuses::StatusRow;
use staffroom_db::{Conn, DbError, accounts, blocks, follows, mentions, status_policies};
use staffroom_domain::{AccountId, ReplyPolicy, Timestamp, Visibility};

use super::view::StatusView;
use crate::hiding;

/// Who looks: somebody known here, local or remote, or anybody.
pub type Viewer = Option<AccountId>;

/// Whether somebody may see a status. Nobody sees what was deleted, or the posts of those who are gone
/// or shut out, or of whoever blocked them.
pub fn may_see(conn: &mut Conn, viewer: Viewer, status: &StatusRow) -> Result<bool, DbError> {
    if status.deleted_at.is_some() {
        return Ok(false);
    }
    if viewer == Some(status.account_id) {
        return Ok(true);
    }
    let author = accounts::find(conn, status.account_id)?;
    if !author.is_some_and(|author| author.is_active()) {
        return Ok(false);
    }
    let Some(viewer) = viewer else {
        return Ok(status.visibility().is_open());
    };
    if blocks::find(conn, status.account_id, viewer)?.is_some() {
        return Ok(false);
    }
    Ok(match status.visibility() {
        Visibility::Public | Visibility::Unlisted => true,
        Visibility::Private => {
            follows::is_accepted(conn, viewer, status.account_id)?
                || mentions::has(conn, status.id, viewer)?
        }
        Visibility::Direct => mentions::has(conn, status.id, viewer)?,
    })
}

/// Leaves out the posts of limited accounts whom the viewer does not follow: for lists of what nobody
/// asked for, such as answers, hashtags and public timelines.
pub fn without_limited(
    conn: &mut Conn,
    viewer: Viewer,
    mut views: Vec<StatusView>,
) -> Result<Vec<StatusView>, DbError> {
    let limited: Vec<AccountId> = views
        .iter()
        .filter(|view| view.author.is_limited())
        .map(|view| view.author.id)
        .collect();
    if limited.is_empty() {
        return Ok(views);
    }
    let followed = match viewer {
        Some(viewer) => follows::followed_among(conn, viewer, &limited)?,
        None => Vec::new(),
    };
    views.retain(|view| !view.author.is_limited() || followed.contains(&view.author.id));
    Ok(views)
}

/// Leaves out the posts of those whom the viewer does not want to see.
pub fn without_hidden(
    conn: &mut Conn,
    viewer: Viewer,
    mut views: Vec<StatusView>,
    now: Timestamp,
) -> Result<Vec<StatusView>, DbError> {
    let authors = views.iter().map(|view| &view.author);
    let hidden = hiding::among(conn, viewer, authors, now)?;
    views.retain(|view| !hidden.contains(&view.author.id));
    Ok(views)
}

/// Whether somebody who may see a status may answer it. Whoever is named in it always may.
pub fn may_answer(conn: &mut Conn, by: AccountId, status: &StatusRow) -> Result<bool, DbError> {
    if by == status.account_id || mentions::has(conn, status.id, by)? {
        return Ok(true);
    }
    let policy = ReplyPolicy::from_name(&status.reply_policy);
    allows(conn, policy, by, status)
}

/// Whether somebody who may see a status may like it.
pub fn may_like(conn: &mut Conn, by: AccountId, status: &StatusRow) -> Result<bool, DbError> {
    let limits = status_policies::find(conn, status.id)?;
    let Some(limits) = limits.filter(|_| by != status.account_id) else {
        return Ok(true);
    };
    allows(conn, ReplyPolicy::from_name(&limits.likes), by, status)
}

/// Whether somebody who may see a status may boost it, as far as its author says.
pub fn may_boost(conn: &mut Conn, by: AccountId, status: &StatusRow) -> Result<bool, DbError> {
    let limits = status_policies::find(conn, status.id)?;
    let Some(limits) = limits.filter(|_| by != status.account_id) else {
        return Ok(true);
    };
    allows(conn, ReplyPolicy::from_name(&limits.boosts), by, status)
}

fn allows(
    conn: &mut Conn,
    policy: ReplyPolicy,
    by: AccountId,
    status: &StatusRow,
) -> Result<bool, DbError> {
    match policy {
        ReplyPolicy::Public => Ok(true),
        ReplyPolicy::Followers => follows::is_accepted(conn, by, status.account_id),
        ReplyPolicy::Nobody => Ok(false),
    }
}
