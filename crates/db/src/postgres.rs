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
    let mut conn = PgConnection::establish(url).map_err(|error| {
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
    use super::masked;

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
