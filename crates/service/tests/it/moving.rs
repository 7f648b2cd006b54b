//! Aliases, and moving away.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use staffroom_domain::job::{JobPayload, Queue};
use staffroom_domain::{AccountId, ActorKind, Event};
use staffroom_service::accounts::{self, AccountRow};
use staffroom_service::follows::{self, FollowError, Wishes};
use staffroom_service::moving::{self, MAX_ALIASES, MoveError};
use staffroom_service::ports::{Directory, DirectoryError, Doors, Found};
use staffroom_service::statuses::{self, NewStatus, StatusError};
use staffroom_testkit::db::jobs::Claim;
use staffroom_testkit::{TestApp, TestDb, db, db_test};

use crate::events;

/// Another server, which knows one actor; asked again, it says who that is now.
struct Elsewhere {
    ctx: staffroom_service::Ctx,
    zoe: AccountId,
    knows_now: String,
}

impl Directory for Elsewhere {
    fn find_account<'a>(
        &'a self,
        username: &'a str,
        _domain: &'a str,
    ) -> BoxFuture<'a, Result<Option<AccountId>, DirectoryError>> {
        Box::pin(async move { Ok((username == "zoe").then_some(self.zoe)) })
    }

    fn find_at<'a>(
        &'a self,
        _address: &'a str,
    ) -> BoxFuture<'a, Result<Option<Found>, DirectoryError>> {
        Box::pin(async { Ok(None) })
    }

    fn find_doors<'a>(
        &'a self,
        _username: &'a str,
        _domain: &'a str,
    ) -> BoxFuture<'a, Result<Option<Doors>, DirectoryError>> {
        Box::pin(async { Ok(None) })
    }

    fn read_again<'a>(
        &'a self,
        _actor: &'a str,
    ) -> BoxFuture<'a, Result<Option<AccountId>, DirectoryError>> {
        Box::pin(async move {
            let (zoe, now) = (self.zoe, self.knows_now.clone());
            let write = self.ctx.db.write(move |conn| {
                let row = db::accounts::find(conn, zoe)?.unwrap();
                let also_known_as = now;
                db::accounts::update(
                    conn,
                    AccountRow {
                        also_known_as,
                        ..row
                    },
                )
            });
            write.await?;
            Ok(Some(zoe))
        })
    }
}

/// With Amira here, and Zoe elsewhere, whose server says that she is these.
async fn world(
    db: TestDb,
    knows_now: impl Fn(&str) -> String,
) -> (TestApp, AccountRow, AccountRow) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await.account;
    let now = app.ctx().now();
    let zoe = AccountRow {
        domain: "farm.example".to_owned(),
        username: "zoe".to_owned(),
        username_folded: "zoe".to_owned(),
        uri: Some("https://farm.example/zoe".to_owned()),
        ..AccountRow::blank(app.ctx().new_id(), ActorKind::Person, now)
    };
    let made = zoe.clone();
    let write = app
        .ctx()
        .db
        .write(move |conn| db::accounts::insert(conn, made));
    write.await.unwrap();
    let elsewhere: Arc<dyn Directory> = Arc::new(Elsewhere {
        ctx: app.ctx().for_workers(),
        zoe: zoe.id,
        knows_now: knows_now(&app.ctx().addresses.actor(amira.id)),
    });
    assert!(app.ctx().directory.set(elsewhere).is_ok());
    events(&app).await;
    (app, amira, zoe)
}

/// Takes the jobs that wait: where nothing is exchanged, nobody does them.
async fn jobs(app: &TestApp) -> Vec<JobPayload> {
    let now = app.ctx().now();
    let claim = Claim {
        queue: Queue::Default,
        now,
        lease_until: now.plus(Duration::from_mins(1)),
        token: 1,
        limit: 10,
    };
    let taken = app.ctx().db.write(move |conn| {
        let taken = db::jobs::claim(conn, claim)?;
        for job in &taken {
            db::jobs::complete(conn, job.id, 1)?;
        }
        Ok::<_, db::DbError>(taken)
    });
    let taken = taken.await.unwrap();
    taken.into_iter().map(|job| job.payload).collect()
}

fn listed(own: &str) -> String {
    serde_json::to_string(&[own]).unwrap()
}

#[db_test]
async fn aliases_are_added_and_removed_and_told(db: TestDb) {
    let (app, amira, _) = world(db, listed).await;
    let told = Event::ProfileChanged { account: amira.id };
    let aliases = async || {
        let row = accounts::find(app.ctx(), amira.id).await.unwrap().unwrap();
        accounts::also_known_as(&row)
    };
    for address in [
        "@zoe@farm.example",
        "zoe@farm.example",
        "https://farm.example/zoe",
    ] {
        let alias = moving::add_alias(app.ctx(), amira.id, address)
            .await
            .unwrap();
        assert_eq!(alias, "https://farm.example/zoe");
    }
    assert_eq!(aliases().await, ["https://farm.example/zoe"]);
    assert_eq!(events(&app).await, std::slice::from_ref(&told));
    let error = moving::add_alias(app.ctx(), amira.id, "@nobody@farm.example").await;
    assert!(
        matches!(error, Err(MoveError::NoSuchTarget(_))),
        "{error:?}"
    );
    let own = format!("@amira@{}", app.ctx().config.account_domain().as_str());
    let error = moving::add_alias(app.ctx(), amira.id, &own).await;
    assert!(matches!(error, Err(MoveError::Itself)), "{error:?}");
    moving::remove_alias(app.ctx(), amira.id, "@zoe@farm.example")
        .await
        .unwrap();
    assert!(aliases().await.is_empty());
    assert_eq!(events(&app).await, [told]);
    let error = moving::remove_alias(app.ctx(), amira.id, "https://farm.example/zoe").await;
    assert!(matches!(error, Err(MoveError::NoSuchAlias(_))), "{error:?}");
}

#[db_test]
async fn there_are_only_so_many_aliases(db: TestDb) {
    let (app, amira, _) = world(db, listed).await;
    let full: Vec<String> = (0..MAX_ALIASES)
        .map(|n| format!("https://a.example/{n}"))
        .collect();
    let row = AccountRow {
        also_known_as: serde_json::to_string(&full).unwrap(),
        ..amira.clone()
    };
    let write = app
        .ctx()
        .db
        .write(move |conn| db::accounts::update(conn, row));
    write.await.unwrap();
    let error = moving::add_alias(app.ctx(), amira.id, "@zoe@farm.example").await;
    assert!(matches!(error, Err(MoveError::TooMany)), "{error:?}");
    // One that leads nowhere any more goes by its id.
    moving::remove_alias(app.ctx(), amira.id, "https://a.example/0")
        .await
        .unwrap();
    moving::add_alias(app.ctx(), amira.id, "@zoe@farm.example")
        .await
        .unwrap();
    events(&app).await;
}

#[db_test]
async fn whoever_moves_is_told_elsewhere_and_does_nothing_here_any_more(db: TestDb) {
    let (app, amira, zoe) = world(db, listed).await;
    let ben = app.user("ben").teacher().build().await.account;
    let post = NewStatus {
        text: "hello".to_owned(),
        ..NewStatus::default()
    };
    let theirs = statuses::publish(app.ctx(), ben.id, post.clone())
        .await
        .unwrap();
    events(&app).await;
    let target = moving::move_away(app.ctx(), amira.id, "@zoe@farm.example")
        .await
        .unwrap();
    assert_eq!(Some(&target), zoe.uri.as_ref());
    let account = amira.id;
    assert_eq!(
        events(&app).await,
        [
            Event::ProfileChanged { account },
            Event::AccountMoved { account, target }
        ]
    );
    let row = accounts::find(app.ctx(), account).await.unwrap().unwrap();
    assert!(row.has_moved());
    let refused = [
        statuses::publish(app.ctx(), account, post).await,
        statuses::favourite(app.ctx(), account, theirs).await,
        statuses::boost(app.ctx(), account, theirs, None).await,
        statuses::react(app.ctx(), account, theirs, "👍").await,
    ];
    for refused in refused {
        assert!(
            matches!(refused, Err(StatusError::NotAllowed)),
            "{refused:?}"
        );
    }
    for (by, whom) in [(account, ben.id), (ben.id, account)] {
        let refused = follows::follow(app.ctx(), by, whom, Wishes::default()).await;
        assert!(
            matches!(refused, Err(FollowError::NotAllowed)),
            "{refused:?}"
        );
    }
    let expected = JobPayload::MoveFollowers {
        account,
        target: zoe.id,
    };
    assert_eq!(jobs(&app).await, [expected]);
}

#[db_test]
async fn nobody_moves_to_whoever_does_not_say_so(db: TestDb) {
    let (app, amira, zoe) = world(db, |_| "[]".to_owned()).await;
    // What was said before does not count.
    let own = app.ctx().addresses.actor(amira.id);
    let row = AccountRow {
        also_known_as: listed(&own),
        ..zoe
    };
    let write = app
        .ctx()
        .db
        .write(move |conn| db::accounts::update(conn, row));
    write.await.unwrap();
    let error = moving::move_away(app.ctx(), amira.id, "@zoe@farm.example").await;
    assert!(
        matches!(error, Err(MoveError::NotMutual { .. })),
        "{error:?}"
    );
    let row = accounts::find(app.ctx(), amira.id).await.unwrap().unwrap();
    assert!(!row.has_moved());
    assert_eq!(events(&app).await, []);
}

#[db_test]
async fn nobody_moves_again_within_a_week(db: TestDb) {
    let (app, amira, _) = world(db, listed).await;
    let away = async || moving::move_away(app.ctx(), amira.id, "@zoe@farm.example").await;
    away().await.unwrap();
    moving::come_back(app.ctx(), amira.id).await.unwrap();
    let again = moving::come_back(app.ctx(), amira.id).await;
    assert!(matches!(again, Err(MoveError::NotMoved)), "{again:?}");
    app.clock().advance(Duration::from_secs(7 * 24 * 3_600 - 1));
    let error = away().await;
    assert!(matches!(error, Err(MoveError::TooSoon(_))), "{error:?}");
    app.clock().advance(Duration::from_secs(1));
    away().await.unwrap();
    events(&app).await;
    assert_eq!(jobs(&app).await.len(), 1);
}
