//! Every lookup and every list of a table that grows is served by an index.
//!
//! The statements are those that the repositories really send: they are listened to, then given to
//! `EXPLAIN` with their parameters open.

use std::sync::{Arc, Mutex};

use diesel::connection::{Connection as _, InstrumentationEvent};
use staffroom_db::jobs::{self, Claim};
use staffroom_db::{
    Conn, DbResult, accounts, invitations, nodes, outbox, passkeys, password_resets, sessions,
    users,
};
use staffroom_domain::job::Queue;
use staffroom_domain::{InvitationId, JobId, PasskeyId, SessionId, Timestamp, UserId};
use staffroom_testkit::{TestDb, db_test};

use crate::fixtures::{job, run};

const NOW: Timestamp = Timestamp::from_secs(1);

/// The statements that `work` sends.
pub(crate) fn statements(
    conn: &mut Conn,
    work: impl FnOnce(&mut Conn) -> DbResult<()>,
) -> Vec<String> {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ear = Arc::clone(&heard);
    let listen = move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            let text = query.to_string();
            let sql = text.split(" -- binds:").next().unwrap_or(&text).to_owned();
            ear.lock().unwrap().push(sql);
        }
    };
    match conn {
        Conn::Sqlite(c) => c.set_instrumentation(listen),
        Conn::Postgres(c) => c.set_instrumentation(listen),
    }
    let done = work(conn);
    match conn {
        Conn::Sqlite(c) => c.set_instrumentation(|_: InstrumentationEvent<'_>| ()),
        Conn::Postgres(c) => c.set_instrumentation(|_: InstrumentationEvent<'_>| ()),
    }
    done.unwrap();
    let heard = heard.lock().unwrap().clone();
    assert!(!heard.is_empty(), "nothing was sent");
    heard
}

/// The plan of a statement with open parameters. `PostgreSQL` is forbidden to read or sort whole
/// tables: on the empty tables of a test that would be the cheapest. Where its plan does so
/// nevertheless, there is no other way.
pub(crate) fn plan(conn: &mut Conn, sql: &str) -> DbResult<String> {
    if conn.is_sqlite() {
        let sql = format!("EXPLAIN QUERY PLAN {sql}");
        let rows: Vec<Step> = diesel::RunQueryDsl::load(diesel::sql_query(sql), conn)?;
        let steps: Vec<String> = rows.into_iter().map(|row| row.detail).collect();
        return Ok(steps.join("\n"));
    }
    run(
        conn,
        &format!(
            "SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL enable_seqscan = off; \
             SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off; PREPARE asked AS {sql}"
        ),
    )?;
    let count = (1..50)
        .take_while(|n| sql.contains(&format!("${n}")))
        .count();
    let arguments = if count == 0 {
        String::new()
    } else {
        format!("({})", vec!["NULL"; count].join(", "))
    };
    let rows: Vec<PlanLine> = diesel::RunQueryDsl::load(
        diesel::sql_query(format!("EXPLAIN (COSTS off) EXECUTE asked{arguments}")),
        conn,
    )?;
    run(conn, "DEALLOCATE asked")?;
    let steps: Vec<String> = rows.into_iter().map(|row| row.line).collect();
    Ok(steps.join("\n"))
}

#[derive(diesel::QueryableByName)]
struct Step {
    #[diesel(sql_type = diesel::sql_types::Text)]
    detail: String,
}

#[derive(diesel::QueryableByName)]
struct PlanLine {
    #[diesel(sql_type = diesel::sql_types::Text, column_name = "QUERY PLAN")]
    line: String,
}

/// Whether a plan reads a whole table, or sorts what it has read.
pub(crate) fn is_costly(plan: &str) -> bool {
    plan.lines().any(|line| {
        let is_scan =
            line.contains("SCAN ") && !line.contains("USING") && !line.contains("CONSTANT ROW")
            // What was asked for, given as a list.
            && !line.contains("SCAN list VIRTUAL TABLE");
        is_scan
            || line.contains("Seq Scan")
            || line.contains("Sort")
            || line.contains("TEMP B-TREE")
    })
}

/// Holds all statements of `work` to an index; one of them must use the one named.
pub(crate) async fn served(
    db: &TestDb,
    index: &'static str,
    work: impl FnOnce(&mut Conn) -> DbResult<()> + Send + 'static,
) {
    db.write(move |conn| {
        let mut plans = String::new();
        for sql in statements(conn, work) {
            let plan = plan(conn, &sql)?;
            assert!(!is_costly(&plan), "{sql}\n{plan}");
            plans.push_str(&plan);
        }
        assert!(plans.contains(index), "{index} is not used:\n{plans}");
        DbResult::Ok(())
    })
    .await
    .unwrap();
}

/// How a plan names the search by a table's id.
pub(crate) fn by_id(db: &TestDb, postgres: &'static str) -> &'static str {
    if db.is_sqlite() {
        "USING INTEGER PRIMARY KEY"
    } else {
        postgres
    }
}

#[db_test]
async fn a_full_scan_is_noticed(db: TestDb) {
    let (plan_of_scan, plan_of_sort) = db
        .write(|c| {
            let scan = plan(c, "SELECT note FROM invitation WHERE note = 'x'")?;
            let sort = plan(c, "SELECT id FROM account WHERE id > 5 ORDER BY created_at")?;
            DbResult::Ok((scan, sort))
        })
        .await
        .unwrap();
    assert!(is_costly(&plan_of_scan), "{plan_of_scan}");
    assert!(is_costly(&plan_of_sort), "{plan_of_sort}");
}

#[db_test]
async fn people_are_looked_up_by_an_index(db: TestDb) {
    served(&db, "account_handle", |c| {
        accounts::find_local(c, "a").map(drop)
    })
    .await;
    served(&db, "account_handle", |c| {
        users::find_by_username(c, "a").map(drop)
    })
    .await;
    served(&db, "user_email", |c| {
        users::find_by_email(c, "a").map(drop)
    })
    .await;
    let index = by_id(&db, "user_pkey");
    served(&db, index, |c| users::find(c, UserId::from(1)).map(drop)).await;
    served(&db, index, |c| {
        users::list(c, Some(UserId::from(1)), 20).map(drop)
    })
    .await;
}

#[db_test]
async fn sessions_and_links_are_looked_up_by_an_index(db: TestDb) {
    let user = UserId::from(1);
    served(&db, "session_token", |c| {
        sessions::find(c, &[1], NOW).map(drop)
    })
    .await;
    served(&db, "session_of_user", move |c| {
        sessions::list(c, user, NOW).map(drop)
    })
    .await;
    served(&db, "session_of_user", move |c| {
        sessions::delete_others(c, user, Some(SessionId::from(1))).map(drop)
    })
    .await;
    served(&db, "session_expiry", |c| sessions::prune(c, NOW).map(drop)).await;
    served(&db, "invitation_token", |c| {
        invitations::find_by_token(c, &[1]).map(drop)
    })
    .await;
    served(&db, "invitation_expiry", |c| {
        invitations::prune(c, NOW).map(drop)
    })
    .await;
    served(&db, by_id(&db, "invitation_pkey"), |c| {
        invitations::list(c, Some(InvitationId::from(9)), 20).map(drop)
    })
    .await;
    served(&db, "password_reset_token", |c| {
        password_resets::find(c, &[1], NOW).map(drop)
    })
    .await;
    served(&db, "password_reset_user", move |c| {
        password_resets::delete_of(c, user).map(drop)
    })
    .await;
    served(&db, "password_reset_expiry", |c| {
        password_resets::prune(c, NOW).map(drop)
    })
    .await;
}

#[db_test]
async fn passkeys_are_looked_up_by_an_index(db: TestDb) {
    let (user, id) = (UserId::from(1), PasskeyId::from(1));
    served(&db, "passkey_credential", |c| {
        passkeys::find_by_credential(c, &[1]).map(drop)
    })
    .await;
    served(&db, "passkey_user", move |c| {
        passkeys::list(c, user, 10)?;
        passkeys::count(c, user)?;
        passkeys::delete_of(c, user).map(drop)
    })
    .await;
    served(&db, by_id(&db, "passkey_pkey"), move |c| {
        passkeys::note_use(c, id, 1, NOW)?;
        passkeys::rename(c, user, id, "Phone")?;
        passkeys::delete(c, user, id).map(drop)
    })
    .await;
    served(&db, by_id(&db, "passkey_handle_pkey"), move |c| {
        passkeys::handle(c, user).map(drop)
    })
    .await;
    served(&db, "passkey_challenge_hash", |c| {
        passkeys::take_challenge(c, &[1], &[2], NOW).map(drop)
    })
    .await;
    served(&db, "passkey_challenge_expiry", |c| {
        passkeys::prune_challenges(c, NOW).map(drop)
    })
    .await;
}

#[db_test]
async fn the_queue_is_served_by_an_index(db: TestDb) {
    let id = JobId::from(1);
    db.write(move |c| jobs::enqueue(c, id, &job(NOW), 3, NOW))
        .await
        .unwrap();
    served(&db, "job_due", |c| {
        let claim = Claim {
            queue: Queue::Default,
            now: NOW,
            lease_until: NOW,
            token: 1,
            limit: 10,
        };
        let claimed = jobs::claim(c, claim)?;
        assert_eq!(claimed.len(), 1, "its other statements are sent too");
        Ok(())
    })
    .await;
    served(&db, "job_due", |c| {
        jobs::next_run_at(c, Queue::Mail).map(drop)
    })
    .await;
    served(&db, "job_dead", |c| jobs::dead(c, 20).map(drop)).await;
    served(&db, "job_dead", |c| jobs::prune_dead(c, NOW).map(drop)).await;
    served(&db, by_id(&db, "job_pkey"), move |c| {
        jobs::complete(c, id, 1).map(drop)
    })
    .await;
    served(&db, by_id(&db, "node_pkey"), |c| {
        let lease = nodes::NodeLease {
            id: staffroom_domain::NodeId::new(1).unwrap(),
            token: 1,
        };
        nodes::renew(c, lease, NOW).map(drop)
    })
    .await;
    // The oldest first, by its id: SQLite walks the table itself, which is in that order.
    let heard = db
        .write(|c| {
            let sql = statements(c, |c| outbox::take(c, 10).map(drop));
            plan(c, &sql[0])
        })
        .await
        .unwrap();
    let expected = if db.is_sqlite() {
        "SCAN outbox"
    } else {
        "outbox_pkey"
    };
    assert!(
        heard.contains(expected) && !heard.contains("Sort"),
        "{heard}"
    );
    assert!(!heard.contains("TEMP B-TREE"), "{heard}");
}
