//! The queues and look-ups of federation are served by indexes.

use staffroom_db::inbox::InboxItemRow;
use staffroom_db::peers::{Claim, Outcome, PeerRow, Release};
use staffroom_db::{
    Conn, DbResult, access_tokens, activities, deliveries, domain_policies, emojis, idempotency,
    inbox, peers, remote_actors, reports, signing_keys, tombstones,
};
use staffroom_domain::{
    AccountId, ActivityId, DeliveryId, InboxItemId, ReportId, Timestamp, UserId,
};
use staffroom_testkit::{TestDb, db_test};

use crate::fixtures::run;
use crate::plans::{by_id, plan, served, statements};

const NOW: Timestamp = Timestamp::from_secs(1);

fn account() -> AccountId {
    AccountId::from(1)
}

/// How a plan names the search by a text that is the table's key.
fn by_text(db: &TestDb, sqlite: &'static str, postgres: &'static str) -> &'static str {
    if db.is_sqlite() { sqlite } else { postgres }
}

#[db_test]
async fn activities_are_served_by_an_index(db: TestDb) {
    let id = ActivityId::from(1);
    served(&db, by_id(&db, "activity_pkey"), move |c| {
        activities::find(c, id).map(drop)
    })
    .await;
    served(&db, by_id(&db, "activity_pkey"), move |c| {
        activities::find_many(c, &[id]).map(drop)
    })
    .await;
    for after in [None, Some(id)] {
        served(&db, "activity_outbox", move |c| {
            activities::outbox_page(c, account(), Some(id), after, 20).map(drop)
        })
        .await;
    }
    served(&db, "activity_outbox", |c| {
        activities::count_public(c, account()).map(drop)
    })
    .await;
    served(&db, "activity_age", |c| activities::prune(c, NOW).map(drop)).await;
}

#[db_test]
async fn the_delivery_queue_is_served_by_an_index(db: TestDb) {
    let host = || "a.example".to_owned();
    for index in ["delivery_of_host", "delivery_blocking"] {
        served(&db, index, move |c| {
            deliveries::next_for(c, &[host()], 10, NOW).map(drop)
        })
        .await;
    }
    served(&db, "delivery_failed", |c| {
        deliveries::next_due(c, "a.example", NOW).map(drop)
    })
    .await;
    served(&db, "delivery_of_host", |c| {
        deliveries::of_host_count(c, "a.example").map(drop)
    })
    .await;
    served(&db, "delivery_of_host", |c| {
        deliveries::drop_host(c, "a.example").map(drop)
    })
    .await;
    let by_id = by_id(&db, "delivery_pkey");
    let id = DeliveryId::from(1);
    served(&db, by_id, move |c| deliveries::done(c, &[id]).map(drop)).await;
    served(&db, by_id, move |c| deliveries::retry(c, id, 1, NOW, "no")).await;
    served(&db, by_id, |c| deliveries::expire(c, NOW).map(drop)).await;
}

fn claim(conn: &mut Conn) -> DbResult<Vec<PeerRow>> {
    let claim = Claim {
        now: NOW,
        lease_until: Timestamp::from_secs(60),
        token: 1,
        limit: 10,
    };
    peers::claim(conn, claim)
}

#[db_test]
async fn peers_are_served_by_an_index(db: TestDb) {
    db.write(|c| {
        run(
            c,
            "INSERT INTO peer (host, first_seen_at, failures, due_at) VALUES ('a.example', 0, 1, 0)",
        )
    })
    .await
    .unwrap();
    served(&db, "peer_due", |c| {
        assert_eq!(claim(c)?.len(), 1, "its other statements are sent too");
        Ok(())
    })
    .await;
    let by_host = by_text(&db, "sqlite_autoindex_peer_1", "peer_pkey");
    served(&db, by_host, |c| {
        let release = Release {
            outcome: Outcome::Failure("no"),
            scheme: None,
            due_at: Some(NOW),
        };
        assert!(peers::release(c, "a.example", 1, release, NOW)?);
        Ok(())
    })
    .await;
    served(&db, "delivery_failed", |c| {
        assert!(peers::heard_from(c, "a.example", NOW)?);
        Ok(())
    })
    .await;
    served(&db, by_host, |c| {
        peers::find_many(c, &["a.example".to_owned()]).map(drop)
    })
    .await;
    served(&db, by_host, |c| {
        peers::set_scheme(c, "a.example", "cavage")
    })
    .await;
    for index in ["peer_due", "peer_lease"] {
        served(&db, index, |c| peers::next_due(c).map(drop)).await;
    }
    served(&db, "peer_lease", |c| peers::release_all(c, NOW).map(drop)).await;
    served(&db, "peer_failing", |c| peers::failing(c, 20).map(drop)).await;
}

#[db_test]
async fn incoming_activities_are_served_by_an_index(db: TestDb) {
    db.write(|c| {
        let row = InboxItemRow {
            id: InboxItemId::from(1),
            activity_uri: "u".into(),
            kind: "Like".into(),
            host: "a.example".into(),
            account_id: None,
            actor_uri: "x".into(),
            thread_key: "t".into(),
            body: "{}".into(),
            received_at: NOW,
            run_at: NOW,
            attempts: 0,
            last_error: None,
            done_at: None,
        };
        inbox::accept(c, row)
    })
    .await
    .unwrap();
    served(&db, "inbox_item_activity", |c| {
        inbox::is_known(c, "u").map(drop)
    })
    .await;
    served(&db, "inbox_item_due", |c| inbox::next_due(c, NOW).map(drop)).await;
    served(&db, "inbox_item_host", |c| {
        inbox::backlog_of(c, "a.example", 100).map(drop)
    })
    .await;
    served(&db, "inbox_item_done", |c| inbox::prune(c, NOW).map(drop)).await;
    let used = db
        .write(|c| {
            let heard = statements(c, |c| {
                let rows = inbox::claim(c, NOW, Timestamp::from_secs(60), 10)?;
                assert_eq!(rows.len(), 1, "its other statements are sent too");
                Ok(())
            });
            let mut used = String::new();
            for sql in heard.iter().filter(|sql| !sql.contains("advisory")) {
                let plan = plan(c, sql)?;
                assert!(
                    !plan.contains("Seq Scan") && !plan.contains("Sort"),
                    "{sql}\n{plan}"
                );
                assert!(!plan.contains("TEMP B-TREE"), "{sql}\n{plan}");
                used += &plan;
            }
            DbResult::Ok(used)
        })
        .await
        .unwrap();
    for index in [
        "inbox_item_due",
        "inbox_item_thread",
        by_id(&db, "inbox_item_pkey"),
    ] {
        assert!(used.contains(index), "{index} is not used:\n{used}");
    }
}

#[db_test]
async fn remote_actors_are_served_by_an_index(db: TestDb) {
    let by_account = by_id(&db, "remote_actor_pkey");
    served(&db, by_account, |c| {
        remote_actors::find(c, account()).map(drop)
    })
    .await;
    served(&db, by_account, |c| {
        remote_actors::find_many(c, &[account()]).map(drop)
    })
    .await;
    served(&db, by_account, |c| {
        remote_actors::inboxes_of(c, &[account()]).map(drop)
    })
    .await;
    served(&db, "remote_actor", |c| {
        remote_actors::followers_on_host(c, account(), "a.example").map(drop)
    })
    .await;
    served(&db, "remote_actor_shared_inbox", |c| {
        remote_actors::known_shared_inboxes(c, Some("u"), 20).map(drop)
    })
    .await;
    served(&db, "remote_key_of_account", |c| {
        remote_actors::keys_of(c, account()).map(drop)
    })
    .await;
    let by_uri = by_text(&db, "sqlite_autoindex_remote_key_1", "remote_key_pkey");
    served(&db, by_uri, |c| remote_actors::find_key(c, "u").map(drop)).await;
    // All followers are read, and each inbox is to come once.
    let plan = db
        .write(|c| {
            let heard = statements(c, |c| {
                remote_actors::follower_inboxes(c, account()).map(drop)
            });
            plan(c, &heard[0])
        })
        .await
        .unwrap();
    assert!(plan.contains("follow_of_target"), "{plan}");
    assert!(
        !plan.contains("SCAN ") && !plan.contains("Seq Scan"),
        "{plan}"
    );
}

#[db_test]
async fn what_is_known_of_others_is_served_by_an_index(db: TestDb) {
    let by_uri = by_text(&db, "sqlite_autoindex_tombstone_1", "tombstone_pkey");
    served(&db, by_uri, |c| tombstones::is_buried(c, "u").map(drop)).await;
    served(&db, by_uri, |c| {
        tombstones::buried_of(c, &["u".to_owned()]).map(drop)
    })
    .await;
    served(&db, "tombstone_age", |c| {
        tombstones::prune(c, NOW).map(drop)
    })
    .await;
    let by_domain = by_text(
        &db,
        "sqlite_autoindex_domain_policy_1",
        "domain_policy_pkey",
    );
    served(&db, by_domain, |c| {
        domain_policies::find_covering(c, "a.b.example", NOW).map(drop)
    })
    .await;
    served(&db, by_domain, |c| {
        domain_policies::list(c, Some("a"), 20).map(drop)
    })
    .await;
    served(&db, "signing_key_of_account", |c| {
        signing_keys::current(c, account())?;
        signing_keys::all_of(c, account()).map(drop)
    })
    .await;
    served(&db, "emoji_shortcode", |c| {
        emojis::find_many(c, "", &["owl".to_owned()]).map(drop)
    })
    .await;
    served(&db, by_id(&db, "report_pkey"), |c| {
        reports::list(c, Some(ReportId::from(9)), 20).map(drop)
    })
    .await;
}

#[db_test]
async fn what_client_programs_leave_is_served_by_an_index(db: TestDb) {
    let user = UserId::from(1);
    served(&db, "access_token_hash", |c| {
        access_tokens::find(c, &[1]).map(drop)
    })
    .await;
    served(&db, "access_token_of_user", move |c| {
        access_tokens::list(c, user)?;
        access_tokens::revoke_all(c, user).map(drop)
    })
    .await;
    let by_key = by_text(&db, "USING PRIMARY KEY", "idempotency_pkey");
    served(&db, by_key, move |c| {
        idempotency::find(c, user, "k").map(drop)
    })
    .await;
    served(&db, "idempotency_age", |c| {
        idempotency::prune(c, NOW).map(drop)
    })
    .await;
}
