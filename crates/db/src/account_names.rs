//! Names by which people are found.

use diesel::prelude::*;
use staffroom_domain::AccountId;
use staffroom_domain::text::{fold, truncate};

use crate::accounts::AccountRow;
use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::PreparedOnce as _;
use crate::run::RunQueryDsl;
use crate::schema::{account_name, follow};

/// The most names of one account.
const MAX_NAMES: usize = 12;
/// The longest name, in characters; what is longer is found by its beginning.
const MAX_NAME: usize = 64;

/// A row of `account_name`: a name by which somebody is found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Queryable, Selectable, Insertable)]
#[diesel(table_name = account_name, treat_none_as_default_value = false)]
pub struct AccountNameRow {
    /// Whose.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// Folded.
    pub name: String,
}

/// The names by which an account is found: none where it is gone.
pub(crate) fn names(row: &AccountRow) -> Vec<String> {
    if row.deleted_at.is_some() {
        return Vec::new();
    }
    let display = fold(&row.display_name);
    let words = display.split(|c: char| !c.is_alphanumeric());
    let whole = display.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut all = vec![row.username_folded.clone(), whole.clone()];
    all.extend(words.map(str::to_owned));
    let mut names: Vec<String> = Vec::new();
    for name in all {
        let name = truncate(&name, MAX_NAME).to_owned();
        if !name.is_empty() && !names.contains(&name) && names.len() < MAX_NAMES {
            names.push(name);
        }
    }
    names.sort_unstable();
    names
}

/// Writes the names of an account as they are now ([`names`]), where they changed.
pub(crate) fn put(
    conn: &mut Conn,
    account: AccountId,
    names: Vec<String>,
    is_new: bool,
) -> DbResult<()> {
    if !is_new {
        let of_account = account_name::table.filter(account_name::account_id.eq(account.get()));
        let mut before: Vec<String> = of_account.select(account_name::name).load(conn)?;
        before.sort_unstable();
        if before == names {
            return Ok(());
        }
        diesel::delete(of_account).execute(conn)?;
    }
    let rows: Vec<AccountNameRow> = names
        .into_iter()
        .map(|name| AccountNameRow {
            account_id: account,
            name,
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    each_backend!(conn, c => {
        diesel::insert_into(account_name::table)
            .values(rows)
            .on_conflict_do_nothing()
            .execute(c)?
    });
    Ok(())
}

/// The first text after all that begin with `prefix`.
fn end_of(prefix: &str) -> String {
    format!("{prefix}\u{10ffff}")
}

/// Accounts with a name that begins with `prefix` (folded), in the order of names, at most `limit` names.
pub fn beginning_with(conn: &mut Conn, prefix: &str, limit: i64) -> DbResult<Vec<AccountId>> {
    let found: Vec<i64> = account_name::table
        .filter(account_name::name.ge(prefix))
        .filter(account_name::name.lt(end_of(prefix)))
        .order((account_name::name.asc(), account_name::account_id.asc()))
        .limit(limit)
        .select(account_name::account_id)
        .prepared_once()
        .load(conn)?;
    Ok(found.into_iter().map(AccountId::from).collect())
}

/// The same among those whom `by` follows, in no order. Reads the names of all whom they follow.
pub fn followed_beginning_with(
    conn: &mut Conn,
    by: AccountId,
    prefix: &str,
    limit: i64,
) -> DbResult<Vec<AccountId>> {
    let found: Vec<i64> = follow::table
        .inner_join(account_name::table.on(account_name::account_id.eq(follow::target_id)))
        .filter(follow::account_id.eq(by.get()))
        .filter(follow::state.eq(crate::follows::FollowRow::ACCEPTED))
        .filter(account_name::name.ge(prefix))
        .filter(account_name::name.lt(end_of(prefix)))
        .limit(limit)
        .select(account_name::account_id)
        .prepared_once()
        .load(conn)?;
    Ok(found.into_iter().map(AccountId::from).collect())
}

#[cfg(test)]
mod tests {
    use staffroom_domain::{ActorKind, Timestamp};

    use super::*;

    #[test]
    fn people_are_found_by_their_handle_and_each_word_of_their_name() {
        let now = Timestamp::from_secs(1);
        let mut row = AccountRow::blank(AccountId::from(1), ActorKind::Person, now);
        row.username_folded = "amira".to_owned();
        row.display_name = "Amira  O\u{2019}Neill (Maths)".to_owned();
        let whole = "amira o\u{2019}neill (maths)";
        let mut expected = ["amira", whole, "o", "neill", "maths"].map(str::to_owned);
        expected.sort_unstable();
        assert_eq!(names(&row), expected);
        row.display_name = "x ".repeat(500);
        assert!(
            names(&row)
                .iter()
                .all(|name| name.chars().count() <= MAX_NAME)
        );
        let words: Vec<String> = (0..50).map(|n| format!("w{n}")).collect();
        row.display_name = words.join(" ");
        assert_eq!(names(&row).len(), MAX_NAMES);
        row.deleted_at = Some(1);
        assert!(names(&row).is_empty());
    }
}
