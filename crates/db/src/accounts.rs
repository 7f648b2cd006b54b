//! Actors, local and remote, as people see them.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};
use staffroom_domain::text::fold;
use staffroom_domain::{AccountId, ActorKind, Timestamp, Username};

use crate::account_names;
use crate::connection::Conn;
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::{account, user};

/// A row of `account`.
#[expect(
    clippy::struct_excessive_bools,
    reason = "a row has the columns that the table has"
)]
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = account, treat_none_as_null = true, treat_none_as_default_value = false)]
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
    /// Its `ActivityStreams` type, as [`ActorKind`] names it.
    pub kind: String,
    /// The actor's id, for remote ones.
    pub uri: Option<String>,
    /// The page for people, for remote ones.
    pub url: Option<String>,
    /// What it says of itself: safe HTML.
    pub summary: String,
    /// Name and value of its profile's fields: a JSON array of pairs, values safe HTML.
    pub fields: String,
    /// Where its picture is.
    pub avatar_url: Option<String>,
    /// Where its banner is.
    pub header_url: Option<String>,
    /// Whether it approves followers by hand.
    pub locked: bool,
    /// Whether it wants to be found in directories.
    pub discoverable: bool,
    /// Whether its public posts may be searched (FEP-5feb).
    pub indexable: bool,
    /// Whether its person has died.
    pub memorial: bool,
    /// Whether it keeps its followers and whom it follows to itself.
    pub hides_network: bool,
    /// Other ids of the same person: a JSON array.
    pub also_known_as: String,
    /// The id of the actor that it moved to.
    pub moved_to_uri: Option<String>,
    /// Microseconds since the Unix epoch; when it moved.
    pub moved_at: Option<i64>,
    /// How many follow it, as far as is known here; a remote actor's own word is not stored.
    pub followers_count: i64,
    /// How many it follows, likewise.
    pub following_count: i64,
    /// How many of its statuses are here.
    pub statuses_count: i64,
    /// Microseconds since the Unix epoch; when it last posted.
    pub last_status_at: Option<i64>,
    /// When its profile last changed.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub updated_at: Timestamp,
    /// Microseconds since the Unix epoch; since when moderators have shut it out.
    pub suspended_at: Option<i64>,
    /// Microseconds since the Unix epoch; since when it is gone.
    pub deleted_at: Option<i64>,
    /// What the owner of a local one wrote about it: plain text, of which `summary` is made.
    pub summary_source: String,
    /// What holds for it by what moderators decided, about it or about its whole server: `limit` or `suspend`.
    pub domain_level: Option<String>,
    /// Microseconds since the Unix epoch; since when moderators limit this very account.
    pub limited_at: Option<i64>,
}

impl AccountRow {
    /// A new local account.
    pub fn local(id: AccountId, username: &Username, display_name: &str, now: Timestamp) -> Self {
        Self {
            username: username.as_str().to_owned(),
            username_folded: username.folded(),
            display_name: display_name.to_owned(),
            ..Self::blank(id, ActorKind::Person, now)
        }
    }

    /// A local account that nobody signs in to: of a group, of the school, of the instance itself.
    /// Its handle may have dots and hyphens.
    pub fn local_actor(
        id: AccountId,
        kind: ActorKind,
        handle: &str,
        display_name: &str,
        now: Timestamp,
    ) -> Self {
        Self {
            username: handle.to_owned(),
            username_folded: fold(handle),
            display_name: display_name.to_owned(),
            ..Self::blank(id, kind, now)
        }
    }

    /// An account of which nothing but its kind is known yet.
    pub fn blank(id: AccountId, kind: ActorKind, now: Timestamp) -> Self {
        Self {
            id,
            domain: String::new(),
            username: String::new(),
            username_folded: String::new(),
            display_name: String::new(),
            created_at: now,
            kind: kind.as_str().to_owned(),
            uri: None,
            url: None,
            summary: String::new(),
            fields: "[]".to_owned(),
            avatar_url: None,
            header_url: None,
            locked: false,
            discoverable: false,
            indexable: false,
            memorial: false,
            hides_network: false,
            also_known_as: "[]".to_owned(),
            moved_to_uri: None,
            moved_at: None,
            followers_count: 0,
            following_count: 0,
            statuses_count: 0,
            last_status_at: None,
            updated_at: now,
            suspended_at: None,
            deleted_at: None,
            summary_source: String::new(),
            domain_level: None,
            limited_at: None,
        }
    }

    /// Whether it is of this instance.
    pub const fn is_local(&self) -> bool {
        self.domain.is_empty()
    }

    /// Whether it can be seen and may act: neither gone nor shut out.
    pub fn is_active(&self) -> bool {
        self.deleted_at.is_none() && !self.is_suspended()
    }

    /// What moderators decided about this very account, whatever holds for its server.
    pub const fn own_level(&self) -> Option<&'static str> {
        if self.suspended_at.is_some() {
            Some("suspend")
        } else if self.limited_at.is_some() {
            Some("limit")
        } else {
            None
        }
    }

    /// Whether moderators have shut it out, or its whole server.
    pub fn is_suspended(&self) -> bool {
        self.suspended_at.is_some() || self.domain_level.as_deref() == Some("suspend")
    }

    /// Whether it is kept from those who did not ask for it: it reaches whoever follows it, and stands
    /// in no list for everybody.
    pub fn is_limited(&self) -> bool {
        self.domain_level.as_deref() == Some("limit")
    }

    /// Whether its owner goes by another actor now: then nothing is done with it any more.
    pub const fn has_moved(&self) -> bool {
        self.moved_to_uri.is_some()
    }

    /// Its kind; a kind of a newer version counts as a service.
    pub fn actor_kind(&self) -> ActorKind {
        ActorKind::from_name(&self.kind).unwrap_or(ActorKind::Service)
    }

    /// `name` for local ones, `name@domain` for others: as the Mastodon API's `acct`.
    pub fn acct(&self) -> String {
        if self.is_local() {
            self.username.clone()
        } else {
            format!("{}@{}", self.username, self.domain)
        }
    }
}

/// Adds an account.
pub fn insert(conn: &mut Conn, row: AccountRow) -> DbResult<()> {
    let (id, names) = (row.id, account_names::names(&row));
    diesel::insert_into(account::table)
        .values(row)
        .execute(conn)?;
    account_names::put(conn, id, names, true)
}

/// The account of that id.
pub fn find(conn: &mut Conn, id: AccountId) -> DbResult<Option<AccountRow>> {
    Ok(account::table
        .find(id.get())
        .select(AccountRow::as_select())
        .first(conn)
        .optional()?)
}

/// The account of that id, which nobody else locks until this transaction ends: for what is checked and
/// then written.
pub fn lock(conn: &mut Conn, id: AccountId) -> DbResult<Option<AccountRow>> {
    if let Conn::Postgres(c) = conn {
        account::table
            .find(id.get())
            .select(account::id)
            .for_no_key_update()
            .first::<i64>(c)
            .optional()?;
    }
    find(conn, id)
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

/// The accounts of those ids, in no order.
pub fn find_many(conn: &mut Conn, ids: &[AccountId]) -> DbResult<Vec<AccountRow>> {
    let mut rows = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(crate::CHUNK) {
        let chunk = chunk.iter().map(|id| id.get());
        rows.extend(
            account::table
                .filter(account::id.eq_any(padded(chunk)))
                .select(AccountRow::as_select())
                .prepared_once()
                .load(conn)?,
        );
    }
    Ok(rows)
}

/// The account of that handle; `domain` is `''` for local ones.
pub fn find_by_handle(
    conn: &mut Conn,
    username_folded: &str,
    domain: &str,
) -> DbResult<Option<AccountRow>> {
    Ok(account::table
        .filter(
            account::domain
                .eq(domain)
                .and(account::username_folded.eq(username_folded)),
        )
        .select(AccountRow::as_select())
        .first(conn)
        .optional()?)
}

/// The remote account whose actor has that id.
pub fn find_by_uri(conn: &mut Conn, uri: &str) -> DbResult<Option<AccountRow>> {
    Ok(account::table
        .filter(account::uri.eq(uri))
        .select(AccountRow::as_select())
        .first(conn)
        .optional()?)
}

/// The remote accounts whose actors have those ids, in no order.
pub fn find_by_uris(conn: &mut Conn, uris: &[String]) -> DbResult<Vec<AccountRow>> {
    let mut rows = Vec::with_capacity(uris.len());
    for chunk in uris.chunks(crate::CHUNK) {
        rows.extend(
            account::table
                .filter(account::uri.eq_any(padded(chunk)))
                .select(AccountRow::as_select())
                .prepared_once()
                .load(conn)?,
        );
    }
    Ok(rows)
}

/// The next domain of handles after `after`, by name.
pub fn next_domain(conn: &mut Conn, after: &str) -> DbResult<Option<String>> {
    Ok(account::table
        .filter(account::domain.gt(after))
        .order(account::domain.asc())
        .select(account::domain)
        .first(conn)
        .optional()?)
}

/// Accounts of a domain after the handle `after`, by handle.
pub fn of_domain(
    conn: &mut Conn,
    domain: &str,
    after: &str,
    limit: i64,
) -> DbResult<Vec<AccountRow>> {
    Ok(account::table
        .filter(account::domain.eq(domain))
        .filter(account::username_folded.gt(after))
        .order(account::username_folded.asc())
        .limit(limit)
        .select(AccountRow::as_select())
        .load(conn)?)
}

/// Local accounts that nobody signs in to, by their handles, after `after`, at most `limit`. Passes over
/// everybody who does: for operators.
pub fn without_user(conn: &mut Conn, after: &str, limit: i64) -> DbResult<Vec<AccountRow>> {
    let login = user::table.filter(user::account_id.eq(account::id.nullable()));
    Ok(account::table
        .filter(account::domain.eq(""))
        .filter(account::username_folded.gt(after))
        .filter(diesel::dsl::not(diesel::dsl::exists(login)))
        .order(account::username_folded.asc())
        .limit(limit)
        .select(AccountRow::as_select())
        .load(conn)?)
}

/// The organisations that live here and are not gone, the oldest first, at most `limit`.
pub fn organisations_here(conn: &mut Conn, limit: i64) -> DbResult<Vec<AccountRow>> {
    // As the index has it: a parameter would not be seen to mean the same.
    let here = diesel::dsl::sql::<diesel::sql_types::Bool>(
        "account.domain = '' AND account.kind = 'organization'",
    );
    Ok(account::table
        .filter(here)
        .filter(account::deleted_at.is_null())
        .order(account::id.asc())
        .limit(limit)
        .select(AccountRow::as_select())
        .load(conn)?)
}

/// The organisations of a domain of handles elsewhere, by id.
pub fn organisations_of(conn: &mut Conn, domain: &str, limit: i64) -> DbResult<Vec<AccountRow>> {
    // As the index has it.
    let is_one = diesel::dsl::sql::<diesel::sql_types::Bool>("account.kind = 'organization'");
    Ok(account::table
        .filter(account::domain.eq(domain))
        .filter(is_one)
        .filter(account::deleted_at.is_null())
        .order(account::id.asc())
        .limit(limit)
        .select(AccountRow::as_select())
        .load(conn)?)
}

/// Writes every column of an account again.
pub fn update(conn: &mut Conn, row: AccountRow) -> DbResult<()> {
    let id = row.id.get();
    let (account, names) = (row.id, account_names::names(&row));
    diesel::update(account::table.find(id))
        .set(row)
        .prepared_once()
        .execute(conn)?;
    // Afterwards: whoever changes the same account waits above, and then reads these names.
    account_names::put(conn, account, names, false)
}

/// Which stored count of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// Its followers.
    Followers,
    /// Whom it follows.
    Following,
}

/// Changes a stored count by `by`; it never goes below zero.
pub fn add_to_count(conn: &mut Conn, id: AccountId, count: Count, by: i64) -> DbResult<()> {
    let row = account::table.find(id.get());
    match count {
        Count::Followers => diesel::update(row.filter(account::followers_count.ge(-by)))
            .set(account::followers_count.eq(account::followers_count + by))
            .prepared_once()
            .execute(conn)?,
        Count::Following => diesel::update(row.filter(account::following_count.ge(-by)))
            .set(account::following_count.eq(account::following_count + by))
            .prepared_once()
            .execute(conn)?,
    };
    Ok(())
}

/// Notes that an account posted, or (`by` below zero) took back, a status.
pub fn count_status(conn: &mut Conn, id: AccountId, by: i64, at: Timestamp) -> DbResult<()> {
    let at = (by > 0).then(|| at.as_micros());
    let is_newer = account::last_status_at
        .is_null()
        .or(account::last_status_at.lt(at));
    let counted = account::table.filter(
        account::id
            .eq(id.get())
            .and(account::statuses_count.ge(-by)),
    );
    diesel::update(counted)
        .set((
            account::statuses_count.eq(account::statuses_count + by),
            account::last_status_at.eq(diesel::dsl::case_when(
                is_newer,
                at.into_sql::<Nullable<BigInt>>(),
            )
            .otherwise(account::last_status_at)),
        ))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Notes that one status less is there of each of those accounts.
pub(crate) fn count_out(conn: &mut Conn, ids: impl IntoIterator<Item = AccountId>) -> DbResult<()> {
    let ids = padded(ids.into_iter().map(AccountId::get));
    let counted = account::table
        .filter(account::id.eq_any(ids))
        .filter(account::statuses_count.gt(0));
    diesel::update(counted)
        .set(account::statuses_count.eq(account::statuses_count - 1))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}
