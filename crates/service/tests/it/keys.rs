//! Key pairs of actors here.

use staffroom_domain::Event;
use staffroom_service::{departures, keys};
use staffroom_testkit::{TestApp, TestDb, db, db_test};

use crate::{events, group};

#[db_test]
async fn new_keys_take_the_place_of_the_old_ones_and_are_told_once(db: TestDb) {
    let app = TestApp::start(db).await;
    let group = group(&app, "maths").await;
    let old = keys::ensure(app.ctx(), group.id).await.unwrap();
    events(&app).await;
    assert!(!keys::have_changed(app.ctx(), group.id, &old).await.unwrap());
    assert!(keys::rotate(app.ctx(), group.id).await.unwrap());
    assert!(keys::have_changed(app.ctx(), group.id, &old).await.unwrap());
    let new = keys::ensure(app.ctx(), group.id).await.unwrap();
    assert_ne!(new.rsa.public().to_der(), old.rsa.public().to_der());
    assert_ne!(new.ed25519.public().to_der(), old.ed25519.public().to_der());
    let id = group.id;
    let all = app
        .ctx()
        .db
        .read(move |conn| db::signing_keys::all_of(conn, id));
    let all = all.await.unwrap();
    let retired = all.iter().filter(|row| row.retired_at.is_some()).count();
    assert_eq!((all.len(), retired), (4, 2));
    let told = Event::ProfileChanged { account: id };
    assert_eq!(events(&app).await, [told]);
}

#[db_test]
async fn whoever_is_gone_gets_no_new_keys(db: TestDb) {
    let app = TestApp::start(db).await;
    let group = group(&app, "maths").await;
    departures::delete_actor(app.ctx(), "maths").await.unwrap();
    assert!(!keys::rotate(app.ctx(), group.id).await.unwrap());
    assert!(!keys::rotate(app.ctx(), 7.into()).await.unwrap());
    crate::forget(&app).await;
}
