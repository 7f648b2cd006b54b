//! How much an instance is used, in numbers.

use std::collections::BTreeSet;

use diesel::prelude::*;
use staffroom_domain::Timestamp;

use crate::connection::Conn;
use crate::error::DbResult;
use crate::run::RunQueryDsl;
use crate::schema::{access_token, account, session, status, user};

/// How many people there are and what they posted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// People who can sign in.
    pub people: i64,
    /// Of those, who came by since the one moment and since the other, as far as their sessions and
    /// tokens are still kept.
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
        let by_page: Vec<i64> = session::table
            .filter(session::last_seen_at.ge(since.as_micros()))
            .select(session::user_id)
            .distinct()
            .load(conn)?;
        let by_client: Vec<i64> = access_token::table
            .filter(access_token::last_used_at.ge(since.as_micros()))
            .select(access_token::user_id)
            .distinct()
            .load(conn)?;
        let people: BTreeSet<i64> = by_page.into_iter().chain(by_client).collect();
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

/// What was done in some time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Activity {
    /// What local actors have posted, boosts included, and not deleted since.
    pub posts: i64,
    /// Users who have signed in then and not since.
    pub sign_ins: i64,
    /// Users who were made.
    pub joined: i64,
}

/// Counts what was done from one moment until before the other. Reads all users, and what was posted here
/// in that time: for answers that are kept a while.
pub fn between(conn: &mut Conn, from: Timestamp, until: Timestamp) -> DbResult<Activity> {
    // Ids of what is made here begin with the time in milliseconds.
    let [first, last] = [from, until].map(|at| at.as_millis() << 16);
    let (from, until) = (from.as_micros(), until.as_micros());
    let authors: Vec<i64> = account::table
        .filter(account::domain.eq("").and(account::last_status_at.ge(from)))
        .select(account::id)
        .load(conn)?;
    let mut posts = 0;
    for chunk in authors.chunks(crate::CHUNK) {
        posts += status::table
            .filter(status::account_id.eq_any(chunk))
            .filter(status::id.ge(first).and(status::id.lt(last)))
            .count()
            .get_result::<i64>(conn)?;
    }
    let sign_ins = user::last_sign_in_at
        .ge(from)
        .and(user::last_sign_in_at.lt(until));
    Ok(Activity {
        posts,
        sign_ins: user::table.filter(sign_ins).count().get_result(conn)?,
        joined: user::table
            .filter(user::created_at.ge(from).and(user::created_at.lt(until)))
            .count()
            .get_result(conn)?,
    })
}
