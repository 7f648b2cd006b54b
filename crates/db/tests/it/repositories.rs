//! Nodes, outbox, schedule, users, sessions, invitations, resets, facts.

use std::collections::HashSet;
use std::time::Duration;

use staffroom_db::facts::{self, Fact};
use staffroom_db::invitations::{self, InvitationRow};
use staffroom_db::password_resets::{self, PasswordResetRow};
use staffroom_db::sessions::{self, SessionRow};
use staffroom_db::{DbError, DbResult, Unique, accounts, jobs, nodes, outbox, schedules, users};
use staffroom_domain::job::{Queue, ScheduledTask};
use staffroom_domain::{
    Clock as _, EventId, InvitationId, Role, Roles, SessionId, Timestamp, UserId,
};
use staffroom_testkit::{FixedClock, TestDb, TestIds, db_test};

use crate::fixtures::{add_user, event, rows, run_on, user};

const NOW: Timestamp = FixedClock::START;

#[db_test]
async fn nodes_get_distinct_numbers_until_none_is_left(db: TestDb) {
    let (mut leases, mut numbers) = (Vec::new(), HashSet::new());
    for token in 0..64 {
        let lease = db.write(move |c| nodes::claim(c, "a", token, NOW)).await;
        let lease = lease.unwrap().unwrap();
        assert!(numbers.insert(lease.id));
        leases.push(lease);
    }
    let none = db.write(|c| nodes::claim(c, "a", 99, NOW)).await.unwrap();
    assert_eq!(none, None);
    // One goes, and one does not renew.
    let (gone, lost) = (leases[7], leases[9]);
    db.write(move |c| nodes::release(c, gone)).await.unwrap();
    let next = db.write(|c| nodes::claim(c, "b", 100, NOW)).await.unwrap();
    assert_eq!(next.unwrap().id, gone.id);
    let later = NOW.plus(nodes::LEASE + Duration::from_secs(1));
    for lease in leases {
        if lease != gone && lease != lost {
            let kept = db.write(move |c| nodes::renew(c, lease, NOW.plus(nodes::LEASE)));
            assert!(kept.await.unwrap());
        }
    }
    let next = db.write(move |c| nodes::claim(c, "c", 101, later)).await;
    assert!([gone.id, lost.id].contains(&next.unwrap().unwrap().id));
    db.write(move |c| nodes::claim(c, "d", 102, later))
        .await
        .unwrap()
        .unwrap();
    for lease in [gone, lost] {
        let kept = db.write(move |c| nodes::renew(c, lease, later)).await;
        assert!(!kept.unwrap(), "another process has this number now");
    }
}

#[db_test]
async fn nodes_that_start_together_differ(db: TestDb) {
    let tasks: Vec<_> = (0..12)
        .map(|token| {
            let db = db.handle();
            tokio::spawn(async move {
                loop {
                    match db.write(move |c| nodes::claim(c, "a", token, NOW)).await {
                        Ok(lease) => return lease.unwrap().id,
                        Err(DbError::Unique(Unique::NodeId)) => {}
                        Err(other) => panic!("{other:?}"),
                    }
                }
            })
        })
        .collect();
    let mut numbers = HashSet::new();
    for task in tasks {
        assert!(numbers.insert(task.await.unwrap()));
    }
}

#[db_test]
async fn the_outbox_gives_events_in_order_until_they_are_removed(db: TestDb) {
    let ids = TestIds::default();
    let all: Vec<EventId> = (0..4).map(|_| ids.next()).collect();
    let pushed = all.clone();
    db.write(move |c| {
        for id in pushed.into_iter().rev() {
            outbox::push(c, id, &event(), NOW)?;
        }
        DbResult::Ok(())
    })
    .await
    .unwrap();
    let sql = format!("UPDATE outbox SET payload = 'x' WHERE id = {}", all[1]);
    run_on(&db, &sql).await;
    let taken = db.write(|c| outbox::take(c, 3)).await.unwrap();
    let found: Vec<EventId> = taken
        .iter()
        .map(|entry| entry.as_ref().map_or_else(|bad| bad.id, |good| good.id))
        .collect();
    assert_eq!(found, all[..3]);
    let first = taken[0].as_ref().unwrap();
    assert_eq!((&first.event, first.at), (&event(), NOW));
    assert_eq!(taken[1].as_ref().unwrap_err().kind, event().kind());
    db.write(move |c| outbox::remove(c, &found)).await.unwrap();
    assert_eq!(db.read(outbox::count).await.unwrap(), 1);
}

#[db_test]
async fn a_long_stop_is_made_up_for_once(db: TestDb) {
    run_on(&db, "INSERT INTO schedule VALUES ('unknown', 1, 0, NULL)").await;
    let clock = FixedClock::default();
    db.write(|c| schedules::sync(c, NOW)).await.unwrap();
    let count = i64::try_from(ScheduledTask::ALL.len()).unwrap();
    assert_eq!(
        rows(&db, "schedule").await,
        count + 1,
        "what a newer version does, stays"
    );
    let due = db.write(|c| schedules::take_due(c, NOW)).await.unwrap();
    assert_eq!(due.len(), ScheduledTask::ALL.len());
    let again = db.write(|c| schedules::take_due(c, NOW)).await.unwrap();
    assert_eq!(again, Vec::new());
    // Ten and a half hours later the tasks of the hour and the minute are due once, then on time.
    let now = clock.advance(Duration::from_mins(630));
    db.write(move |c| schedules::sync(c, now)).await.unwrap();
    let due = db
        .write(move |c| schedules::take_due(c, now))
        .await
        .unwrap();
    for task in ScheduledTask::ALL {
        let runs: Vec<_> = due.iter().filter(|due| due.task == task).collect();
        assert_eq!(
            runs.len(),
            usize::from(task.every() < Duration::from_hours(10))
        );
        assert!(runs.iter().all(|run| run.due_at == NOW.plus(task.every())));
    }
    let next = db.read(schedules::next_run_at).await.unwrap();
    assert_eq!(next, Some(NOW.plus(Duration::from_mins(631))));
}

#[db_test]
async fn users_are_found_with_account_and_roles(db: TestDb) {
    let ids = TestIds::default();
    assert!(!db.read(users::any).await.unwrap());
    let (amira, ben) = db
        .write(move |c| {
            let amira = add_user(c, &ids, "Amira", Some("Amira@School.example"))?;
            let ben = add_user(c, &ids, "ben", None)?;
            let roles = Roles::from_iter([Role::Owner, Role::Teacher]);
            users::set_roles(c, amira, &Roles::from_iter([Role::Curator]), NOW)?;
            users::set_roles(c, amira, &roles, NOW)?;
            users::set_password_hash(c, amira, "$argon2id$x")?;
            users::touch_sign_in(c, amira, NOW)?;
            DbResult::Ok((amira, ben))
        })
        .await
        .unwrap();
    run_on(
        &db,
        "INSERT INTO user_role SELECT id, 'from-the-future', 0 FROM \"user\"",
    )
    .await;
    let found = db
        .read(move |c| {
            let found = [
                users::find(c, amira)?,
                users::find_by_username(c, "amira")?,
                users::find_by_email(c, "amira@school.example")?,
            ];
            assert_eq!(accounts::find_local(c, "AMIRA")?, None, "folded names only");
            let page = users::list(c, None, 1)?;
            assert_eq!(page[0].user.id, amira);
            let rest = users::list(c, Some(amira), 10)?;
            assert_eq!((rest.len(), rest[0].user.id), (1, ben));
            assert!(rest[0].roles.is_empty());
            assert_eq!(users::count_active_with_role(c, Role::Owner)?, 1);
            DbResult::Ok(found)
        })
        .await
        .unwrap();
    for user in found {
        let user = user.unwrap();
        assert_eq!(user.account.username, "Amira");
        assert_eq!(user.roles, Roles::from_iter([Role::Owner, Role::Teacher]));
        assert_eq!(user.user.last_sign_in_at, Some(NOW.as_micros()));
        assert_eq!(user.user.password_hash.as_deref(), Some("$argon2id$x"));
    }
    run_on(&db, "UPDATE \"user\" SET disabled_at = 1").await;
    let owners = db.read(|c| users::count_active_with_role(c, Role::Owner));
    assert_eq!(owners.await.unwrap(), 0);
}

fn session(ids: &TestIds, user_id: UserId, token: u8) -> SessionRow {
    SessionRow {
        id: ids.next(),
        user_id,
        token_hash: vec![token; 32],
        created_at: NOW,
        last_seen_at: NOW,
        expires_at: NOW.plus(Duration::from_secs(u64::from(token))),
        user_agent: "Browser".into(),
        address: "::1".into(),
    }
}

#[db_test]
async fn sessions_end_by_time_by_hand_and_with_the_user(db: TestDb) {
    let ids = TestIds::default();
    let (amira, ben) = (user(&db, &ids, "amira").await, user(&db, &ids, "ben").await);
    let mut made: Vec<SessionRow> = (1..=4).map(|n| session(&ids, amira, n)).collect();
    made.push(session(&ids, ben, 5));
    let (kept, insert) = (made.clone(), made);
    db.write(move |c| {
        for row in insert {
            sessions::insert(c, row)?;
        }
        let find = |c: &mut _, n: u8, at| sessions::find(c, &[n; 32], at);
        assert_eq!(find(c, 1, NOW)?.as_ref(), Some(&kept[0]));
        assert_eq!(find(c, 1, kept[0].expires_at)?, None, "over at its end");
        assert_eq!(find(c, 9, NOW)?, None);
        let listed: Vec<SessionId> = sessions::list(c, amira, NOW)?
            .iter()
            .map(|s| s.id)
            .collect();
        assert_eq!(listed, [kept[3].id, kept[2].id, kept[1].id, kept[0].id]);
        assert_eq!(sessions::prune(c, kept[0].expires_at)?, 1);
        assert!(!sessions::delete(c, ben, kept[1].id)?, "not ben's");
        assert!(sessions::delete(c, amira, kept[1].id)?);
        let until = NOW.plus(Duration::from_hours(1));
        sessions::touch(c, kept[2].id, "10.0.0.1", NOW, until)?;
        let touched = find(c, 3, NOW.plus(Duration::from_mins(30)))?.unwrap();
        assert_eq!(
            (touched.address.as_str(), touched.expires_at),
            ("10.0.0.1", until)
        );
        assert_eq!(sessions::delete_others(c, amira, Some(kept[2].id))?, 1);
        assert_eq!(sessions::delete_others(c, amira, None)?, 1);
        DbResult::Ok(())
    })
    .await
    .unwrap();
    assert_eq!(rows(&db, "session").await, 1);
    run_on(&db, &format!("DELETE FROM \"user\" WHERE id = {ben}")).await;
    assert_eq!(rows(&db, "session").await, 0);
}

fn invitation(ids: &TestIds, max_uses: i32) -> InvitationRow {
    let id: InvitationId = ids.next();
    InvitationRow {
        id,
        token_hash: id.get().to_be_bytes().to_vec(),
        created_by: None,
        roles: "[\"teacher\"]".into(),
        note: "science".into(),
        email: None,
        max_uses,
        uses: 0,
        created_at: NOW,
        expires_at: NOW.plus(Duration::from_hours(1)),
        revoked_at: None,
    }
}

#[db_test]
async fn the_last_place_is_given_once(db: TestDb) {
    let ids = TestIds::default();
    let row = invitation(&ids, 5);
    let id = row.id;
    db.write(move |c| invitations::insert(c, InvitationRow { uses: 4, ..row }))
        .await
        .unwrap();
    let tasks: Vec<_> = (0..20)
        .map(|_| {
            let db = db.handle();
            tokio::spawn(
                async move { db.write(move |c| invitations::take_place(c, id, NOW)).await },
            )
        })
        .collect();
    let mut given = 0;
    for task in tasks {
        given += usize::from(task.await.unwrap().unwrap());
    }
    assert_eq!(given, 1);
}

#[db_test]
async fn invitations_are_open_until_they_are_over_revoked_or_used_up(db: TestDb) {
    let ids = TestIds::default();
    let guest = user(&db, &ids, "guest").await;
    let made: Vec<InvitationRow> = (1..=3).map(|n| invitation(&ids, n)).collect();
    db.write(move |c| {
        for row in made.clone() {
            invitations::insert(c, row)?;
        }
        let [once, revoked, late] = [made[0].id, made[1].id, made[2].id];
        assert!(invitations::take_place(c, once, NOW)?);
        invitations::note_use(c, ids.next(), once, guest, NOW)?;
        assert!(!invitations::take_place(c, once, NOW)?, "used up");
        assert!(invitations::revoke(c, revoked, NOW)?);
        assert!(!invitations::revoke(c, revoked, NOW)?, "once");
        assert!(!invitations::take_place(c, revoked, NOW)?);
        let end = made[2].expires_at;
        assert!(!invitations::take_place(c, late, end)?, "over at its end");
        let found = invitations::find_by_token(c, &made[0].token_hash)?.unwrap();
        assert!(!found.is_open(NOW) && made[0].is_open(NOW) && !made[2].is_open(end));
        assert_eq!(found.roles()?, Roles::from_iter([Role::Teacher]));
        let page = |c: &mut _, before, limit| -> DbResult<Vec<InvitationId>> {
            Ok(invitations::list(c, before, limit)?
                .iter()
                .map(|i| i.id)
                .collect())
        };
        assert_eq!(page(c, None, 2)?, [late, revoked]);
        assert_eq!(page(c, Some(revoked), 2)?, [once]);
        // The used one tells who let whom in.
        assert_eq!(invitations::prune(c, end.plus(Duration::from_secs(1)))?, 2);
        assert_eq!(page(c, None, 9)?, [once]);
        DbResult::Ok(())
    })
    .await
    .unwrap();
}

#[db_test]
async fn reset_links_work_until_they_end_or_are_removed(db: TestDb) {
    let ids = TestIds::default();
    let owner = user(&db, &ids, "amira").await;
    let made: Vec<PasswordResetRow> = (1..=3_u8)
        .map(|n| PasswordResetRow {
            id: ids.next(),
            user_id: owner,
            token_hash: vec![n; 32],
            created_at: NOW,
            expires_at: NOW.plus(Duration::from_secs(u64::from(n))),
        })
        .collect();
    db.write(move |c| {
        for row in made.clone() {
            password_resets::insert(c, row)?;
        }
        let end = made[0].expires_at;
        assert_eq!(
            password_resets::find(c, &[1; 32], NOW)?.as_ref(),
            Some(&made[0])
        );
        assert_eq!(password_resets::find(c, &[1; 32], end)?, None);
        assert_eq!(password_resets::prune(c, end)?, 1);
        assert_eq!(password_resets::delete_of(c, owner)?, 2);
        DbResult::Ok(())
    })
    .await
    .unwrap();
}

#[db_test]
async fn facts_are_replaced(db: TestDb) {
    db.write(|c| {
        assert_eq!(facts::get(c, Fact::Trial)?, None);
        facts::set(c, Fact::Trial, "yes", NOW)?;
        facts::set(c, Fact::Trial, "no", NOW)?;
        assert_eq!(facts::get(c, Fact::Trial)?.as_deref(), Some("no"));
        DbResult::Ok(())
    })
    .await
    .unwrap();
    assert_eq!(rows(&db, "instance_fact").await, 1);
    assert_eq!(FixedClock::default().now(), NOW);
}

#[db_test]
async fn events_and_jobs_of_a_newer_version_wait_for_it(db: TestDb) {
    run_on(
        &db,
        "INSERT INTO outbox VALUES (7, 'from_the_future', '{}', 0)",
    )
    .await;
    assert!(!db.read(outbox::any).await.unwrap());
    assert_eq!(db.write(|c| outbox::take(c, 10)).await.unwrap(), []);
    assert_eq!(
        db.read(outbox::count).await.unwrap(),
        1,
        "it is still there"
    );

    let insert = "INSERT INTO job (id, kind, payload, queue, priority, run_at, attempts, \
                  max_attempts, created_at) VALUES (7, 'from_the_future', '{}', 'mail', 0, 0, 0, 1, 0)";
    run_on(&db, insert).await;
    let next = db
        .read(|c| jobs::next_run_at(c, Queue::Mail))
        .await
        .unwrap();
    assert_eq!(next, None);
    let claim = jobs::Claim {
        queue: Queue::Mail,
        now: NOW,
        lease_until: NOW.plus(Duration::from_mins(1)),
        token: 1,
        limit: 10,
    };
    assert_eq!(db.write(move |c| jobs::claim(c, claim)).await.unwrap(), []);
    assert_eq!(
        db.read(|c| jobs::counts(c, Queue::Mail))
            .await
            .unwrap()
            .live,
        1
    );
}
