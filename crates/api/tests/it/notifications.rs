//! What somebody is told of: one by one, in groups, and what is kept from them.

use std::time::Duration;

use serde_json::{Value, json};
use staffroom_domain::{Role, Username};
use staffroom_service::tokens;
use staffroom_service::users::{self, NewUser};

use crate::app::{Client, Json, TestApp};

const HOURS: fn(u64) -> Duration = Duration::from_hours;

async fn follow(who: &Client<'_>, whom: &Client<'_>, wishes: Value) {
    let path = format!("/api/v1/accounts/{}/follow", whom.id);
    who.post(&path, wishes).await.ok();
}

async fn kinds(who: &Client<'_>, query: &str) -> Vec<String> {
    let told = who.get(&format!("/api/v1/notifications{query}")).await.ok();
    let list = told.as_array().unwrap();
    let kind = |one: &Value| one["type"].as_str().unwrap().to_owned();
    list.iter().map(kind).collect()
}

async fn unread(who: &Client<'_>, version: u8) -> i64 {
    let path = format!("/api/v{version}/notifications/unread_count");
    who.get(&path).await.ok()["count"].as_i64().unwrap()
}

/// Somebody who looks after the instance.
async fn moderator<'a>(app: &'a TestApp, name: &str) -> Client<'a> {
    let new = NewUser {
        username: Username::parse(name).unwrap(),
        display_name: String::new(),
        email: None,
        roles: [Role::Moderator].into_iter().collect(),
        password: None,
    };
    let user = users::create(&app.ctx, new).await.unwrap();
    let token = tokens::create(&app.ctx, user.user.id, "test", tokens::ALL_SCOPES);
    let token = token.await.unwrap().as_str().to_owned();
    Client {
        app,
        id: user.account.id,
        token: Some(token),
    }
}

#[actix_web::test]
async fn each_kind_is_told_once_to_whom_it_concerns() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let cleo = moderator(&app, "cleo").await;
    follow(&ben, &amira, json!({"notify": true})).await;
    let id = amira.publish("hello").await;
    let named = amira.publish("@ben look").await;
    let answer = json!({"status": "@cleo yes", "in_reply_to_id": named});
    amira.post("/api/v1/statuses", answer.clone()).await.ok();
    assert_eq!(kinds(&ben, "").await, ["status", "mention", "status"]);
    let others = cleo.publish("@amira look").await;
    let answer = json!({"status": "@cleo seen", "in_reply_to_id": others});
    amira.post("/api/v1/statuses", answer).await.ok();
    assert_eq!(kinds(&ben, "").await.len(), 3, "an answer to others");
    ben.act(&id, "reblog").await.ok();
    let path = format!("/api/v1/statuses/{id}");
    amira.put(&path, json!({"status": "hello all"})).await.ok();
    assert_eq!(kinds(&ben, "?types[]=update").await, ["update"]);
    let reported = json!({"account_id": amira.id.to_string(), "comment": "no", "status_ids": [id]});
    ben.post("/api/v1/reports", reported).await.ok();
    assert_eq!(kinds(&amira, "?types[]=admin.report").await, [""; 0]);
    let told = cleo.get("/api/v1/notifications?types[]=admin.report").await;
    insta::assert_json_snapshot!("notification_of_report", told.ok());
    app.lock(amira.id).await;
    follow(&cleo, &amira, json!({})).await;
    assert_eq!(
        kinds(&amira, "?exclude_types[]=mention&exclude_types[]=nonsense").await,
        ["follow_request", "reblog", "follow"]
    );
}

#[actix_web::test]
async fn one_by_one_they_are_listed_looked_at_and_forgotten() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let cleo = app.teacher("cleo").await;
    let id = amira.publish("hello").await;
    for who in [&ben, &cleo] {
        who.act(&id, "favourite").await.ok();
        who.publish("@amira hello").await;
    }
    let list = "/api/v1/notifications";
    let all = amira.get(list).await.ok().ids();
    assert_eq!(all.len(), 4);
    assert_eq!(unread(&amira, 1).await, 4);
    let read = json!({"notifications": {"last_read_id": all[1]}});
    amira.post("/api/v1/markers", read).await.ok();
    assert_eq!(unread(&amira, 1).await, 1);
    let of_ben = format!("{list}?account_id={}&types[]=mention&types[]=quote", ben.id);
    assert_eq!(amira.get(&of_ben).await.ok().ids(), [all[2].clone()]);
    assert_eq!(kinds(&amira, "?types[]=quote").await, [""; 0]);
    let newer = format!("{list}?min_id={}&limit=2", all[3]);
    assert_eq!(amira.get(&newer).await.ok().ids(), all[1..3]);
    let older = format!("{list}?max_id={}&limit=2", all[0]);
    let page = amira.get(&older).await;
    assert_eq!(page.ok().ids(), all[1..3]);
    assert!(page.header("link").contains("rel=\"next\""));
    let one = format!("{list}/{}", all[0]);
    let found = amira.get(&one).await.ok();
    assert_eq!(found["account"]["acct"], "cleo");
    let dismiss = format!("{one}/dismiss");
    for path in [&one, &format!("{list}/5"), &format!("{list}/x")] {
        ben.get(path).await.error(404);
    }
    ben.post(&dismiss, json!({})).await.error(404);
    amira.post(&dismiss, json!({})).await.ok();
    amira.post(&dismiss, json!({})).await.error(404);
    let by_param = json!({"id": all[1]});
    amira.post(&format!("{list}/dismiss"), by_param).await.ok();
    assert_eq!(amira.get(list).await.ok().ids(), all[2..]);
    let narrow = app.teacher_with("dan", "read:statuses").await;
    narrow.get(list).await.error(403);
    narrow.get(&one).await.error(403);
    narrow
        .post(&format!("{list}/clear"), json!({}))
        .await
        .error(403);
    app.stranger().get(list).await.error(401);
    amira.post(&format!("{list}/clear"), json!({})).await.ok();
    assert_eq!(kinds(&amira, "").await, [""; 0]);
    assert_eq!(unread(&amira, 1).await, 0);
}

/// Follows the links to what is older, for so many pages; gives how many things each has.
async fn walked(who: &Client<'_>, path: &str, pages: usize) -> Vec<usize> {
    let mut path = path.to_owned();
    let mut lengths = Vec::new();
    for _ in 0..pages {
        let page = who.get(&path).await;
        let shown = page.ok();
        let list = shown.get("notification_groups").unwrap_or(&shown);
        lengths.push(list.as_array().unwrap().len());
        let (next, _) = page.header("link").split_once(">; rel=\"next\"").unwrap();
        next.strip_prefix("<https://school.example")
            .unwrap()
            .clone_into(&mut path);
    }
    lengths
}

#[actix_web::test]
async fn whoever_is_shut_out_hides_nothing_behind_them() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let (cleo, dan) = (app.teacher("cleo").await, app.teacher("dan").await);
    let id = amira.publish("hello").await;
    let all = [&ben, &cleo, &dan];
    for who in all {
        who.publish("@amira hello").await;
    }
    for who in all {
        who.act(&id, "favourite").await.ok();
    }
    let group = amira.get("/api/v2/notifications").await.ok();
    let key = group["notification_groups"][0]["group_key"].as_str();
    let of_group = format!("/api/v2/notifications/{}/accounts", key.unwrap());
    let policy = "/api/v2/notifications/policy";
    let filter = json!({"for_not_following": "filter"});
    amira.put(policy, filter).await.ok();
    for who in all {
        who.publish("@amira again").await;
    }
    app.suspend(cleo.id).await;
    let mentions = "/api/v1/notifications?limit=1&types[]=mention";
    assert_eq!(walked(&amira, mentions, 3).await, [1, 0, 1]);
    let groups = "/api/v2/notifications?limit=1&types[]=mention";
    assert_eq!(walked(&amira, groups, 3).await, [1, 0, 1]);
    let of_group = format!("{of_group}?limit=1");
    assert_eq!(walked(&amira, &of_group, 3).await, [1, 0, 1]);
    let requests = "/api/v1/notifications/requests?limit=1";
    assert_eq!(walked(&amira, requests, 3).await, [1, 0, 1]);
}

#[actix_web::test]
async fn what_is_alike_is_one_group() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let mut others = Vec::new();
    for n in 0..11 {
        others.push(app.teacher(&format!("teacher{n}")).await);
    }
    let id = amira.publish("hello").await;
    for other in &others {
        other.act(&id, "favourite").await.ok();
        app.advance(Duration::from_secs(1));
    }
    others[0].publish("@amira hello").await;
    let list = "/api/v2/notifications";
    let found = amira.get(list).await.ok();
    let groups = &found["notification_groups"];
    assert_eq!(groups[0]["type"], "mention");
    let group = &groups[1];
    assert_eq!(group["notifications_count"], 11);
    let sample: Vec<&str> = group["sample_account_ids"]
        .as_array()
        .unwrap()
        .iter()
        .map(|id| id.as_str().unwrap())
        .collect();
    let last: Vec<String> = others
        .iter()
        .rev()
        .take(8)
        .map(|it| it.id.to_string())
        .collect();
    assert_eq!(sample, last);
    assert_eq!(unread(&amira, 2).await, 2);
    assert_eq!(unread(&amira, 1).await, 12);
    let key = group["group_key"].as_str().unwrap().to_owned();
    let one_by_one = amira
        .get("/api/v1/notifications?types[]=favourite")
        .await
        .ok();
    assert!(
        one_by_one
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["group_key"] == *key)
    );

    others[10].act(&id, "unfavourite").await.ok();
    others[0].act(&id, "unfavourite").await.ok();
    let of_group = format!("{list}/{key}");
    let found = amira.get(&of_group).await.ok();
    let group = &found["notification_groups"][0];
    assert_eq!(group["notifications_count"], 9);
    assert_eq!(group["sample_account_ids"][0], others[9].id.to_string());
    assert_eq!(group["sample_account_ids"].as_array().unwrap().len(), 8);
    let ids = one_by_one.ids();
    assert_eq!(group["page_max_id"], ids[1]);
    assert_eq!(group["page_min_id"], ids[9]);

    let page = amira.get(&format!("{of_group}/accounts?limit=4")).await;
    let expected: Vec<String> = others[6..10]
        .iter()
        .rev()
        .map(|it| it.id.to_string())
        .collect();
    assert_eq!(page.ok().ids(), expected);
    let link = page.header("link").to_owned();
    let (next, _) = link.split_once(">; rel=\"next\"").unwrap();
    let next = next.strip_prefix("<https://school.example").unwrap();
    let page = amira.get(next).await.ok().ids();
    let expected: Vec<String> = others[2..6]
        .iter()
        .rev()
        .map(|it| it.id.to_string())
        .collect();
    assert_eq!(page, expected);

    let apart = amira
        .get(&format!("{list}?grouped_types[]=reblog"))
        .await
        .ok();
    let apart = apart["notification_groups"].as_array().unwrap().clone();
    assert_eq!(apart.len(), 10);
    let lone = apart[1]["group_key"].as_str().unwrap();
    assert!(lone.starts_with("ungrouped-"));
    let lone = amira.get(&format!("{list}/{lone}")).await.ok();
    assert_eq!(lone["notification_groups"][0]["notifications_count"], 1);

    app.advance(HOURS(12));
    others[0].act(&id, "favourite").await.ok();
    let found = amira.get(list).await.ok();
    let groups = found["notification_groups"].as_array().unwrap();
    let counts: Vec<i64> = groups
        .iter()
        .map(|it| it["notifications_count"].as_i64().unwrap())
        .collect();
    assert_eq!(counts, [1, 1, 9]);
    let people = others[1].get(&format!("{of_group}/accounts")).await;
    assert_eq!(people.ok(), json!([]), "somebody else's group");
    others[1].get(&of_group).await.error(404);
    others[1]
        .post(&format!("{of_group}/dismiss"), json!({}))
        .await
        .error(404);
    amira
        .post(&format!("{of_group}/dismiss"), json!({}))
        .await
        .ok();
    amira.get(&of_group).await.error(404);
    assert_eq!(unread(&amira, 1).await, 2);
    let narrow = app.teacher_with("dan", "read:statuses").await;
    narrow.get(list).await.error(403);
    narrow.get(&of_group).await.error(403);
}

#[actix_web::test]
async fn groups_name_accounts_and_statuses_once() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let cleo = app.teacher("cleo").await;
    let id = amira.publish("hello").await;
    for who in [&ben, &cleo] {
        who.act(&id, "favourite").await.ok();
        who.act(&id, "reblog").await.ok();
        follow(who, &amira, json!({})).await;
    }
    let list = "/api/v2/notifications?expand_accounts=";
    let full = amira.get(&format!("{list}full")).await.ok();
    insta::assert_json_snapshot!("grouped_notifications", full);
    let partial = amira.get(&format!("{list}partial_avatars")).await.ok();
    assert_eq!(partial["accounts"].ids(), [cleo.id.to_string()]);
    insta::assert_json_snapshot!("partial_accounts", partial["partial_accounts"]);
    amira.get(&format!("{list}none")).await.error(400);
}

#[actix_web::test]
async fn the_number_of_queries_grows_neither_with_the_page_nor_with_a_group() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let mut others = Vec::new();
    for n in 0..9 {
        others.push(app.teacher(&format!("teacher{n}")).await);
    }
    for n in 0..6 {
        let id = amira.publish(&format!("post {n}")).await;
        let wanted = if n < 3 { 1 } else { others.len() };
        for other in others.iter().take(wanted) {
            other.act(&id, "favourite").await.ok();
            other.publish("@amira yes").await;
        }
    }
    for list in ["/api/v1/notifications?", "/api/v2/notifications?"] {
        let mut counts = Vec::new();
        for limit in [2, 6, 30] {
            let before = app.queries.get();
            amira.get(&format!("{list}limit={limit}")).await.ok();
            counts.push(app.queries.get() - before);
        }
        assert_eq!([counts[0]; 3], *counts, "{list}");
    }
}

#[actix_web::test]
async fn what_somebody_decided_not_to_hear_is_kept_until_they_let_it_in() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let (cleo, dan) = (app.teacher("cleo").await, app.teacher("dan").await);
    follow(&amira, &dan, json!({})).await;
    let policy = "/api/v2/notifications/policy";
    insta::assert_json_snapshot!("notification_policy", amira.get(policy).await.ok());
    let set = amira
        .put(policy, json!({"for_not_following": "filter"}))
        .await
        .ok();
    assert_eq!(set["for_not_following"], "filter");
    assert_eq!(set["for_private_mentions"], "filter");
    amira
        .put(policy, json!({"for_not_following": "never"}))
        .await
        .error(422);
    for who in [&ben, &ben, &cleo, &dan] {
        who.publish("@amira hello").await;
    }
    assert_eq!(kinds(&amira, "").await, ["mention"]);
    assert_eq!(kinds(&amira, "?include_filtered=true").await.len(), 4);
    let summary = amira.get(policy).await.ok()["summary"].clone();
    let counts = json!({"pending_requests_count": 2, "pending_notifications_count": 3});
    assert_eq!(summary, counts);

    let list = "/api/v1/notifications/requests";
    let requests = amira.get(list).await.ok();
    assert_eq!(requests[0]["account"]["acct"], "cleo");
    let ids = requests.ids();
    insta::assert_json_snapshot!("notification_request", requests[1]);
    let one = format!("{list}/{}", ids[1]);
    assert_eq!(amira.get(&one).await.ok()["notifications_count"], "2");
    ben.get(&one).await.error(404);
    ben.post(&format!("{one}/accept"), json!({}))
        .await
        .error(404);
    ben.post(&format!("{list}/dismiss"), json!({"id": [ids[0]]}))
        .await
        .error(404);
    amira
        .post(&format!("{list}/accept"), json!({}))
        .await
        .error(400);
    amira.post(&format!("{one}/accept"), json!({})).await.ok();
    assert_eq!(kinds(&amira, "").await.len(), 3);
    assert_eq!(
        amira.get(&format!("{list}/merged")).await.ok()["merged"],
        true
    );
    ben.publish("@amira again").await;
    assert_eq!(kinds(&amira, "").await.len(), 4, "he is let in from now on");

    let gone = json!({"id": [ids[0]]});
    amira
        .post(&format!("{list}/dismiss"), gone.clone())
        .await
        .ok();
    amira
        .post(&format!("{list}/dismiss"), gone)
        .await
        .error(404);
    assert_eq!(amira.get(list).await.ok(), json!([]));
    assert_eq!(kinds(&amira, "?include_filtered=true").await.len(), 4);
    let summary = amira.get(policy).await.ok()["summary"].clone();
    let none = json!({"pending_requests_count": 0, "pending_notifications_count": 0});
    assert_eq!(summary, none);
    amira
        .put(policy, json!({"for_not_following": "drop"}))
        .await
        .ok();
    cleo.publish("@amira hello").await;
    assert_eq!(kinds(&amira, "?include_filtered=true").await.len(), 4);
    let narrow = app.teacher_with("eli", "read:statuses").await;
    for path in [policy, list, &one] {
        narrow.get(path).await.error(403);
    }
    narrow.put(policy, json!({})).await.error(403);
}

#[actix_web::test]
async fn each_sort_of_account_can_be_kept_away() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let policy = "/api/v2/notifications/policy";
    let secret = json!({"status": "@amira psst", "visibility": "direct"});
    let told = async || kinds(&amira, "").await.len();
    ben.post("/api/v1/statuses", secret.clone()).await.ok();
    assert_eq!(told().await, 0, "private mentions are kept away at first");
    let open = json!({"for_private_mentions": "accept", "for_new_accounts": "filter"});
    amira.put(policy, open).await.ok();
    ben.post("/api/v1/statuses", secret).await.ok();
    assert_eq!(told().await, 0, "he is new");
    app.advance(HOURS(31 * 24));
    ben.publish("@amira hello").await;
    assert_eq!(told().await, 1, "he is new no more");
    amira
        .put(policy, json!({"for_not_followers": "filter"}))
        .await
        .ok();
    follow(&ben, &amira, json!({})).await;
    ben.publish("@amira hello").await;
    assert_eq!(told().await, 1, "whoever follows now is no follower yet");
    app.advance(HOURS(4 * 24));
    ben.publish("@amira hello").await;
    assert_eq!(told().await, 2);
    let cleo = moderator(&app, "cleo").await;
    cleo.publish("@amira listen").await;
    assert_eq!(told().await, 3, "whoever looks after the instance is heard");
    let last = ben.publish("@amira hello").await;
    let follow_me = format!("/api/v1/accounts/{}/unfollow", amira.id);
    ben.post(&follow_me, json!({})).await.ok();
    let more = ben.publish("@amira hello").await;
    let pending = async || {
        let policy = amira.get(policy).await.ok();
        policy["summary"]["pending_notifications_count"]
            .as_i64()
            .unwrap()
    };
    let before = pending().await;
    ben.delete(&format!("/api/v1/statuses/{more}")).await.ok();
    assert_eq!(pending().await, before - 1, "what is deleted waits no more");
    ben.delete(&format!("/api/v1/statuses/{last}")).await.ok();
    assert_eq!(pending().await, before - 1);
}
