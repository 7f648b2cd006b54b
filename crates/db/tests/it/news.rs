//! What a commit tells those who listen.

use std::time::Duration;

use staffroom_db::news::{self, Heard};
use staffroom_db::{Db, DbError};
use staffroom_domain::{News, StatusId};
use staffroom_testkit::{TestDb, db_test};
use tokio::time::timeout;

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
