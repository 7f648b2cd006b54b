//! Remote actors: where they are reached, and the keys they sign with.

use diesel::prelude::*;
use staffroom_domain::{AccountId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::schema::{remote_actor, remote_key};

/// A row of `remote_actor`: where a remote actor is reached, and its document as it was fetched.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = remote_actor, treat_none_as_default_value = false)]
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
    /// SubjectPublicKeyInfo, DER.
    pub public_key: Vec<u8>,
    /// When it was fetched.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub fetched_at: Timestamp,
}
