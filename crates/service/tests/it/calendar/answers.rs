//! Joining and leaving by a reply, and what people are told.

use std::time::Duration;

use staffroom_domain::calendar::PlaceKind;
use staffroom_domain::{AccountId, StatusId, Visibility};
use staffroom_service::accounts::AccountRow;
use staffroom_service::calendar::{self, Joined, NewEvent, ParticipationRow};
use staffroom_service::notifications::{self, Wanted};
use staffroom_service::statuses::{self, Page};
use staffroom_testkit::{TestApp, TestDb, db_test};

use super::{answer, evening, join, made, person, state};

#[db_test]
async fn a_reply_is_enough_to_join_and_to_leave(db: TestDb) {
    let app = TestApp::start(db).await;
    let (dev, ben) = (person(&app, "dev").await, person(&app, "ben").await);
    let id = made(&app, &dev, evening(1, 40)).await;
    let talk = answer(&app, &ben, id, "@dev I would like to lurk, perhaps").await;
    assert_eq!(state(&app, ben.id, id).await, None);
    assert_eq!(answers(&app, &ben, talk).await, [""; 0]);

    let lurk = answer(&app, &ben, id, "@dev lurk").await;
    assert_eq!(state(&app, ben.id, id).await, Some(Joined::Going));
    assert_eq!(
        answers(&app, &ben, lurk).await,
        [
            "@ben You have a place: TeachMeet Leeds Winter. Reply \"leave\" to the event to give it up."
        ]
    );
    // Nobody speaks for another: whom a reply names does not matter, nor a reply to the reply.
    let cat = person(&app, "cat").await;
    answer(&app, &cat, id, "@ben leave").await;
    answer(&app, &cat, lurk, "leave").await;
    assert_eq!(state(&app, ben.id, id).await, Some(Joined::Going));
    assert_eq!(state(&app, cat.id, id).await, None);

    let speak = answer(&app, &ben, id, "@dev siarad nano: Dwy funud").await;
    let (row, _) = calendar::my_place(app.ctx(), ben.id, id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(row.kind, "speaker");
    assert!(answers(&app, &ben, speak).await[0].contains("Mae lle i chi yn"));
    let left = answer(&app, &ben, id, "leave").await;
    let (row, _) = calendar::my_place(app.ctx(), ben.id, id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(row.state, ParticipationRow::LEFT);
    assert_eq!(
        answers(&app, &ben, left).await,
        ["@ben You have left: TeachMeet Leeds Winter."]
    );
    app.drain().await;
}

/// Nobody writes to anybody alone there, and neither do events.
#[db_test]
async fn without_direct_messages_people_are_notified_of_their_place(db: TestDb) {
    let app = TestApp::with_settings(db, &[("posting.direct_messages", "false")]).await;
    let (dev, ben) = (person(&app, "dev").await, person(&app, "ben").await);
    let cat = person(&app, "cat").await;
    let id = made(&app, &dev, evening(1, 1)).await;
    let lurk = answer(&app, &ben, id, "@dev lurk").await;
    assert_eq!(state(&app, ben.id, id).await, Some(Joined::Going));
    assert_eq!(answers(&app, &ben, lurk).await, [""; 0]);
    assert_eq!(
        told(&app, &ben).await,
        [("update".to_owned(), dev.id, Some(id))]
    );
    // Also who comes up.
    join(&app, &cat, id, PlaceKind::Attendee).await;
    assert_eq!(told(&app, &cat).await, []);
    calendar::leave(app.ctx(), ben.id, id).await.unwrap();
    assert_eq!(state(&app, cat.id, id).await, Some(Joined::Going));
    assert_eq!(
        told(&app, &cat).await,
        [("update".to_owned(), dev.id, Some(id))]
    );
    assert_eq!(answers(&app, &cat, id).await, [""; 0]);
    app.drain().await;
}

/// Those who take part are told afterwards, and only of what matters to them.
#[db_test]
async fn who_takes_part_hears_where_it_is_elsewhere(db: TestDb) {
    let app = TestApp::start(db).await;
    let (dev, ben) = (person(&app, "dev").await, person(&app, "ben").await);
    let id = made(&app, &dev, evening(1, 40)).await;
    join(&app, &ben, id, PlaceKind::Attendee).await;
    app.drain().await;
    let before = told(&app, &ben).await.len();
    let titled = NewEvent {
        title: "TeachMeet Leeds".to_owned(),
        ..evening(1, 40)
    };
    calendar::edit(app.ctx(), dev.id, id, titled.clone())
        .await
        .unwrap();
    app.drain().await;
    assert_eq!(told(&app, &ben).await.len(), before, "another title");
    let elsewhere = NewEvent {
        online_url: Some("https://leeds.example/rooms/spring".to_owned()),
        ..titled
    };
    calendar::edit(app.ctx(), dev.id, id, elsewhere)
        .await
        .unwrap();
    app.drain().await;
    let all = told(&app, &ben).await;
    assert_eq!(all.len(), before + 1, "another room on the net");
    assert_eq!(all[0], ("update".to_owned(), dev.id, Some(id)));
    // What comes later is told again.
    app.clock().advance(Duration::from_secs(1));
    calendar::cancel(app.ctx(), dev.id, id).await.unwrap();
    app.drain().await;
    assert_eq!(told(&app, &ben).await.len(), before + 2);
    // Whoever makes it is not told.
    assert_eq!(told(&app, &dev).await, []);
}

/// What somebody was told: what, by whom, of which status.
async fn told(app: &TestApp, of: &AccountRow) -> Vec<(String, AccountId, Option<StatusId>)> {
    let page = Page {
        limit: 20,
        ..Page::default()
    };
    let all = notifications::list(app.ctx(), of.id, Wanted::default(), page).await;
    all.unwrap()
        .items
        .into_iter()
        .map(|view| view.notification)
        .map(|row| {
            (
                row.kind,
                row.from_account_id,
                row.status_id.map(StatusId::from),
            )
        })
        .collect()
}

/// What was answered to somebody's status, as they see it; for them alone.
async fn answers(app: &TestApp, of: &AccountRow, status: StatusId) -> Vec<String> {
    let thread = statuses::thread(app.ctx(), Some(of.id), status)
        .await
        .unwrap();
    let direct = thread
        .descendants
        .into_iter()
        .filter(|view| view.status.visibility() == Visibility::Direct);
    direct.map(|view| view.status.source).collect()
}
