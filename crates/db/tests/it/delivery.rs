//! Deliveries, and the servers that they go to.

use staffroom_db::activities::{self, ActivityRow};
use staffroom_db::deliveries::{self, DeliveryRow, Destination, Mailing};
use staffroom_db::peers::{self, Claim, Outcome, PeerRow, Release};
use staffroom_db::{Conn, DbResult, accounts};
use staffroom_domain::{AccountId, ActivityId, DeliveryId, Timestamp};
use staffroom_testkit::{TestDb, TestIds, db_test};

use crate::fixtures::{account, at};

const ACTIVITY: i64 = 1;

fn activity(id: i64, account: AccountId, public: bool) -> ActivityRow {
    ActivityRow {
        id: ActivityId::from(id),
        event_id: Some(id + 1_000),
        account_id: account,
        kind: "Create".into(),
        body: "{}".into(),
        public,
        status_id: None,
        created_at: at(id),
    }
}

/// An author with as many public activities as asked for: 1, 2 …
async fn author(db: &TestDb, activities: i64) -> AccountId {
    let row = account(&TestIds::default(), "amira");
    let id = row.id;
    db.write(move |c| {
        accounts::insert(c, row)?;
        for number in 1..=activities {
            assert!(activities::insert(c, activity(number, id, true))?);
        }
        DbResult::Ok(())
    })
    .await
    .unwrap();
    id
}

fn to(id: i64, host: &str) -> Destination {
    Destination {
        id: DeliveryId::from(id),
        host: host.into(),
        inbox: format!("https://{host}/inbox/{id}"),
    }
}

fn queue(conn: &mut Conn, thread: &str, to: &[Destination], now: Timestamp) -> DbResult<usize> {
    let mailing = Mailing {
        activity_id: ActivityId::from(ACTIVITY),
        thread_key: thread,
        sync_followers: true,
    };
    deliveries::queue(conn, mailing, to, now)
}

fn claim(conn: &mut Conn, now: Timestamp, token: i64) -> DbResult<Vec<String>> {
    let rows = peers::claim(
        conn,
        Claim {
            now,
            lease_until: now.plus(std::time::Duration::from_mins(1)),
            token,
            limit: 10,
        },
    )?;
    assert!(rows.iter().all(|row| row.lease_token == Some(token)));
    Ok(rows.into_iter().map(|row| row.host).collect())
}

fn peer(conn: &mut Conn, host: &str) -> PeerRow {
    peers::find(conn, host).unwrap().unwrap()
}

fn ids(rows: &[DeliveryRow]) -> Vec<i64> {
    rows.iter().map(|row| row.id.get()).collect()
}

const SUCCESS: Release<'_> = Release {
    outcome: Outcome::Success,
    scheme: None,
    due_at: None,
};

fn failure(due_at: Timestamp) -> Release<'static> {
    Release {
        outcome: Outcome::Failure("refused"),
        scheme: None,
        due_at: Some(due_at),
    }
}

#[db_test]
async fn an_activity_is_made_once_of_an_event(db: TestDb) {
    let author = author(&db, 1).await;
    db.write(move |c| {
        let again = ActivityRow {
            id: ActivityId::from(7),
            ..activity(1, author, true)
        };
        assert!(!activities::insert(c, again)?);
        assert_eq!(activities::find(c, ActivityId::from(7))?, None);
        let without_event = ActivityRow {
            event_id: None,
            ..activity(8, author, true)
        };
        let other = ActivityRow {
            id: ActivityId::from(9),
            ..without_event.clone()
        };
        assert!(activities::insert(c, without_event)?);
        assert!(activities::insert(c, other)?);
        let both = [ActivityId::from(8), ActivityId::from(9)];
        assert_eq!(activities::find_many(c, &both)?.len(), 2);
        DbResult::Ok(())
    })
    .await
    .unwrap();
}

#[db_test]
async fn the_outbox_is_paged_both_ways_and_shows_what_is_public(db: TestDb) {
    let author = author(&db, 6).await;
    db.write(move |c| {
        activities::insert(c, activity(7, author, false))?;
        let mut page = |before: Option<i64>, after: Option<i64>| {
            let (before, after) = (before.map(ActivityId::from), after.map(ActivityId::from));
            let rows = activities::outbox_page(c, author, before, after, 2).unwrap();
            rows.iter().map(|row| row.id.get()).collect::<Vec<_>>()
        };
        assert_eq!(page(None, None), [6, 5]);
        assert_eq!(page(Some(5), None), [4, 3]);
        assert_eq!(page(None, Some(1)), [3, 2], "the nearest ones");
        assert_eq!(page(Some(3), Some(1)), [2]);
        assert_eq!(page(Some(1), None), [0; 0]);
        assert_eq!(activities::count_public(c, author)?, 6);
        DbResult::Ok(())
    })
    .await
    .unwrap();
}

#[db_test]
async fn activities_that_nothing_needs_are_removed(db: TestDb) {
    let author = author(&db, 1).await;
    db.write(move |c| {
        for id in 2..=4 {
            activities::insert(c, activity(id, author, false))?;
        }
        let mailing = Mailing {
            activity_id: ActivityId::from(2),
            thread_key: "t",
            sync_followers: false,
        };
        deliveries::queue(c, mailing, &[to(1, "a.example")], at(0))?;
        assert_eq!(
            activities::prune(c, at(4))?,
            1,
            "public, queued and young ones stay"
        );
        assert_eq!(activities::find(c, ActivityId::from(3))?, None);
        deliveries::done(c, &[DeliveryId::from(1)])?;
        assert_eq!(activities::prune(c, at(5))?, 2);
        DbResult::Ok(())
    })
    .await
    .unwrap();
}

#[db_test]
async fn two_thousand_hosts_are_queued_for_with_a_few_statements(db: TestDb) {
    author(&db, 1).await;
    let destinations: Vec<Destination> = (0..2_000)
        .map(|n| to(n, &format!("h{}.example", n % 1_999)))
        .collect();
    let again = destinations.clone();
    let before = db.queries();
    let added = db
        .write(move |c| queue(c, "t", &destinations, at(0)))
        .await
        .unwrap();
    assert_eq!(added, 2_000);
    let sent = db.queries() - before;
    assert!(sent <= 20, "{sent} statements");
    let added = db.write(move |c| queue(c, "t", &again, at(0))).await;
    assert_eq!(added.unwrap(), 0, "each inbox once");
    db.write(|c| {
        assert_eq!(deliveries::of_host_count(c, "h0.example")?, 2);
        let listed = peers::list(c, 2)?;
        assert_eq!((listed[0].0.host.as_str(), listed[0].1), ("h0.example", 2));
        assert_eq!(listed[1].1, 1);
        assert_eq!(deliveries::drop_host(c, "h0.example")?, 2);
        assert_eq!(deliveries::of_host_count(c, "h0.example")?, 0);
        DbResult::Ok(())
    })
    .await
    .unwrap();
}

#[db_test]
async fn a_host_has_one_worker_until_its_lease_ends(db: TestDb) {
    author(&db, 1).await;
    db.write(|c| {
        assert_eq!(peers::next_due(c)?, None);
        queue(c, "t", &[to(1, "b.example")], at(5))?;
        queue(c, "t", &[to(2, "a.example")], at(6))?;
        assert_eq!(peers::next_due(c)?, Some(at(5)));
        assert_eq!(claim(c, at(4), 1)?, [""; 0]);
        assert_eq!(
            claim(c, at(6), 1)?,
            ["b.example", "a.example"],
            "the oldest first"
        );
        assert_eq!(claim(c, at(65), 2)?, [""; 0]);
        assert_eq!(peers::next_due(c)?, Some(at(66)), "the end of the lease");
        assert!(peers::extend(c, "a.example", 1, at(100))?);
        assert!(!peers::extend(c, "a.example", 2, at(100))?);
        assert_eq!(claim(c, at(66), 2)?, ["b.example"]);
        assert!(!peers::release(c, "b.example", 1, SUCCESS, at(67))?);
        deliveries::done(c, &[DeliveryId::from(1)])?;
        assert!(peers::release(c, "b.example", 2, SUCCESS, at(67))?);
        let row = peer(c, "b.example");
        assert_eq!(
            (row.due_at, row.lease_until, row.lease_token),
            (None, None, None)
        );
        assert_eq!(row.last_success_at, Some(at(67).as_micros()));
        assert_eq!(peers::release_all(c, at(70))?, 1);
        assert_eq!(claim(c, at(70), 3)?, ["a.example"]);
        DbResult::Ok(())
    })
    .await
    .unwrap();
}

#[db_test]
async fn what_is_queued_while_a_host_is_claimed_is_not_forgotten(db: TestDb) {
    author(&db, 1).await;
    db.write(|c| {
        queue(c, "t", &[to(1, "a.example")], at(0))?;
        claim(c, at(0), 1)?;
        queue(c, "t", &[to(2, "a.example")], at(10))?;
        assert_eq!(claim(c, at(10), 2)?, [""; 0], "it has its worker");
        peers::extend(c, "a.example", 1, at(90))?;
        peers::release(c, "a.example", 1, SUCCESS, at(11))?;
        assert_eq!(peers::next_due(c)?, Some(at(10)));
        // Also where its worker found it failing; there the next attempt decides.
        claim(c, at(11), 3)?;
        queue(c, "t", &[to(3, "a.example")], at(12))?;
        peers::release(c, "a.example", 3, failure(at(50)), at(13))?;
        assert_eq!(peers::next_due(c)?, Some(at(50)));
        queue(c, "t", &[to(4, "a.example")], at(14))?;
        assert_eq!(peers::next_due(c)?, Some(at(50)), "it does not answer");
        claim(c, at(50), 4)?;
        queue(c, "t", &[to(5, "a.example")], at(51))?;
        peers::release(c, "a.example", 4, SUCCESS, at(52))?;
        assert_eq!(peers::next_due(c)?, Some(at(51)));
        DbResult::Ok(())
    })
    .await
    .unwrap();
}

#[db_test]
async fn what_waits_is_found_also_when_the_lease_has_ended(db: TestDb) {
    author(&db, 1).await;
    db.write(|c| {
        queue(c, "t", &[to(1, "a.example")], at(0))?;
        claim(c, at(0), 1)?;
        queue(c, "t", &[to(2, "a.example")], at(70))?;
        peers::release(c, "a.example", 1, SUCCESS, at(71))?;
        assert_eq!(peers::next_due(c)?, Some(at(71)));
        claim(c, at(71), 2)?;
        for id in [1, 2] {
            deliveries::retry(c, DeliveryId::from(id), 1, at(80), "later")?;
        }
        peers::release(c, "a.example", 2, SUCCESS, at(72))?;
        assert_eq!(peers::next_due(c)?, Some(at(80)), "as the queue says");
        DbResult::Ok(())
    })
    .await
    .unwrap();
}

#[db_test]
async fn failures_are_counted_until_a_success(db: TestDb) {
    author(&db, 1).await;
    db.write(|c| {
        queue(c, "t", &[to(1, "a.example")], at(0))?;
        claim(c, at(0), 1)?;
        peers::release(c, "a.example", 1, failure(at(10)), at(1))?;
        claim(c, at(10), 2)?;
        peers::release(c, "a.example", 2, failure(at(30)), at(11))?;
        let row = peer(c, "a.example");
        assert_eq!(
            (row.failures, row.first_failure_at),
            (2, Some(at(1).as_micros()))
        );
        assert_eq!(row.last_error.as_deref(), Some("refused"));
        assert_eq!(peers::failing(c, 10)?, [row]);
        claim(c, at(30), 3)?;
        let untried = Release {
            outcome: Outcome::Untried,
            scheme: None,
            due_at: Some(at(31)),
        };
        peers::release(c, "a.example", 3, untried, at(30))?;
        assert_eq!(peer(c, "a.example").failures, 2);
        claim(c, at(31), 4)?;
        let success = Release {
            scheme: Some("rfc9421"),
            ..SUCCESS
        };
        peers::release(c, "a.example", 4, success, at(32))?;
        let row = peer(c, "a.example");
        assert_eq!(
            (row.failures, row.first_failure_at, row.last_error),
            (0, None, None)
        );
        assert_eq!(row.scheme.as_deref(), Some("rfc9421"));
        peers::set_scheme(c, "a.example", "cavage", at(33))?;
        assert_eq!(peer(c, "a.example").scheme_at, Some(at(33).as_micros()));
        peers::set_advertised(c, "new.example", "rfc9421", at(34))?;
        let new = peer(c, "new.example");
        assert_eq!(new.advertises.as_deref(), Some("rfc9421"));
        assert_eq!((new.scheme, new.scheme_at), (None, None));
        assert_eq!(peer(c, "a.example").scheme.as_deref(), Some("cavage"));
        assert_eq!(peers::failing(c, 10)?, []);
        DbResult::Ok(())
    })
    .await
    .unwrap();
}

#[db_test]
async fn a_host_that_contacts_us_is_tried_again_at_once(db: TestDb) {
    author(&db, 1).await;
    db.write(|c| {
        assert!(!peers::heard_from(c, "new.example", at(0))?);
        assert_eq!(peer(c, "new.example"), PeerRow::new("new.example", at(0)));
        queue(c, "t", &[to(1, "a.example"), to(2, "b.example")], at(0))?;
        claim(c, at(0), 1)?;
        for (id, host) in [(1, "a.example"), (2, "b.example")] {
            deliveries::retry(c, DeliveryId::from(id), 1, at(500), "refused")?;
            peers::release(c, host, 1, failure(at(500)), at(1))?;
        }
        assert!(peers::heard_from(c, "a.example", at(2))?);
        assert!(!peers::heard_from(c, "a.example", at(3))?, "it answers now");
        let row = peer(c, "a.example");
        assert_eq!((row.failures, row.due_at), (0, Some(at(2).as_micros())));
        assert_eq!(claim(c, at(2), 2)?, ["a.example"]);
        let hosts = ["a.example".to_owned(), "b.example".to_owned()];
        assert_eq!(ids(&deliveries::next_for(c, &hosts, 9, at(2))?), [1]);
        assert_eq!(peers::retry_now(c, Some("x.example"), at(4))?, 0);
        assert_eq!(peers::retry_now(c, None, at(4))?, 2, "the claimed one, too");
        assert_eq!(ids(&deliveries::next_for(c, &hosts, 9, at(4))?), [1, 2]);
        assert_eq!(claim(c, at(4), 3)?, ["b.example"]);
        DbResult::Ok(())
    })
    .await
    .unwrap();
}

#[db_test]
async fn a_thread_waits_for_what_failed_in_it_and_others_do_not(db: TestDb) {
    author(&db, 1).await;
    db.write(|c| {
        let host = || "a.example".to_owned();
        queue(c, "one", &[to(1, "a.example"), to(3, "a.example")], at(0))?;
        queue(c, "two", &[to(2, "a.example"), to(4, "a.example")], at(0))?;
        queue(c, "one", &[to(5, "b.example")], at(0))?;
        let hosts = [host(), "b.example".into()];
        assert_eq!(
            ids(&deliveries::next_for(c, &hosts, 3, at(0))?),
            [1, 2, 3, 5]
        );
        deliveries::retry(c, DeliveryId::from(1), 1, at(60), "later")?;
        assert_eq!(ids(&deliveries::next_for(c, &hosts, 3, at(1))?), [2, 4, 5]);
        assert_eq!(deliveries::next_due(c, "a.example", at(1))?, Some(at(1)));
        assert_eq!(
            deliveries::done(c, &[DeliveryId::from(2), DeliveryId::from(4)])?,
            2
        );
        assert_eq!(deliveries::next_due(c, "a.example", at(1))?, Some(at(60)));
        let rows = deliveries::next_for(c, &[host()], 3, at(60))?;
        assert_eq!(ids(&rows), [1, 3], "in their order again");
        assert_eq!(
            (rows[0].attempts, rows[0].last_error.as_deref()),
            (1, Some("later"))
        );
        deliveries::done(c, &[DeliveryId::from(1), DeliveryId::from(3)])?;
        assert_eq!(deliveries::next_due(c, "a.example", at(60))?, None);
        DbResult::Ok(())
    })
    .await
    .unwrap();
}

#[db_test]
async fn deliveries_are_given_up_by_age(db: TestDb) {
    author(&db, 1).await;
    db.write(|c| {
        let made = |seconds: i64| at(seconds).as_millis() << 16;
        queue(
            c,
            "t",
            &[to(made(1), "a.example"), to(made(9), "b.example")],
            at(9),
        )?;
        assert_eq!(deliveries::expire(c, at(1))?, 0);
        assert_eq!(deliveries::expire(c, at(9))?, 1);
        assert_eq!(deliveries::of_host_count(c, "b.example")?, 1);
        DbResult::Ok(())
    })
    .await
    .unwrap();
}
