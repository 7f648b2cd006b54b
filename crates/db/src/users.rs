//! Local logins and their roles.

use std::collections::HashMap;

use diesel::prelude::*;
use staffroom_domain::{AccountId, EmailAddress, News, Role, Roles, Timestamp, UserId};

use crate::accounts::AccountRow;
use crate::connection::Conn;
use crate::error::DbResult;
use crate::news;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::{account, user, user_role};

/// A row of `user`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = user, treat_none_as_default_value = false)]
pub struct UserRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: UserId,
    /// The account it posts from, if any.
    pub account_id: Option<i64>,
    /// Where mail goes, as it was given.
    pub email: Option<String>,
    /// The same, as it is compared.
    pub email_folded: Option<String>,
    /// A PHC string (argon2id), or none before the first password.
    pub password_hash: Option<String>,
    /// When it was made.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
    /// Microseconds since the Unix epoch.
    pub last_sign_in_at: Option<i64>,
    /// Microseconds since the Unix epoch; while set, the user cannot sign in.
    pub disabled_at: Option<i64>,
    /// The language that they have chosen for the pages, by its short code.
    pub page_language: Option<String>,
}

impl UserRow {
    /// A new login for an account.
    pub fn new(
        id: UserId,
        account: AccountId,
        email: Option<&EmailAddress>,
        password_hash: Option<String>,
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            account_id: Some(account.get()),
            email: email.map(ToString::to_string),
            email_folded: email.map(EmailAddress::folded),
            password_hash,
            created_at: now,
            last_sign_in_at: None,
            disabled_at: None,
            page_language: None,
        }
    }

    /// The address, where there is one that still parses.
    pub fn email_address(&self) -> Option<EmailAddress> {
        self.email
            .as_deref()
            .and_then(|text| EmailAddress::parse(text).ok())
    }
}

/// A user with account and roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserWithAccount {
    /// The login.
    pub user: UserRow,
    /// The account it posts from.
    pub account: AccountRow,
    /// What it may do.
    pub roles: Roles,
}

/// A user with account, where what it may do here does not matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// The login.
    pub user: UserRow,
    /// The account it posts from.
    pub account: AccountRow,
}

/// Users joined with their accounts. A macro, since the type of the query names the columns of both.
macro_rules! joined {
    () => {
        user::table
            .inner_join(account::table)
            .select((UserRow::as_select(), AccountRow::as_select()))
    };
}

/// Adds a login.
pub fn insert(conn: &mut Conn, row: UserRow) -> DbResult<()> {
    diesel::insert_into(user::table).values(row).execute(conn)?;
    Ok(())
}

/// The user of that id, with account and roles.
pub fn find(conn: &mut Conn, id: UserId) -> DbResult<Option<UserWithAccount>> {
    let row = joined!()
        .filter(user::id.eq(id.get()))
        .first(conn)
        .optional()?;
    with_roles(conn, row)
}

/// The user who posts from that account.
pub fn find_by_account(conn: &mut Conn, id: AccountId) -> DbResult<Option<UserWithAccount>> {
    let row = joined!()
        .filter(user::account_id.eq(id.get()))
        .first(conn)
        .optional()?;
    with_roles(conn, row)
}

/// The user whose account has that folded username.
pub fn find_by_username(conn: &mut Conn, folded: &str) -> DbResult<Option<UserWithAccount>> {
    let row = joined!()
        .filter(
            account::domain
                .eq("")
                .and(account::username_folded.eq(folded)),
        )
        .first(conn)
        .optional()?;
    with_roles(conn, row)
}

/// The user with that folded e-mail address.
pub fn find_by_email(conn: &mut Conn, folded: &str) -> DbResult<Option<UserWithAccount>> {
    let row = joined!()
        .filter(user::email_folded.eq(folded))
        .first(conn)
        .optional()?;
    with_roles(conn, row)
}

/// Users in order of their ids, after `after`, at most `limit`.
pub fn list(conn: &mut Conn, after: Option<UserId>, limit: i64) -> DbResult<Vec<UserWithAccount>> {
    let rows: Vec<(UserRow, AccountRow)> = joined!()
        .filter(user::id.gt(after.map_or(0, UserId::get)))
        .order(user::id.asc())
        .limit(limit)
        .load(conn)?;
    all_with_roles(conn, rows)
}

/// Those who came last, the latest first, at most `limit`.
pub fn latest(conn: &mut Conn, limit: i64) -> DbResult<Vec<UserWithAccount>> {
    let rows: Vec<(UserRow, AccountRow)> =
        joined!().order(user::id.desc()).limit(limit).load(conn)?;
    all_with_roles(conn, rows)
}

fn all_with_roles(
    conn: &mut Conn,
    rows: Vec<(UserRow, AccountRow)>,
) -> DbResult<Vec<UserWithAccount>> {
    let ids: Vec<i64> = rows.iter().map(|(user, _)| user.id.get()).collect();
    let mut roles = roles_of(conn, &ids)?;
    Ok(rows
        .into_iter()
        .map(|(user, account)| {
            let roles = roles.remove(&user.id.get()).unwrap_or_default();
            UserWithAccount {
                user,
                account,
                roles,
            }
        })
        .collect())
}

/// The handles of those users, in no order.
pub fn handles(conn: &mut Conn, ids: &[UserId]) -> DbResult<Vec<(UserId, String)>> {
    let ids = ids.iter().take(crate::CHUNK).map(|id| id.get());
    let found: Vec<(i64, String)> = user::table
        .inner_join(account::table)
        .filter(user::id.eq_any(padded(ids)))
        .select((user::id, account::username))
        .prepared_once()
        .load(conn)?;
    Ok(found
        .into_iter()
        .map(|(id, name)| (id.into(), name))
        .collect())
}

/// Whether there is any user yet.
pub fn any(conn: &mut Conn) -> DbResult<bool> {
    Ok(diesel::select(diesel::dsl::exists(user::table.select(user::id))).get_result(conn)?)
}

/// How many users have a role and may sign in.
pub fn count_active_with_role(conn: &mut Conn, role: Role) -> DbResult<i64> {
    Ok(user_role::table
        .inner_join(user::table.inner_join(account::table))
        .filter(
            user_role::role
                .eq(role.slug())
                .and(user::disabled_at.is_null())
                .and(account::suspended_at.is_null()),
        )
        .count()
        .get_result(conn)?)
}

/// The accounts of users who have one of those roles and may sign in.
pub fn accounts_with_roles(conn: &mut Conn, roles: &[Role]) -> DbResult<Vec<AccountId>> {
    let slugs: Vec<&str> = roles.iter().map(|role| role.slug()).collect();
    let found: Vec<Option<i64>> = user_role::table
        .inner_join(user::table)
        .filter(user_role::role.eq_any(padded(slugs)))
        .filter(user::disabled_at.is_null())
        .select(user::account_id)
        .prepared_once()
        .load(conn)?;
    let mut found: Vec<i64> = found.into_iter().flatten().collect();
    found.sort_unstable();
    found.dedup();
    Ok(found.into_iter().map(AccountId::from).collect())
}

/// The user with a role who came first, of those who may sign in.
pub fn oldest_with_role(conn: &mut Conn, role: Role) -> DbResult<Option<UserWithAccount>> {
    let id: Option<i64> = user_role::table
        .inner_join(user::table)
        .filter(
            user_role::role
                .eq(role.slug())
                .and(user::disabled_at.is_null())
                .and(user::account_id.is_not_null()),
        )
        .order(user::id.asc())
        .select(user::id)
        .first(conn)
        .optional()?;
    match id {
        Some(id) => find(conn, id.into()),
        None => Ok(None),
    }
}

/// Replaces the roles of a user.
pub fn set_roles(conn: &mut Conn, id: UserId, roles: &Roles, now: Timestamp) -> DbResult<()> {
    diesel::delete(user_role::table.filter(user_role::user_id.eq(id.get()))).execute(conn)?;
    for role in roles.iter() {
        diesel::insert_into(user_role::table)
            .values((
                user_role::user_id.eq(id.get()),
                user_role::role.eq(role.slug()),
                user_role::granted_at.eq(now.as_micros()),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// The login of an account, if it has one.
pub fn of_account(conn: &mut Conn, account: AccountId) -> DbResult<Option<UserId>> {
    let id: Option<i64> = user::table
        .filter(user::account_id.eq(account.get()))
        .select(user::id)
        .first(conn)
        .optional()?;
    Ok(id.map(UserId::from))
}

/// Closes a login, or opens it again.
pub fn set_disabled(conn: &mut Conn, id: UserId, since: Option<Timestamp>) -> DbResult<()> {
    diesel::update(user::table.find(id.get()))
        .set(user::disabled_at.eq(since.map(Timestamp::as_micros)))
        .prepared_once()
        .execute(conn)?;
    news::tell(News::AccessChanged(id));
    Ok(())
}

/// Removes a login with its roles, sessions, links and tokens; the account stays. `false` where it is gone.
pub fn delete(conn: &mut Conn, id: UserId) -> DbResult<bool> {
    news::tell(News::AccessChanged(id));
    Ok(diesel::delete(user::table.find(id.get())).execute(conn)? == 1)
}

/// Replaces the password hash.
pub fn set_password_hash(conn: &mut Conn, id: UserId, hash: &str) -> DbResult<()> {
    diesel::update(user::table.find(id.get()))
        .set(user::password_hash.eq(hash))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Sets in which language somebody wants the pages.
pub fn set_page_language(conn: &mut Conn, id: UserId, code: &str) -> DbResult<()> {
    diesel::update(user::table.find(id.get()))
        .set(user::page_language.eq(code))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Replaces the password hash of a user who may sign in, if it is still `old`; `false` otherwise. The
/// check and the change are one statement, so that of two changes that begin with the same password
/// one is made.
pub fn exchange_password_hash(
    conn: &mut Conn,
    id: UserId,
    old: Option<&str>,
    new: &str,
) -> DbResult<bool> {
    let active = user::id.eq(id.get()).and(user::disabled_at.is_null());
    let change = user::password_hash.eq(new);
    let changed = if let Some(old) = old {
        let same = active.and(user::password_hash.eq(old));
        diesel::update(user::table.filter(same))
            .set(change)
            .prepared_once()
            .execute(conn)?
    } else {
        let same = active.and(user::password_hash.is_null());
        diesel::update(user::table.filter(same))
            .set(change)
            .prepared_once()
            .execute(conn)?
    };
    Ok(changed == 1)
}

/// Notes a successful sign-in.
pub fn touch_sign_in(conn: &mut Conn, id: UserId, now: Timestamp) -> DbResult<()> {
    diesel::update(user::table.find(id.get()))
        .set(user::last_sign_in_at.eq(now.as_micros()))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

fn with_roles(
    conn: &mut Conn,
    row: Option<(UserRow, AccountRow)>,
) -> DbResult<Option<UserWithAccount>> {
    let Some((user, account)) = row else {
        return Ok(None);
    };
    let roles = roles_of(conn, &[user.id.get()])?
        .remove(&user.id.get())
        .unwrap_or_default();
    Ok(Some(UserWithAccount {
        user,
        account,
        roles,
    }))
}

/// The roles of several users. A role that this version does not know is left out.
fn roles_of(conn: &mut Conn, ids: &[i64]) -> DbResult<HashMap<i64, Roles>> {
    let mut roles: HashMap<i64, Vec<Role>> = HashMap::new();
    for chunk in ids.chunks(crate::CHUNK) {
        let rows: Vec<(i64, String)> = user_role::table
            .filter(user_role::user_id.eq_any(padded(chunk)))
            .select((user_role::user_id, user_role::role))
            .prepared_once()
            .load(conn)?;
        for (id, role) in rows {
            if let Ok(role) = role.parse() {
                roles.entry(id).or_default().push(role);
            }
        }
    }
    Ok(roles
        .into_iter()
        .map(|(id, list)| (id, list.into_iter().collect()))
        .collect())
}
