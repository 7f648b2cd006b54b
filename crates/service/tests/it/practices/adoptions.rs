//! Adoptions: what is due, who is reminded, and what is counted of it.

use std::time::Duration;

use staffroom_domain::practice::{AdoptionRecord, AdoptionStatus};
use staffroom_domain::{AccountId, Day};
use staffroom_service::adoptions::{self, NewAdoption};
use staffroom_service::notifications::{self, Wanted};
use staffroom_service::outcomes;
use staffroom_testkit::{TestApp, TestDb, db_test};

use super::*;

const DAY: Duration = Duration::from_hours(24);

fn in_days(app: &TestApp, days: u32) -> Day {
    Day::in_utc(app.ctx().now().plus(DAY * days)).unwrap()
}

async fn say(app: &TestApp, by: AccountId, record: AdoptionRecord) -> StatusId {
    adoptions::say(app.ctx(), by, NewAdoption::of(record))
        .await
        .unwrap()
}

async fn owed(app: &TestApp, by: AccountId) -> Vec<StatusId> {
    let due = adoptions::due(app.ctx(), by, None, 20).await.unwrap();
    due.into_iter().map(|it| it.view.status.id).collect()
}

async fn told(app: &TestApp, to: AccountId) -> Vec<String> {
    let list = notifications::list(app.ctx(), to, Wanted::default(), page(20)).await;
    list.unwrap()
        .items
        .into_iter()
        .map(|it| it.notification.kind)
        .collect()
}

#[db_test]
async fn whoever_sets_a_day_is_reminded_on_it_and_nobody_else(db: TestDb) {
    let app = start(db).await;
    let (amira, ben) = (person(&app, "amira").await, person(&app, "ben").await);
    school(&app, "oakfield").await;
    let id = published(&app, amira.id, elsewhere()).await;
    let record = AdoptionRecord {
        decide_by: Some(in_days(&app, 3)),
        ..planned(&uri(&app, id))
    };
    let adoption = say(&app, ben.id, record).await;
    assert_eq!(owed(&app, ben.id).await, [adoption]);
    assert_eq!(owed(&app, amira.id).await, []);
    assert_eq!(adoptions::remind(app.ctx()).await.unwrap(), 0);
    let early = ledger(&app, id).await.summary;
    assert_eq!((early.denominator.said, early.overdue_reports), (1, 0));
    app.clock().advance(DAY * 3 + Duration::from_hours(12));
    assert_eq!(adoptions::remind(app.ctx()).await.unwrap(), 1);
    assert_eq!(adoptions::remind(app.ctx()).await.unwrap(), 0, "once");
    assert_eq!(told(&app, ben.id).await, ["adoption_due"]);
    assert_eq!(told(&app, amira.id).await, ["adoption"]);
    app.clock().advance(DAY);
    let late = ledger(&app, id).await.summary;
    assert_eq!(late.overdue_reports, 1, "counted without anybody writing");
    finish(&app).await;
}

#[db_test]
async fn a_report_ends_the_waiting_and_taking_it_back_begins_it_again(db: TestDb) {
    let app = start(db).await;
    let (amira, ben) = (person(&app, "amira").await, person(&app, "ben").await);
    let id = published(&app, amira.id, tried()).await;
    let address = uri(&app, id);
    let record = AdoptionRecord {
        decide_by: Some(in_days(&app, 3)),
        ..planned(&address)
    };
    let adoption = say(&app, ben.id, record).await;
    let outcome = report(&app, ben.id, result(&address, "oc/worked"))
        .await
        .unwrap();
    let it = outcomes::get(app.ctx(), None, outcome).await.unwrap();
    assert_eq!(
        it.outcome.adoption_uri,
        Some(uri(&app, adoption)),
        "found by itself"
    );
    assert_eq!(owed(&app, ben.id).await, []);
    outcomes::withdraw(app.ctx(), ben.id, outcome)
        .await
        .unwrap();
    assert_eq!(owed(&app, ben.id).await, [adoption]);
    adoptions::set_status(app.ctx(), ben.id, adoption, AdoptionStatus::Abandoned)
        .await
        .unwrap();
    assert_eq!(owed(&app, ben.id).await, []);
    let it = ledger(&app, id).await.summary;
    assert_eq!(it.unverified_adoptions.abandoned, 1);
    finish(&app).await;
}

#[db_test]
async fn another_day_is_another_reminder(db: TestDb) {
    let app = start(db).await;
    let (amira, ben) = (person(&app, "amira").await, person(&app, "ben").await);
    let address = uri(&app, published(&app, amira.id, tried()).await);
    let record = AdoptionRecord {
        decide_by: Some(in_days(&app, 1)),
        ..planned(&address)
    };
    let adoption = say(&app, ben.id, record.clone()).await;
    app.clock().advance(DAY * 2);
    assert_eq!(adoptions::remind(app.ctx()).await.unwrap(), 1);
    // The day that is over may stay; a new one may not be over.
    let words = String::new();
    let kept = adoptions::edit(app.ctx(), ben.id, adoption, record.clone(), words.clone()).await;
    kept.unwrap();
    assert_eq!(adoptions::remind(app.ctx()).await.unwrap(), 0);
    let past = AdoptionRecord {
        decide_by: Some(in_days(&app, 0))
            .filter(|_| false)
            .or(Day::parse("2020-01-01").ok()),
        ..record.clone()
    };
    let told = problems(adoptions::edit(app.ctx(), ben.id, adoption, past, words.clone()).await);
    assert_eq!(told, [("decideBy".to_owned(), "day-past")]);
    let later = AdoptionRecord {
        decide_by: Some(in_days(&app, 2)),
        ..record
    };
    adoptions::edit(app.ctx(), ben.id, adoption, later, words)
        .await
        .unwrap();
    app.clock().advance(DAY * 3);
    assert_eq!(adoptions::remind(app.ctx()).await.unwrap(), 1);
    finish(&app).await;
}
