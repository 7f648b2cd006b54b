//! What a peer does arrives here, and what it takes back is gone.

use serde_json::json;

use super::{Meeting, PEER, content, text};

#[tokio::test]
async fn what_a_peer_posts_edits_and_deletes_is_seen_here() {
    let meeting = Meeting::start().await;
    meeting.follows().await;
    let note = json!({ "content": "<p>Hello school</p>", "to": "public" });
    let note = meeting.peer.does("note", note).await;
    let here = meeting.sees("Hello school").await;
    assert_eq!(here["uri"], note["object"]);
    let edit = json!({ "id": note["object"], "content": "<p>Hello again</p>" });
    meeting.peer.does("edit", edit).await;
    let edited = meeting
        .until_status("the edit comes", &here["id"], |seen| {
            content(seen).contains("again")
        })
        .await;
    assert!(edited["edited_at"].is_string(), "{edited}");

    let mention = json!({
        "content": "<p>Just you</p>", "to": "direct", "mention": meeting.actor,
    });
    meeting.peer.does("note", mention).await;
    let told = meeting.is_told("mention").await;
    assert_eq!(told["status"]["visibility"], "direct");
    assert_eq!(told["account"]["acct"], format!("peer@{PEER}"));

    meeting
        .peer
        .does("delete", json!({ "id": note["object"] }))
        .await;
    let gone = |seen: &serde_json::Value| {
        seen.as_array()
            .is_some_and(|all| all.iter().all(|one| one["id"] != here["id"]))
    };
    let home = "/api/v1/timelines/home";
    meeting.amira.until("it is gone", home, gone).await;
}

#[tokio::test]
async fn a_peer_likes_boosts_answers_and_votes_and_takes_it_back() {
    let meeting = Meeting::start().await;
    let follow = meeting.is_followed().await;
    meeting.is_told("follow").await;
    let poll = json!({
        "status": "Which day?",
        "poll": { "options": ["Tuesday", "Thursday"], "expires_in": 3600 },
    });
    let posted = meeting.amira.post("/api/v1/statuses", poll).await;
    meeting.peer.received("type=Create", 1).await;
    let (id, object) = (&posted["id"], &posted["uri"]);
    let like = meeting.peer.does("like", json!({ "object": object })).await;
    let boost = meeting
        .peer
        .does("boost", json!({ "object": object }))
        .await;
    let vote = json!({ "question": object, "name": "Thursday" });
    meeting.peer.does("vote", vote).await;
    let answer = json!({
        "content": "<p>Thursday!</p>", "inReplyTo": object, "mention": meeting.actor,
    });
    let answer = meeting.peer.does("note", answer).await;
    meeting
        .until_status("all of it comes", id, |seen| {
            seen["favourites_count"] == 1
                && seen["reblogs_count"] == 1
                && seen["replies_count"] == 1
                && seen["poll"]["options"][1]["votes_count"] == 1
        })
        .await;
    for kind in ["favourite", "reblog"] {
        let told = meeting.is_told(kind).await;
        assert_eq!(told["status"]["id"], *id, "{told}");
    }
    let told = meeting.is_told("mention").await;
    assert_eq!(told["status"]["uri"], answer["object"], "{told}");
    assert_eq!(told["status"]["in_reply_to_id"], *id, "{told}");

    for done in [&like, &boost] {
        let undo = json!({ "id": done["activity"] });
        meeting.peer.does("undo", undo).await;
    }
    meeting
        .peer
        .does("delete", json!({ "id": answer["object"] }))
        .await;
    meeting
        .until_status("all of it is taken back", id, |seen| {
            seen["favourites_count"] == 0
                && seen["reblogs_count"] == 0
                && seen["replies_count"] == 0
        })
        .await;
    let me = told["status"]["in_reply_to_account_id"].clone();
    let me = format!("/api/v1/accounts/{}", text(&me));
    assert_eq!(meeting.amira.get(&me).await["followers_count"], 1);
    meeting
        .peer
        .does("undo", json!({ "id": follow["activity"] }))
        .await;
    meeting
        .amira
        .until("nobody follows", &me, |me| me["followers_count"] == 0)
        .await;
}
