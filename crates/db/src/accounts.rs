//! Actors, local and remote, as people see them.

use diesel::prelude::*;
use staffroom_domain::{AccountId, Timestamp, Username};

use crate::connection::Conn;
use crate::error::DbResult;
use crate::schema::account;

/// A row of `account`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = account, treat_none_as_default_value = false)]
pub struct AccountRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: AccountId,
    /// `''` for local ones.
    pub domain: String,
    /// As its owner writes it.
    pub username: String,
    /// As it is compared.
    pub username_folded: String,
    /// The name beside the handle.
    pub display_name: String,
    /// When it was made.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}

impl AccountRow {
    /// A new local account.
    pub fn local(id: AccountId, username: &Username, display_name: &str, now: Timestamp) -> Self {
        Self {
            id,
            domain: String::new(),
            username: username.as_str().to_owned(),
            username_folded: username.folded(),
            display_name: display_name.to_owned(),
            created_at: now,
        }
    }
}

/// Adds an account.
pub fn insert(conn: &mut Conn, row: AccountRow) -> DbResult<()> {
    diesel::insert_into(account::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// The account of that id.
pub fn find(conn: &mut Conn, id: AccountId) -> DbResult<Option<AccountRow>> {
    Ok(account::table
        .find(id.get())
        .select(AccountRow::as_select())
        .first(conn)
        .optional()?)
}

/// The local account of that handle, in any case.
pub fn find_local(conn: &mut Conn, username_folded: &str) -> DbResult<Option<AccountRow>> {
    Ok(account::table
        .filter(
            account::domain
                .eq("")
                .and(account::username_folded.eq(username_folded)),
        )
        .select(AccountRow::as_select())
        .first(conn)
        .optional()?)
}
