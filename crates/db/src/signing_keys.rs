//! Key pairs of local actors.

use diesel::prelude::*;
use staffroom_domain::{AccountId, KeyId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::schema::signing_key;

/// A row of `signing_key`: key pairs of local actors. The private half is sealed with a key derived from the instance's secret key.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = signing_key, treat_none_as_default_value = false)]
pub struct SigningKeyRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: KeyId,
    /// Whose.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// `rsa` or `ed25519`.
    pub algorithm: String,
    /// SubjectPublicKeyInfo, DER.
    pub public_key: Vec<u8>,
    /// PKCS#8, DER, sealed.
    pub private_key: Vec<u8>,
    /// When it was made.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
    /// Microseconds since the Unix epoch; when another took its place.
    pub retired_at: Option<i64>,
}
