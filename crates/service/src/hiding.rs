//! Whom somebody does not see: one place for all lists, timelines and notifications.
//!
//! It is whom they block or mute, whoever blocks them, and everybody of a server that they block for
//! themselves. What holds for everybody (suspended and limited accounts) is not asked here.

use std::collections::HashSet;

use staffroom_db::accounts::AccountRow;
use staffroom_db::{Conn, DbError, blocks, domain_blocks, follows, mutes};
use staffroom_domain::{AccountId, Timestamp};

use crate::domains::host_of;
use crate::statuses::Viewer;

/// Those of `others` whom `viewer` does not see. At most four queries, however many they are.
pub fn among<'a>(
    conn: &mut Conn,
    viewer: Viewer,
    others: impl IntoIterator<Item = &'a AccountRow>,
    now: Timestamp,
) -> Result<HashSet<AccountId>, DbError> {
    let Some(viewer) = viewer else {
        return Ok(HashSet::new());
    };
    let others: Vec<&AccountRow> = others.into_iter().filter(|row| row.id != viewer).collect();
    let mut ids: Vec<AccountId> = others.iter().map(|row| row.id).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let mut hidden: HashSet<AccountId> = HashSet::new();
    hidden.extend(blocks::blocked_among(conn, viewer, &ids)?);
    hidden.extend(blocks::blockers_among(conn, viewer, &ids)?);
    let muted = mutes::among(conn, viewer, &ids)?.into_iter();
    hidden.extend(muted.filter(|row| row.holds(now)).map(|row| row.target_id));
    let mut domains: Vec<&str> = others
        .iter()
        .filter(|row| !row.is_local())
        .map(|row| host_of(&row.domain))
        .collect();
    domains.sort_unstable();
    domains.dedup();
    if !domains.is_empty() {
        let blocked = domain_blocks::among(conn, viewer, &domains)?;
        let is_there =
            |row: &AccountRow| blocked.iter().any(|domain| domain == host_of(&row.domain));
        hidden.extend(others.iter().filter(|row| is_there(row)).map(|row| row.id));
    }
    Ok(hidden)
}

/// Whether `viewer` does not see `other`.
pub fn hides(
    conn: &mut Conn,
    viewer: AccountId,
    other: &AccountRow,
    now: Timestamp,
) -> Result<bool, DbError> {
    Ok(!among(conn, Some(viewer), [other], now)?.is_empty())
}

/// Whether `to` is told nothing of what `by` does: they block them, mute them so that nothing is told, or
/// block their server and do not follow them.
pub fn tells_nothing(
    conn: &mut Conn,
    to: AccountId,
    by: &AccountRow,
    now: Timestamp,
) -> Result<bool, DbError> {
    if blocks::find(conn, to, by.id)?.is_some() {
        return Ok(true);
    }
    let muted = mutes::find(conn, to, by.id)?;
    if muted.is_some_and(|row| row.hides_notifications && row.holds(now)) {
        return Ok(true);
    }
    if by.is_local() || domain_blocks::among(conn, to, &[host_of(&by.domain)])?.is_empty() {
        return Ok(false);
    }
    Ok(!follows::is_accepted(conn, to, by.id)?)
}
