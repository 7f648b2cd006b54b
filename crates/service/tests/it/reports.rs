//! Reports of people here.

use staffroom_domain::{ActorKind, Event, StatusId, Visibility};
use staffroom_service::accounts::AccountRow;
use staffroom_service::reports::{
    self, Category, MAX_COMMENT, MAX_STATUSES, NewReport, ReportError,
};
use staffroom_service::statuses::{self, Draft, NewStatus};
use staffroom_testkit::{TestApp, TestDb, db, db_test};

use crate::events;

#[db_test]
async fn a_report_names_only_what_is_theirs_and_for_whoever_reports(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await.account;
    let ben = app.user("ben").teacher().build().await.account;
    let post = async |by: &AccountRow, visibility| {
        let new = NewStatus {
            text: "a post".to_owned(),
            visibility: Some(visibility),
            ..NewStatus::default()
        };
        statuses::publish(app.ctx(), by.id, new).await.unwrap()
    };
    let open = post(&ben, Visibility::Public).await;
    let secret = post(&ben, Visibility::Direct).await;
    let own = post(&amira, Visibility::Public).await;
    events(&app).await;
    let new = NewReport {
        statuses: vec![secret, own, open, StatusId::from(7)],
        comment: "  rude  ".to_owned(),
        forward: true,
        category: Some(Category::Spam),
        ..NewReport::default()
    };
    let (row, target) = reports::report(app.ctx(), amira.id, ben.id, new)
        .await
        .unwrap();
    assert_eq!(target.id, ben.id);
    assert_eq!(reports::statuses_of(&row), [open]);
    assert_eq!(
        (row.comment.as_str(), row.category.as_str()),
        ("rude", "spam")
    );
    assert!(!row.forwarded, "there is no other server");
    assert_eq!(events(&app).await, []);
    let all = reports::list(app.ctx(), None, 10).await.unwrap();
    assert_eq!(all[0].by.as_ref().unwrap().id, amira.id);
    let shown = reports::find(app.ctx(), row.id).await.unwrap().unwrap();
    assert_eq!(shown.statuses.len(), 1);
    assert!(reports::resolve(app.ctx(), row.id).await.unwrap());
    assert!(!reports::resolve(app.ctx(), row.id).await.unwrap());
}

#[db_test]
async fn another_server_is_told_where_that_is_wanted(db: TestDb) {
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
    let post = app.ctx().transact(move |tx| {
        db::accounts::insert(tx.conn, made.clone())?;
        let mut draft = Draft::note(made, now);
        draft.uri = Some("https://farm.example/1".to_owned());
        statuses::store(tx, draft)
    });
    let post = post.await.unwrap().id;
    events(&app).await;
    let new = |forward| NewReport {
        statuses: vec![post],
        forward,
        ..NewReport::default()
    };
    reports::report(app.ctx(), amira.id, zoe.id, new(false))
        .await
        .unwrap();
    assert_eq!(events(&app).await, []);
    let (row, _) = reports::report(app.ctx(), amira.id, zoe.id, new(true))
        .await
        .unwrap();
    assert!(row.forwarded);
    assert_eq!(events(&app).await, [Event::Reported { report: row.id }]);
}

#[db_test]
async fn what_is_too_much_is_told(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await.account;
    let long = NewReport {
        comment: "a".repeat(MAX_COMMENT + 1),
        ..NewReport::default()
    };
    let many = NewReport {
        statuses: vec![StatusId::from(1); MAX_STATUSES + 1],
        ..NewReport::default()
    };
    for new in [long, many] {
        let refused = reports::report(app.ctx(), amira.id, amira.id, new).await;
        assert!(
            matches!(refused, Err(ReportError::Invalid(_))),
            "{refused:?}"
        );
    }
    let nobody = reports::report(app.ctx(), amira.id, 7.into(), NewReport::default()).await;
    assert!(matches!(nobody, Err(ReportError::NotFound)));
}
