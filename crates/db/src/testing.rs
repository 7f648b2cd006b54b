//! For tests (feature `testing`): throw-away databases on a `PostgreSQL` server, and looks and changes
//! that the program itself has no use for.
//!
//! It is here and not in `staffroom-testkit` because this is SQL, and only this crate speaks it.

use diesel::connection::{Connection as _, SimpleConnection as _};
use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use staffroom_domain::{CardId, StatusId, Timestamp, UserId};

use crate::error::{DbError, DbResult};
use crate::run::RunQueryDsl;
use crate::schema::{job, outbox, status_card, user};
use crate::{Conn, Db, DbOptions, Location, postgres};

/// The number under which test processes agree on who makes the template (an advisory lock).
const TEMPLATE_LOCK: i64 = 0x5354_4146_4652_4d01;

/// Changes with every migration of this version.
const MIGRATIONS_DIGEST: &str = env!("STAFFROOM_MIGRATIONS_DIGEST");

/// The page that is shown below a status, also while nothing is known of it.
pub fn card_of(conn: &mut Conn, status: StatusId) -> DbResult<Option<CardId>> {
    let id: Option<i64> = status_card::table
        .find(status.get())
        .select(status_card::card_id)
        .first(conn)
        .optional()?;
    Ok(id.map(CardId::from))
}

/// Lets the database refuse every post in whose words for searching that one stands, as it does where it finds
/// something wrong with what is written.
pub fn refuse_word(conn: &mut Conn, word: &str) -> DbResult<()> {
    match conn {
        Conn::Sqlite(c) => c.batch_execute(&format!(
            "CREATE TRIGGER refused BEFORE INSERT ON search_text WHEN NEW.words LIKE '%{word}%' \
             BEGIN SELECT RAISE(ABORT, 'refused'); END"
        ))?,
        Conn::Postgres(c) => c.batch_execute(&format!(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION 'refused'; END $$; \
             CREATE TRIGGER refused BEFORE INSERT ON search_text FOR EACH ROW \
             WHEN (NEW.words LIKE '%{word}%') EXECUTE FUNCTION refuse()"
        ))?,
    }
    Ok(())
}

/// Whether somebody waits for what another transaction holds. On `SQLite` whoever writes waits for the only writer, and that
/// is not seen.
pub fn somebody_waits(conn: &mut Conn) -> DbResult<bool> {
    match conn {
        Conn::Sqlite(_) => Ok(true),
        Conn::Postgres(c) => Ok(diesel::select(sql::<Bool>(
            "EXISTS (SELECT 1 FROM pg_stat_activity \
             WHERE datname = current_database() AND wait_event_type = 'Lock')",
        ))
        .get_result(c)?),
    }
}

/// Makes an empty database on the server at `server` and gives its URL.
pub fn create_postgres(server: &str, name: &str) -> DbResult<String> {
    let mut admin = connect(server)?;
    admin.batch_execute(&format!("CREATE DATABASE \"{name}\""))?;
    Ok(url_of(server, name))
}

/// Makes a migrated database on the server at `server` and gives its URL.
///
/// It is a copy of a template that the first caller makes, while others wait. The template's name
/// has a digest of the migrations in it, so that one of another version is never taken.
pub fn create_migrated_postgres(server: &str, name: &str) -> DbResult<String> {
    let mut admin = connect(server)?;
    let template = format!("staffroom_template_{MIGRATIONS_DIGEST}");
    if !exists(&mut admin, &template)? {
        make_template(&mut admin, server, &template)?;
    }
    admin.batch_execute(&format!(
        "CREATE DATABASE \"{name}\" TEMPLATE \"{template}\""
    ))?;
    Ok(url_of(server, name))
}

/// Drops a database, also while others are connected to it.
pub fn drop_postgres(server: &str, name: &str) -> DbResult<()> {
    connect(server)?.batch_execute(&format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)"))?;
    Ok(())
}

/// Every free text of the queues, row by row: what an event or a job says, its key, its last error.
pub fn queued_texts(conn: &mut Conn) -> DbResult<Vec<String>> {
    let events: Vec<String> = outbox::table.select(outbox::payload).load(conn)?;
    let jobs: Vec<(String, Option<String>, Option<String>)> = job::table
        .select((job::payload, job::dedup_key, job::last_error))
        .load(conn)?;
    let of_job = |(payload, key, error)| [Some(payload), key, error];
    Ok(events
        .into_iter()
        .chain(jobs.into_iter().flat_map(of_job).flatten())
        .collect())
}

/// Closes a login.
pub fn disable_user(conn: &mut Conn, id: UserId, now: Timestamp) -> DbResult<()> {
    diesel::update(user::table.find(id.get()))
        .set(user::disabled_at.eq(now.as_micros()))
        .execute(conn)?;
    Ok(())
}

fn make_template(admin: &mut PgConnection, server: &str, template: &str) -> DbResult<()> {
    // Released with the session.
    admin.batch_execute(&format!("SELECT pg_advisory_lock({TEMPLATE_LOCK})"))?;
    if !exists(admin, template)? {
        // Under another name until it is complete: whoever dies in between leaves no half template.
        let unfinished = format!("{template}_unfinished");
        admin.batch_execute(&format!(
            "DROP DATABASE IF EXISTS \"{unfinished}\" WITH (FORCE)"
        ))?;
        admin.batch_execute(&format!("CREATE DATABASE \"{unfinished}\""))?;
        let location = Location::Postgres(url_of(server, &unfinished));
        Db::migrate(&DbOptions::new(location), None)?;
        // A template that somebody is connected to cannot be copied.
        admin.batch_execute(&format!(
            "ALTER DATABASE \"{unfinished}\" WITH ALLOW_CONNECTIONS false"
        ))?;
        admin.batch_execute(&format!(
            "ALTER DATABASE \"{unfinished}\" RENAME TO \"{template}\""
        ))?;
    }
    admin.batch_execute(&format!("SELECT pg_advisory_unlock({TEMPLATE_LOCK})"))?;
    Ok(())
}

/// A session whose notices ("database does not exist, skipping") are not printed.
fn connect(server: &str) -> DbResult<PgConnection> {
    let mut conn = PgConnection::establish(server).map_err(|error| {
        DbError::Unavailable(format!(
            "PostgreSQL at {} cannot be reached: {error}",
            postgres::masked(server)
        ))
    })?;
    conn.batch_execute("SET client_min_messages = warning")?;
    Ok(conn)
}

fn exists(admin: &mut PgConnection, name: &str) -> DbResult<bool> {
    #[derive(QueryableByName)]
    struct Answer {
        #[diesel(sql_type = Bool)]
        found: bool,
    }
    let answer: Answer = diesel::sql_query(format!(
        "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = '{name}') AS found"
    ))
    .get_result(admin)?;
    Ok(answer.found)
}

/// The URL of another database on the same server.
fn url_of(server: &str, name: &str) -> String {
    let (address, parameters) = server
        .split_once('?')
        .map_or((server, None), |(a, p)| (a, Some(p)));
    let host_at = address.find("://").map_or(0, |at| at + 3);
    let end = address
        .get(host_at..)
        .and_then(|rest| rest.find('/'))
        .map_or(address.len(), |at| host_at + at);
    let base = address.get(..end).unwrap_or(address);
    parameters.map_or_else(
        || format!("{base}/{name}"),
        |parameters| format!("{base}/{name}?{parameters}"),
    )
}

#[cfg(test)]
mod tests {
    use super::url_of;

    #[test]
    fn the_database_in_a_url_is_replaced() {
        for (server, expected) in [
            ("postgres://p@h:5433/postgres", "postgres://p@h:5433/x"),
            ("postgres://p@h:5433", "postgres://p@h:5433/x"),
            ("postgres://p@h/?a=b", "postgres://p@h/x?a=b"),
        ] {
            assert_eq!(url_of(server, "x"), expected);
        }
    }
}
