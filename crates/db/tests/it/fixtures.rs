//! Rows and raw statements that several modules need.

use std::sync::mpsc;
use std::time::{Duration, Instant};

use diesel::RunQueryDsl as _;
use diesel::connection::SimpleConnection as _;
use diesel::sql_types::{BigInt, Text};
use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::users::{self, UserRow};
use staffroom_db::{Conn, DbError, DbResult, migrate};
use staffroom_domain::job::{JobPayload, NewJob, ScheduledTask};
use staffroom_domain::{EmailAddress, Event, Timestamp, UserId, Username};
use staffroom_testkit::{TestDb, TestIds};
use tokio::sync::oneshot;

#[derive(diesel::QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

#[derive(diesel::QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// The column `line` of a query in plain SQL.
pub(crate) fn lines(conn: &mut Conn, sql: &str) -> DbResult<Vec<String>> {
    let rows: Vec<Line> = diesel::sql_query(sql).load(conn)?;
    Ok(rows.into_iter().map(|row| row.line).collect())
}

/// The column `number` of a query in plain SQL that gives one row.
pub(crate) fn number(conn: &mut Conn, sql: &str) -> DbResult<i64> {
    let row: Number = diesel::sql_query(sql).get_result(conn)?;
    Ok(row.number)
}

/// Runs statements in plain SQL.
pub(crate) fn run(conn: &mut Conn, sql: &str) -> DbResult<()> {
    Ok(conn.batch_execute(sql)?)
}

/// The value of [`number`] on a database.
pub(crate) async fn number_of(db: &TestDb, sql: &str) -> i64 {
    let sql = sql.to_owned();
    db.read(move |c| number(c, &sql)).await.unwrap()
}

/// The number of rows of a table.
pub(crate) async fn rows(db: &TestDb, table: &str) -> i64 {
    number_of(db, &format!("SELECT count(*) AS number FROM \"{table}\"")).await
}

/// Runs statements in plain SQL on a database.
pub(crate) async fn run_on(db: &TestDb, sql: &str) {
    let sql = sql.to_owned();
    db.write(move |c| run(c, &sql)).await.unwrap();
}

/// Lets a database forget that it has the last migration.
pub(crate) const FORGET_LAST: &str = "DELETE FROM __diesel_schema_migrations WHERE version = \
                                      (SELECT max(version) FROM __diesel_schema_migrations);";

/// The statements that undo what the last migration made.
pub(crate) fn down(db: &TestDb) -> String {
    let last = migrate::known().unwrap().pop().unwrap();
    let backend = if db.is_sqlite() { "sqlite" } else { "postgres" };
    let root = env!("CARGO_MANIFEST_DIR");
    let file = format!("{root}/../../migrations/{backend}/{last}/down.sql");
    std::fs::read_to_string(file).unwrap()
}

/// The statements of a migration.
pub(crate) fn up(db: &TestDb, name: &str) -> String {
    let backend = if db.is_sqlite() { "sqlite" } else { "postgres" };
    let root = env!("CARGO_MANIFEST_DIR");
    let file = format!("{root}/../../migrations/{backend}/{name}/up.sql");
    std::fs::read_to_string(file).unwrap()
}

/// Undoes the last migration.
pub(crate) async fn undo_last(db: &TestDb) {
    run_on(db, &format!("{FORGET_LAST} {}", down(db))).await;
}

/// An account row.
pub(crate) fn account(ids: &TestIds, name: &str) -> AccountRow {
    AccountRow::local(ids.next(), &Username::parse(name).unwrap(), name, ids.now())
}

/// A user with account and, where given, an address.
pub(crate) fn add_user(
    conn: &mut Conn,
    ids: &TestIds,
    name: &str,
    email: Option<&str>,
) -> DbResult<UserId> {
    let account = account(ids, name);
    let email = email.map(|text| EmailAddress::parse(text).unwrap());
    let user = UserRow::new(ids.next(), account.id, email.as_ref(), None, ids.now());
    let id = user.id;
    accounts::insert(conn, account)?;
    users::insert(conn, user)?;
    Ok(id)
}

/// A user with account, in a transaction of its own.
pub(crate) async fn user(db: &TestDb, ids: &TestIds, name: &str) -> UserId {
    let account = account(ids, name);
    let user = UserRow::new(ids.next(), account.id, None, None, ids.now());
    let id = user.id;
    db.write(move |c| {
        accounts::insert(c, account)?;
        users::insert(c, user)
    })
    .await
    .unwrap();
    id
}

/// An account, and statuses 1 to 9 of it.
pub(crate) async fn nine_statuses(db: &TestDb) {
    run_on(
        db,
        "INSERT INTO account (id, domain, username, username_folded, display_name, created_at) \
         VALUES (7, '', 'a', 'a', '', 1)",
    )
    .await;
    for id in 1..10 {
        let sql = format!(
            "INSERT INTO status (id, account_id, kind, visibility, thread_id, content, source, \
             source_format, spoiler, sensitive, reply_policy, local, created_at, received_at, \
             replies_count, boosts_count, favourites_count) \
             VALUES ({id}, 7, 'note', 0, {id}, '', '', '', '', false, 'public', true, 1, 1, 0, 0, 0)"
        );
        run_on(db, &sql).await;
    }
}

/// A job that is due at `at`.
pub(crate) fn job(at: Timestamp) -> NewJob {
    NewJob::now(
        JobPayload::Scheduled {
            task: ScheduledTask::PruneExpired,
        },
        at,
    )
}

/// Some event.
pub(crate) fn event() -> Event {
    Event::PasswordChanged {
        user: UserId::from(1),
        to: EmailAddress::parse("amira@school.example").unwrap(),
    }
}

/// An error that no database gives.
pub(crate) fn refusal() -> DbError {
    DbError::Corrupt("on purpose".into())
}

/// So many seconds after a moment in 2027.
pub(crate) const fn at(seconds: i64) -> Timestamp {
    Timestamp::from_secs(1_800_000_000 + seconds)
}

/// Does `first`, and `second` in another transaction while the first is still open, until it has ended or waits
/// for the first: on `PostgreSQL`, with three connections at least.
pub(crate) async fn at_once(
    db: &TestDb,
    first: impl FnOnce(&mut Conn) -> DbResult<()> + Send + 'static,
    second: impl FnOnce(&mut Conn) -> DbResult<()> + Send + 'static,
) {
    const WAITING: &str = "SELECT count(*) AS number FROM pg_stat_activity \
                           WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let (done, is_done) = oneshot::channel();
    let (go_on, wait) = mpsc::channel::<()>();
    let handle = db.handle();
    let first = tokio::spawn(async move {
        let work = move |conn: &mut Conn| {
            first(conn)?;
            done.send(()).unwrap();
            // Let go by dropping the sender.
            wait.recv().unwrap_err();
            DbResult::Ok(())
        };
        handle.write(work).await
    });
    is_done.await.unwrap();
    let handle = db.handle();
    let second = tokio::spawn(async move { handle.write(second).await });
    let began = Instant::now();
    while !second.is_finished() && number_of(db, WAITING).await == 0 {
        assert!(began.elapsed() < Duration::from_secs(20));
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    drop(go_on);
    first.await.unwrap().unwrap();
    second.await.unwrap().unwrap();
}
