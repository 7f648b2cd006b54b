//! Who gets a place.

use std::time::Duration;

use staffroom_db::event_plans;
use staffroom_db::events::{self, EventRow};
use staffroom_domain::calendar::{Mode, PlaceKind};
use staffroom_domain::{StatusId, Timestamp};
use staffroom_service::accounts::AccountRow;
use staffroom_service::calendar::{self, Joined, NewEvent};
use staffroom_testkit::{TestApp, TestDb, db_test};
use tokio::sync::oneshot;

use super::{as_a, evening, join, made, person, state};

/// Bad input: a Join after capacity, and twice.
#[db_test]
async fn places_are_given_in_order_and_waiting_people_come_up(db: TestDb) {
    let app = TestApp::start(db).await;
    let dev = person(&app, "dev").await;
    let mut people = Vec::new();
    for name in ["ann", "bob", "cat", "dan", "eve"] {
        people.push(person(&app, name).await);
    }
    let id = made(&app, &dev, evening(1, 2)).await;
    let listen = PlaceKind::Attendee;
    let mut told = Vec::new();
    for who in &people {
        told.push(join(&app, who, id, listen).await);
    }
    let (going, waiting) = (Joined::Going, Joined::Waiting);
    assert_eq!(told, [going, going, waiting(1), waiting(2), waiting(3)]);
    // Twice is once.
    assert_eq!(join(&app, &people[0], id, listen).await, going);
    assert_eq!(join(&app, &people[3], id, listen).await, waiting(2));
    // The first who waits comes up, and hears of it.
    assert!(calendar::leave(app.ctx(), people[0].id, id).await.unwrap());
    assert!(!calendar::leave(app.ctx(), people[0].id, id).await.unwrap());
    assert_eq!(state(&app, people[2].id, id).await, Some(going));
    assert_eq!(state(&app, people[3].id, id).await, Some(waiting(1)));
    // Whoever comes back stands at the end.
    assert_eq!(join(&app, &people[0], id, listen).await, waiting(3));
    // More places let all of them in; fewer throw nobody out.
    calendar::edit(app.ctx(), dev.id, id, evening(1, 4))
        .await
        .unwrap();
    assert_eq!(state(&app, people[4].id, id).await, Some(going));
    assert_eq!(state(&app, people[0].id, id).await, Some(waiting(1)));
    calendar::edit(app.ctx(), dev.id, id, evening(1, 1))
        .await
        .unwrap();
    let seen = calendar::attendees(app.ctx(), Some(dev.id), id, None)
        .await
        .unwrap();
    assert_eq!(seen.taken[1], (listen, 4, 1));
    assert_eq!(seen.people.unwrap().len(), 5);
    // Another kind of place is another line; without one, nobody loses the place they have.
    assert_eq!(join(&app, &people[1], id, PlaceKind::Remote).await, going);
    assert_eq!(state(&app, people[0].id, id).await, Some(waiting(1)));
    let mut full = evening(0, 1);
    full.record.waiting_list = false;
    let full = made(&app, &dev, full).await;
    assert_eq!(join(&app, &people[0], full, listen).await, going);
    assert_eq!(join(&app, &people[1], full, listen).await, Joined::Full);
    assert_eq!(
        join(&app, &people[0], full, PlaceKind::Speaker).await,
        Joined::NotOffered
    );
    assert_eq!(state(&app, people[0].id, full).await, Some(going));
    app.drain().await;
}

/// Somebody has the only place to listen, and others wait: for another, for one to speak.
async fn with_a_line(app: &TestApp, dev: &AccountRow) -> (StatusId, [AccountRow; 4]) {
    let id = made(app, dev, evening(1, 1)).await;
    let mut people = Vec::new();
    for name in ["ann", "bob", "cat", "dan"] {
        people.push(person(app, name).await);
    }
    let people: [AccountRow; 4] = people.try_into().unwrap();
    let kinds = [PlaceKind::Attendee, PlaceKind::Speaker];
    for (who, kind) in people.iter().zip(kinds.into_iter().cycle()) {
        join(app, who, id, kind).await;
    }
    for who in &people[2..] {
        assert_eq!(state(app, who.id, id).await, Some(Joined::Waiting(1)));
    }
    (id, people)
}

#[db_test]
async fn nobody_comes_up_where_it_is_called_off_or_over(db: TestDb) {
    let app = TestApp::start(db).await;
    let dev = person(&app, "dev").await;
    let (id, [ann, _, cat, _]) = with_a_line(&app, &dev).await;
    calendar::cancel(app.ctx(), dev.id, id).await.unwrap();
    calendar::leave(app.ctx(), ann.id, id).await.unwrap();
    let waiting = Some(Joined::Waiting(1));
    assert_eq!(state(&app, cat.id, id).await, waiting);
    let more = NewEvent {
        text: "It does not take place, alas.".to_owned(),
        ..evening(1, 5)
    };
    let changed = calendar::edit(app.ctx(), dev.id, id, more.clone()).await;
    changed.unwrap();
    assert_eq!(state(&app, cat.id, id).await, waiting);
    // Nobody changes who came when it is over.
    app.clock().set(Timestamp::from_secs(1_801_300_000));
    let again = NewEvent {
        state: Some("scheduled".to_owned()),
        ..more
    };
    let changed = calendar::edit(app.ctx(), dev.id, id, again).await;
    changed.unwrap();
    assert_eq!(state(&app, cat.id, id).await, waiting);
    app.drain().await;
}

#[db_test]
async fn nobody_comes_up_to_a_kind_of_place_that_is_gone(db: TestDb) {
    let app = TestApp::start(db).await;
    let dev = person(&app, "dev").await;
    let (id, [ann, _, cat, dan]) = with_a_line(&app, &dev).await;
    let mut online = evening(5, 5);
    online.record.mode = Mode::Online;
    online.record.capacities.attendees = None;
    online.place = None;
    calendar::edit(app.ctx(), dev.id, id, online).await.unwrap();
    calendar::leave(app.ctx(), ann.id, id).await.unwrap();
    assert_eq!(state(&app, cat.id, id).await, Some(Joined::Waiting(1)));
    assert_eq!(state(&app, dan.id, id).await, Some(Joined::Going));
    calendar::edit(app.ctx(), dev.id, id, evening(5, 5))
        .await
        .unwrap();
    assert_eq!(state(&app, cat.id, id).await, Some(Joined::Going));
    app.drain().await;
}

/// Bad input: a Join after capacity, of many at once.
#[db_test]
async fn many_at_once_get_no_more_places_than_there_are(db: TestDb) {
    let app = TestApp::start(db).await;
    let dev = person(&app, "dev").await;
    let mut people = Vec::new();
    for n in 0..24 {
        people.push(person(&app, &format!("guest{n}")).await);
    }
    let id = made(&app, &dev, evening(1, 7)).await;
    let asked = people.iter().map(|who| {
        let (ctx, who) = (app.ctx().clone(), who.id);
        tokio::spawn(async move {
            calendar::join(&ctx, who, id, as_a(PlaceKind::Attendee))
                .await
                .unwrap()
        })
    });
    let asked: Vec<_> = asked.collect();
    let mut told = Vec::new();
    for one in asked {
        told.push(one.await.unwrap());
    }
    let going = told
        .iter()
        .filter(|joined| **joined == Joined::Going)
        .count();
    assert_eq!(going, 7);
    let mut numbers: Vec<u32> = told
        .iter()
        .filter_map(|joined| match joined {
            Joined::Waiting(number) => Some(*number),
            _ => None,
        })
        .collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=17).collect::<Vec<u32>>());
    // Half of them leave at once: then all others have a place.
    let left = people.iter().take(17).map(|who| {
        let (ctx, who) = (app.ctx().clone(), who.id);
        tokio::spawn(async move { calendar::leave(&ctx, who, id).await.unwrap() })
    });
    let left: Vec<_> = left.collect();
    for one in left {
        assert!(one.await.unwrap());
    }
    let seen = calendar::attendees(app.ctx(), Some(dev.id), id, None)
        .await
        .unwrap();
    assert_eq!(seen.taken[1], (PlaceKind::Attendee, 7, 0));
    app.drain().await;
}

/// What is asked for while an event is called off, is asked for afterwards.
#[db_test]
async fn nobody_joins_between_two_words_of_an_organiser(db: TestDb) {
    let app = TestApp::start(db).await;
    let (dev, ben) = (person(&app, "dev").await, person(&app, "ben").await);
    let id = made(&app, &dev, evening(1, 7)).await;
    let (begun, begins) = oneshot::channel();
    let (ctx, own) = (app.ctx().clone(), app.ctx().clone());
    let called_off = tokio::spawn(async move {
        ctx.transact(move |tx| {
            event_plans::lock(tx.conn, id)?;
            begun.send(()).unwrap();
            // Long enough for whoever joins to come to the lock.
            std::thread::sleep(Duration::from_millis(400));
            let row = events::of_statuses(tx.conn, &[id])?.pop().unwrap();
            let state = "cancelled".to_owned();
            events::put(tx.conn, EventRow { state, ..row })
        })
        .await
    });
    begins.await.unwrap();
    let kind = PlaceKind::Attendee;
    let joined = calendar::join(&own, ben.id, id, as_a(kind)).await.unwrap();
    called_off.await.unwrap().unwrap();
    assert_eq!(joined, Joined::Cancelled);
    assert_eq!(state(&app, ben.id, id).await, None);
    app.drain().await;
}
