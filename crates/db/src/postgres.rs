//! The `PostgreSQL` server: how it is reached, and how that is told without its password.

use diesel::connection::{Connection, SimpleConnection};
use diesel::pg::PgConnection;

use crate::connection::Conn;
use crate::error::{DbError, DbResult};

/// The number under which instances agree on who migrates (an advisory lock).
const MIGRATION_LOCK: i64 = 0x5354_4146_4652_4d00;

/// Connects and sets what every session needs.
pub(crate) fn connect(url: &str) -> DbResult<Conn> {
    Ok(Conn::Postgres(open(url)?))
}

pub(crate) fn open(url: &str) -> DbResult<PgConnection> {
    let mut conn = PgConnection::establish(&with_time_limits(url)).map_err(|error| {
        DbError::Unavailable(format!(
            "PostgreSQL at {} cannot be reached: {}",
            masked(url),
            error.to_string().trim().replace('\n', "; ")
        ))
    })?;
    // A statement that hangs must not keep a thread for ever; a lock that is waited for neither.
    conn.batch_execute(
        "SET application_name = 'staffroom'; SET TIME ZONE 'UTC'; \
         SET statement_timeout = '60s'; SET lock_timeout = '30s'; \
         SET idle_in_transaction_session_timeout = '60s';",
    )?;
    Ok(conn)
}

/// What the server's own limits cannot catch: a network that swallows everything. Not where the URL
/// says otherwise. Seconds, but for `tcp_user_timeout`, which is in milliseconds (libpq, 32.1.2).
const NETWORK_LIMITS: [(&str, &str); 5] = [
    ("connect_timeout", "10"),
    ("keepalives_idle", "30"),
    ("keepalives_interval", "10"),
    ("keepalives_count", "3"),
    ("tcp_user_timeout", "30000"),
];

fn with_time_limits(url: &str) -> String {
    let mut url = url.to_owned();
    let given = url
        .split_once('?')
        .map_or("", |(_, given)| given)
        .to_owned();
    for (name, value) in NETWORK_LIMITS {
        let is_given = given
            .split('&')
            .any(|pair| pair.split('=').next() == Some(name));
        if !is_given {
            url.push(if url.contains('?') { '&' } else { '?' });
            url.extend([name, "=", value]);
        }
    }
    url
}

/// The URL without its password, for messages.
pub(crate) fn masked(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return "(unreadable address)".into();
    };
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let authority = match authority.rsplit_once('@') {
        Some((user, host)) => {
            let user = user.split_once(':').map_or(user, |(name, _)| name);
            format!("{user}@{host}")
        }
        None => authority.to_owned(),
    };
    // Parameters may hold a password too.
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    format!("{scheme}://{authority}/{path}")
}

/// Waits until this session may migrate; released with the session.
pub(crate) fn lock_migrations(conn: &mut PgConnection) -> DbResult<()> {
    conn.batch_execute(&format!(
        "SET statement_timeout = 0; SET lock_timeout = 0; SELECT pg_advisory_lock({MIGRATION_LOCK})"
    ))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{masked, with_time_limits};

    #[test]
    fn the_network_has_time_limits_unless_the_url_says_otherwise() {
        let url = with_time_limits("postgres://u@h/d?connect_timeout=3");
        assert!(
            url.starts_with("postgres://u@h/d?connect_timeout=3&keepalives_idle=30&"),
            "{url}"
        );
        assert_eq!(url.matches("connect_timeout").count(), 1);
        assert!(with_time_limits("postgres:///d").starts_with("postgres:///d?connect_timeout=10&"));
    }

    #[test]
    fn passwords_are_never_part_of_a_message() {
        assert_eq!(
            masked("postgres://amira:s3cret@db.example:5432/staff"),
            "postgres://amira@db.example:5432/staff"
        );
        assert_eq!(
            masked("postgres://u:p@ss@h/d?password=x"),
            "postgres://u@h/d"
        );
        assert_eq!(masked("postgres:///staff"), "postgres:///staff");
        assert_eq!(masked("nonsense"), "(unreadable address)");
    }
}
