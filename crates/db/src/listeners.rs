//! Whom of those who listen something concerns: asked the other way round than lists are read.

use diesel::prelude::*;
use staffroom_domain::{AccountId, ListId, StatusId, Timestamp};

use crate::CHUNK;
use crate::connection::Conn;
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::RunQueryDsl;
use crate::schema::{
    account_domain_block, block, favourite, filter, follow, home_entry, list_entry, mute,
    poll_vote, status,
};

/// Which of those accounts have which of those statuses in their home timelines.
pub fn at_home(
    conn: &mut Conn,
    statuses: &[StatusId],
    accounts: &[AccountId],
) -> DbResult<Vec<(AccountId, StatusId)>> {
    let mut found = Vec::new();
    for chunk in accounts.chunks(CHUNK) {
        let pairs: Vec<(i64, i64)> = home_entry::table
            .filter(home_entry::status_id.eq_any(padded(numbers(statuses))))
            .filter(home_entry::account_id.eq_any(padded(people(chunk))))
            .select((home_entry::account_id, home_entry::status_id))
            .prepared_once()
            .load(conn)?;
        found.extend(pairs.into_iter().map(typed));
    }
    Ok(found)
}

/// Which of those lists have which of those statuses in their timelines.
pub fn in_lists(
    conn: &mut Conn,
    statuses: &[StatusId],
    lists: &[ListId],
) -> DbResult<Vec<(ListId, StatusId)>> {
    let mut found = Vec::new();
    for chunk in lists.chunks(CHUNK) {
        let pairs: Vec<(i64, i64)> = list_entry::table
            .filter(list_entry::status_id.eq_any(padded(numbers(statuses))))
            .filter(list_entry::list_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
            .select((list_entry::list_id, list_entry::status_id))
            .prepared_once()
            .load(conn)?;
        found.extend(pairs.into_iter().map(|(list, id)| (list.into(), id.into())));
    }
    Ok(found)
}

/// Which of those accounts have liked or boosted which of those statuses, or voted in it.
pub fn involved(
    conn: &mut Conn,
    statuses: &[StatusId],
    accounts: &[AccountId],
) -> DbResult<Vec<(AccountId, StatusId)>> {
    let mut found = Vec::new();
    for chunk in accounts.chunks(CHUNK) {
        let liked: Vec<(i64, i64)> = favourite::table
            .filter(favourite::status_id.eq_any(padded(numbers(statuses))))
            .filter(favourite::account_id.eq_any(padded(people(chunk))))
            .select((favourite::account_id, favourite::status_id))
            .prepared_once()
            .load(conn)?;
        found.extend(liked.into_iter().map(typed));
        let boosted: Vec<(i64, Option<i64>)> = status::table
            .filter(status::boost_of_id.eq_any(padded(numbers(statuses).map(Some))))
            .filter(status::account_id.eq_any(padded(people(chunk))))
            .select((status::account_id, status::boost_of_id))
            .prepared_once()
            .load(conn)?;
        let boosted = boosted.into_iter().filter_map(|(by, of)| Some((by, of?)));
        found.extend(boosted.map(typed));
        let voted: Vec<(i64, i64)> = poll_vote::table
            .filter(poll_vote::status_id.eq_any(padded(numbers(statuses))))
            .filter(poll_vote::account_id.eq_any(padded(people(chunk))))
            .select((poll_vote::account_id, poll_vote::status_id))
            .prepared_once()
            .load(conn)?;
        found.extend(voted.into_iter().map(typed));
    }
    Ok(found)
}

/// Which of those accounts follow which of `targets`, accepted: who, and whom.
pub fn followers(
    conn: &mut Conn,
    targets: &[AccountId],
    accounts: &[AccountId],
) -> DbResult<Vec<(AccountId, AccountId)>> {
    let mut found = Vec::new();
    for chunk in accounts.chunks(CHUNK) {
        for targets in targets.chunks(CHUNK) {
            let pairs: Vec<(i64, i64)> = follow::table
                .filter(follow::target_id.eq_any(padded(people(targets))))
                .filter(follow::state.eq(1))
                .filter(follow::account_id.eq_any(padded(people(chunk))))
                .select((follow::account_id, follow::target_id))
                .prepared_once()
                .load(conn)?;
            found.extend(pairs.into_iter().map(|(by, of)| (by.into(), of.into())));
        }
    }
    Ok(found)
}

/// Which of those accounts do not want to see one of those people or anybody of those domains, or are not
/// to.
pub fn hiding(
    conn: &mut Conn,
    who: &[AccountId],
    domains: &[&str],
    accounts: &[AccountId],
    now: Timestamp,
) -> DbResult<Vec<AccountId>> {
    let mut found = Vec::new();
    for chunk in accounts.chunks(CHUNK) {
        let blocking: Vec<i64> = block::table
            .filter(block::target_id.eq_any(padded(people(who))))
            .filter(block::account_id.eq_any(padded(people(chunk))))
            .select(block::account_id)
            .prepared_once()
            .load(conn)?;
        let blocked: Vec<i64> = block::table
            .filter(block::account_id.eq_any(padded(people(who))))
            .filter(block::target_id.eq_any(padded(people(chunk))))
            .select(block::target_id)
            .prepared_once()
            .load(conn)?;
        let muting: Vec<i64> = mute::table
            .filter(mute::target_id.eq_any(padded(people(who))))
            .filter(mute::account_id.eq_any(padded(people(chunk))))
            .filter(
                mute::expires_at
                    .is_null()
                    .or(mute::expires_at.gt(now.as_micros())),
            )
            .select(mute::account_id)
            .prepared_once()
            .load(conn)?;
        found.extend([blocking, blocked, muting].concat());
        if !domains.is_empty() {
            let of_domain: Vec<i64> = account_domain_block::table
                .filter(account_domain_block::domain.eq_any(padded(domains.iter().copied())))
                .filter(account_domain_block::account_id.eq_any(padded(people(chunk))))
                .select(account_domain_block::account_id)
                .prepared_once()
                .load(conn)?;
            found.extend(of_domain);
        }
    }
    Ok(found.into_iter().map(AccountId::from).collect())
}

/// Which of those accounts have filters.
pub fn with_filters(conn: &mut Conn, accounts: &[AccountId]) -> DbResult<Vec<AccountId>> {
    let mut found = Vec::new();
    for chunk in accounts.chunks(CHUNK) {
        let ids: Vec<i64> = filter::table
            .filter(filter::account_id.eq_any(padded(people(chunk))))
            .select(filter::account_id)
            .distinct()
            .prepared_once()
            .load(conn)?;
        found.extend(ids.into_iter().map(AccountId::from));
    }
    Ok(found)
}

fn typed((account, status): (i64, i64)) -> (AccountId, StatusId) {
    (account.into(), status.into())
}

fn numbers(ids: &[StatusId]) -> impl Iterator<Item = i64> + Clone + '_ {
    ids.iter().map(|id| id.get())
}

fn people(ids: &[AccountId]) -> impl Iterator<Item = i64> + Clone + '_ {
    ids.iter().map(|id| id.get())
}
