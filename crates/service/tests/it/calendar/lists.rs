//! What is listed, and for whom.

use staffroom_db::accounts;
use staffroom_domain::{StatusId, Visibility};
use staffroom_service::accounts::AccountRow;
use staffroom_service::calendar::{self, List, Lists, NewEvent};
use staffroom_service::policies;
use staffroom_testkit::{TestApp, TestDb, db_test};

use super::{evening, made, person};

#[db_test]
async fn events_are_listed_by_time_series_and_concept(db: TestDb) {
    let app = TestApp::start(db).await;
    let dev = person(&app, "dev").await;
    let on = |day: &str, series: &str| {
        let mut new = evening(4, 40);
        new.starts = format!("2027-01-{day}T18:00");
        new.ends = None;
        new.record.series = Some(series.to_owned());
        new
    };
    let late = made(&app, &dev, on("30", "TeachMeet Leeds")).await;
    let early = made(&app, &dev, on("10", "TeachMeet LEEDS")).await;
    let other = made(&app, &dev, on("20", "TeachMeet Cymru")).await;
    let list = |of: Lists, after, limit| List {
        of,
        since: None,
        after,
        limit,
    };
    let ids = |views: Vec<calendar::EventView>| -> Vec<StatusId> {
        views.into_iter().map(|view| view.status.id).collect()
    };
    let all = calendar::list(app.ctx(), list(Lists::Here, None, 2))
        .await
        .unwrap();
    let after = all
        .last()
        .map(|view| (view.event.starts_at, view.status.id));
    assert_eq!(ids(all), [early, other]);
    let rest = calendar::list(app.ctx(), list(Lists::Here, after, 2))
        .await
        .unwrap();
    assert_eq!(ids(rest), [late]);
    let series = Lists::Series("teachmeet leeds".to_owned());
    let series = calendar::list(app.ctx(), list(series, None, 9))
        .await
        .unwrap();
    let file = calendar::file_of_list(&app.ctx().addresses, "TeachMeet Leeds", &series);
    assert_eq!(file.text.matches("BEGIN:VEVENT").count(), 2);
    assert_eq!(ids(series), [early, late]);
    let concept = "https://w3id.org/staffroom/v/ph/primary-ks2";
    let concept = Lists::Concept(concept.to_owned());
    let concept = calendar::list(app.ctx(), list(concept, None, 9))
        .await
        .unwrap();
    assert_eq!(ids(concept), [early, other, late]);
    app.drain().await;
}

/// Checklist 50. Catalogue 30.
#[db_test]
async fn no_list_has_what_is_unlisted_or_of_limited_accounts(db: TestDb) {
    let app = TestApp::start(db).await;
    let (dev, ben) = (person(&app, "dev").await, person(&app, "ben").await);
    for visibility in [Visibility::Unlisted, Visibility::Private] {
        let hidden = NewEvent {
            visibility: Some(visibility),
            ..evening(1, 1)
        };
        made(&app, &dev, hidden).await;
    }
    let shown = made(&app, &dev, evening(1, 1)).await;
    made(&app, &ben, evening(1, 1)).await;
    for level in [policies::LIMIT, policies::SUSPEND] {
        let changed = AccountRow {
            domain_level: Some(level.to_owned()),
            ..ben.clone()
        };
        let done = app
            .ctx()
            .db
            .write(move |conn| accounts::update(conn, changed));
        done.await.unwrap();
        for of in [
            Lists::Here,
            Lists::Series("TeachMeet Leeds".to_owned()),
            Lists::Concept("https://w3id.org/staffroom/v/ph/primary-ks2".to_owned()),
        ] {
            let list = List {
                of,
                since: None,
                after: None,
                limit: 9,
            };
            let views = calendar::list(app.ctx(), list).await.unwrap();
            let ids: Vec<StatusId> = views.iter().map(|view| view.status.id).collect();
            assert_eq!(ids, [shown]);
        }
    }
    app.drain().await;
}
