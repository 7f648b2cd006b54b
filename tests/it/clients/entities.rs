//! What is answered, read with the types of `mastodon-async-entities`, which stand for strict clients: one
//! value that is missing, null or of another kind, and they show nothing of a whole page.
//!
//! Reports and push subscriptions are left out: the crate has other types there than Mastodon.

use mastodon_async_entities::context::Context;
use mastodon_async_entities::filter::Filter;
use mastodon_async_entities::prelude::{
    Account, Attachment, Instance as InstanceEntity, List, Notification, Relationship,
    SearchResult, Status,
};
use reqwest::Method;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use staffroom_testkit::http_client;

use super::school;
use crate::harness::client::Client;
use crate::harness::instance::Instance;

/// Reads an answer, or says what in it cannot be read.
fn read<T: DeserializeOwned>(what: &str, answer: &Value) -> T {
    serde_json::from_value(answer.clone())
        .unwrap_or_else(|error| panic!("{what}: {error}: {answer}"))
}

/// The same of each in a list, which must not be empty.
fn read_all<T: DeserializeOwned>(what: &str, answer: &Value) -> Vec<T> {
    let all = answer
        .as_array()
        .unwrap_or_else(|| panic!("{what}: {answer}"));
    assert!(!all.is_empty(), "{what}: nothing to read");
    all.iter().map(|one| read(what, one)).collect()
}

fn id(of: &Value) -> &str {
    of["id"].as_str().unwrap()
}

/// Amira and Chris on one instance.
struct Place {
    instance: Instance,
    amira: Client,
    chris: Client,
}

impl Place {
    async fn begin() -> Self {
        let instance = school().await;
        let client = |user| Client::of(&instance, "localhost", user);
        Self {
            amira: client("amira"),
            chris: client("chris"),
            instance,
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn posts_in_all_forms() {
    let place = Place::begin().await;
    let (amira, chris) = (&place.amira, &place.chris);
    let plain = amira
        .post(
            "/api/v1/statuses",
            json!({ "status": "With a #tag, @chris, and https://example.org/", "spoiler_text": "plain", "language": "en" }),
        )
        .await;
    let read_plain: Status = read("a post", &plain);
    assert_eq!(read_plain.mentions.len(), 1, "{plain}");
    assert_eq!(read_plain.tags.len(), 1, "{plain}");
    let poll = json!({ "options": ["yes", "no"], "expires_in": 3600 });
    let asked = amira
        .post("/api/v1/statuses", json!({ "status": "?", "poll": poll }))
        .await;
    let _: Status = read("a post with a poll", &asked);
    let media = upload(&place, &Client::token(&place.instance, "amira")).await;
    let _: Attachment = read("an attachment", &media);
    let shown = amira
        .post(
            "/api/v1/statuses",
            json!({ "status": "see", "media_ids": [id(&media)] }),
        )
        .await;
    let read_shown: Status = read("a post with a picture", &shown);
    assert_eq!(read_shown.media_attachments.len(), 1, "{shown}");
    let answer =
        json!({ "status": "@amira yes", "in_reply_to_id": id(&plain), "visibility": "private" });
    let _: Status = read("an answer", &chris.post("/api/v1/statuses", answer).await);
    let path = format!("/api/v1/statuses/{}", id(&plain));
    for verb in ["reblog", "favourite", "bookmark"] {
        let _: Status = read(
            verb,
            &chris.post(&format!("{path}/{verb}"), json!({})).await,
        );
    }
    let _: Status = read("pin", &amira.post(&format!("{path}/pin"), json!({})).await);
    let context: Context = read("a thread", &amira.get(&format!("{path}/context")).await);
    assert_eq!(context.descendants.len(), 1);
    let edited = amira.put(&path, json!({ "status": "Edited" })).await;
    let _: Status = read("an edit", &edited);

    let account = chris.get("/api/v1/accounts/verify_credentials").await;
    for list in [
        "/api/v1/timelines/home".to_owned(),
        "/api/v1/timelines/public".to_owned(),
        "/api/v1/bookmarks".to_owned(),
        "/api/v1/favourites".to_owned(),
        format!("/api/v1/accounts/{}/statuses", id(&account)),
    ] {
        let _: Vec<Status> = read_all(&list, &chris.get(&list).await);
    }
    for who in ["favourited_by", "reblogged_by"] {
        let list = format!("{path}/{who}");
        let _: Vec<Account> = read_all(&list, &amira.get(&list).await);
    }
    let found = amira.get("/api/v2/search?q=chris").await;
    let found: SearchResult = read("search", &found);
    assert_eq!(found.accounts.len(), 1);
    let gone = amira.delete(&path).await;
    let _: Status = read("a deleted post", &gone);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_and_what_happens_between_them() {
    let place = Place::begin().await;
    let (amira, chris) = (&place.amira, &place.chris);
    let me = amira.get("/api/v1/accounts/verify_credentials").await;
    let account: Account = read("one's own account", &me);
    assert!(account.source.is_some(), "{me}");
    let other = amira.get("/api/v1/accounts/lookup?acct=chris").await;
    let _: Account = read("an account", &other);
    for verb in [
        "follow", "mute", "unmute", "note", "block", "unblock", "follow",
    ] {
        let path = format!("/api/v1/accounts/{}/{verb}", id(&other));
        let relation: Relationship = read(verb, &amira.post(&path, json!({})).await);
        assert_eq!(
            relation.following,
            verb != "block" && verb != "unblock",
            "{verb}"
        );
    }
    let lists = [
        format!("/api/v1/accounts/{}/following", id(&me)),
        format!("/api/v1/accounts/{}/followers", id(&other)),
        "/api/v1/accounts/search?q=chris".to_owned(),
    ];
    for list in lists {
        let _: Vec<Account> = read_all(&list, &amira.get(&list).await);
    }
    let post = amira
        .post("/api/v1/statuses", json!({ "status": "Hello @chris" }))
        .await;
    let path = format!("/api/v1/statuses/{}", id(&post));
    for verb in ["favourite", "reblog"] {
        chris.post(&format!("{path}/{verb}"), json!({})).await;
    }
    let told = amira
        .until("notifications", "/api/v1/notifications", |told| {
            told.as_array().is_some_and(|told| told.len() == 2)
        })
        .await;
    let _: Vec<Notification> = read_all("notifications", &told);
    let told = chris.get("/api/v1/notifications").await;
    let _: Vec<Notification> = read_all("notifications", &told);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_filters_and_the_instance() {
    let place = Place::begin().await;
    let amira = &place.amira;
    let list = amira
        .post("/api/v1/lists", json!({ "title": "planners" }))
        .await;
    let _: List = read("a list", &list);
    let _: Vec<List> = read_all("lists", &amira.get("/api/v1/lists").await);
    let keywords = json!([{ "keyword": "football", "whole_word": true }]);
    let filter = json!({
        "title": "no football", "context": ["home", "public"], "filter_action": "hide", "expires_in": 3600,
        "keywords_attributes": keywords,
    });
    let filter: Filter = read("a filter", &amira.post("/api/v2/filters", filter).await);
    assert!(filter.expires_at.is_some());
    let _: Vec<Filter> = read_all("filters", &amira.get("/api/v2/filters").await);
    let said = amira.get("/api/v1/instance").await;
    let instance: InstanceEntity = read("the instance", &said);
    assert!(
        instance.contact_account.is_some() && instance.stats.is_some(),
        "{said}"
    );
}

/// A small picture.
async fn upload(place: &Place, token: &str) -> Value {
    const PICTURE: &[u8] = include_bytes!("picture.png");
    let boundary = "a-line-that-is-in-no-picture";
    let mut body = format!(
        "--{boundary}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"picture.png\"\r\n\
         content-type: image/png\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(PICTURE);
    body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    let response = http_client()
        .request(
            Method::POST,
            format!("{}/api/v2/media", place.instance.address()),
        )
        .header("host", "localhost")
        .bearer_auth(token)
        .header(
            "content-type",
            format!("multipart/form-data; boundary={boundary}"),
        )
        .body(body)
        .send()
        .await
        .unwrap();
    let status = response.status();
    let answer: Value = response.json().await.unwrap();
    assert!(status.is_success(), "{status} {answer}");
    answer
}
