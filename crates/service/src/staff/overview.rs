//! How the instance is, at a glance. Nothing here is counted beyond a bound.

use staffroom_db::peers::{self, PeerRow};
use staffroom_db::users::{self, UserWithAccount};
use staffroom_db::{inbox, jobs};
use staffroom_domain::Roles;
use staffroom_domain::job::Queue;

use super::{By, StaffError, Who, reports};
use crate::context::Ctx;

/// Nothing is counted beyond this.
const MOST: i64 = 1_000;
/// As many people and servers are named.
const NAMED: i64 = 10;

/// A number that was not counted to its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// As far as was counted.
    pub count: usize,
    /// Whether there may be more.
    pub or_more: bool,
}

impl Waiting {
    fn of(count: usize) -> Self {
        let or_more = i64::try_from(count).unwrap_or(i64::MAX) >= MOST;
        Self { count, or_more }
    }
}

/// How the instance is. What only the staff sees is nothing for others.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    /// Reports that nobody has decided.
    pub reports: Waiting,
    /// Jobs of each queue that wait or run.
    pub queues: Vec<(Queue, Waiting)>,
    /// Jobs that failed for good.
    pub failed: Waiting,
    /// What came from other servers and is not applied yet.
    pub received: Waiting,
    /// Servers that do not answer, those first that have not for longest.
    pub silent: Vec<PeerRow>,
    /// Who came last.
    pub newest: Vec<UserWithAccount>,
}

/// For whoever deals with reports; of what else there is, the staff alone hears.
pub async fn overview(ctx: &Ctx, by: By) -> Result<Overview, StaffError> {
    ctx.db
        .read(move |conn| {
            let who = Who::allowed(conn, by, Roles::may_moderate)?;
            let mut found = Overview {
                reports: Waiting::of(reports::count_open(conn, MOST)?),
                ..Overview::default()
            };
            if !who.may(Roles::is_staff) {
                return Ok(found);
            }
            for queue in Queue::ALL {
                let count = jobs::count_live(conn, queue, MOST)?;
                found.queues.push((queue, Waiting::of(count)));
            }
            found.failed = Waiting::of(jobs::count_dead(conn, MOST)?);
            found.received = Waiting::of(inbox::count_waiting(conn, MOST)?);
            found.silent = peers::failing(conn, NAMED)?;
            found.newest = users::latest(conn, NAMED)?;
            Ok(found)
        })
        .await
}
