//! Whether another server works on a `PostgreSQL` database: a lock of its own session, which ends with
//! the process, however that ends.
//!
//! Whoever begins alone knows that everything that is claimed was claimed by a process that died, and
//! need not wait for the ends of its leases. On `SQLite` the lock on the file tells the same.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection as _;
use diesel::pg::PgConnection;
use diesel::sql_types::Bool;
use diesel::{QueryableByName, RunQueryDsl as _};

use crate::error::DbResult;
use crate::postgres;

/// The number under which servers notice one another (an advisory lock).
const LOCK: i64 = 0x5354_4146_4652_4d10;
/// The server of the database needs a moment to notice that a process was killed.
const NOTICED_WITHIN: Duration = Duration::from_millis(500);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// Shown for as long as it lives. What becomes of its connection while it lives is not looked at: where
/// it breaks, a server that begins later may take this one for dead, and do its work a second time.
pub struct Presence(Mutex<PgConnection>);

#[derive(QueryableByName)]
struct Taken {
    #[diesel(sql_type = Bool)]
    taken: bool,
}

impl Presence {
    /// Shows this server, and whether it is alone. Where it is, others that begin wait until it has
    /// said [`Self::let_others_in`]. Blocks the calling thread.
    pub fn show(url: &str) -> DbResult<(Self, bool)> {
        let mut conn = postgres::open(url)?;
        let until = Instant::now() + NOTICED_WITHIN;
        loop {
            let sql = format!("SELECT pg_try_advisory_lock({LOCK}) AS taken");
            let Taken { taken } = diesel::sql_query(sql).get_result(&mut conn)?;
            if taken {
                return Ok((Self(Mutex::new(conn)), true));
            }
            if Instant::now() >= until {
                break;
            }
            std::thread::sleep(LOOK_EVERY);
        }
        conn.batch_execute(&format!("SELECT pg_advisory_lock_shared({LOCK})"))?;
        Ok((Self(Mutex::new(conn)), false))
    }

    /// From now on others may begin. Only after having been alone. Blocks the calling thread.
    pub fn let_others_in(&self) -> DbResult<()> {
        let mut conn = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        conn.batch_execute(&format!(
            "SELECT pg_advisory_lock_shared({LOCK}); SELECT pg_advisory_unlock({LOCK})"
        ))?;
        Ok(())
    }
}
