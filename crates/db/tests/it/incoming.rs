//! Incoming activities: each applied once, and in order within a thread.

use staffroom_db::inbox::{self, InboxItemRow};
use staffroom_db::{Conn, DbResult};
use staffroom_domain::{InboxItemId, Timestamp};
use staffroom_testkit::{TestDb, db_test};

use crate::fixtures::at;

fn item(id: i64, thread: &str) -> InboxItemRow {
    InboxItemRow {
        id: InboxItemId::from(id),
        activity_uri: format!("https://a.example/activities/{id}"),
        kind: "Like".into(),
        host: "a.example".into(),
        account_id: None,
        actor_uri: "https://a.example/x".into(),
        thread_key: thread.into(),
        body: "{}".into(),
        received_at: at(id),
        run_at: at(id),
        attempts: 0,
        last_error: None,
        done_at: None,
    }
}

fn id(id: i64) -> InboxItemId {
    InboxItemId::from(id)
}

/// Claims for a minute.
fn claim(conn: &mut Conn, now: Timestamp, limit: i64) -> DbResult<Vec<i64>> {
    let lease_until = now.plus(std::time::Duration::from_mins(1));
    let rows = inbox::claim(conn, now, lease_until, limit)?;
    assert!(rows.iter().all(|row| row.run_at == lease_until));
    Ok(rows.iter().map(|row| row.id.get()).collect())
}

async fn with_items(db: &TestDb, items: Vec<InboxItemRow>) {
    db.write(move |c| {
        for row in items {
            assert!(inbox::accept(c, row)?);
        }
        DbResult::Ok(())
    })
    .await
    .unwrap();
}

#[db_test]
async fn a_repetition_is_known_also_when_it_is_done(db: TestDb) {
    with_items(&db, vec![item(1, "t")]).await;
    db.write(|c| {
        let again = InboxItemRow {
            id: id(2),
            ..item(1, "t")
        };
        assert!(!inbox::accept(c, again.clone())?);
        assert!(inbox::is_known(c, &again.activity_uri)?);
        assert!(!inbox::is_known(c, "https://a.example/other")?);
        assert_eq!(claim(c, at(1), 9)?, [1]);
        assert!(inbox::done(c, id(1), at(2))?);
        assert!(!inbox::done(c, id(1), at(2))?, "only once");
        assert!(!inbox::accept(c, again.clone())?);
        assert_eq!(inbox::prune(c, at(2))?, 0);
        assert_eq!(inbox::prune(c, at(3))?, 1);
        assert!(inbox::accept(c, again)?, "forgotten");
        DbResult::Ok(())
    })
    .await
    .unwrap();
}

#[db_test]
async fn a_thread_waits_for_its_earlier_items(db: TestDb) {
    let items = vec![
        item(1, "one"),
        item(2, "two"),
        item(3, "one"),
        item(4, "one"),
    ];
    with_items(&db, items).await;
    db.write(|c| {
        assert_eq!(claim(c, at(3), 9)?, [1, 2, 3], "4 is not due");
        assert_eq!(claim(c, at(4), 9)?, [0; 0], "4 waits for 1 and 3");
        assert_eq!(inbox::next_due(c, at(4))?, Some(at(63)));
        assert!(inbox::done(c, id(2), at(5))?);
        assert!(inbox::retry(c, id(1), at(100), "later")?);
        assert_eq!(inbox::give_back(c, &[id(3), id(2)], at(5))?, 1);
        assert_eq!(claim(c, at(90), 9)?, [0; 0]);
        assert_eq!(
            claim(c, at(100), 1)?,
            [1, 3, 4],
            "4 has waited longest, and comes with those before it"
        );
        for done in [1, 3] {
            assert!(inbox::done(c, id(done), at(101))?);
        }
        assert!(!inbox::retry(c, id(1), at(200), "too late")?);
        assert!(inbox::give_up(c, id(4), "nonsense", at(102))?);
        assert!(!inbox::give_up(c, id(4), "nonsense", at(102))?);
        assert_eq!(
            (inbox::backlog(c)?, inbox::next_due(c, at(102))?),
            (0, None)
        );
        DbResult::Ok(())
    })
    .await
    .unwrap();
}

/// What is due again has a later `run_at` than what came after it.
#[db_test]
async fn the_limit_never_takes_a_later_item_without_an_earlier_one(db: TestDb) {
    let items = (1..=6).map(|n| item(n, "t")).collect();
    with_items(&db, items).await;
    db.write(|c| {
        assert_eq!(claim(c, at(1), 1)?, [1]);
        inbox::retry(c, id(1), at(50), "later")?;
        assert_eq!(claim(c, at(50), 2)?, [1, 2, 3]);
        assert_eq!(claim(c, at(51), 9)?, [0; 0]);
        DbResult::Ok(())
    })
    .await
    .unwrap();
}

#[db_test]
async fn a_process_that_dies_gives_its_items_back(db: TestDb) {
    with_items(&db, vec![item(1, "t"), item(2, "u")]).await;
    db.write(|c| {
        assert_eq!(claim(c, at(2), 9)?, [1, 2]);
        assert_eq!(claim(c, at(61), 9)?, [0; 0]);
        assert_eq!(claim(c, at(62), 9)?, [1, 2], "the lease has ended");
        assert_eq!(inbox::release_all(c, at(63))?, 2);
        let lease_until = at(200);
        let rows = inbox::claim(c, at(63), lease_until, 9)?;
        assert_eq!(
            rows.iter().map(|row| row.attempts).collect::<Vec<_>>(),
            [3, 3]
        );
        DbResult::Ok(())
    })
    .await
    .unwrap();
}

#[db_test]
async fn the_backlog_of_a_host_is_counted_up_to_a_cap(db: TestDb) {
    let mut items: Vec<InboxItemRow> = (1..=5).map(|n| item(n, "t")).collect();
    items.push(InboxItemRow {
        host: "b.example".into(),
        ..item(6, "t")
    });
    with_items(&db, items).await;
    db.write(|c| {
        inbox::done(c, id(1), at(9))?;
        assert_eq!(inbox::backlog_of(c, "a.example", 100)?, 4);
        assert_eq!(inbox::backlog_of(c, "a.example", 3)?, 3);
        assert_eq!(inbox::backlog_of(c, "c.example", 3)?, 0);
        assert_eq!(inbox::backlog(c)?, 5);
        DbResult::Ok(())
    })
    .await
    .unwrap();
}

/// Two processes on one `PostgreSQL` that claim at the same time.
#[db_test]
async fn claims_at_once_never_give_an_item_twice(db: TestDb) {
    let items = (1..=40).map(|n| item(n, &format!("t{}", n % 7))).collect();
    with_items(&db, items).await;
    let other = staffroom_db::Db::open(db.options()).unwrap();
    let mut all: Vec<i64> = Vec::new();
    for _ in 0..20 {
        let (a, b) = tokio::join!(
            db.write(|c| claim(c, at(100), 3)),
            other.write(|c| claim(c, at(100), 3)),
        );
        let claimed = [a.unwrap(), b.unwrap()].concat();
        all.extend(&claimed);
        db.write(move |c| {
            for item in claimed {
                assert!(inbox::done(c, id(item), at(100))?);
            }
            DbResult::Ok(())
        })
        .await
        .unwrap();
    }
    all.sort_unstable();
    assert_eq!(all, (1..=40).collect::<Vec<i64>>());
}
