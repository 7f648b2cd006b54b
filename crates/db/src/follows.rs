//! Who follows whom.

use diesel::prelude::*;
use staffroom_domain::{AccountId, FollowId, Timestamp};

use crate::accounts::AccountRow;
use crate::connection::Conn;
use crate::error::DbResult;
use crate::paging::paged;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::{account, follow};
use crate::statuses::Page;

/// A row of `follow`: who follows whom, and who asked to.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = follow, treat_none_as_default_value = false)]
pub struct FollowRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: FollowId,
    /// Who follows.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// Who is followed.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub target_id: AccountId,
    /// 0: asked, 1: accepted.
    pub state: i32,
    /// Whether the follower is of this instance.
    pub local: bool,
    /// The id of a remote follower's Follow activity.
    pub uri: Option<String>,
    /// Whether boosts are wanted in the home timeline.
    pub reblogs: bool,
    /// Whether the follower is told of each post.
    pub notify: bool,
    /// Languages wanted, as a JSON array; empty: all.
    pub languages: String,
    /// When it was asked.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}

impl FollowRow {
    /// `state` of one that was asked.
    pub const ASKED: i32 = 0;
    /// `state` of one that was accepted.
    pub const ACCEPTED: i32 = 1;

    /// Whether it was accepted.
    pub const fn is_accepted(&self) -> bool {
        self.state == Self::ACCEPTED
    }
}

/// Adds a follow; fails with [`crate::Unique::FollowPair`] where there is one.
pub fn insert(conn: &mut Conn, row: FollowRow) -> DbResult<()> {
    diesel::insert_into(follow::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// The follow of that id.
pub fn get(conn: &mut Conn, id: FollowId) -> DbResult<Option<FollowRow>> {
    Ok(follow::table
        .find(id.get())
        .select(FollowRow::as_select())
        .first(conn)
        .optional()?)
}

/// Whether, and how, `account` follows `target`.
pub fn find(conn: &mut Conn, account: AccountId, target: AccountId) -> DbResult<Option<FollowRow>> {
    Ok(follow::table
        .filter(
            follow::account_id
                .eq(account.get())
                .and(follow::target_id.eq(target.get())),
        )
        .select(FollowRow::as_select())
        .first(conn)
        .optional()?)
}

/// The remote follow of that activity.
pub fn find_by_uri(conn: &mut Conn, uri: &str) -> DbResult<Option<FollowRow>> {
    Ok(follow::table
        .filter(follow::uri.eq(uri))
        .select(FollowRow::as_select())
        .first(conn)
        .optional()?)
}

/// Whether `account` follows `target` and was accepted.
pub fn is_accepted(conn: &mut Conn, account: AccountId, target: AccountId) -> DbResult<bool> {
    Ok(find(conn, account, target)?.is_some_and(|row| row.is_accepted()))
}

/// Which of those accounts `account` follows, accepted.
pub fn followed_among(
    conn: &mut Conn,
    account: AccountId,
    targets: &[AccountId],
) -> DbResult<Vec<AccountId>> {
    let found: Vec<i64> = follow::table
        .filter(follow::account_id.eq(account.get()))
        .filter(follow::state.eq(FollowRow::ACCEPTED))
        .filter(follow::target_id.eq_any(padded(targets.iter().map(|id| id.get()))))
        .select(follow::target_id)
        .prepared_once()
        .load(conn)?;
    Ok(found.into_iter().map(AccountId::from).collect())
}

/// Follows of those accounts by `account`, in any state.
pub fn by_among(
    conn: &mut Conn,
    account: AccountId,
    targets: &[AccountId],
) -> DbResult<Vec<FollowRow>> {
    let mut rows = Vec::new();
    for chunk in targets.chunks(crate::CHUNK) {
        let found: Vec<FollowRow> = follow::table
            .filter(follow::account_id.eq(account.get()))
            .filter(follow::target_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
            .select(FollowRow::as_select())
            .prepared_once()
            .load(conn)?;
        rows.extend(found);
    }
    Ok(rows)
}

/// Follows of `target` by those accounts, in any state.
pub fn of_among(
    conn: &mut Conn,
    target: AccountId,
    accounts: &[AccountId],
) -> DbResult<Vec<FollowRow>> {
    let mut rows = Vec::new();
    for chunk in accounts.chunks(crate::CHUNK) {
        let found: Vec<FollowRow> = follow::table
            .filter(follow::target_id.eq(target.get()))
            .filter(follow::account_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
            .select(FollowRow::as_select())
            .prepared_once()
            .load(conn)?;
        rows.extend(found);
    }
    Ok(rows)
}

/// A part of those who follow an account, accepted, the newest first.
pub fn followers_page(conn: &mut Conn, target: AccountId, page: Page) -> DbResult<Vec<FollowRow>> {
    let query = follow::table
        .filter(follow::target_id.eq(target.get()))
        .filter(follow::state.eq(FollowRow::ACCEPTED))
        .select(FollowRow::as_select());
    Ok(paged!(conn, query, follow::id, page))
}

/// A part of those who asked to follow an account, the newest first.
pub fn asked_page(conn: &mut Conn, target: AccountId, page: Page) -> DbResult<Vec<FollowRow>> {
    let query = follow::table
        .filter(follow::target_id.eq(target.get()))
        .filter(follow::state.eq(FollowRow::ASKED))
        .select(FollowRow::as_select());
    Ok(paged!(conn, query, follow::id, page))
}

/// Organisations elsewhere that follow an account or ask to, those that came first before, after the follow `after`.
/// Grows with how many follow: for whoever looks after the instance.
pub fn organisations_elsewhere(
    conn: &mut Conn,
    target: AccountId,
    after: FollowId,
    limit: i64,
) -> DbResult<Vec<(FollowRow, AccountRow)>> {
    Ok(follow::table
        .inner_join(account::table.on(account::id.eq(follow::account_id)))
        .filter(follow::target_id.eq(target.get()))
        .filter(follow::id.gt(after.get()))
        .filter(account::kind.eq("organization"))
        .filter(account::domain.ne(""))
        .filter(account::deleted_at.is_null())
        .order(follow::id.asc())
        .limit(limit)
        .select((FollowRow::as_select(), AccountRow::as_select()))
        .load(conn)?)
}

/// How many asked to follow an account, but for those who are gone or shut out.
pub fn count_asked(conn: &mut Conn, target: AccountId) -> DbResult<i64> {
    let shut_out = account::domain_level.eq("suspend");
    Ok(follow::table
        .inner_join(account::table.on(account::id.eq(follow::account_id)))
        .filter(follow::target_id.eq(target.get()))
        .filter(follow::state.eq(FollowRow::ASKED))
        .filter(account::deleted_at.is_null())
        .filter(account::suspended_at.is_null())
        .filter(
            account::domain_level
                .is_null()
                .or(diesel::dsl::not(shut_out)),
        )
        .count()
        .get_result(conn)?)
}

/// A part of those whom an account follows, accepted, the newest first.
pub fn following_page(conn: &mut Conn, account: AccountId, page: Page) -> DbResult<Vec<FollowRow>> {
    let query = follow::table
        .filter(follow::account_id.eq(account.get()))
        .filter(follow::state.eq(FollowRow::ACCEPTED))
        .select(FollowRow::as_select());
    Ok(paged!(conn, query, follow::id, page))
}

/// Those whom `viewer` follows and who follow any of `targets`: who, and whom. At most 1,000.
pub fn familiar(
    conn: &mut Conn,
    viewer: AccountId,
    targets: &[AccountId],
) -> DbResult<Vec<(AccountId, AccountId)>> {
    let known = diesel::alias!(follow as known);
    let mut pairs = Vec::new();
    for chunk in targets.chunks(crate::CHUNK) {
        let found: Vec<(i64, i64)> = follow::table
            .inner_join(known.on(known.field(follow::target_id).eq(follow::account_id)))
            .filter(known.field(follow::account_id).eq(viewer.get()))
            .filter(known.field(follow::state).eq(FollowRow::ACCEPTED))
            .filter(follow::target_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
            .filter(follow::state.eq(FollowRow::ACCEPTED))
            .limit(1_000)
            .select((follow::account_id, follow::target_id))
            .load(conn)?;
        pairs.extend(found.into_iter().map(|(by, of)| (by.into(), of.into())));
    }
    Ok(pairs)
}

/// Accepts what was asked; `false` where it was accepted before or is gone.
pub fn accept(conn: &mut Conn, id: FollowId) -> DbResult<bool> {
    let asked = follow::table.filter(
        follow::id
            .eq(id.get())
            .and(follow::state.eq(FollowRow::ASKED)),
    );
    Ok(diesel::update(asked)
        .set(follow::state.eq(FollowRow::ACCEPTED))
        .prepared_once()
        .execute(conn)?
        == 1)
}

/// Takes over the id of a remote follower's newer Follow.
pub fn set_uri(conn: &mut Conn, id: FollowId, uri: &str) -> DbResult<()> {
    diesel::update(follow::table.find(id.get()))
        .set(follow::uri.eq(uri))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Changes what a follower wants.
pub fn set_wishes(
    conn: &mut Conn,
    id: FollowId,
    reblogs: bool,
    notify: bool,
    languages: &str,
) -> DbResult<()> {
    diesel::update(follow::table.find(id.get()))
        .set((
            follow::reblogs.eq(reblogs),
            follow::notify.eq(notify),
            follow::languages.eq(languages),
        ))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Ends a follow; `false` where it has ended.
pub fn delete(conn: &mut Conn, id: FollowId) -> DbResult<bool> {
    Ok(diesel::delete(follow::table.find(id.get())).execute(conn)? == 1)
}

/// Follows of an account and by it, in any state, at most `limit`.
pub fn of_anybody_and(conn: &mut Conn, account: AccountId, limit: i64) -> DbResult<Vec<FollowRow>> {
    let mut rows: Vec<FollowRow> = follow::table
        .filter(follow::account_id.eq(account.get()))
        .limit(limit)
        .select(FollowRow::as_select())
        .load(conn)?;
    let left = limit - i64::try_from(rows.len()).unwrap_or(limit);
    if left > 0 {
        let of_it: Vec<FollowRow> = follow::table
            .filter(follow::target_id.eq(account.get()))
            .limit(left)
            .select(FollowRow::as_select())
            .load(conn)?;
        rows.extend(of_it);
    }
    Ok(rows)
}

/// Followers of an account in a state, the newest first, before `before`.
pub fn followers(
    conn: &mut Conn,
    target: AccountId,
    state: i32,
    before: Option<FollowId>,
    limit: i64,
) -> DbResult<Vec<FollowRow>> {
    Ok(follow::table
        .filter(follow::target_id.eq(target.get()))
        .filter(follow::state.eq(state))
        .filter(follow::id.lt(before.map_or(i64::MAX, FollowId::get)))
        .order(follow::id.desc())
        .limit(limit)
        .select(FollowRow::as_select())
        .load(conn)?)
}

/// Whom an account follows, in a state, the newest first, before `before`.
pub fn following(
    conn: &mut Conn,
    account: AccountId,
    state: i32,
    before: Option<FollowId>,
    limit: i64,
) -> DbResult<Vec<FollowRow>> {
    Ok(follow::table
        .filter(follow::account_id.eq(account.get()))
        .filter(follow::state.eq(state))
        .filter(follow::id.lt(before.map_or(i64::MAX, FollowId::get)))
        .order(follow::id.desc())
        .limit(limit)
        .select(FollowRow::as_select())
        .load(conn)?)
}

/// Local followers of an account, accepted, after `after`, in the order of ids.
pub fn local_followers(
    conn: &mut Conn,
    target: AccountId,
    after: FollowId,
    limit: i64,
) -> DbResult<Vec<FollowRow>> {
    Ok(follow::table
        .filter(follow::target_id.eq(target.get()))
        .filter(follow::state.eq(FollowRow::ACCEPTED))
        .filter(follow::local.eq(true))
        .filter(follow::id.gt(after.get()))
        .order(follow::id.asc())
        .limit(limit)
        .select(FollowRow::as_select())
        .load(conn)?)
}

/// Whether anybody here follows an account.
pub fn has_local_followers(conn: &mut Conn, target: AccountId) -> DbResult<bool> {
    let found = follow::table
        .filter(follow::target_id.eq(target.get()))
        .filter(follow::state.eq(FollowRow::ACCEPTED))
        .filter(follow::local.eq(true))
        .select(follow::id);
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(conn)?)
}

/// What a local follower wants of whom they follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowerWishes {
    /// The follower.
    pub account: AccountId,
    /// Whether boosts are wanted.
    pub reblogs: bool,
    /// Whether they want to be told of each post.
    pub notify: bool,
    /// Languages wanted, as a JSON array; empty: all.
    pub languages: String,
}

/// What all local followers of an account want, accepted ones.
pub fn local_wishes(conn: &mut Conn, target: AccountId) -> DbResult<Vec<FollowerWishes>> {
    let rows: Vec<(i64, bool, bool, String)> = follow::table
        .filter(follow::target_id.eq(target.get()))
        .filter(follow::state.eq(FollowRow::ACCEPTED))
        .filter(follow::local.eq(true))
        .select((
            follow::account_id,
            follow::reblogs,
            follow::notify,
            follow::languages,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(account, reblogs, notify, languages)| FollowerWishes {
            account: account.into(),
            reblogs,
            notify,
            languages,
        })
        .collect())
}

/// All local followers of an account, accepted ones.
pub fn local_follower_ids(conn: &mut Conn, target: AccountId) -> DbResult<Vec<AccountId>> {
    let rows: Vec<i64> = follow::table
        .filter(follow::target_id.eq(target.get()))
        .filter(follow::state.eq(FollowRow::ACCEPTED))
        .filter(follow::local.eq(true))
        .select(follow::account_id)
        .load(conn)?;
    Ok(rows.into_iter().map(AccountId::from).collect())
}

/// The follows of those accounts by `account`, in any state.
pub fn among(
    conn: &mut Conn,
    account: AccountId,
    targets: &[AccountId],
) -> DbResult<Vec<FollowRow>> {
    let mut rows = Vec::new();
    for chunk in targets.chunks(crate::CHUNK) {
        let found: Vec<FollowRow> = follow::table
            .filter(follow::account_id.eq(account.get()))
            .filter(follow::target_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
            .select(FollowRow::as_select())
            .prepared_once()
            .load(conn)?;
        rows.extend(found);
    }
    Ok(rows)
}
