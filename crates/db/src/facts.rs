//! What is true of the whole instance: a small table of keys and values.

use diesel::prelude::*;
use staffroom_domain::Timestamp;

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::PreparedOnce as _;
use crate::run::RunQueryDsl;
use crate::schema::instance_fact;

/// A fact's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// The address that the instance was made for: scheme, host, port.
    ServerUrl,
    /// The domain in its handles.
    AccountDomain,
    /// `yes` where the database was made by `serve` without configuration.
    Trial,
    /// Tells which secret key belongs to this database, without telling the key.
    SecretKeyFingerprint,
    /// The public key that push services know the instance by, base64url.
    PushPublicKey,
    /// Its private key, sealed, base64url.
    PushPrivateKey,
    /// When the database was made, in microseconds since the Unix epoch.
    CreatedAt,
    /// What the instance is, at length; Markdown.
    ExtendedDescription,
    /// What happens with people's data; Markdown.
    PrivacyPolicy,
    /// What people agree to; Markdown.
    TermsOfService,
    /// Which files a hub gives away now, and which it gave away before: JSON.
    OpenData,
}

impl Fact {
    /// The name in the table.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ServerUrl => "server_url",
            Self::AccountDomain => "account_domain",
            Self::Trial => "trial",
            Self::SecretKeyFingerprint => "secret_key_fingerprint",
            Self::PushPublicKey => "push_public_key",
            Self::PushPrivateKey => "push_private_key",
            Self::CreatedAt => "created_at",
            Self::ExtendedDescription => "extended_description",
            Self::PrivacyPolicy => "privacy_policy",
            Self::TermsOfService => "terms_of_service",
            Self::OpenData => "open_data",
        }
    }
}

/// The value of a fact, if it is known.
pub fn get(conn: &mut Conn, fact: Fact) -> DbResult<Option<String>> {
    Ok(instance_fact::table
        .find(fact.as_str())
        .select(instance_fact::value)
        .first(conn)
        .optional()?)
}

/// The value of a fact, and since when it is that.
pub fn get_dated(conn: &mut Conn, fact: Fact) -> DbResult<Option<(String, Timestamp)>> {
    let found: Option<(String, i64)> = instance_fact::table
        .find(fact.as_str())
        .select((instance_fact::value, instance_fact::updated_at))
        .first(conn)
        .optional()?;
    Ok(found.map(|(value, at)| (value, Timestamp::from_micros(at))))
}

/// Writes a fact where it is still as it was read; `false` where somebody else has written it meanwhile.
pub fn exchange(
    conn: &mut Conn,
    fact: Fact,
    before: Option<&str>,
    value: &str,
    now: Timestamp,
) -> DbResult<bool> {
    let value = (
        instance_fact::value.eq(value),
        instance_fact::updated_at.eq(now.as_micros()),
    );
    let changed = match before {
        Some(before) => diesel::update(instance_fact::table.find(fact.as_str()))
            .filter(instance_fact::value.eq(before))
            .set(value)
            .execute(conn)?,
        None => each_backend!(conn, c => diesel::insert_into(instance_fact::table)
            .values((instance_fact::key.eq(fact.as_str()), value.0, value.1))
            .on_conflict_do_nothing()
            .execute(c))?,
    };
    Ok(changed == 1)
}

/// Writes a fact over whatever was there.
pub fn set(conn: &mut Conn, fact: Fact, value: &str, now: Timestamp) -> DbResult<()> {
    let row = (
        instance_fact::key.eq(fact.as_str()),
        instance_fact::value.eq(value),
        instance_fact::updated_at.eq(now.as_micros()),
    );
    let change = (
        instance_fact::value.eq(value),
        instance_fact::updated_at.eq(now.as_micros()),
    );
    each_backend!(conn, c => diesel::insert_into(instance_fact::table)
        .values(row)
        .on_conflict(instance_fact::key)
        .do_update()
        .set(change)
        .prepared_once().execute(c))?;
    Ok(())
}
