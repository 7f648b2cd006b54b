//! How people here post unless they say otherwise, and what else they say of their profile.

use diesel::prelude::*;
use staffroom_domain::{AccountId, Visibility};

use crate::accounts::AccountRow;
use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::PreparedOnce as _;
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::{account, account_preference};

/// A row of `account_preference`.
#[expect(
    clippy::struct_excessive_bools,
    reason = "a row has the columns that the table has"
)]
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = account_preference, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct PreferenceRow {
    /// Whose.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// Who may see what they post, as [`Visibility`] numbers it; none: nothing was chosen.
    pub visibility: Option<i32>,
    /// Whether media are hidden until asked for.
    pub sensitive: bool,
    /// The language they post in, BCP 47.
    pub language: Option<String>,
    /// Who may quote what they post, as the Mastodon API names it.
    pub quote_policy: String,
    /// Sites that may name them as author: a JSON array of domains.
    pub attribution_domains: String,
    /// Whether their profile has a page of media.
    pub show_media: bool,
    /// Whether that page shows those of answers too.
    pub show_media_replies: bool,
    /// Whether their profile has a page of what they feature.
    pub show_featured: bool,
    /// What their picture shows, for those who do not see it.
    pub avatar_description: String,
    /// The same of their banner.
    pub header_description: String,
}

impl PreferenceRow {
    /// Of somebody who has chosen nothing.
    pub fn blank(account_id: AccountId) -> Self {
        Self {
            account_id,
            visibility: None,
            sensitive: false,
            language: None,
            quote_policy: "public".to_owned(),
            attribution_domains: "[]".to_owned(),
            show_media: true,
            show_media_replies: true,
            show_featured: true,
            avatar_description: String::new(),
            header_description: String::new(),
        }
    }

    /// Who may see what they post.
    pub fn visibility(&self) -> Option<Visibility> {
        self.visibility.map(Visibility::from_i32)
    }
}

/// What somebody has chosen; none where they have chosen nothing.
pub fn find(conn: &mut Conn, account: AccountId) -> DbResult<Option<PreferenceRow>> {
    Ok(account_preference::table
        .find(account.get())
        .select(PreferenceRow::as_select())
        .first(conn)
        .optional()?)
}

/// An account, and what it has chosen where it has chosen something.
pub fn find_with_account(
    conn: &mut Conn,
    id: AccountId,
) -> DbResult<Option<(AccountRow, Option<PreferenceRow>)>> {
    Ok(account::table
        .left_join(account_preference::table.on(account_preference::account_id.eq(account::id)))
        .filter(account::id.eq(id.get()))
        .select((
            AccountRow::as_select(),
            Option::<PreferenceRow>::as_select(),
        ))
        .first(conn)
        .optional()?)
}

/// Writes what somebody has chosen.
pub fn upsert(conn: &mut Conn, row: PreferenceRow) -> DbResult<()> {
    let changes = row.clone();
    each_backend!(conn, c => diesel::insert_into(account_preference::table)
        .values(row)
        .on_conflict(account_preference::account_id)
        .do_update()
        .set(changes)
        .prepared_once().execute(c))?;
    Ok(())
}

/// Forgets what somebody has chosen.
pub fn delete(conn: &mut Conn, account: AccountId) -> DbResult<bool> {
    Ok(diesel::delete(account_preference::table.find(account.get())).execute(conn)? == 1)
}
