//! What a topic tells once a day in one post.

use std::time::Duration;

use staffroom_domain::{AccountId, StatusId, Visibility};
use staffroom_service::hub::{self, HubTopicRow, MOST_A_DAY};
use staffroom_service::practices;
use staffroom_service::statuses::StatusRow;
use staffroom_testkit::db::status_policies::StatusPolicyRow;
use staffroom_testkit::{TestApp, TestDb, db, db_test};

use super::{account, boosts, concept, lets, on, posts, publish, record, start};

const DAY: Duration = Duration::from_hours(24);

async fn daily(app: &TestApp, path: &str) -> AccountId {
    let mode = Some(HubTopicRow::DAILY);
    let on = hub::switch_on(app.ctx(), concept(path), None, mode).await;
    on.unwrap().account.id
}

/// The digests of an account, the oldest first.
async fn digests(app: &TestApp, of: AccountId) -> Vec<StatusRow> {
    let posts = posts(app, of).await;
    posts.into_iter().filter(|row| !row.is_boost()).collect()
}

async fn tell(app: &TestApp) -> usize {
    let told = hub::tell_digests(app.ctx()).await.unwrap();
    app.drain().await;
    told
}

#[db_test]
async fn a_busy_topic_tells_once_a_day_in_one_post(db: TestDb) {
    let (app, amira) = start(db).await;
    let ai = daily(&app, "tech/ai").await;
    assert_eq!(tell(&app).await, 0, "nothing is new");
    let mut ids = Vec::new();
    for n in 1..=54 {
        ids.push(publish(&app, amira, &format!("Number <{n}>"), record("tech/ai")).await);
    }
    assert_eq!(boosts(&app, ai).await, []);
    // What may not be listed any more is not.
    practices::withdraw(app.ctx(), amira, ids[52])
        .await
        .unwrap();
    app.clock().advance(Duration::from_hours(20));
    assert_eq!(tell(&app).await, 0, "it is four in the morning");
    app.clock().advance(Duration::from_hours(2));
    // The library has more than it announces in a day, too.
    assert_eq!(tell(&app).await, 2);
    let told = digests(&app, ai).await;
    assert_eq!(told.len(), 1);
    let digest = &told[0];
    assert_eq!(digest.visibility(), Visibility::Unlisted);
    assert_eq!(digest.language.as_deref(), Some("en"));
    let text = &digest.source;
    assert!(
        text.starts_with(
            "Artificial intelligence: 53 new practices in the library:\n– Number <54>: http"
        ),
        "{text}"
    );
    assert!(!text.contains("Number <53>"), "{text}");
    assert_eq!(text.matches("\n– ").count(), 20, "{text}");
    let search = format!("{}/practices?technologyType=tech/ai", app.url());
    assert!(
        text.ends_with(&format!("\nand 33 more: {search}")),
        "{text}"
    );
    assert!(
        digest.content.contains("Number &lt;54&gt;</a>"),
        "{}",
        digest.content
    );

    // Once a day, and not at all where nothing is new.
    assert_eq!(tell(&app).await, 0);
    app.clock().advance(DAY);
    assert_eq!(tell(&app).await, 0);
    let last = publish(&app, amira, "The last", record("tech/ai")).await;
    assert_eq!(tell(&app).await, 0, "it is told the next morning");
    app.clock().advance(DAY);
    assert_eq!(tell(&app).await, 1);
    app.clock().advance(DAY);
    assert_eq!(tell(&app).await, 0);
    assert_eq!(digests(&app, ai).await.len(), 2);

    // What is taken back later loses its line, and with the last one the digest goes.
    practices::delete(app.ctx(), amira, ids[53]).await.unwrap();
    practices::delete(app.ctx(), amira, last).await.unwrap();
    app.drain().await;
    let told = digests(&app, ai).await;
    assert_eq!(told.len(), 1);
    let text = &told[0].source;
    assert!(text.contains("52 new practices"), "{text}");
    assert!(!text.contains("Number <54>"), "{text}");
    let versions = staffroom_service::statuses::history(app.ctx(), None, told[0].id).await;
    let versions = versions.unwrap();
    assert!(
        versions
            .iter()
            .all(|it| !it.view.status.content.contains("Number &lt;54&gt;"))
    );
}

#[db_test]
async fn on_a_busy_day_the_rest_waits_for_the_next_morning(db: TestDb) {
    let (app, amira) = start(db).await;
    let ai = on(&app, "tech/ai").await.account.id;
    let most = usize::try_from(MOST_A_DAY).unwrap();
    let mut ids: Vec<StatusId> = Vec::new();
    for n in 0..most + 3 {
        ids.push(publish(&app, amira, &format!("Number {n}"), record("tech/ai")).await);
    }
    assert_eq!(boosts(&app, ai).await, ids[..most]);
    let library = account(&app, "library").await.id;
    assert_eq!(boosts(&app, library).await, ids[..most]);
    app.clock().advance(DAY);
    assert_eq!(tell(&app).await, 2);
    let text = &digests(&app, ai).await[0].source;
    assert!(
        text.starts_with("Artificial intelligence: 3 new practices"),
        "{text}"
    );
    assert!(!text.contains(" more: "), "{text}");
    let next = publish(&app, amira, "On another day", record("tech/ai")).await;
    assert_eq!(boosts(&app, ai).await.last(), Some(&next));
    // A topic that is switched off tells nothing of what waits.
    hub::switch_on(
        app.ctx(),
        concept("tech/ai"),
        None,
        Some(HubTopicRow::DAILY),
    )
    .await
    .unwrap();
    publish(&app, amira, "Never told", record("tech/ai")).await;
    hub::switch_off(app.ctx(), concept("tech/ai"))
        .await
        .unwrap();
    app.clock().advance(DAY);
    assert_eq!(tell(&app).await, 0);
    // Nor does it announce that each by itself when it is on again.
    on_again(&app).await;
    let said = boosts(&app, ai).await;
    lets(&app, amira, false).await;
    lets(&app, amira, true).await;
    let again = boosts(&app, ai).await;
    assert!(again.iter().all(|id| said.contains(id)), "{again:?}");
}

async fn on_again(app: &TestApp) {
    let mode = Some(HubTopicRow::AUTO);
    let on = hub::switch_on(app.ctx(), concept("tech/ai"), None, mode).await;
    on.unwrap();
}

/// Who may boost a practice, written as if it came from elsewhere.
async fn let_boost(app: &TestApp, status_id: StatusId, boosts: &'static str) {
    let row = StatusPolicyRow {
        status_id,
        likes: "public".to_owned(),
        boosts: boosts.to_owned(),
    };
    let put = app
        .ctx()
        .transact(move |tx| db::status_policies::put(tx.conn, row));
    let put: Result<(), db::DbError> = put.await;
    put.unwrap();
}

#[db_test]
async fn what_may_not_be_announced_just_now_waits_and_keeps_nothing_back(db: TestDb) {
    let (app, amira) = start(db).await;
    let ai = daily(&app, "tech/ai").await;
    let mut ids = Vec::new();
    for n in 1..=25 {
        ids.push(publish(&app, amira, &format!("Number {n}"), record("tech/ai")).await);
    }
    for id in &ids[2..] {
        let_boost(&app, *id, "nobody").await;
    }
    app.clock().advance(DAY);
    tell(&app).await;
    let text = &digests(&app, ai).await[0].source;
    assert!(text.contains("2 new practices"), "{text}");
    assert!(!text.contains(" more: "), "{text}");
    for id in &ids[2..] {
        let_boost(&app, *id, "public").await;
    }
    app.clock().advance(DAY);
    tell(&app).await;
    let text = &digests(&app, ai).await[1].source;
    assert!(text.contains("23 new practices"), "{text}");
    assert!(text.contains("and 3 more: "), "{text}");
}
