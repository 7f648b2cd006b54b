//! The queues and look-ups of federation are served by indexes.

use staffroom_db::peers::{Claim, Outcome, PeerRow, Release};
use staffroom_db::statuses::Page;
use staffroom_db::{
    Conn, DbResult, access_tokens, accounts, activities, announcements, applications,
    authorization_codes, bookmarks, deliveries, domain_policies, emojis, events, favourites,
    filters, follows, glance, groups, idempotency, inbox, markers, peers, remote_actors, reports,
    scheduled_statuses, signing_keys, status_policies, statuses, thread_mutes, tombstones,
};
use staffroom_domain::{
    AccountId, ActivityId, AnnouncementId, ApplicationId, DeliveryId, FilterId, ReportId, StatusId,
    Timestamp, UserId,
};
use staffroom_testkit::{TestDb, db_test};

use crate::fixtures::{run, run_on};
use crate::plans::{by_id, is_costly, plan, served, statements};

const NOW: Timestamp = Timestamp::from_secs(1);

fn account() -> AccountId {
    AccountId::from(1)
}

/// How a plan names the search by a text that is the table's key.
fn by_text(db: &TestDb, sqlite: &'static str, postgres: &'static str) -> &'static str {
    if db.is_sqlite() { sqlite } else { postgres }
}

/// Puts rows into a table for which the choice of an index depends on what is in it: on `PostgreSQL`
/// all indexes of an empty table cost the same.
async fn fill(db: &TestDb, insert: &'static str) {
    db.write(move |c| {
        let numbers = "WITH RECURSIVE numbers (n) AS \
                       (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 3000)";
        run(c, &format!("{numbers} {insert}"))?;
        run(c, if c.is_sqlite() { "SELECT 1" } else { "ANALYZE" })
    })
    .await
    .unwrap();
}

/// The plans of the statements that `work` sends, but for those that take turns.
async fn plans_of(
    db: &TestDb,
    work: impl FnOnce(&mut Conn) -> DbResult<()> + Send + 'static,
) -> String {
    db.write(move |c| {
        let mut plans = Vec::new();
        for sql in statements(c, work) {
            if !sql.contains("pg_advisory_xact_lock") {
                plans.push(plan(c, &sql)?);
            }
        }
        DbResult::Ok(plans.join("\n"))
    })
    .await
    .unwrap()
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
    let host = || "h7.example".to_owned();
    run_on(
        &db,
        "INSERT INTO account (id, domain, username, username_folded, display_name, created_at) \
         VALUES (1, '', 'a', 'a', '', 0); \
         INSERT INTO activity VALUES (1, NULL, 1, 'Create', '{}', true, NULL, 0)",
    )
    .await;
    fill(
        &db,
        "INSERT INTO delivery SELECT n, 1, 'h' || n % 50 || '.example', 'i' || n, 't' || n % 300, false, \
         0, n, 0, CASE WHEN n % 50 = 0 THEN 'no' END FROM numbers",
    )
    .await;
    let next = plans_of(&db, move |c| {
        deliveries::next_for(c, &[host()], 10, NOW).map(drop)
    })
    .await;
    assert!(
        !is_costly(&next) && next.contains("delivery_of_host"),
        "{next}"
    );
    // What holds others back is looked up by its thread, or what has failed there is read once.
    assert!(
        next.contains("delivery_blocking") || next.contains("delivery_failed"),
        "{next}"
    );
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
        peers::set_scheme(c, "a.example", "cavage", NOW)
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
    fill(
        &db,
        "INSERT INTO inbox_item SELECT n, 'u' || n, 'Like', 'h' || n % 50, NULL, 'x', 't' || n % 300, '{}', \
         n, n, 0, NULL, CASE WHEN n < 1500 THEN 1 END FROM numbers",
    )
    .await;
    served(&db, "inbox_item_activity", |c| {
        inbox::is_known(c, "u").map(drop)
    })
    .await;
    served(&db, "inbox_item_due", |c| inbox::next_due(c, NOW).map(drop)).await;
    let backlog = plans_of(&db, |c| inbox::backlog_of(c, "a.example", 100).map(drop)).await;
    assert!(backlog.contains("inbox_item_host"), "{backlog}");
    assert!(
        !backlog.contains("Seq Scan") && !backlog.contains("SCAN inbox_item"),
        "{backlog}"
    );
    served(&db, "inbox_item_done", |c| inbox::prune(c, NOW).map(drop)).await;
    let used = plans_of(&db, |c| {
        let rows = inbox::claim(c, NOW, Timestamp::from_secs(60), 10)?;
        assert!(!rows.is_empty(), "its other statements are sent too");
        Ok(())
    })
    .await;
    assert!(!is_costly(&used), "{used}");
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
    served(&db, "remote_actor_alone", |c| {
        remote_actors::lone_inboxes(c, account(), 20).map(drop)
    })
    .await;
    served(&db, "remote_key_of_account", |c| {
        remote_actors::keys_of(c, account()).map(drop)
    })
    .await;
    let by_uri = by_text(&db, "sqlite_autoindex_remote_key_1", "remote_key_pkey");
    served(&db, by_uri, |c| remote_actors::find_key(c, "u").map(drop)).await;
    // All followers are read, and each inbox is to come once.
    let plan = plans_of(&db, |c| {
        remote_actors::follower_inboxes(c, account()).map(drop)
    })
    .await;
    // Two indexes begin with the followed account: which is the cheaper depends on the rows.
    assert!(
        plan.contains("follow_of_target") || plan.contains("follow_local"),
        "{plan}"
    );
    assert!(
        !plan.contains("SCAN ") && !plan.contains("Seq Scan"),
        "{plan}"
    );
}

#[db_test]
async fn what_is_known_of_others_is_served_by_an_index(db: TestDb) {
    let by_uri = by_text(&db, "sqlite_autoindex_tombstone_1", "tombstone_pkey");
    served(&db, by_uri, |c| {
        tombstones::is_buried(c, "u", account()).map(drop)
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
    served(&db, by_id(&db, "event_pkey"), |c| {
        events::of_statuses(c, &[StatusId::from(1)]).map(drop)
    })
    .await;
    served(&db, by_id(&db, "status_policy_pkey"), |c| {
        status_policies::find(c, StatusId::from(1)).map(drop)
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
    let application = ApplicationId::from(1);
    served(&db, "access_token_of_", move |c| {
        access_tokens::revoke_of_application(c, user, application).map(drop)
    })
    .await;
    served(&db, "application_client_id", |c| {
        applications::find_by_client_id(c, "a").map(drop)
    })
    .await;
    served(&db, "application_age", |c| {
        applications::prune(c, NOW).map(drop)
    })
    .await;
    served(&db, "application_token_hash", |c| {
        applications::find_token(c, &[1]).map(drop)
    })
    .await;
    served(&db, "authorization_code_hash", |c| {
        authorization_codes::take(c, &[1]).map(drop)
    })
    .await;
    served(&db, "authorization_code_age", |c| {
        authorization_codes::prune(c, NOW).map(drop)
    })
    .await;
    served(&db, "authorization_code_of_", move |c| {
        authorization_codes::revoke_of_user(c, user, Some(application))?;
        authorization_codes::revoke_of_user(c, user, None).map(drop)
    })
    .await;
    let by_key = by_text(&db, "USING PRIMARY KEY", "idempotency_pkey");
    served(&db, by_key, move |c| {
        idempotency::find(c, user, "k", NOW).map(drop)
    })
    .await;
    served(&db, "idempotency_age", |c| {
        idempotency::prune(c, NOW).map(drop)
    })
    .await;
}

#[db_test]
async fn what_everybody_here_is_told_is_served_by_an_index(db: TestDb) {
    let (user, id) = (UserId::from(1), AnnouncementId::from(1));
    let markers = by_text(&db, "USING PRIMARY KEY", "marker_pkey");
    served(&db, markers, move |c| {
        markers::find(c, user, &["home"]).map(drop)
    })
    .await;
    served(&db, by_id(&db, "announcement_pkey"), move |c| {
        announcements::find(c, id)?;
        announcements::find_many(c, &[id]).map(drop)
    })
    .await;
    // What is over is not looked at. SQLite finds those without an end by the other index as well.
    let indexes = if db.is_sqlite() {
        &["announcement_end"][..]
    } else {
        &["announcement_end", "announcement_endless"]
    };
    for index in indexes {
        served(&db, index, |c| {
            announcements::ending_after(c, NOW).map(drop)
        })
        .await;
    }
    // The newest first: the key is the order, whatever their ends are.
    fill(
        &db,
        "INSERT INTO announcement (id, text, starts_at, ends_at, all_day, published_at, updated_at) \
         SELECT n, 'a', NULL, n, false, n, n FROM numbers",
    )
    .await;
    let plans = plans_of(&db, move |c| announcements::list(c, Some(id), 50).map(drop)).await;
    assert!(
        !plans.contains("TEMP B-TREE") && !plans.contains("Sort"),
        "{plans}"
    );
    let dismissals = by_text(&db, "USING PRIMARY KEY", "announcement_dismissal_pkey");
    served(&db, dismissals, move |c| {
        announcements::dismissed(c, user, &[id]).map(drop)
    })
    .await;
    let reactions = by_text(&db, "USING PRIMARY KEY", "announcement_reaction_pkey");
    served(&db, reactions, move |c| {
        announcements::reactions(c, &[id])?;
        announcements::unreact(c, id, "a", user).map(drop)
    })
    .await;
}

#[db_test]
async fn groups_are_served_by_an_index(db: TestDb) {
    let moderators = by_text(&db, "USING PRIMARY KEY", "group_moderator_pkey");
    served(&db, moderators, |c| {
        groups::is_moderator(c, account(), account())?;
        groups::moderators(c, account(), 20).map(drop)
    })
    .await;
    served(&db, "group_moderator_account", |c| {
        groups::moderated(c, account(), 20).map(drop)
    })
    .await;
    let posts = by_text(&db, "USING PRIMARY KEY", "group_post_pkey");
    served(&db, posts, |c| {
        groups::of_posts(c, &[StatusId::from(1), StatusId::from(2)]).map(drop)
    })
    .await;
}

#[db_test]
async fn what_decisions_about_servers_walk_through_is_served_by_an_index(db: TestDb) {
    served(&db, "account_handle", |c| {
        accounts::next_domain(c, "a.example").map(drop)
    })
    .await;
    served(&db, "account_handle", |c| {
        accounts::of_domain(c, "a.example", "amira", 100).map(drop)
    })
    .await;
    served(&db, "remote_actor_host", |c| {
        remote_actors::next_host(c, "a.example").map(drop)
    })
    .await;
    served(&db, "remote_actor_host", |c| {
        remote_actors::on_host(c, "a.example", account(), 100).map(drop)
    })
    .await;
    served(&db, "delivery_of_host", |c| {
        deliveries::next_host(c, "a.example").map(drop)
    })
    .await;
    served(&db, "follow_", |c| {
        follows::of_anybody_and(c, account(), 100).map(drop)
    })
    .await;
}

#[db_test]
async fn what_people_mark_is_served_by_an_index(db: TestDb) {
    let all = Page {
        max_id: Some(9),
        since_id: Some(1),
        min_id: None,
        limit: 20,
    };
    let after = Page {
        min_id: Some(1),
        ..all
    };
    for page in [all, after] {
        served(&db, "bookmark_of_account", move |c| {
            bookmarks::page(c, account(), page).map(drop)
        })
        .await;
        served(&db, "favourite_of_account", move |c| {
            favourites::page(c, account(), page).map(drop)
        })
        .await;
        served(&db, "favourite_of_status", move |c| {
            favourites::likers(c, StatusId::from(1), page).map(drop)
        })
        .await;
        served(&db, "status_boosts", move |c| {
            statuses::boosters(c, StatusId::from(1), page).map(drop)
        })
        .await;
    }
    let (one, two) = (StatusId::from(1), StatusId::from(2));
    served(&db, "bookmark_pair", move |c| {
        bookmarks::among(c, account(), &[one, two])?;
        bookmarks::delete(c, account(), one).map(drop)
    })
    .await;
    served(&db, "bookmark_of_status", move |c| {
        bookmarks::delete_of(c, one)
    })
    .await;
    served(&db, "thread_mute", move |c| {
        thread_mutes::covers(c, account(), one).map(drop)
    })
    .await;
    let (sqlite, postgres) = ("favourite_pair", "mention_pkey");
    let used = if db.is_sqlite() { sqlite } else { postgres };
    served(&db, used, move |c| {
        glance::of_statuses(c, Some(account()), &[one, two]).map(drop)
    })
    .await;
    served(&db, "thread_mute_of_thread", move |c| {
        thread_mutes::carry_over(c, one, two)
    })
    .await;
    served(&db, "status_edit_of_status", move |c| {
        statuses::edits(c, one, 100).map(drop)
    })
    .await;
}

#[db_test]
async fn filters_and_what_waits_are_served_by_an_index(db: TestDb) {
    let (filter, other, status) = (FilterId::from(1), FilterId::from(2), StatusId::from(1));
    served(&db, "filter_of_account", |c| {
        filters::of_account(c, account()).map(drop)
    })
    .await;
    served(&db, "filter_keyword_of_filter", move |c| {
        filters::keywords(c, &[filter, other]).map(drop)
    })
    .await;
    served(&db, "filter_status_pair", move |c| {
        filters::statuses(c, &[filter, other])?;
        filters::among(c, &[filter, other], &[status]).map(drop)
    })
    .await;
    let page = Page {
        max_id: Some(9),
        since_id: None,
        min_id: None,
        limit: 20,
    };
    served(&db, "scheduled_status_of_account", move |c| {
        scheduled_statuses::page(c, account(), page)?;
        scheduled_statuses::times(c, account(), 300).map(drop)
    })
    .await;
}
