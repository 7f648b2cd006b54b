//! What a commit tells those who listen.

use std::time::Duration;

use staffroom_db::news::{self, Heard};
use staffroom_db::{Db, DbError};
use staffroom_domain::{News, StatusId};
use staffroom_testkit::{Backend, TestDb, db_test};
use tokio::time::timeout;

use crate::fixtures::lines;

fn posted(n: i64) -> News {
    News::Posted(StatusId::from(n))
}

async fn tell(db: &Db, all: &'static [i64], is_kept: bool) {
    let told = db.write(move |_| {
        for n in all {
            news::tell(posted(*n));
        }
        if is_kept { Ok(()) } else { Err(DbError::Busy) }
    });
    assert_eq!(told.await.is_ok(), is_kept);
}

#[db_test]
async fn what_is_committed_is_told_in_order_and_nothing_else(db: TestDb) {
    let before = db.handle();
    tell(&before, &[1], true).await;
    let mut listener = before.listen().await.unwrap();
    tell(&before, &[2, 3], true).await;
    tell(&before, &[4], false).await;
    tell(&before.for_workers(), &[5], true).await;
    let (a, b) = tokio::join!(
        tell(&before, &[6], true),
        before.write(|_| -> Result<(), DbError> {
            news::tell(posted(7));
            panic!("on purpose")
        })
    );
    let ((), panicked) = (a, b);
    assert!(panicked.is_err());
    tell(&before, &[8], true).await;
    let mut heard = Vec::new();
    while heard.last() != Some(&posted(8)) {
        let next = timeout(Duration::from_secs(20), listener.next());
        match next.await.unwrap() {
            Some(Heard::News(more)) => heard.extend_from_slice(&more),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(heard, [2, 3, 5, 6, 8].map(posted));
}

/// Whoever hears that something was lost looks for it; what comes after that is not lost too.
#[tokio::test]
async fn what_comes_after_a_loss_is_heard() {
    let db = TestDb::new(Backend::Postgres);
    let other = Db::open(db.options()).unwrap();
    let mut listener = db.handle().listen().await.unwrap();
    other
        .read(|conn| {
            lines(
                conn,
                "SELECT pg_terminate_backend(pid, 5000)::text AS line FROM pg_stat_activity \
                 WHERE datname = current_database() AND pid <> pg_backend_pid()",
            )
        })
        .await
        .unwrap();
    let next = timeout(Duration::from_secs(20), listener.next());
    assert_eq!(next.await.unwrap(), Some(Heard::Lost));
    tell(&other, &[1], true).await;
    let next = timeout(Duration::from_secs(20), listener.next());
    assert_eq!(next.await.unwrap(), Some(Heard::News([posted(1)].into())));
}
