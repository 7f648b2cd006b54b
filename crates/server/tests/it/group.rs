//! A group on one instance, a member on another, a follower on a third.

use serde_json::{Value, json};
use staffroom_domain::ActorKind;
use staffroom_service::accounts;
use staffroom_testkit::{ApiClient, TestApp, TestDb, db_test, settle};

/// Three instances: the group's, Ben's and Cerys's.
struct Three {
    hub: TestApp,
    meet: TestApp,
    school: TestApp,
    ben: ApiClient,
    cerys: ApiClient,
}

impl Three {
    async fn start(db: TestDb) -> Self {
        let (second, third) = (TestDb::new(db.backend()), TestDb::new(db.backend()));
        let hub = TestApp::federating(db, "hub").await;
        let meet = TestApp::federating(second, "meet").await;
        let school = TestApp::federating(third, "school").await;
        accounts::create_actor(hub.ctx(), ActorKind::Group, "maths", "Maths")
            .await
            .unwrap();
        let ben = meet.user("ben").teacher().build().await;
        let cerys = school.user("cerys").teacher().build().await;
        let three = Self {
            ben: ApiClient::of(&meet, &ben).await,
            cerys: ApiClient::of(&school, &cerys).await,
            hub,
            meet,
            school,
        };
        three.settle().await;
        for client in [&three.ben, &three.cerys] {
            three.join(client).await;
        }
        three
    }

    async fn settle(&self) {
        settle(&[&self.hub, &self.meet, &self.school]).await;
    }

    fn group(&self) -> String {
        format!("@maths@{}", self.hub.url().trim_start_matches("http://"))
    }

    async fn join(&self, client: &ApiClient) {
        let handle = self.group().replace('@', "%40").replace(':', "%3A");
        let found = client
            .get(&format!("/api/v2/search?q={handle}&resolve=true"))
            .await
            .ok();
        let group = found["accounts"][0]["id"].as_str().unwrap().to_owned();
        client
            .post(&format!("/api/v1/accounts/{group}/follow"), json!({}))
            .await
            .ok();
        self.settle().await;
    }

    async fn home(&self) -> Vec<Value> {
        let page = self.cerys.get("/api/v1/timelines/home").await.ok();
        page.as_array().cloned().unwrap_or_default()
    }
}

#[db_test]
async fn what_a_member_posts_changes_and_deletes_reaches_followers_of_the_group(db: TestDb) {
    let three = Three::start(db).await;
    let text = format!("{} Fractions with paper", three.group());
    let posted = three
        .ben
        .post("/api/v1/statuses", json!({ "status": text }))
        .await
        .ok();
    three.settle().await;
    let seen = three.home().await;
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert_eq!(seen[0]["account"]["username"], "maths");
    assert_eq!(seen[0]["reblog"]["uri"], posted["uri"]);
    let there = seen[0]["reblog"]["id"].as_str().unwrap().to_owned();

    three
        .cerys
        .post(&format!("/api/v1/statuses/{there}/favourite"), json!({}))
        .await
        .ok();
    three.settle().await;
    let id = posted["id"].as_str().unwrap();
    let own = three.ben.get(&format!("/api/v1/statuses/{id}")).await.ok();
    assert_eq!(own["favourites_count"], 1);

    let text = format!("{} Fractions with chocolate", three.group());
    three
        .ben
        .put(&format!("/api/v1/statuses/{id}"), json!({ "status": text }))
        .await
        .ok();
    three.settle().await;
    let content = three.home().await[0]["reblog"]["content"].clone();
    assert!(content.as_str().unwrap().contains("chocolate"), "{content}");

    three
        .ben
        .delete(&format!("/api/v1/statuses/{id}"))
        .await
        .ok();
    three.settle().await;
    assert!(three.home().await.is_empty());
    let gone = three.cerys.get(&format!("/api/v1/statuses/{there}")).await;
    assert_eq!(gone.status, 404);
}

#[db_test]
async fn an_answer_reaches_the_thread_on_other_instances(db: TestDb) {
    let three = Three::start(db).await;
    let text = format!("{} Who has a fraction wall?", three.group());
    let posted = three
        .ben
        .post("/api/v1/statuses", json!({ "status": text }))
        .await
        .ok();
    three.settle().await;
    let there = three.home().await[0]["reblog"]["id"].clone();
    three
        .cerys
        .post(
            "/api/v1/statuses",
            json!({ "status": "We do", "in_reply_to_id": there }),
        )
        .await
        .ok();
    three.settle().await;
    let id = posted["id"].as_str().unwrap();
    let own = three.ben.get(&format!("/api/v1/statuses/{id}")).await.ok();
    assert_eq!(own["replies_count"], 1);
    // The follower's own post stands in their timeline, but no boost of it by the group.
    let boosts = three.home().await;
    let boosts = boosts.iter().filter(|one| one["reblog"].is_object());
    assert_eq!(boosts.count(), 1);
}
