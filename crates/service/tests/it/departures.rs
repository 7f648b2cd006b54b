//! Accounts that go, and what becomes of everything that was theirs.

use std::time::Duration;

use staffroom_domain::{AccountId, Event, Roles, StatusId, Visibility};
use staffroom_service::departures::{self, DepartureError};
use staffroom_service::follows::Wishes;
use staffroom_service::statuses::{self, NewStatus};
use staffroom_service::users::{self, UserError};
use staffroom_service::{accounts, follows, keys, sessions, tokens};
use staffroom_testkit::{TestApp, TestDb, db, db_test};

use crate::{browser, events, forget, group};

fn text(text: &str, visibility: Visibility) -> NewStatus {
    NewStatus {
        text: text.to_owned(),
        visibility: Some(visibility),
        ..NewStatus::default()
    }
}

async fn status(app: &TestApp, id: StatusId) -> Option<db::statuses::StatusRow> {
    let read = app.ctx().db.read(move |conn| db::statuses::find(conn, id));
    read.await.unwrap()
}

/// Each has a request of the other's that they have not looked at.
async fn keep_away_from_each_other(app: &TestApp, one: AccountId, other: AccountId) {
    let now = app.ctx().now();
    let kept = app.ctx().db.write(move |conn| {
        for (n, of, from) in [(1, one, other), (2, other, one)] {
            db::notification_policies::keep_away(conn, of, from, None, n.into(), now)?;
        }
        db::DbResult::Ok(())
    });
    kept.await.unwrap();
}

#[db_test]
async fn everything_of_theirs_is_cleared_away_and_nobody_elses(db: TestDb) {
    let app = TestApp::start(db).await;
    app.user("olga").owner().build().await;
    let amira = app
        .user("amira")
        .teacher()
        .email("a@b.example")
        .build()
        .await;
    let ben = app.user("ben").teacher().build().await.account;
    let id = amira.account.id;
    let theirs = statuses::publish(app.ctx(), ben.id, text("ben's", Visibility::Public));
    let theirs = theirs.await.unwrap();
    for (by, whom) in [(id, ben.id), (ben.id, id)] {
        follows::follow(app.ctx(), by, whom, Wishes::default())
            .await
            .unwrap();
    }
    let mut own = Vec::new();
    for (n, visibility) in
        (0..130).zip([Visibility::Public, Visibility::Direct].into_iter().cycle())
    {
        let new = text(&format!("post {n} @ben"), visibility);
        own.push(statuses::publish(app.ctx(), id, new).await.unwrap());
    }
    let boost = statuses::boost(app.ctx(), id, theirs, None).await.unwrap();
    statuses::favourite(app.ctx(), id, theirs).await.unwrap();
    statuses::react(app.ctx(), id, theirs, "👍").await.unwrap();
    let token = tokens::create(app.ctx(), amira.user.id, "phone", "read")
        .await
        .unwrap();
    sessions::begin(app.ctx(), amira.clone(), browser(1))
        .await
        .unwrap();
    keep_away_from_each_other(&app, id, ben.id).await;
    events(&app).await;
    users::delete(app.ctx(), "@Amira").await.unwrap();
    assert_eq!(events(&app).await, [Event::AccountDeleted { account: id }]);
    // At once nobody sees them, and nothing of theirs signs in.
    assert!(
        statuses::view(app.ctx(), Some(ben.id), vec![own[0]])
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        tokens::authenticate(app.ctx(), &token)
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        users::find_by_name(app.ctx(), "amira")
            .await
            .unwrap()
            .is_none()
    );
    app.drain().await;
    assert_eq!(
        events(&app).await,
        [],
        "the Delete of the account says it all"
    );
    for one in own {
        let row = status(&app, one).await.unwrap();
        assert!(row.deleted_at.is_some() && row.content.is_empty());
    }
    assert_eq!(status(&app, boost).await, None);
    let theirs = status(&app, theirs).await.unwrap();
    assert_eq!((theirs.boosts_count, theirs.favourites_count), (0, 0));
    let gone = accounts::find(app.ctx(), id).await.unwrap().unwrap();
    assert_eq!(
        (
            gone.statuses_count,
            gone.followers_count,
            gone.following_count
        ),
        (0, 0, 0)
    );
    assert_eq!(gone.display_name, "");
    let ben_id = ben.id;
    let policies = app.ctx().db.read(move |conn| {
        let of_ben = db::notification_policies::find(conn, ben_id)?;
        let kept = of_ben.map(|row| (row.pending_requests, row.pending_notifications));
        db::DbResult::Ok((db::notification_policies::find(conn, id)?, kept))
    });
    assert_eq!(policies.await.unwrap(), (None, Some((0, 0))));
    let mail = users::find_by_name(app.ctx(), "a@b.example").await.unwrap();
    assert!(mail.is_none());
    let ben = accounts::find(app.ctx(), ben.id).await.unwrap().unwrap();
    assert_eq!(
        (ben.followers_count, ben.following_count, ben.statuses_count),
        (0, 0, 1)
    );
    // The handle is never given again.
    let again = accounts::create_actor(app.ctx(), staffroom_domain::ActorKind::Group, "amira", "x");
    assert!(again.await.is_err());
    forget(&app).await;
}

#[db_test]
async fn keys_stay_for_as_long_as_the_delete_is_tried(db: TestDb) {
    let app = TestApp::start(db).await;
    let id = group(&app, "maths").await.id;
    keys::ensure(app.ctx(), id).await.unwrap();
    departures::delete_actor(app.ctx(), "maths").await.unwrap();
    let count = async || {
        let read = app
            .ctx()
            .db
            .read(move |conn| db::signing_keys::all_of(conn, id));
        read.await.unwrap().len()
    };
    app.drain().await;
    app.clock()
        .advance(staffroom_service::jobs::DELIVERED_WITHIN);
    app.drain().await;
    assert_eq!(count().await, 2);
    app.clock().advance(Duration::from_hours(25));
    app.drain().await;
    assert_eq!(count().await, 0);
}

#[db_test]
async fn clearing_twice_changes_nothing_more(db: TestDb) {
    let app = TestApp::start(db).await;
    let group = group(&app, "maths").await;
    let ben = app.user("ben").teacher().build().await.account;
    follows::follow(app.ctx(), ben.id, group.id, Wishes::default())
        .await
        .unwrap();
    // Whoever is there loses nothing.
    departures::clear(app.ctx(), group.id).await.unwrap();
    let there = accounts::find(app.ctx(), group.id).await.unwrap().unwrap();
    assert_eq!(there.followers_count, 1);
    departures::delete_actor(app.ctx(), "maths").await.unwrap();
    for _ in 0..2 {
        departures::clear(app.ctx(), group.id).await.unwrap();
    }
    let gone = accounts::find(app.ctx(), group.id).await.unwrap().unwrap();
    assert_eq!(gone.followers_count, 0);
    let error = departures::delete_actor(app.ctx(), "maths")
        .await
        .unwrap_err();
    assert!(matches!(error, DepartureError::Actor(_)), "{error}");
    forget(&app).await;
}

#[db_test]
async fn a_login_goes_with_its_account_and_the_last_owner_stays(db: TestDb) {
    let app = TestApp::start(db).await;
    app.user("amira").owner().build().await;
    let error = departures::delete_actor(app.ctx(), "amira")
        .await
        .unwrap_err();
    assert!(matches!(error, DepartureError::HasLogin(_)), "{error}");
    for refused in [
        users::delete(app.ctx(), "amira").await,
        users::disable(app.ctx(), "amira").await,
    ] {
        assert!(
            matches!(refused, Err(UserError::LastOwner(_))),
            "{refused:?}"
        );
    }
    app.user("bilal").owner().build().await;
    users::delete(app.ctx(), "amira").await.unwrap();
    let error = users::set_roles(app.ctx(), "bilal", Roles::default())
        .await
        .unwrap_err();
    assert!(matches!(error, UserError::LastOwner(_)), "{error}");
    forget(&app).await;
}

/// Catalogue 56.
#[db_test]
async fn a_closed_login_lets_nobody_in_until_it_is_opened(db: TestDb) {
    let app = TestApp::start(db).await;
    let user = app.user("amira").teacher().build().await;
    let token = tokens::create(app.ctx(), user.user.id, "phone", "read")
        .await
        .unwrap();
    let (cookie, _) = sessions::begin(app.ctx(), user.clone(), browser(1))
        .await
        .unwrap();
    let here = browser(1).address;
    users::disable(app.ctx(), "amira").await.unwrap();
    assert!(
        tokens::authenticate(app.ctx(), &token)
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        sessions::authenticate(app.ctx(), &cookie, here)
            .await
            .unwrap()
            .is_none()
    );
    users::enable(app.ctx(), "amira").await.unwrap();
    // What was taken back stays so.
    assert!(
        tokens::authenticate(app.ctx(), &token)
            .await
            .unwrap()
            .is_none()
    );
    let token = tokens::create(app.ctx(), user.user.id, "phone", "read")
        .await
        .unwrap();
    assert!(
        tokens::authenticate(app.ctx(), &token)
            .await
            .unwrap()
            .is_some()
    );
}
