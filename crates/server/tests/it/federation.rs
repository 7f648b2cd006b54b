//! Instances that exchange with one another over real HTTP, driven by the client API.

use std::time::Duration;

use serde_json::{Value, json};
use staffroom_service::profiles::{self, ProfileEdit};
use staffroom_service::{keys, moving, users};
use staffroom_testkit::{ApiClient, TestApp, TestDb, db_test, settle};

/// Two instances with one user and a client each.
struct Pair {
    school: TestApp,
    meet: TestApp,
    amira: ApiClient,
    ben: ApiClient,
}

impl Pair {
    async fn start(db: TestDb) -> Self {
        let other = TestDb::new(db.backend());
        let school = TestApp::federating(db, "school").await;
        let meet = TestApp::federating(other, "meet").await;
        let amira = school.user("amira").teacher().build().await;
        let ben = meet.user("ben").teacher().build().await;
        let pair = Self {
            amira: ApiClient::of(&school, &amira).await,
            ben: ApiClient::of(&meet, &ben).await,
            school,
            meet,
        };
        pair.settle().await;
        pair
    }

    async fn settle(&self) {
        settle(&[&self.school, &self.meet]).await;
    }

    /// Ben's account as Amira's instance knows it.
    async fn ben_at_school(&self) -> String {
        let domain = self.meet.url().trim_start_matches("http://").to_owned();
        find_account(&self.amira, &format!("@ben@{domain}")).await
    }

    async fn amira_at_meet(&self) -> String {
        let domain = self.school.url().trim_start_matches("http://").to_owned();
        find_account(&self.ben, &format!("@amira@{domain}")).await
    }

    /// Amira follows Ben.
    async fn amira_follows_ben(&self) -> String {
        let ben = self.ben_at_school().await;
        self.amira
            .post(&format!("/api/v1/accounts/{ben}/follow"), json!({}))
            .await
            .ok();
        self.settle().await;
        let relation = self
            .amira
            .get(&format!("/api/v1/accounts/relationships?id[]={ben}"))
            .await
            .ok();
        assert_eq!(relation[0]["following"], true, "{relation}");
        ben
    }
}

async fn find_account(client: &ApiClient, handle: &str) -> String {
    let encoded = handle.replace('@', "%40").replace(':', "%3A");
    let found = client
        .get(&format!("/api/v2/search?q={encoded}&resolve=true"))
        .await
        .ok();
    let id = &found["accounts"][0]["id"];
    id.as_str()
        .unwrap_or_else(|| panic!("{handle} was not found: {found}"))
        .to_owned()
}

async fn post(client: &ApiClient, text: &str) -> Value {
    client
        .post("/api/v1/statuses", json!({ "status": text }))
        .await
        .ok()
}

async fn home(client: &ApiClient) -> Vec<Value> {
    let page = client.get("/api/v1/timelines/home").await.ok();
    page.as_array().cloned().unwrap_or_default()
}

#[db_test]
async fn a_follower_on_another_instance_reads_what_is_posted_changed_and_deleted(db: TestDb) {
    let pair = Pair::start(db).await;
    pair.amira_follows_ben().await;
    let posted = post(&pair.ben, "Voice notes instead of marking #EdTech").await;
    pair.settle().await;
    let seen = home(&pair.amira).await;
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert_eq!(seen[0]["uri"], posted["uri"]);
    assert_eq!(
        seen[0]["tags"][0]["name"].as_str().unwrap().to_lowercase(),
        "edtech"
    );
    let id = posted["id"].as_str().unwrap();
    pair.ben
        .put(
            &format!("/api/v1/statuses/{id}"),
            json!({ "status": "Voice notes, second try" }),
        )
        .await
        .ok();
    pair.settle().await;
    let seen = home(&pair.amira).await;
    assert!(seen[0]["content"].as_str().unwrap().contains("second try"));
    assert!(seen[0]["edited_at"].is_string());
    pair.ben
        .delete(&format!("/api/v1/statuses/{id}"))
        .await
        .ok();
    pair.settle().await;
    assert!(home(&pair.amira).await.is_empty());
}

#[db_test]
async fn likes_boosts_and_answers_reach_the_author(db: TestDb) {
    let pair = Pair::start(db).await;
    pair.amira_follows_ben().await;
    let posted = post(&pair.ben, "Who has tried exit tickets?").await;
    pair.settle().await;
    let here = home(&pair.amira).await[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    for what in ["favourite", "reblog"] {
        pair.amira
            .post(&format!("/api/v1/statuses/{here}/{what}"), json!({}))
            .await
            .ok();
    }
    let domain = pair.meet.url().trim_start_matches("http://").to_owned();
    pair.amira
        .post(
            "/api/v1/statuses",
            json!({ "status": format!("@ben@{domain} we have"), "in_reply_to_id": here }),
        )
        .await
        .ok();
    pair.settle().await;
    let id = posted["id"].as_str().unwrap();
    let now = pair.ben.get(&format!("/api/v1/statuses/{id}")).await.ok();
    assert_eq!(now["favourites_count"], 1);
    assert_eq!(now["reblogs_count"], 1);
    assert_eq!(now["replies_count"], 1);
    let told = pair.ben.get("/api/v1/notifications").await.ok();
    let kinds: Vec<&str> = told
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one["type"].as_str())
        .collect();
    for kind in ["follow", "favourite", "reblog", "mention"] {
        assert!(kinds.contains(&kind), "{kind} is missing: {kinds:?}");
    }
    for what in ["unfavourite", "unreblog"] {
        pair.amira
            .post(&format!("/api/v1/statuses/{here}/{what}"), json!({}))
            .await
            .ok();
    }
    pair.settle().await;
    let now = pair.ben.get(&format!("/api/v1/statuses/{id}")).await.ok();
    assert_eq!(now["favourites_count"], 0);
    assert_eq!(now["reblogs_count"], 0);
}

#[db_test]
async fn a_poll_is_voted_on_from_another_instance(db: TestDb) {
    let pair = Pair::start(db).await;
    pair.amira_follows_ben().await;
    let posted = pair
        .ben
        .post(
            "/api/v1/statuses",
            json!({
                "status": "Which day?",
                "poll": { "options": ["Tuesday", "Thursday"], "expires_in": 3600 },
            }),
        )
        .await
        .ok();
    pair.settle().await;
    let seen = home(&pair.amira).await;
    let poll = seen[0]["poll"]["id"].as_str().unwrap();
    pair.amira
        .post(
            &format!("/api/v1/polls/{poll}/votes"),
            json!({ "choices": [1] }),
        )
        .await
        .ok();
    pair.settle().await;
    let id = posted["id"].as_str().unwrap();
    let now = pair.ben.get(&format!("/api/v1/statuses/{id}")).await.ok();
    assert_eq!(now["poll"]["options"][1]["votes_count"], 1, "{now}");
    assert_eq!(now["poll"]["options"][0]["votes_count"], 0);
    // How it stands is told once in a while.
    pair.meet.clock().advance(Duration::from_mins(3));
    pair.settle().await;
}

#[db_test]
async fn a_direct_post_reaches_only_whom_it_names(db: TestDb) {
    let pair = Pair::start(db).await;
    pair.amira_follows_ben().await;
    pair.amira_at_meet().await;
    let domain = pair.school.url().trim_start_matches("http://").to_owned();
    let posted = pair
        .ben
        .post(
            "/api/v1/statuses",
            json!({ "status": format!("@amira@{domain} just you"), "visibility": "direct" }),
        )
        .await
        .ok();
    pair.settle().await;
    let told = pair.amira.get("/api/v1/notifications").await.ok();
    assert_eq!(told[0]["type"], "mention", "{told}");
    assert_eq!(told[0]["status"]["visibility"], "direct");
    let uri = posted["uri"].as_str().unwrap();
    let local = uri.replace(&pair.meet.url().replace("http://", ""), "x");
    assert_ne!(local, uri);
    let port = pair.meet.url().rsplit(':').next().unwrap();
    let path = uri.split_once("/ap/").unwrap().1;
    let answer = staffroom_testkit::http_client()
        .get(format!("http://127.0.0.1:{port}/ap/{path}"))
        .header("host", pair.meet.url().trim_start_matches("http://"))
        .header("accept", "application/activity+json")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status().as_u16(), 404, "nobody else learns of it");
}

#[db_test]
async fn a_blocked_follower_follows_no_more(db: TestDb) {
    let pair = Pair::start(db).await;
    let ben = pair.amira_follows_ben().await;
    let amira = pair.amira_at_meet().await;
    pair.ben
        .post(&format!("/api/v1/accounts/{amira}/block"), json!({}))
        .await
        .ok();
    pair.settle().await;
    let relation = pair
        .amira
        .get(&format!("/api/v1/accounts/relationships?id[]={ben}"))
        .await
        .ok();
    assert_eq!(relation[0]["following"], false, "{relation}");
    assert_eq!(relation[0]["blocked_by"], true, "{relation}");
}

#[db_test]
async fn a_new_profile_is_seen_and_posts_are_believed_after_new_keys(db: TestDb) {
    let pair = Pair::start(db).await;
    let ben = pair.amira_follows_ben().await;
    let ctx = pair.meet.ctx();
    let row = users::get_by_name(ctx, "ben").await.unwrap().account;
    let edit = ProfileEdit {
        display_name: Some("Ben O".to_owned()),
        summary: Some("Geography".to_owned()),
        ..ProfileEdit::default()
    };
    profiles::edit(ctx, row.id, edit).await.unwrap();
    pair.settle().await;
    let path = format!("/api/v1/accounts/{ben}");
    let seen = pair.amira.get(&path).await.ok();
    assert_eq!(seen["display_name"], "Ben O");
    assert_eq!(seen["note"], "<p>Geography</p>");
    // A key that was fetched just now is not fetched again.
    for app in [&pair.meet, &pair.school] {
        app.clock().advance(Duration::from_mins(1));
    }
    assert!(keys::rotate(ctx, row.id).await.unwrap());
    pair.settle().await;
    post(&pair.ben, "signed by the new key").await;
    pair.settle().await;
    let seen = home(&pair.amira).await;
    assert!(seen[0]["content"].as_str().unwrap().contains("new key"));
}

#[db_test]
async fn whoever_is_deleted_is_gone_elsewhere_too(db: TestDb) {
    let pair = Pair::start(db).await;
    let ben = pair.amira_follows_ben().await;
    let posted = post(&pair.ben, "soon gone").await;
    pair.settle().await;
    assert_eq!(home(&pair.amira).await.len(), 1);
    users::delete(pair.meet.ctx(), "ben").await.unwrap();
    pair.settle().await;
    assert!(home(&pair.amira).await.is_empty());
    let gone = pair.amira.get(&format!("/api/v1/accounts/{ben}")).await;
    assert_eq!(gone.status, 404);
    let actor = posted["account"]["uri"].as_str().unwrap();
    for uri in [actor, posted["uri"].as_str().unwrap()] {
        let port = pair.meet.url().rsplit(':').next().unwrap();
        let path = uri.split_once("/ap/").unwrap().1;
        let answer = staffroom_testkit::http_client()
            .get(format!("http://127.0.0.1:{port}/ap/{path}"))
            .header("host", pair.meet.url().trim_start_matches("http://"))
            .header("accept", "application/activity+json")
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status().as_u16(), 410, "{uri}");
        let left: Value = answer.json().await.unwrap();
        assert_eq!(left["type"], "Tombstone");
    }
    // Its keys are forgotten at last.
    for app in [&pair.meet, &pair.school] {
        app.clock().advance(Duration::from_hours(24 * 10));
    }
    pair.settle().await;
}

#[db_test]
async fn followers_go_along_with_whoever_moves(db: TestDb) {
    let pair = Pair::start(db).await;
    let ben = pair.amira_follows_ben().await;
    let cai = pair.school.user("cai").teacher().build().await.account;
    let domain = |app: &TestApp| app.url().trim_start_matches("http://").to_owned();
    let old = format!("@ben@{}", domain(&pair.meet));
    let new = format!("@cai@{}", domain(&pair.school));
    let ctx = pair.meet.ctx();
    let row = users::get_by_name(ctx, "ben").await.unwrap().account;
    let early = moving::move_away(ctx, row.id, &new).await;
    assert!(
        matches!(early, Err(moving::MoveError::NotMutual { .. })),
        "{early:?}"
    );
    moving::add_alias(pair.school.ctx(), cai.id, &old)
        .await
        .unwrap();
    pair.settle().await;
    moving::move_away(ctx, row.id, &new).await.unwrap();
    pair.settle().await;
    let path = format!("/api/v1/accounts/relationships?id[]={ben}&id[]={}", cai.id);
    let relations = pair.amira.get(&path).await.ok();
    assert_eq!(relations[0]["following"], false, "{relations}");
    assert_eq!(relations[1]["following"], true, "{relations}");
    let seen = pair.amira.get(&format!("/api/v1/accounts/{ben}")).await;
    assert_eq!(seen.ok()["moved"]["acct"], "cai");
    let refused = pair
        .ben
        .post("/api/v1/statuses", json!({ "status": "still here" }))
        .await;
    assert_eq!(refused.status, 403);
}
