//! Remote actors: where they are reached, and the keys they sign with.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Text;
use staffroom_domain::{AccountId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::{account, follow, remote_actor, remote_key};

/// A row of `remote_actor`: where a remote actor is reached, and its document as it was fetched.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = remote_actor, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct RemoteActorRow {
    /// Whose.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// The host of its id, with the port where there is one: the key of `host`.
    pub host: String,
    /// Where activities for it go.
    pub inbox: String,
    /// Where activities for all actors of its server go.
    pub shared_inbox: Option<String>,
    /// Its outbox.
    pub outbox: Option<String>,
    /// Its followers' collection; an audience.
    pub followers: Option<String>,
    /// Whom it follows.
    pub following: Option<String>,
    /// Its pinned objects.
    pub featured: Option<String>,
    /// When the document was fetched.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub fetched_at: Timestamp,
    /// The document, as it was fetched.
    pub document: String,
}

/// A row of `remote_key`: public keys of remote actors, by the id that signatures name.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = remote_key, treat_none_as_default_value = false)]
pub struct RemoteKeyRow {
    /// Its id.
    pub key_uri: String,
    /// Whose.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// `rsa` or `ed25519`.
    pub algorithm: String,
    /// `SubjectPublicKeyInfo`, DER.
    pub public_key: Vec<u8>,
    /// When it was fetched.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub fetched_at: Timestamp,
    /// Microseconds since the Unix epoch; from then on it signs nothing any more.
    pub expires_at: Option<i64>,
}

/// Writes what is known of a remote actor, in place of what was known before.
pub fn upsert(conn: &mut Conn, row: RemoteActorRow) -> DbResult<()> {
    each_backend!(conn, c => diesel::insert_into(remote_actor::table)
        .values(row.clone())
        .on_conflict(remote_actor::account_id)
        .do_update()
        .set(row)
        .prepared_once().execute(c))?;
    Ok(())
}

/// Where the actor of that account is reached, if it is a remote one.
pub fn find(conn: &mut Conn, account: AccountId) -> DbResult<Option<RemoteActorRow>> {
    Ok(remote_actor::table
        .find(account.get())
        .select(RemoteActorRow::as_select())
        .first(conn)
        .optional()?)
}

/// The remote ones of those accounts, in no order.
pub fn find_many(conn: &mut Conn, accounts: &[AccountId]) -> DbResult<Vec<RemoteActorRow>> {
    let mut rows = Vec::with_capacity(accounts.len());
    for chunk in accounts.chunks(crate::CHUNK) {
        let chunk = chunk.iter().map(|id| id.get());
        rows.extend(
            remote_actor::table
                .filter(remote_actor::account_id.eq_any(padded(chunk)))
                .select(RemoteActorRow::as_select())
                .prepared_once()
                .load(conn)?,
        );
    }
    Ok(rows)
}

/// The next host of actors' ids after `after`, by name.
pub fn next_host(conn: &mut Conn, after: &str) -> DbResult<Option<String>> {
    Ok(remote_actor::table
        .filter(remote_actor::host.gt(after))
        .order(remote_actor::host.asc())
        .select(remote_actor::host)
        .first(conn)
        .optional()?)
}

/// Accounts whose ids are of a host, after `after`, in the order of their ids.
pub fn on_host(
    conn: &mut Conn,
    host: &str,
    after: AccountId,
    limit: i64,
) -> DbResult<Vec<AccountId>> {
    let ids: Vec<i64> = remote_actor::table
        .filter(remote_actor::host.eq(host))
        .filter(remote_actor::account_id.gt(after.get()))
        .order(remote_actor::account_id.asc())
        .limit(limit)
        .select(remote_actor::account_id)
        .load(conn)?;
    Ok(ids.into_iter().map(AccountId::from).collect())
}

/// The hosts of the ids of the remote ones of those accounts, in no order.
pub fn hosts_of(conn: &mut Conn, accounts: &[AccountId]) -> DbResult<Vec<(AccountId, String)>> {
    let mut hosts = Vec::with_capacity(accounts.len());
    for chunk in accounts.chunks(crate::CHUNK) {
        let found: Vec<(i64, String)> = remote_actor::table
            .filter(remote_actor::account_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
            .select((remote_actor::account_id, remote_actor::host))
            .prepared_once()
            .load(conn)?;
        hosts.extend(found.into_iter().map(|(id, host)| (id.into(), host)));
    }
    Ok(hosts)
}

/// Host, own inbox and shared inbox of the remote ones of those accounts, in no order.
pub fn inboxes_of(
    conn: &mut Conn,
    accounts: &[AccountId],
) -> DbResult<Vec<(String, String, Option<String>)>> {
    let mut inboxes = Vec::with_capacity(accounts.len());
    for chunk in accounts.chunks(crate::CHUNK) {
        let found: Vec<(String, String, Option<String>)> = remote_actor::table
            .filter(remote_actor::account_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
            .select((
                remote_actor::host,
                remote_actor::inbox,
                remote_actor::shared_inbox,
            ))
            .prepared_once()
            .load(conn)?;
        inboxes.extend(found);
    }
    Ok(inboxes)
}

/// Forgets where a remote actor is reached; `false` when it was not known.
pub fn delete(conn: &mut Conn, account: AccountId) -> DbResult<bool> {
    Ok(diesel::delete(remote_actor::table.find(account.get())).execute(conn)? == 1)
}

/// The accepted remote followers of an account.
macro_rules! remote_followers {
    ($target:expr) => {
        remote_actor::table
            .inner_join(follow::table.on(follow::account_id.eq(remote_actor::account_id)))
            .filter(follow::target_id.eq($target.get()))
            .filter(follow::state.eq(1))
            .filter(follow::local.eq(false))
    };
}

/// Where a post for the followers of an account goes: each inbox once with the host, the shared one
/// where there is one. Grows with the number of remote followers, in one statement.
pub fn follower_inboxes(conn: &mut Conn, target: AccountId) -> DbResult<Vec<(String, String)>> {
    Ok(remote_followers!(target)
        .select((
            remote_actor::host,
            sql::<Text>("coalesce(remote_actor.shared_inbox, remote_actor.inbox)"),
        ))
        .distinct()
        .load(conn)?)
}

/// The actors' ids of an account's followers on one host: what the digest of FEP-8fcf is made of.
pub fn followers_on_host(conn: &mut Conn, target: AccountId, host: &str) -> DbResult<Vec<String>> {
    Ok(remote_followers!(target)
        .inner_join(account::table.on(account::id.eq(remote_actor::account_id)))
        .filter(remote_actor::host.eq(host))
        .filter(account::uri.is_not_null())
        .select(account::uri.assume_not_null())
        .load(conn)?)
}

/// Every shared inbox that is known, after the inbox `after`, each once with its host, at most
/// `limit`, by address: for what everybody must hear.
pub fn known_shared_inboxes(
    conn: &mut Conn,
    after: Option<&str>,
    limit: i64,
) -> DbResult<Vec<(String, String)>> {
    Ok(remote_actor::table
        .filter(remote_actor::shared_inbox.gt(after.unwrap_or_default()))
        .group_by((remote_actor::shared_inbox, remote_actor::host))
        .order((remote_actor::shared_inbox.asc(), remote_actor::host.asc()))
        .limit(limit)
        .select((
            remote_actor::host,
            remote_actor::shared_inbox.assume_not_null(),
        ))
        .load(conn)?)
}

/// The actors after `after` whose servers have no shared inbox, with host and inbox, at most `limit`, in
/// the order of their ids: they too must hear what everybody must.
pub fn lone_inboxes(
    conn: &mut Conn,
    after: AccountId,
    limit: i64,
) -> DbResult<Vec<(AccountId, String, String)>> {
    let rows: Vec<(i64, String, String)> = remote_actor::table
        .filter(remote_actor::shared_inbox.is_null())
        .filter(remote_actor::account_id.gt(after.get()))
        .order(remote_actor::account_id.asc())
        .limit(limit)
        .select((
            remote_actor::account_id,
            remote_actor::host,
            remote_actor::inbox,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, host, inbox)| (id.into(), host, inbox))
        .collect())
}

/// Writes a public key, in place of an earlier one with its id; `false` when that id belongs to a key
/// of another account, which then stays.
pub fn upsert_key(conn: &mut Conn, row: RemoteKeyRow) -> DbResult<bool> {
    let account = row.account_id.get();
    let changes = (
        remote_key::algorithm.eq(row.algorithm.clone()),
        remote_key::public_key.eq(row.public_key.clone()),
        remote_key::fetched_at.eq(row.fetched_at.as_micros()),
        remote_key::expires_at.eq(row.expires_at),
    );
    let written = each_backend!(conn, c => diesel::query_dsl::methods::FilterDsl::filter(
diesel::insert_into(remote_key::table)
        .values(row)
        .on_conflict(remote_key::key_uri)
        .do_update()
        .set(changes),
remote_key::account_id.eq(account),
)
.prepared_once().execute(c))?;
    Ok(written == 1)
}

/// The public key with that id.
pub fn find_key(conn: &mut Conn, key_uri: &str) -> DbResult<Option<RemoteKeyRow>> {
    Ok(remote_key::table
        .find(key_uri)
        .select(RemoteKeyRow::as_select())
        .first(conn)
        .optional()?)
}

/// The public keys of an account, by id.
pub fn keys_of(conn: &mut Conn, account: AccountId) -> DbResult<Vec<RemoteKeyRow>> {
    let mut rows: Vec<RemoteKeyRow> = remote_key::table
        .filter(remote_key::account_id.eq(account.get()))
        .select(RemoteKeyRow::as_select())
        .load(conn)?;
    rows.sort_by(|a, b| a.key_uri.cmp(&b.key_uri));
    Ok(rows)
}

/// Makes `rows` the only keys of an account. Rows of other accounts, and ids that belong to a key of
/// another account, are passed over; gives how many were written.
pub fn replace_keys(
    conn: &mut Conn,
    account: AccountId,
    rows: Vec<RemoteKeyRow>,
) -> DbResult<usize> {
    let old = remote_key::table.filter(remote_key::account_id.eq(account.get()));
    diesel::delete(old).execute(conn)?;
    let mut written = 0;
    for row in rows.into_iter().filter(|row| row.account_id == account) {
        written += usize::from(upsert_key(conn, row)?);
    }
    Ok(written)
}
