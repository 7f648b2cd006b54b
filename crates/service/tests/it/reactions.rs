//! Emoji reactions of people here.

use staffroom_domain::{ActorKind, Event, StatusId};
use staffroom_service::accounts::AccountRow;
use staffroom_service::statuses::{self, Draft, MAX_REACTIONS, NewStatus, StatusError};
use staffroom_testkit::{TestApp, TestDb, db, db_test};

use crate::events;

async fn remote_post(app: &TestApp) -> StatusId {
    let now = app.ctx().now();
    let author = AccountRow {
        domain: "farm.example".to_owned(),
        username: "zoe".to_owned(),
        username_folded: "zoe".to_owned(),
        uri: Some("https://farm.example/zoe".to_owned()),
        ..AccountRow::blank(app.ctx().new_id(), ActorKind::Person, now)
    };
    let post = app.ctx().transact(move |tx| {
        db::accounts::insert(tx.conn, author.clone())?;
        let mut draft = Draft::note(author, now);
        draft.uri = Some("https://farm.example/1".to_owned());
        statuses::store(tx, draft)
    });
    post.await.unwrap().id
}

#[db_test]
async fn reactions_are_counted_once_and_taken_back(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await.account;
    let ben = app.user("ben").teacher().build().await.account;
    let new = NewStatus {
        text: "hello".to_owned(),
        ..NewStatus::default()
    };
    let post = statuses::publish(app.ctx(), amira.id, new).await.unwrap();
    events(&app).await;
    for _ in 0..2 {
        statuses::react(app.ctx(), ben.id, post, "🎉")
            .await
            .unwrap();
    }
    for other in ["", "x", "🎉🎉", ":blob:"] {
        let refused = statuses::react(app.ctx(), ben.id, post, other).await;
        assert!(matches!(refused, Err(StatusError::Invalid(_))), "{other}");
    }
    let shown = async || {
        let view = statuses::show(app.ctx(), None, post).await.unwrap();
        let all = view.reactions.into_iter();
        all.map(|row| (row.account_id, row.content))
            .collect::<Vec<_>>()
    };
    assert_eq!(shown().await, [(ben.id, "🎉".to_owned())]);
    statuses::unreact(app.ctx(), ben.id, post, "👍")
        .await
        .unwrap();
    assert_eq!(shown().await.len(), 1, "that was another");
    statuses::unreact(app.ctx(), ben.id, post, "🎉")
        .await
        .unwrap();
    assert_eq!(shown().await, []);
    assert_eq!(events(&app).await, [], "nobody elsewhere is concerned");
}

#[db_test]
async fn whose_post_is_elsewhere_is_told_of_it_and_of_its_end(db: TestDb) {
    let app = TestApp::start(db).await;
    let ben = app.user("ben").teacher().build().await.account;
    let status = remote_post(&app).await;
    events(&app).await;
    statuses::react(app.ctx(), ben.id, status, "🎉")
        .await
        .unwrap();
    statuses::unreact(app.ctx(), ben.id, status, "🎉")
        .await
        .unwrap();
    let told = events(&app).await;
    let [Event::Reacted { reaction, .. }, removed] = &told[..] else {
        panic!("{told:?}");
    };
    let expected = Event::ReactionRemoved {
        reaction: *reaction,
        account: ben.id,
        status,
        content: "🎉".to_owned(),
    };
    assert_eq!(*removed, expected);
}

#[db_test]
async fn nobody_reacts_without_end(db: TestDb) {
    let app = TestApp::start(db).await;
    let ben = app.user("ben").teacher().build().await.account;
    let status = remote_post(&app).await;
    let emojis = [
        "😀", "😁", "😂", "😃", "😄", "😅", "😆", "😇", "😈", "😉", "😊",
    ];
    assert_eq!(i64::try_from(emojis.len()).unwrap(), MAX_REACTIONS + 1);
    for (n, emoji) in (0..).zip(emojis) {
        let done = statuses::react(app.ctx(), ben.id, status, emoji).await;
        assert_eq!(done.is_ok(), n < MAX_REACTIONS, "{n}");
    }
    statuses::react(app.ctx(), ben.id, status, "😀")
        .await
        .unwrap();
    events(&app).await;
}
