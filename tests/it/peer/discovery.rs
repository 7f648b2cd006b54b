//! What a peer finds out about us without being told.

use serde_json::{Value, json};

use super::{Meeting, SCHOOL, text};

#[tokio::test]
async fn a_peer_finds_our_people_our_server_and_our_collections() {
    let meeting = Meeting::start().await;
    meeting.is_followed().await;
    let (peer, actor) = (&meeting.peer, &meeting.actor);

    let subject = format!("acct:amira@{SCHOOL}");
    for resource in [&subject, actor] {
        let found = peer
            .does("webfinger", json!({ "resource": resource }))
            .await;
        assert_eq!(found["subject"], subject.as_str(), "{found}");
        let links = found["links"].as_array().unwrap();
        let own = links.iter().find(|link| link["rel"] == "self").unwrap();
        assert_eq!(own["href"], actor.as_str());
    }
    let handle = json!({ "handle": format!("@amira@{SCHOOL}") });
    let found = peer.does("lookup", handle).await;
    assert_eq!(found["id"], actor.as_str());
    assert_eq!(found["type"], "Person");

    let found = peer.does("nodeinfo", json!({ "host": SCHOOL })).await;
    assert_eq!(found["understood"]["software"]["name"], "staffroom");
    assert_eq!(found["understood"]["protocols"], json!(["activitypub"]));
    assert_eq!(found["understood"]["usage"]["users"]["total"], 1, "{found}");

    let mut posted = Vec::new();
    for n in 0..25 {
        posted.push(meeting.posts(&format!("post {n}")).await["uri"].clone());
    }
    posted.reverse();
    // The activities are made after the answer.
    peer.received("type=Create", 25).await;
    let outbox = peer
        .does("collection", json!({ "url": format!("{actor}/outbox") }))
        .await;
    let items = outbox["items"].as_array().unwrap();
    let objects: Vec<&Value> = items
        .iter()
        .map(|item| {
            let object = &item["understood"]["object"];
            object.get("id").unwrap_or(object)
        })
        .collect();
    assert_eq!(objects, posted.iter().collect::<Vec<_>>(), "newest first");

    let followers = peer
        .does("collection", json!({ "url": format!("{actor}/followers") }))
        .await;
    assert_eq!(followers["totalItems"], 1, "{followers}");
    for item in followers["items"].as_array().unwrap() {
        assert!(text(&item["id"]).starts_with("https://peer.test/"));
    }
}
