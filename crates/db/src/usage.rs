//! How much an instance is used, in numbers.

use diesel::prelude::*;
use staffroom_domain::Timestamp;

use crate::connection::Conn;
use crate::error::DbResult;
use crate::schema::{account, session, user};

/// How many people there are and what they posted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// People who can sign in.
    pub people: i64,
    /// Of those, who came by since the one moment and since the other, as far as their sessions are
    /// still kept.
    pub active: [i64; 2],
    /// What local actors have posted, boosts included.
    pub posts: i64,
}

/// Counts. Reads all users, their sessions and all local accounts: for answers that are kept a while.
pub fn count(conn: &mut Conn, since: [Timestamp; 2]) -> DbResult<Usage> {
    let mut usage = Usage {
        people: user::table
            .filter(user::disabled_at.is_null())
            .count()
            .get_result(conn)?,
        ..Usage::default()
    };
    for (active, since) in usage.active.iter_mut().zip(since) {
        let people: Vec<i64> = session::table
            .filter(session::last_seen_at.ge(since.as_micros()))
            .select(session::user_id)
            .distinct()
            .load(conn)?;
        *active = i64::try_from(people.len()).unwrap_or(i64::MAX);
    }
    // Summed here: PostgreSQL would give a type that SQLite does not have.
    let posts: Vec<i64> = account::table
        .filter(account::domain.eq("").and(account::statuses_count.gt(0)))
        .select(account::statuses_count)
        .load(conn)?;
    usage.posts = posts.iter().sum();
    Ok(usage)
}
